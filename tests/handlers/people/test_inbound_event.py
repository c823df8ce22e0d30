"""Which events may end a message: while one of these is unread, marketing waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from flows.events import (
    AddressChanged,
    CartUpdated,
    ConsentAction,
    ConsentGiven,
    Customer,
    CustomerConsented,
    CustomerVisited,
    Event,
    Item,
    LinkVisited,
    LoyaltyProgressed,
    MarketingEnded,
    MessageOpened,
    MessageReceived,
    OrderCancelled,
    ReceiptArrived,
    ReturnCompleted,
)
from flows.money import Money
from handlers.people.inbound_event import may_end_messages

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
WHO = Customer(id="7")
PRICE = Money(40_000_000, "USD")
CART = CartUpdated("c1", PRICE, (Item("K-1", "Kurta"),), "https://kiln.example/c", WHO, NOW)
AGREED = ConsentGiven("sms", ConsentAction.GRANTED, "checkout", "Text me.", NOW)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(CART, id="a cart"),
        pytest.param(replace(CART, consents=(AGREED,)), id="a cart whose person agrees"),
        pytest.param(CustomerVisited(WHO, NOW), id="a visit"),
        pytest.param(LinkVisited("abc", False, NOW), id="a click"),
        pytest.param(MessageOpened(UUID(int=1), NOW), id="an opened mail"),
        pytest.param(LoyaltyProgressed(WHO, "stamps", Decimal(3), Decimal(10), NOW), id="loyalty"),
        pytest.param(ReturnCompleted("r1", "1001", (), WHO, NOW), id="a return"),
    ],
)
def test_what_ends_no_message(event: Event) -> None:
    assert not may_end_messages(event)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(None, id="what cannot be read"),
        pytest.param(replace(CART, completed=True), id="a bought cart"),
        pytest.param(replace(CART, items=()), id="an emptied cart"),
        pytest.param(
            replace(CART, consents=(AGREED, replace(AGREED, action=ConsentAction.REVOKED))), id="a cart with a stop"
        ),
        pytest.param(MessageReceived("sms", "+13145550101", "+13145550100", "SM1", "hi", NOW), id="a text"),
        pytest.param(MarketingEnded(UUID(int=1), False, False, NOW), id="the end by a link"),
        pytest.param(CustomerConsented(WHO, (AGREED,), NOW), id="a consent"),
        pytest.param(AddressChanged("telegram", "7", "blocked", NOW), id="a block"),
        pytest.param(ReceiptArrived("sms", "SM1", "failed", NOW), id="a receipt"),
        pytest.param(OrderCancelled("1001", NOW), id="a cancelled order"),
    ],
)
def test_what_may_end_a_message(event: Event | None) -> None:
    assert may_end_messages(event)
