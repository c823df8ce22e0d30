"""A reminder greets by a name alone, and names what was to be paid for first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from flows.events import Item
from flows.money import Money
from tests.delivery import shop
from tests.delivery.house import House, open_house

TEXT = """
[texts]
cart_reminder = "Hi {{ name }}, {{ items|every }} is still here at {{ brand }}. STOP ends this. {{ link }}"
"""


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop, with its own words for the reminder."""
    async with open_house(database, text=shop.file() + TEXT) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        *(("Ann Reyes", "Hi Ann, "), ("null", "Hi, "), ("Guest User", "Hi, "), ("ann@mail.example", "Hi, ")),
        *(("*|FNAME|*", "Hi, "), ("3145550111", "Hi, ")),
    ],
)
async def test_a_reminder_greets_by_a_name_alone(house: House, name: str, begins: str) -> None:
    message = await house.remind(replace(shop.customer(), name=name))
    assert (message.text or "").startswith(begins), message.text


async def test_a_reminder_names_a_free_gift_last(house: House) -> None:
    who, now = shop.customer(), house.clock.now()
    cart = shop.cart(who, now)
    gift = Item("GIFT", "Sticker", price=Money.parse("0", "USD"))
    await house.tell(shop.consented(who, now, ("sms",)))
    await house.tell(replace(cart, items=(gift, *cart.items)))
    await house.settle()
    await house.pass_(now=shop.FIRST_STEP)
    assert "Tiger tee and Sticker" in ((await house.reminders())[0].text or "")
