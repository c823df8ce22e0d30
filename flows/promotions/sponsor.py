"""A sponsor: a brand that pays to show its offers after a return. Texts call it a partner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

MICROS_PER_CLICK = 250_000
"""The default price of a click: 0.25 of the currency's unit."""
WINDOW_DAYS = 7
"""The default number of days after a click within which a purchase counts."""


class SponsorStatus(StrEnum):
    """The status of a sponsor."""

    ACTIVE = "active"
    PAUSED = "paused"  # by the staff or by itself: none of its offers is shown
    UNPAID = "unpaid"  # an invoice is overdue: none of its offers is shown until it is paid
    REMOVED = "removed"  # shown no more; its charges are still billed


@dataclass(frozen=True, slots=True)
class Fees:
    """What a sponsor pays, in micro-units of ``currency``.

    ``click`` is the price of a click of a new offer. ``month`` and ``data`` are monthly fees, 0 for none: flat, and for
    its figures. Nothing is charged for a ``pilot``.
    """

    currency: str
    click: int = MICROS_PER_CLICK
    month: int = 0
    data: int = 0
    pilot: bool = False


@dataclass(frozen=True, slots=True)
class Sponsor:
    """A sponsor. ``contact`` is the person who writes for it, None before the invite was opened.

    ``language`` is None for the business's; invoices go to ``email``. A purchase counts up to ``window_days`` after its
    click. ``secret_number`` counts the secrets of the sponsor's postbacks.
    """

    id: UUID
    name: str
    status: SponsorStatus
    fees: Fees
    made_at: datetime
    contact: UUID | None = None
    language: str | None = None
    email: str | None = None
    window_days: int = WINDOW_DAYS
    secret_number: int = 1
    removed_at: datetime | None = None
