"""Yes and no, moments and days as people and their programs write them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from flows.importing import table_cells
from flows.importing.country_names import read_country
from tests.cases import each

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="0314"', "0314"),
        ("'+1314", "+1314"),
        (" Dana ", "Dana"),
        ("N/A", ""),
        ("-", ""),
        ("Null", "Null"),
        ("''a", "''a"),
    ],
)
def test_a_cell_is_taken_out_of_what_a_table_program_puts_around_it(cell: str, text: str) -> None:
    assert table_cells.bare(cell) == text


@each(
    ("text", "found"),
    [("Yes", True), ("SUBSCRIBED", True), ("sí", True), ("haan", True), ("1", True), ("not_subscribed", False),
     ("FALSE", False), ("nahi", False), ("maybe", None)],
)  # fmt: skip
def test_flags(text: str, found: bool | None) -> None:
    assert table_cells.parse_flag(text) is found


@each(
    ("text", "day"),
    [
        ("1990-05-04", "1990-05-04"),
        ("04/05/1990", "1990-05-04"),
        ("4.5.1990", "1990-5-4"),
        ("1990/05/04", "1990-05-04"),
        ("31/12", "12-31"),
        ("4 May 1990", "1990-5-4"),
        ("May 4th, 1990", "1990-5-4"),
        ("4 de mayo de 1990", "1990-5-4"),
        ("4 mayo", "5-4"),
        ("soon", "soon"),
    ],
)
def test_days_with_the_day_first(text: str, day: str) -> None:
    told = table_cells.parse_day(text, month_first=False)
    assert told.replace("-0", "-") == day.replace("-0", "-")


@pytest.mark.parametrize(
    ("dates", "month_first"),
    [
        (["04/25/1990", "01/02/1990"], True),
        (["25/04/1990", "01/02/1990"], False),
        (["01/02/1990"], None),
        ([], None),
    ],
    ids=["told month first", "told day first", "either", "nothing"],
)
def test_the_order_of_day_and_month_is_told_by_a_day_behind_the_twelfth(
    dates: list[str], month_first: bool | None
) -> None:
    assert table_cells.is_month_first(dates) is month_first


@each(
    ("text", "moment"),
    [
        ("2026-03-02T15:04:05Z", "2026-03-02T15:04:05+00:00"),
        ("2026-03-02", "2026-03-02T00:00:00-06:00"),
        ("2026-07-02 9:30", None),
        ("07/02/2026 9:30", "2026-07-02T09:30:00-05:00"),
        ("2026/07/02 09:30:10", "2026-07-02T09:30:10-05:00"),
        ("4 May 2026", "2026-05-04T00:00:00-05:00"),
        ("2 de julio de 2026", "2026-07-02T00:00:00-05:00"),
        ("4 May", None),
        ("yesterday", None),
        ("13/13/2026", None),
    ],
)
def test_a_moment_without_a_zone_is_of_the_shop(text: str, moment: str | None) -> None:
    if moment is not None:
        assert table_cells.parse_moment(text, CHICAGO, month_first=True) == datetime.fromisoformat(moment)
    else:
        with pytest.raises(ValueError, match="is not a date or time; write it like 2026"):
            table_cells.parse_moment(text, CHICAGO, month_first=True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0001-01-01T00:00:00Z", "is before 1900"),
        ("0001-01-01", "is before 1900"),
        ("0001-01-01T00:00:00+14:00", "is before 1900"),
        ("1899-12-30", "is before 1900"),
        ("12/30/1899", "is before 1900"),
        ("9999-12-31T23:59:59.9999999Z", "is in the year 9000 or later"),
        ("9999-12-31T23:59:59-12:00", "is in the year 9000 or later"),
    ],
)
def test_a_moment_that_nobody_means_is_none(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        table_cells.parse_moment(text, CHICAGO, month_first=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US", "US"),
        ("u.s.a.", "US"),
        ("United Kingdom", "GB"),
        ("uk", "GB"),
        ("España", "ES"),
        ("भारत", "IN"),
        ("Atlantis", None),
    ],
)
def test_countries(text: str, code: str | None) -> None:
    assert read_country(text) == code


@pytest.mark.parametrize("cell", ["=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_table_program_would_work_out_is_made_a_text(cell: str) -> None:
    assert table_cells.disarm_cell(cell) == f"'{cell}"
    assert table_cells.disarm_cell("Dana") == "Dana"
