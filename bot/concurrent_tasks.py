"""Several tasks at once, all finished before the caller continues."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def all_of(things: Iterable[Awaitable[T]]) -> list[T]:
    """Return the results in order. If one fails, wait for the others, then raise the first failure.

    ``asyncio.gather`` alone would raise at once and leave the others running without anybody awaiting them.
    """
    done = await asyncio.gather(*things, return_exceptions=True)
    for one in done:
        if isinstance(one, BaseException):
            raise one
    return [one for one in done if not isinstance(one, BaseException)]
