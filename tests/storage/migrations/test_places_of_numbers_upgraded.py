"""The step that fills in what numbers tell of their places: it leaves out none, and finds none in other names."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from storage.database import migrate as steps
from storage.schema import addresses, contacts
from tests.upgrades.stored import bring_to, connected, fresh

AT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
NUMBERS = {
    "+15125550142": ("US", "TX", "America/Chicago"),
    "+919820000142": ("IN", None, "Asia/Kolkata"),
    "+18005550142": (None, None, None),
    "bo@mail.example": (None, None, None),
    "erased:0123456789": (None, None, None),
}


@pytest.fixture
async def empty(server: str | None, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without a table."""
    async with fresh(server, tmp_path) as url:
        yield url


async def test_numbers_that_were_known_before_tell_their_places(empty: str) -> None:
    await bring_to(empty, "0001")
    who = {"business": "kiln", "created_at": AT}
    named = [
        {**who, "id": UUID(int=at), "contact": UUID(int=1), "channel": "sms", "value": value, "state": "usable"}
        for at, value in enumerate(NUMBERS, start=10)
    ]
    async with connected(empty) as connection:
        await connection.execute(insert(contacts), [{**who, "id": UUID(int=1)}])
        await connection.execute(insert(addresses), [{**one, "state_at": AT} for one in named])
    await steps.migrate(empty)
    async with connected(empty) as connection:
        told = (addresses.c.value, addresses.c.country, addresses.c.region, addresses.c.timezone)
        rows = (await connection.execute(select(*told))).all()
    assert {value: tuple(place) for value, *place in rows} == NUMBERS
