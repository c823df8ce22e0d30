"""How far real time has come: what leases, rates and pauses of all processes on one database are reckoned in.

Each process counts by itself, by a clock that nobody sets. Here they tell each other how far they are, and the next one
begins where they stand, whatever its machine's clock shows by then.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import case, select, update

from storage.businesses.service_operations import server_time
from storage.schema import clocks, outbox, waits
from storage.sql.transaction import Transaction


async def agree(tx: Transaction, elapsed: datetime, wall: datetime) -> datetime:
    """Say how far it has come here; how far it has come anywhere. ``wall`` is what this machine's clock shows."""
    told_at = await server_time(tx) or wall
    row = tx.insert(clocks).values(id=1, elapsed=elapsed, told_at=told_at)
    furthest = case((clocks.c.elapsed > row.excluded.elapsed, clocks.c.elapsed), else_=row.excluded.elapsed)
    kept = row.on_conflict_do_update(index_elements=["id"], set_={"elapsed": furthest, "told_at": told_at})
    found: datetime = await tx.value(kept.returning(clocks.c.elapsed))
    return found


async def goes_on_from(tx: Transaction, wall: datetime) -> datetime:
    """Where real time stands for a process that starts now: never before what others have reckoned with.

    A wall's clock that was set back since they told counts as one that stood.
    """
    shows = await server_time(tx) or wall
    row = await tx.row(select(clocks.c.elapsed, clocks.c.told_at))
    if row is None:
        return shows
    gone: timedelta = max(shows - row.told_at, timedelta(0))
    since: datetime = row.elapsed
    return since + gone


async def stay_due(tx: Transaction, now: datetime, before: datetime) -> None:
    """The shop's time went back from ``before`` to ``now``: what was due already goes on being due.

    What was to come waits until its time, as the clock now shows it.
    """
    for table, bell in ((outbox, "sender"), (waits, "timers")):
        passed = (table.c.due_at > now, table.c.due_at <= before)
        if await tx.run(update(table).where(*passed).values(due_at=now)):
            tx.wake(bell)
