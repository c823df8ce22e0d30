"""The customer is erased: what has not left is called off, nobody is written to, and money is seen to its end."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from flows.engine import Called, Elapsed, Left, Send, Void
from flows.events import RefundMoved
from flows.money import MICROS, Money
from flows.sourcing import order_flow
from flows.sourcing.order_effects import Await, Book
from flows.sourcing.order_events import Handed, ParcelMoved, PhotosTaken, RefundedByHand, Settled
from flows.sourcing.order_facts import SourcingFacts
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import CONNAUGHT, HAUZ, KAROL, ORDER, Play, begun, line

RUN, BY = UUID(int=9), ASHA
ALL = 1798 * MICROS


class Unreachable(Play):
    """From the erasure on there is no way to the customer: were one looked for, the staff would be told."""

    def facts(self) -> SourcingFacts:
        known = super().facts()
        return replace(known, ways=()) if self.order is not None and self.order.erased else known


def available() -> Play:
    """Karol keeps both; the customer has a link."""
    return read(Unreachable().reserve().says(KAROL, Says.YES, 2).linked())


def bought() -> Play:
    return read(available().paid())


def read(play: Play) -> Play:
    """What was asked for so far is seen."""
    play.effects.clear()
    return play


def erased(play: Play) -> Play:
    assert play.give(Left("erased"))
    return play


def test_while_it_is_looked_for_the_shops_are_spared() -> None:
    play = Unreachable().reserve()
    asked = [ask.shop for ask in play.the_order.asks]
    erased(read(play))
    assert play.status == "cancelled"
    assert sorted(play.shops_told()) == sorted((shop, "over") for shop in asked)
    assert play.staff_told() == ["Order 1234 is cancelled: its customer was erased. Nothing was paid."]
    assert play.calls() == []
    assert [wait.name for wait in play.waits] == ["over"]


def test_what_is_kept_is_free_and_the_link_is_taken_back() -> None:
    play = erased(available())
    assert play.status == "cancelled"
    assert play.shops_told() == [(KAROL, "freed")]
    assert play.calls() == [("cancel_link", "plink_1")]
    assert play.staff_told() == [
        "Order 1234 is cancelled: its customer was erased. Free again: Karol Bagh: 2. Nothing was paid."
    ]


def test_a_link_that_is_still_being_made_is_taken_back_once_it_is() -> None:
    play = erased(read(Unreachable().reserve().says(KAROL, Says.YES, 2)))
    read(play).linked()
    assert play.calls() == [("cancel_link", "plink_1")]
    assert (play.told(), play.staff_told()) == ([], [])


def test_a_link_that_could_not_be_made_for_what_is_called_off_is_nobodys_trouble() -> None:
    play = erased(read(Unreachable().reserve().says(KAROL, Says.YES, 2)))
    (payment,) = play.the_order.payments
    play.staff_told()
    play.give(Called(RUN, "payment_link", "payment:1", {"reference": payment.reference.hex}, "alert"))
    assert play.staff_told() == []


def test_what_was_paid_goes_back_and_is_followed_to_its_end() -> None:
    play = erased(bought())
    assert play.status == "refunding"
    assert play.calls() == [("refund", ALL)]
    assert play.shops_told() == [(KAROL, "freed")]
    assert play.staff_told() == [
        "Order 1234 is cancelled: its customer was erased. Free again: Karol Bagh: 2. ₹1,798 goes back automatically."
    ]
    (repayment,) = play.the_order.repayments
    play.give(Called(RUN, "refund", f"refund:{repayment.reference}", {"refund": "r1", "state": "pending"}))
    play.give(RefundMoved("razorpay", repayment.reference.hex, "r1", "pay_1", "processed", Money(ALL, "INR"), play.now))
    assert play.status == "refunded"
    assert (play.told(), play.staff_told(), play.ended) == ([], [], None)


def test_a_refund_that_is_refused_reaches_the_staff_who_send_it_by_hand() -> None:
    play = erased(bought())
    play.staff_told()
    (repayment,) = play.the_order.repayments
    play.give(Called(RUN, "refund", f"refund:{repayment.reference}", {"why": "no balance"}, "refused"))
    (told,) = play.staff_told()
    assert "could not be sent back (no balance)" in told
    assert play.give(RefundedByHand(ORDER, BY))
    assert (play.status, play.told()) == ("refunded", [])


def test_money_that_came_some_other_way_is_sent_back_by_hand() -> None:
    play = available()
    play.give(Settled(ORDER, BY))
    erased(read(play))
    told = play.staff_told()
    assert "Order 1234: send ₹1,798 back by hand; it was paid some other way." in told
    assert [text for text in told if "Nothing was paid" in text] == []


def test_another_amount_that_came_goes_back_and_is_told() -> None:
    play = erased(read(available().paid(500)))
    assert play.calls() == [("cancel_link", "plink_1"), ("refund", 500 * MICROS)]
    assert play.staff_told()[0].endswith("₹500 goes back automatically.")


def test_money_that_comes_after_the_erasure_goes_back() -> None:
    play = read(erased(available())).later(days=1).paid()
    assert play.calls() == [("refund", ALL)]
    assert play.staff_told() == ["Order 1234: ₹1,798 came when it was cancelled, and goes back automatically."]
    assert play.told() == []


def test_what_was_fetched_is_to_be_returned() -> None:
    play = Unreachable().reserve(begun(line(), line("2", 1)))
    play.says(KAROL, Says.YES, 2).says(CONNAUGHT, Says.YES, 1, "2").linked().paid()
    play.give(Handed(ORDER, KAROL, BY))
    erased(read(play))
    assert play.status == "refunding"
    (told,) = play.staff_told()
    assert "Free again: Connaught: 1. Already fetched, to be returned: Karol Bagh: 2." in told
    assert [(one.shop, one.amount, one.reverse) for one in play.effects if isinstance(one, Book)] == [
        (KAROL, 200 * MICROS, True)
    ]


@pytest.mark.parametrize("to", ["shipped", "delivered"])
def test_what_left_stays(to: str) -> None:
    play = bought()
    play.give(ParcelMoved(ORDER, to, BY, "AWB1", "Delhivery"))
    erased(read(play))
    assert (play.status, play.calls(), play.shops_told()) == (to, [], [])
    assert len(play.staff_told()) == (to == "shipped")


def test_a_parcel_arrives_without_a_word_and_without_a_number_to_follow_it_by() -> None:
    play = bought()
    play.give(ParcelMoved(ORDER, "shipped", BY))
    erased(play)
    read(play).give(ParcelMoved(ORDER, "delivered", BY, "AWB1", "Delhivery"))
    assert (play.status, play.the_order.tracking, play.the_order.carrier) == ("delivered", "", "")
    assert (play.told(), play.staff_told()) == ([], [])


def test_what_waits_to_be_said_is_not_said() -> None:
    play = available()
    play.give(Settled(ORDER, BY))
    play.give(Handed(ORDER, KAROL, BY))  # told within the half hour after the last
    play.give(PhotosTaken(ORDER, BY, 2))
    erased(read(play))
    assert [one for one in play.effects if isinstance(one, Void)] != []
    assert {wait.name for wait in play.waits}.isdisjoint({"tell", "photos"})
    for name in ("tell", "photos", "promised", "late"):
        play.give(Elapsed(name))
    assert play.told() == []


def test_nobody_waits_for_what_it_was() -> None:
    play = erased(bought())
    assert [one for one in play.effects if isinstance(one, Await | Send)] == []


def test_being_erased_once_more_changes_nothing() -> None:
    play = erased(bought())
    assert not play.give(Left("erased"))
    assert not play.give(Left("opted_out"))


def test_it_is_over_a_month_later() -> None:
    play = erased(available())
    play.later(days=30).give(Elapsed("over"))
    assert play.ended == "cancelled"


def test_a_shop_that_answers_late_is_told_so() -> None:
    play = erased(available())
    read(play).says(HAUZ, Says.YES, 2)
    assert play.status == "cancelled"
    assert play.shops_told() == [(HAUZ, "over")]


def test_the_flow_begins_nothing_for_it() -> None:
    assert order_flow.decide(None, Left("erased"), SourcingFacts(), Play().now) is None
