"""The law's clock for a request for data: a month, at most 30 days, and 45 days in the USA alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from flows.privacy_deadlines import find_deadline


@pytest.mark.parametrize(
    ("asked", "countries", "last"),
    [
        ("2026-03-02", {"DE"}, "2026-04-01"),  # a month would be 2 April: 30 days are shorter
        ("2026-02-10", {"IN"}, "2026-03-10"),
        ("2026-01-31", {"DE"}, "2026-02-28"),
        ("2028-01-30", {"DE"}, "2028-02-29"),
        ("2026-12-15", {"GB"}, "2027-01-14"),
        ("2026-03-02", {"US"}, "2026-04-16"),
        ("2026-03-02", {"US", "DE"}, "2026-04-01"),
        ("2026-03-02", {"US", ""}, "2026-04-01"),
        ("2026-03-02", set(), "2026-04-01"),
    ],
)
def test_the_deadline_follows_the_place_and_the_shorter_law(asked: str, countries: set[str], last: str) -> None:
    found = find_deadline(datetime.fromisoformat(f"{asked}T12:00:00").replace(tzinfo=UTC), countries)
    assert found.date() == date.fromisoformat(last)
