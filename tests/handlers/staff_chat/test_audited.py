"""Each command that is answered stands in the audit, also one that only shows: who gave it, when, and no words."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.businesses.access import COMMANDED
from storage.businesses.audit_chain import AuditChain
from storage.database.stores import Database
from storage.schema import audit
from tests.handlers.sourcing.staff.sourced import Desk, play


async def commands(desk: Desk) -> list[tuple[str, dict[str, str]]]:
    """Who gave which commands, as the audit has it."""
    query = select(audit).where(desk.unit.owns(audit), audit.c.action == COMMANDED).order_by(audit.c.id)
    names = {str(member.id): name for name, (member, _) in desk.people.items()}
    return [(names[row.actor], json.loads(row.figures)) for row in await desk.unit.rows(query)]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/orders", "orders"),
        ("/customers Noor Khan", "customers"),
        ("stats today", "stats"),
        ("/price MUG 400", "price"),
        ("/help", "help"),
    ],
    ids=["shows", "of a person", "in words", "asks first", "help"],
)
async def test_a_command_is_in_the_audit(store: Database, text: str, command: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.ask(text)
        assert await commands(desk) == [("Asha", {"command": command})]

    await play(store, scene)


async def test_a_draft_and_its_undo_are_deeds_beside_their_commands(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.ask("/campaign new spring to everybody friday 6pm: Kurtas are here")
        await desk.ask("/undo")
        assert await commands(desk) == [("Asha", {"command": "campaign"}), ("Asha", {"command": "undo"})]
        assert [name for name, _ in await desk.trail()] == ["campaign.drafted", "undone"]

    await play(store, scene)


async def test_talk_is_not(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.ask("the weather is fine today")
        assert await commands(desk) == []

    await play(store, scene)


async def test_lines_of_long_ago_go_and_deeds_stay(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.ask("/pause")
        chain, key = desk.unit.of(AuditChain), b"k" * 16
        await chain.forget_commands(key, desk.now + timedelta(seconds=1), desk.now)
        assert len(await commands(desk)) == 1, "not sealed"
        await chain.seal(key, desk.now)
        await chain.forget_commands(key, desk.now, desk.now)
        assert len(await commands(desk)) == 1, "not older than that"
        await chain.forget_commands(key, desk.now + timedelta(seconds=1), desk.now)
        assert (await commands(desk), [name for name, _ in await desk.trail()]) == ([], ["paused"])

    await play(store, scene)
