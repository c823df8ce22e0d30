"""What a text is that a customer writes when they are asked where an order goes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from handlers.engine.turn import Turn
from storage.schema import delivery_addresses, questions
from storage.sql import json_codec
from tests.transcripts.another_matter import begin, write
from tests.transcripts.runner import Story
from tests.transcripts.script import read
from tests.transcripts.world import BUSINESS, world

SCENE = """Where it goes.

sells souvenirs
people
  gita: Gita Rao, telegram 7102

Mon 2026-03-02 11:00 IST
"""
ASKED = "gita> JOIN\ngita> yes\ngita> 2 tiger shorts in L\ngita> yes"
KEPT = "address_kept"
pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service keeps files in its working folder."""
    monkeypatch.chdir(tmp_path)


@asynccontextmanager
async def scene(database: str, folder: Path, beginning: str = ASKED) -> AsyncIterator[Story]:
    file = folder / "scene.txt"
    file.write_text(SCENE + beginning + "\n", encoding="utf-8")
    async with world(read(file), database) as here:
        story = Story(here)
        await begin(story, beginning)
        yield story


async def test_the_whole_answer_is_the_address(database: str, tmp_path: Path) -> None:
    lines = {
        "12 MG Road, Bengaluru 560038": KEPT,
        "Flat 4 Shanti Apartments near the temple": KEPT,
        "deliver to my office, 44 Nehru Place": KEPT,
        "Calle Mayor 12, 3 piso, Madrid 28013": KEPT,
        "मकान 12, गली 4, दिल्ली": KEPT,
        "near the old post office, Karol Bagh": "address_confirm",
        "yes": "address_ask",
    }
    async with scene(database, tmp_path) as story:
        for line, template in lines.items():
            outcome = await write(story, "gita", line)
            assert (line, outcome.actions, outcome.templates) == (line, (), (template,))


async def test_other_matters_are_no_address(database: str, tmp_path: Path) -> None:
    lines = [
        *(
            "where do you deliver?",
            "12?",
            "110001",
            "/shop",
            "my 2 shorts came torn last month",
            "i want to talk to a person",
        ),
        *("cancel my order", "cancel 1 of them", "what about order 12?", "2 taj mugs", "later"),
        ", ".join(f"{number} Lane" for number in range(60)),
    ]
    async with scene(database, tmp_path) as story:
        for line in lines:
            outcome = await write(story, "gita", line)
            assert (line, outcome.actions, KEPT in outcome.templates) == (line, (), False)


@pytest.mark.parametrize(
    "line",
    [
        "STOP",
        "stop 12",
        "unsubscribe me",
        "no more messages to 12 MG Road",
        "12 MG Road, Delhi 110001. stop texting me",
    ],
)
async def test_an_opt_out_is_never_an_address(line: str, database: str, tmp_path: Path) -> None:
    """Messages end or are held, and no address is shown; one beside it is for the staff."""
    async with scene(database, tmp_path) as story:
        outcome = await write(story, "gita", line)
        assert KEPT not in outcome.templates
        revoked = any("revoked" in act for act in outcome.actions)
        assert revoked == ("stopped" in outcome.templates)
        assert revoked or "stop_asked" in outcome.templates


async def test_a_code_asked_for_by_an_earlier_release_goes_to_a_person(database: str, tmp_path: Path) -> None:
    """Such a question stays open for a week. No text completes an address, and nothing fails."""
    async with scene(database, tmp_path) as story:

        async def as_before(turn: Turn) -> None:
            unit, asked = turn.unit, json_codec.dump_values({"address": "12 MG Road"})
            row = await unit.row(select(delivery_addresses.c.order).where(unit.owns(delivery_addresses)))
            assert row is not None
            told = update(delivery_addresses).where(unit.owns(delivery_addresses))
            await unit.run(told.values(text="12 MG Road"))
            which = (unit.owns(questions), questions.c.expects == "delivery_address")
            await unit.run(update(questions).where(*which).values(expects="postal_code", data=asked))

        await story.world.service.turns.act(BUSINESS, as_before)
        for line in ("110001", "New Delhi 110001"):
            outcome: Any = await write(story, "gita", line)
            assert (line, outcome.actions, outcome.templates) == (line, (), ("passed_on",))
