"""What shops keep for orders, and what they handed over, read across orders."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

from flows.money import MICROS
from flows.sourcing.order_line import Line, Promise, PromiseState
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from handlers.sourcing.api.order_views import build_order_views
from storage.sourcing.promises import Fetched, KeptLine, Promises
from storage.sourcing.reservations import Reservations
from tests.sourced import Souvenirs, partly_picked
from tests.storage.house import MONDAY


async def test_what_a_shop_keeps_is_called_as_the_request_called_it(house: Souvenirs) -> None:
    order = await house.reserve("1234", number="#1234")
    await house.says("1234", "connaught", Says.YES, 2)

    async def kept(turn: Turn, stand: PromiseState = PromiseState.HELD) -> list[KeptLine]:
        return await turn.unit.of(Promises).list_kept(house.shops["connaught"], stand)

    (one,) = await house.act(kept)
    shorts = one.line.product
    assert one == KeptLine(
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
    (done,) = await house.act(lambda turn: kept(turn, PromiseState.PICKED))
    assert (done.number, done.promise.stand) == ("1234", PromiseState.PICKED)


async def test_an_order_s_number_is_one_wherever_it_is_read(house: Souvenirs) -> None:
    order = await house.reserve("9", number="#1234")

    async def read(turn: Turn) -> set[str]:
        unit = turn.unit
        found = [await unit.of(Reservations).get(order), await unit.orders.get(order)]
        found += [await unit.of(Reservations).find_by_number(number) for number in ("#1234", "1234")]
        found += (await unit.of(Reservations).find_by_numbers(["1234"])).values()
        return {row.number for row in found if row is not None}

    assert await house.act(read) == {"1234"}


async def test_how_many_of_the_shops_handed_theirs_over(house: Souvenirs) -> None:
    order = await house.reserve("1234", ("SHORTS", "L", 1), ("SHORTS", "M", 1))
    for line, shop in (("1", "connaught"), ("2", "karol")):
        await house.says("1234", shop, Says.YES, 1, line)
    assert await house.act(lambda turn: turn.unit.of(Promises).load_fetched(order)) == Fetched(0, 2, None)
    await house.linked("1234")
    await house.pays("1234")
    house.later(hours=1)
    await house.picked("1234", "karol")
    expected = Fetched(1, 2, MONDAY + timedelta(hours=1))
    assert await house.act(lambda turn: turn.unit.of(Promises).load_fetched(order)) == expected


async def test_what_a_shop_handed_over_is_known_while_it_keeps_more_of_the_same_line(house: Souvenirs) -> None:
    order = await partly_picked(house)

    async def kept(turn: Turn) -> list[tuple[PromiseState, int]]:
        promises, shop = turn.unit.of(Promises), house.shops["connaught"]
        return [
            (stand, one.promise.quantity) for stand in PromiseState for one in await promises.list_kept(shop, stand)
        ]

    def fetched(turn: Turn) -> Awaitable[Fetched]:
        return turn.unit.of(Promises).load_fetched(order)

    at = house.clock.now() - timedelta(hours=1)
    assert await house.act(kept) == [(PromiseState.HELD, 1), (PromiseState.PICKED, 2)]
    assert await house.act(fetched) == Fetched(0, 1, at)
    await house.picked("1234", "connaught")
    assert await house.act(kept) == [(PromiseState.PICKED, 3)]
    assert await house.act(fetched) == Fetched(1, 1, at + timedelta(hours=1))


async def test_the_api_names_a_shop_once_for_what_it_keeps_and_handed_over(house: Souvenirs) -> None:
    order = await partly_picked(house)

    async def shown(turn: Turn) -> Any:
        row = await turn.unit.of(Reservations).get(order)
        assert row is not None
        (view,) = await build_order_views(turn, [row])
        return view["items"][0]["shops"]

    assert await house.act(shown) == [{"shop": "connaught", "quantity": 3, "commission": "450.00"}]
