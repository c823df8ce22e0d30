"""A running shop with nobody in it but its staff."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.simulator.shop import sandbox
from tests.handlers.importing.files import Folder


@pytest.fixture
async def folder(database: str, tmp_path: Path) -> AsyncIterator[Folder]:
    """The sample shop on both databases."""
    async with sandbox(database) as running:
        yield Folder(running, tmp_path)
