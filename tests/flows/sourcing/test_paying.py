"""Money: links, payments that should and should not have come, refunds, and that nothing moves twice."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from flows.engine import Called, CustomerReplied, Value
from flows.events import LinkEnded, PaymentArrived, RefundMoved
from flows.money import MICROS, Money
from flows.sourcing.order_effects import Book, RequestOutcome, UseOwn
from flows.sourcing.order_events import CalledOff, Given, Handed, ParcelMoved, Settled
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA, BUYER
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, KAROL, ORDER, Play, begun, line, sourcing

RUN = UUID(int=9)


def available(**more: object) -> Play:
    """An order of two that Karol keeps, with a link to pay."""
    return Play(**more).reserve().says(KAROL, Says.YES, 2).linked()  # type: ignore[arg-type]


def bought(**more: object) -> Play:
    """The same, paid."""
    play = available(**more).paid()
    play.told(), play.calls(), play.staff_told(), play.shops_told()
    return play


def found_paid(play: Play) -> dict[str, Value]:
    """What the provider says of a link that was paid."""
    asked = play.the_order.payment
    assert asked is not None
    about: dict[str, Value] = {"reference": asked.reference.hex, "link": asked.link}
    return {**about, "state": "paid", "payment": "pay_1", "amount": asked.amount, "currency": "INR"}


def test_it_is_paid_once_it_is_there() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2)
    assert play.calls() == [("payment_link", 1798 * MICROS)]
    assert play.told() == ["reserved"]
    play.linked()
    assert play.told() == ["payment_link"]
    play.paid()
    assert play.status == "sourcing"
    assert play.told() == ["order_update"]


def test_paid_first_is_searched_for_after_the_money_came() -> None:
    play = Play().reserve(begun(pay="first"))
    assert play.calls() == [("payment_link", 1798 * MICROS)]
    assert play.status == "reserved"
    play.linked().paid()
    assert play.status == "checking"
    play.says(KAROL, Says.YES, 2)
    assert play.status == "sourcing"


def test_paid_first_and_not_to_be_had_goes_back() -> None:
    play = Play(shops=(KAROL,)).reserve(begun(pay="first")).linked().paid().says(KAROL, Says.NO)
    play.calls()
    play.wait("wave")
    assert play.status == "refunding"
    assert play.calls() == [("refund", 1798 * MICROS)]


def test_cash_at_the_door_is_confirmed_by_a_word() -> None:
    play = Play().reserve(begun(pay="cod")).says(KAROL, Says.YES, 2)
    assert play.told() == ["reserved", "confirm_order"]
    assert play.calls() == []
    assert play.give(CustomerReplied("yes", *CUSTOMER, ORDER))
    assert play.status == "sourcing"
    play = Play().reserve(begun(pay="cod")).says(KAROL, Says.YES, 2)
    assert play.give(CustomerReplied("no", *CUSTOMER, ORDER))
    assert play.status == "cancelled"


def test_the_same_payment_told_twice_is_one() -> None:
    play = bought().paid()
    assert play.calls() == []
    assert play.the_order.paid == 1798 * MICROS


def test_a_second_payment_goes_back_by_itself() -> None:
    play = bought().paid(payment="pay_2")
    assert play.calls() == [("refund", 1798 * MICROS)]
    assert play.status == "sourcing"
    assert "a second time" in play.staff_told()[0]
    play.paid(payment="pay_2")
    assert play.calls() == []


def test_another_amount_confirms_nothing_and_is_told_to_the_staff() -> None:
    play = available().paid(500)
    assert play.status == "available"
    assert [call for call in play.calls() if call[0] == "refund"] == []
    assert "₹500 came" in " ".join(play.staff_told())
    assert play.give(Settled(ORDER, ASHA))
    assert play.status == "sourcing"


def test_another_currency_confirms_nothing() -> None:
    play = available()
    asked = play.the_order.payment
    assert asked is not None
    came = PaymentArrived("stripe", asked.reference.hex, asked.link, "pay_1", Money(asked.amount, "USD"), play.now)
    play.give(came)
    assert play.status == "available"


def test_money_that_comes_after_the_reservation_is_over_goes_back() -> None:
    play = available().wait("reservation")
    assert play.status == "expired"
    assert play.calls()[-1] == ("cancel_link", "plink_1")
    assert play.shops_told()[-1] == (KAROL, RequestOutcome.FREED)
    play.paid()
    assert play.status == "expired"
    assert play.calls() == [("refund", 1798 * MICROS)]


def test_a_link_that_was_cancelled_too_late_was_paid() -> None:
    play = available().wait("reservation")
    play.calls()
    values = found_paid(play)
    play.give(Called(RUN, "cancel_link", "cancel:plink_1", values))
    assert play.calls() == [("refund", 1798 * MICROS)]


def test_a_lost_webhook_is_found_by_looking() -> None:
    play = available()
    play.calls()
    play.wait("look")
    assert play.calls() == [("look_link", "plink_1")]
    values = found_paid(play)
    play.give(Called(RUN, "look_link", "look:1", values))
    assert play.status == "sourcing"
    play.paid()
    assert play.calls() == []


def test_a_link_that_cannot_be_made_is_told_to_the_staff() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2)
    asked = play.the_order.payment
    assert asked is not None
    play.give(Called(RUN, "payment_link", "payment:1", {"reference": asked.reference.hex}, "setup"))
    assert "/settled 1234" in " ".join(play.staff_told())


def test_without_a_provider_the_staff_asks_for_the_money() -> None:
    play = Play(provider="").reserve().says(KAROL, Says.YES, 2)
    assert play.calls() == []
    assert play.told() == ["reserved", "payment_by_hand"]
    assert "/settled 1234" in " ".join(play.staff_told())


def test_called_off_before_payment_costs_nothing() -> None:
    play = available()
    play.calls()
    play.give(CalledOff(ORDER, BUYER))
    assert play.status == "cancelled"
    assert play.calls() == [("cancel_link", "plink_1")]


def test_a_link_that_is_made_after_it_was_called_off_is_cancelled() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2)
    play.give(CalledOff(ORDER, BUYER))
    play.calls()
    play.linked()
    assert play.calls() == [("cancel_link", "plink_1")]
    assert "payment_link" not in play.told()


def test_what_cannot_be_had_is_refunded_and_told_with_its_amount() -> None:
    play = bought()
    play.give(Given(ORDER, ASHA))
    assert play.status == "refunding"
    assert play.calls() == [("refund", 1798 * MICROS)]
    assert play.told() == []
    repayment = play.the_order.repayments[0]
    values = {"refund": "rfnd_1", "state": "pending"}
    play.give(Called(RUN, "refund", f"refund:{repayment.reference}", values))
    assert play.told() == ["refunded"]
    for _ in range(2):
        amount = Money(1798 * MICROS, "INR")
        play.give(RefundMoved("razorpay", repayment.reference.hex, "rfnd_1", "pay_1", "processed", amount, play.now))
    assert play.status == "refunded"
    assert play.told() == []


def test_a_part_that_cannot_be_had_is_refunded_in_part() -> None:
    play = Play().reserve(begun(line("1", 1), line("2", 1, 350)))
    play.says(KAROL, Says.YES, 1, "1").says(CONNAUGHT, Says.YES, 1, "2").linked().paid()
    play.calls()
    play.give(Given(ORDER, ASHA, ("2",)))
    assert play.calls() == [("refund", 350 * MICROS)]
    assert play.status == "sourcing"
    play.give(Given(ORDER, ASHA, ("1",)))
    assert play.calls() == [("refund", 899 * MICROS)]
    assert play.status == "refunding"
    assert play.the_order.paid == 0


@pytest.mark.parametrize("how", ["call", "webhook"])
def test_a_refund_that_is_refused_is_told_to_the_staff(how: str) -> None:
    play = bought()
    play.give(Given(ORDER, ASHA))
    repayment = play.the_order.repayments[0]
    if how == "call":
        play.give(Called(RUN, "refund", f"refund:{repayment.reference}", {}, "permanent"))
    else:
        amount = Money(1798 * MICROS, "INR")
        play.give(RefundMoved("razorpay", repayment.reference.hex, "rfnd_1", "pay_1", "failed", amount, play.now))
    assert play.status == "refunding"
    assert "could not be sent back" in play.staff_told()[-1]


def test_what_is_not_fetched_a_day_after_the_promised_one_is_refunded_without_asking() -> None:
    play = bought()
    play.wait("promised")
    assert "Not here yet" in " ".join(play.staff_told())
    assert play.status == "sourcing"
    play.wait("late")
    assert play.status == "refunding"
    assert play.calls() == [("refund", 1798 * MICROS)]


def test_what_was_fetched_is_not_given_up() -> None:
    play = bought()
    play.give(Handed(ORDER, KAROL, ASHA))
    play.wait("promised").wait("late")
    assert (play.status, "refund" in {kind for kind, _ in play.calls()}) == ("sourcing", False)
    assert [one.amount for one in play._take(Book)] == [200 * MICROS]


def test_its_way_to_the_door_is_told_and_bundled() -> None:
    play = bought()
    play.later(hours=2).give(Handed(ORDER, KAROL, ASHA))
    assert play.told() == ["order_update"]
    play.later(minutes=5).give(ParcelMoved(ORDER, "packed", ASHA))
    assert play.told() == []
    play.wait("tell")
    assert play.told() == ["order_update"]
    play.give(ParcelMoved(ORDER, "shipped", ASHA, "TRACK1"))
    play.give(ParcelMoved(ORDER, "shipped", ASHA, "TRACK1"))
    play.give(ParcelMoved(ORDER, "packed", ASHA))
    assert play.told() == ["order_update"]
    assert play.status == "shipped"
    play.later(days=1).give(ParcelMoved(ORDER, "delivered", ASHA))
    assert play.status == "delivered"


def test_an_express_order_of_our_own_stock_is_in_time() -> None:
    play = Play(settings=sourcing(express_fee=149), own={"1": 2}).reserve(begun(express=True, fee=149))
    play.linked().paid()
    assert "express" not in {wait.name for wait in play.waits}
    assert "all from own stock" in " ".join(play.staff_told())


def test_own_stock_leaves_when_it_is_packed() -> None:
    play = Play(own={"1": 2}).reserve().linked().paid()
    play.give(ParcelMoved(ORDER, "packed", ASHA))
    assert [one.quantity for one in play._take(UseOwn)] == [2]
    assert play.status == "packed"


def test_an_express_order_that_is_late_gets_its_fee_back() -> None:
    play = Play(settings=sourcing(express_fee=149)).reserve(begun(express=True, fee=149))
    play.says(KAROL, Says.YES, 2).linked().paid()
    assert play.the_order.paid == (1798 + 149) * MICROS
    play.calls(), play.staff_told()
    play.wait("express").wait("express")
    assert [text for text in play.staff_told() if "50%" in text or "90%" in text]
    play.wait("express")
    assert play.calls() == [("refund", 149 * MICROS)]
    play.wait("late")
    assert play.calls() == [("refund", 1798 * MICROS)]
    assert play.the_order.paid == 0


def test_called_off_when_it_is_paid_is_a_refund() -> None:
    play = bought()
    play.give(CalledOff(ORDER, ASHA))
    assert play.calls() == [("refund", 1798 * MICROS)]
    assert play.shops_told() == [(KAROL, RequestOutcome.FREED)]


def test_a_shipped_order_is_not_called_off_by_a_word() -> None:
    play = bought()
    play.give(ParcelMoved(ORDER, "shipped", ASHA))
    play.calls()
    play.give(CalledOff(ORDER, BUYER))
    assert play.status == "shipped"
    assert play.calls() == []
    assert play.staff_told()


def test_a_link_that_expired_before_its_reservation_is_made_anew() -> None:
    play = available()
    payment = play.the_order.payment
    assert payment is not None
    play.give(LinkEnded("razorpay", payment.reference.hex, payment.link, "expired", play.now))
    assert play.the_order.payments[0] == replace(payment, state=PaymentState.OVER)
    assert play.status == "available"
    play.linked()
    assert play.told()[-1] == "payment_link"
    play.paid()
    assert play.status == "sourcing"


@pytest.mark.parametrize("pay", ["after", "first"])
def test_money_that_comes_before_its_links_answer_stays_counted(pay: str) -> None:
    """The provider's answer is cut, the link is paid all the same, and is told of once the provider answers again."""
    play = Play().reserve(begun(pay=pay))
    if pay == "after":
        play.says(KAROL, Says.YES, 2)
    play.paid()
    status, told, _ = play.status, play.told(), play.calls()
    play.linked()
    assert play.the_order.payment is not None
    assert play.the_order.payment.state is PaymentState.PAID
    assert (play.status, play.told(), play.calls()) == (status, [], [])
    assert play.the_order.paid == 1798 * MICROS
    play.give(CalledOff(ORDER, ASHA))
    assert ("refund", 1798 * MICROS) in play.calls()
    assert told
