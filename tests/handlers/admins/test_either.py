"""Which replies to a customer may be a command without its slash, so that their writer is asked first."""

from __future__ import annotations

import pytest

from handlers.admins import either
from storage.database import Database
from tests.handlers.sourcing.staff.rows import blank
from tests.handlers.sourcing.staff.sourced import Desk, play

COMMANDS = (
    "cancel 1234", "Cancel 1234.", "settled 1234", "cantsource 1234 shorts", "shops add Lal Crafts", "pause", "stats",
    "orders", "refunded 1234",
)  # fmt: skip
ANSWERS = (
    "order 1234 is on its way", "delivered", "Delivered today", "Refunded, sorry.", "paid, thank you",
    "stock is low", "pause the red one?", "thank you", "yes", "quote 4400", "why?", "help is on its way", "शुक्रिया", "…",
)  # fmt: skip


@pytest.mark.parametrize(("text", "asked"), [(one, True) for one in COMMANDS] + [(one, False) for one in ANSWERS])
async def test_what_may_be_a_command(store: Database, text: str, asked: bool) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought("1234")
        member, address = desk.people["Asha"]
        said = blank(desk.house, address, f"in:{text}", "in", text, desk.now)
        assert await desk.unit.messages.add(said)
        found = await either.command_in(desk.turn, member, said, text)
        assert (found is not None) is asked, found
        assert await desk.trail() == []

    await play(store, scene)
