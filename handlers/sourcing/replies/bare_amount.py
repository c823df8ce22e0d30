"""An amount of money as the whole text, as typed after a command."""

import re
from collections.abc import Sequence
from decimal import Decimal

from flows.money import LARGEST, MICROS

_AMOUNT = re.compile(r"(?:rs\.?|inr|usd|[₹$€£])?(\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)(\.\d{1,2})?(?:/-)?", re.IGNORECASE)

_SIGNED = re.compile(r"(?:rs\.?|[₹$€£])?[-−–+](?:rs\.?|[₹$€£])?\d[\d.,]*%?", re.IGNORECASE)

SIGN = re.compile(r"^([₹$€£]|(?:rs|inr|usd|eur|gbp)(?![^\W\d_]))\.?\s*", re.IGNORECASE)
"""The sign or code of a currency before an amount."""
_SIGNS = {"₹": "INR", "RS": "INR", "$": "USD", "€": "EUR", "£": "GBP"}


def is_foreign(text: str, currency: str) -> bool:
    """Return True if a text begins with another currency's sign; "$" and "Rs" can mean several currencies."""
    found = SIGN.match(text)
    sign = found[1].upper() if found else currency
    return _SIGNS.get(sign, sign) != currency and (sign not in _SIGNS or currency in _SIGNS.values())


def find_signed(words: Sequence[str]) -> str | None:
    """Return the first word that is an amount with a plus or minus sign, "-5", "₹-5", "+200"; None if there is none."""
    return next((word for word in words if _SIGNED.fullmatch(word)), None)


def read_amount(word: str) -> int | None:
    """Parse an amount of money into micro-units: "12300", "12,300.50", "₹12300", "12300/-"."""
    found = _AMOUNT.fullmatch(word.strip())
    if found is None:
        return None
    micros = int(Decimal(found[1].replace(",", "") + (found[2] or "")) * MICROS)
    return micros if 0 < micros <= LARGEST else None
