"""The codes of a campaign's pool, written here before the store makes them; see `code_handout.py` for handing them out.

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
    """The status of a code."""

    ASKED = "asked"  # written here; unknown in the store
    FREE = "free"  # in the store, and unassigned
    GIVEN = "given"  # handed out; the discounts table names the recipient
    DEAD = "dead"  # the store refused it, or its discount was deleted


@dataclass(frozen=True, slots=True)
class CodeStock:
    """The numbers of a campaign's codes. ``is_made``: no more will be created; ``failure`` says why some are
    missing."""

    wanted: int = 0
    asked: int = 0
    free: int = 0
    given: int = 0
    dead: int = 0
    is_made: bool = False
    failure: str | None = None

    @property
    def living(self) -> int:
        """Return the number of usable codes, including those that may turn out usable."""
        return self.asked + self.free + self.given


class CampaignCodes(Repository):
    """The codes' progress in one business's campaigns."""

    async def write(self, key: PoolKey, codes: Mapping[int, str]) -> None:
        """Store codes to request from the store, by their places; existing ones are left out."""
        made = [
            (self._tx.business, self._tx.ids.make(), key.campaign, key.variant, place, code, CodeStatus.ASKED.value)
            for place, code in sorted(codes.items())
        ]
        await bulk_statements.insert(self._tx, campaign_codes, _WRITTEN, made, again=True)

    async def find_last_place(self, key: PoolKey) -> int:
        """Return the place of the last written code."""
        query = select(func.max(campaign_codes.c.place)).where(*match_pool(self._tx, key))
        return await self._tx.value_of(int, query) or 0

    async def list_asked(self, key: PoolKey, most: int) -> list[str]:
        """Return the first codes whose existence in the store is unknown."""
        query = select(campaign_codes.c.code).where(*that_are(self._tx, key, CodeStatus.ASKED))
        return [row.code for row in await self._tx.rows(query.order_by(campaign_codes.c.place).limit(most))]

    async def settle(self, codes: Collection[str], dead: Mapping[str, str]) -> int:
        """Mark requested codes as ``dead``, with a reason, and the others as free; return how many."""
        fates = [(CodeStatus.DEAD if one in dead else CodeStatus.FREE, dead.get(one), one) for one in codes]
        rows = [(fate.value, why, self._tx.business, one) for fate, why, one in fates]
        keys = ("business", "code")
        await bulk_statements.change(self._tx, campaign_codes, keys, ("status", "why"), rows, where=_ASKED)
        return sum(fate is CodeStatus.FREE for fate, _, _ in fates)

    async def bury(self, key: PoolKey, why: str) -> int:
        """Mark all unassigned codes as dead; return how many."""
        alive = campaign_codes.c.status.in_([CodeStatus.ASKED.value, CodeStatus.FREE.value])
        return await self._tx.change_all(
            campaign_codes, *match_pool(self._tx, key), alive, status=CodeStatus.DEAD.value, why=why
        )

    async def stock(self, key: PoolKey) -> CodeStock:
        """Return the numbers of the pool's codes by status."""
        pool = await CodePools(self._tx).get(key)
        its = match_pool(self._tx, key)
        query = select(campaign_codes.c.status, func.count().label("many")).where(*its)
        rows = await self._tx.rows(query.group_by(campaign_codes.c.status))
        many = {row.status: row.many for row in rows}
        if pool is None:
            return CodeStock()
        return CodeStock(pool.wanted, **many, is_made=pool.made_at is not None, failure=pool.failure)

    async def explain_dead(self, key: PoolKey) -> str:
        """Return the reason of the last dead code; "" if there is none."""
        query = select(campaign_codes.c.why).where(*that_are(self._tx, key, CodeStatus.DEAD))
        return await self._tx.value_of(str, query.order_by(campaign_codes.c.place.desc()).limit(1)) or ""

    async def count_refused(self, key: PoolKey, but: str) -> tuple[int, str]:
        """Return the number of codes dead for other reasons than ``but``, and the last of these reasons ("" if there
        are none)."""
        its = (*that_are(self._tx, key, CodeStatus.DEAD), campaign_codes.c.why != but)
        query = select(campaign_codes.c.why).where(*its).order_by(campaign_codes.c.place.desc())
        why = await self._tx.value_of(str, query.limit(1)) or ""
        return int(await self._tx.value(select(func.count()).select_from(query.order_by(None).subquery())) or 0), why

    async def retire(self, before: datetime) -> int:
        """Delete the codes of pools that ended before then; given codes stay in discounts."""
        ended = exists().where(
            self._tx.owns(code_pools),
            code_pools.c.campaign == campaign_codes.c.campaign,
            code_pools.c.variant == campaign_codes.c.variant,
            code_pools.c.ends_at < before,
        )
        return await self._tx.remove(campaign_codes, ended)


def that_are(tx: Transaction, key: PoolKey, status: CodeStatus) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on a pool's codes with that status."""
    return *match_pool(tx, key), campaign_codes.c.status == status.value


def match_pool(tx: Transaction, key: PoolKey) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on the codes of a pool."""
    its = (campaign_codes.c.campaign == key.campaign, campaign_codes.c.variant == key.variant)
    return tx.owns(campaign_codes), *its


_WRITTEN = ("business", "id", "campaign", "variant", "place", "code", "status")
_ASKED = f"campaign_codes.status = '{CodeStatus.ASKED}'"
