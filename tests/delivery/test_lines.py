"""Senders beside each other in a live service: one that hangs or fails delays nobody else, and a stop waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from bot.in_flight_batches import InFlight
from bot.sender import ChannelAccount, SenderWorker
from bot.workers import LiveWorkers
from flows.channels import EMAIL, SMS
from flows.delivery import Answer, MessageStatus
from handlers.calls.call_lifecycle import CallRequest
from storage.schema import outbox
from storage.sending.outbox import Priority
from storage.sending.sender_queues import Waiting
from tests.delivery import shop
from tests.delivery.house import HalfHandClock, House, open_house
from tests.delivery.shop import ANN, ANN_CHAT
from tests.processes.waiting import until

A_MOMENT = 0.3  # seconds in which what nothing holds up would have happened


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop in real time, for here things happen side by side."""
    async with open_house(database, clock=HalfHandClock(shop.MORNING)) as opened:
        yield opened


async def _order(house: House, channel: str, value: str, key: str) -> UUID:
    return await house.post(await house.address(channel, value), key, text=key)


def _workers(house: House, sender: SenderWorker | None = None) -> LiveWorkers:
    return LiveWorkers(house.service.turns, house.consumer, house.timers, sender or house.sender)


async def _hang(house: House) -> tuple[LiveWorkers, UUID]:
    """Workers whose first call hangs until the gate opens, and its message."""
    house.twilio.fail(slow=True)
    workers = _workers(house)
    await workers.start()
    hanging = await _order(house, "sms", ANN, "hanging")
    await house.twilio.heard.wait()
    return workers, hanging


async def test_a_call_that_hangs_delays_no_other_sender(house: House) -> None:
    workers, hanging = await _hang(house)
    for number in range(3):
        await _order(house, "telegram", str(ANN_CHAT), f"chat {number}")
        await until("the chat", lambda number=number: _said(house, f"chat {number}"))  # type: ignore[misc]
    assert (await house.message(hanging)).status is MessageStatus.SENDING
    house.twilio.gate.set()
    later = await _order(house, "sms", "+13145550122", "later")
    await until("the next of the sender that hung", lambda: _left(house, later))
    await workers.stop()
    assert (await house.message(hanging)).status is MessageStatus.SENT


async def test_a_stop_waits_for_a_call_and_begins_no_other(house: House) -> None:
    workers, hanging = await _hang(house)
    stopping = asyncio.create_task(workers.stop())
    done, _ = await asyncio.wait({stopping}, timeout=A_MOMENT)
    late = await _order(house, "sms", "+13145550122", "late")
    house.twilio.gate.set()
    await stopping
    assert (done, (await house.message(hanging)).status) == (set(), MessageStatus.SENT)
    assert (await house.message(late)).status is MessageStatus.QUEUED


async def test_a_call_that_hangs_delays_no_other_of_its_own_sender(house: House) -> None:
    """It holds its own place, not the line: what is written next leaves beside it."""
    workers, hanging = await _hang(house)
    for number in range(3):
        beside = await _order(house, "sms", f"+1314555012{number}", f"beside {number}")
        await until("the next of the same sender", lambda beside=beside: _left(house, beside))  # type: ignore[misc]
    assert (await house.message(hanging)).status is MessageStatus.SENDING
    house.twilio.gate.set()
    await workers.stop()


async def test_a_campaign_before_a_slow_provider_leaves_room_for_answers(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as one process may have on their way hang; what somebody waits for is still taken."""
    monkeypatch.setattr("bot.in_flight_batches.BATCH", 3)
    monkeypatch.setattr("bot.in_flight_batches.RESERVED", 2)
    monkeypatch.setattr("bot.in_flight_batches.SEATS", 8)
    await _answer_beside_a_campaign(house, 6)


def test_a_sender_of_mails_holds_twice_as_many_as_it_has_connections() -> None:
    """Two batches of them, and then what somebody waits for alone."""
    hand = InFlight(at_once=EMAIL.at_once)
    bulk, urgent = (Waiting("shop", UUID(int=1), EMAIL.name, "smtp", timedelta(), urgent) for urgent in (False, True))
    held = [UUID(int=number) for number in range(2 * EMAIL.at_once)]
    for batch in (held[: EMAIL.at_once], held[EMAIL.at_once :]):
        assert (hand.has_room(bulk), hand.most) == (True, EMAIL.at_once)
        hand.take(batch)
    assert (hand.has_room(bulk), hand.has_room(urgent), hand.most) == (False, True, EMAIL.at_once)
    hand.take(UUID(int=number) for number in range(100, 100 + EMAIL.at_once))
    assert not hand.has_room(urgent)
    hand.drop([UUID(int=100 + number) for number in range(EMAIL.at_once)] + held[: EMAIL.at_once])
    assert hand.has_room(bulk)


async def test_a_service_claims_for_a_channel_what_it_has_room_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow provider that takes two at once: four leave the queue, and then what somebody waits for alone."""
    monkeypatch.setattr("bot.sender_workers.CHANNELS", {"sms": replace(SMS, at_once=2)})
    await _answer_beside_a_campaign(house, 4)


class Halved:
    """The house's accounts, but that of SMS cannot be had: a mistake of ours that no entry can be blamed for."""

    def __init__(self, house: House) -> None:
        self._accounts = house.service.accounts
        self.asked = 0

    async def channel(self, business: str, channel: str) -> ChannelAccount | None:
        if channel == "sms":
            self.asked += 1
            raise RuntimeError("a mistake")
        account: ChannelAccount | None = await self._accounts.channel(business, channel)
        return account

    async def caller(self, business: str, provider: str) -> Callable[[CallRequest], Awaitable[Answer]] | None:
        return await self._accounts.caller(business, provider)

    def callback(self, business: str, channel: str, message: UUID) -> str | None:
        return self._accounts.callback(business, channel, message)


async def test_a_sender_that_fails_stops_no_other_and_is_tried_again(house: House) -> None:
    accounts = Halved(house)
    workers = _workers(house, SenderWorker(house.service.turns, accounts))
    await workers.start()
    await _order(house, "sms", ANN, "stuck")
    await until("the failure", lambda: _asked(accounts, 1))
    before = house.clock.get_real_time()
    for number in range(3):
        await _order(house, "telegram", str(ANN_CHAT), f"chat {number}")
        await until("the chat", lambda number=number: _said(house, f"chat {number}"))  # type: ignore[misc]
    await until("another try", lambda: _asked(accounts, 2))
    await workers.stop()
    seconds = (house.clock.get_real_time() - before) / timedelta(seconds=1)
    assert accounts.asked <= 2 + seconds, "it was tried again without a rest"


async def _on_their_way(house: House, many: int) -> bool:
    return await house.act(lambda turn: turn.unit.messages.count(status=MessageStatus.SENDING)) == many


async def _said(house: House, text: str) -> bool:
    return text in house.chats_to(ANN_CHAT)


async def _left(house: House, message: UUID) -> bool:
    return (await house.message(message)).status is MessageStatus.SENT


async def _asked(accounts: Halved, times: int) -> bool:
    return accounts.asked >= times


async def _answer_beside_a_campaign(house: House, most: int) -> None:
    """``most`` messages of a campaign hang at a slow provider; an answer leaves beside them."""
    for _ in range(40):
        house.twilio.fail(slow=True)
    for number in range(40, 52):
        await _order(house, "sms", f"+131455501{number}", f"campaign {number}")
    await house.act(lambda turn: turn.unit.run(update(outbox).values(priority=int(Priority.BULK))))
    workers = _workers(house)
    await workers.start()
    await until("two batches", lambda: _on_their_way(house, most))
    answer = await _order(house, "sms", ANN, "an answer")
    await until("the answer beside them", lambda: _on_their_way(house, most + 1))
    assert (await house.message(answer)).status is MessageStatus.SENDING
    house.twilio.gate.set()
    await workers.stop()
