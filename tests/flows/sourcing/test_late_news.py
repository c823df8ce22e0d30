"""What a payment provider tells late, twice, in another order, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from flows.engine import Called, Value
from flows.events import LinkEnded, RefundMoved
from flows.money import MICROS, Money
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_events import CalledOff, Given, RefundedByHand, Settled
from flows.sourcing.order_payment import PaymentState, RefundReason, Repayment
from flows.sourcing.payment_links import LAST_LOOK, LOOK_AFTER
from flows.sourcing.refunds import send_back
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.cases import each
from tests.flows.sourcing.play import KAROL, ORDER, Play

RUN = UUID(int=9)
ALL = 1798


def available() -> Play:
    """An order of two that Karol keeps, with a link to pay; what was told of it so far is read."""
    play = Play().reserve().says(KAROL, Says.YES, 2).linked()
    play.told(), play.calls(), play.staff_told()
    return play


def given_up() -> Play:
    """The same, paid and not to be had: its refund is asked for."""
    play = available().paid()
    play.give(Given(ORDER, ASHA))
    play.told(), play.calls(), play.staff_told()
    return play


def found_paid(play: Play, kind: str, amount: int = ALL, link: str = "plink_1") -> None:
    """The provider says of a link that it was paid."""
    asked = next(one for one in play.the_order.payments if one.link == link)
    values: dict[str, Value] = {
        "reference": asked.reference.hex,
        "state": "paid", "payment": "pay_1", "amount": amount * MICROS, "currency": "INR", "link": link,
    }  # fmt: skip
    play.give(Called(RUN, kind, f"{kind}:{link}", values))


def the_repayment(play: Play) -> Repayment:
    (repayment,) = play.the_order.repayments
    return repayment


def moves(play: Play, state: str) -> None:
    """The provider tells of the refund."""
    reference = the_repayment(play).reference.hex
    play.give(RefundMoved("stripe", reference, "re_1", "pay_1", state, Money(ALL * MICROS, "INR"), play.now))


def answers(play: Play, state: str) -> None:
    """The provider answers the refund that was asked for."""
    key = f"refund:{the_repayment(play).reference}"
    play.give(Called(RUN, "refund", key, {"refund": "re_1", "state": state}))


@pytest.mark.parametrize("kind", ["look_link", "cancel_link"])
def test_another_amount_that_was_taken_as_paid_does_not_go_back_when_it_is_found_once_more(kind: str) -> None:
    play = available().paid(500)
    play.give(Settled(ORDER, ASHA))
    play.calls(), play.staff_told()
    found_paid(play, kind, 500)
    assert play.calls() == []
    assert play.staff_told() == []
    assert play.status == "sourcing"


def test_another_amount_is_told_once_however_often_it_is_found() -> None:
    play = available().paid(500)
    assert len(play.staff_told()) == 1
    steps = len(play.effects)
    play.wait("look")
    play.calls()
    found_paid(play, "look_link", 500)
    assert play.staff_told() == []
    assert len(play.effects) == steps


def test_another_amount_goes_back_by_itself_when_the_order_is_called_off() -> None:
    play = available().paid(500)
    play.give(CalledOff(ORDER, ASHA))
    assert play.calls() == [("cancel_link", "plink_1"), ("refund", 500 * MICROS)]
    for kind in ("cancel_link", "look_link"):
        found_paid(play, kind, 500)
    assert play.calls() == [], "once"


def test_a_link_that_was_paid_before_the_staff_said_so_is_not_sent_back() -> None:
    """Its webhook was lost, and the staff saw the money in the account: sending it back would give the goods away."""
    play = available()
    play.give(Settled(ORDER, ASHA))
    assert play.calls() == [("cancel_link", "plink_1")]
    play.staff_told()
    found_paid(play, "cancel_link")
    assert play.calls() == []
    (told,) = play.staff_told()
    assert "came by its link (payment pay_1)" in told
    play.paid(payment="pay_1")
    assert play.calls() == []
    assert play.staff_told() == []


def test_the_other_link_is_taken_back_when_one_of_two_is_paid() -> None:
    """The first one expired, they say; it was paid all the same, and the second one must not be."""
    play = available()
    first = play.the_order.payment
    assert first is not None
    play.give(LinkEnded("stripe", first.reference.hex, first.link, "expired", play.now))
    play.linked()
    play.calls()
    values: dict[str, Value] = {"reference": first.reference.hex, "state": "paid", "payment": "pay_1"}
    play.give(Called(RUN, "look_link", "look", values))
    assert play.status == "sourcing"
    assert ("cancel_link", "plink_2") in play.calls()
    assert [one.state for one in play.the_order.payments] == [PaymentState.PAID, PaymentState.OVER]


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (["processed", "pending"], "refunded"),
        (["processed", "processed", "pending"], "refunded"),
        (["failed", "pending"], "refunding"),
        (["failed", "processed"], "refunding"),  # one that failed never goes through: it is older news
    ],
)
def test_a_refund_stands_where_it_came_to_whatever_comes_late(told: Sequence[str], status: str) -> None:
    play = given_up()
    answers(play, "pending")
    for state in told:
        moves(play, state)
    assert play.status == status
    assert the_repayment(play).state == told[0]


def test_a_webhook_that_is_quicker_than_the_answer_is_not_undone_by_it() -> None:
    play = given_up()
    moves(play, "processed")
    assert play.status == "refunded"
    answers(play, "pending")
    assert the_repayment(play).state == "processed"
    assert play.told() == ["refunded"]


def test_who_is_told_that_money_goes_back_is_not_told_when_it_had_failed_before() -> None:
    play = given_up()
    moves(play, "failed")
    answers(play, "pending")
    assert the_repayment(play).state == "failed"
    assert play.told() == []
    assert "/refunded 1234" in play.staff_told()[-1]


def test_a_refund_whose_answer_never_came_may_go_through() -> None:
    play = given_up()
    play.give(Called(RUN, "refund", f"refund:{the_repayment(play).reference}", {}, "unknown"))
    moves(play, "processed")
    assert play.status == "refunded"


def test_a_refund_that_a_bank_sends_back_after_it_went_through_is_told_to_the_staff() -> None:
    play = given_up()
    answers(play, "pending")
    moves(play, "processed")
    moves(play, "failed")
    assert play.status == "refunded"
    assert "failed after it had gone through" in play.staff_told()[-1]


@pytest.mark.parametrize(("part", "rest"), [(ALL, []), (898, [("refund", 900 * MICROS)])])
def test_what_was_sent_back_in_the_account_does_not_go_back_once_more(part: int, rest: list[tuple[str, int]]) -> None:
    play = available().paid()
    play.told(), play.staff_told()
    for state in ("pending", "pending", "processed", "pending"):
        play.give(RefundMoved("stripe", "", "re_9", "pay_1", state, Money(part * MICROS, "INR"), play.now))
    (told,) = play.staff_told()
    assert f"sent ₹{part:,} back in your payment account" in told
    assert the_repayment(play).state == "processed"
    assert play.the_order.paid == (ALL - part) * MICROS
    play.give(CalledOff(ORDER, ASHA))
    assert play.calls() == rest


def refused() -> Play:
    """The refund is asked for, and the provider will not have it."""
    play = given_up()
    play.give(Called(RUN, "refund", f"refund:{the_repayment(play).reference}", {}, "alert"))
    assert "/refunded 1234" in play.staff_told()[-1]
    return play


def sent_in_the_account(play: Play, state: str = "processed") -> None:
    play.give(RefundMoved("razorpay", "", "rfnd_9", "pay_1", state, Money(ALL * MICROS, "INR"), play.now))


def test_a_refused_refund_that_is_sent_in_the_account_needs_no_word_of_the_staff() -> None:
    play = refused()
    sent_in_the_account(play, "pending")
    assert play.told() == ["refunded"]
    assert play.status == "refunding"
    sent_in_the_account(play)
    assert play.status == "refunded"
    assert play.the_order.paid == 0
    assert not play.give(RefundedByHand(ORDER, ASHA))
    assert play.told() == play.staff_told() == []


def test_what_the_staff_said_it_sent_is_the_same_when_the_account_tells_of_it() -> None:
    play = refused()
    assert play.give(RefundedByHand(ORDER, ASHA))
    play.told()
    sent_in_the_account(play)
    assert (play.status, play.the_order.paid) == ("refunded", 0)
    assert play.told() == play.staff_told() == []


def test_a_refund_of_another_payment_is_none_of_ours() -> None:
    play = available().paid()
    play.give(RefundMoved("stripe", "", "re_9", "pay_9", "processed", Money(ALL * MICROS, "INR"), play.now))
    assert play.the_order.repayments == ()


def test_the_provider_is_asked_shortly_before_the_reservation_ends() -> None:
    play = available()
    looked = []
    while any(wait.name == "look" for wait in play.waits):
        play.wait("look")
        looked.append(play.now)
    assert looked[0] - LOOK_AFTER <= looked[1] <= looked[0] + 4 * LOOK_AFTER
    assert looked[-1] == play.the_order.reserved_until - LAST_LOOK
    assert play.status == "available"
    found_paid(play, "look_link")
    assert play.status == "sourcing"


def test_a_link_that_is_not_made_for_half_an_hour_is_told_to_the_staff() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2)
    asked_at = play.now
    play.staff_told(), play.calls()
    play.wait("look")
    assert play.now == asked_at + timedelta(minutes=30)
    (told,) = play.staff_told()
    assert "no link yet" in told
    assert play.calls() == []  # there is nothing to look at
    play.later(hours=3).linked().paid()
    assert play.status == "sourcing"


def test_a_link_that_is_made_after_it_was_said_to_be_over_is_taken_back_and_told_to_nobody() -> None:
    """Another one is being made by then: two links for one order would let it be paid twice."""
    play = Play().reserve().says(KAROL, Says.YES, 2)
    first = play.the_order.payment
    assert first is not None
    play.give(LinkEnded("stripe", first.reference.hex, first.link, "expired", play.now))
    play.told(), play.calls()
    values: dict[str, Value] = {"reference": first.reference.hex, "link": "plink_1", "url": "https://rzp.example/1"}
    play.give(Called(RUN, "payment_link", "payment:1", values))
    assert play.calls() == [("cancel_link", "plink_1")]
    assert play.told() == []
    assert [one.state for one in play.the_order.payments] == [PaymentState.OVER, PaymentState.ASKED]


@each(
    ("reason", "times"),
    [(reason, 2 if reason in {RefundReason.WITHOUT, RefundReason.RETURNED} else 1) for reason in RefundReason],
)
def test_money_goes_back_once_for_one_reason_but_for_what_may_happen_again(reason: RefundReason, times: int) -> None:
    play = available().paid()
    draft = OrderDraft(play.the_order, play.facts(), play.now, ASHA)
    for _ in range(2):
        send_back(draft, "pay_1", 100 * MICROS, reason, "razorpay", lines=("1",))
    assert len(draft.order.repayments) == times
    assert len({one.reference for one in draft.order.repayments}) == times
