"""A pool of a campaign's codes, of which it has one for each of its offers: what they are for, how many are wanted, and
how far the store is with making them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.money import Money
from flows.shop_offers import ShopOffer
from storage.schema import code_pools
from storage.sql.repository import Repository, as_read, picked

_PLAIN = ("campaign", "variant", "prefix", "title", "provider", "starts_at", "ends_at", "wanted", "adding", "tries")


@dataclass(frozen=True, slots=True)
class PoolKey:
    """Which pool of a ``campaign``: that of the offer that a ``variant`` has of its own, or that of all."""

    campaign: UUID
    variant: str = ""


@dataclass(frozen=True, slots=True)
class CodePool:
    """A campaign's pool, of the offer that a ``variant`` has of its own, "" for that of all.

    ``discount`` is the store's id of what the codes belong to, ``creation`` that of the part which it adds now: the
    first ``adding`` codes of which nobody knows yet whether they are there. ``seen_at`` is when the discount was last
    known to be there, ``tries`` how many calls in a row came to nothing, ``failure`` why no more are made, ``made_at``
    when all were there.
    """

    campaign: UUID
    offer: ShopOffer
    prefix: str
    title: str
    provider: str
    starts_at: datetime
    ends_at: datetime
    wanted: int
    discount: str | None = None
    seen_at: datetime | None = None
    creation: str | None = None
    adding: int = 0
    tries: int = 0
    failure: str | None = None
    made_at: datetime | None = None
    variant: str = ""

    @property
    def key(self) -> PoolKey:
        """Which pool it is."""
        return PoolKey(self.campaign, self.variant)


class CodePools(Repository):
    """The pools of one business's campaigns."""

    async def begin(self, pool: CodePool) -> bool:
        """Keep a new pool; False where the campaign has one of that variant."""
        return await self._tx.add_new(code_pools, **picked(pool, *_PLAIN), **_offer_columns(pool.offer))

    async def get(self, key: PoolKey) -> CodePool | None:
        """That pool."""
        return await self._tx.first(select(code_pools).where(*self._of(key)), _pool)

    async def hold(self, key: PoolKey) -> CodePool | None:
        """That pool, locked until this transaction ends."""
        return await self._tx.first(select(code_pools).where(*self._of(key)).with_for_update(), _pool)

    async def note(self, pool: CodePool, **values: Any) -> None:
        """Bring a pool to these values."""
        await self._tx.run(code_pools.update().where(*self._of(pool.key)).values(**values))

    def _of(self, key: PoolKey) -> tuple[Any, ...]:
        return self._tx.mine(code_pools), code_pools.c.campaign == key.campaign, code_pools.c.variant == key.variant


def offer_of(row: Any) -> ShopOffer:
    """The offer of a row with a pool's columns."""
    amount = None if row.micros is None else Money(row.micros, row.currency)
    return ShopOffer(row.percent, amount, valid_for=timedelta(seconds=row.valid_for))


def _offer_columns(offer: ShopOffer) -> dict[str, Any]:
    return {
        "percent": offer.percent,
        "micros": offer.amount.micros if offer.amount else None,
        "currency": offer.amount.currency if offer.amount else None,
        "valid_for": offer.valid_for // timedelta(seconds=1),
    }


def _pool(row: Any) -> CodePool:
    return as_read(CodePool, row, offer=offer_of(row))
