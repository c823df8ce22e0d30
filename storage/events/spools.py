"""Spools: each host and folder that takes inbound while the database is away, and whether marketing must wait for it.

What stands in a spool may be somebody's STOP. So marketing leaves only while every spool says that it is empty, and
said so lately: one that is cut off from the database cannot say anything. All times are elapsed time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, or_, select

from storage.schema import spools
from storage.sql.column_types import Moment
from storage.sql.transaction import Transaction

FRESH = timedelta(seconds=10)  # a spool that said nothing for longer may be taking in what nobody else can see
# After so long a spool stops counting, or a host that is gone for good would hold back marketing for ever. By then its
# process, should it still run, takes nothing in any more.
STALE = timedelta(minutes=15)

WAITING = "What came in while the database was away is being read first."
_HOLDING = (  # asked for every batch, and so made once
    select(spools.c.size)
    .where(
        spools.c.seen_at > bindparam("stale", type_=Moment),
        or_(spools.c.size > 0, spools.c.seen_at < bindparam("fresh", type_=Moment)),
    )
    .order_by(spools.c.size.desc())
    .limit(1)
)
_SILENT = "A part of the service has not reported for a moment; what it may have taken in is read first."


@dataclass(frozen=True, slots=True)
class SilentSpool:
    """A spool that stopped counting: ``size`` bytes waited in it when it was last heard of."""

    id: str
    size: int
    seen_at: datetime


async def touch(tx: Transaction, spool: str, size: int, elapsed: datetime) -> None:
    """This spool is there now, with so many bytes waiting in it."""
    insert = tx.insert(spools).values(id=spool, size=size, seen_at=elapsed)
    await tx.run(insert.on_conflict_do_update(index_elements=["id"], set_={"size": size, "seen_at": elapsed}))


async def drop(tx: Transaction, spool: str) -> None:
    """The spool was left empty by a clean stop, or a person saw that nothing in it is of use."""
    await tx.run(delete(spools).where(spools.c.id == spool))


async def hold_marketing(tx: Transaction, elapsed: datetime) -> str | None:
    """Why marketing must not leave now, as a sentence for the shop's owner; None when it may."""
    row = await tx.row(_HOLDING, stale=elapsed - STALE, fresh=elapsed - FRESH)
    if row is None:
        return None
    return WAITING if row.size else _SILENT


async def stale(tx: Transaction, elapsed: datetime) -> Sequence[SilentSpool]:
    """The spools that stopped counting, for an alert: each is read when its folder is opened again."""
    query = select(spools).where(spools.c.seen_at <= elapsed - STALE).order_by(spools.c.seen_at)
    return [SilentSpool(row.id, row.size, row.seen_at) for row in await tx.rows(query)]
