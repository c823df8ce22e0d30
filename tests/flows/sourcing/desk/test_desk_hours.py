"""When a shop is written to: not while it is away, not before it had a quarter of an hour, and not all at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.engine import Elapsed
from flows.sourcing.desk.desk_events import LinesAsked
from flows.sourcing.order_effects import RequestedLine
from tests.flows.sourcing.desk.test_desk import DAY, FIRST, HOUR, SHOP, START, Play


def test_a_shop_that_went_away_after_it_was_asked_is_reminded_when_it_is_back() -> None:
    play = Play().asks(FIRST, "1234", "1")
    play.sent()
    play.now, play.opens_at = START + HOUR, START + 5 * HOUR
    play.give(Elapsed("remind"))
    assert play.sent() == []
    play.wait("remind")
    assert play.now == START + 5 * HOUR
    assert [template for template, _ in play.sent()] == ["stock_reminder"]


@pytest.mark.parametrize(
    ("patience", "minutes"),
    [
        pytest.param(timedelta(minutes=5), 15, id="shorter than a quarter of an hour"),
        pytest.param(timedelta(minutes=20), 20, id="longer"),
    ],
)
def test_nobody_is_reminded_within_a_quarter_of_an_hour(patience: timedelta, minutes: int) -> None:
    play = Play()
    wanted = (RequestedLine("1", "Tiger Shorts", "L", 1, 0),)
    play.give(LinesAsked(SHOP, FIRST, "1234", wanted, "INR", START + DAY, patience))
    play.wait("remind")
    assert play.now == START + timedelta(minutes=minutes)


def test_a_message_asks_for_so_much_that_whatsapp_takes_it_and_the_next_for_the_rest() -> None:
    play = Play().asks(FIRST, "1234", *(str(number) for number in range(20)))
    ((template, values),) = play.sent()
    assert (template, values["many"]) == ("stock_requests", 15)
    play.wait("ask")
    assert play.now == START + timedelta(minutes=5)
    ((template, values),) = play.sent()
    assert (template, values["many"]) == ("stock_requests", 5)


def test_what_is_asked_at_night_is_reminded_of_in_the_morning_alone() -> None:
    """It was asked in the evening, and closes before the hour is over."""
    play = Play().asks(FIRST, "1234", "1")
    play.sent()
    play.now, play.opens_at = START + HOUR / 2, START + 12 * HOUR
    play.asks(FIRST, "1234", "2")
    due = {wait.name: wait.due_at for wait in play.waits}
    assert (due["ask"], due["remind"]) == (START + 12 * HOUR, START + 12 * HOUR)
