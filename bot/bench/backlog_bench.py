"""``bench backlog``: the cost of a claim with few and with many rows in the outbox, and with many that are not due yet.

The database never gathers statistics (ANALYZE): a claim must be as quick right after a million rows came in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, literal

from bot.bench import bench_shop, stopwatch
from bot.bench.bench_sheet import Sheet, at_most
from bot.bench.bench_shop import BUSINESS
from bot.bench.bulk_rows import Series, fill
from bot.clock import Clock, SystemClock
from storage.schema import outbox
from storage.sending.outbox import OutboxEntry, Priority
from storage.sending.sender_queues import list_waiting_senders
from storage.sql.column_types import Id, Moment
from storage.unit import Unit

WHO, CLAIM, LOOK = "Parley", "claim of 100", "look for work"
BATCH = 100
_CLAIMS = 20  # of one run; the median of them counts
_LEASE = timedelta(seconds=60)
_TICK = timedelta(microseconds=1)
_FUTURE = 10_000_000  # numbers from here on are rows that are due tomorrow
_GOALS = {"many": 1.2, "behind": 1.5}


@dataclass(frozen=True, slots=True)
class BacklogPlan:
    """The measurement: ``few`` and ``many`` rows. ``database_url`` None is a SQLite file for each case."""

    runs: int = 5
    few: int = 10_000
    many: int = 1_000_000
    database_url: str | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """The content of the outbox: rows that are due, behind others of every priority that are due tomorrow."""

    key: str
    name: str
    due: int
    later: int = 0


async def measure_backlog(plan: BacklogPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises Lived."""
    sheet = Sheet("backlog", _settings(plan))
    cases, clock = _cases(plan), SystemClock()
    with bench_shop.make_folder() as folder:
        prepared: set[str] = set()
        for _ in range(plan.runs):
            for case in cases:
                url = plan.database_url or f"sqlite:///{folder}/{case.key}.db"
                if case.key not in prepared:
                    await _prepare(url, case, clock)
                prepared |= {case.key} if plan.database_url is None else set()
                await _measure(sheet, url, case, clock)
    _compare(sheet, cases)
    return sheet


def _settings(plan: BacklogPlan) -> dict[str, Any]:
    return {
        **bench_shop.describe_database(plan.database_url),
        "runs": plan.runs,
        "claims in a run": _CLAIMS,
        "analyzed": "never by us",
    }


def _cases(plan: BacklogPlan) -> tuple[_Case, ...]:
    return (
        _Case("few", f"{plan.few:,} due", plan.few),
        _Case("many", f"{plan.many:,} due", plan.many),
        _Case("behind", f"{plan.few:,} due behind {plan.many:,}", plan.few, plan.many),
    )


async def _prepare(url: str, case: _Case, clock: Clock) -> None:
    """Create a database with the outbox of the case."""
    await bench_shop.prepare_business(url)
    now = clock.now()
    async with bench_shop.open_store(url) as store:
        sender = await bench_shop.find_sender(store)
        since = literal(now - timedelta(hours=1), Moment)  # as a campaign is: all of it at one moment
        await fill(store, outbox, case.due, lambda series: _row(series, sender, since, literal(int(Priority.SEQUENCE))))
        tomorrow = now + timedelta(days=1)
        await fill(store, outbox, case.later, lambda series: _make_rows(series, sender, tomorrow), first=_FUTURE)


def _make_rows(series: Series, sender: UUID, since: datetime) -> dict[str, ColumnElement[Any]]:
    """Return rows of every priority, one after the other."""
    return _row(series, sender, series.moment(since, _TICK), series.n % len(Priority))


def _row(
    series: Series, sender: UUID, since: ColumnElement[datetime], priority: ColumnElement[int]
) -> dict[str, ColumnElement[Any]]:
    return {
        "id": series.identity(),
        "kind": literal("message"),
        "sender": literal(sender, Id()),
        "priority": priority,
        "due_at": since,
        "address": series.identity(),
        "contact": series.identity(),
        "marketing": literal(True),
    }


async def _measure(sheet: Sheet, url: str, case: _Case, clock: Clock) -> None:
    """Look for work and claim it repeatedly; after each claim replace the claimed rows with as many new ones at the
    end."""
    looks, claims = [], []
    async with bench_shop.open_store(url) as store:
        sender = await bench_shop.find_sender(store)
        for _ in range(_CLAIMS):
            began = stopwatch.read_stopwatch()
            await store.read("", lambda unit: list_waiting_senders(unit, clock.now(), clock.get_real_time()))
            looked = stopwatch.read_stopwatch()
            taken = await store.write(BUSINESS, lambda unit: _claim(unit, sender, clock))
            claimed = stopwatch.read_stopwatch()
            looks.append(looked - began)
            claims.append(claimed - looked)
            await store.write(BUSINESS, lambda unit, taken=taken: _replace(unit, taken, clock))  # type: ignore[misc]
    sheet.note(WHO, case.name, LOOK, "ms", median(looks) * 1000)
    sheet.note(WHO, case.name, CLAIM, "ms", median(claims) * 1000)


async def _claim(unit: Unit, sender: UUID, clock: Clock) -> list[OutboxEntry]:
    taken = await unit.outbox.claim(sender, clock.now(), clock.get_real_time(), _LEASE, BATCH)
    assert len(taken) == BATCH, "there is always enough that is due"
    return taken


async def _replace(unit: Unit, taken: list[OutboxEntry], clock: Clock) -> None:
    await unit.run(delete(outbox).where(unit.owns(outbox), outbox.c.id.in_([entry.id for entry in taken])))
    names = ("kind", "sender", "priority", "address", "contact", "marketing")
    rows = [{name: getattr(entry, name) for name in names} for entry in taken]
    now = clock.now()
    await unit.add_all(
        outbox, [{**row, "id": unit.ids.make(), "priority": int(row["priority"]), "due_at": now} for row in rows]
    )


def _compare(sheet: Sheet, cases: tuple[_Case, ...]) -> None:
    few, *others = cases
    for case in others:
        for figure, goal in ((CLAIM, at_most(_GOALS[case.key])), (LOOK, None)):
            sheet.compare(f"{figure}: to {few.name}", (WHO, case.name, figure), (WHO, few.name, figure), goal)
