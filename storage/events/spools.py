"""Spools: each host and folder that takes inbound events while the database is away. They can hold marketing back.

A spool may hold somebody's STOP. So marketing leaves only while every spool recently reported that it is empty. A spool
cut off from the database cannot report. All times are elapsed time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, or_, select

from storage.schema import spools
from storage.sql.column_types import Moment
from storage.sql.transaction import Transaction

FRESH = timedelta(seconds=10)  # a spool silent for longer may be taking in messages unseen
# After so long a spool stops counting, or a lost host would hold back marketing for ever. By then its process, should
# it still run, takes nothing in any more.
STALE = timedelta(minutes=15)

WAITING = "Messages that came in while the database was away are read first."
_HOLDING = (  # used by every batch, so built once
    select(spools.c.size)
    .where(
        spools.c.seen_at > bindparam("stale", type_=Moment),
        or_(spools.c.size > 0, spools.c.seen_at < bindparam("fresh", type_=Moment)),
    )
    .order_by(spools.c.size.desc())
    .limit(1)
)
_SILENT = "A part of the service has not reported for a moment; its messages are read first."


@dataclass(frozen=True, slots=True)
class SilentSpool:
    """A spool that stopped counting: ``size`` bytes waited in it at its last report."""

    id: str
    size: int
    seen_at: datetime


async def touch(tx: Transaction, spool: str, size: int, elapsed: datetime) -> None:
    """Report that this spool exists, with the number of waiting bytes."""
    insert = tx.make_insert(spools).values(id=spool, size=size, seen_at=elapsed)
    await tx.run(insert.on_conflict_do_update(index_elements=["id"], set_={"size": size, "seen_at": elapsed}))


async def drop(tx: Transaction, spool: str) -> None:
    """Remove a spool left empty by a clean stop, or cleared by a person as useless."""
    await tx.run(delete(spools).where(spools.c.id == spool))


async def explain_hold(tx: Transaction, elapsed: datetime) -> str | None:
    """Return why marketing must wait now, as a sentence for the shop's owner; None when it may leave."""
    row = await tx.row(_HOLDING, stale=elapsed - STALE, fresh=elapsed - FRESH)
    if row is None:
        return None
    return WAITING if row.size else _SILENT


async def list_stale(tx: Transaction, elapsed: datetime) -> Sequence[SilentSpool]:
    """Return the spools that stopped counting, for an alert: each is read when its folder is opened again."""
    query = select(spools).where(spools.c.seen_at <= elapsed - STALE).order_by(spools.c.seen_at)
    return [SilentSpool(row.id, row.size, row.seen_at) for row in await tx.rows(query)]
