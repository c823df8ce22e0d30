"""A code of the shop's own as the staff writes it, in any order: "SAVE10 10% off, 50 uses, till sunday"."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
_MAKES = re.compile(
    r"(?:please |pls )?(?:(?:create|make|add|generate|set up|new|crea|crear|haz|genera|nuevo)\s"
    r"(?:me )?(?:a |an |one |the |un |(?P<many>\d{1,6})\s)?(?:new |nuevo )?(?:discount |descuento )?"
    r"(?:codes?|coupons?|discount|c[oó]digo|cup[oó]n|descuento)\b"
    r"(?:\s(?:de descuento|called|named|of|de))?)\s(?P<behind>.+)",
    re.IGNORECASE,
)
_BANAO = re.compile(
    r"(?:(?:ek|naya|nayi)\s){0,2}(?:discount )?(?:code|coupon)\s(?P<before>.*?)\s?"
    r"(?:banao|bana do|banaiye)(?P<after>\s.+)?",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:please |pls )?(?:(?P<verb>end|disable|deactivate|stop|kill|delete|desactivar?|terminar?|quitar?)\s"
    r"(?:(?:the|el|my|our)\s)?(?P<said>(?:discount )?(?:code|coupon|c[oó]digo|cup[oó]n)\s)?(?P<code>[A-Za-z0-9-]{3,32})"
    r"|(?:code\s)?(?P<first>[A-Z0-9-]{3,32})\s(?:(?:code\s)?(?:band|khatam|khatm)\s(?:karo|kar do|kijiye)|end))",
    re.IGNORECASE,
)
_LIKE_A_CODE = re.compile(r"(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*\d)[A-Z0-9-]{4,32}")
_IN_CAPITALS = re.compile(r"[A-Z][A-Z0-9-]{3,31}")
_OF_CODES = frozenset({"disable", "deactivate", "desactiva", "desactivar"})
"""What is done with codes, and hardly with anything else here."""


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


def heard(text: str) -> Sequence[str] | None:
    """What stands behind /discount in a sentence that makes a code, or ends one; None for all other texts."""
    said = text.strip().rstrip(".!")
    made = _MAKES.fullmatch(said)
    if made is not None:
        return ("new", *([made["many"], "codes"] if made["many"] else []), *made["behind"].split())
    banao = _BANAO.fullmatch(said)
    if banao is not None and (banao["before"] or banao["after"]):
        return ("new", *f"{banao['before']} {banao['after'] or ''}".split())
    ended = _ENDS.fullmatch(said)
    if ended is None:
        return None
    code = ended["code"] or ended["first"]
    looks = _IN_CAPITALS if (ended["verb"] or "").lower() in _OF_CODES else _LIKE_A_CODE
    return ("end", code) if ended["said"] or looks.fullmatch(code) else None
