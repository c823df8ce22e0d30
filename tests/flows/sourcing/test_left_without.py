"""A shop's system says that it left while something paid is missing: the staff decides, and nobody looks any more."""

from __future__ import annotations

import pytest

from flows.actor import Actor
from flows.engine import Called, Send
from flows.money import MICROS
from flows.sourcing.order_events import Given, ParcelMoved, TakenBack
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA, STORE
from tests.flows.sourcing.play import CONNAUGHT, HAUZ, KAROL, ORDER, Play, begun, line

ONE = 899 * MICROS


def lacking(pay: str = "after") -> Play:
    """Two things, of which one is taken back and looked for anew; one shop offers it for later."""
    play = Play(shops=(KAROL, CONNAUGHT, HAUZ)).reserve(begun(line("1", 1), line("2", 1, 350), pay=pay))
    play.says(KAROL, Says.YES, 1).says(KAROL, Says.YES, 1, "2").linked().paid()
    play.give(TakenBack(ORDER, KAROL, ("1",)))
    play.says(CONNAUGHT, Says.LATER, 1)
    play.told(), play.staff_told(), play.shops_told(), play.calls()
    return play


def left(play: Play, to: str = "shipped", by: Actor = STORE) -> Play:
    play.give(ParcelMoved(ORDER, to, by, "T", "C"))
    return play


@pytest.mark.parametrize("to", ["shipped", "delivered"])
def test_the_staff_is_told_at_once_and_the_shops_are_spared(to: str) -> None:
    play = left(lacking(), to)
    (text,) = play.staff_told()
    assert "Thing 1 L is missing" in text
    assert "/cantsource 1234" in text
    assert {CONNAUGHT, HAUZ} <= {shop for shop, _ in play.shops_told()}
    assert [ask for ask in play.the_order.asks if ask.waits] == []
    assert play.calls() == []


def test_the_customer_hears_of_what_is_on_its_way_alone() -> None:
    play = left(lacking())
    (told,) = (one for one in play.effects if isinstance(one, Send))
    assert told.values["items"] == ("Thing 2 L",)


def test_what_was_left_out_goes_back_as_money_and_the_order_stands_where_it_stood() -> None:
    play = left(lacking())
    play.told()
    assert play.give(Given(ORDER, ASHA))
    assert (play.status, play.calls()) == ("shipped", [("refund", ONE)])
    (repayment,) = play.the_order.repayments
    play.give(Called(ORDER, "refund", f"refund:{repayment.reference}", {"refund": "rfnd_1", "state": "processed"}))
    assert (play.status, play.told()) == ("shipped", ["refunded"])
    assert play.the_order.paid == play.the_order.amount == 350 * MICROS
    assert not play.give(Given(ORDER, ASHA))


def test_it_was_in_the_parcel_and_is_delivered_without_another_word() -> None:
    play = left(lacking())
    play.staff_told()
    left(play, "delivered", ASHA)
    assert (play.status, play.staff_told()) == ("delivered", [])
