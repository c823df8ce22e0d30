"""Several things at once, all of them finished before anybody goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def all_of(things: Iterable[Awaitable[T]]) -> list[T]:
    """Return the results in order. When one fails the others are still waited for; then the first failure is raised.

    ``asyncio.gather`` alone would raise at once and leave the others running with nobody to wait for them.
    """
    done = await asyncio.gather(*things, return_exceptions=True)
    for one in done:
        if isinstance(one, BaseException):
            raise one
    return [one for one in done if not isinstance(one, BaseException)]
