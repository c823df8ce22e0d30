"""Two processes that bill, credit or mark at once do it once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from bot.conversations import HOLDINGS
from bot.ids import Ids
from bot.open_turns import OpenTurns
from flows.promotions.sponsor import Fees
from handlers.engine.turn import Turn
from handlers.returns import charge_posting, invoice_news, monthly_billing
from handlers.returns.click_counting import count_click
from storage.database.stores import Database, make_database
from storage.promotions.invoices import Invoices
from storage.promotions.sponsors import Sponsors
from storage.schema import audit
from tests.handlers.returns.returned import PARCELS, Parcels, fire
from tests.sourced import turns_of
from tests.storage.promotions.promoted import BY, CLICK, sponsor

T = TypeVar("T")
MANY = 6


@asynccontextmanager
async def two_processes(parcels: Parcels, database: str) -> AsyncIterator[Callable[..., Awaitable[list[Any]]]]:
    """What does the same work in both at once, each with connections of its own; the results."""
    other = make_database(database, Ids(parcels.clock), HOLDINGS)
    turns = (parcels.turns, turns_of(other, parcels.clock))

    async def both(work: Callable[[Turn], Awaitable[T]]) -> list[T]:
        async def act(one: OpenTurns) -> T:
            return await one.act(PARCELS.id, work)

        return await asyncio.gather(*map(act, turns))

    yield both
    await other.close()


async def test_two_monthly_jobs_at_once_make_one_invoice_of_each_sponsor(database: str, store: Database) -> None:
    parcels = await Parcels.open(store, fees=Fees("USD", month=CLICK))
    for number in range(MANY):
        await parcels.act(lambda turn, one=number: sponsor(turn.unit, f"Brand {one}", fees=Fees("USD", month=CLICK)))  # type: ignore[misc]
    await parcels.act(_charge_all)
    parcels.later(days=31)
    async with two_processes(parcels, database) as both:

        async def bill(turn: Turn) -> bool:
            return await monthly_billing.run_billing(turn, fire(turn))

        while not all(await both(bill)):
            pass
    every = await parcels.act(lambda turn: turn.unit.of(Sponsors).all())
    bills = [await parcels.act(lambda turn, one=one: turn.unit.of(Invoices).of(one.id)) for one in every]  # type: ignore[misc]
    assert [[(bill.period, bill.micros) for bill in some] for some in bills] == [[("2026-03", CLICK)]] * (MANY + 1)
    assert len({bill.number for some in bills for bill in some}) == MANY + 1


async def _charge_all(turn: Turn) -> None:
    for one in await turn.unit.of(Sponsors).all():
        await charge_posting.charge_fees(turn, one)


async def test_two_reversals_at_once_are_one_credit(database: str, store: Database) -> None:
    parcels = await Parcels.open(store)
    for number in range(MANY):
        made = await parcels.prompt(f"r{number}", f"+1314555{number:04d}")
        await parcels.act(lambda turn, one=made: count_click(turn, one, one.id))  # type: ignore[misc]
    clicks = await parcels.list_charges()
    async with two_processes(parcels, database) as both:
        for line in clicks:
            credits = await both(lambda turn, one=line: charge_posting.credit_charge(turn, one.id))
            assert sorted(credit is None for credit in credits) == [False, True]
    assert [line.amount for line in await parcels.list_charges()] == [CLICK] * MANY + [-CLICK] * MANY
    assert (await parcels.read_offer()).counts.spent == 0


async def test_two_marks_of_one_payment_are_one(database: str, store: Database) -> None:
    parcels = await Parcels.open(store, fees=Fees("USD", month=CLICK))
    await parcels.act(_charge_all)
    parcels.later(days=31)
    while not await parcels.act(lambda turn: monthly_billing.run_billing(turn, fire(turn))):
        pass
    (bill,) = await parcels.act(lambda turn: turn.unit.of(Invoices).of(parcels.sponsor.id))
    async with two_processes(parcels, database) as both:
        assert sorted(await both(lambda turn: invoice_news.mark_paid(turn, bill, BY))) == [False, True]
    rows = await parcels.act(lambda turn: turn.unit.rows(audit.select().where(audit.c.action == "invoice.paid")))
    assert len(rows) == 1
