"""Ids and moments are the same values, in the same order, on every database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import literal_column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import StatementError
from sqlalchemy.types import TypeEngine

from storage.database.stores import Database
from storage.sql.column_types import Id, Moment
from storage.unit import Unit
from tests.storage.world import NOW, PHONE, do, person

DATABASES: list[Dialect] = [sqlite.dialect(), postgresql.dialect()]  # type: ignore[no-untyped-call]
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ZONE, WEST = timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-11))


def read(kind: TypeEngine[Any], stored: object, dialect: Dialect) -> Any:
    process = kind.result_processor(dialect, None)
    return stored if process is None else process(stored)


@pytest.mark.parametrize("dialect", DATABASES, ids=lambda dialect: dialect.name)
@given(moment=MOMENTS)
def test_a_moment_comes_back_to_the_microsecond(dialect: Dialect, moment: datetime) -> None:
    stored = Moment().process_bind_param(moment.astimezone(ZONE), dialect)
    found = read(Moment(), stored, dialect)
    assert found == moment
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize("dialect", DATABASES, ids=lambda dialect: dialect.name)
def test_a_naive_moment_is_refused(dialect: Dialect) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        Moment().process_bind_param(datetime(2026, 3, 2, 15), dialect)  # noqa: DTZ001


UNKEPT = ["0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999+00:00"]


@pytest.mark.parametrize("dialect", DATABASES, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("told", UNKEPT)
def test_a_moment_at_an_end_of_all_years_is_refused(dialect: Dialect, told: str) -> None:
    """PostgreSQL's driver would make an infinity of it, which it cannot read again."""
    with pytest.raises(ValueError, match="cannot be stored"):
        Moment().process_bind_param(datetime.fromisoformat(told), dialect)


@pytest.mark.parametrize("told", UNKEPT)
async def test_the_database_is_never_given_a_moment_that_it_could_not_give_back(store: Database, told: str) -> None:
    async def tell(unit: Unit) -> None:
        _, address = await person(unit)
        await unit.people.note_message(address, datetime.fromisoformat(told))

    with pytest.raises(ValueError, match="cannot be stored"):
        await do(store, tell)


@pytest.mark.parametrize(("stored", "year"), [("-infinity", 1), ("infinity", 9999)])
async def test_an_infinity_that_was_written_before_is_read_and_told_in_every_zone(
    store: Database, stored: str, year: int
) -> None:
    async def look(unit: Unit) -> datetime | None:
        if not unit.postgres:
            return None
        rows = await unit.rows(select(literal_column(f"'{stored}'::timestamptz", Moment())))
        return cast(datetime, rows[0][0])

    found = await do(store, look)
    assert found is None or [found.astimezone(zone).year for zone in (ZONE, UTC, WEST)] == [year] * 3


@given(first=MOMENTS, second=MOMENTS)
def test_moments_sort_as_they_are_stored(first: datetime, second: datetime) -> None:
    stored = [Moment().process_bind_param(moment, DATABASES[0]) for moment in (first, second)]
    assert (stored[0] < stored[1]) is (first < second)


@given(number=st.uuids())
def test_an_id_is_sixteen_bytes_that_sort_like_it(number: UUID) -> None:
    stored = Id().process_bind_param(number, DATABASES[0])
    assert stored == number.bytes
    assert read(Id(), stored, DATABASES[0]) == number
    assert read(Id(), Id().process_bind_param(number, DATABASES[1]), DATABASES[1]) == number


@settings(max_examples=20)
@given(moment=MOMENTS)
async def test_the_database_gives_back_what_it_was_given(store: Database, moment: datetime) -> None:
    async def tell(unit: Unit) -> datetime | None:
        _, address = await person(unit)
        await unit.people.note_message(address, moment.astimezone(ZONE))
        return (await unit.people.address_by_id(address)).last_inbound_at

    assert await do(store, tell) == moment


async def test_the_database_is_never_given_a_naive_moment(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        await unit.people.resolve([PHONE], NOW.replace(tzinfo=None))

    with pytest.raises((StatementError, ValueError), match="has no time zone"):
        await do(store, tell)
