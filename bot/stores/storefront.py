"""The interface of every store: verify and parse its webhooks, create and find discounts, register itself."""

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
    """A discount code: ``percent`` (1 to 100) off everything, or an ``amount`` in the shop's currency; free shipping if
    both are None. It is valid from ``starts_at`` to ``ends_at``, for ``uses`` orders of different customers, or any
    number if None.

    ``title`` is shown to the shop's staff and identifies the code as ours, so it must be stable for one request. More
    codes may be added to the discount (``add_codes``), each for one order. Raises ValueError for a request that no
    store accepts.
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
"""Most codes of one ``add_codes`` call; every store accepts that many."""


@dataclass(frozen=True, slots=True)
class AddedCodes:
    """The result of adding codes: whether the store is ``done`` with all, and the ``refused`` codes with their
    reasons."""

    done: bool
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str | int]:
        """Return the result in the form of an answer's values."""
        told = "\n".join(f"{code} {' '.join(why.split())}" for code, why in self.refused.items())
        return {"done": int(self.done), "refused": told}


class StoreCheck(NamedTuple):
    """One line of ``doctor``: whether a part is fine, and what was found or what to do."""

    ok: bool
    line: str


class Storefront(Examined, Protocol):
    """One account on one store platform. Built at the composition root, closed in reverse order."""

    def prove(self, request: ChannelRequest) -> None:
        """Raise Unproven unless the request carries the store's proof (compared in constant time)."""

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Reading, ...]:
        """Return the events of a proven webhook; empty if none concern us. Raises only Unreadable."""

    async def create_discount(self, request: DiscountRequest) -> Answer:
        """Create a code, within 10 s a call; ``provider_id`` is the store's id of it. A repeat finds the first one.

        Errors of the store or the network are answers, not exceptions.
        """

    async def add_codes(self, discount: str, codes: Sequence[str]) -> Answer:
        """Add at most MOST_CODES codes to a discount, by its id; ``provider_id`` is the store's id of this part, for
        ``look_codes``.

        It may be repeated: an existing code stays.
        """

    async def look_codes(self, discount: str, part: str) -> Answer:
        """Return the result of a part: ``values`` are those of ``AddedCodes``; none if the store knows no such part."""

    async def look_discount(self, discount: str) -> Answer:
        """Return a discount's id as ``provider_id``; none if it was deleted."""

    async def end_discount(self, discount: str) -> Answer:
        """End a discount, by its id, so that no later order can use it. It may be repeated, even after the discount is
        deleted."""

    async def close(self) -> None:
        """Close the connections."""
