"""``parley understanding``: unclear messages, as a report and as labelled lines."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.commands import options
from flows.count_phrase import format_count

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from handlers.engine.turn import Turn

R = TypeVar("R")
Days = Annotated[int, typer.Option(min=1, max=3650, help="The number of days to look back.")]


def report(business: options.Business, days: Days = 30, json: options.Json = False) -> None:
    """Show the most frequent unclear messages, and people's answers about them.

    \b
    Example:
      parley understanding report --business tiger --days 7
    """
    from handlers.actions import unclear_lines_report

    found = asyncio.run(
        _look(business, lambda turn: unclear_lines_report.report(turn, turn.now - timedelta(days=days)))
    )
    options.tell(
        {"business": business, **unclear_lines_report.view(found)}, unclear_lines_report.render(found), as_json=json
    )


def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder for customers.asked.txt and more.")],
    business: options.Business,
    days: Days = 30,
    json: options.Json = False,
) -> None:
    """Write unclear messages with their clarified meaning for ``make learn``, without names and numbers.

    \b
    Example:
      parley understanding export asked --business tiger
    """
    found = asyncio.run(_look(business, lambda turn: _blocks(turn, days)))
    files = {folder / f"{kind}.asked.txt": "".join(blocks) for kind, blocks in sorted(found.items())}
    there = next((str(file) for file in files if file.exists()), None)
    if there is not None:
        raise typer.BadParameter(f"{there} is there already; name another folder", param_hint="FOLDER")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise typer.BadParameter(f"{folder} cannot be a folder: {wrong.strerror}", param_hint="FOLDER") from None
    for file, text in files.items():
        file.write_text(text, encoding="utf-8")
    told = {"business": business, "files": {str(folder / f"{kind}.asked.txt"): len(one) for kind, one in found.items()}}
    plain = "\n".join(
        f"{folder / f'{kind}.asked.txt'}: {format_count(len(one), 'line')}" for kind, one in found.items()
    )
    options.tell(told, plain or "No text was unclear and then explained by the person.", as_json=json)


async def _blocks(turn: Turn, days: int) -> dict[str, list[str]]:
    from handlers.actions.unclear_lines_report import block, list_lines

    found: dict[str, dict[str, None]] = {}  # each line once
    async for one, taught in list_lines(turn, turn.now - timedelta(days=days)):
        if taught is not None and one.line.text:  # a picture says nothing in words
            found.setdefault(taught.kind, {})[block(one, taught)] = None
    return {kind: list(blocks) for kind, blocks in found.items()}


async def _look(business: str, what: Callable[[Turn], Awaitable[R]]) -> R:
    from bot.conversations import CONVERSATIONS
    from bot.database import open_database

    settings = options.load_settings()
    async with open_database(settings) as database:
        return await database.turns(settings, CONVERSATIONS).look(business, what)
