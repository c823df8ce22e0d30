"""How much goes back, why, and once: a part without the fee, what nobody chose in time, what is told once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows.engine import Called, Elapsed
from flows.money import MICROS
from flows.sourcing.order_effects import Await, Record
from flows.sourcing.order_events import Given, Handed
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import KAROL, ORDER, Play, begun, line
from tests.flows.sourcing.test_paying import RUN, available, bought, found_paid
from tests.flows.sourcing.words import noted

FEE, BOTH = 149 * MICROS, 1798 * MICROS


def notes(play: Play) -> list[str]:
    """What the order's history says since the last look."""
    return [noted(one) for one in play._take(Record)]


def express(*names: str) -> Play:
    """An express order of two pieces of each of these lines, paid."""
    play = Play().reserve(begun(*(line(name) for name in names), express=True, fee=149))
    for name in names:
        play.says(KAROL, Says.YES, 2, name)
    play.linked().paid()
    play.calls(), play.staff_told(), play.told()
    return play


def test_the_fee_of_an_express_order_goes_back_with_the_last_of_it() -> None:
    play = express("1", "2")
    play.give(Given(ORDER, ASHA, ("1",)))
    assert play.calls() == [("refund", BOTH)]
    play.give(Given(ORDER, ASHA, ("2",)))
    assert play.calls() == [("refund", BOTH + FEE)]
    assert play.the_order.paid == 0


def test_an_express_order_is_promised_within_a_day_and_watched_at_half_and_at_nine_tenths() -> None:
    play = express("1")
    paid_at = play.now
    assert play.the_order.promised_at == paid_at + timedelta(hours=24)
    for share, hours in (("50%", 12), ("90%", 21.6)):
        play.wait("express")
        (told,) = play.staff_told()
        assert (share in told, play.now - paid_at) == (True, timedelta(hours=hours))
    play.wait("express")
    assert (play.calls(), play.now - paid_at) == ([("refund", FEE)], timedelta(hours=24))


def test_the_fee_is_kept_where_all_of_it_was_fetched_when_its_time_is_over() -> None:
    play = express("1")
    play.wait("express").wait("express")
    play.give(Handed(ORDER, KAROL, ASHA))
    play.give(Elapsed("express"))
    assert (play.calls(), play.the_order.fee) == ([], FEE)


def test_who_paid_first_and_does_not_choose_in_time_gets_all_of_it_back() -> None:
    play = Play(shops=(KAROL,)).reserve(begun(pay="first")).linked().paid()
    play.says(KAROL, Says.PART, 1).wait("answer")
    assert play.status == "part_available"
    play.calls()
    play.wait("reservation")
    assert (play.status, play.calls(), play.the_order.paid) == ("refunding", [("refund", BOTH)], 0)


def test_money_in_another_currency_that_is_found_by_looking_confirms_nothing() -> None:
    play = available()
    play.staff_told()
    play.give(Called(RUN, "look_link", "look:1", {**found_paid(play), "currency": "USD"}))
    assert (play.status, play.the_order.paid, play.calls()[1:]) == ("available", 0, [])
    assert "$1,798 came" in play.staff_told()[-1]


def test_the_history_says_that_it_was_paid_twice() -> None:
    play = bought()
    notes(play)
    play.paid(payment="pay_2")
    assert notes(play) == ["1798 INR goes back: paid twice"]


def test_the_history_says_that_it_was_paid_too_late() -> None:
    play = available().wait("reservation")
    notes(play)
    play.paid()
    assert "1798 INR goes back: paid when it was expired" in notes(play)


def test_a_late_payment_that_is_told_once_more_is_nobodys_news() -> None:
    play = available().wait("reservation").paid()
    assert ("refund", BOTH) in play.calls()
    play.staff_told(), play.told()
    play.later(days=2).paid()
    assert (play.calls(), play.staff_told(), play.told()) == ([], [], [])


def test_whose_goods_cannot_be_had_waits_for_them() -> None:
    play = express("1", "2")
    play.give(Given(ORDER, ASHA, ("1",)))
    assert [one.line.id for one in play._take(Await)] == ["1"]


def test_whose_order_nobody_has_waits_for_all_of_it() -> None:
    play = Play().reserve(begun(line("1"), line("2")))
    play.wait("wave").wait("answer")
    assert play.status == "unavailable"
    assert [one.line.id for one in play._take(Await)] == ["1", "2"]


def test_nobody_waits_for_what_was_erased_with_them() -> None:
    play = express("1")
    play.order = replace(play.the_order, erased=True)
    play.give(Given(ORDER, ASHA))
    assert list(play._take(Await)) == []
