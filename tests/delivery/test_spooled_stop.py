"""A STOP that the spool took waits as any other does: when it is answered, no offer to that person is under way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.inbox import Inbox
from bot.open_turns import OpenTurns
from bot.workers import LiveWorkers
from flows.delivery import MessageStatus
from flows.events import MessageReceived
from handlers.people.inbound_event import InboundEvent
from storage.database.postgres import PostgresDatabase
from storage.sending.message import Message
from tests.delivery import shop
from tests.delivery.cut import Cut
from tests.delivery.house import HalfHandClock, House, open_house
from tests.delivery.shop import ANN, NUMBER, TIGER
from tests.processes.waiting import until

A_MOMENT = 0.5  # seconds in which it would have been answered
LONG = 10_000  # turns: until somebody says that the database is back


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop in real time; an offer to Ann is with the provider, who takes long."""
    async with open_house(database, clock=HalfHandClock(shop.MORNING), text=shop.file(distance="0")) as opened:
        await opened.remind()
        await opened.service.inbox.step()
        workers = LiveWorkers(opened.service.turns, opened.consumer, opened.timers, opened.sender)
        opened.twilio.fail(slow=True)
        await opened.offer(await opened.address("sms", ANN))
        await workers.start()
        await until("the offer", lambda: _under_way(opened))
        yield opened
        opened.twilio.gate.set()
        await workers.stop()


@pytest.fixture
def turns(house: House) -> Cut:
    service = house.service
    return Cut(service.turns.store, house.clock, service.turns.tools)


async def _under_way(house: House) -> bool:
    return "offer" in house.texts_to(ANN)


def _write(house: House, turns: OpenTurns, text: str, phone: str = ANN) -> asyncio.Task[object]:
    """Somebody writes to the process whose database is away."""
    alone = not isinstance(turns.store, PostgresDatabase)
    said = MessageReceived("sms", phone, NUMBER, f"SM of {phone}", text, house.clock.now())
    consumer = InboundEvent("twilio", said.provider_id, said, None)
    return asyncio.create_task(Inbox(turns, house.service.spool, alone=alone).take(TIGER, consumer))


async def _is_held(answer: asyncio.Task[object]) -> bool:
    done, _ = await asyncio.wait({answer}, timeout=A_MOMENT)
    return not done


@pytest.mark.parametrize("text", ["STOP", "stop it please", "delete my data"])
async def test_it_is_answered_when_the_offer_has_left(house: House, turns: Cut, text: str) -> None:
    turns.away = 1
    answer = _write(house, turns, text)
    assert await _is_held(answer), "answered while an offer was under way"
    assert house.service.spool.waiting
    house.twilio.gate.set()
    await asyncio.wait_for(answer, 10)
    (offer,) = [one for one in await _messages(house) if one.text == "offer"]
    assert offer.status is MessageStatus.SENT


async def test_it_waits_for_the_database_too(house: House, turns: Cut) -> None:
    """What left or did not is not known before the database is back."""
    turns.away = LONG
    answer = _write(house, turns, "STOP")
    assert await _is_held(answer), "answered while nobody could know"
    house.twilio.gate.set()
    turns.away = 0
    await asyncio.wait_for(answer, 10)


async def test_it_holds_although_it_was_stored_meanwhile(house: House, turns: Cut) -> None:
    """The spool's own replay comes first; the offer was judged before both."""
    turns.away = 1
    answer = _write(house, turns, "STOP")
    assert await _is_held(answer), "answered while an offer was under way"
    assert await house.service.inbox.recover() == 1
    assert await _is_held(answer), "answered while an offer was under way"
    house.twilio.gate.set()
    await asyncio.wait_for(answer, 10)


@pytest.mark.parametrize(("text", "phone"), [("is it warm?", ANN), ("STOP", "+13145550199")], ids=["other", "stranger"])
async def test_nobody_else_waits(house: House, turns: Cut, text: str, phone: str) -> None:
    turns.away = 1
    await asyncio.wait_for(_write(house, turns, text, phone), 5)


async def _messages(house: House) -> list[Message]:
    return list(await house.act(lambda turn: turn.unit.messages.page(None, None, None, 100)))
