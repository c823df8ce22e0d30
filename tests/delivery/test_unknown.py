"""A call without an answer: neither repeated blindly nor forgotten, until a receipt, the provider or a person tells."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.sender import SenderWorker
from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind, Purpose
from handlers.delivery import outbox_claims, unknown_outcomes
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN, ANN_CHAT, HOUR, MINUTE, RAVI
from tests.processes.waiting import until
from tests.providers.twilio import WHATSAPP

SECOND = timedelta(seconds=1)
UNANSWERED = [
    pytest.param({"cut": True, "stored": True}, id="cut"),
    pytest.param({"status": 500, "stored": True}, id="500"),
    pytest.param({"status": 502, "stored": True}, id="502"),
]
NEVER_TAKEN = [pytest.param({"cut": True}, id="cut"), pytest.param({"status": 500}, id="500")]


@pytest.mark.parametrize("fault", UNANSWERED)
async def test_it_is_found_at_the_provider(house: House, fault: dict[str, Any]) -> None:
    house.twilio.fail(**fault)
    reminder = await house.remind()
    assert reminder.status is MessageStatus.UNKNOWN
    await house.pass_(elapsed=59 * SECOND, now=HOUR)
    assert _questions(house) == 0
    await house.pass_(elapsed=SECOND)
    found = await house.message(reminder.id)
    assert (found.status, found.provider_id) == (MessageStatus.SENT, house.twilio.messages[0].sid)
    assert (_questions(house), len(house.texts_to(ANN))) == (1, 1)


@pytest.mark.parametrize("fault", NEVER_TAKEN)
async def test_it_leaves_again_when_the_provider_has_none_twice(house: House, fault: dict[str, Any]) -> None:
    house.twilio.fail(**fault)
    reminder = await house.remind()
    await house.pass_(elapsed=MINUTE)
    assert (_questions(house), (await house.message(reminder.id)).status) == (1, MessageStatus.UNKNOWN)
    await house.pass_(elapsed=59 * SECOND)
    assert (_questions(house), house.texts_to(ANN)) == (1, [])
    await house.pass_(elapsed=SECOND)
    assert (_questions(house), len(house.texts_to(ANN))) == (2, 1)
    assert (await house.message(reminder.id)).status is MessageStatus.SENT


async def test_an_answer_that_cannot_be_read_is_none(house: House) -> None:
    house.twilio.garbled = b"<html>"
    reminder = await house.remind()
    assert reminder.status is MessageStatus.UNKNOWN
    await house.pass_(elapsed=MINUTE)
    assert ((await house.message(reminder.id)).status, len(house.texts_to(ANN))) == (MessageStatus.SENT, 1)


async def test_a_receipt_settles_it_and_nobody_is_asked(house: House) -> None:
    house.twilio.fail(cut=True, stored=True)
    reminder = await house.remind()
    assert await house.twilio.receipt(house.twilio.messages[0].sid, "delivered") == 200
    await house.settle()
    await house.pass_(elapsed=HOUR)
    assert ((await house.message(reminder.id)).status, _questions(house)) == (MessageStatus.DELIVERED, 0)


async def test_a_provider_that_is_away_is_asked_again_and_again(house: House) -> None:
    house.twilio.fail(cut=True, stored=True)
    reminder = await house.remind()
    house.twilio.fail(times=4, status=503)
    for _ in range(4):
        await house.pass_(elapsed=HOUR)
        assert (await house.message(reminder.id)).status is MessageStatus.UNKNOWN
    await house.pass_(elapsed=HOUR)
    assert ((await house.message(reminder.id)).status, len(house.texts_to(ANN))) == (MessageStatus.SENT, 1)


async def test_after_a_day_of_silence_a_person_looks(house: House) -> None:
    ann = await house.address("sms", ANN)
    house.twilio.fail(cut=True, stored=True)
    order = await house.post(ann, "order")
    await house.settle()
    house.twilio.fail(times=100, status=503)
    for _ in range(25):
        await house.pass_(elapsed=HOUR)
    assert ((await house.message(order)).status, len(house.alerts())) == (MessageStatus.UNKNOWN, 1)
    assert f"We don't know if …{ANN[-4:]} got this by SMS: “" in house.alerts()[0]


async def test_one_of_unknown_outcome_holds_up_nothing_else(house: House) -> None:
    ann = await house.address("sms", ANN)
    house.twilio.fail(cut=True, stored=True)
    await house.post(ann, "order", text="first")
    await house.settle()
    await house.post(ann, "second", text="second")
    await house.post(ann, "answer", text="answer", kind=Kind.ANSWER)
    await house.pass_(elapsed=SECOND)
    assert sorted(house.texts_to(ANN)) == ["answer", "first", "second"]


async def test_two_alike_texts_are_not_taken_for_one(house: House) -> None:
    ann = await house.address("sms", ANN)
    house.twilio.fail(cut=True, stored=True)
    house.twilio.fail(cut=True)
    one, other = await house.post(ann, "one", text="On its way."), await house.post(ann, "other", text="On its way.")
    await house.settle()
    for _ in range(4):
        await house.pass_(elapsed=MINUTE)
    found = [(await house.message(which)).provider_id for which in (one, other)]
    assert (len(house.texts_to(ANN)), len(set(found))) == (2, 2)


async def test_connections_that_are_refused_are_no_doubt(house: House) -> None:
    await house.twilio.refuse()
    reminder = await house.remind()
    assert reminder.status is MessageStatus.QUEUED
    await house.twilio.accept()
    await house.pass_(now=MINUTE, elapsed=MINUTE)
    assert (_questions(house), len(house.texts_to(ANN))) == (0, 1)


@pytest.mark.parametrize("wrote", [True, False], ids=["free text", "approved template"])
async def test_the_provider_is_asked_about_what_it_was_given(house: House, wrote: bool) -> None:
    """Inside the window a free text leaves, though its template is approved: it is looked for by its text."""
    house.clock.push(now=shop.NOON_IN_INDIA - house.clock.now())
    await house.apply(shop.file(channels=("whatsapp",)))
    if wrote:
        url = f"{house.url}/channels/twilio/{shop.TIGER}/inbound"
        assert await house.twilio.say(f"whatsapp:{RAVI}", f"whatsapp:{WHATSAPP}", "thanks", url=url) == 200
        await house.settle()
    reminder = await house.remind(shop.customer(RAVI, None, "Ravi"), ("whatsapp",))
    given = house.twilio.messages[-1]
    variables = json.loads(given.first("ContentVariables") or "{}")
    asked = await house.act(lambda turn: unknown_outcomes.outgoing(turn, reminder))
    assert (asked.content or "", asked.variables) == (given.first("ContentSid"), variables)
    assert asked.text == given.first("Body") or not wrote
    assert bool(asked.content) is not wrote


@pytest.mark.parametrize("stored", [True, False], ids=["taken", "not taken"])
async def test_telegram_cannot_be_asked_so_marketing_stays_unknown(house: House, stored: bool) -> None:
    await house.apply(shop.file(channels=("telegram",)))
    house.telegram.fail(cut=True, stored=stored)
    reminder = await house.remind(channels=("telegram",))
    await house.pass_(elapsed=MINUTE)
    await house.pass_(elapsed=24 * HOUR)
    assert (await house.message(reminder.id)).status is MessageStatus.UNKNOWN
    assert (len(house.chats_to(ANN_CHAT)), house.alerts()) == (int(stored), [])


async def test_telegram_and_somebody_waits_for_it(house: House) -> None:
    house.telegram.fail(cut=True)
    order = await house.post(await house.address("telegram", str(ANN_CHAT)), "order")
    await house.settle()
    await house.pass_(elapsed=MINUTE)
    assert ((await house.message(order)).status, len(house.alerts())) == (MessageStatus.UNKNOWN, 1)


async def test_a_failure_that_comes_late_does_not_undo_what_was_done_since(house: House) -> None:
    """A process cut off for minutes brings its provider's no, when another has long asked and sent."""
    house.twilio.fail(status=503, slow=True)
    order = await house.post(await house.address("sms", ANN), "order")
    cut_off = asyncio.create_task(house.sender.step())
    await house.twilio.heard.wait()
    other = SenderWorker(house.service.turns, house.service.accounts)
    for _ in range(3):
        house.clock.push(elapsed=61 * SECOND)
        await other.step()
    await other.step()
    assert ((await house.message(order)).status, len(house.texts_to(ANN))) == (MessageStatus.SENT, 1)
    house.twilio.gate.set()
    await cut_off
    await house.pass_(now=HOUR, elapsed=HOUR)
    assert ((await house.message(order)).status, len(house.texts_to(ANN))) == (MessageStatus.SENT, 1)


async def test_an_answer_that_comes_late_does_not_lose_what_was_queued_since(house: House) -> None:
    """A process cut off for minutes hears that its provider has none, when another has long asked twice."""
    house.twilio.fail(cut=True)
    order = await house.post(await house.address("sms", ANN), "order")
    await house.settle()
    cut_off = await _asked_slowly(house)
    other = SenderWorker(house.service.turns, house.service.accounts)
    for _ in range(2):
        house.clock.push(elapsed=61 * SECOND)
        await other.step()
    assert ((await house.message(order)).status, house.texts_to(ANN)) == (MessageStatus.QUEUED, [])
    house.twilio.gate.set()
    await cut_off
    await house.pass_(now=MINUTE, elapsed=MINUTE)
    assert ((await house.message(order)).status, len(house.texts_to(ANN))) == (MessageStatus.SENT, 1)


async def test_who_asks_beside_another_does_not_count_twice(house: House) -> None:
    """The provider is asked twice with a minute in between, whoever else asks: it may list a message late."""
    house.twilio.fail(cut=True)
    order = await house.post(await house.address("sms", ANN), "order")
    await house.settle()
    cut_off = await _asked_slowly(house)
    house.clock.push(elapsed=61 * SECOND)
    await SenderWorker(house.service.turns, house.service.accounts).step()
    house.twilio.gate.set()
    await cut_off
    await house.settle()
    assert ((await house.message(order)).status, house.texts_to(ANN)) == (MessageStatus.UNKNOWN, [])


async def _asked_slowly(house: House) -> asyncio.Task[int]:
    """A process that asks about what it handed over, and is not answered until the gate opens."""
    house.clock.push(elapsed=MINUTE)
    house.twilio.slow_lists = True
    house.twilio.heard.clear()
    asks = asyncio.create_task(house.sender.step())
    await house.twilio.heard.wait()
    house.twilio.slow_lists = False
    return asks


async def test_who_said_stop_meanwhile_is_not_written_to_again(house: House) -> None:
    house.twilio.fail(cut=True)
    reminder = await house.remind()
    url = f"{house.service.settings.public_url}/channels/twilio/{shop.TIGER}/inbound"
    assert await house.twilio.say(ANN, shop.NUMBER, "STOP", url=url) == 200
    for _ in range(4):
        await house.pass_(elapsed=MINUTE)
    stopped = await house.message(reminder.id)
    assert (stopped.status, stopped.purpose) == (MessageStatus.REFUSED, Purpose.MARKETING)
    assert not any("Tiger tee" in text for text in house.texts_to(ANN))


def _questions(house: House) -> int:
    return len([call for call in house.twilio.calls if "Messages.json?" in call.path])


async def test_what_may_be_anothers_is_not_taken_for_this_one(house: House) -> None:
    """Two alike texts: the first was marked and never sent, the second is with its provider, whose id is not known."""
    to = await house.address("sms", ANN)
    lost = await house.post(to, "lost", text="Your order left.")
    (line,) = await house.sender.list_waiting()
    entries = await house.act(lambda turn: outbox_claims.claim(turn, line.sender))
    await house.act(lambda turn: outbox_claims.mark_permitted(turn, entries, line.sender, None))
    await house.pass_(elapsed=MINUTE + SECOND)
    other = await house.post(to, "other", text="Your order left.")
    house.twilio.fail(slow=True)
    leaving = asyncio.create_task(house.sender.step())
    await until("it is there", arrived(house))
    house.clock.push(elapsed=MINUTE + SECOND)
    await house.sender.step()
    assert (await house.message(lost)).provider_id is None
    house.twilio.gate.set()
    await leaving
    for _ in range(5):
        await house.pass_(elapsed=MINUTE + SECOND)
    ids = [(await house.message(one)).provider_id for one in (lost, other)]
    assert sorted(filter(None, ids)) == sorted(one.sid for one in house.twilio.messages)
    assert len(house.texts_to(ANN)) == 2


def arrived(house: House) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return bool(house.texts_to(ANN))

    return look
