"""Runs are unique while open and move one version at a time; waits wake them once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from flows.engine import Question, Subject, Wait
from storage.database.stores import Database
from storage.events.due_runs import claim_waits
from storage.events.runs import Due, Run, RunConflict
from storage.schema import waits
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_SHOP, SHOP, after, do, person

LEASE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("shops")


async def start(unit: Unit, key: str = "k") -> Run:
    contact, _ = await person(unit)
    return await unit.runs.start("recovery", key, contact, None, '{"step": 1}', NOW)


async def test_a_key_has_one_open_run_and_may_have_another_when_it_ended(store: Database) -> None:
    first = await do(store, start)
    with pytest.raises(IntegrityError):
        await do(store, start)

    async def end(unit: Unit) -> None:
        await unit.runs.advance(first, "{}", None, after(1), "bought")
        assert await unit.runs.get_open("recovery", "k") is None
        ended = await unit.runs.get(first.id)
        assert ended is not None
        assert (ended.ended_at, ended.version, ended.state) == (after(1), 2, "{}")
        second = await start(unit)
        assert await unit.runs.get_open("recovery", "k") == second
        assert await unit.runs.list_open(second.contact or second.id) == [second]

    await do(store, end)
    assert (await do(store, start, OTHER_SHOP)).version == 1


async def test_a_run_may_begin_with_its_first_decision_and_end_with_it(store: Database) -> None:
    async def begin(unit: Unit) -> None:
        for ended in (None, "completed", "completed"):
            begun = await unit.runs.start("recovery", "k", None, None, "{}", NOW, 2, ended)
            found = await unit.runs.get(begun.id)
            assert found is not None
            assert (begun.version, found.version, found.ended) == (1, 2, ended)
            assert found.ended_at == (NOW if ended else None)

    await do(store, begin)


async def test_a_run_that_moved_on_is_not_overwritten(store: Database) -> None:
    run = await do(store, start)
    subject = Subject("cart", UUID(int=7))

    async def advance(unit: Unit) -> None:
        await unit.runs.advance(run, '{"step": 2}', subject, NOW, None)

    await do(store, advance)
    with pytest.raises(RunConflict, match="from version 1"):
        await do(store, advance)
    found = await store.read(SHOP, lambda unit: unit.runs.get(run.id))
    assert found is not None
    assert (found.version, found.state, found.subject) == (2, '{"step": 2}', subject)


async def names(unit: Unit, run: UUID) -> set[str]:
    rows = await unit.rows(select(waits.c.name).where(unit.owns(waits), waits.c.run == run))
    return {row.name for row in rows}


async def test_waits_are_replaced_as_a_whole(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        run = await start(unit)
        question = Question("confirm", "yes_no")
        await unit.runs.wait(run, [Wait("reply", question=question), Wait("step", after(30))], NOW)
        assert await names(unit, run.id) == {"reply", "step"}
        asked = await unit.runs.find_open(run.contact or run.id)
        assert asked is not None
        assert (asked.run, asked.question) == (run.id, question)
        await unit.runs.wait(run, [Wait("bought")], NOW)
        assert await names(unit, run.id) == {"bought"}
        assert await unit.runs.find_open(run.contact or run.id) is None
        await unit.runs.wait(run, [], NOW)
        assert await names(unit, run.id) == set()

    await do(store, tell)


async def claim(store: Database, now: float, elapsed: float, most: int = 10) -> list[Due]:
    return await do(store, lambda unit: claim_waits(unit, after(now), after(elapsed), LEASE, most))


async def test_due_waits_are_claimed_over_all_businesses_the_longest_due_first(store: Database) -> None:
    async def wait(unit: Unit) -> None:
        minutes = 20 if unit.business == SHOP else 10
        waits = [Wait("step", after(minutes)), Wait("later", after(90)), Wait("reply")]
        await unit.runs.wait(await start(unit), waits, NOW)

    for business in (SHOP, OTHER_SHOP):
        await do(store, wait, business)
    assert await claim(store, 9, 0) == []
    assert [due.business for due in await claim(store, 10, 0)] == [OTHER_SHOP]
    assert [due.business for due in await claim(store, 30, 0.5)] == [SHOP]
    assert await claim(store, 30, 0.9) == [], "both are leased"
    assert [due.business for due in await claim(store, 30, 2, most=1)] == [OTHER_SHOP], "a lease ends by elapsed time"


@pytest.mark.parametrize(("due", "rung"), [(0, True), (1, False)])
async def test_a_wait_rings_the_timers_if_it_is_due(store: Database, due: float, rung: bool) -> None:
    async def wait(unit: Unit) -> None:
        await unit.runs.wait(await start(unit), [Wait("step", after(due))], NOW, new=True)

    await do(store, wait)
    assert store.listen("timers").is_set() is rung


async def test_a_wait_that_keeps_failing_is_parked(store: Database) -> None:
    async def wait(unit: Unit) -> None:
        await unit.runs.wait(await start(unit), [Wait("step", NOW)], NOW)

    await do(store, wait)
    for attempt in range(5):
        (due,) = await claim(store, 0, attempt * 10)
        assert due.attempts == attempt
        again = after(attempt * 10 + 5)
        await do(store, lambda unit, due=due, again=again: unit.runs.fail_wait(due.id, due.attempts, again, NOW))  # type: ignore[misc]
        assert await claim(store, 0, attempt * 10 + 4) == []
    assert await claim(store, 0, 1_000) == []
    assert await do(store, lambda unit: unit.runs.drop_wait(due.id))
    assert not await do(store, lambda unit: unit.runs.drop_wait(due.id))
