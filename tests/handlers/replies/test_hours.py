"""Hours of a day as the staff writes them, for the business and for a partner shop alike."""

from __future__ import annotations

import pytest

from handlers.replies.hour_spans import read_span
from handlers.replies.typed_commands import says_none
from tests.cases import each


@each(
    ("said", "opens", "closes"),
    [
        ("9-20", 9 * 60, 20 * 60),
        ("9:30 - 19:00", 9 * 60 + 30, 19 * 60),
        ("10.30 to 19", 10 * 60 + 30, 19 * 60),
        ("9am-8pm", 9 * 60, 20 * 60),
        ("9 am until 8 pm", 9 * 60, 20 * 60),
        ("12pm-11pm", 12 * 60, 23 * 60),
        ("10 se 7", 10 * 60, 19 * 60),
        ("9-8", 9 * 60, 20 * 60),
        ("12-8", 12 * 60, 20 * 60),
        ("de 9 a 20h", 9 * 60, 20 * 60),
        ("0-24", 0, 24 * 60),
    ],
)
def test_hours_of_a_day(said: str, opens: int, closes: int) -> None:
    found = read_span(said)
    assert found is not None
    assert found.within_a_day == (opens, closes)


@pytest.mark.parametrize("said", ["33-44", "9-25", "9:70-20", "0pm-8pm", "15pm-20", "9-100", "2026-2027"])
def test_what_is_no_time_of_a_day_is_not_made_one(said: str) -> None:
    found = read_span(said)
    assert found is not None
    assert (found.opens, found.closes, found.within_a_day) == (None, None, None)


@pytest.mark.parametrize("said", ["20-10", "21:00-09:00", "09:00-08:00", "9am-8am", "9:00-9:00"])
def test_a_night_is_no_day(said: str) -> None:
    found = read_span(said)
    assert found is not None
    assert found.within_a_day is None


@pytest.mark.parametrize("said", ["", "9", "late", "9 20", "7 December", "10 to late"])
def test_what_says_no_hours(said: str) -> None:
    assert read_span(said) is None


@each("word", ["none", "OFF", "no", "nahi", "नहीं", "बंद", "ninguno", "never"])
def test_one_list_says_that_there_is_none(word: str) -> None:
    assert says_none(word)
