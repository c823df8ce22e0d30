"""A message that says something else is changed where it was sent: once for all changes, and in the end it is so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from flows.business import PaymentSettings, Sourcing
from flows.delivery import Answer, Failure, MessageStatus
from flows.policy.departure_facts import Kind
from flows.sourcing.shop_ask import Says
from handlers.calls import call_lifecycle, message_edit_call
from handlers.calls.call_kind import CallRequest
from handlers.engine.turn import Turn
from storage.erasure.erasure import scrub_person
from storage.people.people import Identity
from storage.schema import senders
from storage.sending.call_records import CallRecord
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry, Priority
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import MINUTE, OWNER
from tests.sourced import Souvenirs

SECOND = timedelta(seconds=1)
KEY = "card:1"


async def _posted(house: House, text: str = "one", **letter: object) -> Message:
    to = await house.address("telegram", str(OWNER))
    return await house.message(await house.post(to, KEY, text=text, kind=Kind.STAFF, **letter))


async def _sent(house: House, text: str = "one", **letter: object) -> Message:
    posted = await _posted(house, text, **letter)
    await house.settle()
    return await house.message(posted.id)


async def _say(house: House, message: Message, text: str) -> None:
    await house.act(lambda turn: message_edit_call.rewrite(turn, message, text))


async def _call(house: House, message: Message) -> CallRecord:
    found = await house.act(lambda turn: turn.unit.calls.find_by_key(f"edit_message:{message.id}"))
    assert found is not None
    return found


async def _waiting(house: House) -> int:
    return sum(many for many, _ in (await house.act(lambda turn: turn.unit.outbox.depth())).values())


async def _claimed(house: House) -> OutboxEntry:
    async def claim(turn: Turn) -> OutboxEntry:
        line = await turn.unit.senders.find_for_channel("telegram")
        assert line is not None
        (entry,) = await turn.unit.outbox.claim(line.id, turn.now, turn.elapsed, MINUTE, 10)
        return entry

    return await house.act(claim)


async def _begun(house: House, entry: OutboxEntry) -> CallRequest:
    request = await house.act(lambda turn: call_lifecycle.begin(turn, entry))
    assert request is not None
    return request


async def test_the_phone_shows_the_new_words(house: House) -> None:
    message = await _sent(house, buttons=(("y", "Yes"),))
    house.clock.push(now=MINUTE)
    await house.act(lambda turn: message_edit_call.rewrite(turn, message, "two", [{"id": "n", "text": "No"}]))
    await house.settle()
    assert house.chats_to(OWNER) == ["two"]
    assert house.telegram.messages[0].keys == [{"text": "No", "callback_data": "n"}]
    now = await house.message(message.id)
    assert (now.text, now.edited_at, now.status) == ("two", house.clock.now(), MessageStatus.SENT)
    assert (await _call(house, message)).status == "done"
    assert await _waiting(house) == 0


async def test_what_has_not_left_leaves_with_its_new_words(house: House) -> None:
    message = await _posted(house)
    await _say(house, message, "two")
    await house.settle()
    assert (house.chats_to(OWNER), house.telegram.edited) == (["two"], [])
    assert (await house.message(message.id)).edited_at is None


async def test_many_changes_are_one_call(house: House) -> None:
    message = await _sent(house)
    for text in ("two", "three", "four"):
        await _say(house, message, text)
    await house.settle()
    assert [one["text"] for one in house.telegram.edited] == ["four"]
    await _say(house, message, "five")
    await house.settle()
    assert [one["text"] for one in house.telegram.edited] == ["four", "five"]


async def test_it_changed_again_while_it_was_being_changed(house: House) -> None:
    """Also if Telegram had the second change first: the last words stand in the end."""
    message = await _sent(house)
    await _say(house, message, "two")
    entry = await _claimed(house)
    request = await _begun(house, entry)
    await _say(house, message, "three")
    assert await _waiting(house) == 1
    await house.act(lambda turn: call_lifecycle.conclude(turn, entry, request, Answer()))
    await house.settle()
    assert house.chats_to(OWNER) == ["three"]
    assert await _waiting(house) == 0


async def test_two_that_overtake_each_other(house: House) -> None:
    """A process that lost its lease concludes after another one has shown what came later."""
    message = await _sent(house)
    await _say(house, message, "two")
    entry = await _claimed(house)
    late = await _begun(house, entry)
    await house.pass_(elapsed=2 * MINUTE)
    await _say(house, message, "three")
    await house.settle()
    assert house.chats_to(OWNER) == ["three"]
    caller = await house.service.accounts.caller(shop.TIGER, "telegram")
    assert caller is not None
    answer = await caller(late)
    assert house.chats_to(OWNER) == ["two"]
    await house.act(lambda turn: call_lifecycle.conclude(turn, entry, late, answer))
    await house.settle()
    assert house.chats_to(OWNER) == ["three"]


async def test_whoever_began_it_died(house: House) -> None:
    message = await _sent(house)
    await _say(house, message, "two")
    await _begun(house, await _claimed(house))
    await house.settle()
    assert house.chats_to(OWNER) == ["one"]
    await house.pass_(elapsed=2 * MINUTE)
    assert house.chats_to(OWNER) == ["two"]


async def test_one_that_is_being_handed_over_is_changed_when_it_is_there(house: House) -> None:
    message = await _posted(house)
    await house.act(
        lambda turn: turn.unit.messages.reach(message.id, MessageStatus.SENDING, turn.now, left_at=turn.now)
    )
    await house.act(lambda turn: turn.unit.outbox.settle(message.id))
    await _say(house, await house.message(message.id), "two")
    await house.settle()
    assert (house.telegram.edited, await _waiting(house)) == ([], 1)


async def _ended(house: House, status: MessageStatus) -> Message:
    message = await _posted(house)
    close = status in {MessageStatus.REFUSED, MessageStatus.EXPIRED, MessageStatus.VOID}
    await house.act(
        lambda turn: (
            turn.unit.messages.close(message.id, status, turn.now)
            if close
            else turn.unit.messages.reach(message.id, status, turn.now)
        )
    )
    await house.act(lambda turn: turn.unit.outbox.settle(message.id))
    return await house.message(message.id)


@pytest.mark.parametrize("status", [MessageStatus.REFUSED, MessageStatus.VOID])
async def test_what_was_not_to_leave_is_not_changed(house: House, status: MessageStatus) -> None:
    await _say(house, await _ended(house, status), "two")
    await house.settle()
    assert (house.telegram.edited, house.telegram.messages, await _waiting(house)) == ([], [], 0)


@pytest.mark.parametrize("status", [MessageStatus.FAILED, MessageStatus.UNKNOWN, MessageStatus.EXPIRED])
async def test_what_was_lost_is_said_anew_when_it_changes(house: House, status: MessageStatus) -> None:
    lost = await _ended(house, status)
    await _say(house, lost, "two")
    await house.settle()
    assert (house.chats_to(OWNER), await _waiting(house)) == (["two"], 0)
    again = await house.act(lambda turn: message_edit_call.find_newest(turn, KEY))
    assert again is not None
    assert again.fallback_of == lost.id
    await _say(house, again, "three")
    await house.settle()
    assert house.chats_to(OWNER) == ["three"]


async def test_a_message_that_is_gone_is_said_anew_once(house: House) -> None:
    message = await _sent(house)
    house.telegram.deleted.add(house.telegram.messages[0].id)
    await _say(house, message, "two")
    await house.settle()
    assert house.chats_to(OWNER) == ["one", "two"]
    again = await house.act(lambda turn: message_edit_call.find_newest(turn, KEY))
    assert again is not None
    assert (again.fallback_of, again.kind) == (message.id, Kind.STAFF)
    await _say(house, message, "still gone")
    await _say(house, again, "three")
    await house.settle()
    assert house.chats_to(OWNER) == ["one", "three"]


@pytest.mark.parametrize("cut", [False, True], ids=["not taken", "nobody knows"])
async def test_it_is_tried_again(house: House, *, cut: bool) -> None:
    message = await _sent(house)
    house.telegram.fail(1, **({"cut": True, "stored": True} if cut else {"status": 503}))
    await _say(house, message, "two")
    await house.settle()
    assert await _waiting(house) == 1
    await house.pass_(now=MINUTE)
    assert (house.chats_to(OWNER), await _waiting(house)) == (["two"], 0)


async def test_the_whole_sender_waits_as_long_as_it_is_told_to(house: House) -> None:
    message = await _sent(house)
    house.telegram.fail(1, status=429, after=7)
    await _say(house, message, "two")
    await house.settle()
    assert (await house.line("telegram")).held_until == house.clock.get_real_time() + 7 * SECOND
    await house.pass_(elapsed=6 * SECOND)
    assert house.chats_to(OWNER) == ["one"]
    await house.pass_(elapsed=SECOND)
    assert house.chats_to(OWNER) == ["two"]


async def test_buttons_that_changed_while_its_words_were_changed(house: House) -> None:
    message = await _sent(house, buttons=(("y", "Yes"),))
    await house.act(lambda turn: message_edit_call.rewrite(turn, message, "two", [{"id": "y", "text": "Yes"}]))
    entry = await _claimed(house)
    request = await _begun(house, entry)
    await house.act(lambda turn: message_edit_call.rewrite(turn, message, "two", [{"id": "n", "text": "No"}]))
    await house.act(lambda turn: call_lifecycle.conclude(turn, entry, request, Answer()))
    await house.settle()
    assert [one.keys for one in house.telegram.messages] == [[{"text": "No", "callback_data": "n"}]]


async def test_what_says_so_already_is_not_changed(house: House) -> None:
    message = await _sent(house)
    await _say(house, message, "one")
    assert await _waiting(house) == 0


async def _away(house: House, hours: int) -> None:
    """Telegram takes nothing for so long."""
    house.telegram.fail(10**4, status=503)
    for _ in range(hours * 3):
        await house.pass_(now=20 * MINUTE, elapsed=20 * MINUTE)


async def test_a_provider_that_was_away_for_hours_is_told_when_it_is_back(house: House) -> None:
    message = await _sent(house)
    await _say(house, message, "two")
    await _away(house, 10)
    assert house.chats_to(OWNER) == ["one"]
    house.telegram.heal()
    await house.pass_(now=30 * MINUTE)
    assert house.chats_to(OWNER)[0] == "two"


async def test_what_waits_for_hours_is_told_to_the_staff_once(house: House) -> None:
    """By the way that works: her other chat."""
    asha = await house.address("telegram", str(OWNER))
    both = [Identity("telegram", str(OWNER)), Identity("whatsapp", "+13145550109")]
    await house.act(lambda turn: turn.unit.people.prove(both, turn.now))
    phone = await house.address("whatsapp", "+13145550109")
    messages = [await house.post(asha, f"card:{number}", text="one") for number in range(3)]
    await house.settle()
    for one in messages:
        await _say(house, await house.message(one), "two")
    await _away(house, 5)
    (alert,) = await _thread(house, phone.id)
    assert alert.text == (
        "Telegram has accepted no changes for two hours (Telegram answered 503: Internal Server Error). Order messages "
        "there may be out of date until it does."
    )


class Market(Souvenirs):
    """Souvenirs whose clock is the house's."""

    def later(self, **stretch: float) -> None:
        self.clock.push(timedelta(**stretch))  # type: ignore[arg-type]


async def test_an_orders_message_after_hours_without_the_provider(house: House) -> None:
    """The owner hears of it with the way to see the order; when Telegram is back, her message says how it stands."""
    asha = await house.address("telegram", str(OWNER))
    both = [Identity("telegram", str(OWNER)), Identity("whatsapp", "+13145550109")]
    await house.act(lambda turn: turn.unit.people.prove(both, turn.now))
    phone = await house.address("whatsapp", "+13145550109")
    tenant = await house.service.turns.tenant(shop.TIGER)
    settings = Sourcing(order_messages=True)
    pays = (PaymentSettings("simulator"),)
    business = replace(tenant.business, currency="INR", payments=pays, sourcing=settings)
    market = await Market(house.service.turns, house.clock, business).open()  # type: ignore[arg-type]
    order = await market.reserve("1234")
    await house.settle()
    house.telegram.fail(10**4, status=503)
    await market.says("1234", "connaught", Says.PART, 1)
    await _away(house, 5)
    (alert,) = [one for one in await _thread(house, phone.id) if "has accepted no changes" in (one.text or "")]
    assert (alert.text or "").endswith("Current state: /order 1234 · all: /orders")
    house.telegram.heal()
    await house.pass_(now=20 * MINUTE, elapsed=20 * MINUTE)
    card = await house.act(lambda turn: message_edit_call.find_newest(turn, f"card:{order}:{asha.id}"))
    assert card is not None
    assert "Connaught Gifts 1 of 2" in (card.text or "")
    assert card.text in house.chats_to(OWNER)


async def _thread(house: House, address: UUID) -> list[Message]:
    return await house.act(lambda turn: turn.unit.messages.thread(address))


async def test_it_is_given_up_in_the_end_and_the_next_change_begins_anew(house: House) -> None:
    message = await _sent(house)
    await _say(house, message, "two")
    await _away(house, 80)
    assert (await _call(house, message)).status == "failed"
    house.telegram.heal()
    await _say(house, await house.message(message.id), "two")
    await house.settle()
    assert house.chats_to(OWNER)[0] == "two"


async def test_an_answer_that_nobody_told_us_of_is_looked_at(house: House) -> None:
    message = await _sent(house)
    house.telegram.fail(1, status=400, said="Bad Request: MESSAGE_AUTHOR_REQUIRED")
    await _say(house, message, "two")
    await house.settle()
    (alert,) = house.alerts()[1:]
    assert alert.startswith("A message could not be updated (400: Telegram answered 400")


async def test_who_blocked_the_bot_is_not_asked_about(house: House) -> None:
    message = await _sent(house)
    house.telegram.blocked.add(OWNER)
    await _say(house, message, "two")
    await house.settle()
    assert (len(house.telegram.messages), await _waiting(house)) == (1, 0)


async def test_the_words_stand_with_the_message_alone_so_an_erasure_has_them(house: House) -> None:
    message = await _sent(house, text="Ann wants a mug")
    await _say(house, message, "Ann has her mug")
    assert (await _call(house, message)).request == {"message": message.id}
    await house.act(lambda turn: scrub_person(turn.unit, message.contact, turn.now, lambda text: text[::-1]))
    await house.settle()
    assert house.telegram.edited == []
    assert await _waiting(house) == 0


async def test_it_takes_a_token_of_the_rate(house: House) -> None:
    """Telegram counts it like a message; one for which nothing was to be done takes none."""
    message = await _sent(house)
    before = await _tokens(house)
    await _say(house, message, "two")
    await house.settle()
    assert await _tokens(house) == before - 1
    await house.act(lambda turn: _ask_for_nothing(turn, message.id))
    await house.settle()
    assert await _tokens(house) == before - 1


async def _tokens(house: House) -> float:
    line = await house.line("telegram")
    query = select(senders.c.tokens).where(senders.c.id == line.id)
    return float(await house.act(lambda turn: turn.unit.value(query)))


async def _ask_for_nothing(turn: Turn, message: UUID) -> None:
    await turn.unit.messages.note(message, status=MessageStatus.FAILED.value)
    line = await turn.unit.senders.find_for_channel("telegram")
    call = await turn.unit.calls.find_by_key(f"edit_message:{message}")
    assert line is not None
    assert call is not None
    await turn.unit.outbox.add(OutboxEntry(call.id, "call", line.id, Priority.BULK, turn.now, None, None, False, None))


async def test_a_channel_that_cannot_change_anything_says_so(house: House) -> None:
    caller = await house.service.accounts.caller(shop.TIGER, "twilio")
    assert caller is not None
    asked = CallRequest(UUID(int=1), "edit_message", "", {"channel": "sms"}, house.clock.now(), None, None)
    assert await caller(asked) == Answer(failure=Failure.SETUP, code="no-edit")
