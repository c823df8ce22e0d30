"""The buttons of one offer: ``offer.<verb>.<id>.<value>``, at most 64 bytes, so that a button says all by itself.

An old button works as long as the offer allows it, and two taps do the same as one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flows.phrase import Text, phrase
from flows.promotions.promotion import Promotion

_FIRST = "offer"


class OfferVerb(StrEnum):
    """What a button does with an offer."""

    SHOW = "show"
    BRAND = "brand"
    AUDIENCE = "audience"
    DAYS = "days"
    BUDGET = "budget"
    SEND = "send"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    ENDS = "ends"  # it is confirmed
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class OfferPress:
    """A pressed button of an offer."""

    verb: OfferVerb
    offer: UUID
    value: str = ""


def make_press(verb: OfferVerb, promotion: Promotion, label: Text | None = None, value: str = "") -> tuple[str, Text]:
    """Return a button of an offer, with the verb's own label or another one."""
    pressed = ".".join(filter(None, (_FIRST, verb.value, promotion.id.hex, value)))
    return pressed, phrase(f"partner_button_{verb.value}") if label is None else label


def read_press(pressed: str) -> OfferPress | None:
    """Return what a button of an offer does; None for other buttons."""
    first, *rest = pressed.split(".", 3)
    try:
        return OfferPress(OfferVerb(rest[0]), UUID(rest[1]), rest[2] if rest[2:] else "") if first == _FIRST else None
    except (ValueError, IndexError):
        return None


def name_brand(brand: str) -> str:
    """Return a short name of a brand for a button, as a brand may be longer than one."""
    return hashlib.sha256(brand.encode()).hexdigest()[:8]
