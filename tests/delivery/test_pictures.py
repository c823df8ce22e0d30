"""A picture above a text: where the channel carries one, and as what the text leaves where it cannot be had."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.delivery import MessageStatus
from storage.people.people import Address
from tests.delivery.house import House
from tests.delivery.shop import ANN, ANN_CHAT, RAVI
from tests.providers.twilio import WHATSAPP

PICTURE = "https://shop.example/kurta.jpg"
SAID = {"order": "1234", "items": ["Blue kurta"], "when": None}
LINK = "https://shop.example/photos"


async def show(house: House, to: Address, picture: object = PICTURE, **more: Any) -> UUID:
    """Somebody is shown what they ordered."""
    values = {**SAID, "when": house.clock.now() + timedelta(days=1), "link": LINK, "picture": picture}
    return await house.post(to, "photos", text=None, template="approve_photos", values=values, **more)


async def test_above_a_text_on_telegram(house: House) -> None:
    shown = await show(house, await house.address("telegram", str(ANN_CHAT)))
    await house.settle()
    (message,) = house.telegram.messages
    assert message.photo == PICTURE
    assert "Blue kurta" in message.text
    assert (await house.message(shown)).media == [{"kind": "image", "url": PICTURE}]


async def test_on_whatsapp_as_an_address_that_twilio_fetches(house: House) -> None:
    url = f"{house.url}/channels/twilio/tiger/inbound"
    await house.twilio.say(f"whatsapp:{RAVI}", f"whatsapp:{WHATSAPP}", "hello", url=url)
    await house.settle()
    before = len(house.twilio.messages)
    await show(house, await house.address("whatsapp", RAVI))
    await house.settle()
    (message,) = house.twilio.messages[before:]
    assert message.first("MediaUrl") == PICTURE
    assert "Blue kurta" in message.first("Body")


async def test_none_by_sms(house: House) -> None:
    shown = await show(house, await house.address("sms", ANN))
    await house.settle()
    assert house.twilio.messages[-1].first("MediaUrl") == ""
    assert not (await house.message(shown)).media


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param("", id="none"),
        pytest.param(None, id="nothing"),
        pytest.param("file:///etc/passwd", id="a file"),
        pytest.param("AgACAgQAAxk_1", id="a name"),
        pytest.param("https://user:secret@shop.example/kurta.jpg", id="with a password"),
        pytest.param("https://shop.example/a b.jpg", id="no address"),
        pytest.param(f"https://shop.example/{'x' * 2000}", id="too long"),
    ],
)
async def test_what_is_no_address_of_a_picture_is_left_out(house: House, picture: object) -> None:
    shown = await show(house, await house.address("telegram", str(ANN_CHAT)), picture)
    await house.settle()
    (message,) = house.telegram.messages
    assert message.photo is None
    assert (await house.message(shown)).status is MessageStatus.SENT


async def test_a_text_too_long_for_a_caption_leaves_without_its_picture(house: House) -> None:
    to = await house.address("telegram", str(ANN_CHAT))
    items = [f"{number} {'kurta ' * 8}" for number in range(40)]
    values = {"order": "1234", "items": items, "when": house.clock.now(), "link": LINK, "picture": PICTURE}
    long = await house.post(to, "photos", text=None, template="approve_photos", values=values)
    await house.settle()
    (message,) = house.telegram.messages
    assert (message.photo is None) == (len(message.text) > 1024)
    assert (await house.message(long)).status is MessageStatus.SENT


async def test_what_telegram_cannot_fetch_leaves_as_the_text_alone(house: House) -> None:
    house.telegram.unfetched.add("shop.example")
    shown = await show(house, await house.address("telegram", str(ANN_CHAT)))
    await house.settle()
    (message,) = house.telegram.messages
    assert message.photo is None
    assert "Blue kurta" in message.text
    kept = await house.message(shown)
    assert (kept.status, kept.media) == (MessageStatus.SENT, [])


async def test_what_whatsapp_cannot_show_is_said_again_without_it(house: House) -> None:
    """Twilio tells of a picture that it could not fetch by a receipt, long after it took the message."""
    url = f"{house.url}/channels/twilio/tiger/inbound"
    await house.twilio.say(f"whatsapp:{RAVI}", f"whatsapp:{WHATSAPP}", "hello", url=url)
    await house.settle()
    house.twilio.fail(later=63019)
    first = await show(house, await house.address("whatsapp", RAVI))
    await house.settle()
    await house.twilio.deliver()
    await house.settle()
    again = house.twilio.messages[-1]
    assert again.first("MediaUrl") == ""
    assert "Blue kurta" in again.first("Body")
    assert (await house.message(first)).status is MessageStatus.FAILED
