"""What is to be told to the staff on WhatsApp more than a day after they wrote: in the text approved for anything."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from flows.delivery import MessageStatus
from flows.phrase import Ours, phrase
from flows.policy.departure_facts import Kind
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.sending.message import Message
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import TEMPLATE
from tests.providers.twilio import WHATSAPP

ASHA = "+919810000001"
HOOK = "channels/twilio/tiger/inbound"
LINES = "3 orders wait.\nNext: /orders"
APPROVED = "News from Tiger Tees for its team: 3 orders wait. Next: /orders. Thank you."


async def open_shop(house: House, templates: str) -> None:
    """Asha, its owner, writes on WhatsApp; two days later nobody has written again."""
    file = shop.file().replace(f'"telegram:{shop.OWNER}"', f'"whatsapp:{ASHA}"')
    await house.apply(file.replace("templates = {", f"templates = {{ {templates}"))
    hello = f"{house.url}/{HOOK}"
    assert await house.twilio.say(f"whatsapp:{ASHA}", f"whatsapp:{WHATSAPP}", "/help", url=hello) == 200
    await house.settle()
    house.clock.push(now=timedelta(days=2), elapsed=timedelta(days=2))


async def alert(house: House) -> Message:
    async def tell(turn: Turn) -> None:
        await alerts.tell(turn, "orders", phrase("next", command=Ours(LINES)))

    await house.act(tell)
    await house.settle()
    return await newest(house)


async def newest(house: House) -> Message:
    page = await house.act(lambda turn: turn.unit.messages.page(None, None, None, 1))
    return page[0]


async def test_it_leaves_in_the_text_approved_for_anything(house: House) -> None:
    await open_shop(house, f'staff_notice = "{TEMPLATE}", ')
    told = await alert(house)
    given = house.twilio.messages[-1]
    assert (given.first("ContentSid"), told.status) == (TEMPLATE, MessageStatus.SENT)
    assert told.text == APPROVED.replace("3 orders", "Next: 3 orders")
    assert "\n" not in given.first("ContentVariables")


async def test_without_one_it_is_refused_and_says_why(house: House) -> None:
    await open_shop(house, "")
    told = await alert(house)
    assert (told.status, told.code) == (MessageStatus.REFUSED, "whatsapp-window")


async def test_a_text_tried_twice_is_said_once(house: House) -> None:
    await open_shop(house, f'staff_notice = "{TEMPLATE}", ')
    house.twilio.fail(code=20429)
    first = await alert(house)
    assert first.status is MessageStatus.QUEUED
    house.clock.push(now=timedelta(minutes=2), elapsed=timedelta(minutes=2))
    await house.settle()
    variables = json.loads(house.twilio.messages[-1].first("ContentVariables"))
    assert variables["2"].count("3 orders") == 1
    assert "Tiger Tees" not in variables["2"]
    assert (await house.message(first.id)).text == APPROVED.replace("3 orders", "Next: 3 orders")


async def test_within_the_day_it_is_a_text_of_ours(house: House) -> None:
    await open_shop(house, f'staff_notice = "{TEMPLATE}", ')
    hello = f"{house.url}/{HOOK}"
    assert await house.twilio.say(f"whatsapp:{ASHA}", f"whatsapp:{WHATSAPP}", "/help", url=hello) == 200
    await house.settle()
    told = await alert(house)
    assert told.content is None
    assert "\n" in (told.text or "")


@pytest.mark.parametrize("staff", [True, False])
async def test_a_customer_gets_no_such_notice(house: House, staff: bool) -> None:
    await open_shop(house, f'staff_notice = "{TEMPLATE}", ')
    to = await house.address("whatsapp", ASHA if staff else "+919810000002")
    sent = await house.post(to, "left", text="Your order left.", kind=Kind.STAFF if staff else Kind.MESSAGE)
    await house.settle()
    assert ((await house.message(sent)).status is MessageStatus.SENT) == staff
