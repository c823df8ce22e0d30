"""Buttons and lists on WhatsApp while the window is open, and the numbered text where they cannot be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from bot.channels.twilio.twilio_contents import make_body
from flows.channels import WHATSAPP
from flows.delivery import MessageStatus
from flows.menu_shapes import list_shapes
from handlers.engine.turn import Turn
from storage.people.people import Address
from storage.sending.message import Message
from storage.sending.session_menu_contents import SessionMenuContents
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import RAVI, TEMPLATE
from tests.providers.twilio import WHATSAPP as NUMBER
from tests.providers.twilio import Message as Given

BODY = "Order 1234: Tiger Shorts, size L, 2 pc. You earn $30."
SPELLED = ["1 Yes", "2 No", "3 Some"]


async def with_menus(house: House) -> Address:
    """The business with menus at Twilio, at noon in India, and a shopkeeper who has just written."""
    house.clock.push(now=shop.NOON_IN_INDIA - house.clock.now())
    file = shop.file(channels=("whatsapp",))
    await house.apply(file.replace("templates = {", f'templates = {{ stock_request = "{TEMPLATE}",'))
    await make(house)
    ravi = await house.address("whatsapp", RAVI)
    await write(house, "thanks")
    return ravi


async def make(house: House) -> None:
    assert WHATSAPP.menus is not None
    contents = {}
    for number, shape in enumerate(list_shapes(WHATSAPP.menus), start=1):
        sid = f"HXfe{number:030x}"
        house.twilio.contents[sid] = {**make_body(shape), "sid": sid}
        contents[shape.name] = sid
    await keep(house, contents)


async def keep(house: House, contents: Mapping[str, str]) -> None:
    """Have these menus and no others for the sender."""

    async def work(turn: Turn) -> None:
        sender = await turn.unit.senders.find_for_channel("whatsapp")
        assert sender is not None
        await turn.unit.of(SessionMenuContents).replace(sender.id, contents)

    await house.act(work)


async def write(house: House, text: str, **fields: str) -> None:
    url = f"{house.url}/channels/twilio/{shop.TIGER}/inbound"
    assert await house.twilio.say(f"whatsapp:{RAVI}", f"whatsapp:{NUMBER}", text, url=url, **fields) == 200
    await house.settle()


async def ask(house: House, ravi: Address, key: str = "ask") -> tuple[Given, Message]:
    values = {
        "order": "1234", "item": "Tiger Shorts", "size": "L", "quantity": 2, "commission": Decimal(30),
        "deadline": house.clock.now() + timedelta(days=1),
    }  # fmt: skip
    asked: UUID = await house.post(ravi, key, text=None, template="stock_request", values=values)
    await house.settle()
    return house.twilio.messages[-1], await house.message(asked)


async def test_inside_the_window_the_choices_are_buttons(house: House) -> None:
    ravi = await with_menus(house)
    given, kept = await ask(house, ravi)
    drawn = house.twilio.drawn(given)
    assert drawn is not None
    assert drawn[0].startswith(BODY)
    assert drawn[1] == [("yes", "1 Yes"), ("no", "2 No"), ("some", "3 Some")]
    assert (kept.text, kept.menu, kept.content) == (drawn[0], "parley_buttons_3", None)
    assert [button["id"] for button in kept.buttons] == ["yes", "no", "some"]


async def test_outside_the_window_the_approved_text_leaves(house: House) -> None:
    ravi = await with_menus(house)
    house.clock.push(now=timedelta(hours=25))
    given, kept = await ask(house, ravi)
    assert (given.first("ContentSid"), kept.menu, kept.content) == (TEMPLATE, None, TEMPLATE)


async def test_a_window_that_closed_meanwhile_gets_the_approved_text(house: House) -> None:
    ravi = await with_menus(house)
    house.twilio.fail(later=63016)
    given, _ = await ask(house, ravi)
    assert house.twilio.drawn(given) is not None
    await house.twilio.deliver()
    await house.settle()
    assert house.twilio.messages[-1].first("ContentSid") == TEMPLATE


@pytest.mark.parametrize("gone", [True, False], ids=["deleted", "line breaks refused"])
async def test_a_menu_that_twilio_refuses_leaves_as_numbered_text_once(house: House, gone: bool) -> None:
    ravi = await with_menus(house)
    if gone:
        house.twilio.contents.clear()
    house.twilio.takes_line_breaks = False
    before = len(house.twilio.messages)
    for key in ("first", "second"):
        given, kept = await ask(house, ravi, key)
        assert given.first("Body").splitlines()[-3:] == SPELLED
        assert kept.status is MessageStatus.SENT
    assert len(house.twilio.messages) == before + 2


async def test_a_phone_that_cannot_show_a_menu_gets_the_text(house: House) -> None:
    ravi = await with_menus(house)
    house.twilio.fail(later=63021)
    await ask(house, ravi)
    await house.twilio.deliver()
    await house.settle()
    assert house.twilio.messages[-1].first("Body").splitlines()[-3:] == SPELLED


async def test_a_sender_without_menus_spells_the_choices_out(house: House) -> None:
    ravi = await with_menus(house)
    await keep(house, {})
    given, kept = await ask(house, ravi)
    assert given.first("Body").splitlines()[-3:] == SPELLED
    assert kept.menu is None


async def test_a_message_of_unknown_outcome_is_found_by_the_text_above_its_menu(house: House) -> None:
    ravi = await with_menus(house)
    before = len(house.twilio.messages)
    house.twilio.fail(stored=True, cut=True)
    _, kept = await ask(house, ravi)
    assert kept.status is MessageStatus.UNKNOWN
    house.clock.push(elapsed=timedelta(minutes=10))
    await house.settle()
    found = await house.message(kept.id)
    assert found.status is MessageStatus.SENT
    assert len(house.twilio.messages) == before + 1


async def test_numbered_text_of_unknown_outcome_is_found_by_its_beginning(house: House) -> None:
    """Twilio refused the menu, and the answer to the text was lost: the text is not sent again."""
    ravi = await with_menus(house)
    house.twilio.takes_line_breaks = False
    before = len(house.twilio.messages)
    house.twilio.fail()
    house.twilio.fail(stored=True, cut=True)
    _, kept = await ask(house, ravi)
    assert kept.status is MessageStatus.UNKNOWN
    house.clock.push(elapsed=timedelta(minutes=10))
    await house.settle()
    found = await house.message(kept.id)
    assert found.status is MessageStatus.SENT
    assert len(house.twilio.messages) == before + 1


LINES = ("1. Tiger Shorts | 899", "2. Taj Mug | 350")


async def list_goods(house: House, to: Address) -> Message:
    listed: UUID = await house.post(to, "list", text=None, template="pick_product", values={"tagged": LINES})
    await house.settle()
    return await house.message(listed)


async def test_numbered_lines_are_rows_of_buttons_and_leave_the_text(house: House) -> None:
    ravi = await with_menus(house)
    kept = await list_goods(house, ravi)
    drawn = house.twilio.drawn(house.twilio.messages[-1])
    assert drawn is not None
    assert "1." not in drawn[0]
    assert [(key, label.split(" · ")[0]) for key, label in drawn[1]] == [("1", "Tiger Shorts"), ("2", "Taj Mug")]
    assert kept.listed.splitlines()[1:] == ["1. Tiger Shorts ($899)", "2. Taj Mug ($350)"]


async def test_rows_that_nobody_draws_are_listed_by_number(house: House) -> None:
    ravi = await with_menus(house)
    await keep(house, {})
    kept = await list_goods(house, ravi)
    assert house.twilio.messages[-1].first("Body").splitlines()[1:] == [
        "1. Tiger Shorts ($899)",
        "2. Taj Mug ($350)",
    ]
    assert kept.listed == kept.text
