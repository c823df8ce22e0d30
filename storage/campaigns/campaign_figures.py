"""The results of a part of a campaign's people, for any division: wordings, channels, steps, lifecycle stages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from flows.message_roi import return_on
from flows.money import Money
from storage.reports.report_values import HoldoutGroup, Lift, compute_lift

Groups: TypeAlias = tuple[HoldoutGroup, HoldoutGroup]
"""The recipients and the control group of one wording and channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFigures:
    """People, orders, and money in micro-units of the business's currency.

    ``refused`` are people without the message, by rule; ``unknown`` are sent messages with an unknown outcome.
    ``waiting`` people are in the queue, or cancelled and not yet judged. ``groups`` are the two sides of ``lift``, None
    without a draw.
    """

    planned: int = 0
    sent: int = 0
    delivered: int = 0
    read: int = 0
    opened: int = 0
    clicked: int = 0
    replied: int = 0
    opted_out: int = 0
    bought: int = 0
    revenue: int = 0
    cost: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    unknown: int = 0
    waiting: int = 0
    groups: Groups | None = None

    @property
    def held_out(self) -> int:
        """Return the size of the control group."""
        return self.refused.get("holdout", 0)

    @property
    def roi(self) -> float | None:
        """Return (revenue - cost) / cost; None if the cost is unknown."""
        return return_on(self.cost, self.revenue)

    @property
    def lift(self) -> Lift | None:
        """Return the ordering share of recipients over that of the control group of the same wording and channel; None
        without either."""
        return compute_lift(*self.groups) if self.groups else None


_COUNTS = (
    "planned", "sent", "delivered", "read", "opened", "clicked", "replied", "opted_out", "bought", "revenue", "cost",
    "unknown", "waiting",
)  # fmt: skip


def merge_figures(parts: Sequence[CampaignFigures]) -> CampaignFigures:
    """Return the sum of parts. People in several parts, such as those who got two steps, count in each."""
    refused = Counter[str]()
    for one in parts:
        refused.update(one.refused)
    groups = [one.groups for one in parts if one.groups is not None]
    return CampaignFigures(
        **{name: sum(getattr(one, name) for one in parts) for name in _COUNTS},
        refused=dict(refused.most_common()),
        groups=(_one([one for one, _ in groups]), _one([one for _, one in groups])) if groups else None,
    )


def _one(groups: Sequence[HoldoutGroup]) -> HoldoutGroup:
    revenue = Money(sum(one.revenue.micros for one in groups), groups[0].revenue.currency)
    return HoldoutGroup(sum(one.carts for one in groups), sum(one.ordered for one in groups), revenue)
