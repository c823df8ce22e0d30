"""How many marketing messages a person gets: what left counts for as long as the caps of the shop look back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from flows.delivery import MessageStatus
from flows.policy.departure import judge
from flows.policy.departure_facts import Kind, Programme, Purpose
from handlers.core.nightly_retention import find_retention_start
from handlers.engine.turn import Turn
from storage.facts.departures import Planned, load_facts
from storage.people.people import Address
from storage.upkeep.retention import sweep
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN
from tests.single import mark

LEAST = 35  # days that whoever keeps as little as may be keeps what is settled
CAPS = '[{ count = 3, per = "90d" }, { count = 5, per = "7d" }]'


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop, which sends one person three marketing messages in 90 days."""
    text = shop.file().replace('marketing_caps = [{ count = 50, per = "7d" }]', f"marketing_caps = {CAPS}")
    assert CAPS in text
    async with open_house(database, text=text) as opened:
        await opened.tell(shop.consented(shop.customer(), opened.clock.now(), ("sms",)))
        await opened.settle()
        yield opened


async def _left(house: House, to: Address, days: int) -> None:
    """An offer that left so many days ago."""
    offer = await house.offer(to, f"offer:{days}")

    async def leave(turn: Turn) -> None:
        at = turn.now - timedelta(days=days)
        await mark(turn.unit, offer, "…", at, elapsed=at)
        await turn.unit.messages.reach(offer, MessageStatus.SENT, at)
        await turn.unit.outbox.settle(offer)

    await house.act(leave)


async def _verdict(house: House, to: Address) -> str:
    async def ask(turn: Turn) -> str:
        planned = Planned(
            Kind.MESSAGE, Purpose.MARKETING, Programme.REMINDERS, "sms", to.id, to.contact, turn.now, "cart_reminder"
        )
        (facts,) = await load_facts(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
        return judge(facts, turn.now).rule

    return await house.act(ask)


async def _take_out(house: House) -> None:
    async def work(turn: Turn) -> None:
        before = find_retention_start(turn.business, LEAST, turn.now)
        await sweep(turn.unit, {}, before, before)

    await house.act(work)


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        pytest.param((40, 50, 60), "cap.business", id="all within 90 days"),
        pytest.param((40, 50, 90), "ok", id="one exactly 90 days ago"),
        pytest.param((40, 50, 100), "ok", id="one before them"),
    ],
)
async def test_a_cap_of_many_days_counts_what_left_in_all_of_them(
    house: House, days: tuple[int, ...], rule: str
) -> None:
    to = await house.address("sms", ANN)
    for one in days:
        await _left(house, to, one)
    assert await _verdict(house, to) == rule
    await _take_out(house)
    assert await _verdict(house, to) == rule
