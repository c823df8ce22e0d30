"""A shop takes another bot: it counts the messages of each chat from the first again, and nothing is mixed up."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select, update

from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind
from handlers.calls import message_edit_call
from handlers.engine.turn import Turn
from storage.erasure.erasure import scrub_person
from storage.people.people import Address
from storage.schema import events, messages
from storage.sending.message import Message
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN, ANN_CHAT, OWNER, RAVI
from tests.providers.telegram import Message as Shown

NEW = "7000000002:BBtest-token_0123456789abcdefghijklmn"


async def _another_bot(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(shop.SECRETS, "BOT_TOKEN", NEW)
    house.telegram.replace(NEW)
    await house.apply(shop.file())
    await house.settle()


async def _customer(house: House, phone: str) -> Address:
    """Somebody who wrote a moment ago, so that they may be answered."""
    found = await house.address("whatsapp", phone)
    await house.act(lambda turn: turn.unit.people.note_message(found.id, turn.now))
    return found


async def _sent(house: House, key: str, text: str, about: UUID | None = None) -> tuple[Message, Shown]:
    """Told to the owner."""
    to = await house.address("telegram", str(OWNER))
    posted = await house.post(to, key, text=text, kind=Kind.STAFF, about=about)
    await house.settle()
    return await house.message(posted), house.telegram.messages[-1]


async def _name_as_before(house: House, *which: Message) -> None:
    """As a message was called that was stored before bots were told apart."""

    async def rename(turn: Turn) -> None:
        for one in which:
            assert one.provider_id is not None
            name = one.provider_id.partition(":")[2]
            assert name.count(":") == 1
            await turn.unit.run(update(messages).where(messages.c.id == one.id).values(provider_id=name))

    await house.act(rename)


async def _answer(house: House, to: Shown, text: str) -> None:
    await house.telegram.say(OWNER, text, reply_to_message={"message_id": to.id, "chat": {"id": OWNER}})
    await house.settle()


async def _edit(house: House, message: Message, text: str) -> None:
    await house.act(lambda turn: message_edit_call.rewrite(turn, message, text))
    await house.settle()


async def _stopped(house: House, chat: int) -> bool:
    address = await house.address("telegram", str(chat))
    return bool(await house.act(lambda turn: turn.unit.consents.find_stopped([address.id])))


async def test_a_stop_that_has_the_number_of_an_older_message(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    who = shop.customer()
    await house.tell(shop.consented(who, house.clock.now(), ("telegram",)))
    await house.settle()
    assert await house.telegram.say(ANN_CHAT, "hello") == 200
    await house.settle()
    await _another_bot(house, monkeypatch)
    assert await house.telegram.say(ANN_CHAT, "STOP") == 200
    await house.settle()
    assert await _stopped(house, ANN_CHAT)
    said = len(house.chats_to(ANN_CHAT))
    await house.tell(shop.cart(who, house.clock.now()))
    await house.pass_(now=shop.FIRST_STEP)
    assert len(house.chats_to(ANN_CHAT)) == said


@pytest.mark.parametrize("upgraded", [False, True], ids=["of now", "from before bots were told apart"])
async def test_an_answer_goes_to_whom_the_new_bots_message_is_about(
    house: House, monkeypatch: pytest.MonkeyPatch, *, upgraded: bool
) -> None:
    ann, ravi = [await _customer(house, phone) for phone in (ANN, RAVI)]
    earlier, first = await _sent(house, "a", "Ann asks", ann.id)
    if upgraded:
        await _name_as_before(house, earlier)
    await _another_bot(house, monkeypatch)
    _, second = await _sent(house, "b", "Ravi asks", ravi.id)
    assert first.id == second.id
    await _answer(house, second, "Yours is on its way")
    assert await _queued_for(house, ravi.id) == ["Yours is on its way"]
    assert await _queued_for(house, ann.id) == []


async def _queued_for(house: House, address: UUID) -> list[str | None]:
    thread = await house.act(lambda turn: turn.unit.messages.thread(address))
    return [one.text for one in thread if one.kind is Kind.ANSWER]


async def test_what_was_asked_before_bots_were_told_apart_can_be_answered(house: House) -> None:
    ann, ravi = [await _customer(house, phone) for phone in (ANN, RAVI)]
    earlier, shown = await _sent(house, "a", "Ann asks", ann.id)
    other, _ = await _sent(house, "b", "Ravi asks", ravi.id)
    await _name_as_before(house, earlier, other)
    await _answer(house, shown, "Yes")
    assert (await _queued_for(house, ann.id), await _queued_for(house, ravi.id)) == (["Yes"], [])


async def test_of_two_bots_from_before_the_newest_is_answered(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, ravi = [await _customer(house, phone) for phone in (ANN, RAVI)]
    earlier, _ = await _sent(house, "a", "Ann asks", ann.id)
    await _another_bot(house, monkeypatch)
    later, shown = await _sent(house, "b", "Ravi asks", ravi.id)
    await _name_as_before(house, later, earlier)
    await _answer(house, shown, "Yes")
    assert (await _queued_for(house, ann.id), await _queued_for(house, ravi.id)) == ([], ["Yes"])


async def test_a_message_of_the_old_bot_is_said_anew(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than in the place of what has its number now."""
    earlier, first = await _sent(house, "a", "one")
    await _another_bot(house, monkeypatch)
    _, second = await _sent(house, "b", "another thing")
    assert first.id == second.id
    await _edit(house, earlier, "two")
    assert house.chats_to(OWNER) == ["one", "another thing", "two"]
    assert house.telegram.edited == []


@pytest.mark.parametrize("upgraded", [False, True], ids=["of now", "from before bots were told apart"])
async def test_a_message_is_changed_by_either_name(house: House, *, upgraded: bool) -> None:
    message, _ = await _sent(house, "a", "one")
    if upgraded:
        await _name_as_before(house, message)
    await _edit(house, message, "two")
    assert house.chats_to(OWNER) == ["two"]


async def test_an_erasure_leaves_no_chat_in_a_name(house: House) -> None:
    await house.telegram.say(ANN_CHAT, "hello")
    await house.settle()
    chat = await house.address("telegram", str(ANN_CHAT))
    await house.post(chat, "a", text="hi")
    await house.settle()
    (heard, *_, told) = await house.act(lambda turn: turn.unit.messages.thread(chat.id))
    assert (heard.direction, told.status) == ("in", MessageStatus.SENT)
    assert str(ANN_CHAT) in (heard.key + str(told.provider_id))
    await house.act(lambda turn: scrub_person(turn.unit, chat.contact, turn.now, lambda text: text[:2]))

    async def names(turn: Turn) -> list[str]:
        mine = turn.unit.owns
        said = await turn.unit.rows(select(messages.c.key, messages.c.provider_id).where(mine(messages)))
        news = await turn.unit.rows(select(events.c.external_id).where(mine(events)))
        return [str(name) for row in (*said, *news) for name in row]

    assert [name for name in await house.act(names) if f":{ANN_CHAT}:" in f":{name}:"] == []
