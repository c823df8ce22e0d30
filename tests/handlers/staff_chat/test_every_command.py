"""Each command of the staff, and each within another, answers whatever stands behind it, and where nothing does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.conversations import CONVERSATIONS
from handlers.staff_chat.staff_command import Command
from storage.database.stores import Database
from tests.handlers.sourcing.staff.sourced import Desk, play

NOTHING_SEEN = ("", ",", '""', "“”", "…", "-", "\u200b", '"" ""')
LITTLE = ("0", "🦄", "x =", "off", "on ,", "a" * 3000)


def _every(commands: tuple[Command, ...], before: str = "") -> Iterator[str]:
    for one in commands:
        yield f"{before} {one.name}".strip()
        yield from _every(one.within, f"{before} {one.name}".strip())


COMMANDS = [*_every(CONVERSATIONS.commands.all)]
TOGETHER = 10  # commands of one business


@pytest.mark.parametrize("first", range(0, len(COMMANDS), TOGETHER))
async def test_each_is_answered(store: Database, first: int) -> None:
    """Each is tried with some of the words, so that all words are tried with several commands."""

    async def scene(desk: Desk) -> None:
        await desk.bought()
        for number, command in enumerate(COMMANDS[first : first + TOGETHER], first):
            words = (NOTHING_SEEN[number % len(NOTHING_SEEN)], LITTLE[number % len(LITTLE)])
            tapped = f"/{command.replace(' ', '_')}"
            for text in dict.fromkeys((f"/{command} {words[0]}".strip(), f"/{command} {words[1]}", command, tapped)):
                assert await desk.ask(text), text

    await play(store, scene)


@pytest.mark.parametrize("words", ["", " ,", ' ""', " \u200b", " -", " “”"])
async def test_what_says_nothing_is_answered_as_nothing(store: Database, words: str) -> None:
    async def scene(desk: Desk) -> None:
        assert await desk.ask(f"/tag{words}") == "Which customer, and which tag? Write the name and the tag."
        assert (await desk.ask(f"/note{words}")).startswith("Which person or order? For example: /note ")
        assert (await desk.ask(f"/audience json{words}")).startswith("For example: /audience vip not bought")
        for command in ("/audience", "/audience delete"):
            assert (await desk.ask(f"{command}{words}")).startswith("No audience is saved yet.")
        assert await desk.trail() == []

    await play(store, scene)


async def test_what_nobody_can_see_is_said_back_as_such(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask('/orders ""')).startswith("No order, customer, product or shop matches “…”.")

    await play(store, scene)
