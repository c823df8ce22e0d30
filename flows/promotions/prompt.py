"""A prompt: what Parley made of one completed return, and the choices that need no offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from flows.business import ReturnSettings
from flows.events import ReturnedItem
from flows.name_folding import fold_name
from flows.promotions.size_evidence import is_colour_reason, is_size_reason

PARTNER_NOT_NAMED = "partner_not_named"
"""The rule that refuses a partner's offer: the person's consent does not name the partner."""


class PromptChoice(StrEnum):
    """What a prompt shows."""

    OFFER = "offer"
    EXCHANGE = "exchange"
    DONATION = "donation"
    NOTICE = "notice"
    NONE = "none"  # nothing is sent, as nobody can be written to


class PromptReason(StrEnum):
    """Why a prompt shows what it shows."""

    CHOSEN = "chosen"  # an offer
    NO_CONSENT = "no_consent"  # the person agreed to no offers of this partner
    UNKNOWN_BRAND = "unknown_brand"  # the brand has no partner
    NO_OFFER = "no_offer"  # none is live, within its budget and meant for this person
    SEEN = "seen"  # all were seen by this person lately
    HELD_OUT = "held_out"  # the person is in the control group
    ONE_A_DAY = "one_a_day"  # the person got a prompt on this day
    UNREACHABLE = "unreachable"  # no channel reaches the person
    STOPPED = "stopped"  # the person ended all messages, or all use of their data


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt of the return ``ref`` of a ``brand`` (in the compared form).

    ``contact`` is None after an erasure. ``promotion`` is the chosen one; ``rule`` names the rule that refused it.
    ``notice`` are values of its texts, ``candidates`` the posteriors and draws of the choice. ``message`` tells of the
    prompt, and perhaps of other returns.
    """

    id: UUID
    ref: str
    contact: UUID | None
    brand: str
    choice: PromptChoice
    reason: PromptReason
    decided_at: datetime
    held_out: bool = False
    sponsor: UUID | None = None
    promotion: UUID | None = None
    rule: str | None = None
    notice: dict[str, Any] = field(default_factory=dict)
    candidates: dict[str, Any] | None = None
    message: UUID | None = None
    shown_at: datetime | None = None
    banner_at: datetime | None = None
    clicked_at: datetime | None = None
    last_click_at: datetime | None = None
    bought_at: datetime | None = None
    matured: bool = False

    @property
    def page(self) -> str:
        """Return the page for an exchange or a donation that the prompt leads to; "" for none."""
        leads = self.choice in {PromptChoice.EXCHANGE, PromptChoice.DONATION}
        return str(self.notice.get("page", "")) if leads else ""


def find_main_brand(items: Sequence[ReturnedItem]) -> str:
    """Return the brand of most pieces, in compared form; the first of several, and "" without any."""
    pieces: dict[str, int] = {}
    for one in items:
        brand = fold_name(one.brand)
        if brand:
            pieces[brand] = pieces.get(brand, 0) + one.quantity
    return max(pieces, key=pieces.__getitem__, default="")


def select_lines(items: Sequence[ReturnedItem], brand: str) -> tuple[ReturnedItem, ...]:
    """Return the lines of a brand; all lines if none names the brand."""
    return tuple(one for one in items if fold_name(one.brand) == brand) or tuple(items)


def choose_without_offer(lines: Sequence[ReturnedItem], settings: ReturnSettings) -> PromptChoice:
    """Return what is shown in the place of an offer."""
    if settings.exchange_url and any(is_size_reason(one.reason) or is_colour_reason(one.reason) for one in lines):
        return PromptChoice.EXCHANGE
    return PromptChoice.DONATION if settings.donation_url else PromptChoice.NOTICE


def is_day_taken(today: Sequence[Prompt], joined_since: datetime) -> bool:
    """Return True if a person who got the prompts of ``today`` gets no further offer, exchange or donation.

    A message takes up returns that follow within the window, so one decided since ``joined_since`` is still open: the
    day is taken then only if that message has an offer.
    """
    told = [one for one in today if one.choice is not PromptChoice.NONE]
    return any(one.choice is PromptChoice.OFFER or one.decided_at < joined_since for one in told)
