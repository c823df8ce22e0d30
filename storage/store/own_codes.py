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
from storage.sql.repository import Repository, actor_columns, actor_of, as_read, picked


class OwnCodeStatus(StrEnum):
    """Where a code of the shop's own stands."""

    ASKED = "asked"  # the store is asked for it
    LIVE = "live"  # the store has it
    ENDING = "ending"  # the store is asked to end it
    ENDED = "ended"  # nobody can use it any more
    FAILED = "failed"  # the store did not make it


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A code for everybody: ``percent`` off an order or an ``amount``, free shipping with neither, for ``uses`` orders
    at most, any number where None. ``discount`` is the store's id of it, ``why`` the reason why it was not made."""

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
        """The offer of a campaign that gives this code to each of its people."""
        length = self.ends_at - self.starts_at
        return ShopOffer(self.percent, self.amount, valid_for=length, code=self.code, ends_at=self.ends_at)

    def holds(self, now: datetime) -> bool:
        """Whether customers can use it."""
        return self.status is OwnCodeStatus.LIVE and now < self.ends_at

    def is_over(self, now: datetime) -> bool:
        """Whether customers could use it once, and cannot any more."""
        ended = self.status in {OwnCodeStatus.ENDING, OwnCodeStatus.ENDED}
        return ended or (self.status is OwnCodeStatus.LIVE and now >= self.ends_at)


class OwnCodes(Repository):
    """The codes of one business's own."""

    async def add(self, code: OwnCode) -> bool:
        """Keep a code that the store is asked for, also in place of one that it did not make; False where the name is
        another's."""
        failed = (own_codes.c.code == code.code, own_codes.c.status == OwnCodeStatus.FAILED.value)
        await self._tx.remove(own_codes, *failed)
        amount = {"micros": code.amount and code.amount.micros, "currency": code.amount and code.amount.currency}
        return await self._tx.add_new(own_codes, **picked(code, *_PLAIN), **amount, **actor_columns(code.by))

    async def get(self, which: UUID) -> OwnCode | None:
        """The code with that id."""
        return await self._tx.first(select(own_codes).where(self._tx.mine(own_codes), own_codes.c.id == which), _code)

    async def called(self, code: str) -> OwnCode | None:
        """The code of that name, in whatever case."""
        said = own_codes.c.code == code.upper()
        return await self._tx.first(select(own_codes).where(self._tx.mine(own_codes), said), _code)

    async def is_taken(self, code: str) -> bool:
        """Whether a code of a person's own, or of a campaign's pool, is called so."""
        for table in (discounts, campaign_codes):
            query = select(func.count()).where(self._tx.mine(table), table.c.code == code.upper())
            if await self._tx.value_of(int, query):
                return True
        return False

    async def latest(self, most: int) -> list[OwnCode]:
        """The newest of those that were not given up."""
        kept = own_codes.c.status != OwnCodeStatus.FAILED.value
        query = select(own_codes).where(self._tx.mine(own_codes), kept)
        return [_code(row) for row in await self._tx.rows(query.order_by(own_codes.c.id.desc()).limit(most))]

    async def used(self, code: OwnCode) -> int:
        """How many orders used it, without those that were called off."""
        named = func.upper(orders.c.codes).like(f'%"{code.code}"%')
        since = orders.c.placed_at >= code.starts_at
        query = select(func.count()).where(self._tx.mine(orders), since, named, orders.c.cancelled_at.is_(None))
        return await self._tx.value_of(int, query) or 0

    async def note(self, which: UUID, was: OwnCodeStatus, **values: Any) -> bool:
        """Bring a code that stands so to these values; False where it stands otherwise."""
        told = {name: value.value if isinstance(value, OwnCodeStatus) else value for name, value in values.items()}
        return await self._tx.change(own_codes, which, own_codes.c.status == was.value, **told) == 1


_PLAIN = (
    "id", "code", "percent", "uses", "title", "provider", "starts_at", "ends_at", "status", "discount", "why",
)  # fmt: skip


def _code(row: Any) -> OwnCode:
    amount = None if row.micros is None else Money(row.micros, row.currency)
    return as_read(OwnCode, row, amount=amount, by=actor_of(row), status=OwnCodeStatus(row.status))
