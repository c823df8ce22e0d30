"""What no phone can say is refused with the field, and stores nothing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator.simulated_phone import LONGEST, WrongWords, read_spoken
from storage.database.stores import Database
from tests.handlers.sourcing.staff.rows import Shop, play


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        pytest.param({"text": "\ud83d"}, "text", id="half a letter"),
        pytest.param({"text": "x" * (LONGEST + 1)}, "text", id="too long a text"),
        pytest.param({"text": "", "button": "\x00\ud83d"}, "button", id="half a letter of a button"),
        pytest.param({"text": "", "button": "x" * (LONGEST + 1)}, "button", id="too long a button"),
        pytest.param({"text": "", "button": ["yes"]}, "button", id="a list of buttons"),
    ],
)
async def test_what_no_phone_can_say_is_refused(store: Database, asked: dict[str, Any], field: str) -> None:
    async def scene(shop: Shop) -> None:
        with pytest.raises(WrongWords) as wrong:
            await read_spoken(shop.turn(), {"from": "telegram:77", **asked})
        assert wrong.value.field == field

    await play(store, scene)
