"""What a shop is asked: for as much as is still lacking, with what it earns, by numbers that keep their meaning."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from flows.sourcing.desk.desk_events import AskedBack, LinesAsked, OutcomeTold, Postponed, ShopReplied
from flows.sourcing.desk.desk_requests import Desk
from flows.sourcing.desk.request_rounds import ASKED_BACK, DIVIDED, REQUESTED
from flows.sourcing.desk.takeback_doubts import TAKES_BACK
from flows.sourcing.order_effects import RequestedLine, RequestOutcome
from tests.flows.sourcing.desk.test_desk import DAY, FIRST, HOUR, SECOND, SHOP, START, Play, yes
from tests.flows.sourcing.desk.test_desk_undo import UNDO


def wants(*earns: int, quantity: int = 1, express: bool = False) -> LinesAsked:
    lines = tuple(RequestedLine(str(line), "Taj Mug", "", quantity, each) for line, each in enumerate(earns, 1))
    return LinesAsked(SHOP, FIRST, "1234", lines, "INR", START + DAY, HOUR, express)


def desk_of(play: Play) -> Desk:
    assert play.desk is not None
    return play.desk


def test_it_is_reminded_of_what_is_lacking_when_the_parts_are_divided() -> None:
    """That is at the moment at which it would be reminded; once one piece is lacking there is nothing to wait for."""
    play = Play().give(wants(150_000_000, quantity=5))
    play.sent()
    assert {wait.name: wait.due_at for wait in play.waits}["remind"] == START + HOUR + DIVIDED
    play.now = START + HOUR
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.FEWER, 1)).wait("remind")
    assert play.now == START + HOUR
    ((template, values),) = play.sent()
    assert (template, values["quantity"], values["commission"]) == ("stock_reminder", 1, Decimal(150))


def test_what_was_asked_together_is_reminded_of_together() -> None:
    lines = (RequestedLine("1", "Taj Mug", "", 1, 0), RequestedLine("2", "Tiger Shorts", "L", 5, 0))
    play = Play().give(LinesAsked(SHOP, FIRST, "1234", lines, "INR", START + DAY, HOUR))
    play.sent()
    play.wait("remind")
    ((template, values),) = play.sent()
    assert (template, values["many"], play.now) == ("stock_reminders", 2, START + HOUR + DIVIDED)


@pytest.mark.parametrize(
    ("earns", "told"),
    [
        pytest.param((150_000_000, 150_000_000), {"each": Decimal(150)}, id="the same for each piece"),
        pytest.param((150_000_000, 100_500_000), {"commission": Decimal(501)}, id="of all where it differs"),
        pytest.param((0, 0), {}, id="nothing that is known"),
    ],
)
def test_of_several_it_is_told_what_it_earns(earns: tuple[int, ...], told: dict[str, Any]) -> None:
    ((_, values),) = Play().give(wants(*earns, quantity=2)).sent()
    assert {name: value for name, value in values.items() if name in {"each", "commission"}} == told
    assert values["currency"] == "INR"


def test_express_is_said_once_where_all_of_it_is() -> None:
    ((_, values),) = Play().give(wants(0, 0, express=True)).sent()
    assert (values["express"], values["asks"]) == ("yes", ("1. Taj Mug × 1 (1234)", "2. Taj Mug × 1 (1234)"))


def test_express_is_said_of_each_where_not_all_of_it_is() -> None:
    play = Play()
    play.opens_at = START + HOUR
    play.asks(SECOND, "1235", "1").give(wants(0, express=True)).wait("ask")
    ((_, values),) = play.sent()
    assert values["asks"] == ("1. Tiger Shorts L × 2 (1235)", "2. Taj Mug × 1 (1234, express)")
    assert "express" not in values


def test_a_message_is_known_with_all_that_it_asked_for_while_a_part_is_over() -> None:
    play = Play().asks(FIRST, "1234", "1", "2", "3").give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.SPARED))
    desk = desk_of(play)
    open_ = desk.find(FIRST, "3")
    assert open_ is not None
    assert [(one.line, one.place, one.open) for one in desk.list_same_message(open_)] == [
        ("1", 1, False),
        ("2", 2, True),
        ("3", 3, True),
    ]


def test_who_has_some_is_asked_how_many() -> None:
    play = Play().asks(FIRST, "1234", "1", quantity=5)
    play.sent()
    play.give(AskedBack(((FIRST, "1"),), UUID(int=97), some=True))
    ((template, values),) = play.sent()
    assert (template, values["item"], values["size"]) == ("stock_how_many", "Tiger Shorts", "L")
    request = desk_of(play).find(FIRST, "1")
    assert request is not None
    assert not request.menu  # "3" is a number of pieces now


def test_what_is_asked_in_the_moment_of_a_doubt_is_the_last_question() -> None:
    play = Play().asks(FIRST, "1234", "1").answers(yes()).give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.PAID, 2))
    play.now += timedelta(minutes=10)
    play.give(UNDO)
    assert play.expected() == TAKES_BACK
    play.asks(SECOND, "1235", "1")
    assert play.expected() == REQUESTED
    play.give(UNDO)
    assert play.expected() == TAKES_BACK
    play.give(AskedBack(((SECOND, "1"),), UUID(int=97)))
    assert play.expected() == ASKED_BACK


def later(until: datetime | None, *lines: str) -> ShopReplied:
    return ShopReplied((), UUID(int=98), Postponed(tuple((FIRST, line) for line in lines), until))


def test_what_is_answered_later_is_asked_again_at_the_named_time_and_stays_open() -> None:
    play = Play().asks(FIRST, "1234", "1", quantity=1)
    play.sent()
    until = START + 3 * HOUR
    assert play.give(later(until, "1")).sent() == [
        ("stock_waits", {"items": ("Tiger Shorts L × 1 (1234)",), "by": until})
    ]
    assert play.wait("remind").now == until
    assert [template for template, _ in play.sent()] == ["stock_reminder"]
    play.answers(yes(quantity=1))
    assert [one.says for one in play.told()] == ["yes"]


def test_who_was_reminded_and_names_another_time_is_reminded_then() -> None:
    play = Play().asks(FIRST, "1234", "1", quantity=1)
    play.wait("remind").give(later(play.now + 3 * HOUR, "1"))
    assert play.wait("remind").now == START + 4 * HOUR


def test_who_names_no_time_is_told_the_last_one_and_reminded_once() -> None:
    play = Play().asks(FIRST, "1234", "1", quantity=1)
    play.sent()
    play.now += timedelta(minutes=30)
    ((_, values),) = play.give(later(None, "1")).sent()
    assert values["by"] == START + DAY
    assert play.wait("remind").now == START + timedelta(minutes=90)
    assert "remind" not in {one.name for one in play.give(later(None, "1")).waits}


def test_who_names_a_time_past_the_last_one_is_told_the_last_one() -> None:
    play = Play().asks(FIRST, "1234", "1")
    play.sent()
    ((_, values),) = play.give(later(START + 2 * DAY, "1")).sent()
    assert values["by"] == START + DAY


def test_of_several_that_are_answered_in_part_the_rest_is_asked_again_at_the_named_time() -> None:
    play = Play().asks(FIRST, "1234", "1", "2", quantity=1)
    play.sent()
    play.give(ShopReplied((yes(quantity=1),), UUID(int=98), Postponed(((FIRST, "2"),), START + 5 * HOUR)))
    assert [template for template, _ in play.sent()] == ["stock_waits"]
    assert [one.line for one in play.told()] == ["1"]
    assert play.wait("remind").now == START + 5 * HOUR
