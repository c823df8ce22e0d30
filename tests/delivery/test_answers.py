"""What answers somebody still leaves when its conversation moves on, and not when what it says is no longer so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from flows.delivery import MessageStatus
from flows.events import OrderCreated
from handlers.engine.turn import Turn
from storage.sending.message import Message
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN_CHAT, HOUR, MINUTE

ANN = shop.customer()


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """A shop with two reminders by Telegram, the second an hour after the first."""
    text = shop.file(channels=("telegram",), steps='{ after = "30m" }, { after = "90m" }')
    async with open_house(database, text=text) as opened:
        yield opened


@pytest.fixture
async def held(house: House) -> House:
    """Ann was reminded and said yes while nothing could leave: her answer waits."""
    await house.remind(channels=("telegram",))
    await house.act(_hold)
    assert await house.telegram.say(ANN_CHAT, "yes") == 200
    await house.settle()
    assert (await _answer(house)).status is MessageStatus.QUEUED
    return house


async def test_it_leaves_though_the_cart_begins_again(held: House) -> None:
    moved = held.clock.now() + MINUTE
    await held.tell(replace(shop.cart(ANN, moved), occurred_at=moved))
    await held.pass_(now=MINUTE)
    await _check(held, MessageStatus.SENT)


async def test_it_leaves_though_the_next_reminder_is_due(held: House) -> None:
    await held.pass_(now=HOUR)
    await _check(held, MessageStatus.SENT)


async def test_it_stays_when_the_cart_was_bought_meanwhile(held: House) -> None:
    cart = shop.cart(ANN, held.clock.now())
    await held.tell(OrderCreated("o1", "#1", cart.total, cart.items, ANN, held.clock.now(), ("c1",)))
    await held.settle()
    await _check(held, MessageStatus.VOID)


async def test_it_stays_when_they_want_nothing_more(held: House) -> None:
    assert await held.telegram.say(ANN_CHAT, "STOP") == 200
    await held.settle()
    await _check(held, MessageStatus.VOID)


async def _check(house: House, status: MessageStatus) -> None:
    """What became of the answer once all can leave again."""
    before = len(house.chats_to(ANN_CHAT))
    await house.act(lambda turn: turn.unit.senders.resume())
    await house.settle()
    assert (await _answer(house)).status is status
    links = [text for text in house.chats_to(ANN_CHAT)[before:] if "Here is your cart" in text]
    assert len(links) == (status is MessageStatus.SENT)


async def _hold(turn: Turn) -> None:
    line = await turn.unit.senders.find_for_channel("telegram")
    assert line is not None
    await turn.unit.senders.pause(line.id, "a test", turn.now)


async def _answer(house: House) -> Message:
    """The link she asked for."""

    async def find(turn: Turn) -> Message:
        page = await turn.unit.messages.page(None, None, None, 100)
        (found,) = [one for one in page if one.template == "cart_link"]
        return found

    return await house.act(find)
