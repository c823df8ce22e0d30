"""An amount of money that stands alone, as it is typed behind a command."""

import re
from decimal import Decimal

from flows.money import LARGEST, MICROS

_AMOUNT = re.compile(r"(?:rs\.?|inr|usd|[₹$€£])?(\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)(\.\d{1,2})?(?:/-)?", re.IGNORECASE)


def read_amount(word: str) -> int | None:
    """Micro-units of an amount of money as it is typed: "12300", "12,300.50", "₹12300", "12300/-"."""
    found = _AMOUNT.fullmatch(word.strip())
    if found is None:
        return None
    micros = int(Decimal(found[1].replace(",", "") + (found[2] or "")) * MICROS)
    return micros if 0 < micros <= LARGEST else None
