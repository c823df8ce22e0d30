"""What every store does, in both directions: prove and read its webhooks, make and find discounts, register itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, Protocol

from bot.channels.channel import Examined, Request
from flows.delivery import Answer
from flows.events import Event


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a webhook said. ``external_id`` is the same for a redelivery and different for anything else."""

    external_id: str
    event: Event


@dataclass(frozen=True, slots=True)
class DiscountRequest:
    """A code for one order of one customer: ``percent`` (1 to 100) off everything, from ``starts_at`` to ``ends_at``.

    ``title`` is what the shop's staff see, and how a code is known again as ours: it must be stable for one request.
    Raises ValueError for what no store would take.
    """

    code: str
    percent: Decimal | int
    starts_at: datetime
    ends_at: datetime
    title: str

    def __post_init__(self) -> None:
        if not 1 <= self.percent <= 100:
            raise ValueError(f"a discount of {self.percent} % is none: it must be from 1 to 100")
        if not 1 <= len(self.code) <= 255 or not 1 <= len(self.title) <= 255:
            raise ValueError("the code and the title of a discount have 1 to 255 characters")
        if not self.starts_at < self.ends_at:
            raise ValueError("a discount must end after it starts")


class Check(NamedTuple):
    """One line of ``doctor``: whether a thing is in order, and the finding or the remedy."""

    ok: bool
    line: str


class Storefront(Examined, Protocol):
    """One account on one store platform. Built at the composition root, closed in reverse order."""

    def prove(self, request: Request) -> None:
        """Raises Unproven unless the request carries the store's proof (compared in constant time)."""

    def read(self, request: Request, now: datetime) -> tuple[Reading, ...]:
        """What a proven webhook says; empty for what is none of our business. Raises Unreadable, and nothing else."""

    async def create_discount(self, request: DiscountRequest) -> Answer:
        """Make a code, within 10 s a call; ``provider_id`` is the store's id of it. A repeat finds the first one.

        Never raises for what a store or a network can do.
        """

    async def close(self) -> None:
        """Give back the connections."""
