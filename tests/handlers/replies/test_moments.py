"""Moments are read in the person's zone and always lie ahead; periods lie behind."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.calendar_words import COUNTS, DAYS, MONTHS, PARTS, UNITS, WEEKDAYS
from handlers.replies.moment_phrases import find_moment, has_time, read_moment
from handlers.replies.period_phrases import read_period
from tests.cases import each

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 1, 7, 16, 0, tzinfo=UTC)  # Wednesday, 10:00 in Chicago


@each(
    ("text", "local", "precise"),
    [
        ("tomorrow", "01-08 10:00", False),
        ("remind me in 3 months", "04-07 11:00", False),
        ("in an hour and a half", "01-07 11:30", True),
        ("in 1.5 hours", "01-07 11:30", True),
        ("in 2-3 days", "01-10 10:00", False),
        ("remind me on the 15th", "01-15 10:00", False),
        ("dia 3", "02-03 10:00", False),
        ("in april", "04-01 10:00", False),
        ("kal", "01-08 10:00", False),
        ("कल शाम", "01-08 18:30", False),
        ("शाम को", "01-07 18:30", False),
        ("in the evening", "01-07 18:30", False),
        ("en la noche", "01-07 20:00", False),
        ("mañana", "01-08 10:00", False),
        ("mañana por la mañana", "01-08 10:00", False),
        ("a las 6 de la tarde", "01-07 18:00", True),
        ("friday", "01-09 10:00", False),
        ("wednesday", "01-14 10:00", False),
        ("not monday, tuesday", "01-13 10:00", False),
        ("next week", "01-12 10:00", False),
        ("next week friday", "01-16 10:00", False),
        ("el lunes de la semana que viene a las 6", "01-12 18:00", True),
        ("next month", "02-01 10:00", False),
        ("in 2 hours", "01-07 12:00", True),
        ("एक घंटे में", "01-07 11:00", True),
        ("half an hour", "01-07 10:30", True),
        ("6pm", "01-07 18:00", True),
        ("9am", "01-08 09:00", True),
        ("tonight 8", "01-07 20:00", True),
        ("tomorrow 10", "01-08 10:00", True),
        ("kal 6 baje", "01-08 18:00", True),
        ("day after tomorrow 9", "01-09 09:00", True),
        ("14 feb 10am", "02-14 10:00", True),
        ("today", "01-07 15:00", False),
        ("demain soir", "01-08 18:30", False),
        ("amanhã", "01-08 10:00", False),
    ],
)
def test_moment(text: str, local: str, precise: bool) -> None:
    moment = read_moment(text, NOW, CHICAGO)
    assert moment is not None
    assert (moment.at.astimezone(CHICAGO).strftime("%m-%d %H:%M"), moment.precise) == (local, precise)


@each(
    ("text", "local"),
    [
        ("15/12 ko shaam 6 baje", "12-15 18:00"),
        ("20/12 ko subah 10 baje", "12-20 10:00"),
        ("el 15/12 por la tarde", "12-15 15:00"),
        ("el 15-12 a las 6 de la tarde", "12-15 18:00"),
        ("el 15.12. a las 18h", "12-15 18:00"),
        ("15.12. 18:00", "12-15 18:00"),
        ("15.12 18:00", "12-15 18:00"),
        ("15.12.", "12-15 10:00"),
        ("12.15. 6pm", "12-15 18:00"),
        ("12/15 6pm", "12-15 18:00"),
        ("12/12 6pm", "12-12 18:00"),
        ("15/12/2026 6pm", "12-15 18:00"),
        ("१५/१२ को शाम ६ बजे", "12-15 18:00"),
        ("friday 10-12", "01-09 10:00"),
        ("friday 18.30", "01-09 18:30"),
        ("tomorrow 10.15.", "01-08 10:15"),
        ("tonight 6/7 pm", "01-07 18:00"),
    ],
)
def test_a_date_in_figures_is_its_day_and_no_hour(text: str, local: str) -> None:
    moment = read_moment(text, NOW, CHICAGO)
    assert moment is not None
    assert f"{moment.at.astimezone(CHICAGO):%m-%d %H:%M}" == local


@pytest.mark.parametrize(
    "text",
    ["5/12 ko shaam 6 baje", "5/12 shaam 6 baje", "5-12 6pm", "5.12. 18:00", "el 5.12. a las 18h", "12/5 6pm", "24/7"],
)
def test_a_date_in_figures_that_may_be_two_days_is_none(text: str) -> None:
    assert read_moment(text, NOW, CHICAGO) is None


@pytest.mark.parametrize(
    "text", ["5 march 2027 10am", "march 5, 2027 10am", "5 de marzo de 2027 10am", "2027-03-05 10am"]
)
def test_a_year_that_is_said_is_meant(text: str) -> None:
    moment = read_moment(text, NOW, CHICAGO)
    assert moment is not None
    assert f"{moment.at.astimezone(CHICAGO):%Y-%m-%d %H:%M}" == "2027-03-05 10:00"


@each(
    ("said_at", "text", "local"),
    [
        (2, "in 2 days", "01-09 10:00"),
        (2, "2 din mein", "01-09 10:00"),
        (2, "within a day", "01-08 10:00"),
        (23, "in a day", "01-09 10:00"),
        (23, "by tomorrow", "01-08 10:00"),
        (16, "in 10 hours", "01-08 02:00"),
        (16, "in 2 days", "01-09 16:00"),
        (16, "in the night", "01-07 20:00"),
        (21, "tonight", "01-07 22:00"),
        (21, "esta noche", "01-07 22:00"),
        (21, "aaj raat", "01-07 22:00"),
        (21, "at night", "01-08 20:00"),
        (21, "raat 2 baje", "01-08 02:00"),
        (21, "12 at night", "01-08 00:00"),
        (16, "raat 9 baje", "01-07 21:00"),
        (16, "2 baje", "01-08 14:00"),
    ],
)
def test_a_moment_said_late(said_at: int, text: str, local: str) -> None:
    now = datetime(2026, 1, 7, said_at, tzinfo=CHICAGO).astimezone(UTC)
    moment = read_moment(text, now, CHICAGO)
    assert moment is not None
    assert f"{moment.at.astimezone(CHICAGO):%m-%d %H:%M}" == local


@pytest.mark.parametrize(
    ("today", "local"),
    [(3, "03-09"), (6, "03-09"), (7, "03-09"), (8, "03-16"), (9, "03-16")],
    ids=["Tuesday", "Friday", "Saturday", "Sunday", "Monday"],
)
def test_next_week_begins_with_a_monday_that_is_not_tomorrow(today: int, local: str) -> None:
    moment = read_moment("next week", datetime(2026, 3, today, 18, tzinfo=UTC), CHICAGO)
    assert moment is not None
    assert moment.at.astimezone(CHICAGO).strftime("%m-%d") == local


@each("text", ["later", "after payday", "más tarde", "yesterday", "not today", "its been a week", "2/3", "size 10", ""])
def test_no_moment(text: str) -> None:
    assert read_moment(text, NOW, CHICAGO) is None


@each(
    "text",
    [
        "in 2 years", "on 31 february", "31 feb at 5pm", "in -5 hours", "in 0 minutes", "remind me 2020-01-01",
        "1 march 2020 6pm", "31/2 6pm", "15/12/2025 6pm",
        "do saal baad", "tomorrow at 25:00", "at 14:75", "remind me after payday", "when i am back", "next year",
        "navidad ke baad",
    ],
)  # fmt: skip
def test_a_moment_that_cannot_be_kept(text: str) -> None:
    """It names a time, so the answer must not pretend that tomorrow was meant."""
    assert read_moment(text, NOW, CHICAGO) is None
    assert has_time(text)


@pytest.mark.parametrize("text", ["later", "not now", "ask me later pls", "más tarde", "baad mein"])
def test_later_names_no_time(text: str) -> None:
    assert not has_time(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [("remind me tomorrow at 6 pls", "tomorrow at 6"), ("ahorita no, en la noche", "noche"), ("later", None)],
)
def test_find_moment(text: str, words: str | None) -> None:
    assert find_moment(text) == words


def test_an_hour_that_the_clock_change_skips_still_lies_ahead() -> None:
    before = datetime(2026, 3, 8, 6, 0, tzinfo=UTC)  # midnight in Chicago; 02:00 becomes 03:00
    moment = read_moment("02:30", before, CHICAGO)
    assert moment is not None
    assert moment.at.astimezone(CHICAGO).strftime("%d %H:%M") == "08 03:30"


_WORDS = st.sampled_from(
    [*COUNTS, *DAYS, *MONTHS, *PARTS, *UNITS, *WEEKDAYS, "in", "at", "next", "not", "6", "18:30", "31", "pm", "baje"]
)


@given(
    st.lists(_WORDS, max_size=6).map(" ".join),
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["America/Chicago", "Asia/Kolkata", "Europe/Madrid", "Australia/Lord_Howe", "UTC"]),
)
def test_a_moment_always_lies_ahead(text: str, now: datetime, zone: str) -> None:
    moment = read_moment(text, now, ZoneInfo(zone))
    period = read_period(text, now, ZoneInfo(zone))
    assert moment is None or (moment.at > now and moment.at.utcoffset() == timedelta(0))
    assert period is None or period.start < period.end <= now


@each(
    ("text", "start", "end", "label"),
    [
        ("7d", "2026-01-01 00:00", "2026-01-07 10:00", "last 7 days"),
        ("30d", "2025-12-09 00:00", "2026-01-07 10:00", "last 30 days"),
        ("2 weeks", "2025-12-25 00:00", "2026-01-07 10:00", "last 14 days"),
        ("today", "2026-01-07 00:00", "2026-01-07 10:00", "today"),
        ("yesterday", "2026-01-06 00:00", "2026-01-07 00:00", "yesterday"),
        ("kal ki report", "2026-01-06 00:00", "2026-01-07 00:00", "yesterday"),
        ("this month", "2026-01-01 00:00", "2026-01-07 10:00", "this month"),
        ("last month", "2025-12-01 00:00", "2026-01-01 00:00", "last month"),
        ("reporte de la semana", "2026-01-05 00:00", "2026-01-07 10:00", "this week"),
        ("march", "2025-03-01 00:00", "2025-04-01 00:00", "March 2025"),
        ("2025-11", "2025-11-01 00:00", "2025-12-01 00:00", "November 2025"),
        ("2026-01-02", "2026-01-02 00:00", "2026-01-03 00:00", "2026-01-02"),
        ("last year", "2025-01-01 00:00", "2026-01-01 00:00", "last year"),
    ],
)
def test_period(text: str, start: str, end: str, label: str) -> None:
    period = read_period(text, NOW, CHICAGO)
    assert period is not None
    told = tuple(f"{at.astimezone(CHICAGO):%Y-%m-%d %H:%M}" for at in (period.start, period.end))
    assert (*told, period.label) == (start, end, label)


@pytest.mark.parametrize("text", ["", "all", "2026-02", "0d", "asha", "2026-13-40"])
def test_no_period(text: str) -> None:
    assert read_period(text, NOW, CHICAGO) is None
