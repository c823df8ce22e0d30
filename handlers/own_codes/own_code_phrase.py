"""A discount code as the staff types it, in any order: "SAVE10 10% off, 50 uses, till sunday"."""

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
    """Parse a code with its terms. Raises WrongOffer if an amount is zero, negative, or over the whole price."""
    terms, rest = take_terms(text, currency)
    left = [one for one in re.split(r"[\s,;:]+", rest) if one]
    code = terms.code or next((one for one in left if _NAME.fullmatch(one)), "")
    return ToldCode(code.upper(), terms, tuple(one for one in left if one != code))


def make_name(offer: ShopOffer) -> str:
    """Make a name for a code that was typed with no name."""
    if offer.percent is not None:
        return f"SAVE{offer.percent}"
    return "FREESHIP" if offer.amount is None else f"OFF{offer.amount.decimal.normalize():f}".replace(".", "-")
