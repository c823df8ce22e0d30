"""What is asked with every message or command is found by an index, and not among everything that the business has.

Nobody tells SQLite to gather statistics, so it goes by the order of a query, even if that means to walk all rows.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

import pytest

from bot.clock import PushedClock
from flows.engine import Subject
from storage.campaigns.campaign_codes import CampaignCodes
from storage.campaigns.code_pools import PoolKey
from storage.database.sqlite import SqliteDatabase
from storage.sourcing.order_histories import Histories
from storage.sourcing.reservations import Reservations
from storage.sourcing.shop_earnings import Earnings
from storage.sourcing.shop_inventory import ShopInventory
from storage.unit import Unit
from tests.cases import each
from tests.single import asked_of
from tests.sourced import Souvenirs, turns_of
from tests.storage.world import NOW, SHOP, message

THING = UUID(int=1)
Question = Callable[[Unit], Awaitable[object]]
QUESTIONS: dict[str, Question] = {
    "a person's addresses": lambda unit: unit.people.addresses_of(THING),
    "a person's open runs": lambda unit: unit.runs.list_open(THING),
    "a person's open question": lambda unit: unit.runs.find_open(THING),
    "what a message answers": lambda unit: unit.questions.find_answered(message(unit, THING, THING)),
    "what a quote answers": lambda unit: unit.questions.find_answered(message(unit, THING, THING, reply_to=THING)),
    "what is under way to somebody": lambda unit: unit.questions.find_answer_underway(message(unit, THING, THING)),
    "who waits for the staff": lambda unit: unit.questions.is_open_about(Subject("address", THING), "sure", NOW),
    "what a button answers": lambda unit: unit.questions.find_by_token("token"),
    "what a person has to confirm": lambda unit: unit.questions.is_open_to(THING, "confirm", NOW),
    "what was asked last at an address": lambda unit: unit.questions.last(THING, "sure"),
    "a person's latest messages": lambda unit: unit.messages.page(None, THING, None, 20),
    "an address's thread": lambda unit: unit.messages.thread(THING),
    "what a run sent": lambda unit: unit.messages.list_for_run(THING),
    "what was sent about a cart": lambda unit: unit.messages.list_about(THING),
    "a message by the provider's id": lambda unit: unit.messages.find_by_provider_id("SM1"),
    "a person's orders": lambda unit: unit.of(Reservations).list_by_contact(THING),
    "an order by its number": lambda unit: unit.of(Reservations).find_by_number("1234"),
    "orders by their numbers": lambda unit: unit.of(Reservations).find_by_numbers(["1234", "1235"]),
    "an order by its reference": lambda unit: unit.of(Reservations).find_by_ref("1234"),
    "an order by its page": lambda unit: unit.of(Reservations).find_by_token("token"),
    "an order's history": lambda unit: unit.of(Histories).history(THING),
    "an order's lines": lambda unit: unit.of(Reservations).lines([THING]),
    "the last payout": lambda unit: unit.of(Earnings).find_last_payout(THING),
    "what discounts a person had": lambda unit: unit.discounts.had_since([THING], NOW, promised=True),
    "how a campaign's codes stand": lambda unit: unit.of(CampaignCodes).stock(PoolKey(THING)),
    "which codes are to be made": lambda unit: unit.of(CampaignCodes).list_asked(PoolKey(THING), 250),
    "what a shop is owed": lambda unit: unit.of(Earnings).sum_owed(THING),
}


@pytest.fixture
def server() -> None:
    """SQLite, which has no statistics to go by."""
    return


@each("question", QUESTIONS)
async def test_nothing_is_looked_for_among_all(store: SqliteDatabase, question: str) -> None:
    """https://www.sqlite.org/eqp.html"""
    found = await store.read(SHOP, partial(_plans, question=QUESTIONS[question]))
    assert found
    assert [one for one in found if re.search(_AMONG_ALL, one)] == []


_AMONG_ALL = r"^SCAN|\(business=\?\)"


async def _plans(unit: Unit, question: Question) -> list[str]:
    with asked_of(unit) as said:
        await question(unit)
    found = [await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values) for text, values in said]
    return [str(row._mapping["detail"]) for rows in found for row in rows]


@pytest.mark.parametrize("by", ["at", "of"])
async def test_what_is_taken_of_stock_is_added_up_and_not_looked_for_among_all(
    store: SqliteDatabase, clock: PushedClock, by: str
) -> None:
    house = await Souvenirs(turns_of(store, clock), clock).open()
    for ref in ("1", "2"):
        await house.confirmed(ref)
        house.later(hours=1)
        await house.picked(ref, "connaught")

    async def question(unit: Unit) -> object:
        shop = house.shops["connaught"]
        (told,) = await unit.of(ShopInventory).list_by_shop(shop)
        assert told.taken == 2  # it was counted with the second answer
        return await unit.of(ShopInventory).of([told.product]) if by == "of" else None

    async def look(unit: Unit) -> tuple[list[str], int]:
        with asked_of(unit) as said:
            await question(unit)
        ((text, values),) = [one for one in said if "promises" in one[0]][-1:]
        plan = (await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)).all()
        return [row.detail for row in plan], len((await unit.connection.exec_driver_sql(text, values)).all())

    plan, many = await store.read(house.business.id, look)
    assert [one for one in plan if re.search(_AMONG_ALL, one)] == []
    every = "(business=? AND product=? AND shop=? AND size=? AND stand=?"
    assert [one.partition(every)[1] for one in plan if "promises" in one] == [every] * 2
    assert many == 1
