"""Later steps of a campaign, for recipients who did not click or buy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flows.campaigns.campaign_texts import CampaignText

FIRST_STEP = 1
"""The step of a campaign's first message; follow-ups are counted on from it."""
MOST_FOLLOW_UPS = 3
SOONEST, LATEST = timedelta(hours=12), timedelta(days=30)
"""How long after the hour of the first message a follow-up may be due; so long as the soonest each is behind the one
before it."""


class Unless(StrEnum):
    """The action that makes a follow-up needless."""

    CLICKED = "clicked"  # opened the link, or bought
    BOUGHT = "bought"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A step ``after`` the hour of the first one, for its recipients who have not done what it asked. Raises ValueError
    for a time out of range."""

    after: timedelta
    texts: tuple[CampaignText, ...]
    unless: Unless = Unless.BOUGHT

    def __post_init__(self) -> None:
        if not SOONEST <= self.after <= LATEST:
            raise ValueError(f"a follow-up comes {SOONEST} to {LATEST.days} days after the first message")
