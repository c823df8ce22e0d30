"""Pieces for our own shelf: shops are asked as for a customer, nobody pays, and only the staff hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.actor import Actor
from flows.engine import Call, Called, CustomerReplied, Elapsed, Left, Send
from flows.events import PaymentArrived
from flows.money import MICROS, Money
from flows.sourcing.order import FOR_STOCK, Order
from flows.sourcing.order_effects import AddOwn, Await, Book, Record, TakeOwn
from flows.sourcing.order_events import (
    Assigned,
    CalledOff,
    Flawed,
    Given,
    Handed,
    ParcelMoved,
    PhotosTaken,
    RefundedByHand,
    Restock,
    Settled,
    ShopGone,
    TakenBack,
)
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.cases import each
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, EAST, HAUZ, KAROL, ORDER, START, Play, begun, line, sourcing
from tests.flows.sourcing.words import noted


def wanted(quantity: int = 10) -> Order:
    """A restock as it begins."""
    return replace(begun(line(quantity=quantity), pay=FOR_STOCK), number="R1", days=2)


def restock(quantity: int = 10, **play: Any) -> Play:
    """A restock whose shops are asked."""
    played = Play(**play)
    played.give(Restock(wanted(quantity), ASHA))
    return played


def added(play: Play) -> int:
    """The pieces that came to our own stock."""
    return sum(one.quantity for one in play.effects if isinstance(one, AddOwn))


def handed(play: Play, shop: UUID) -> Play:
    play.give(Handed(ORDER, shop, ASHA))
    return play


def history(play: Play) -> list[tuple[str, Actor, str]]:
    return [(one.status, one.by, noted(one)) for one in play.effects if isinstance(one, Record)]


def test_all_of_it_from_one_shop() -> None:
    play = restock(own={"1": 4})
    assert play.status == "checking"
    assert history(play)[0] == ("reserved", ASHA, "for our own shelf")
    play.says(CONNAUGHT, Says.YES, 10)
    assert play.status == "sourcing"
    assert play.the_order.promised_at == play.now + timedelta(days=2)
    assert (CONNAUGHT, "paid") in play.shops_told()
    assert play.staff_told() == ["Restock R1: fetch Connaught: 10. Then /picked R1 and the shop."]
    handed(play, CONNAUGHT)
    assert play.status == "delivered"
    assert [(one.shop, one.amount) for one in play.effects if isinstance(one, Book)] == [(CONNAUGHT, 1000 * MICROS)]
    assert added(play) == 10
    assert play.staff_told() == [
        "Restock R1 is over: 10 Thing 1 L on our shelf. Free in our own stock now: Thing 1 L 14."
    ]
    assert history(play)[-1] == ("delivered", ASHA, "on our shelf")
    assert not [one for one in play.effects if isinstance(one, Send | Call | TakeOwn)]
    assert [wait.name for wait in play.waits] == ["over"]


def test_each_shop_is_put_on_the_shelf_when_it_is_fetched() -> None:
    play = restock()
    for shop, has in ((CONNAUGHT, 6), (KAROL, 4)):
        play.says(shop, Says.PART, has)
    assert play.status == "sourcing"
    assert play.staff_told() == ["Restock R1: fetch Connaught: 6, Karol Bagh: 4. Then /picked R1 and the shop."]
    handed(play, KAROL)
    assert (play.status, added(play)) == ("sourcing", 4)
    handed(play, KAROL)
    assert added(play) == 4, "it was fetched once"
    handed(play, CONNAUGHT)
    assert (play.status, added(play)) == ("delivered", 10)


def test_a_part_of_it_is_taken_when_the_time_is_over() -> None:
    play = restock()
    play.says(CONNAUGHT, Says.PART, 6).wait("answer")
    assert play.status == "sourcing"
    assert play.the_order.wants[0].wanted == 6
    assert play.staff_told() == [
        "Restock R1: 6 of 10 Thing 1 L found, no shop has more. Fetch Connaught: 6. Then /picked R1 and the shop."
    ]
    handed(play, CONNAUGHT)
    assert play.staff_told() == [
        "Restock R1 is over: 6 of 10 Thing 1 L on our shelf. Free in our own stock now: Thing 1 L 6."
    ]


def test_nobody_has_any() -> None:
    play = restock()
    play.wait("answer")
    assert play.status == "unavailable"
    assert play.staff_told() == [
        "Restock R1: no shop has 10 Thing 1 L, and it is over. To ask again later: /restock SKU-1 L 10. "
        "Who is asked: /shops"
    ]
    assert not [one for one in play.effects if isinstance(one, Await | Send)]


def test_no_shop_can_be_asked() -> None:
    play = restock(shops=())
    assert play.status == "unavailable"
    assert "no shop has 10 Thing 1 L" in play.staff_told()[0]


def test_a_price_and_another_size_are_the_staffs_to_judge() -> None:
    play = restock()
    play.says(CONNAUGHT, Says.YES, 10, price=950 * MICROS)
    play.says(KAROL, Says.NO, other="XL hai")
    assert play.staff_told() == [
        "Restock R1: Connaught has 10 Thing 1 L but wants 950 for one, and we sell it for 899. Nothing was agreed. To "
        "take it: /assign R1 and the shop's name",
        "Restock R1: Karol Bagh has no 10 Thing 1 L, but: XL hai",
    ]
    play.give(Assigned(ORDER, CONNAUGHT, (("1", 100 * MICROS),), ASHA))
    assert play.status == "sourcing"


def test_a_word_that_is_taken_back_is_looked_for_anew_and_done_without() -> None:
    play = restock()
    play.says(CONNAUGHT, Says.PART, 6).says(KAROL, Says.PART, 4)
    handed(play, CONNAUGHT).staff_told()
    play.give(TakenBack(ORDER, KAROL, ("1",)))
    assert (play.status, play.the_order.count_missing(play.the_order.lines[0])) == ("sourcing", 4)
    play.wait("answer")
    assert (play.status, added(play)) == ("delivered", 6)
    assert play.staff_told() == [
        "Restock R1 is confirmed, and Karol Bagh takes back 4 Thing 1 L. We look for it again.",
        "Restock R1 is over: 6 of 10 Thing 1 L on our shelf. Free in our own stock now: Thing 1 L 6.",
    ]


def test_what_is_left_of_two_shops_when_one_is_gone() -> None:
    play = restock()
    play.says(CONNAUGHT, Says.PART, 6).says(KAROL, Says.PART, 4).staff_told()
    play.give(ShopGone(ORDER, KAROL))
    assert play.staff_told() == ["Restock R1: Karol Bagh left. We look again for what it kept."]
    play.wait("answer")
    assert play.status == "sourcing"
    assert play.staff_told() == ["Restock R1: no shop has 4 Thing 1 L any more. Still to fetch: Connaught: 6."]


def test_the_only_shop_takes_it_back_and_nobody_else_has_it() -> None:
    play = restock()
    play.says(CONNAUGHT, Says.YES, 10)
    play.give(TakenBack(ORDER, CONNAUGHT, ("1",)))
    play.wait("answer")
    assert play.status == "unavailable"


def test_it_is_asked_about_and_given_up_a_day_later() -> None:
    play = restock()
    play.says(CONNAUGHT, Says.PART, 6).says(KAROL, Says.PART, 4)
    handed(play, CONNAUGHT).staff_told()
    play.shops_told()
    play.wait("promised")
    assert play.staff_told() == [
        "Restock R1 was to be fetched by now, and 4 Thing 1 L is not. /picked R1 and the shop, or /cancel R1. If "
        "nobody answers, it ends in 24 hours."
    ]
    play.wait("late")
    assert (play.status, added(play)) == ("delivered", 6)
    assert play.shops_told() == [(KAROL, "freed")]
    assert play.staff_told() == [
        "Restock R1: 4 Thing 1 L was not fetched, so it ended. We told the shops.",
        "Restock R1 is over: 6 of 10 Thing 1 L on our shelf. Free in our own stock now: Thing 1 L 6.",
    ]
    assert not [one for one in play.effects if isinstance(one, Book) and one.reverse]


def test_nothing_of_it_was_fetched() -> None:
    play = restock()
    play.says(CONNAUGHT, Says.YES, 10)
    play.wait("late")
    assert (play.status, added(play)) == ("cancelled", 0)
    assert (CONNAUGHT, "freed") in play.shops_told()


@pytest.mark.parametrize("event", [CalledOff(ORDER, ASHA), Given(ORDER, ASHA)])
@pytest.mark.parametrize(("answers", "status", "told"), [((), "cancelled", "over"), ((10,), "cancelled", "freed")])
def test_it_is_called_off(event: Any, answers: tuple[int, ...], status: str, told: str) -> None:
    play = restock()
    for has in answers:
        play.says(CONNAUGHT, Says.YES, has)
    play.shops_told()
    assert play.give(event)
    assert play.status == status
    assert {outcome for _, outcome in play.shops_told()} == {told}
    assert not play.give(event), "it is over"


def test_what_was_fetched_stays_when_the_rest_is_called_off() -> None:
    play = restock()
    play.says(CONNAUGHT, Says.PART, 6).says(KAROL, Says.PART, 4)
    handed(play, CONNAUGHT)
    play.give(CalledOff(ORDER, ASHA))
    assert (play.status, added(play)) == ("delivered", 6)
    assert [(one.shop, one.reverse) for one in play.effects if isinstance(one, Book)] == [(CONNAUGHT, False)]


def test_a_large_split_is_waited_for() -> None:
    shops = tuple(UUID(int=number) for number in range(20, 30))
    play = restock(shops=shops, settings=sourcing(wave=10))
    for shop in shops:
        play.says(shop, Says.PART, 1)
    (call,) = [one for one in play.effects if isinstance(one, Call)]
    assert play.the_order.dividing is not None
    play.give(Called(UUID(int=9), call.kind, call.key, {}, "permanent"))
    assert play.status == "sourcing"


def test_it_goes_on_when_whoever_asked_for_it_is_erased() -> None:
    play = restock()
    play.says(CONNAUGHT, Says.YES, 10)
    play.shops_told()
    assert not play.give(Left("erased"))
    assert (play.status, play.ended, play.shops_told()) == ("sourcing", None, [])


@each(
    "event",
    [
        ParcelMoved(ORDER, "packed", ASHA),
        ParcelMoved(ORDER, "delivered", ASHA),
        Settled(ORDER, ASHA),
        RefundedByHand(ORDER, ASHA),
        PhotosTaken(ORDER, ASHA, 2),
        Flawed(ORDER, ASHA, "torn"),
        CustomerReplied("yes", *CUSTOMER, ORDER, None, 1),
        CustomerReplied("cancel_order", *CUSTOMER, ORDER, None, None),
        PaymentArrived("razorpay", ORDER.hex, "", "pay_1", Money(1, "INR"), START),
        Called(UUID(int=9), "payment_link", "payment:1", {"link": "l", "url": "u"}),
        Called(UUID(int=9), "refund", "refund:1", {}),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_is_said_of_customers_orders_alone_changes_nothing(event: Any) -> None:
    for play in (restock(), restock().says(CONNAUGHT, Says.YES, 10)):
        before = play.order
        assert not play.give(event)
        assert play.order == before


def test_it_costs_nothing() -> None:
    assert wanted().amount == 0


def test_every_wave_is_asked_before_it_ends() -> None:
    play = restock(settings=sourcing(wave=1))
    for shop in (CONNAUGHT, KAROL, HAUZ):
        play.says(shop, Says.NO)
        play.give(Elapsed("wave"))
    assert [ask.shop for ask in play.the_order.asks] == [CONNAUGHT, KAROL, HAUZ, EAST]
    play.says(EAST, Says.NO)
    play.give(Elapsed("wave"))
    assert play.the_order.status is Status.UNAVAILABLE
