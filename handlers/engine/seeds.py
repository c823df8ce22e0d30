"""Draws and codes derived from stable ids by a keyed hash: the same on every run, and nobody outside can guess them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
READABLE = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without what is mistaken for another when typed in
DIGITS = "0123456789"
LINK_LENGTH = 7
CODE_LENGTH = 8
TOKEN_LENGTH = 22
OWN_ORDER, ORDER_LENGTH = "P", 5
"""What the numbers of orders that begin in a chat begin with, and their digits."""
REFERRAL_LENGTH = 6
_SHORT_ORDERS = 8  # attempts at a number of that length
_BETWEEN = "\x1f"  # stands between the parts that are hashed


@dataclass(frozen=True, slots=True)
class Seeds:
    """``key`` is a secret of this installation, 32 bytes."""

    key: bytes

    def fraction(self, *parts: str | UUID) -> float:
        """A number in [0, 1) for these parts."""
        return _fraction(self._hash(parts))

    def drawing(self, *parts: str) -> Callable[[str], float]:
        """What tells ``fraction(*parts, last)`` of one last part after the other, with the others hashed once."""
        begun = self._begin("".join(f"{part}{_BETWEEN}" for part in parts))

        def draw(last: str) -> float:
            hashed = begun.copy()
            hashed.update(last.encode())
            return _fraction(hashed.digest())

        return draw

    def link_code(self, message: UUID, attempt: int = 0) -> str:
        """The code of a message's short link; another attempt gives another code."""
        return self._spell(LETTERS, LINK_LENGTH, "link", message, str(attempt))

    def discount_code(self, *parts: str | UUID) -> str:
        """A code a person can type in: 8 characters, 39 bits."""
        return self._spell(READABLE, CODE_LENGTH, "discount", *parts)

    def referral_code(self, *parts: str | UUID, attempt: int = 0) -> str:
        """A code by which a customer brings others, to be typed in: R and six characters; it names nobody."""
        return "R" + self._spell(READABLE, REFERRAL_LENGTH, "referral", *parts, str(attempt))

    def order_number(self, *parts: str | UUID, attempt: int = 0) -> str:
        """What people call an order that begins in a chat; another attempt gives another, later ones a longer one."""
        length = ORDER_LENGTH if attempt < _SHORT_ORDERS else ORDER_LENGTH + 2
        return OWN_ORDER + self._spell(DIGITS, length, "order", *parts, str(attempt))

    def page_token(self, *parts: str | UUID) -> str:
        """What opens a page without a password: 22 letters and digits, 128 bits."""
        return self._spell(LETTERS, TOKEN_LENGTH, "page", *parts)

    def seal(self, *parts: str | UUID) -> bytes:
        """What only we can have made for these parts: 16 bytes, to be compared in constant time."""
        return self._hash(("seal", *parts))

    def _spell(self, alphabet: str, length: int, *parts: str | UUID) -> str:
        number = int.from_bytes(self._hash(parts), "big")
        spelled = []
        for _ in range(length):
            number, digit = divmod(number, len(alphabet))
            spelled.append(alphabet[digit])
        return "".join(spelled)

    def _hash(self, parts: tuple[str | UUID, ...]) -> bytes:
        return self._begin(_BETWEEN.join(str(part) for part in parts)).digest()

    def _begin(self, text: str) -> blake2b:
        return blake2b(text.encode(), key=self.key, digest_size=16)


def _fraction(hashed: bytes) -> float:
    return (int.from_bytes(hashed[:7], "big") >> 3) / (1 << 53)  # a float holds 53 bits; more could be rounded up to 1
