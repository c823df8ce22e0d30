"""Another amount than was asked: each that came is known by itself, and goes back by itself or by a person's hand."""

from __future__ import annotations

import pytest

from flows.engine import Left, Void
from flows.events import PaymentArrived, RefundMoved
from flows.money import MICROS, Money
from flows.sourcing.order_events import CalledOff, Settled
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import KAROL, ORDER, Play

ALL = 1798 * MICROS


def available() -> Play:
    play = Play().reserve().says(KAROL, Says.YES, 2).linked()
    play.told(), play.calls(), play.staff_told()
    return play


def dollars(play: Play, payment: str = "pay_usd") -> None:
    asked = play.the_order.payment
    assert asked is not None
    came = Money(20 * MICROS, "USD")
    play.give(PaymentArrived("razorpay", asked.reference.hex, asked.link, payment, came, play.now))


def sent_in_the_account(play: Play, amount: int, payment: str = "pay_1", refund: str = "rfnd_1") -> None:
    play.give(RefundMoved("razorpay", "", refund, payment, "processed", Money(amount * MICROS, "INR"), play.now))


def called_off(play: Play) -> Play:
    play.give(CalledOff(ORDER, ASHA))
    return play


def test_then_the_right_one_comes_by_the_same_link_and_the_first_goes_back() -> None:
    play = available().paid(500).paid(payment="pay_2")
    assert (play.status, play.the_order.paid) == ("sourcing", ALL)
    assert play.calls() == [("refund", 500 * MICROS)]


def test_two_by_one_link_go_back_both() -> None:
    play = available().paid(500).paid(600, "pay_2")
    called_off(play)
    assert (play.status, play.calls()) == (
        "cancelled",
        [("cancel_link", "plink_1"), ("refund", 500 * MICROS), ("refund", 600 * MICROS)],
    )


def test_told_twice_it_is_one() -> None:
    play = available().paid(500).paid(500)
    assert len(play.staff_told()) == 1
    assert [one.state for one in play.the_order.payments] == [PaymentState.OPEN, PaymentState.ODD]


@pytest.mark.parametrize(("sent", "goes"), [(500, []), (200, [("refund", 300 * MICROS)])])
def test_what_somebody_sent_back_in_the_account_does_not_go_back_once_more(sent: int, goes: list[object]) -> None:
    play = available().paid(500)
    play.staff_told()
    sent_in_the_account(play, sent)
    sent_in_the_account(play, sent)
    assert len(play.staff_told()) == 1
    called_off(play)
    assert [one for one in play.calls() if one[0] == "refund"] == goes


def test_another_currency_does_not_go_back_by_itself_and_nobody_says_so() -> None:
    play = available()
    dollars(play)
    (text,) = play.staff_told()
    assert "$20 came" in text
    assert "send it back in your payment account" in text
    assert "goes back automatically" not in text
    called_off(play)
    assert play.calls() == [("cancel_link", "plink_1")]


def test_another_currency_that_comes_when_it_is_over_is_told_and_not_sent_back_as_ours() -> None:
    play = called_off(available())
    play.calls(), play.staff_told()
    dollars(play)
    dollars(play)
    assert play.calls() == []
    (text,) = play.staff_told()
    assert "Send it back in your payment account" in text


def test_an_erasure_names_what_came_in_another_currency() -> None:
    play = available()
    dollars(play)
    play.staff_told()
    play.give(Left("erased"))
    (text,) = play.staff_told()
    assert "$20 came for it" in text
    assert "Nothing was paid" not in text


def test_nobody_who_paid_another_amount_is_reminded() -> None:
    play = available().paid(500)
    assert "remind" not in {wait.name for wait in play.waits}


def test_a_reminder_that_waits_does_not_leave_once_another_amount_came() -> None:
    play = available().wait("remind")
    play.effects.clear()
    play.paid(500)
    assert Void("payment_reminder") in play.effects


def test_it_is_taken_as_paid_and_stays_where_it_is() -> None:
    play = available().paid(1700)
    play.give(Settled(ORDER, ASHA))
    assert play.status == "sourcing"
    assert [one for one in play.calls() if one[0] == "refund"] == []
