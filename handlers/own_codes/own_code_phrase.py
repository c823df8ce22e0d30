"""A code of the shop's own as the staff writes it, in any order: "SAVE10 10% off, 50 uses, till sunday"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.shop_offers import ShopOffer
from handlers.offers.offer_terms import ToldTerms, take_terms

_NAME = re.compile(r"(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]{2,31}")


@dataclass(frozen=True, slots=True)
class ToldCode:
    """A discount code as a staff member typed it: ``code`` is its name ("" if none was typed), ``unread`` are words
    that were not recognised."""

    code: str
    terms: ToldTerms
    unread: tuple[str, ...] = ()


def read_code(text: str, currency: str) -> ToldCode:
    """Return the parts of a code. Raises WrongOffer for an amount of nothing, less than nothing, or more than all."""
    terms, rest = take_terms(text, currency)
    left = [one for one in re.split(r"[\s,;:]+", rest) if one]
    code = terms.code or next((one for one in left if _NAME.fullmatch(one)), "")
    return ToldCode(code.upper(), terms, tuple(one for one in left if one != code))


def make_name(offer: ShopOffer) -> str:
    """Return a name for a code without one."""
    if offer.percent is not None:
        return f"SAVE{offer.percent}"
    return "FREESHIP" if offer.amount is None else f"OFF{offer.amount.decimal.normalize():f}".replace(".", "-")
