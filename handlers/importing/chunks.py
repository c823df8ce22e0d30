"""What a file holds, some at a time: each chunk in a turn of its own, as soon as the database is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from handlers.turn import Turn
from storage.database import DatabaseAway, RetryTransaction
from storage.newcomers import NotTaken

T = TypeVar("T")
One = TypeVar("One")
Became = TypeVar("Became")
Work = Callable[[Turn], Awaitable[T]]
_Run = Callable[[str, Work[T]], Awaitable[T]]
_BETWEEN = 1.0  # seconds between two tries, while the database is away
UNWRITTEN = (NotTaken, ValueError, OverflowError)
"""What is raised where a row holds something that the database does not take or could not give back, or where what is
known of its person cannot be read. Its transaction is undone, so it can be that row's fault alone: all others go on."""


def chunks(rows: Iterable[One], most: int) -> Iterator[list[One]]:
    """The rows in chunks of ``most``, in the same order."""
    left = iter(rows)
    while chunk := list(islice(left, most)):
        yield chunk


async def patiently(run: _Run[T], business: str, work: Work[T]) -> T:
    """The work in a turn, as soon as the database is there. Raises what is UNWRITTEN where a row cannot be written."""
    while True:
        try:
            return await run(business, work)
        except (DatabaseAway, RetryTransaction):
            await asyncio.sleep(_BETWEEN)


async def all_or_each(
    write: Callable[[Sequence[One]], Awaitable[list[Became]]], some: Sequence[One], refused: Callable[[One], Became]
) -> list[Became]:
    """What became of some that are written together. Where one of them cannot be each is written by itself, and
    of the one ``refused`` tells what became."""
    try:
        return await write(some)
    except UNWRITTEN:
        if len(some) == 1:
            return [refused(some[0])]
    return [became for one in some for became in await all_or_each(write, [one], refused)]
