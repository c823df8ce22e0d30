"""Money back for an order that has left: for lines whose goods came back, for lines alone, or an amount."""

from __future__ import annotations

from uuid import UUID

import pytest

from flows.engine import Called, CustomerReplied, Send
from flows.money import MICROS
from flows.sourcing.order_effects import Book, FreeOwn, Record, RequestOutcome
from flows.sourcing.order_events import Assigned, Given, MoneyBack, ParcelMoved, RefundedByHand, TakenBack
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA, STORE
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, KAROL, ORDER, Play, begun, line
from tests.flows.sourcing.words import noted

ONE = 899 * MICROS


def delivered() -> Play:
    """Two pieces of one thing and one of another, fetched at Karol and with the customer."""
    play = Play(shops=(KAROL, CONNAUGHT)).reserve(begun(line("1", 2), line("2", 1, 350)))
    play.says(KAROL, Says.YES, 2).says(KAROL, Says.YES, 1, "2")
    play.linked().paid()
    for to in ("packed", "shipped", "delivered"):
        play.give(ParcelMoved(ORDER, to, ASHA))
    play.told(), play.staff_told(), play.shops_told(), play.calls()
    play.effects.clear()
    return play


def booked(play: Play) -> list[tuple[int, bool]]:
    return [(one.amount, one.reverse) for one in play.effects if isinstance(one, Book)]


def processed(play: Play) -> None:
    repayment = play.the_order.repayments[-1]
    values = {"refund": f"rfnd_{len(play.the_order.repayments)}", "state": "processed"}
    play.give(Called(ORDER, "refund", f"refund:{repayment.reference}", values))


def test_what_came_back_is_paid_back_and_goes_back_to_its_shop() -> None:
    play = delivered()
    assert play.give(MoneyBack(ORDER, ASHA, ("1",), goods=True))
    earned = next(amount for amount, reverse in booked(play) if reverse)
    assert earned > 0
    assert (KAROL, RequestOutcome.RETURNED) in play.shops_told()
    assert play.calls() == [("refund", 2 * ONE)]
    assert play.status == "delivered"
    assert play.the_order.amount == play.the_order.paid == 350 * MICROS
    processed(play)
    assert play.told() == ["refunded"]


def test_without_the_goods_nothing_goes_back_to_a_shop_but_its_commission() -> None:
    play = delivered()
    play.give(MoneyBack(ORDER, ASHA, ("1", "2")))
    assert [reverse for _, reverse in booked(play)] == [True, True]
    assert play.shops_told() == []
    assert not any(isinstance(one, FreeOwn) for one in play.effects)
    assert play.calls() == [("refund", 2 * ONE + 350 * MICROS)]
    assert play.status == "refunding"
    processed(play)
    assert (play.status, play.told()) == ("refunded", ["refunded"])


def test_the_same_amount_is_agreed_to_twice_and_no_more_than_was_paid() -> None:
    play = delivered()
    for _ in range(2):
        assert play.give(MoneyBack(ORDER, ASHA, amount=100 * MICROS))
        assert play.calls() == [("refund", 100 * MICROS)]
    assert booked(play) == []
    assert play.the_order.paid == play.the_order.amount
    assert not play.give(MoneyBack(ORDER, ASHA, amount=play.the_order.paid + 1))
    assert not play.give(MoneyBack(ORDER, ASHA, amount=-1))


@pytest.mark.parametrize("to", ["packed", "confirmed"])
def test_what_has_not_left_is_not_sent_back_so(to: str) -> None:
    play = Play(shops=(KAROL,)).reserve(begun(line("1", 2))).says(KAROL, Says.YES, 2).linked().paid()
    if to == "packed":
        play.give(ParcelMoved(ORDER, to, ASHA))
    assert not play.give(MoneyBack(ORDER, ASHA, ("1",)))


def test_a_refund_that_is_refused_is_sent_by_hand_in_the_words_of_a_return() -> None:
    play = delivered()
    play.give(MoneyBack(ORDER, ASHA, amount=100 * MICROS))
    repayment = play.the_order.repayments[-1]
    play.give(Called(ORDER, "refund", f"refund:{repayment.reference}", {}, failure="refused"))
    assert play.give(RefundedByHand(ORDER, ASHA))
    assert play.the_order.paid == play.the_order.amount


def test_a_second_loss_of_the_same_line_is_paid_back_as_the_first_was() -> None:
    """Found by play (R8): its refund had the first one's reference, and was never asked for."""
    play = Play(shops=(KAROL, CONNAUGHT)).reserve(begun(line("1", 3), pay="first")).linked().paid()
    play.says(KAROL, Says.PART, 2).says(CONNAUGHT, Says.NO).wait("wave")
    play.give(CustomerReplied("choice", *CUSTOMER, UUID(int=70), choice=1))
    assert play.calls()[-1] == ("refund", ONE)
    assert goes_back(play) == ["899 INR goes back: 1 Thing 1 L"]
    play.give(TakenBack(ORDER, KAROL, ("1",)))
    play.give(Assigned(ORDER, CONNAUGHT, (("1", 100),), ASHA, (("1", 1),)))
    play.give(ParcelMoved(ORDER, "shipped", STORE))
    play.calls()
    assert play.the_order.lacks
    play.give(Given(ORDER, ASHA))
    assert play.calls() == [("refund", ONE)]
    assert len({one.reference for one in play.the_order.repayments}) == 2
    assert goes_back(play) == ["899 INR goes back: 1 Thing 1 L"] * 2, "each time the one that was lost then"
    again = play.the_order.repayments[-1]
    play.give(Called(ORDER, "refund", f"refund:{again.reference}", {"refund": "rfnd_2", "state": "processed"}))
    (said,) = (one for one in play.effects if isinstance(one, Send) and one.template == "refunded")
    assert said.values["items"] == ("1 Thing 1 L",)


def goes_back(play: Play) -> list[str]:
    """What its history says of money that went back."""
    told = (noted(one) for one in play.effects if isinstance(one, Record))
    return [one for one in told if "goes back" in one]
