"""Money for an order that is over and closed: nothing is done by itself, and the staff hears of each payment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clock import PushedClock
from flows.engine import Elapsed
from flows.events import LinkEnded, PaymentArrived
from flows.money import Money
from flows.sourcing import order_flow
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.sourcing import sourcing_events
from storage.database.stores import Database
from storage.people.people import Identity
from tests.sourced import Souvenirs, turns_of

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
OWNER = Identity("whatsapp", "+919899999999")


@pytest.fixture
async def house(store: Database) -> Souvenirs:
    """A shop with an owner, and an order that was delivered a month ago."""
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock).open()

    async def join(turn: Turn) -> None:
        who = await turn.unit.people.resolve([OWNER], turn.now)
        member, _ = await turn.unit.access.put_member("Asha", "owner", turn.now)
        await turn.unit.access.link(member.id, who, turn.now)

    await house.act(join)
    order = await house.confirmed("1234")
    await house.moved("1234", "delivered")
    house.later(days=30)

    async def end(turn: Turn) -> None:
        run = await turn.unit.runs.get_open(order_flow.NAME, str(order))
        assert run is not None
        assert await host.advance(turn, run, Elapsed("over"))
        assert await turn.unit.runs.get_open(order_flow.NAME, str(order)) is None

    await house.act(end)
    return house


async def alerts(house: Souvenirs, about: str) -> list[str]:
    """What the owner was told of it."""

    async def work(turn: Turn) -> list[str]:
        address = await turn.unit.people.address(OWNER.channel, OWNER.value)
        assert address is not None
        thread = await turn.unit.messages.thread(address.id, 50)
        return [one.text or "" for one in thread if about in (one.text or "")]

    return await house.act(work)


async def test_each_payment_is_told_the_staff(house: Souvenirs) -> None:
    for payment in ("pay_8", "pay_9"):

        async def arrive(turn: Turn, name: str = payment) -> str | None:
            amount = Money.parse(1798, "INR")
            return await sourcing_events.take_payment(
                turn, PaymentArrived("simulator", "", "plink_1234", name, amount, turn.now)
            )

        assert await house.act(arrive) is None
        (told,) = await alerts(house, payment)
        assert "its order is over" in told
        assert "Nothing was done" in told


async def test_what_else_comes_of_it_is_nobodys_news(house: Souvenirs) -> None:
    async def end(turn: Turn) -> str | None:
        return await sourcing_events.take_payment(turn, LinkEnded("simulator", "", "plink_1234", "expired", turn.now))

    assert await house.act(end) is None
    assert await alerts(house, "plink_1234") == []
