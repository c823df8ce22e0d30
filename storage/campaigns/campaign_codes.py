"""The codes of a campaign's pool: written here before the store makes them, handed out once (`handing.py`), or dead.

```
asked ──the store has it──► free ──with a message──► given
   └──it refused it──► dead ◄──┘ the discount was deleted there
```
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, func, select

from storage.campaigns.code_pools import CodePools, PoolKey
from storage.schema import campaign_codes, code_pools
from storage.sql import bulk_statements
from storage.sql.repository import Repository
from storage.sql.transaction import Transaction


class CodeStatus(StrEnum):
    """Where a code stands."""

    ASKED = "asked"  # written here; whether the store has it nobody knows yet
    FREE = "free"  # the store has it, and nobody else
    GIVEN = "given"  # handed out; to whom stands in discounts
    DEAD = "dead"  # the store refused it, or its discount was deleted


@dataclass(frozen=True, slots=True)
class CodeStock:
    """How the codes of a campaign stand, in numbers. ``is_made`` when no more are to come; ``failure`` says why not
    all of them did."""

    wanted: int = 0
    asked: int = 0
    free: int = 0
    given: int = 0
    dead: int = 0
    is_made: bool = False
    failure: str | None = None

    @property
    def living(self) -> int:
        """Those that are of use, or may turn out to be."""
        return self.asked + self.free + self.given


class CampaignCodes(Repository):
    """How far the codes of one business's campaigns are."""

    async def write(self, key: PoolKey, codes: Mapping[int, str]) -> None:
        """Keep codes, by their places, that the store is to be asked for; one that is there already is left out."""
        made = [
            (self._tx.business, self._tx.ids.new(), key.campaign, key.variant, place, code, CodeStatus.ASKED.value)
            for place, code in sorted(codes.items())
        ]
        await bulk_statements.insert(self._tx, campaign_codes, _WRITTEN, made, again=True)

    async def last_place(self, key: PoolKey) -> int:
        """The place of the last code that was written."""
        query = select(func.max(campaign_codes.c.place)).where(*of_pool(self._tx, key))
        return await self._tx.value_of(int, query) or 0

    async def asked(self, key: PoolKey, most: int) -> list[str]:
        """The first codes of which nobody knows yet whether the store has them."""
        query = select(campaign_codes.c.code).where(*that_are(self._tx, key, CodeStatus.ASKED))
        return [row.code for row in await self._tx.rows(query.order_by(campaign_codes.c.place).limit(most))]

    async def settle(self, codes: Collection[str], dead: Mapping[str, str]) -> int:
        """Of these codes, which were asked for, the ``dead`` are so for a reason, and the others free; how many."""
        fates = [(CodeStatus.DEAD if one in dead else CodeStatus.FREE, dead.get(one), one) for one in codes]
        rows = [(fate.value, why, self._tx.business, one) for fate, why, one in fates]
        keys = ("business", "code")
        await bulk_statements.change(self._tx, campaign_codes, keys, ("status", "why"), rows, where=_ASKED)
        return sum(fate is CodeStatus.FREE for fate, _, _ in fates)

    async def bury(self, key: PoolKey, why: str) -> int:
        """All codes that nobody has are dead; how many were."""
        alive = campaign_codes.c.status.in_([CodeStatus.ASKED.value, CodeStatus.FREE.value])
        return await self._tx.change_all(
            campaign_codes, *of_pool(self._tx, key), alive, status=CodeStatus.DEAD.value, why=why
        )

    async def stock(self, key: PoolKey) -> CodeStock:
        """How its codes stand."""
        pool = await CodePools(self._tx).get(key)
        its = of_pool(self._tx, key)
        query = select(campaign_codes.c.status, func.count().label("many")).where(*its)
        rows = await self._tx.rows(query.group_by(campaign_codes.c.status))
        many = {row.status: row.many for row in rows}
        if pool is None:
            return CodeStock()
        return CodeStock(pool.wanted, **many, is_made=pool.made_at is not None, failure=pool.failure)

    async def why_dead(self, key: PoolKey) -> str:
        """Why the last of its dead codes is; "" where none is."""
        query = select(campaign_codes.c.why).where(*that_are(self._tx, key, CodeStatus.DEAD))
        return await self._tx.value_of(str, query.order_by(campaign_codes.c.place.desc()).limit(1)) or ""

    async def refused(self, key: PoolKey, but: str) -> tuple[int, str]:
        """How many of its codes are dead for other reasons than ``but``, and the last of these reasons; "" of none."""
        its = (*that_are(self._tx, key, CodeStatus.DEAD), campaign_codes.c.why != but)
        query = select(campaign_codes.c.why).where(*its).order_by(campaign_codes.c.place.desc())
        why = await self._tx.value_of(str, query.limit(1)) or ""
        return int(await self._tx.value(select(func.count()).select_from(query.order_by(None).subquery())) or 0), why

    async def retire(self, before: datetime) -> int:
        """Take out the codes of pools that ended before then; what was handed out stays in discounts."""
        ended = exists().where(
            self._tx.mine(code_pools),
            code_pools.c.campaign == campaign_codes.c.campaign,
            code_pools.c.variant == campaign_codes.c.variant,
            code_pools.c.ends_at < before,
        )
        return await self._tx.remove(campaign_codes, ended)


def that_are(tx: Transaction, key: PoolKey, status: CodeStatus) -> tuple[ColumnElement[bool], ...]:
    """The codes of a pool that stand so."""
    return *of_pool(tx, key), campaign_codes.c.status == status.value


def of_pool(tx: Transaction, key: PoolKey) -> tuple[ColumnElement[bool], ...]:
    """The codes of a pool."""
    its = (campaign_codes.c.campaign == key.campaign, campaign_codes.c.variant == key.variant)
    return tx.mine(campaign_codes), *its


_WRITTEN = ("business", "id", "campaign", "variant", "place", "code", "status")
_ASKED = f"campaign_codes.status = '{CodeStatus.ASKED}'"
