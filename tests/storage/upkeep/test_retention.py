"""What is old and settled goes, a little at a time; what is open, agreed, bought or counted stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, func, select

from bot.clock import PushedClock
from flows.delivery import MessageStatus
from flows.engine import Asks
from flows.policy.verdict import Outcome, Verdict
from storage.businesses.service_operations import make_first_id
from storage.database.stores import Database
from storage.events import recurring_events
from storage.schema import calls, clicks, events, links, messages, outbox, questions, runs, verdicts, waits
from storage.unit import Unit
from storage.upkeep import retention
from storage.upkeep.retention import Marks, sweep
from tests.single import add_link
from tests.storage.world import NOW, OTHER_SHOP, SHOP, do, entry, queued

LONG = timedelta(days=500)
BEFORE = NOW + timedelta(days=100)
WORDS: dict[str, Any] = {"text": "Your tee left.", "data": {"item": "tee"}, "buttons": [{"id": "1", "text": "Yes"}]}


@pytest.fixture(autouse=True)
async def _of_then_and_now(store: Database, clock: PushedClock) -> None:
    """One of everything long ago, and one of everything now."""
    await do(store, fill)
    await do(store, fill, OTHER_SHOP)
    clock.push(NOW + LONG)
    await do(store, fill)


async def fill(unit: Unit) -> None:
    made = [
        await queued(unit, status=one, **WORDS)
        for one in (MessageStatus.DELIVERED, MessageStatus.UNKNOWN, MessageStatus.REFUSED)
    ]
    for one in made:
        await unit.verdicts.add(one.id, Verdict(Outcome.REFUSE, "cap", "Enough."), NOW)
    await unit.questions.ask(made[0], Asks("sure"))
    await _linked(unit, made[0].id)
    await _ran(unit)
    await happened(unit, "done")
    await happened(unit, "unreadable")


async def happened(unit: Unit, status: str) -> UUID:
    identity = unit.ids.make()
    at = _at(identity)
    await unit.add(
        events, id=identity, source="shop", external_id=str(identity), type="test", lane=identity, arrival=identity,
        occurred_at=at, received_at=at, raw=b"{}", status=status,
    )  # fmt: skip
    return identity


def _at(identity: UUID) -> Any:
    """When an id was made."""
    return NOW + LONG if identity >= make_first_id(NOW + LONG) else NOW


async def _linked(unit: Unit, message: UUID) -> None:
    code = str(message)
    await add_link(unit, code, "https://tigertees.example/", message, None, NOW)
    link = await unit.links.get(code)
    assert link is not None
    await unit.links.visit(link, NOW, robot=True)
    await unit.links.visit(link, NOW, robot=False)


async def _ran(unit: Unit) -> None:
    """A run that ended and left nothing, one that a message belongs to, and one that goes on."""
    for key in ("silent", "spoke", "open"):
        run = await unit.runs.start("opt_in", f"{key}:{unit.ids.make()}", None, None, "{}", NOW)
        await unit.add(waits, id=unit.ids.make(), run=run.id, name="step", created_at=NOW)
        if key == "spoke":
            await queued(unit, run=run.id, status=MessageStatus.SENT, **WORDS)
        if key != "open":
            await unit.runs.advance(run, "{}", None, NOW, "over")
    for status in ("done", "queued"):
        call = unit.ids.make()
        await unit.calls.add(call, "discount", str(call), None, None, {"code": "X"}, NOW)
        await unit.calls.set_status(call, status, NOW)


async def everything(store: Database, business: str = SHOP) -> Marks:
    """Sweep until nothing is left to look at."""
    marks: Marks = {}
    done = False
    while not done:
        marks, done = await do(store, lambda unit, m=marks: sweep(unit, m, BEFORE, BEFORE), business)  # type: ignore[misc]
    return marks


async def many(store: Database, table: Any, *conditions: Any, business: str = SHOP) -> int:
    here = table.c.business == business
    query = select(func.count()).select_from(table).where(here, *conditions)
    return int(await store.read(business, lambda unit: unit.value(query)))


async def standing(store: Database, business: str = SHOP) -> dict[str, int]:
    worded = messages.c.text.is_not(None)
    counted = {table.name: await many(store, table, business=business) for table in TABLES}
    return counted | {"texts": await many(store, messages, worded, business=business)}


TABLES = (verdicts, clicks, waits, calls, runs, messages, events, links, questions)
NAMES = (*(table.name for table in TABLES), "texts")
BOTH = dict(zip(NAMES, (6, 4, 6, 4, 6, 8, 4, 2, 2, 8), strict=True))
LEFT = dict(zip(NAMES, (3, 3, 4, 3, 5, 8, 2, 2, 1, 4), strict=True))


async def test_the_old_goes_and_the_new_stays(store: Database) -> None:
    assert await standing(store) == BOTH
    await everything(store)
    assert await standing(store) == LEFT
    assert await standing(store, OTHER_SHOP) == {name: number // 2 for name, number in BOTH.items()}


@pytest.mark.parametrize("status", [MessageStatus.QUEUED, MessageStatus.SENDING, MessageStatus.UNKNOWN], ids=str)
async def test_what_is_not_over_is_never_touched(store: Database, clock: PushedClock, status: MessageStatus) -> None:
    """However old: it waits in the outbox, is under way, or is asked about."""
    sender, old = UUID(int=1), make_first_id(NOW + timedelta(days=1))

    async def wait(unit: Unit) -> None:
        made = await queued(unit, id=old, status=status, **WORDS)
        await unit.outbox.add(entry(made, sender))
        await unit.verdicts.add(made.id, Verdict(Outcome.WAIT, "quiet-hours", "Night."), NOW)

    await do(store, wait)
    await everything(store)
    found = await do(store, lambda unit: unit.messages.get(old))
    assert found is not None
    assert found.text == WORDS["text"]
    assert await many(store, outbox) == 1


@pytest.mark.parametrize("status", ["new", "parked"])
async def test_news_that_nobody_acted_upon_stays(store: Database, status: str) -> None:
    async def old(unit: Unit) -> UUID:
        identity = await happened(unit, status)
        await unit.run(events.update().where(events.c.id == identity).values(received_at=NOW))
        return identity

    kept = await do(store, old)
    await everything(store)
    assert await do(store, lambda unit: unit.inbox.is_known(kept))


async def test_it_goes_on_where_it_stopped(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "MOST", 1)
    marks, done = await do(store, lambda unit: sweep(unit, {}, BEFORE, BEFORE))
    assert (await many(store, verdicts), done) == (5, False)
    marks, done = await do(store, lambda unit: sweep(unit, marks, BEFORE, BEFORE))
    assert (await many(store, verdicts), done) == (4, False)
    marks = await everything(store)
    assert await standing(store) == LEFT
    again, done = await do(store, lambda unit: sweep(unit, marks, BEFORE, BEFORE))
    assert (again, done) == (marks, True)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_it_finds_what_is_old_by_an_index(store: Database) -> None:
    """On a table that holds years of news, the day's part is found without a look at the rest."""
    asked: list[tuple[str, Any]] = []

    async def plans(unit: Unit) -> list[str]:
        def keep(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
            asked.append((statement, parameters))

        event.listen(unit.connection.sync_connection, "before_cursor_execute", keep)
        await sweep(unit, {}, BEFORE, BEFORE)
        event.remove(unit.connection.sync_connection, "before_cursor_execute", keep)
        found = [await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", tuple(p)) for one, p in asked]
        return [str(row[-1]) for plan in found for row in plan]

    steps = await do(store, plans)
    assert any("ix_events_done" in step for step in steps), steps
    assert [step for step in steps if step.startswith("SCAN")] == []


async def test_a_firing_is_stored_once_and_remembers_how_far_it_came(store: Database) -> None:
    today = date(2027, 7, 15)
    fired = [await do(store, lambda unit: recurring_events.fire(unit, "retention", today, NOW)) for _ in range(2)]
    assert fired == [True, False]
    first = recurring_events.make_firing_id(SHOP, "retention", today)
    await do(store, lambda unit: recurring_events.go_on(unit, first, "half"))
    assert await do(store, lambda unit: recurring_events.load_progress(unit, first)) == "half"
    assert await do(store, lambda unit: recurring_events.load_progress_before(unit, "retention")) is None
    await do(store, lambda unit: recurring_events.note(unit, first, "whole"))
    await do(store, lambda unit: unit.inbox.finish(first))
    assert await do(store, lambda unit: recurring_events.load_progress_before(unit, "retention")) == "whole"
