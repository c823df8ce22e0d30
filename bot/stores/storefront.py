"""The interface of every store, in both directions: prove and read its webhooks, make and find discounts, register
itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, Protocol

from bot.channels.channel import ChannelRequest, Examined
from flows.delivery import Answer
from flows.events import Event
from flows.money import Money


@dataclass(frozen=True, slots=True)
class Reading:
    """One event of a webhook. ``external_id`` is the same for a redelivery and unique otherwise."""

    external_id: str
    event: Event


@dataclass(frozen=True, slots=True)
class DiscountRequest:
    """A code for one order of one customer: ``percent`` (1 to 100) off everything, or an ``amount`` in the shop's
    currency, or free shipping where there is neither; from ``starts_at`` to ``ends_at``. With other ``uses`` it is for
    so many orders of as many customers, for any number where None.

    ``title`` is what the shop's staff see, and how a code is known again as ours: it must be stable for one request.
    More codes may be added to the discount (``add_codes``), each for one order. Raises ValueError for what no store
    would take.
    """

    code: str
    percent: Decimal | int | None
    starts_at: datetime
    ends_at: datetime
    title: str
    amount: Money | None = None
    uses: int | None = 1

    def __post_init__(self) -> None:
        if self.percent is not None and not 1 <= self.percent <= 100:
            raise ValueError(f"a discount must be from 1 to 100 %, not {self.percent} %")
        if self.amount is not None and (self.percent is not None or self.amount.micros <= 0):
            raise ValueError(
                f"a discount of {self.amount.with_code} must be above zero, and not of some percent as well"
            )
        if not 1 <= len(self.code) <= 255 or not 1 <= len(self.title) <= 255:
            raise ValueError("the code and the title of a discount have 1 to 255 characters")
        if self.uses is not None and self.uses < 1:
            raise ValueError(f"a code needs at least one use, not {self.uses}")
        if not self.starts_at < self.ends_at:
            raise ValueError("a discount must end after it starts")


MOST_CODES = 250
"""Codes of one ``add_codes``, which every store takes."""


@dataclass(frozen=True, slots=True)
class AddedCodes:
    """The fate of codes that were added: whether the store is ``done`` with all, and the ``refused`` with a reason
    each."""

    done: bool
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str | int]:
        """Return the same, as an answer carries it."""
        told = "\n".join(f"{code} {' '.join(why.split())}" for code, why in self.refused.items())
        return {"done": int(self.done), "refused": told}


class StoreCheck(NamedTuple):
    """One line of ``doctor``: the state of a part, and the finding or the remedy."""

    ok: bool
    line: str


class Storefront(Examined, Protocol):
    """One account on one store platform. Built at the composition root, closed in reverse order."""

    def prove(self, request: ChannelRequest) -> None:
        """Raise Unproven unless the request carries the store's proof (compared in constant time)."""

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Reading, ...]:
        """Return the content of a proven webhook; empty for foreign business. Raises only Unreadable."""

    async def create_discount(self, request: DiscountRequest) -> Answer:
        """Make a code, within 10 s a call; ``provider_id`` is the store's id of it. A repeat finds the first one.

        Never raises for what a store or a network can do.
        """

    async def add_codes(self, discount: str, codes: Sequence[str]) -> Answer:
        """Add codes to a discount, by its id; ``provider_id`` is the store's id of this part, for ``look_codes``.

        Up to MOST_CODES at a time. It may be repeated: a code that is there already stays.
        """

    async def look_codes(self, discount: str, part: str) -> Answer:
        """Return the result of a part: ``values`` are those of ``AddedCodes``; none if the store knows no such part."""

    async def look_discount(self, discount: str) -> Answer:
        """Return whether a discount is still there: its id as ``provider_id``, none where it was deleted."""

    async def end_discount(self, discount: str) -> Answer:
        """Have a discount taken by no order from now on, by its id. It may be repeated, also once it is deleted."""

    async def close(self) -> None:
        """Give back the connections."""
