"""Amounts of money and numbers in people's notation: "₹1,50,000", "5 dollars"; and the discount of an offer."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Protocol

from flows.money import Money
from flows.phrase import Text, phrase

_GROUPED = r"-?\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?"  # thousands or lakhs, with commas between
NUMBER = rf"(?P<NAME>{_GROUPED}|-?\d{{1,7}}(?:[.,]\d{{1,2}})?)"
"""A number; its group needs another name than NAME."""
_SIGNS = {"$": "USD", "₹": "INR", "€": "EUR", "£": "GBP", "rs.": "INR"}
_WORDS = {
    "dollar": "USD", "dollars": "USD", "bucks": "USD", "dolares": "USD", "dólares": "USD", "rupees": "INR",
    "rupee": "INR", "rupaye": "INR", "rupay": "INR", "rupaiye": "INR", "rupias": "INR", "रुपये": "INR", "रुपए": "INR",
    "euros": "EUR", "euro": "EUR", "pounds": "GBP", "pesos": "", "rs": "INR",
}  # fmt: skip
_CENTS = {
    "cents": "", "cent": "", "centavos": "", "centavo": "", "céntimos": "EUR", "centimos": "EUR", "paise": "INR",
    "paisa": "INR", "paisay": "INR", "पैसे": "INR", "पैसा": "INR",
}  # fmt: skip
"""The hundredths of each currency."""
_UNITS = "|".join(sorted({**_WORDS, **_CENTS}, key=len, reverse=True))
_KNOWN = {**_SIGNS, **_WORDS, **_CENTS}
_SCALES = {
    "k": 1_000, "thousand": 1_000, "mil": 1_000, "hazar": 1_000, "hazaar": 1_000, "हज़ार": 1_000, "हजार": 1_000,
    "lakh": 100_000, "lakhs": 100_000, "lac": 100_000, "lacs": 100_000, "लाख": 100_000, "crore": 10_000_000,
    "crores": 10_000_000, "\u0915\u0930\u094b\u0921\u093c": 10_000_000, "\u0915\u0930\u094b\u095c": 10_000_000,  # करोड़
}  # fmt: skip
SCALE = rf"(?:\s?(?P<{{}}>(?i:{'|'.join(sorted(_SCALES, key=len, reverse=True))}))(?![\w\u0900-\u0963]))?"
"""The words after a number that multiply it: "1.5 lakh", "2k"; braces are the name of its group."""
SIGN = r"(?P<minus>-\s?(?=[$₹€£r]))?(?:(?P<{}>[$₹€£]|rs\.?(?=\s?-?\d))\s?)?"
"""The signs before a number; braces are the name of its group."""
UNIT = rf"(?:/-)?(?:\s?(?P<{{}}>(?:{_UNITS}|[A-Z]{{{{3}}}})(?![\w\u0900-\u0963])|[$₹€£]))?"
"""The units after a number."""


def read_money(found: re.Match[str], which: str, currency: str) -> Money:
    """Return the amount in a match, whose number is the group ``which``; ``currency`` is used if it names none. The
    groups "sign", "minus" and "unit" belong to the number."""
    sign, unit = (found["sign"] or "").casefold(), found["unit"] or ""
    named = _KNOWN.get(sign) or _KNOWN.get(unit.casefold(), unit if unit.isupper() else "")
    number = parse_number(found[which]) / (100 if unit.casefold() in _CENTS else 1)
    return Money.parse(-number if found["minus"] else number, named or currency)


def scale_of(written: str | None) -> int:
    """Return the factor that a word after a number means; 1 if there is none."""
    return 1 if written is None else _SCALES[written.casefold()]


def parse_number(written: str) -> Decimal:
    """Parse a number with commas between thousands or lakhs, or as decimals: "1,500", "1,50,000", "12,5"."""
    whole = re.fullmatch(_GROUPED, written)
    return Decimal(written.replace(",", "") if whole else written.replace(",", "."))


class TakesOff(Protocol):
    """A discount in percent, or an amount of money; free shipping if it is neither."""

    @property
    def percent(self) -> int | None: ...

    @property
    def amount(self) -> Money | None: ...


def name_discount(offer: TakesOff) -> Text:
    """Format the discount of an offer: "15% off", "$5.00 off", "free shipping"."""
    if offer.percent is not None:
        return phrase("offer_percent", percent=offer.percent)
    return phrase("offer_amount", amount=offer.amount) if offer.amount is not None else phrase("offer_shipping")
