"""That an order came to nothing, as owners and managers are told who get orders as messages."""

from __future__ import annotations

from flows.actor import CUSTOMER, SYSTEM
from flows.engine import CustomerReplied, Left
from handlers.sourcing.staff.order_card_messages import Ending, find_ending
from tests.flows.sourcing import play


def test_of_an_erased_customer_it_is_not_said_that_no_shop_offered_it() -> None:
    order = play.Play().reserve()
    before = order.the_order
    order.give(Left("erased"))
    assert order.status == "cancelled"
    assert find_ending(before, order.the_order, SYSTEM) is None


def test_a_customer_who_calls_it_off_is_named_as_the_end() -> None:
    order = play.Play().reserve()
    before = order.the_order
    order.give(CustomerReplied("cancel_order", *play.CUSTOMER, play.ORDER))
    assert find_ending(before, order.the_order, CUSTOMER) is Ending.CALLED_OFF
