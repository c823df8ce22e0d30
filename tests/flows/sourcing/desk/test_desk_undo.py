"""What "undo" takes back: the last answer alone, and what was only offered as well as what is kept."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flows.sourcing.desk.desk_events import Assured, LinesAsked, OutcomeTold, ShopAnswer, Undone
from flows.sourcing.order_effects import RequestedLine, RequestOutcome
from flows.sourcing.order_events import TakenBack
from tests.flows.sourcing.desk.test_desk import DAY, FIRST, HOUR, SECOND, SHOP, START, Play, yes

UNDO = Undone((), UUID(int=98))


def test_an_offer_that_is_held_is_not_there_any_more() -> None:
    play = Play().asks(FIRST, "1234", "1").answers(ShopAnswer(FIRST, "1", "part", 1))
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.HELD, 1)).effects.clear()
    play.give(UNDO)
    assert play.told() == [ShopAnswer(FIRST, "1", "no")]
    assert play.to_orders(TakenBack) == []


def test_what_was_said_before_the_last_answer_stands() -> None:
    play = Play().asks(FIRST, "1234", "1").asks(SECOND, "1235", "1")
    for order in (FIRST, SECOND):
        play.now += timedelta(minutes=10)
        play.answers(yes(order)).give(OutcomeTold(SHOP, order, "1", RequestOutcome.YOURS, 2))
    play.give(UNDO)
    assert play.to_orders(TakenBack) == [TakenBack(SECOND, SHOP, ("1",))]
    play.give(UNDO)
    assert play.to_orders(TakenBack)[1:] == [TakenBack(FIRST, SHOP, ("1",))]


def test_what_is_for_our_own_stock_has_no_customer_who_paid() -> None:
    wanted = (RequestedLine("1", "Tiger Shorts", "L", 2, 150_000_000),)
    play = Play().give(LinesAsked(SHOP, SECOND, "R1", wanted, "INR", START + DAY, HOUR, for_stock=True))
    play.asks(FIRST, "1234", "1").answers(yes(), yes(SECOND))
    play.sent()
    for order in (FIRST, SECOND):
        play.give(OutcomeTold(SHOP, order, "1", RequestOutcome.PAID, 2))
    ours = [(template, values["items"], values.get("ours")) for template, values in play.sent()]
    assert ours == [
        ("stock_paid", ("Tiger Shorts L × 2 (1234)",), None),
        ("stock_paid", ("Tiger Shorts L × 2 (R1)",), "yes"),
    ]
    play.give(Undone(((SECOND, "1"),), UUID(int=98)))
    assert play.sent() == [("stock_paid_undo", {"items": ("Tiger Shorts L × 2 (R1)",), "ours": "yes"})]


def test_what_is_paid_is_named_once_more_before_a_choice_takes_it_back() -> None:
    play = Play().asks(FIRST, "1234", "1").asks(SECOND, "1235", "1").answers(yes(), yes(SECOND))
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.PAID, 2))
    play.give(OutcomeTold(SHOP, SECOND, "1", RequestOutcome.YOURS, 2))
    play.give(UNDO)
    assert [template for template, _ in play.sent()][-1] == "stock_undo_which"
    play.give(Assured(True, UUID(int=99), (0, 1), listed=True))
    assert play.to_orders(TakenBack) == [TakenBack(SECOND, SHOP, ("1",))]
    assert "stock_paid_undo" in [template for template, _ in play.sent()]
    play.give(Assured(True, UUID(int=97), (0,)))
    assert TakenBack(FIRST, SHOP, ("1",)) in play.to_orders(TakenBack)


def denied(play: Play) -> Play:
    """The shop said no to the first order, which has heard that."""
    return play.answers(ShopAnswer(FIRST, "1", "no")).give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.NO))


def test_a_no_to_what_nobody_waits_for_any_more_is_not_taken_back() -> None:
    """Its deadline is over: nothing can come of it, and what was said before it is meant."""
    play = Play().asks(SECOND, "1235", "1").answers(yes(SECOND))
    play.give(OutcomeTold(SHOP, SECOND, "1", RequestOutcome.YOURS, 2))
    play.now += timedelta(hours=1)
    denied(play.asks(FIRST, "1234", "1"))
    play.now += DAY + timedelta(hours=1)
    play.give(UNDO)
    assert play.to_orders(TakenBack) == [TakenBack(SECOND, SHOP, ("1",))]


def test_a_no_alone_is_taken_back_until_its_deadline() -> None:
    late, early = (denied(Play().asks(FIRST, "1234", "1")) for _ in range(2))
    late.now += DAY
    early.now += DAY - timedelta(minutes=1)
    told = [play.give(UNDO).sent()[-1][0] for play in (late, early)]
    assert told == ["stock_nothing_to_undo", "stock_undone"]
