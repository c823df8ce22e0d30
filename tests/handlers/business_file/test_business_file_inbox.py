"""``[inbox]``: when the staff answers customers, and how soon they are nudged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.business import InboxSettings
from flows.opening_hours import OpeningHours
from tests.handlers.business_file.business_files import SMALLEST, mistakes_of, read


def test_without_a_section_it_is_as_documented() -> None:
    assert read("").business.inbox == InboxSettings(OpeningHours(9 * 60, 20 * 60), timedelta(minutes=30))


def test_hours_days_and_nudges() -> None:
    settings = read("""
[inbox]
hours = "10:00-24:00"
days = ["sat", "mon", "mon"]
nudge_after = "2h"
""").business.inbox
    assert settings == InboxSettings(OpeningHours(600, 1440, (0, 5)), timedelta(hours=2))
    assert read('[inbox]\nnudge_after = "never"\n').business.inbox.nudge_after is None


@pytest.mark.parametrize(
    ("line", "path", "told"),
    [
        pytest.param('hours = "20:00-09:00"', "inbox.hours", "goes over midnight", id="a night"),
        pytest.param("days = []", "inbox.days", "must name at least one day", id="no day"),
        pytest.param('days = ["monday"]', "inbox.days[1]", "did you mean mon?", id="a day in another writing"),
        pytest.param('nudge_after = "1m"', "inbox.nudge_after", "must be at least 5m", id="too often"),
        pytest.param('nudge_after = "soon"', "inbox.nudge_after", 'or "never"', id="no time"),
    ],
)
def test_mistakes_are_told(line: str, path: str, told: str) -> None:
    ((_, where, message),) = mistakes_of(f"{SMALLEST}[inbox]\n{line}\n")
    assert where == path
    assert told in message
