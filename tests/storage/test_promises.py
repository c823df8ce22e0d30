"""What shops keep for orders, and what they handed over, read across orders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import PushedClock
from flows.money import MICROS
from flows.sourcing.order import Line, Promise, Says, Stand
from handlers.turn import Turn
from storage.promises import Fetched, Kept
from storage.store import Store
from tests.sourced import Souvenirs, turns_of

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@pytest.fixture
async def house(store: Store) -> Souvenirs:
    clock = PushedClock(MONDAY)
    return await Souvenirs(turns_of(store, clock), clock).open()


async def test_what_a_shop_keeps_is_called_as_the_request_called_it(house: Souvenirs) -> None:
    order = await house.reserve("1234", number="#1234")
    await house.says("1234", "connaught", Says.YES, 2)

    async def kept(turn: Turn, stand: Stand = Stand.HELD) -> list[Kept]:
        return await turn.unit.promises.kept_by(house.shops["connaught"], stand)

    (one,) = await house.act(kept)
    shorts = one.line.product
    assert one == Kept(
        order,
        "1234",
        Line("1", shorts, "SHORTS", "Tiger Print Shorts", "L", 2, 899 * MICROS),
        Promise("1", house.shops["connaught"], 2, 150 * MICROS),
        None,
    )
    await house.linked("1234")
    await house.pays("1234")
    (one,) = await house.act(kept)
    assert one.promised_at == MONDAY + timedelta(days=3)
    await house.picked("1234", "connaught")
    assert await house.act(kept) == []
    (done,) = await house.act(lambda turn: kept(turn, Stand.PICKED))
    assert (done.number, done.promise.stand) == ("1234", Stand.PICKED)


async def test_an_order_s_number_is_one_wherever_it_is_read(house: Souvenirs) -> None:
    order = await house.reserve("9", number="#1234")

    async def read(turn: Turn) -> set[str]:
        unit = turn.unit
        found = [await unit.reservations.get(order), await unit.orders.get(order)]
        found += [await unit.reservations.by_number(number) for number in ("#1234", "1234")]
        found += (await unit.reservations.by_numbers(["1234"])).values()
        return {row.number for row in found if row is not None}

    assert await house.act(read) == {"1234"}


async def test_how_many_of_the_shops_handed_theirs_over(house: Souvenirs) -> None:
    order = await house.reserve("1234", ("SHORTS", "L", 1), ("SHORTS", "M", 1))
    for line, shop in (("1", "connaught"), ("2", "karol")):
        await house.says("1234", shop, Says.YES, 1, line)
    assert await house.act(lambda turn: turn.unit.promises.fetched(order)) == Fetched(0, 2, None)
    await house.linked("1234")
    await house.pays("1234")
    house.later(hours=1)
    await house.picked("1234", "karol")
    expected = Fetched(1, 2, MONDAY + timedelta(hours=1))
    assert await house.act(lambda turn: turn.unit.promises.fetched(order)) == expected
