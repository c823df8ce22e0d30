"""Playing a life, and looking for words of it wherever something is kept."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from sqlalchemy import text

from storage.schema.tenancy import metadata
from tests.transcripts.runner import Story
from tests.transcripts.script import Line, Misprint, read
from tests.transcripts.world import World, world

_NOT_NOW = re.compile("has nothing to|has no such")
_LOOKS = re.compile(r" presses | pays\b|\(reply\)|\{")
Shown = tuple[str, bytes]  # where it stands, and all that stands there


@asynccontextmanager
async def lived(folder: Path, database: str, transcript: str) -> AsyncIterator[Story]:
    """What comes of it when this has happened."""
    file = folder / "life.txt"
    file.write_text(transcript, encoding="utf-8")
    script = read(file)
    file.unlink()
    async with world(script, database) as made:
        story = Story(made)
        for line in script.lines:
            await _try(story, line)
        yield story


async def happens(story: Story, lines: Sequence[str]) -> None:
    """More lines of a transcript; one that begins with two spaces belongs to the one before it."""
    for at, line in enumerate(lines):
        if not line.startswith("  "):
            more = [one[2:] for one in lines[at + 1 : at + 2] if one.startswith("  ")]
            await _try(story, Line(0, line, tuple(more)))


async def _try(story: Story, line: Line) -> None:
    """What cannot happen just then, as a button that is not there, does not; what nobody can read is a mistake of ours.

    Raises Misprint.
    """
    try:
        await _happens(story, line)
    except Misprint as wrong:
        if not _NOT_NOW.search(str(wrong)):
            raise Misprint(f"{line.text}: {wrong}") from None


async def _happens(story: Story, line: Line) -> None:
    if _LOOKS.search(line.text):
        await _look(story)
    shared = re.fullmatch(r"(\w+) shares (\S+)", line.text)
    if shared is None:
        await story.do(line)
        return
    chat, stand = int(story.way(shared[1], "telegram")[1]), story.world.telegram
    if stand is None:
        raise Misprint("the script has no `provider telegram`")
    await stand.say(chat, contact={"user_id": chat, "phone_number": shared[2], "first_name": stand.people[chat]})
    await story.world.settle()


async def _look(story: Story) -> None:
    """Everybody reads what they got: what they press or pay stands in it."""
    await story.ear.listen()
    story.ear.hear_all()


async def tables(made: World) -> list[Shown]:
    """Every row of every table, as the database holds it."""
    found: list[Shown] = []
    for table in metadata.sorted_tables:
        asked = text(f'SELECT * FROM "{table.name}"')  # noqa: S608  # not as our types read it
        rows = await made.look(lambda turn, asked=asked: turn.unit.rows(asked))
        found += [(f"{table.name} {_brief(row)}", b"\n".join(map(_bytes, row))) for row in rows]
    return found


def files(folder: Path) -> list[Shown]:
    """Every file in a folder and below."""
    return [(file.name, file.read_bytes()) for file in sorted(folder.rglob("*")) if file.is_file()]


def found(shown: Iterable[Shown], traces: Sequence[str]) -> set[tuple[str, str]]:
    """Where which of these stand, however they are written."""
    forms = [(trace, form) for trace in traces for form in _forms(trace)]
    return {(where, trace) for where, content in shown for trace, form in forms if form in content.lower()}


def _forms(trace: str) -> set[bytes]:
    plain = trace.encode().lower()
    encoded = {base64.b64encode(b" " * shift + trace.encode())[4 if shift else 0 : -4].lower() for shift in range(3)}
    others = {
        plain.decode().encode("utf-16-le"),
        json.dumps(trace).strip('"').lower().encode(),
        quote_plus(trace).lower().encode(),
    }
    return {plain, *others, *{one for one in encoded if len(one) > 8}}


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _brief(row: Any) -> str:
    return " | ".join(str(value)[:60] for value in row if value is not None and not isinstance(value, bytes))[:400]
