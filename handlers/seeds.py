"""Draws and codes derived from stable ids by a keyed hash: the same on every run, and nobody outside can guess them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
READABLE = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without what is mistaken for another when typed in
LINK_LENGTH = 7
CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Seeds:
    """``key`` is a secret of this installation, 32 bytes."""

    key: bytes

    def fraction(self, *parts: str | UUID) -> float:
        """A number in [0, 1) for these parts."""
        return int.from_bytes(self._hash(parts)[:7], "big") / (1 << 56)

    def link_code(self, message: UUID, attempt: int = 0) -> str:
        """The code of a message's short link; another attempt gives another code."""
        return self._spell(LETTERS, LINK_LENGTH, "link", message, str(attempt))

    def discount_code(self, *parts: str | UUID) -> str:
        """A code a person can type in: 8 characters, 39 bits."""
        return self._spell(READABLE, CODE_LENGTH, "discount", *parts)

    def _spell(self, alphabet: str, length: int, *parts: str | UUID) -> str:
        number = int.from_bytes(self._hash(parts), "big")
        spelled = []
        for _ in range(length):
            number, digit = divmod(number, len(alphabet))
            spelled.append(alphabet[digit])
        return "".join(spelled)

    def _hash(self, parts: tuple[str | UUID, ...]) -> bytes:
        return blake2b("\x1f".join(str(part) for part in parts).encode(), key=self.key, digest_size=16).digest()
