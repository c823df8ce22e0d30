"""The progress of real time, which measures leases, rates and pauses for all processes on one database.

Each process counts by itself, with a clock that nobody can set. Here the processes share their progress, and the next
process begins there, regardless of its machine's clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import case, select, update

from storage.businesses.service_operations import read_server_time
from storage.schema import clocks, outbox, waits
from storage.sql.transaction import Transaction


async def agree(tx: Transaction, elapsed: datetime, wall: datetime) -> datetime:
    """Report this process's real time, and return the furthest of all. ``wall`` is this machine's clock."""
    told_at = await read_server_time(tx) or wall
    row = tx.make_insert(clocks).values(id=1, elapsed=elapsed, told_at=told_at)
    furthest = case((clocks.c.elapsed > row.excluded.elapsed, clocks.c.elapsed), else_=row.excluded.elapsed)
    kept = row.on_conflict_do_update(index_elements=["id"], set_={"elapsed": furthest, "told_at": told_at})
    found: datetime = await tx.value(kept.returning(clocks.c.elapsed))
    return found


async def goes_on_from(tx: Transaction, wall: datetime) -> datetime:
    """Return real time for a process that starts now: never before the time that other processes used.

    A wall clock set back since the last report counts as stopped.
    """
    shows = await read_server_time(tx) or wall
    row = await tx.row(select(clocks.c.elapsed, clocks.c.told_at))
    if row is None:
        return shows
    gone: timedelta = max(shows - row.told_at, timedelta(0))
    since: datetime = row.elapsed
    return since + gone


async def stay_due(tx: Transaction, now: datetime, before: datetime) -> None:
    """Keep due entries due when the shop's time goes back from ``before`` to ``now``.

    Later entries wait until their time on the new clock.
    """
    for table, bell in ((outbox, "sender"), (waits, "timers")):
        passed = (table.c.due_at > now, table.c.due_at <= before)
        if await tx.run(update(table).where(*passed).values(due_at=now)):
            tx.wake(bell)
