"""A campaign as a value: its people, texts, channels, times and status changes.

```
draft ──looked through──► previewed ──a yes──► approved ──► scheduled ──its hour──► sending ──its end──► done
  ▲                           │                              │  ▲                    │  ▲
  └─────────edited────────────┘                              └──┴─────► paused ◄─────┴──┘
                                    from anywhere before its end ──► cancelled
```
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flows.actor import Actor
from flows.audience.criteria import Criteria
from flows.campaigns.campaign_preview import CampaignPreview
from flows.campaigns.campaign_terms import PLAIN, Terms
from flows.campaigns.campaign_texts import CampaignText, list_variants
from flows.campaigns.follow_up import FIRST_STEP, FollowUp
from flows.campaigns.send_schedule import Schedule
from flows.campaigns.wording_contest import WordingContest
from flows.shop_offers import ShopOffer


class CampaignStatus(StrEnum):
    """The status of a campaign."""

    DRAFT = "draft"  # made or changed, and nobody knows yet what it would do
    PREVIEWED = "previewed"  # looked through: what it would do is known, and can be confirmed
    APPROVED = "approved"  # confirmed by someone with permission
    SCHEDULED = "scheduled"  # its hour is to come
    SENDING = "sending"  # people get it
    PAUSED = "paused"  # nothing leaves until it goes on
    DONE = "done"  # everyone in the audience got it, or was refused
    CANCELLED = "cancelled"  # nothing leaves any more


MOVES: Mapping[CampaignStatus, frozenset[CampaignStatus]] = {
    CampaignStatus.DRAFT: frozenset({CampaignStatus.PREVIEWED, CampaignStatus.CANCELLED}),
    CampaignStatus.PREVIEWED: frozenset(
        {CampaignStatus.DRAFT, CampaignStatus.PREVIEWED, CampaignStatus.APPROVED, CampaignStatus.CANCELLED}
    ),
    CampaignStatus.APPROVED: frozenset({CampaignStatus.SCHEDULED, CampaignStatus.CANCELLED}),
    CampaignStatus.SCHEDULED: frozenset({CampaignStatus.SENDING, CampaignStatus.PAUSED, CampaignStatus.CANCELLED}),
    CampaignStatus.SENDING: frozenset({CampaignStatus.PAUSED, CampaignStatus.DONE, CampaignStatus.CANCELLED}),
    CampaignStatus.PAUSED: frozenset(
        {CampaignStatus.SCHEDULED, CampaignStatus.SENDING, CampaignStatus.DONE, CampaignStatus.CANCELLED}
    ),
    CampaignStatus.DONE: frozenset(),
    CampaignStatus.CANCELLED: frozenset(),
}
"""The allowed status changes. A resumed campaign is sending if its first hour has come, and done if it has ended."""
OVER = frozenset({CampaignStatus.DONE, CampaignStatus.CANCELLED})
RUNNING = frozenset({CampaignStatus.SCHEDULED, CampaignStatus.SENDING})
"""Statuses of a launched campaign that is neither paused nor over."""
ALIVE = RUNNING | {CampaignStatus.PAUSED}
"""Statuses of a launched campaign that is not over."""
STOPPED = OVER | {CampaignStatus.PAUSED}
"""Statuses of a paused or ended campaign, which sends nothing."""
HOLDOUT = 0.1
"""The default share of a campaign's people in the control group."""
MOST_LEFT_ALONE = 0.5
"""The largest allowed share of the control group."""
LEAST_MEASURED = 100
"""The smallest audience with a control group: a share of fewer people proves nothing."""
UNLAUNCHED = frozenset({CampaignStatus.DRAFT, CampaignStatus.PREVIEWED})
"""The statuses that allow all changes."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign. ``phrase`` is the text that selects its people; ``channels`` are tried in that order; ``holdout`` is
    the share of its people in the control group.

    ``url`` is the target of its links, "" for none. Nothing leaves after ``latest``, which is set at launch.
    ``version`` counts the changes, from 1; ``preview`` is the last preview. ``spent`` is what its messages have used of
    its budget, in micro-units. ``contest`` is set if the best of its wordings goes to the rest of its people.
    """

    id: UUID
    name: str
    status: CampaignStatus
    criteria: Criteria
    phrase: str
    texts: tuple[CampaignText, ...]
    channels: tuple[str, ...]
    schedule: Schedule
    holdout: float
    url: str
    made_by: Actor
    made_at: datetime
    updated_at: datetime
    version: int = 1
    latest: datetime | None = None
    preview: CampaignPreview | None = None
    terms: Terms = PLAIN
    spent: int = 0
    contest: WordingContest | None = None

    @property
    def variants(self) -> tuple[str, ...]:
        """Return the names of its variants."""
        return list_variants(self.texts)

    @property
    def hours(self) -> tuple[Schedule, ...]:
        """Return the schedules of the variants, in the variants' order."""
        own = {one.variant: one.schedule for one in self.terms.arms}
        return tuple(own.get(name) or self.schedule for name in self.variants)

    @property
    def has_own_hours(self) -> bool:
        """Return True if the variants are due at different hours."""
        return bool(self.terms.arms) and len(set(self.hours)) > 1

    @property
    def begins(self) -> datetime:
        """Return the earliest start of a variant."""
        return min(one.at for one in self.hours)

    @property
    def has_hours(self) -> bool:
        """Return True if people get the campaign at different hours."""
        paced = self.terms.best_hour or bool(self.terms.spread) or self.has_own_hours
        return paced or any(one.local is not None for one in self.hours)

    @property
    def offers(self) -> tuple[ShopOffer | None, ...]:
        """Return the offers of the variants, in the variants' order; None for a variant without one."""
        return tuple(self.terms.offer_of(name) for name in self.variants)

    @property
    def pools(self) -> Mapping[str, ShopOffer]:
        """Return the offers with a code per person, by the first variant that has the offer; "" for the shared offer.
        Variants with the same offer share its codes."""
        found: dict[str, ShopOffer] = {}
        for name, offer in zip(self.variants, self.offers, strict=True):
            if offer is not None and offer.code is None and offer not in found.values():
                found[name if self.terms.has_own_offers else ""] = offer
        return found

    def pool_of(self, offer: ShopOffer) -> str:
        """Return the name of an offer's pool of codes."""
        return next((name for name, one in self.pools.items() if one == offer), "")

    @property
    def experiment(self) -> str:
        """Return the name of the campaign's experiment, for its draws and its results."""
        return f"campaign:{self.id}"

    @property
    def is_over(self) -> bool:
        """Return True if no more messages of the campaign leave."""
        return self.status in OVER

    def follow_up(self, step: int) -> FollowUp | None:
        """Return the follow-up that is sent as a step; None for the first message."""
        place = step - FIRST_STEP - 1
        return self.terms.follow_ups[place] if 0 <= place < len(self.terms.follow_ups) else None

    def texts_at(self, step: int) -> tuple[CampaignText, ...]:
        """Return the wordings of a step; the first step's if the step no longer exists."""
        follow_up = self.follow_up(step)
        return self.texts if follow_up is None else follow_up.texts

    def get_share_left_alone(self, people: int) -> float:
        """Return the share of people to hold out as the control group, given the number who can be reached; 0.0 if
        there are fewer than LEAST_MEASURED."""
        return self.holdout if people >= LEAST_MEASURED else 0.0

    def may_become(self, status: CampaignStatus) -> bool:
        """Return True if the campaign may move from its present status to ``status``."""
        return status in MOVES[self.status]
