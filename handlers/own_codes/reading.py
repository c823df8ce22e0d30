"""A code of the shop's own as the staff writes it, in any order: "SAVE10 10% off, 50 uses, till sunday"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from flows.shop_offers import ShopOffer
from handlers.offers.terms import ToldTerms, take_terms

_BARE = re.compile(
    r"(?P<figure>(?<![\w.,-])(?:-?\d{1,7}(?:[.,]\d{1,2})?\s?(?:%|percent\b|por ciento\b)"
    r"|[$₹€£]\s?-?\d(?:[\d.,]*\d)?))"
    r"(?!\s?(?:off|discount|de\s|descuento|ki\s|ka\s|chh?oot|छूट|की\s|का\s)|[\w%])",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"\b(?:(?:valid |good )?(?:for|in|por|durante)\s)?(?P<many>\d{1,3})\s?"
    r"(?P<unit>days?|weeks?|hours?|hrs?|d[ií]as?|semanas?|horas?|din|ghante)\b(?:\s(?:ke liye|tak))?",
    re.IGNORECASE,
)
_UNITS = {"d": timedelta(days=1), "w": timedelta(weeks=1), "s": timedelta(weeks=1), "h": timedelta(hours=1),
          "g": timedelta(hours=1)}  # fmt: skip
_NAME = re.compile(r"(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]{2,31}")
_BESIDE = frozenset(
    """
    a an the of for on and with new discount discounts code codes coupon called named offer please pls everyone
    everybody un una el la de del por para con nuevo nueva descuento código codigo cupón cupon llamado todos
    ek ka ki ke naya nayi banao bana do karo liye sabko wala
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class ToldCode:
    """A code as it was said, with ``code`` for its name, "" for none, and its terms; ``unread`` are words that mean
    nothing here."""

    code: str
    terms: ToldTerms
    unread: tuple[str, ...] = ()


def read_code(text: str, currency: str) -> ToldCode:
    """The parts of a code. Raises WrongOffer for what takes off nothing, less than that, or more than all."""
    terms, rest = take_terms(_BARE.sub(r"\g<figure> off", text), currency)
    length = _LENGTH.search(rest)
    if length is not None and terms.valid_for is None:
        rest = f"{rest[: length.start()]} {rest[length.end() :]}"
    left = [one for one in re.split(r"[\s,;:]+", rest) if one and one.casefold() not in _BESIDE]
    code = terms.code or next((one for one in left if _NAME.fullmatch(one)), "")
    unread = tuple(one for one in left if one != code)
    valid = terms.valid_for or (int(length["many"]) * _UNITS[length["unit"][0].lower()] if length else None)
    return ToldCode(code.upper(), replace(terms, valid_for=valid), unread)


def name_of(offer: ShopOffer) -> str:
    """A name for a code without one."""
    if offer.percent is not None:
        return f"SAVE{offer.percent}"
    return "FREESHIP" if offer.amount is None else f"OFF{offer.amount.decimal.normalize():f}".replace(".", "-")
