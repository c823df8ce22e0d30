"""Due runs, over all businesses: each business is probed by itself, so that none waits for another's.

A probe uses an index that leads with the business; the size of the others does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update

from storage.events.runs import Due
from storage.schema import businesses, waits
from storage.sending.outbox import ELAPSED, NOW
from storage.sql.transaction import Transaction

# In the words of the partial index, which SQLite uses for no other condition
# (https://www.sqlite.org/partialindex.html).
_TIMED = and_(waits.c.due_at.is_not(None), waits.c.parked_at.is_(None))
_THEIRS = waits.c.business == businesses.c.id
# Used by every poll, so built once.
_DUE = and_(_TIMED, waits.c.due_at <= NOW, or_(waits.c.lease_until.is_(None), waits.c.lease_until <= ELAPSED))
_SOME_DUE = select(businesses.c.id).where(select(waits.c.id).where(_THEIRS, _DUE).exists()).limit(1)
_NEXT = select(func.min(waits.c.due_at)).where(_THEIRS, _TIMED, waits.c.due_at > NOW).scalar_subquery()
_NEXT_OF_EACH = select(_NEXT.label("at")).select_from(businesses)
_OLDEST = select(func.min(waits.c.due_at)).where(_THEIRS, _DUE).scalar_subquery()
_OLDEST_OF_EACH = select(businesses.c.id, _OLDEST.label("since"))


async def has_due(tx: Transaction, now: datetime, elapsed: datetime) -> bool:
    """Return True if a claim could find anything: a reader runs it, so that polling costs no writing."""
    return await tx.value(_SOME_DUE, now=now, elapsed=elapsed) is not None


async def claim_waits(tx: Transaction, now: datetime, elapsed: datetime, lease: timedelta, most: int) -> list[Due]:
    """Lease up to ``most`` due waits: the same number for each business, the longest due first."""
    found = await _list_businesses(tx, now, elapsed, most)
    claimed: list[Due] = []
    for place, business in enumerate(found):
        share = -(-(most - len(claimed)) // (len(found) - place))
        claimed += await _claim(tx, business, now, elapsed, lease, share)
    return claimed


async def give_back(tx: Transaction, claimed: Sequence[Due], lease_until: datetime) -> None:
    """Release entries whose lease ends at ``lease_until`` and that were not worked on. An entry that another process
    claimed since stays claimed."""
    mine = or_(*(and_(waits.c.business == one.business, waits.c.id == one.id) for one in claimed))
    await tx.run(update(waits).where(mine, waits.c.lease_until == lease_until).values(lease_until=None))


async def find_next_wake(tx: Transaction, now: datetime) -> datetime | None:
    """Return when, after ``now``, the next run of any business wakes."""
    rows = await tx.rows(_NEXT_OF_EACH, now=now)
    return min((row.at for row in rows if row.at is not None), default=None)


async def _list_businesses(tx: Transaction, now: datetime, elapsed: datetime, most: int) -> list[str]:
    """Return the businesses with a due wait, longest waiting first."""
    rows = await tx.rows(_OLDEST_OF_EACH, now=now, elapsed=elapsed)
    waiting = sorted((row.since, row.id) for row in rows if row.since is not None)
    return [business for _, business in waiting[:most]]


async def _claim(
    tx: Transaction, business: str, now: datetime, elapsed: datetime, lease: timedelta, most: int
) -> list[Due]:
    here = and_(waits.c.business == business, _DUE)
    query = select(waits).where(here).order_by(waits.c.due_at, waits.c.id).limit(most)
    query = query.with_for_update(skip_locked=True) if tx.postgres else query
    rows = await tx.rows(query, now=now, elapsed=elapsed)
    mine = and_(waits.c.business == business, waits.c.id.in_([row.id for row in rows]))
    if rows:
        await tx.run(update(waits).where(mine).values(lease_until=elapsed + lease))
    return [Due(row.business, row.id, row.run, row.name, row.due_at, row.attempts) for row in rows]
