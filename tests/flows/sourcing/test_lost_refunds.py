"""A refund whose webhook is lost: the provider is asked every day, and after two weeks a person is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.engine import Call, Called
from flows.events import RefundMoved
from flows.money import MICROS, Money
from flows.sourcing.order_events import Given, RefundedByHand
from flows.sourcing.order_payment import Repayment
from flows.sourcing.refund_watch import LOOK_EVERY, PATIENCE
from flows.sourcing.refunds import sum_owed
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import KAROL, ORDER, Play, begun

RUN = UUID(int=9)
ALL = 1798 * MICROS


def refunding(state: str = "pending") -> Play:
    """Paid, not to be had, and the provider took the refund; what was told so far is read."""
    play = Play().reserve().says(KAROL, Says.YES, 2).linked().paid()
    play.give(Given(ORDER, ASHA))
    key = f"refund:{the_repayment(play).reference}"
    play.give(Called(RUN, "refund", key, {"refund": "rfnd_1", "state": state}))
    play.told(), play.staff_told(), play.calls()
    return play


def the_repayment(play: Play) -> Repayment:
    (repayment,) = play.the_order.repayments
    return repayment


def waits(play: Play) -> set[str]:
    return {wait.name for wait in play.waits}


def looks(play: Play) -> list[dict[str, Any]]:
    """What the provider was asked about refunds, since the last look."""
    return [dict(one.request) for one in play._take(Call) if one.kind == "look_refund"]


def answers(play: Play, failure: str | None = None, **values: Any) -> None:
    """The provider answers the last look."""
    reference = the_repayment(play).reference.hex
    told = {"reference": reference, "payment": "pay_1", "refund": "rfnd_1", **values}
    play.give(Called(RUN, "look_refund", "look_refund", told, failure))


def test_the_provider_is_asked_after_a_day_and_the_order_ends() -> None:
    play = refunding()
    taken_at = play.now
    play.wait("look_refund")
    assert play.now == taken_at + LOOK_EVERY == taken_at + timedelta(days=1)
    reference = the_repayment(play).reference.hex
    assert looks(play) == [{"refund": "rfnd_1", "payment": "pay_1", "reference": reference, "provider": "razorpay"}]
    answers(play, state="processed")
    assert (play.status, play.told(), play.staff_told()) == ("refunded", [], [])
    assert "look_refund" not in waits(play)


def test_a_refund_that_failed_meanwhile_is_told_to_the_staff() -> None:
    play = refunding().wait("look_refund")
    answers(play, state="failed")
    (told,) = play.staff_told()
    assert "could not be sent back" in told
    assert (play.status, sum_owed(play.the_order)) == ("refunding", ALL)
    assert "look_refund" not in waits(play)


def test_it_is_asked_every_day_for_two_weeks_and_then_the_staff_is_told_once() -> None:
    play = refunding()
    taken_at, asked = play.now, 0
    while "look_refund" in waits(play):
        play.wait("look_refund")
        if looks(play):
            asked += 1
            answers(play, state="pending")
    assert (asked, play.now) == (14, taken_at + PATIENCE + LOOK_EVERY)
    (told,) = play.staff_told()
    assert "₹1,798 of payment pay_1" in told
    assert "refund rfnd_1" in told
    assert "/refunded 1234" in told
    assert play.status == "refunding"
    assert play.give(RefundedByHand(ORDER, ASHA))
    assert (play.status, play.told()) == ("refunded", [])  # the customer was told when it was taken
    assert not play.give(RefundedByHand(ORDER, ASHA))


def test_what_was_given_up_may_still_be_told() -> None:
    play = refunding()
    while "look_refund" in waits(play):
        play.wait("look_refund")
    reference, amount = the_repayment(play).reference.hex, Money(ALL, "INR")
    play.give(RefundMoved("razorpay", reference, "rfnd_1", "pay_1", "processed", amount, play.now))
    assert (play.status, the_repayment(play).unheard) == ("refunded", False)


@pytest.mark.parametrize(
    ("failure", "tells", "goes_on"),
    [("retry", 0, True), ("unknown", 0, True), ("alert", 1, False), ("setup", 1, False)],
)
def test_a_look_that_fails_is_repeated_or_told(failure: str, tells: int, goes_on: bool) -> None:
    play = refunding().wait("look_refund")
    answers(play, failure, why="404: no such refund")
    told = play.staff_told()
    assert (len(told), "look_refund" in waits(play)) == (tells, goes_on)
    assert all("404: no such refund" in text and "/refunded 1234" in text for text in told)


def test_what_went_through_at_once_is_not_asked_about() -> None:
    play = refunding("processed")
    assert play.status == "refunded"
    assert "look_refund" not in waits(play)


def test_money_that_comes_too_late_is_followed_as_well() -> None:
    """The order is over, and what came for it afterwards is on its way back."""
    play = Play().reserve().says(KAROL, Says.YES, 2).linked().wait("reservation").paid()
    assert play.status == "expired"
    key = f"refund:{the_repayment(play).reference}"
    play.give(Called(RUN, "refund", key, {"refund": "rfnd_1", "state": "pending"}))
    play.calls()
    play.wait("look_refund")
    (look,) = looks(play)
    assert look["provider"] == "razorpay"
    answers(play, state="processed")
    assert (the_repayment(play).state, play.status) == ("processed", "expired")
    assert "look_refund" not in waits(play)


def test_the_answer_is_for_the_refund_that_it_names() -> None:
    play = Play().reserve(begun()).says(KAROL, Says.YES, 2).linked().paid().paid(payment="pay_2")
    play.give(Given(ORDER, ASHA))
    for number, one in enumerate(play.the_order.repayments, 1):
        values = {"refund": f"rfnd_{number}", "state": "pending"}
        play.give(Called(RUN, "refund", f"refund:{one.reference}", values))
    play.calls()
    play.wait("look_refund")
    assert [look["refund"] for look in looks(play)] == ["rfnd_1", "rfnd_2"]
    second = play.the_order.repayments[1]
    play.give(Called(RUN, "look_refund", "x", {"reference": second.reference.hex, "state": "processed"}))
    assert [one.state for one in play.the_order.repayments] == ["pending", "processed"]
    assert (play.status, "look_refund" in waits(play)) == ("refunding", True)


def asked() -> Play:
    """Paid, not to be had, and the provider is asked to send it back."""
    play = Play().reserve().says(KAROL, Says.YES, 2).linked().paid()
    play.give(Given(ORDER, ASHA))
    play.told(), play.staff_told(), play.calls()
    return play


def news(play: Play, state: str, refund: str = "rfnd_1") -> None:
    one = the_repayment(play)
    cost = Money(one.amount, "INR")
    play.give(RefundMoved("razorpay", one.reference.hex, refund, one.payment, state, cost, play.now))


def refuse(play: Play) -> None:
    play.give(Called(RUN, "refund", f"refund:{the_repayment(play).reference}", {"why": "cut"}, "refused"))


@pytest.mark.parametrize(("told", "status"), [("processed", "refunded"), ("pending", "refunding")])
def test_a_refusal_after_its_webhook_is_none(told: str, status: str) -> None:
    play = asked()
    news(play, told)
    refuse(play)
    assert (play.staff_told(), play.told()) == ([], ["refunded"])
    assert (play.status, the_repayment(play).state, sum_owed(play.the_order)) == (status, told, 0)
    news(play, "processed")
    assert (play.status, play.staff_told(), play.told()) == ("refunded", [], [])


@pytest.mark.parametrize("state", ["pending", "processed"])
def test_one_that_goes_through_after_it_was_said_to_be_refused_must_not_be_sent_by_hand(state: str) -> None:
    play = asked()
    refuse(play)
    play.staff_told()
    news(play, state)
    (text,) = play.staff_told()
    assert "Do not send it" in text
    assert (play.told(), sum_owed(play.the_order)) == (["refunded"], 0)


def test_one_that_failed_for_good_is_not_revived_by_older_news() -> None:
    play = asked()
    refuse(play)
    news(play, "failed")
    play.staff_told()
    news(play, "pending")
    assert (play.staff_told(), the_repayment(play).state) == ([], "failed")
