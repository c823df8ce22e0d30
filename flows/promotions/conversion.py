"""A conversion: a purchase after a click, as its sponsor or an order reported it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ConversionStatus(StrEnum):
    """How a conversion counts."""

    COUNTED = "counted"
    LATE = "late"  # after the sponsor's window: stored, not counted
    NOT_CLICKED = "not_clicked"  # no click came before it: stored, not counted
    OTHER_CURRENCY = "other_currency"  # stored, not counted
    SAME_PURCHASE = "same_purchase"  # an order of the shop and a postback told of it: the second is not counted
    REVERSAL = "reversal"  # takes an earlier purchase back, in part or whole


@dataclass(frozen=True, slots=True)
class Conversion:
    """A purchase of ``micros``; ``ref`` is the sponsor's id of it. A reversal is below 0 and names its purchase."""

    id: UUID
    sponsor: UUID
    ref: str
    prompt: UUID
    promotion: UUID
    micros: int
    currency: str
    status: ConversionStatus
    occurred_at: datetime
    at: datetime
    reverses: UUID | None = None
