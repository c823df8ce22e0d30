"""How many people are asked to agree in an hour: one batch is counted as carefully as one ask."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind, Programme, Purpose
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from storage.facts.departures import Planned, load_facts
from storage.people.people import Address
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.racing import judged_at_once

TEXT = shop.file().replace("[policy]", "[policy]\nasks_an_hour = 3", 1)
UNLIMITED = TEXT.replace('currency = "USD"', 'currency = "USD"\ndaily_spend = "none"', 1)


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop, which asks three people in an hour."""
    async with open_house(database, text=TEXT) as opened:
        yield opened


async def _ask(house: House, number: int) -> UUID:
    """An ask that is to leave now."""
    to = await house.address("sms", f"+131455501{number}")
    letter = OutboundMessage(f"ask:{number}", Kind.OPT_IN_ASK, "opt_in_ask", purpose=Purpose.MARKETING)

    async def work(turn: Turn) -> UUID:
        made = await post(turn, to, letter)
        assert made is not None
        return made

    return await house.act(work)


async def _facts(house: House, *to: Address) -> list[tuple[int, bool]]:
    """How many were asked before each of these asks, and whether its person was."""

    async def look(turn: Turn) -> list[tuple[int, bool]]:
        asks = [
            Planned(Kind.OPT_IN_ASK, Purpose.MARKETING, Programme.REMINDERS, "sms", one.id, one.contact, turn.now)
            for one in to
        ]
        found = await load_facts(turn.unit, turn.tenant, asks, turn.draw, turn.now)
        return [(len(fact.house.asked), fact.asked_at is not None) for fact in found]

    return await house.act(look)


async def test_a_batch_does_not_overshoot(house: House) -> None:
    asks = [await _ask(house, number) for number in range(20, 28)]
    await house.step()
    statuses = [(await house.message(one)).status for one in asks]
    assert (statuses.count(MessageStatus.SENT), len(house.twilio.messages)) == (3, 3)
    verdicts = await house.act(lambda turn: turn.unit.verdicts.find_verdicts(asks))
    judged = {told[-1].verdict for told in verdicts.values() if told}
    assert {one.rule for one in judged} == {"ask.hour"}
    assert {one.until for one in judged} == {house.clock.now() + timedelta(hours=1)}


@pytest.mark.parametrize("text", [pytest.param(TEXT, id="spending"), pytest.param(UNLIMITED, id="without a limit")])
async def test_processes_at_the_same_instant_do_not_overshoot(database: str, text: str) -> None:
    """Whether or not what is spent has a limit, too: five look, and there is room for three."""
    async with open_house(database, text=text) as house:
        asks = [await _ask(house, number) for number in range(20, 25)]
        judged = await judged_at_once(house, len(asks))
        assert sum(len(one.ready) for one in judged) == 3
        verdicts = await house.act(lambda turn: turn.unit.verdicts.find_verdicts(asks))
        assert [told[-1].verdict.rule for told in verdicts.values() if told] == ["ask.hour"] * 2


async def test_each_knows_of_those_before_it_and_of_its_person(house: House) -> None:
    people = [await house.address("sms", f"+131455501{number}") for number in range(20, 24)]
    assert await _facts(house, *people) == [(0, False), (1, False), (2, False), (3, False)]
    await _ask(house, 20)
    await house.step()
    assert await _facts(house, *people[:2]) == [(1, True), (1, False)]
