"""The message about an order is made anew for each change that it speaks of, and for no other."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from flows.money import MICROS
from flows.sourcing.order import FOR_STOCK, Order
from flows.sourcing.order_line import Promise, PromiseState
from flows.sourcing.order_payment import Payment, PaymentState, RefundReason, Repayment
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Ask, Says
from flows.sourcing.split_wait import Dividing, Then
from handlers.sourcing.staff.order_card_messages import SHOWN
from tests.cases import each
from tests.handlers.sourcing.card_orders import CONNAUGHT, HAUZ, HOUR, KAROL, MUG, NOW, SHORTS, ask, order, told

FIXED = {"id", "number", "currency"}
"""What an order is known by, which never changes."""
OTHER: dict[str, Any] = {
    "status": Status.CANCELLED,
    "lines": (replace(SHORTS, quantity=3), MUG),
    "reserved_until": NOW + 30 * HOUR,
    "answer_by": NOW + 7 * HOUR,
    "pay": "cod",
    "express": True,
    "fee": 149 * MICROS,
    "credit": 100 * MICROS,
    "days": 9,
    "promises": (Promise("1", KAROL, 2),),
    "asks": (Ask("1", HAUZ, 1, NOW, Says.NO),),
    "wave": 2,
    "wave_ends": NOW + HOUR,
    "payments": (Payment(UUID(int=6), 899 * MICROS, PaymentState.OPEN),),
    "repayments": (Repayment(UUID(int=7), "pay_1", 899 * MICROS, RefundReason.EVERYTHING),),
    "paid_at": NOW + HOUR,
    "promised_at": NOW + 50 * HOUR,
    "asked_staff": True,
    "warned": 2,
    "untold": ("confirmed",),
    "told_at": NOW + HOUR,
    "tell_at": NOW + HOUR,
    "look_at": NOW + HOUR,
    "tracking": "AB 123",
    "carrier": "Delhivery",
    "photos_until": NOW + HOUR,
    "approved": True,
    "dividing": Dividing("split:1", "abc", ("1",), Then.GO_ON, NOW + HOUR),
    "splits": 3,
    "losses": 1,
    "erased": True,
    "reminded": True,
    "asked_late": True,
    "late_at": NOW + HOUR,
    "claims": (HAUZ,),
    "shown": True,
    "held": True,
    "told_late": True,
    "again": True,
    "allowance": 100 * MICROS,
    "returned": True,
    "urge_at": NOW + HOUR,
    "heard": 2,
    "version": 2,
}
BARE: dict[str, Any] = {"asks": (ask(CONNAUGHT, Says.OPEN),)}
FULL: dict[str, Any] = {
    "asks": (ask(CONNAUGHT, Says.YES, 1), ask(HAUZ, Says.LATER, 1, ready_at=NOW + HOUR)),
    "promises": (Promise("1", CONNAUGHT, 1), Promise("1", None, 1)),
    "paid_at": NOW,
    "promised_at": NOW + 72 * HOUR,
    "payments": (Payment(UUID(int=5), 899 * MICROS, PaymentState.PAID, payment="pay_0"),),
    "repayments": (Repayment(UUID(int=8), "pay_0", 100 * MICROS, RefundReason.LINES, state="processed"),),
    "tracking": "AB 1",
}
STANDS = [order(status, SHORTS, MUG, **values) for status in Status for values in (BARE, FULL)]
STANDS += [order(status, pay=FOR_STOCK, **BARE) for status in Status]
STANDS += [order(status, promises=(Promise("1", CONNAUGHT, 2, stand=PromiseState.PICKED),)) for status in Status]


def is_shown(name: str) -> list[bool]:
    """Whether the message reads otherwise with another value of this field, for each way in which an order stands."""
    return [told(one) != told(replace(one, **{name: OTHER[name]})) for one in STANDS]


def test_each_field_of_an_order_is_told_apart() -> None:
    assert OTHER.keys() | FIXED == {one.name for one in fields(Order)}


@each("name", [name for name in OTHER if name not in SHOWN])
def test_what_the_message_is_not_looked_at_for_is_not_in_it(name: str) -> None:
    assert not any(is_shown(name)), f"card() speaks of {name}: name it in cards.SHOWN, or the message goes stale"


@each("name", SHOWN)
def test_what_the_message_is_looked_at_for_is_in_it(name: str) -> None:
    assert any(is_shown(name))
