"""An opt-out by SMS reaches the chat of the same customer's record, also where it left a gap: over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from flows.delivery import MessageStatus
from flows.events import Customer
from flows.policy.departure_facts import Programme
from handlers.engine.turn import Turn
from storage.people.people import Address
from storage.schema import consents, permissions
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, ANN_CHAT
from tests.delivery.test_bad_input import INBOUND
from tests.providers import twilio

RECORD = Customer("81", "Ann", ANN, telegram=str(ANN_CHAT))


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """Ann agreed by SMS and in the chat, and wrote "hello" in the chat first."""
    async with open_house(database) as opened:
        await opened.tell(shop.consented(RECORD, opened.clock.now(), ("sms", "telegram")))
        await opened.settle()
        await opened.telegram.say(ANN_CHAT, "hello")
        await opened.pass_(timedelta(minutes=1))
        yield opened


async def stop_by_sms(house: House, text: str = "STOP") -> None:
    assert await house.twilio.say(ANN, twilio.NUMBER, text, url=f"{house.url}{INBOUND}") == 200
    await house.pass_(timedelta(minutes=1))


async def offer(house: House, chat: Address, key: str) -> UUID:
    """Queue an offer in the chat, and let it be judged."""
    made = await house.offer(chat, key, programme=Programme.OFFERS)
    await house.pass_(timedelta(seconds=5))
    return made


async def test_no_offer_reaches_the_chat_after_a_stop_by_sms(house: House) -> None:
    chat = await house.address("telegram", str(ANN_CHAT))
    before = await offer(house, chat, "before")
    assert (await house.message(before)).status is MessageStatus.SENT
    waiting = await house.offer(chat, "waiting", due_at=house.clock.now() + timedelta(hours=1))
    await stop_by_sms(house)
    after = await offer(house, chat, "after")
    assert (await house.message(waiting)).status is MessageStatus.VOID
    assert (await house.message(after)).status is MessageStatus.REFUSED
    assert "consent.revoked" in await house.verdicts()
    assert house.chats_to(ANN_CHAT).count("offer") == 1


async def test_a_stop_that_was_never_written_there_holds_an_offer_at_its_departure(house: House) -> None:
    """As where an earlier version stored the stop: the ledger of the chat knows nothing of it."""
    chat = await house.address("telegram", str(ANN_CHAT))
    await stop_by_sms(house)

    async def forget(turn: Turn) -> None:
        unit = turn.unit
        await unit.remove(consents, consents.c.address == chat.id, consents.c.teller == "linked")
        await unit.change_all(permissions, permissions.c.address == chat.id, state="confirmed")

    await house.act(forget)
    made = await offer(house, chat, "after")
    assert (await house.message(made)).status is MessageStatus.REFUSED
    await house.telegram.say(ANN_CHAT, "/start")
    await house.pass_(timedelta(minutes=1))
    later = await offer(house, chat, "later")
    await house.pass_(timedelta(hours=4))
    assert (await house.message(later)).status is MessageStatus.SENT


async def test_news_of_an_order_goes_on_in_the_chat(house: House) -> None:
    chat = await house.address("telegram", str(ANN_CHAT))
    await stop_by_sms(house)
    made = await house.post(chat, "order", text="Your order left.")
    await house.settle()
    assert (await house.message(made)).status is MessageStatus.SENT


async def test_a_doubtful_opt_out_by_sms_holds_the_chat(house: House) -> None:
    chat = await house.address("telegram", str(ANN_CHAT))
    await stop_by_sms(house, "maybe stop")
    made = await offer(house, chat, "meanwhile")
    assert (await house.message(made)).status is MessageStatus.QUEUED
    await house.pass_(timedelta(hours=25))
    assert (await house.message(made)).status in {MessageStatus.REFUSED, MessageStatus.VOID}
