"""How shops do: what their owner is warned of, which was the best of a month, and which do better than others.

Counted elsewhere, judged here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.sourcing.planning.shop_choice import estimate_chance, score

WEEK = timedelta(days=7)
FAILURES = 3
"""So many requests of a week that a shop let pass, or said yes to and had not, are worth a word."""
SILENCES = (timedelta(days=3), timedelta(days=7), timedelta(days=14))
"""The stretches without any answer after which the owner gets one notice each."""
LAST_ASKED = timedelta(days=1)
"""So long before the end of such a stretch it was asked at the latest: else it had nothing to be silent about."""
FEWEST = 3
"""A shop that brought fewer pieces in a month was not the best of anything."""

ENOUGH = 5
"""A shop that was asked less often is too young to be told from others."""


@dataclass(frozen=True, slots=True)
class Lately:
    """A shop's last days: ``failed`` requests of the week, and since when it answers nothing that it is asked.

    ``asked_last`` is when it was asked last, and ``answered_at`` its last answer, None for a shop that never gave one.
    """

    failed: int = 0
    silent_since: datetime | None = None
    answered_at: datetime | None = None
    asked_last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about a shop that its owner should know; ``key`` is the same for the same thing, so that it is once."""

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
    """Pieces that were fetched at a shop, and for how many ``orders``; ``late`` of these were fetched after the
    promised day, and ``overdue`` orders wait there past that day now."""

    pieces: int = 0
    orders: int = 0
    late: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a shop does: ``yes`` of ``asked`` requests, how fast it answers, and what was fetched there."""

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
        """Return a merit from 0 to 1: the chance of a yes, less for slow answers and for late orders."""
        on_time = (self.handed.orders - self.handed.late + 1) / (self.handed.orders + self.handed.overdue + 1)
        return estimate_chance(self.yes, self.asked) * score(self.median_reply) * on_time


def rank_standings(standings: Mapping[UUID, Standing]) -> tuple[UUID, ...]:
    """Return the shops that are no longer young, the best first; among equals the one where more was fetched."""
    grown = {shop: one for shop, one in standings.items() if not one.is_young}
    return tuple(sorted(grown, key=lambda shop: (-grown[shop].worth, -grown[shop].handed.pieces, shop.hex)))


def list_warnings(lately: Lately, now: datetime) -> tuple[Warned, ...]:
    """Return the warnings about a shop; a silent one gets no additional warning of failures."""
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
    """Return the shop that brought the most pieces; among equals the one with more yeses. None where none brought
    any."""
    brought = {shop: one for shop, one in month.items() if one.pieces >= FEWEST}
    return max(brought, key=lambda shop: (*_merit(brought[shop]), shop.hex), default=None)


def _merit(one: ShopMonth) -> tuple[int, float, int]:
    return one.pieces, one.yes / one.asked if one.asked else 0.0, one.orders
