"""A pool of a campaign's codes, one for each of the campaign's offers: their purpose, the wanted number, and the
store's progress in making them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.money import Money
from flows.shop_offers import ShopOffer
from storage.schema import code_pools
from storage.sql.repository import Repository, pick_fields, read_record

_PLAIN = ("campaign", "variant", "prefix", "title", "provider", "starts_at", "ends_at", "wanted", "adding", "tries")


@dataclass(frozen=True, slots=True)
class PoolKey:
    """The key of a ``campaign``'s pool: for the offer of one ``variant``, or for that of all."""

    campaign: UUID
    variant: str = ""


@dataclass(frozen=True, slots=True)
class CodePool:
    """A campaign's pool for the offer of one ``variant``, "" for the offer of all.

    ``discount`` is the store's id of the codes' discount, ``creation`` that of the part being added now: the first
    ``adding`` codes whose existence is unknown. ``seen_at`` is when the discount was last known to exist. ``tries``
    counts failed calls in a row, ``failure`` says why no more are made, ``made_at`` is when all existed.
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
        """Return the pool's key."""
        return PoolKey(self.campaign, self.variant)


class CodePools(Repository):
    """The pools of one business's campaigns."""

    async def begin(self, pool: CodePool) -> bool:
        """Store a new pool; return False if the campaign has one of that variant."""
        return await self._tx.add_new(code_pools, **pick_fields(pool, *_PLAIN), **_offer_columns(pool.offer))

    async def get(self, key: PoolKey) -> CodePool | None:
        """Return that pool."""
        return await self._tx.fetch(select(code_pools).where(*self._match_pool(key)), _pool)

    async def hold(self, key: PoolKey) -> CodePool | None:
        """Lock that pool until this transaction ends, and return it."""
        return await self._tx.fetch(select(code_pools).where(*self._match_pool(key)).with_for_update(), _pool)

    async def note(self, pool: CodePool, **values: Any) -> None:
        """Set these values on a pool."""
        await self._tx.run(code_pools.update().where(*self._match_pool(pool.key)).values(**values))

    def _match_pool(self, key: PoolKey) -> tuple[Any, ...]:
        return self._tx.owns(code_pools), code_pools.c.campaign == key.campaign, code_pools.c.variant == key.variant


def read_offer(row: Any) -> ShopOffer:
    """Return the offer of a row with a pool's columns."""
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
    return read_record(CodePool, row, offer=read_offer(row))
