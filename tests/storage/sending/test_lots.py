"""Lots as a table: what a database reads there is what was put in, to the last bit, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage.database.postgres import PostgresDatabase
from storage.database.stores import Database
from storage.sending.mailing_lots import MOST_VARIANTS, Allotment, make_lot_parameters, make_lot_table
from storage.unit import Unit
from tests.storage.world import NOW, SHOP

PLAIN = Allotment(UUID(int=1), UUID(int=2), 3, 0.25, NOW)
NARROWEST = 1e-99  # of the draws besides none: below it their exponents have three digits
FIRST, LAST = datetime(1, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001 - hypothesis adds the zone
LOTS = st.builds(
    Allotment,
    contact=st.uuids(),
    message=st.uuids(),
    variant=st.integers(0, MOST_VARIANTS - 1),
    draw=st.integers(0, (1 << 56) - 1).map(lambda n: n / (1 << 56)) | st.floats(NARROWEST, 1, exclude_max=True),
    due=st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
)


@settings(max_examples=25)
@given(lots=st.lists(LOTS, min_size=1, max_size=20))
async def test_a_database_reads_what_was_put_in(store: Database, lots: list[Allotment]) -> None:
    assert await read(store, lots) == sorted(lots, key=astuple)


async def read(store: Database, lots: Sequence[Allotment]) -> list[Allotment]:
    """What the database sees in the table of these lots."""
    postgres = isinstance(store, PostgresDatabase)
    table = make_lot_table(postgres=postgres)

    async def look(unit: Unit) -> list[Allotment]:
        found = await unit.rows(select(table), **make_lot_parameters(lots, postgres=postgres))
        return [Allotment(row.contact, row.message, row.variant, row.draw, row.due) for row in found]

    return sorted(await store.read(SHOP, look), key=astuple)


@pytest.mark.parametrize(
    ("wide", "told"),
    [
        pytest.param(replace(PLAIN, variant=MOST_VARIANTS), "1000 has more than the 3", id="a variant too many"),
        pytest.param(replace(PLAIN, draw=-0.5), "-5.0000000000000000e-01 has more than the 22", id="no draw at all"),
        pytest.param(replace(PLAIN, draw=1e-100), "e-100 has more than the 22", id="a draw too small"),
    ],
)
def test_what_would_push_others_out_of_their_place_is_refused(wide: Allotment, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        make_lot_parameters([PLAIN, wide, PLAIN], postgres=False)
