"""A wave that ends when the time to answer does: what is there is there, and the order does not stand still."""

from __future__ import annotations

from datetime import timedelta

from flows.events import PaymentArrived
from flows.money import MICROS, Money
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Says
from tests.flows.sourcing.play import CONNAUGHT, KAROL, Play, sourcing

HOUR = timedelta(hours=1)


def last() -> Play:
    """All are asked at once, and reminded when their time to answer is over."""
    return Play(settings=sourcing(wave=4, next_wave_after=24 * HOUR)).reserve()


def test_nobody_answered() -> None:
    assert last().wait("wave").status == Status.UNAVAILABLE


def test_a_part_was_offered() -> None:
    play = last().says(CONNAUGHT, Says.PART, 1)
    assert play.wait("wave").status == Status.PART_AVAILABLE


def test_what_comes_in_the_moment_of_the_deadline_leaves_it_standing() -> None:
    """All were asked and no wave is to come: whatever is decided before the wait fires does not take the wait away."""
    play = Play(shops=(CONNAUGHT,)).reserve().wait("wave")
    for late in (0, 3):
        play.now = play.the_order.answer_by + late * HOUR
        assert play.give(PaymentArrived("razorpay", "", "", "pay_x", Money(100 * MICROS, "INR"), play.now))
        assert [(one.name, one.due_at) for one in play.waits if one.name == "answer"] == [("answer", play.now)]
    assert play.wait("answer").status == Status.UNAVAILABLE


def test_a_paid_order_that_looks_again_is_not_forgotten_either() -> None:
    """What was paid is lost at its shop; word comes in the moment of the new deadline, before the wait fires."""
    play = Play(shops=(CONNAUGHT, KAROL)).reserve().says(CONNAUGHT, Says.YES, 2).linked().paid()
    play.says(CONNAUGHT, Says.NO).wait("wave")
    assert (play.status, len(play.the_order.lacks)) == (Status.SOURCING, 1)
    play.now = play.the_order.answer_by
    assert play.give(PaymentArrived("razorpay", "", "", "pay_x", Money(100 * MICROS, "INR"), play.now))
    play.staff_told()
    play.wait("answer")
    assert any("1234" in told and "Thing 1" in told for told in play.staff_told())
    assert "answer" not in {one.name for one in play.waits}
