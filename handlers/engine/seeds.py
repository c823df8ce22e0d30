"""Random draws and codes derived from stable ids by a keyed hash: repeatable, but outsiders cannot guess them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
READABLE = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without characters that are mistaken for others when typed
DIGITS = "0123456789"
LINK_LENGTH = 7
CODE_LENGTH = 8
TOKEN_LENGTH = 22
OWN_ORDER, ORDER_LENGTH = "P", 5
"""Prefix and number of digits of order numbers that begin in a chat."""
REFERRAL_LENGTH = 6
_SHORT_ORDERS = 8  # attempts at a number of that length
_BETWEEN = "\x1f"  # separates the parts of a hash


@dataclass(frozen=True, slots=True)
class Seeds:
    """The source of draws and codes; ``key`` is a secret of this installation, 32 bytes."""

    key: bytes

    def fraction(self, *parts: str | UUID) -> float:
        """Return a number in [0, 1) for these parts."""
        return _fraction(self._hash(parts))

    def make_drawing(self, *parts: str) -> Callable[[str], float]:
        """Return a function that gives ``fraction(*parts, last)`` for each last part and hashes the rest once."""
        begun = self._begin("".join(f"{part}{_BETWEEN}" for part in parts))

        def draw(last: str) -> float:
            hashed = begun.copy()
            hashed.update(last.encode())
            return _fraction(hashed.digest())

        return draw

    def make_link_code(self, message: UUID, attempt: int = 0) -> str:
        """Return the code of a message's short link; each attempt gives another code."""
        return self._spell(LETTERS, LINK_LENGTH, "link", message, str(attempt))

    def discount_code(self, *parts: str | UUID) -> str:
        """Return a code that is easy to type: 8 characters, 39 bits."""
        return self._spell(READABLE, CODE_LENGTH, "discount", *parts)

    def referral_code(self, *parts: str | UUID, attempt: int = 0) -> str:
        """Return a referral code that is easy to type: R and six characters. It does not contain a name."""
        return "R" + self._spell(READABLE, REFERRAL_LENGTH, "referral", *parts, str(attempt))

    def order_number(self, *parts: str | UUID, attempt: int = 0) -> str:
        """Return the number of an order that starts in a chat. Each attempt gives another number,
        later ones a longer number."""
        length = ORDER_LENGTH if attempt < _SHORT_ORDERS else ORDER_LENGTH + 2
        return OWN_ORDER + self._spell(DIGITS, length, "order", *parts, str(attempt))

    def page_token(self, *parts: str | UUID) -> str:
        """Return a token that opens a page with no password: 22 letters and digits, 128 bits."""
        return self._spell(LETTERS, TOKEN_LENGTH, "page", *parts)

    def seal(self, *parts: str | UUID) -> bytes:
        """Return a signature for these parts that only we can make: 16 bytes. Compare it in constant time."""
        return self._hash(("seal", *parts))

    def make_audit_key(self, business: str) -> bytes:
        """Return the key of the chain of a business's audit log: 16 bytes."""
        return self._hash(("audit", business))

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
