"""Answers that count for nothing more: forwarded and edited words, a yes behind a smaller count, a mixed wish."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.simulator.simulated_phone import read_spoken
from flows.consent import stop_question
from tests.transcripts.runner import Story
from tests.transcripts.script import read
from tests.transcripts.world import World, world


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a service keeps beside its database lies in the test's own folder."""
    monkeypatch.chdir(tmp_path)


@asynccontextmanager
async def played(scene: str, database: str, folder: Path) -> AsyncIterator[World]:
    """Yield the world after everything in a scene happened."""
    file = folder / "scene.txt"
    file.write_text(scene, encoding="utf-8")
    async with world(read(file), database) as here:
        story = Story(here)
        for line in here.script.lines:
            await story.do(line)
        yield here


SCENE = """A summary is open.

sells souvenirs

Mon 2026-03-02 11:00 IST
noor> 2 mugs
"""


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("how", ["forwarded", "edited", ""])
async def test_a_yes_orders_only_as_it_was_sent(how: str, database: str, tmp_path: Path) -> None:
    async with played(SCENE, database, tmp_path) as here:
        asked = {"from": f"whatsapp:{here.script.people['noor'].ways['whatsapp']}", "text": "yes"}
        said = await here.look(lambda turn: read_spoken(turn, asked))
        event = replace(said.event, **({how: True} if how else {}))
        await here.take(replace(said.incoming, event=event))
        await here.settle()
        left = {one.template for one in await here.messages() if one.left_at is not None}
        assert ("address_ask" in left) is (not how)


COUNTED = """A shop is asked for three pieces.

sells souvenirs

Mon 2026-03-02 11:00 IST
noor reserves 1234: 3 x SHORTS L
+2m
karol> {said}
karol> haan
"""


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("said", ["2 hai", "kuch hai"])
async def test_a_bare_yes_sells_no_more_than_was_counted(said: str, database: str, tmp_path: Path) -> None:
    async with played(COUNTED.format(said=said), database, tmp_path) as here:
        texts = [one.text or "" for one in await here.messages() if one.template == "stock_outcome"]
        assert [text for text in texts if "× 3" in text] == []


ASKED = """A shop is asked for one piece.

sells souvenirs

Mon 2026-03-02 11:00 IST
noor reserves 1234: SHORTS L
+2m
"""


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("how", ["forwarded", "edited", ""])
async def test_a_shop_sells_only_as_it_was_sent(how: str, database: str, tmp_path: Path) -> None:
    async with played(ASKED, database, tmp_path) as here:
        wrote = {"from": f"whatsapp:{here.script.people['karol'].ways['whatsapp']}", "text": "yes"}
        said = await here.look(lambda turn: read_spoken(turn, wrote))
        await here.take(replace(said.incoming, event=replace(said.event, **({how: True} if how else {}))))
        await here.settle()
        left = {one.template for one in await here.messages() if one.left_at is not None}
        assert ("stock_outcome" in left) is (not how)
        assert ("stock_unclear" in left) is (how == "edited")


CANCELS = """An order is open.

sells souvenirs

Mon 2026-03-02 11:00 IST
noor reserves 1234: MUG
noor> {said}
"""


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("said", "rests"),
    [
        ("stop my order and your messages", True),
        ("cancel order and also stop the offers", True),
        ("STOP my order is late", True),
        ("cancel my order", False),
    ],
)
async def test_marketing_rests_beside_a_longer_wish_to_cancel(
    said: str, rests: bool, database: str, tmp_path: Path
) -> None:
    """Such a text may be an opt-out as well: a person reads it first."""
    async with played(CANCELS.format(said=said), database, tmp_path) as here:
        noor = (await here.messages())[0].contact
        held = await here.look(lambda turn: turn.unit.runs.get_open(stop_question.NAME, str(noor)))
        assert (held is not None) is rests
        assert [one.template for one in await here.messages() if one.template == "order_cancelled"] == []
