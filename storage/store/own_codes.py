"""Discount codes of the shop's own: made and ended by hand, one for everybody, in the store that has it.

```
asked ──the store made it──► live ──a member──► ending ──the store──► ended
   └──it refused──► failed     ▲                   │
                               └──it did not──────┘
```
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from flows.actor import Actor
from flows.money import Money
from flows.shop_offers import ShopOffer
from storage.schema import campaign_codes, discounts, orders, own_codes
from storage.sql.repository import Repository, dump_actor, pick_fields, read_actor, read_record


class OwnCodeStatus(StrEnum):
    """The status of a code of the shop's own."""

    ASKED = "asked"  # requested from the store
    LIVE = "live"  # in the store
    ENDING = "ending"  # the store was asked to end it
    ENDED = "ended"  # unusable for everybody
    FAILED = "failed"  # the store did not make it


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A code for everybody: ``percent`` off an order or an ``amount``, free shipping with neither, for ``uses`` orders
    at most, any number if None. ``discount`` is the store's id of it, ``why`` the reason of a failure.
    """

    id: UUID
    code: str
    percent: int | None
    amount: Money | None
    uses: int | None
    title: str
    provider: str
    starts_at: datetime
    ends_at: datetime
    by: Actor
    status: OwnCodeStatus = OwnCodeStatus.ASKED
    discount: str | None = None
    why: str | None = None

    @property
    def offer(self) -> ShopOffer:
        """Return the offer of a campaign that gives this code to each of its people."""
        length = self.ends_at - self.starts_at
        return ShopOffer(self.percent, self.amount, valid_for=length, code=self.code, ends_at=self.ends_at)

    def holds(self, now: datetime) -> bool:
        """Return True if customers can use it."""
        return self.status is OwnCodeStatus.LIVE and now < self.ends_at

    def is_over(self, now: datetime) -> bool:
        """Return True if customers could use it once, and cannot any more."""
        ended = self.status in {OwnCodeStatus.ENDING, OwnCodeStatus.ENDED}
        return ended or (self.status is OwnCodeStatus.LIVE and now >= self.ends_at)


class OwnCodes(Repository):
    """The codes of one business's own."""

    async def add(self, code: OwnCode) -> bool:
        """Add a code requested from the store, or replace a failed one; return False if the name belongs to another."""
        failed = (own_codes.c.code == code.code, own_codes.c.status == OwnCodeStatus.FAILED.value)
        await self._tx.remove(own_codes, *failed)
        amount = {"micros": code.amount and code.amount.micros, "currency": code.amount and code.amount.currency}
        return await self._tx.add_new(own_codes, **pick_fields(code, *_PLAIN), **amount, **dump_actor(code.by))

    async def get(self, which: UUID) -> OwnCode | None:
        """Return the code with that id."""
        return await self._tx.fetch(select(own_codes).where(self._tx.owns(own_codes), own_codes.c.id == which), _code)

    async def find_by_name(self, code: str) -> OwnCode | None:
        """Return the code of that name, ignoring case."""
        said = own_codes.c.code == code.upper()
        return await self._tx.fetch(select(own_codes).where(self._tx.owns(own_codes), said), _code)

    async def is_taken(self, code: str) -> bool:
        """Return True if a person's own code, or one of a campaign's pool, has that name."""
        for table in (discounts, campaign_codes):
            query = select(func.count()).where(self._tx.owns(table), table.c.code == code.upper())
            if await self._tx.value_of(int, query):
                return True
        return False

    async def list_latest(self, most: int) -> list[OwnCode]:
        """Return the newest codes that were not given up."""
        kept = own_codes.c.status != OwnCodeStatus.FAILED.value
        query = select(own_codes).where(self._tx.owns(own_codes), kept)
        return [_code(row) for row in await self._tx.rows(query.order_by(own_codes.c.id.desc()).limit(most))]

    async def count_uses(self, code: OwnCode) -> int:
        """Return how many orders used it, without cancelled ones."""
        named = func.upper(orders.c.codes).like(f'%"{code.code}"%')
        since = orders.c.placed_at >= code.starts_at
        query = select(func.count()).where(self._tx.owns(orders), since, named, orders.c.cancelled_at.is_(None))
        return await self._tx.value_of(int, query) or 0

    async def note(self, which: UUID, was: OwnCodeStatus, **values: Any) -> bool:
        """Set these values on a code in the expected status; return False if its status differs."""
        told = {name: value.value if isinstance(value, OwnCodeStatus) else value for name, value in values.items()}
        return await self._tx.change(own_codes, which, own_codes.c.status == was.value, **told) == 1


_PLAIN = (
    "id", "code", "percent", "uses", "title", "provider", "starts_at", "ends_at", "status", "discount", "why",
)  # fmt: skip


def _code(row: Any) -> OwnCode:
    amount = None if row.micros is None else Money(row.micros, row.currency)
    return read_record(OwnCode, row, amount=amount, by=read_actor(row), status=OwnCodeStatus(row.status))
