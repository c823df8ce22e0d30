"""A campaign as a value: to whom, in which words, on which channels and when; and how it may move on.

```
draft ──approved──► scheduled ──its hour──► sending ──everybody had theirs──► done
  │                     │  ▲                  │  ▲
  │                     └──┴──► paused ◄──────┴──┘
  └────────► cancelled ◄────┴───────┴─────────┘
```
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from uuid import UUID

from flows.actor import Actor
from flows.audience.criteria import Criteria

LONGEST_WORDS = 600
"""Characters of a campaign's words, with which an SMS has at most ten segments in any script."""


class CampaignStatus(StrEnum):
    """How a campaign stands."""

    DRAFT = "draft"  # made, and shown to nobody but the staff
    SCHEDULED = "scheduled"  # approved; its hour is to come
    SENDING = "sending"  # people get it
    PAUSED = "paused"  # nothing leaves until it goes on
    DONE = "done"  # whoever was to get it has got it, or was refused
    CANCELLED = "cancelled"  # nothing leaves any more


MOVES: Mapping[CampaignStatus, frozenset[CampaignStatus]] = {
    CampaignStatus.DRAFT: frozenset({CampaignStatus.SCHEDULED, CampaignStatus.CANCELLED}),
    CampaignStatus.SCHEDULED: frozenset({CampaignStatus.SENDING, CampaignStatus.PAUSED, CampaignStatus.CANCELLED}),
    CampaignStatus.SENDING: frozenset({CampaignStatus.PAUSED, CampaignStatus.DONE, CampaignStatus.CANCELLED}),
    CampaignStatus.PAUSED: frozenset(
        {CampaignStatus.SCHEDULED, CampaignStatus.SENDING, CampaignStatus.DONE, CampaignStatus.CANCELLED}
    ),
    CampaignStatus.DONE: frozenset(),
    CampaignStatus.CANCELLED: frozenset(),
}
"""Where each may go; a paused one goes on to be sending where its first hour has come, and ends at its end."""
OVER = frozenset({CampaignStatus.DONE, CampaignStatus.CANCELLED})
ALIVE = frozenset({CampaignStatus.SCHEDULED, CampaignStatus.SENDING, CampaignStatus.PAUSED})
"""Launched, and not over."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a campaign is due: ``at`` one moment for everybody, or at ``local``, the time of day in each person's own
    zone, on the day of ``at`` in the business's zone."""

    at: datetime
    local: time | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign. ``phrase`` are the words by which its people were asked for; ``words`` are its wordings, one variant
    each; ``channels`` are tried in that order; ``holdout`` is the share of its people that is left alone.

    ``url`` is where its links lead, "" for nowhere; ``latest`` the one moment after which nothing of it leaves, known
    from its launch on. ``version`` counts the changes, from 1.
    """

    id: UUID
    name: str
    status: CampaignStatus
    criteria: Criteria
    phrase: str
    words: tuple[str, ...]
    channels: tuple[str, ...]
    schedule: Schedule
    holdout: float
    url: str
    made_by: Actor
    made_at: datetime
    updated_at: datetime
    version: int = 1
    latest: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing of it leaves any more."""
        return self.status in OVER

    def may_become(self, status: CampaignStatus) -> bool:
        """Whether it may move on to that status from where it stands."""
        return status in MOVES[self.status]
