"""A number that WhatsApp and shops write in two ways is one number: a STOP from either ends what leaves to both."""

from __future__ import annotations

from uuid import UUID

import pytest

from flows.events import MessageReceived
from handlers.actions.person_consents import find_number_rows
from handlers.engine.turn import Turn
from handlers.privacy import privacy_requests
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import NUMBER, TIGER
from tests.providers.twilio import WHATSAPP

# what a shop tells, and what the same phone is called by WhatsApp, either way round
WRITINGS = [
    pytest.param("+525512345678", "+5215512345678", id="Mexico"),
    pytest.param("+5215587654321", "+525587654321", id="Mexico with a 1 at the shop"),
    pytest.param("+54 11 2345 6789", "+5491123456789", id="Argentina"),
    pytest.param("+54 11 15 2345 6789", "+5491123456789", id="Argentina with its 15"),
    pytest.param("+5531984726382", "+553184726382", id="Brazil"),
    pytest.param("+553184726382", "+5531984726382", id="Brazil with eight digits at the shop"),
]


async def write(house: House, phone: str, text: str) -> None:
    """They write on WhatsApp."""
    where = f"{house.url}/channels/twilio/{TIGER}/inbound"
    assert await house.twilio.say(f"whatsapp:{phone}", WHATSAPP, text, url=where, WaId=phone.lstrip("+")) == 200
    await house.settle()


async def agree(house: House, told: str, *channels: str) -> None:
    """The shop tells what was agreed to under a number."""
    await house.tell(shop.consented(shop.customer(told, None), house.clock.now(), channels))
    await house.settle()


async def tempt(house: House, told: str) -> None:
    """The shop tells of a cart that they left, and its first reminder falls due."""
    await house.tell(shop.cart(shop.customer(told, None), house.clock.now()))
    await house.settle()
    await house.pass_(now=shop.FIRST_STEP)


async def owner(house: House, channel: str, number: str) -> UUID | None:
    """Who has a number."""

    async def find(turn: Turn) -> UUID | None:
        address = await turn.unit.people.address(channel, number)
        return address.contact if address else None

    return await house.act(find)


@pytest.mark.parametrize(("told", "written"), WRITINGS)
@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
async def test_a_stop_reaches_the_other_writing(house: House, told: str, written: str, channel: str) -> None:
    await agree(house, told, "whatsapp", "sms")
    await write(house, written, "STOP")
    before = len(house.twilio.messages)
    await tempt(house, told)
    to = await house.address(channel, written)
    await house.offer(to)
    await house.settle()
    assert len(house.twilio.messages) == before, "marketing left after a STOP"


@pytest.mark.parametrize(("told", "written"), WRITINGS)
async def test_the_two_writings_are_one_person(house: House, told: str, written: str) -> None:
    await agree(house, told, "whatsapp")
    customer = await house.act(lambda turn: turn.unit.people.address("customer", f"api:{told}"))
    await write(house, written, "hello")
    assert customer is not None
    assert {await owner(house, "whatsapp", written), await owner(house, "sms", written)} == {customer.contact}


@pytest.mark.parametrize(("told", "written"), WRITINGS)
async def test_an_erasure_reaches_the_other_writing(house: House, told: str, written: str) -> None:
    """Also where the number comes back from the shop: it is still not to be written to."""
    await write(house, written, "hello")
    who = await owner(house, "whatsapp", written)
    assert who is not None
    await house.act(lambda turn: privacy_requests.erase_person(turn, who, "they asked"))
    lines = await house.act(lambda turn: find_number_rows(turn, written))
    assert lines
    before = len(house.twilio.messages)
    await agree(house, told, "whatsapp")
    await tempt(house, told)
    assert len(house.twilio.messages) == before, "an erased number was written to"
    assert await house.act(lambda turn: find_number_rows(turn, told)), (
        "what is shown of an erased number has no writing"
    )


async def test_a_stop_by_sms_reaches_the_other_writing(house: House) -> None:
    await agree(house, "+525512345678", "sms")
    said = MessageReceived("sms", "+5215512345678", NUMBER, "SM1", "STOP", house.clock.now())
    await house.tell(said)
    await house.settle()
    before = len(house.twilio.messages)
    await tempt(house, "+525512345678")
    assert len(house.twilio.messages) == before
