"""A customer's message is tried on the readers of those conversations alone that the business has."""

from __future__ import annotations

from bot.clock import PushedClock
from handlers.conversation import Reader
from handlers.customer_talk.said import Said
from handlers.turn import Turn
from storage.database import Database
from tests.handlers.sourcing.customer.test_referring import MONDAY
from tests.sourced import SOUVENIRS, Souvenirs, turns_of


async def readers_of(house: Souvenirs) -> tuple[Reader[Said], ...]:
    async def work(turn: Turn) -> tuple[Reader[Said], ...]:
        return await turn.tools.conversations.readers_for(turn)

    return await house.act(work)


def of_sourcing(readers: tuple[Reader[Said], ...]) -> set[str]:
    return {one.read.__module__ for one in readers if "sourcing" in one.read.__module__}


async def test_a_business_that_sells_nothing_here_has_no_readers_of_orders(store: Database) -> None:
    clock = PushedClock(MONDAY)
    house = Souvenirs(turns_of(store, clock), clock)
    await house.becomes(SOUVENIRS)
    assert not of_sourcing(await readers_of(house))
    await house.open()
    assert of_sourcing(await readers_of(house))
