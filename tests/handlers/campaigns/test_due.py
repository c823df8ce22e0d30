"""When a campaign is due: an hour of a weekday may be today's, one that has passed is none."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.campaigns.drafts.due import Due, read_due

ZONE = ZoneInfo("America/Chicago")
FRIDAY = datetime(2026, 1, 9, 10, 0, tzinfo=ZONE)


def at(day: int, hour: int) -> Due:
    return Due(datetime(2026, 1, day, hour, tzinfo=ZONE).astimezone(UTC))


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("friday 6pm", at(9, 18)),
        ("viernes 18:00", at(9, 18)),
        ("friday 9am", at(16, 9)),
        ("next friday 6pm", at(16, 18)),
        ("saturday 6pm", at(10, 18)),
        ("today 6pm", at(9, 18)),
        ("6pm", at(9, 18)),
        ("9am", at(10, 9)),
        ("now", Due(now=True)),
        ("abhi", Due(now=True)),
        ("asap", Due(now=True)),
        ("right away", Due(now=True)),
        ("ahora mismo", Due(now=True)),
        ("turant", Due(now=True)),
        ("today 8am", Due()),
        ("hoy 8am", Due()),
        ("yesterday", Due()),
        ("yesterday 5pm", Due()),
        ("2026-01-02 10:00", Due()),
        ("31 february", Due()),
        ("vip", None),
        ("yesterday's buyers", None),
        ("the customers of friday", None),
    ],
)
def test_when_it_is_due(said: str, due: Due | None) -> None:
    assert read_due(said, FRIDAY.astimezone(UTC), ZONE) == due
