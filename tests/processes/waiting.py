"""Waiting for what no value can be waited for, since another process does it: shortly, and never for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")
GLANCE = 0.02  # seconds between two looks
PATIENCE = 90.0  # seconds after which what is waited for will not come: longer than a lease


async def until(
    what: str, look: Callable[[], Awaitable[T]], patience: float = PATIENCE, told: Callable[[], str] = str
) -> T:
    """What ``look`` finds, as soon as it finds something that is true; a look that hangs is bounded too.

    Raises AssertionError with ``what`` was missing, and what ``told`` says of it then.
    """
    loop = asyncio.get_running_loop()
    ends = loop.time() + patience
    with suppress(TimeoutError):
        async with asyncio.timeout(patience + PATIENCE):  # a look that is only slow is not cut short
            while True:
                if found := await look():
                    return found
                if loop.time() > ends:
                    break
                await asyncio.sleep(GLANCE)
    raise AssertionError(f"{what} did not come within {patience:.0f} s\n{told()}")
