"""Money off for a referral: it lowers what one order costs, comes back when that comes to nothing, and is no money."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.engine import Called, CustomerReplied
from flows.events import LinkEnded
from flows.money import MICROS
from flows.sourcing.order import Order
from flows.sourcing.order_effects import FreeCredit, TakeCredit
from flows.sourcing.order_events import CalledOff, Given, RefundedByHand
from flows.sourcing.order_facts import Off, SourcingFacts
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import CUSTOMER, KAROL, ORDER, Play, begun, line

CREDIT = UUID(int=77)


class Referred(Play):
    """An order of somebody who has money off; ``off`` is what is left of it, as the ledger would say."""

    off: int = 100

    def facts(self) -> SourcingFacts:
        known = super().facts()
        free = Off(CREDIT, self.off * MICROS) if self.off else None
        return replace(known, off=free)


def available(*lines: Any, off: int = 100, **more: Any) -> Referred:
    """All of it is there, and the link is asked for."""
    play = Referred()
    play.off = off
    play.reserve(begun(*(lines or (line(),)), **more))
    for one in play.the_order.lines:
        play.says(KAROL, Says.YES, one.quantity, one.id)
    return play


def credits_moved(play: Play) -> list[type]:
    return [type(one) for one in play.effects if isinstance(one, TakeCredit | FreeCredit)]


def test_it_lowers_what_the_link_asks_for() -> None:
    play = available()
    assert play.calls() == [("payment_link", 1698 * MICROS)]
    assert (play.the_order.credit, credits_moved(play)) == (100 * MICROS, [TakeCredit])
    play.linked().paid()
    assert (play.status, play.the_order.paid) == ("sourcing", 1698 * MICROS)


def test_one_order_uses_it_once_however_often_a_link_is_made() -> None:
    play = available().linked()
    payment = play.the_order.payment
    assert payment is not None
    play.give(LinkEnded("razorpay", payment.reference.hex, payment.link, "expired", play.now))
    assert play.calls() == [("payment_link", 1698 * MICROS)] * 2
    assert credits_moved(play) == [TakeCredit]


def test_paid_at_the_door_it_costs_less_as_well() -> None:
    play = available(pay="cod")
    assert play.the_order.amount == 1698 * MICROS
    assert credits_moved(play) == [TakeCredit]


def test_without_any_it_costs_what_it_costs() -> None:
    play = available(off=0)
    assert (play.calls(), credits_moved(play)) == ([("payment_link", 1798 * MICROS)], [])


def test_it_never_costs_less_than_nothing_and_then_nothing_is_asked_for() -> None:
    play = available(line(quantity=1, price=60))
    assert (play.calls(), play.the_order.credit, play.the_order.amount) == ([], 60 * MICROS, 0)
    assert (play.status, play.the_order.paid) == ("sourcing", 0)


def test_what_costs_nothing_is_looked_for_at_once_where_it_is_paid_first() -> None:
    play = Referred().reserve(begun(line(quantity=1, price=60), pay="first"))
    assert (play.status, play.calls()) == ("checking", [])
    play.says(KAROL, Says.YES, 1)
    assert play.status == "sourcing"


@pytest.mark.parametrize("how", ["expires", "cancelled", "declined"])
def test_an_order_that_comes_to_nothing_gives_it_back(how: str) -> None:
    play = available(pay="cod") if how == "declined" else available().linked()
    if how == "expires":
        play.wait("reservation")
    elif how == "cancelled":
        play.give(CalledOff(ORDER, ASHA))
    else:
        play.give(CustomerReplied("no", CUSTOMER[0], "whatsapp", UUID(int=7)))
    assert credits_moved(play) == [TakeCredit, FreeCredit]
    assert play.the_order.credit == 0


def test_a_refund_gives_the_money_back_and_not_the_credit() -> None:
    play = available().linked().paid()
    play.calls()
    play.give(Given(ORDER, ASHA))
    assert play.calls() == [("refund", 1698 * MICROS)]
    assert credits_moved(play) == [TakeCredit, FreeCredit]


def test_what_is_left_of_a_part_refund_is_what_the_rest_costs() -> None:
    play = available(line("1", 1, 500), line("2", 1, 500)).linked().paid()
    play.calls()
    play.give(Given(ORDER, ASHA, ("1",)))
    assert play.calls() == [("refund", 500 * MICROS)]
    assert (play.the_order.paid, play.the_order.amount) == (400 * MICROS, 400 * MICROS)
    play.give(Given(ORDER, ASHA, ("2",)))
    assert play.calls() == [("refund", 400 * MICROS)]


def test_of_an_express_fee_no_more_goes_back_than_was_paid() -> None:
    play = available(line(quantity=1, price=300), off=400, express=True, fee=149).linked().paid()
    play.calls(), play.staff_told()
    for _ in range(3):
        play.wait("express")
    assert (play.calls(), play.the_order.paid) == ([("refund", 49 * MICROS)], 0)
    assert "₹49 of it goes back" in play.staff_told()[-1]


def test_what_was_refused_and_is_with_the_staff_does_not_go_back_once_more() -> None:
    play = available(line("1", 1, 100), line("2", 1, 500), off=140).linked().paid()
    play.calls()
    play.give(Given(ORDER, ASHA, ("2",)))
    assert play.calls() == [("refund", 460 * MICROS)]
    (refused,) = play.the_order.repayments
    play.give(Called(CREDIT, "refund", f"refund:{refused.reference}", {}, "refused"))
    play.give(Given(ORDER, ASHA))
    assert (play.status, play.calls()) == ("refunding", [])
    play.give(RefundedByHand(ORDER, ASHA))
    assert (play.status, play.the_order.paid) == ("refunded", 0)


@given(
    prices=st.lists(st.integers(1, 300), min_size=1, max_size=3),
    off=st.integers(0, 400),
    given_up=st.lists(st.sampled_from(["1", "2", "3"]), max_size=4),
)
def test_no_more_goes_back_than_came_and_a_credit_is_used_at_most_once(
    prices: list[int], off: int, given_up: list[str]
) -> None:
    lines = [line(str(at), 1, price) for at, price in enumerate(prices, 1)]
    play = available(*lines, off=off)
    if play.the_order.payment is not None:
        play.linked().paid()
    for name in given_up:
        play.give(Given(ORDER, ASHA, (name,)))
        order: Order = play.the_order
        assert order.amount >= 0
        assert 0 <= order.paid <= sum(prices) * MICROS
        assert order.credit <= off * MICROS
    came = sum(one.amount for one in play.the_order.payments)
    assert sum(one.amount for one in play.the_order.repayments) <= came
    moved = credits_moved(play)
    assert moved in ([], [TakeCredit], [TakeCredit, FreeCredit])
