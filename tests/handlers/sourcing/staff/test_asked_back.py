"""What is asked back says what of the command was understood, so that the next message may say the rest."""

from __future__ import annotations

from uuid import UUID

import pytest

from handlers.staff_chat.command_execution import obey
from handlers.staff_chat.staff_command import IssuedCommand
from storage.database.stores import Database
from tests.handlers.sourcing.staff.sourced import Desk, play


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        pytest.param("assign", ("assign",), id="nothing"),
        pytest.param("assign karol", ("assign", "karol"), id="what is said before what is missing"),
        pytest.param("assign 1234", ("assign", "1234"), id="which shop"),
        pytest.param("assign 1234 delhi", ("assign", "1234"), id="which of several shops"),
        pytest.param("assign 1234 karol socks", ("assign", "1234", "karol"), id="what is unread is dropped"),
        pytest.param("assign 99", ("assign",), id="no such order"),
        pytest.param("cantsource 1234 socks", ("cantsource", "1234"), id="which line"),
        pytest.param("restock shorts 10", ("restock", "shorts", "10"), id="which size"),
        pytest.param("restock shorts L 0", ("restock", "SHORTS", "L"), id="how many"),
        pytest.param("restock tiger taj 3", ("restock", "3"), id="which product"),
        pytest.param("paid connaught", ("paid", "connaught"), id="how much"),
        pytest.param("paid 12300", ("paid", "12300"), id="which shop was paid"),
        pytest.param("shops add", ("shops", "add"), id="a command within another"),
        pytest.param("quote", (), id="a reply to a customer alone is for them"),
        pytest.param("picked 1234", (), id="what cannot be done asks nothing"),
        pytest.param("orders", None, id="what is shown asks nothing"),
    ],
)
async def test_what_was_understood_so_far(store: Database, text: str, asks: tuple[str, ...] | None) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        name, *words = text.split()
        commands = desk.turn.tools.conversations.commands
        member, _ = desk.people["Asha"]
        asked = IssuedCommand(desk.turn, member, tuple(words), UUID(int=1), f"/{text}", name)
        assert (await obey(commands.named[name], asked)).asks == asks

    await play(store, scene)
