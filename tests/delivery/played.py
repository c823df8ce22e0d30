"""A world in which what is written down has happened, to go on from there; and shops, as many as are wanted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.transcripts.runner import Story
from tests.transcripts.script import read
from tests.transcripts.world import World, world

_SHOP = """\
  [[shops]]
  id = "shop{number}"
  name = "Shop {number}"
  location = "New Delhi"
  address = "telegram:{chat}"
"""


def shops(many: int) -> str:
    """So many shops, each with a chat, as the settings of a transcript name them."""
    return "".join(_SHOP.format(number=number, chat=8000 + number) for number in range(many))


@asynccontextmanager
async def played(folder: Path, database: str, transcript: str) -> AsyncIterator[World]:
    """The world of this transcript when its last line has happened; what is said in it is not looked at."""
    file = folder / "played.txt"
    file.write_text(transcript, encoding="utf-8")
    async with world(read(file), database) as made:
        story = Story(made)
        for line in made.script.lines:
            await story.do(line)
        yield made
