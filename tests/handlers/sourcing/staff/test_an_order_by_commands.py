"""An order carried to the door by commands alone, through the whole service, each decided in the order's own turn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.app import Service
from bot.simulator.simulated_phone import read_spoken
from flows.events import Customer, OrderReserved, ReservedItem
from handlers.engine.turn import Turn
from handlers.people.inbound_event import InboundEvent
from handlers.sourcing.order_history import load_histories
from storage.sending.message import Message
from storage.sourcing.reservations import Reservations
from tests.bot.simulator.shop import TUESDAY, sandbox

FILE = """\
[business]
id = "tiger"
name = "Tiger Tees"
country = "IN"
timezone = "Asia/Kolkata"
currency = "INR"
[channels.telegram]
provider = "simulator"
[channels.whatsapp]
provider = "simulator"
[payments.simulator]
[[staff]]
name = "Asha"
role = "owner"
address = "telegram:9001"
[[staff]]
name = "Meera"
role = "manager"
address = "whatsapp:+919810000001"
[[shops]]
id = "connaught"
name = "Connaught Souvenirs"
hours = "00:00-24:00"
commission = 150
address = "whatsapp:+919810000002"
[[products]]
sku = "SHORTS"
title = "Tiger Shorts"
sizes = ["L"]
price = 899
"""
ASHA, MEERA, CONNAUGHT = "telegram:9001", "whatsapp:+919810000001", "whatsapp:+919810000002"


@dataclass
class House:
    """A running business and what people write to it."""

    service: Service

    async def say(self, person: str, text: str, button: str | None = None) -> list[Message]:
        """What they write, and what they get then, the answer first."""
        before = {one.id for one in await self.thread(person)}
        asked = {"from": person, "text": text, "button": button}
        written = await self.service.turns.look("tiger", lambda turn: read_spoken(turn, asked))
        await self.tell(written.incoming)
        fresh = [one for one in await self.thread(person) if one.id not in before and one.direction == "out"]
        return sorted(fresh, key=lambda one: (one.reply_to is None, one.id))

    async def tell(self, incoming: InboundEvent) -> None:
        await self.service.inbox.take("tiger", incoming)
        assert self.service.sandbox is not None
        await self.service.sandbox.settle()

    async def thread(self, person: str) -> list[Message]:
        channel, _, value = person.partition(":")

        async def look(turn: Turn) -> list[Message]:
            address = await turn.unit.people.address(channel, value)
            return [] if address is None else list(await turn.unit.messages.thread(address.id))

        return await self.service.turns.look("tiger", look)

    async def history(self) -> list[tuple[str, str]]:
        async def look(turn: Turn) -> list[tuple[str, str]]:
            row = await turn.unit.of(Reservations).find_by_number("1234")
            assert row is not None
            return [(one.status, one.by) for one in (await load_histories(turn, [row.id]))[row.id]]

        return list(dict.fromkeys(await self.service.turns.look("tiger", look)))


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    async with sandbox(database, TUESDAY, FILE) as service:
        made = House(service)
        item = ReservedItem("SHORTS", "L", 2)
        event = OrderReserved("1234", "1234", (item,), False, Customer(phone="+919820000009"), TUESDAY)
        await made.tell(InboundEvent("api", "reserved-1234", event, None))
        yield made


async def test_to_the_door(house: House) -> None:
    assert "Shops asked: 1, 1 still to answer" in text(await house.say(ASHA, "/order 1234"))
    await house.say(CONNAUGHT, "yes")
    (question, *_) = await house.say(ASHA, "/settled 1234")
    button = question.buttons[0]
    assert button["text"] == "1 It is paid"
    answer, *alerts = await house.say(ASHA, button["text"], button["id"])
    assert answer.text == "Order 1234: ₹1,798 received.\nNext: /order_1234"
    assert any("Order 1234 is confirmed." in (one.text or "") for one in alerts)
    assert text(await house.say(ASHA, "/picked 1234 conaught")).startswith("Picked up at Connaught Souvenirs")
    assert text(await house.say(ASHA, "/packed_1234")).startswith("Order 1234 is packed.")
    assert text(await house.say(ASHA, "/shipped TRACK77 1234")).startswith("Order 1234 is shipped, tracking TRACK77.")
    assert text(await house.say(ASHA, "delivered 1234")).startswith("Order 1234 is delivered.")
    steps = await house.history()
    assert ("sourcing", "staff:Asha") in steps
    assert steps[-3:] == [("packed", "staff:Asha"), ("shipped", "staff:Asha"), ("delivered", "staff:Asha")]
    assert text(await house.say(ASHA, "/orders")) == "No order is open."
    assert "owed ₹300" in text(await house.say(ASHA, "/shop connaught"))


async def test_on_whatsapp_a_number_confirms_and_the_buttons_are_spelled_once(house: House) -> None:
    await house.say(CONNAUGHT, "yes")
    shown = text(await house.say(MEERA, "/settled 1234"))
    assert shown.endswith("Confirm within 10 minutes.\n1 It is paid\n2 Leave it")
    assert text(await house.say(MEERA, "1")).startswith("Order 1234: ₹1,798 received.")
    assert ("sourcing", "staff:Meera") in await house.history()


def text(messages: list[Message]) -> str:
    """What the answer says."""
    return messages[0].text or ""
