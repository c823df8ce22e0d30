"""What is not there is not charged, what came goes back, and who has to act is told: each was once otherwise."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from flows.engine import CustomerReplied
from flows.events import PaymentArrived
from flows.money import MICROS, Money
from flows.sourcing.order_effects import Book, FreeOwn, UseOwn
from flows.sourcing.order_events import CalledOff, Given, Handed, ParcelMoved, Settled, TakenBack
from flows.sourcing.order_state import FETCHING
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import CONNAUGHT, HAUZ, KAROL, ORDER, Play, begun, line

BOTH = (line(quantity=1), line("2", quantity=2, price=899))


def bought(*lines: object) -> Play:
    """Karol keeps all of it, and it is paid."""
    play = Play().reserve(begun(*lines) if lines else None)  # type: ignore[arg-type]
    for one in play.the_order.lines:
        play.says(KAROL, Says.YES, one.quantity, one.id)
    play.linked().paid()
    play.told(), play.calls(), play.staff_told(), play.shops_told()
    return play


def test_an_earlier_link_pays_only_what_the_order_costs_now() -> None:
    play = Play().reserve(begun(*BOTH)).says(KAROL, Says.YES, 1).says(KAROL, Says.YES, 2, "2").linked()
    first = play.the_order.payments[0]
    play.give(TakenBack(ORDER, KAROL, ("1",)))
    play.give(Given(ORDER, ASHA, ("2",)))
    play.says(HAUZ, Says.YES, 1).linked().staff_told()
    play.give(
        PaymentArrived("razorpay", first.reference.hex, first.link, "pay_1", Money(first.amount, "INR"), play.now)
    )
    assert (play.status, play.the_order.paid_at) == ("available", None)
    assert "costs ₹899, but ₹2,697 came" in play.staff_told()[-1]


def test_another_amount_by_an_earlier_link_goes_back_when_it_is_called_off() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2).linked().paid(500, "pay_odd")
    play.give(TakenBack(ORDER, KAROL, ("1",)))
    play.says(HAUZ, Says.YES, 2).linked().calls()
    play.give(CalledOff(ORDER, ASHA))
    assert ("refund", 500 * MICROS) in play.calls()


def test_another_amount_goes_back_when_the_price_came_by_another_link() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2).linked().paid(500, "pay_odd")
    play.give(TakenBack(ORDER, KAROL, ("1",)))
    play.says(HAUZ, Says.YES, 2).linked().calls()
    play.paid(payment="pay_all")
    assert play.status == "sourcing"
    assert ("refund", 500 * MICROS) in play.calls()


def test_another_amount_that_the_staff_took_for_the_price_stays() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2).linked().paid(500, "pay_odd")
    play.give(Settled(ORDER, ASHA))
    assert [kind for kind, _ in play.calls() if kind == "refund"] == []


def test_what_is_delivered_at_once_is_taken_from_the_shop_and_the_shelf() -> None:
    play = Play(own={"1": 1}).reserve().says(KAROL, Says.YES, 1).linked().paid()
    play.effects.clear()
    play.give(ParcelMoved(ORDER, "delivered", ASHA))
    kinds = [type(one) for one in play.effects]
    assert (kinds.count(UseOwn), kinds.count(Book)) == (1, 1)
    assert (KAROL, "handed") in play.shops_told()


@pytest.mark.parametrize("says", [Says.NO, Says.PART])
def test_a_yes_that_becomes_less_after_the_time_to_answer_has_others_asked_with_time(says: Says) -> None:
    play = Play(shops=(KAROL, HAUZ)).reserve().says(KAROL, Says.YES, 2).linked()
    play.later(hours=33)
    play.told(), play.shops_told()
    play.says(KAROL, says, 1 if says is Says.PART else 0)
    order = play.the_order
    assert (play.status, order.answer_by > play.now, order.reserved_until > order.answer_by) == ("checking", True, True)
    assert {"wave", "answer"} & {wait.name for wait in play.waits}
    assert "waiting_on" in play.told()
    assert (KAROL, "freed") not in play.shops_told(), "it said so itself"


def test_a_paid_piece_that_is_taken_back_and_found_again_is_told_to_all() -> None:
    play = bought()
    play.give(TakenBack(ORDER, KAROL, ("1",)))
    (told,) = play.staff_told()
    assert "Karol Bagh takes back 2 Thing 1 L. We look for it again." in told
    play.says(CONNAUGHT, Says.YES, 2)
    (fetch,) = play.staff_told()
    assert "fetch 2 Thing 1 L at Connaught. Then /picked 1234 and the shop." in fetch
    assert (CONNAUGHT, "paid") in play.shops_told()


def test_the_rest_goes_on_when_what_is_late_was_given_up() -> None:
    play = bought(line(quantity=1), line("2", quantity=1))
    play.give(Handed(ORDER, KAROL, ASHA, "1"))
    play.wait("promised").staff_told()
    play.wait("late")
    assert any("is all here. Next: /packed 1234" in one for one in play.staff_told())


@pytest.mark.parametrize(
    ("pay", "settled", "words"), [("after", True, "/refunded 1234"), ("cod", False, "at the door")]
)
def test_the_fee_of_a_missed_express_order_is_not_kept(pay: str, words: str, *, settled: bool) -> None:
    play = Play().reserve(begun(pay=pay, express=True, fee=149)).says(KAROL, Says.YES, 2)
    if settled:
        play.give(Settled(ORDER, ASHA))
    else:
        play.give(CustomerReplied("yes", UUID(int=50), "whatsapp", UUID(int=60)))
    assert play.the_order.status in FETCHING
    for _ in range(3):
        play.wait("express")
    told = next(one for one in play.staff_told() if "missed" in one)
    assert (play.the_order.fee, words in told) == (0, True)


def test_who_paid_first_has_time_to_choose_a_part() -> None:
    play = Play(shops=(KAROL,)).reserve(begun(pay="first")).linked()
    play.later(hours=47, minutes=30)
    play.paid()
    play.says(KAROL, Says.PART, 1).wait("answer")
    assert (play.status, play.the_order.reserved_until - play.now >= play.settings.answer_within) == (
        "part_available",
        True,
    )


def test_what_a_shop_earned_by_goods_that_go_back_is_taken_back() -> None:
    play = bought()
    play.give(Handed(ORDER, KAROL, ASHA))
    (earned,) = [one for one in play.effects if isinstance(one, Book)]
    play.effects.clear()
    play.give(CalledOff(ORDER, ASHA))
    (back,) = [one for one in play.effects if isinstance(one, Book)]
    assert (earned.reverse, back.reverse, back.shop, back.amount) == (False, True, KAROL, earned.amount)
    assert earned.amount > 0


@pytest.mark.parametrize("packed", [False, True])
def test_our_own_piece_goes_back_to_the_shelf_also_when_it_was_packed(*, packed: bool) -> None:
    play = Play(own={"1": 2}).reserve().linked().paid()
    if packed:
        play.give(ParcelMoved(ORDER, "packed", ASHA))
    play.give(CalledOff(ORDER, ASHA))
    (freed,) = [one for one in play.effects if isinstance(one, FreeOwn)]
    assert (freed.quantity, freed.packed, play.own) == (2, packed, {"1": 2})


def test_a_fee_that_went_back_does_not_go_back_again() -> None:
    play = Play().reserve(begun(express=True, fee=149)).says(KAROL, Says.YES, 2).linked().paid()
    for _ in range(3):
        play.wait("express")
    play.give(CalledOff(ORDER, ASHA))
    assert [micros for kind, micros in play.calls() if kind == "refund"] == [149 * MICROS, 2 * 899 * MICROS]


def test_a_word_that_is_taken_back_late_gives_the_others_time() -> None:
    play = Play(shops=(KAROL, HAUZ)).reserve().says(KAROL, Says.YES, 2).linked()
    play.later(hours=33)
    play.give(TakenBack(ORDER, KAROL, ("1",)))
    order = play.the_order
    assert play.now < order.answer_by < order.reserved_until


def test_what_is_not_fetched_is_given_up_a_day_after_the_promised_one() -> None:
    play = bought()
    due = {wait.name: wait.due_at for wait in play.waits}
    promised = play.the_order.promised_at
    assert promised is not None
    assert (due["promised"], due["late"]) == (promised, promised + timedelta(hours=24))
