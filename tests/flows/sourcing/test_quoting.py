"""What the staff offers to make: nothing is owed before a yes, no stock is touched, and money is as with all orders."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from flows.engine import Called, CustomerReplied, Send
from flows.money import MICROS
from flows.sourcing.order import Order
from flows.sourcing.order_effects import Await, FreeOwn, TakeOwn, UseOwn
from flows.sourcing.order_events import CalledOff, Given, ParcelMoved, PhotosTaken, Quoted, Replaced, Settled
from flows.sourcing.order_line import Line, Promise
from flows.sourcing.order_quote import QUOTE
from flows.sourcing.order_state import Status
from tests.actors import ASHA
from tests.flows.sourcing.play import CUSTOMER, ORDER, START, Play

TWO_DAYS = timedelta(days=2)


def quoted(days: int = 5, provider: str = "razorpay") -> Play:
    """A box that the staff would make for 4500."""
    box = Line("1", ORDER, "", "hand-painted box", "", 1, 4500 * MICROS)
    until = START + TWO_DAYS
    order = Order(
        ORDER, "P12345", Status.RESERVED, (box,), "INR", until, until, QUOTE, days,
        promises=(Promise("1", None, 1),),
    )  # fmt: skip
    play = Play(provider=provider)
    play.give(Quoted(order, "hand-painted box, 5 days", ASHA))
    return play


def says(play: Play, intent: str) -> Play:
    play.give(reply(intent))
    return play


def reply(intent: str) -> CustomerReplied:
    return CustomerReplied(intent, CUSTOMER[0], "whatsapp", UUID(int=7))


def stock_touched(play: Play) -> list[object]:
    return [one for one in play.effects if isinstance(one, TakeOwn | FreeOwn | UseOwn | Await)]


def test_it_is_offered_and_waits_for_a_yes() -> None:
    play = quoted()
    assert (play.status, play.told(), play.calls()) == ("available", ["quote"], [])
    (wait,) = play.waits
    assert (wait.name, wait.due_at, wait.question and wait.question.name) == ("reservation", START + TWO_DAYS, "quote")


def test_a_yes_asks_for_the_money_once() -> None:
    play = says(quoted(), "yes")
    assert play.calls() == [("payment_link", 4500 * MICROS)]
    play.linked()
    assert play.told() == ["quote", "payment_link"]
    says(play, "yes")
    assert play.calls() == []
    assert all(wait.question is None for wait in play.waits)


def test_it_can_be_paid_for_as_long_as_any_reservation_after_the_yes() -> None:
    play = says(quoted().later(hours=47), "yes")
    assert play.the_order.reserved_until == play.now + play.settings.reserve


def test_paid_it_is_promised_for_the_staffs_day_and_goes_to_the_door() -> None:
    play = says(quoted(), "yes").linked().paid()
    assert (play.status, play.the_order.promised_at) == ("sourcing", START + timedelta(days=5))
    assert any("Make hand-painted box" in text for text in play.staff_told())
    for state in ("packed", "shipped", "delivered"):
        play.give(ParcelMoved(ORDER, state, ASHA))
        assert play.status == state
    assert stock_touched(play) == []


def test_a_no_ends_it() -> None:
    play = says(quoted(), "no")
    assert (play.status, play.told(), stock_touched(play)) == ("cancelled", ["quote", "order_cancelled"], [])


def test_silence_ends_it() -> None:
    play = quoted().wait("reservation")
    assert (play.status, play.told(), stock_touched(play)) == ("expired", ["quote", "reservation_over"], [])


@pytest.mark.parametrize("intent", ["question", "later", "thanks", "unclear"])
def test_other_words_decide_nothing(intent: str) -> None:
    play = quoted()
    assert not play.give(reply(intent))
    assert play.status == "available"


def test_not_made_by_the_promised_day_the_staff_is_asked_twice_and_nothing_goes_back_by_itself() -> None:
    play = says(quoted(), "yes").linked().paid()
    play.staff_told(), play.calls(), play.told()
    play.wait("promised")
    assert any("hand-painted box" in text for text in play.staff_told())
    assert play.told() == ["order_late"]
    play.wait("late")
    (asked,) = play.staff_told()
    assert "/packed P12345" in asked
    assert "/cantsource P12345" in asked
    assert (play.status, play.calls(), play.told()) == ("sourcing", [], [])
    assert not {"promised", "late"} & {wait.name for wait in play.waits}
    assert stock_touched(play) == []


def test_given_up_after_it_was_paid_nobody_says_that_it_could_not_be_got() -> None:
    """Nobody but us had it: it is called off, and the money goes back."""
    play = says(quoted(), "yes").linked().paid()
    play.give(Given(ORDER, ASHA))
    reference = play.the_order.repayments[0].reference
    play.give(Called(UUID(int=9), "refund", f"refund:{reference}", {"refund": "r1", "state": "pending"}))
    (refunded,) = [one for one in play.effects if isinstance(one, Send) and one.template == "refunded"]
    assert refunded.values["called_off"] == "yes"


def test_photographed_it_is_made_and_is_never_refunded_by_itself() -> None:
    play = says(quoted(), "yes").linked().paid()
    play.give(PhotosTaken(ORDER, ASHA, 2))
    assert (play.status, play.the_order.all_picked) == ("quality_check", True)
    play.calls(), play.staff_told()
    play.wait("photos")
    assert play.staff_told() == [
        "Order P12345: no answer to the photos for 24 h, so it is to ship now. Next: /packed P12345"
    ]
    play.wait("promised")
    assert play.staff_told() == ["Order P12345 was promised for now and is here, but not packed. Next: /packed P12345"]
    play.wait("late")
    assert play.staff_told() == ["Order P12345 is a day late and is here, but not packed. Next: /packed P12345"]
    assert (play.status, play.calls()) == ("quality_check", [])
    play.give(ParcelMoved(ORDER, "packed", ASHA))
    assert play.status == "packed"


def test_shipped_in_time_nothing_is_asked() -> None:
    play = says(quoted(), "yes").linked().paid()
    for state in ("packed", "shipped"):
        play.give(ParcelMoved(ORDER, state, ASHA))
    assert "promised" not in {wait.name for wait in play.waits}


@pytest.mark.parametrize("agreed", [False, True])
def test_another_price_ends_it_without_a_word(agreed: bool) -> None:
    play = says(quoted(), "yes").linked() if agreed else quoted()
    play.told(), play.calls()
    assert play.give(Replaced(ORDER, "P777", ASHA))
    assert (play.status, play.told(), play.the_order.promises) == ("cancelled", [], ())
    assert [kind for kind, _ in play.calls()] == (["cancel_link"] if agreed else [])
    assert {wait.name for wait in play.waits} == {"over"}


def test_a_yes_to_what_was_replaced_agrees_to_nothing() -> None:
    play = quoted()
    play.give(Replaced(ORDER, "P777", ASHA))
    play.calls()
    assert not play.give(reply("yes"))
    assert (play.status, play.calls()) == ("cancelled", [])


def test_what_is_paid_is_replaced_by_nothing() -> None:
    play = says(quoted(), "yes").linked().paid()
    assert not play.give(Replaced(ORDER, "P777", ASHA))
    assert play.status == "sourcing"


@pytest.mark.parametrize("event", [CalledOff(ORDER, ASHA), Given(ORDER, ASHA)])
def test_called_off_after_it_was_paid_the_money_goes_back(event: object) -> None:
    play = says(quoted(), "yes").linked().paid()
    play.calls()
    play.give(event)
    assert (play.status, play.calls()) == ("refunding", [("refund", 4500 * MICROS)])
    assert stock_touched(play) == []


def test_without_a_payment_account_the_staff_asks_for_the_money() -> None:
    play = says(quoted(provider=""), "yes")
    assert any("/settled P12345" in text for text in play.staff_told())
    play.give(Settled(ORDER, ASHA))
    assert play.status == "sourcing"


def test_a_second_quote_for_the_same_order_is_none_of_its() -> None:
    play = quoted()
    assert not play.give(Quoted(play.the_order, "again", ASHA))
