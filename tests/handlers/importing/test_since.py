"""Since when the people of a file are customers: who is new by it, for both readers of audiences and in the totals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.audience.criteria_moment import settle_criteria
from flows.audience.standard_audiences import READY
from flows.events import Customer, OrderCreated
from flows.money import Money
from handlers.engine.turn import Turn
from handlers.importing.imported_customer_writer import look_into
from storage.audience.audiences import Audiences, Selection
from storage.store.customer_totals import START, Totals
from tests.flows.audience.matching import matches
from tests.handlers.importing.files import MADE, TIGER, Folder
from tests.storage.audience.known_people import KnownPeople

DANA, SAM = "+13145550142", "+13145550143"
LONG_AGO = datetime(2021, 5, 4, 15, tzinfo=UTC)
HEADS = "id,phone,customer since"
ROW = f"{HEADS}\nc1,{DANA},2021-05-04T15:00:00Z\n"


async def is_new(folder: Folder, number: str) -> bool:
    """Whether somebody is new, as the condition on rows and what is known of them say alike."""
    contact = (await folder.whose("sms", number))["id"]

    async def look(turn: Turn) -> set[bool]:
        asked = READY["new"].on(turn.today)
        by_rows = await turn.unit.of(Audiences).page(Selection(asked, turn.now, turn.zone), 100)
        plain = settle_criteria(asked, turn.now, turn.today, turn.zone)
        known = await turn.unit.of(KnownPeople).of([contact], plain, turn.now)
        return {contact in by_rows, matches(plain, known[contact], turn.now, turn.today, turn.zone)}

    (found,) = await folder.service.turns.look(TIGER, look)
    return found


async def acquired(folder: Folder, number: str) -> tuple[datetime, datetime | None]:
    """Since when somebody is known, and the same of their totals, if there are any."""
    whose = await folder.whose("sms", number)

    async def look(turn: Turn) -> datetime | None:
        totals = await Totals(turn.unit).find_totals(whose["id"])
        return None if totals is None else totals.acquired_at

    return whose["created_at"], await folder.service.turns.look(TIGER, look)


async def order(folder: Folder, number: str, at: datetime) -> None:
    """An order of then, which makes totals."""
    contact = (await folder.whose("sms", number))["id"]

    async def work(turn: Turn) -> None:
        told = OrderCreated("o1", "o1", Money.parse("10", "USD"), (), Customer(), at)
        await turn.unit.orders.place(await turn.unit.orders.ensure("shop", "o1", turn.now), told, contact, None)

    await folder.service.turns.act(TIGER, work)


async def rebuild(folder: Folder) -> None:
    """As ``parley rebuild totals``."""

    async def work(turn: Turn) -> None:
        await Totals(turn.unit).rebuild(START)

    await folder.service.turns.act(TIGER, work)


async def test_who_is_long_a_customer_is_not_new_and_who_is_without_a_date_is(folder: Folder) -> None:
    brought = await folder.bring(f"{ROW}c2,{SAM},\n")
    assert (brought.fates, brought.mistakes) == (["new", "new"], [(), ()])
    assert [await is_new(folder, one) for one in (DANA, SAM)] == [False, True]
    assert await acquired(folder, DANA) == (LONG_AGO, None)


@pytest.mark.parametrize("ordered", [False, True], ids=["no totals", "totals"])
async def test_who_is_known_is_known_since_the_earlier_moment(folder: Folder, ordered: bool) -> None:
    await folder.bring(f"id,phone\nc1,{DANA}\n")
    if ordered:
        await order(folder, DANA, folder.service.clock.now())
    assert await is_new(folder, DANA)
    brought = await folder.bring(ROW, made=MADE + timedelta(hours=1))
    assert (brought.fates, brought.mistakes) == (["changed"], [()])
    assert not await is_new(folder, DANA)
    kept = (LONG_AGO, LONG_AGO if ordered else None)
    assert await acquired(folder, DANA) == kept
    assert (await folder.bring(ROW, made=MADE + timedelta(hours=1))).fates == ["same"]
    await rebuild(folder)
    assert await acquired(folder, DANA) == kept


async def test_a_file_makes_nobody_younger_than_what_is_known(folder: Folder) -> None:
    await folder.bring(ROW)
    later = await folder.bring(f"{HEADS}\nc1,{DANA},2025-01-01\n", made=MADE + timedelta(hours=1))
    assert (later.fates, (await acquired(folder, DANA))[0]) == (["same"], LONG_AGO)
    older = LONG_AGO - timedelta(days=400)
    await order(folder, DANA, older)
    await folder.bring(f"{HEADS}\nc1,{DANA},2021-05-01T00:00:00Z\n", made=MADE + timedelta(hours=2))
    assert (await acquired(folder, DANA))[1] == older, "an order of theirs is older"


async def test_of_two_rows_of_one_person_the_earlier_moment_holds(folder: Folder) -> None:
    rows = f"{HEADS}\nc1,{DANA},2025-01-01\nc1,{DANA},2021-05-04T15:00:00Z\nc1,{DANA},2024-01-01\n"
    brought = await folder.bring(rows)
    assert (brought.fates, brought.mistakes) == (["new", "changed", "same"], [(), (), ()])
    assert await acquired(folder, DANA) == (LONG_AGO, None)


async def test_what_is_no_date_of_a_customer_costs_nobody_else_anything(folder: Folder) -> None:
    brought = await folder.bring(f"{HEADS}\nc1,{DANA},2099-01-01\nc2,{SAM},1823-01-01\n")
    assert (brought.fates, brought.tally.partly, brought.found.partly) == (["new", "new"], 2, 2)
    assert [await is_new(folder, one) for one in (DANA, SAM)] == [True, True]


@pytest.mark.parametrize(
    ("rows", "since"),
    [
        ("birthday,joined,phone\n31/12/1990,04/05/2021,", datetime(2021, 5, 4, 5, tzinfo=UTC)),
        ("birthday,joined,phone\n1990-12-31,25/05/2021,", datetime(2021, 5, 25, 5, tzinfo=UTC)),
        ("birthday,joined,phone\n1990-12-31,04/05/2021,", datetime(2021, 4, 5, 5, tzinfo=UTC)),
    ],
    ids=["another column tells", "the column tells", "the country"],
)
async def test_the_first_column_that_tells_says_whether_the_day_comes_first(
    folder: Folder, rows: str, since: datetime
) -> None:
    sheet = await folder.sheet(f"{rows}{DANA}\n")
    assert [row.since for row in sheet.rows()] == [since]


async def test_an_older_row_tells_the_moment_all_the_same(folder: Folder) -> None:
    """Newer news of somebody's details leaves the moment of a row that is older: the earlier one holds."""
    await folder.bring(f"id,phone,name\nc1,{DANA},Dana\n", made=MADE)
    sheet = await folder.sheet(ROW, made=MADE - timedelta(days=9))
    (row,) = (replace(one, dated=True) for one in sheet.rows())
    await folder.service.turns.act(TIGER, lambda turn: look_into(turn, row, "api"))
    assert (await acquired(folder, DANA))[0] == LONG_AGO
