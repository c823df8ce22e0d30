"""When a campaign is due: an hour of a weekday may be today's, one that has passed is none."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.campaigns.drafts.due_moment import DueMoment, on_its_day, read_due
from tests.cases import each

ZONE = ZoneInfo("America/Chicago")
FRIDAY = datetime(2026, 1, 9, 10, 0, tzinfo=ZONE)


def at(day: int, hour: int) -> DueMoment:
    return DueMoment(datetime(2026, 1, day, hour, tzinfo=ZONE).astimezone(UTC))


@each(
    ("said", "due"),
    [
        ("friday 6pm", at(9, 18)),
        ("viernes 18:00", at(9, 18)),
        ("friday 9am", at(16, 9)),
        ("next friday 6pm", at(16, 18)),
        ("agle shukravar 6pm", at(16, 18)),
        ("el próximo viernes a las 7 de la tarde", at(16, 19)),
        ("saturday 6pm", at(10, 18)),
        ("today 6pm", at(9, 18)),
        ("6pm", at(9, 18)),
        ("9am", at(10, 9)),
        ("now", DueMoment(now=True)),
        ("abhi", DueMoment(now=True)),
        ("today 8am", DueMoment()),
        ("hoy 8am", DueMoment()),
        ("yesterday", DueMoment()),
        ("yesterday 5pm", DueMoment()),
        ("2026-01-02 10:00", DueMoment()),
        ("31 february", DueMoment()),
        ("vip", None),
        ("yesterday's buyers", None),
        ("the customers of friday", None),
    ],
)
def test_when_it_is_due(said: str, due: DueMoment | None) -> None:
    assert read_due(said, FRIDAY.astimezone(UTC), ZONE) == due


@each(
    ("said", "day", "hour"),
    [
        ("7pm", 13, 19),
        ("shaam 7 baje", 13, 19),
        ("7pm their time", 13, 19),
        ("friday 7pm", 9, 19),
        ("tomorrow 7pm", 10, 19),
        ("7pm tonight", 9, 19),
        ("today 7pm", 9, 19),
        ("tomorrow", 10, 14),
        ("monday", 12, 14),
        ("mañana", 10, 14),
        ("monday morning", 12, 10),
        ("this monday", 12, 14),
        ("11 january", 11, 14),
        ("2026-01-20", 20, 14),
    ],
)
def test_an_hour_is_one_of_the_planned_day_and_a_day_has_the_planned_hour(said: str, day: int, hour: int) -> None:
    planned, now = datetime(2026, 1, 13, 14, tzinfo=ZONE), FRIDAY.astimezone(UTC)
    due = read_due(said.removesuffix(" their time"), now, ZONE)
    assert due is not None
    assert on_its_day(said, due.at, planned, now, ZONE) == at(day, hour).at


def test_an_hour_of_a_planned_day_that_has_passed_is_the_next_one() -> None:
    planned, now = datetime(2026, 1, 8, 14, tzinfo=ZONE), FRIDAY.astimezone(UTC)
    assert on_its_day("7pm", at(9, 19).at, planned, now, ZONE) == at(9, 19).at


@each(
    "said",
    [
        "for 20 days, tomorrow at 11", "20 days tomorrow 11am", "20 dias con mañana 11am", "10% mañana 11am",
        "11am tomorrow 6pm", "10 mañana 11am", "2 for 1, tomorrow 10am", "friday budget cap 20 6pm",
        "friday, not vip, 6pm", "tomorrow 10am, but nobody in Rome, limit 20",
    ],
)  # fmt: skip
def test_words_that_say_more_than_a_moment_are_none(said: str) -> None:
    """The rest would be left out without a word, and was: "friday, not vip, 6pm" went to vip as well."""
    assert read_due(said, FRIDAY.astimezone(UTC), ZONE) is None


@each(
    "said",
    [
        "14 feb 10am", "in 2 days", "15-12 a las 6", "15/12 ko shaam 6 baje", "tomorrow at 11:30", "dia 15 a las 6",
        "6 de la tarde del lunes", "mañana por la mañana a las 9", "agle shukravar shaam 6 baje",
        "6 in the evening monday",
    ],
)  # fmt: skip
def test_a_date_beside_an_hour_is_one_moment(said: str) -> None:
    assert read_due(said, FRIDAY.astimezone(UTC), ZONE) is not None


@pytest.mark.parametrize(("said", "ahead"), [("today 1am", False), ("hoy 1am", False), ("tonight 1am", True)])
def test_an_hour_of_today_that_has_passed_is_none_of_the_night_to_come(said: str, ahead: bool) -> None:
    found = read_due(said, FRIDAY.astimezone(UTC), ZONE)
    assert found is not None
    assert (found.at is not None) is ahead
