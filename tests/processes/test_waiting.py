"""Waiting ends: with what came, or by saying what did not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.processes import waiting
from tests.processes.waiting import until


async def test_what_comes_is_returned() -> None:
    found: Iterator[object] = iter((0, "", [], "it"))

    async def look() -> object:
        return next(found)

    assert await until("anything", look) == "it"


async def test_what_does_not_come_is_named_with_what_is_known_of_it() -> None:
    async def look() -> bool:
        return False

    with pytest.raises(AssertionError, match=r"the answer did not come within 0 s\nlog: silence"):
        await until("the answer", look, patience=0.05, told=lambda: "log: silence")


async def test_a_look_that_hangs_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", 0.05)

    async def look() -> bool:
        await asyncio.Event().wait()
        return True

    with pytest.raises(AssertionError, match="the answer did not come"):
        await until("the answer", look, patience=0.05)
