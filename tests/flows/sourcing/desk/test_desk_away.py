"""A shop goes on holiday while it is asked, or hears that what it handed over comes back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from flows.sourcing.desk.desk_events import HolidayTold, LinesAsked, OutcomeTold
from flows.sourcing.order_effects import RequestedLine, RequestOutcome
from flows.sourcing.order_events import ShopAway
from tests.flows.sourcing.desk.test_desk import DAY, FIRST, HOUR, SECOND, SHOP, START, Play, yes


def passed(play: Play) -> list[tuple[object, tuple[str, ...]]]:
    """Which orders were told that nothing comes, of which lines."""
    return [(one.order, one.lines) for one in play.to_orders(ShopAway)]


def test_what_is_to_be_answered_in_its_holiday_is_not_waited_for() -> None:
    play = Play().asks(FIRST, "1234", "1", "2")
    play.give(HolidayTold(SHOP, START + 3 * DAY))
    assert passed(play) == [(FIRST, ("1", "2"))]
    assert not {"remind", "answer"} & {wait.name for wait in play.waits}


def test_what_it_can_answer_when_it_is_back_stays_open() -> None:
    play = Play().asks(FIRST, "1234", "1")
    play.give(HolidayTold(SHOP, START + 2 * HOUR))
    assert passed(play) == []
    assert "answer" in {wait.name for wait in play.waits}


def test_what_it_answered_before_stands() -> None:
    play = Play().asks(FIRST, "1234", "1").asks(SECOND, "1235", "1").answers(yes(FIRST))
    play.give(HolidayTold(SHOP, START + 3 * DAY))
    assert passed(play) == [(SECOND, ("1",))]


def test_a_shop_hears_what_comes_back_and_what_that_costs_it() -> None:
    play = Play()
    wanted = (RequestedLine("1", "Tiger Shorts", "L", 2, 150_000_000),)
    given = LinesAsked(SHOP, FIRST, "1234", wanted, "INR", START, timedelta(0))
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.RETURNED, 2, given=given))
    ((template, values),) = play.sent()
    assert template == "stock_returned"
    assert (values["items"], values["amount"]) == (("Tiger Shorts L × 2 (1234)",), Decimal(300))
