"""A prompt: what Parley made of one completed return."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


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
    STOPPED = "stopped"  # the person ended all messages


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
