"""How far something long is: one message that changes where a channel can, else three at the most, with its end."""

from __future__ import annotations

import pytest

from handlers.calls.progress_message import tell
from storage.database.stores import Database
from tests.handlers.sourcing.staff.rows import Shop, play

LOOKS = 40


@pytest.mark.parametrize(
    ("channel", "value", "said"),
    [("sms", "+13145550142", ["0 of 40", "20 of 40", "40 of 40"]), ("telegram", "9001", ["40 of 40"])],
    ids=["stays as it was sent", "is changed"],
)
async def test_it_is_told_in_so_many_messages(store: Database, channel: str, value: str, said: list[str]) -> None:
    async def scene(shop: Shop) -> list[str | None]:
        asha = await shop.person(value, "Asha", channel, agreed=False)
        for look in range(LOOKS + 1):
            at_end = look == LOOKS
            await tell(shop.turn(), asha, "progress", f"{look} of {LOOKS}", look / LOOKS, at_end=at_end)
        return [one.text for one in await shop.unit.messages.thread(asha.id)]

    assert await play(store, scene) == said


async def test_an_end_that_comes_early_is_told(store: Database) -> None:
    async def scene(shop: Shop) -> list[str | None]:
        asha = await shop.person("+13145550142", "Asha", agreed=False)
        await tell(shop.turn(), asha, "progress", "1 of 40", 1 / LOOKS)
        await tell(shop.turn(), asha, "progress", "over at 2 of 40", 2 / LOOKS, at_end=True)
        return [one.text for one in await shop.unit.messages.thread(asha.id)]

    assert await play(store, scene) == ["1 of 40", "over at 2 of 40"]
