"""The performance of shops: warnings to their owner, the best shop of a month, and a ranking.

The figures are counted elsewhere and judged here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.sourcing.planning.shop_choice import estimate_chance, score

WEEK = timedelta(days=7)
FAILURES = 3
"""The number of a week's requests, unanswered or not kept, from which on the owner is warned."""
SILENCES = (timedelta(days=3), timedelta(days=7), timedelta(days=14))
"""The times without any answer after which the owner gets one notice each."""
LAST_ASKED = timedelta(days=1)
"""How long before the end of such a time the shop must have been asked, so that silence means something."""
FEWEST = 3
"""The minimum pieces of a month's best shop."""

ENOUGH = 5
"""The minimum requests to compare a shop with others."""


@dataclass(frozen=True, slots=True)
class Lately:
    """A shop's last days: the week's ``failed`` requests, and since when it has answered nothing (``silent_since``).

    ``asked_last`` is when it was last asked, and ``answered_at`` its last answer, None if it never answered.
    """

    failed: int = 0
    silent_since: datetime | None = None
    answered_at: datetime | None = None
    asked_last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning about a shop to its owner; ``key`` identifies it, so that it is sent once."""

    kind: str
    count: int
    key: str


@dataclass(frozen=True, slots=True)
class ShopMonth:
    """A shop's month: its revenue and its answers, ``yes`` of ``asked`` requests."""

    pieces: int = 0
    orders: int = 0
    asked: int = 0
    yes: int = 0


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Pieces fetched at a shop, and the number of their ``orders``; ``late`` of these were fetched after the promised
    day, and ``overdue`` orders are past that day and still wait there."""

    pieces: int = 0
    orders: int = 0
    late: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A shop's performance: ``yes`` of ``asked`` requests, its response time, and what was fetched there."""

    asked: int = 0
    yes: int = 0
    median_reply: timedelta | None = None
    handed: HandedOver = HandedOver()

    @property
    def is_young(self) -> bool:
        """Return True for a shop with too few requests for a judgement."""
        return self.asked < ENOUGH

    @property
    def worth(self) -> float:
        """Return a score from 0 to 1: the probability of a yes, reduced for slow answers and late orders."""
        on_time = (self.handed.orders - self.handed.late + 1) / (self.handed.orders + self.handed.overdue + 1)
        return estimate_chance(self.yes, self.asked) * score(self.median_reply) * on_time


def rank_standings(standings: Mapping[UUID, Standing]) -> tuple[UUID, ...]:
    """Return the shops with enough requests, the best first; among equals the one with more fetched pieces."""
    grown = {shop: one for shop, one in standings.items() if not one.is_young}
    return tuple(sorted(grown, key=lambda shop: (-grown[shop].worth, -grown[shop].handed.pieces, shop.hex)))


def list_warnings(lately: Lately, now: datetime) -> tuple[Warned, ...]:
    """Return the warnings about a shop; a silent shop gets no additional warning of failures."""
    if lately.silent_since is not None:
        long, asked = now - lately.silent_since, (lately.asked_last or lately.silent_since) - lately.silent_since
        reached = [step for step in SILENCES if long >= step and asked >= step - LAST_ASKED]
        if reached:
            return (Warned("silent", long.days, f"silent:{lately.silent_since:%Y%m%d}:{reached[-1].days}"),)
    if lately.failed >= FAILURES:
        year, week, _ = now.isocalendar()
        return (Warned("failed", lately.failed, f"failed:{year}-{week}:{lately.failed // FAILURES}"),)
    return ()


def find_best(month: Mapping[UUID, ShopMonth]) -> UUID | None:
    """Return the shop with the most pieces; among equals the one with more yes answers. None if no shop has enough."""
    brought = {shop: one for shop, one in month.items() if one.pieces >= FEWEST}
    return max(brought, key=lambda shop: (*_merit(brought[shop]), shop.hex), default=None)


def _merit(one: ShopMonth) -> tuple[int, float, int]:
    return one.pieces, one.yes / one.asked if one.asked else 0.0, one.orders
