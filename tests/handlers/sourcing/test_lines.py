"""What a sourced order was of, line by line: bought from its promise on, and not once it is called off."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from bot.clock import PushedClock
from flows.business import Sourcing
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from storage.database.stores import Database
from storage.schema import order_lines
from tests.handlers.sourcing.customer.test_referring import MONDAY, REFERS
from tests.sourced import Souvenirs, turns_of


async def test_an_order_that_is_called_off_was_not_bought(store: Database) -> None:
    clock = PushedClock(MONDAY)
    at_the_door = replace(REFERS, sourcing=Sourcing(pay="cod"))
    house = await Souvenirs(turns_of(store, clock), clock, at_the_door).open()
    await house.reserve("1234")
    await house.says("1234", "connaught", Says.YES, 2)
    assert await bought(house) == []
    await house.agrees("1234")
    assert await bought(house) == ["Tiger Print Shorts"]
    await house.called_off("1234")
    assert await bought(house) == []


async def bought(house: Souvenirs) -> list[str]:
    """The titles of all lines that count as bought."""

    async def work(turn: Turn) -> list[str]:
        rows = await turn.unit.rows(select(order_lines.c.title).where(turn.unit.owns(order_lines)))
        return [row.title for row in rows]

    return await house.act(work)
