"""Later steps of a campaign, for recipients who did not click or buy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flows.campaigns.campaign_texts import CampaignText

FIRST_STEP = 1
"""The step of a campaign's first message; follow-ups have the following numbers."""
MOST_FOLLOW_UPS = 3
SOONEST, LATEST = timedelta(hours=12), timedelta(days=30)
"""The minimum and maximum time from the first message's hour to a follow-up; SOONEST is also the minimum between two
follow-ups."""


class Unless(StrEnum):
    """The action that makes a follow-up unnecessary."""

    CLICKED = "clicked"  # opened the link, or bought
    BOUGHT = "bought"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A step ``after`` the hour of the first one, for its recipients who have not yet clicked or bought (``unless``).
    Raises ValueError for a time out of range."""

    after: timedelta
    texts: tuple[CampaignText, ...]
    unless: Unless = Unless.BOUGHT

    def __post_init__(self) -> None:
        if not SOONEST <= self.after <= LATEST:
            raise ValueError(f"a follow-up comes {SOONEST} to {LATEST.days} days after the first message")
