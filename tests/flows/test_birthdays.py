"""Birthdays as shops write them."""

from datetime import date

import pytest

from flows.birthdays import Birthday, read_birthday
from tests.cases import each

TODAY = date(2026, 3, 2)


@each(
    ("written", "read"),
    [
        ("1990-05-04", Birthday("05-04", 1990)),
        (" 1990-5-4 ", Birthday("05-04", 1990)),
        ("1990-05-04T00:00:00Z", Birthday("05-04", 1990)),
        ("--05-04", Birthday("05-04")),
        ("05-04", Birthday("05-04")),
        ("1823-05-04", Birthday("05-04")),
        ("2031-05-04", Birthday("05-04")),
        ("2026-12-24", Birthday("12-24")),
        ("2026-03-02", Birthday("03-02", 2026)),
        ("2024-02-29", Birthday("02-29", 2024)),
        ("02-29", Birthday("02-29")),
        ("2023-02-29", None),
        ("1990-02-30", None),
        ("1990-13-01", None),
        ("1990-00-10", None),
        ("0000-05-04", Birthday("05-04")),
        ("04/05/1990", None),
        ("٠٥-٠٤", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_birthday_is_read_or_is_none(written: str, read: Birthday | None) -> None:
    assert read_birthday(written, TODAY) == read


@pytest.mark.parametrize("birthday", [Birthday("05-04", 1990), Birthday("02-29"), Birthday("12-31", 1906)], ids=str)
def test_what_is_written_is_read_again(birthday: Birthday) -> None:
    assert read_birthday(str(birthday), TODAY) == birthday
