"""Places were columns of a person before they were rows: the step that made them rows keeps each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from bot.clock import SystemClock
from bot.conversations import HOLDINGS
from bot.ids import Ids
from flows.policy.departure_facts import PlaceKind, ToldPlace
from storage.database import migrate as steps
from storage.database import schema_version
from storage.database.stores import make_database
from tests.upgrades.stored import bring_to, execute, fresh

HEAD = schema_version.get_head()


@pytest.fixture
async def empty(server: str | None, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without a table."""
    async with fresh(server, tmp_path) as url:
        yield url


async def test_what_was_known_of_people_becomes_their_first_place(empty: str) -> None:
    """Also what was known of somebody who turned out to be another, over two steps; nothing of who was erased."""
    ids = {name: f"{number:032x}" for number, name in enumerate(["ann", "bo", "cal", "dee", "eve", "fay"], 1)}
    await bring_to(empty, "0001")
    postgres = empty.startswith("postgres")

    def quoted(name: str | None) -> str:
        if name is None:
            return "NULL"
        return f"'{UUID(ids[name])}'" if postgres else f"X'{ids[name]}'"

    def contact(name: str, known: str, into: str | None = None, erased: bool = False) -> str:
        at = "TIMESTAMPTZ '2026-03-01 00:00:00+00'" if postgres else "1772323200000000"
        values = ["'kiln'", quoted(name), known, quoted(into), at if erased else "NULL", at]
        columns = "business, id, country, region, postal_code, timezone, merged_into, erased_at, created_at"
        return f"INSERT INTO contacts ({columns}) VALUES ({', '.join(values)})"  # noqa: S608 - of this test alone

    rows = [
        contact("ann", "'US', 'FL', '33101', 'America/New_York'"),
        contact("bo", "NULL, NULL, NULL, NULL", into="ann"),
        contact("cal", "'US', 'NY', NULL, NULL", into="bo"),
        contact("dee", "NULL, NULL, NULL, 'Asia/Tokyo'"),
        contact("eve", "'US', 'NY', NULL, NULL", erased=True),
        contact("fay", "NULL, NULL, NULL, NULL"),
    ]
    await execute(empty, ";\n".join(rows) + ";")
    assert (await steps.migrate(empty)).steps[-1] == HEAD
    store = make_database(empty, Ids(SystemClock()), HOLDINGS)
    found = await store.read("kiln", lambda unit: unit.places.of([UUID(one) for one in ids.values()]))
    await store.close()
    stated, zone = PlaceKind.STATED, PlaceKind.ZONE
    assert found == {
        UUID(ids["ann"]): (
            ToldPlace(stated, "US", "FL", "33101", "America/New_York"),
            ToldPlace(stated, "US", "NY"),
        ),
        UUID(ids["dee"]): (ToldPlace(zone, timezone="Asia/Tokyo"),),
    }
