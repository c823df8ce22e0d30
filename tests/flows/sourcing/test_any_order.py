"""Whatever happens to an order: its money adds up, nothing stays kept at an end, and no shop is left waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.engine import Call, Called, CustomerReplied, Elapsed, Left, Send
from flows.events import LinkEnded, PaymentArrived, RefundMoved
from flows.money import MICROS, Money
from flows.sourcing.order_effects import TellStaff
from flows.sourcing.order_events import (
    Assigned,
    CalledOff,
    Given,
    Handed,
    MoneyBack,
    ParcelMoved,
    RefundedByHand,
    Settled,
    ShopGone,
    StockAnswered,
    TakenBack,
)
from flows.sourcing.order_facts import Off, SourcingFacts
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_payment import Payment, PaymentState, Repayment
from flows.sourcing.order_state import CAME_TO_NOTHING, UNPAID, Status
from tests.actors import ASHA, STORE
from tests.flows.sourcing.play import CUSTOMER, ORDER, Play, begun, line, sourcing
from tests.flows.sourcing.words import english

RUN, ASHA = UUID(int=9), ASHA
ENDS = CAME_TO_NOTHING - {Status.CANNOT_SOURCE}
Deed = Callable[["Storm", Callable[[Any], Any]], None]


@dataclass
class Storm(Play):
    """An order to which anything happens, and the provider's books beside it: what came, by the payment's name."""

    off: int = 0
    came: dict[str, int] = field(default_factory=dict)

    def facts(self) -> SourcingFacts:
        known = super().facts()
        off = Off(UUID(int=77), self.off * MICROS) if self.off else None
        ways = () if self.order is not None and self.order.erased else known.ways
        return replace(known, off=off, ways=ways)

    def pay(self, payment: Payment, micros: int, currency: str = "INR") -> None:
        name = f"pay_{len(self.came) + 1}"
        if currency == "INR":
            self.came[name] = micros
        cost = Money(micros, currency)
        self.give(PaymentArrived("razorpay", payment.reference.hex, payment.link, name, cost, self.now))

    @property
    def links(self) -> list[Payment]:
        return [one for one in self.the_order.payments if one.link]

    @property
    def going(self) -> list[Repayment]:
        return [one for one in self.the_order.repayments if one.state in {"asked", "pending"} and one.payment]


def _answer(storm: Storm, draw: Callable[[Any], Any]) -> None:
    says, quantity = draw(st.sampled_from([("yes", 3), ("yes", 1), ("part", 1), ("later", 2), ("no", 0)]))
    storm.give(StockAnswered(ORDER, draw(st.sampled_from(storm.shops)), draw(st.sampled_from("12")), says, quantity))


def _shop(storm: Storm, draw: Callable[[Any], Any]) -> None:
    shop, name = draw(st.sampled_from(storm.shops)), draw(st.sampled_from("12"))
    storm.give(draw(st.sampled_from([TakenBack(ORDER, shop, (name,)), ShopGone(ORDER, shop)])))


def _link(storm: Storm, draw: Callable[[Any], Any]) -> None:
    waiting = [one for one in storm.the_order.payments if one.asked_at and not one.link and not one.by_hand]
    if waiting:
        name = f"plink_{len(storm.links) + 1}"
        values = {"reference": waiting[0].reference.hex, "link": name, "url": "https://rzp.example/1"}
        storm.give(Called(RUN, "payment_link", "payment:1", values))
    elif storm.links:
        one = draw(st.sampled_from(storm.links))
        storm.give(LinkEnded("razorpay", one.reference.hex, one.link, "expired", storm.now))


def _pay(storm: Storm, draw: Callable[[Any], Any]) -> None:
    if storm.links:
        one = draw(st.sampled_from(storm.links))
        micros = draw(st.sampled_from([one.amount, one.amount, 77 * MICROS, 5000 * MICROS]))
        storm.pay(one, micros, draw(st.sampled_from(["INR", "INR", "INR", "USD"])))


def _refund(storm: Storm, draw: Callable[[Any], Any]) -> None:
    if storm.going:
        one = draw(st.sampled_from(storm.going))
        state, key = draw(st.sampled_from(["pending", "processed", "failed"])), f"refund:{one.reference}"
        name, cost = f"rfnd_{one.reference.hex[:8]}", Money(one.amount, "INR")
        webhook = RefundMoved("razorpay", one.reference.hex, name, one.payment, state, cost, storm.now)
        refused = Called(RUN, "refund", key, {"why": "no"}, "refused")
        answered = Called(RUN, "refund", key, {"refund": name, "state": state})
        storm.give(draw(st.sampled_from([webhook, answered, refused] if one.state == "asked" else [webhook])))


def _account(storm: Storm, draw: Callable[[Any], Any]) -> None:
    """Somebody sends money back in the provider's dashboard, as much as that still lets them."""
    if storm.came:
        name = draw(st.sampled_from(sorted(storm.came)))
        gone = sum(one.amount for one in storm.the_order.repayments if one.payment == name)
        if gone == 0:
            refund, cost = f"dash_{name}", Money(storm.came[name] // draw(st.sampled_from([1, 2])), "INR")
            storm.give(RefundMoved("razorpay", "", refund, name, "processed", cost, storm.now))


def _customer(storm: Storm, draw: Callable[[Any], Any]) -> None:
    intent, choice = draw(st.sampled_from([("yes", None), ("no", None), ("cancel_order", None), ("x", 1), ("x", 3)]))
    storm.give(CustomerReplied(intent, *CUSTOMER, ORDER, None, choice))


def _staff(storm: Storm, draw: Callable[[Any], Any]) -> None:
    shop, name = draw(st.sampled_from(storm.shops)), draw(st.sampled_from("12"))
    said = [
        Handed(ORDER, shop, ASHA),
        Given(ORDER, ASHA, (name,)),
        Given(ORDER, ASHA),
        CalledOff(ORDER, ASHA),
        Settled(ORDER, ASHA),
        RefundedByHand(ORDER, ASHA),
        MoneyBack(ORDER, ASHA, (name,), goods=True),
        MoneyBack(ORDER, ASHA, amount=MICROS),
        Assigned(ORDER, shop, ((name, 100),), ASHA),
        ParcelMoved(ORDER, "shipped", ASHA),
        ParcelMoved(ORDER, "shipped", STORE),
        ParcelMoved(ORDER, "delivered", STORE),
    ]
    storm.give(draw(st.sampled_from(said)))


def _time(storm: Storm, draw: Callable[[Any], Any]) -> None:
    due = [one for one in storm.waits if one.name != "over"]
    if due:
        one = draw(st.sampled_from(due))
        storm.now = max(storm.now, one.due_at or storm.now)
        storm.give(Elapsed(one.name))
    storm.now += timedelta(minutes=draw(st.sampled_from([0, 20, 300])))


def _erasure(storm: Storm, draw: Callable[[Any], Any]) -> None:
    if draw(st.integers(0, 3)) == 0:
        storm.give(Left("erased"))


DEEDS: tuple[Deed, ...] = (
    _answer, _answer, _answer, _shop, _link, _link, _pay, _pay, _refund, _refund, _account, _customer, _staff, _staff,
    _time, _time, _erasure,
)  # fmt: skip


def _adds_up(storm: Storm) -> None:
    """No more goes back than came: of each payment, and of them all."""
    order = storm.the_order
    assert order.paid >= 0
    for name, came in storm.came.items():
        assert sum(one.amount for one in order.repayments if one.payment == name and one.state != "failed") <= came
    assert all(one.amount > 0 for one in order.repayments)


def _is_at_rest(storm: Storm) -> None:
    """At an end nothing is kept, no shop is waited for, no link can be paid, and all money is back or told of."""
    order, told = storm.the_order, [english(one.text) for one in storm.effects if isinstance(one, TellStaff)]
    if order.status not in UNPAID:
        assert [one for one in order.payments if one.state in {PaymentState.OPEN, PaymentState.ASKED}] == []
    if order.status not in ENDS:
        return
    assert [one for one in order.promises if one.stand is PromiseState.HELD] == []
    assert [one for one in order.asks if one.waits] == []
    for name, came in storm.came.items():
        back = sum(one.amount for one in order.repayments if one.payment == name)
        assert back == came or order.status is Status.REFUNDED or any(name in text for text in told)
    if any(one.by_hand for one in order.payments) and order.paid:
        assert any("by hand" in text for text in told)
    if order.status is Status.REFUNDED:
        assert order.paid == 0


def _is_silent(storm: Storm, before: int) -> None:
    """Nobody writes to somebody who was erased."""
    assert [one.template for one in storm.effects[before:] if isinstance(one, Send)] == []


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_happens_to_an_order_its_money_adds_up(data: st.DataObject) -> None:
    draw = data.draw
    pay, express = draw(st.sampled_from(["after", "after", "first", "cod"])), draw(st.booleans())
    storm = Storm(
        own={"1": draw(st.integers(0, 1))},
        provider=draw(st.sampled_from(["razorpay", "razorpay", "razorpay", ""])),
        settings=sourcing(quality_check=draw(st.booleans())),
        off=draw(st.sampled_from([0, 0, 140, 5000])),
    )
    storm.reserve(begun(line("1", 2, 100), line("2", 1, 300), pay=pay, express=express, fee=50 if express else 0))
    for deed in draw(st.lists(st.sampled_from(DEEDS), min_size=5, max_size=40)):
        before, erased = len(storm.effects), storm.the_order.erased
        deed(storm, draw)
        if erased:
            _is_silent(storm, before)
        _adds_up(storm)
        _is_at_rest(storm)
    refunds = [one.key for one in storm.effects if isinstance(one, Call) and one.kind == "refund"]
    assert len(refunds) == len(set(refunds))
