"""Nobody is greeted by what a shop's system puts in place of a name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

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
