"""Each night, and when the currency becomes another one: what depends on all customers is worked out in short parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from bot.consumer import Consumer
from bot.conversations import CONVERSATIONS
from bot.recurring_work import Recurring
from flows.customer_ranks import CustomerRank, rank
from flows.events import Customer, OrderCreated
from flows.money import Money
from handlers.actions.business_file_apply import apply_file
from handlers.engine import nightly_ranks
from handlers.engine.turn import Turn
from storage.people.people import Identity
from storage.store.customer_totals import Totals
from storage.store.rank_cuts import CustomerCuts
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import TIGER

DAY = timedelta(days=1)


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """The shop at ten in the morning, on each kind of database."""
    monkeypatch.chdir(tmp_path)
    async with open_house(database) as opened:
        yield opened


async def order(house: House, who: int, total: str, currency: str = "USD") -> UUID:
    """A customer by number orders once more."""

    async def work(turn: Turn) -> UUID:
        contact = await turn.unit.people.resolve([Identity("customer", f"shop:{who}")], turn.now)
        known = await turn.unit.orders.ensure("shop", turn.unit.ids.make().hex, turn.now)
        told = OrderCreated(known.ref, known.ref, Money.parse(total, currency), (), Customer(), turn.now)
        await turn.unit.orders.place(known, told, contact, None)
        return contact

    return await house.service.turns.act(TIGER, work)


async def night(house: House) -> None:
    """The day ends, and the work of the night is done."""
    house.clock.push(now=DAY)
    recurring = Recurring(
        house.service.turns, [one for one in CONVERSATIONS.daily_jobs if one.name == nightly_ranks.JOB]
    )
    assert await recurring.step() == 1
    await read(house, recurring)


async def read(house: House, recurring: Recurring | None = None) -> None:
    news = Consumer(house.service.turns, recurring or Recurring(house.service.turns, CONVERSATIONS.daily_jobs))
    while await news.step():
        pass


async def ranks(house: House, *people: UUID) -> list[CustomerRank | None]:
    """Where they stand now."""

    async def look(turn: Turn) -> list[CustomerRank | None]:
        cuts = await turn.unit.of(CustomerCuts).get()
        return [rank(await turn.unit.of(Totals).find_totals(one), cuts) for one in people]

    return await house.service.turns.look(TIGER, look)


async def test_a_customer_stands_among_all_after_the_night_and_moves_with_an_order(house: House) -> None:
    people = [await order(house, who, str(who + 1)) for who in range(5)]
    assert await ranks(house, *people) == [None] * 5
    await night(house)
    found = await ranks(house, *people)
    assert [one and one.monetary for one in found] == [1, 2, 3, 4, 5]
    assert [one and one.spend_percentile for one in found] == [0, 20, 40, 60, 80]
    await order(house, 0, "99")
    (moved,) = await ranks(house, people[0])
    assert moved == CustomerRank(recency=5, frequency=5, monetary=5, spend_percentile=99), (
        "above all cuts of last night"
    )
    await night(house)
    (settled,) = await ranks(house, people[0])
    assert settled == CustomerRank(recency=5, frequency=5, monetary=5, spend_percentile=80), "the first of five"


async def test_in_another_currency_all_totals_are_made_anew(house: House) -> None:
    ann = await order(house, 1, "10")
    await order(house, 1, "7", "EUR")

    async def spend(turn: Turn) -> tuple[int, int]:
        found = await turn.unit.of(Totals).find_totals(ann)
        assert found is not None
        return found.orders, found.spend

    assert await house.service.turns.look(TIGER, spend) == (2, 10_000_000)
    file = shop.read(shop.file())
    now, elapsed = house.clock.now(), house.clock.get_real_time()
    euros = replace(file, business=replace(file.business, currency="EUR"))
    await apply_file(CONVERSATIONS, house.service.turns.store, euros, house.service.vault, now, elapsed)
    await read(house)
    assert await house.service.turns.look(TIGER, spend) == (2, 7_000_000)
