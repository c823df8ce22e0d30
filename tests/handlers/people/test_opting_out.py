"""A shopkeeper who writes STOP: none of their shops is asked any more, and each is told of."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from bot.clock import PushedClock
from handlers.engine.turn import Turn
from handlers.people.opt_outs import opt_out
from storage.database.stores import Database
from storage.schema import events
from storage.sourcing.partner_shops import Shops
from tests.sourced import Souvenirs, turns_of

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


async def test_all_the_shops_of_one_who_stops_are_left_alone(store: Database) -> None:
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock).open()

    async def stop(turn: Turn) -> list[bool]:
        keeper = (await turn.unit.of(Shops).get(house.shops["karol"])).contact  # type: ignore[union-attr]
        assert keeper is not None
        await turn.unit.of(Shops).link(house.shops["hauz"], keeper, turn.now)
        await opt_out(turn, keeper, "whatsapp", turn.unit.ids.make())
        return [(await turn.unit.of(Shops).get(shop)).contact is None for shop in house.shops.values()]  # type: ignore[union-attr]

    async def closed(turn: Turn) -> int:
        told = select(events.c.type).where(turn.unit.owns(events), events.c.type == "desk.closed")
        return len(await turn.unit.rows(told))

    assert dict(zip(house.shops, await house.act(stop), strict=True)) == {
        "connaught": False,
        "karol": True,
        "hauz": True,
    }
    assert await house.act(closed) == 2
