"""All customers and orders of a Shopify shop by bulk operation: read as webhooks are, and each taken over once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.stores.shopify_read import READERS, ShopifyWebhook
from handlers.engine.checked_fields import CheckedField
from handlers.importing.customer_row import RowOutcome
from handlers.people.inbound_event import InboundEvent
from storage.schema import (
    addresses,
    consents,
    contacts,
    customer_tags,
    events,
    messages,
    order_lines,
    orders,
    refunds,
    runs,
)
from tests.bot.stores.taken import Taker, Watch
from tests.handlers.importing.files import TIGER
from tests.providers.shopify_bulk import a_customer, a_refund, an_order

ASKED = datetime(2025, 11, 1, 10, tzinfo=UTC)
SUBSCRIBED = {
    "marketingState": "SUBSCRIBED", "marketingOptInLevel": "SINGLE_OPT_IN", "marketingUpdatedAt": ASKED.isoformat(),
}  # fmt: skip
NONE = {"new": 0, "changed": 0, "same": 0, "refused": 0, "in_part": 0}


def phone(number: int, **consent: object) -> dict[str, object]:
    """The phone of a customer of the shop, with what they agreed to."""
    return {"defaultPhoneNumber": {"phoneNumber": f"+1205{2_000_000 + number}", **consent}}


async def begun(taker: Taker) -> list[object]:
    """What anybody would hear of it: messages, news of the shop, plans."""
    news = [one for one in await taker.rows(events, "source") if one == ("shopify",)]
    plans = [one for one in await taker.rows(runs, "flow") if one == ("recovery",)]
    return [*await taker.rows(messages, "id"), *news, *plans]


async def test_customers_come_with_names_places_tags_and_proven_consents(taker: Taker) -> None:
    taker.stand.bulk.customers = [
        a_customer(1, firstName="Dana", lastName="Reyes", tags=["VIP", "wholesale"], **phone(1, **SUBSCRIBED)),
        a_customer(2, **phone(2, **SUBSCRIBED | {"marketingOptInLevel": "CONFIRMED_OPT_IN"})),
        a_customer(3, **phone(3, **SUBSCRIBED | {"marketingUpdatedAt": None})),
        a_customer(4, **phone(4, **SUBSCRIBED | {"marketingState": "UNSUBSCRIBED"})),
        a_customer(5),
        {"id": "gid://shopify/Customer/6", "updatedAt": "2026-02-01T10:00:00Z", "numberOfOrders": "many"},
    ]
    watch = Watch()
    taken = await taker.take("customers", watch)
    assert (dict(taken.figures), taken.broken) == (NONE | {"new": 5, "refused": 1, "in_part": 1}, "")
    assert watch.mistakes == [
        ("3", "the SMS consent was not imported: Shopify has no number, or no date, for it"),
        ("6", "orders_count is not a number"),
    ]
    dana = await taker.whose("sms", "+12052000001")
    assert (dana["name"], dana["country"], dana["region"], dana["city"], dana["as_of"]) == (
        "Dana Reyes", "US", "AL", "Mobile", datetime(2026, 2, 1, 10, tzinfo=UTC),
    )  # fmt: skip
    assert ("customer", "shopify:1") in await taker.rows(addresses, "channel", "value")
    assert [row[0] for row in await taker.rows(customer_tags, "tag")] == ["vip", "wholesale"]
    said = {(row[0], row[2], row[1]) for row in await taker.rows(consents, "action", "source", "at")}
    assert said == {
        ("granted", ASKED, "shopify customer"),
        ("confirmed", ASKED, "shopify customer"),
        ("revoked", ASKED, "shopify customer"),
    }
    assert await begun(taker) == []


async def test_orders_come_with_lines_refunds_and_their_fate_and_begin_nothing(taker: Taker) -> None:
    bulk = taker.stand.bulk
    bulk.customers = [a_customer(1)]
    bulk.orders = [
        an_order(101, 1, refunds=[a_refund(9, "5.00"), a_refund(10, "1.50")], discountCodes=["WELCOME"]),
        an_order(102, 1, cancelledAt="2026-02-11T10:00:00Z"),
        an_order(
            103,
            None,
            displayFulfillmentStatus="FULFILLED",
            fulfillments=[
                {
                    "createdAt": "2026-02-12T10:00:00Z",
                    "deliveredAt": "2026-02-14T10:00:00Z",
                    "trackingInfo": [{"company": "UPS", "url": "https://ups.example/1"}],
                }
            ],
        ),
        an_order(104, 1, createdAt="2026-03-03T13:00:00Z"),
        an_order(105, 1, totalPriceSet=None),
        an_order(106, 1, test=True, refunds=[a_refund(11, "5.00")]),
    ]
    await taker.take("customers")
    watch = Watch()
    taken = await taker.take("orders", watch)
    assert dict(taken.figures) == NONE | {"new": 3, "refused": 2, "left": 1}
    test_order = ("106", "it is a test order, which is not counted")
    assert watch.mistakes == [("105", "total_price is missing"), test_order]
    told = await taker.rows(orders, "ref", "total", "refunded", "source", "codes")
    assert told == [
        ("101", 40_000_000, 6_500_000, "shopify", '["WELCOME"]'),
        ("102", 40_000_000, 0, "shopify", "[]"),
        ("103", 40_000_000, 0, "shopify", "[]"),
    ]
    assert await taker.rows(refunds, "refund", "amount") == [("10", 1_500_000), ("9", 5_000_000)]
    ended = {row[0]: row[1:] for row in await taker.rows(orders, "ref", "cancelled_at", "shipped_at", "delivered_at")}
    assert [ended["102"][0], *ended["103"][1:]] == [datetime(2026, 2, day, 10, tzinfo=UTC) for day in (11, 12, 14)]
    lines = await taker.rows(order_lines, "sku", "quantity", "price", "brand")
    assert lines == [("TIGER-L", 2, 20_000_000, "tiger tees")] * 2, "one that was called off has none"
    assert await begun(taker) == []
    assert (await taker.whose("email", "guest103@example.com"))["country"] == "US"


async def test_the_same_again_changes_nothing_and_counts_as_the_same(taker: Taker) -> None:
    bulk = taker.stand.bulk
    bulk.customers = [a_customer(one, tags=["a"], **phone(one, **SUBSCRIBED)) for one in range(1, 8)]
    bulk.orders = [an_order(100 + one, one, refunds=[a_refund(one, "5.00")]) for one in range(1, 8)]
    await taker.take("customers")
    await taker.take("orders")
    before, kept = await taker.everything(), await taker.rows(orders, *orders.c.keys())
    assert dict((await taker.take("customers")).figures) == NONE | {"same": 7}
    assert dict((await taker.take("orders")).figures) == NONE | {"same": 7}
    assert (await taker.everything(), await taker.rows(orders, *orders.c.keys())) == (before, kept)
    assert len(bulk.operations) == 4, "each run asks anew"


async def test_an_order_that_a_webhook_told_is_the_same_and_its_refund_counts_once(taker: Taker) -> None:
    """And what a webhook tells of one that was taken over is of the same."""
    taker.stand.bulk.orders = [an_order(101, None, refunds=[a_refund(9, "5.00")])]
    await _hear(taker, "refunds/create", REFUND)
    await _hear(taker, "orders/create", ORDER)
    assert dict((await taker.take("orders")).figures) == NONE | {"same": 1}
    assert await taker.rows(orders, "ref", "refunded") == [("101", 5_000_000)]
    await _hear(taker, "refunds/create", REFUND | {"id": 10})
    assert await taker.rows(orders, "ref", "refunded") == [("101", 10_000_000)]
    assert dict((await taker.take("orders")).figures) == NONE | {"same": 1}


async def test_webhooks_are_heard_meanwhile_and_stay(taker: Taker) -> None:
    """Of a customer who is among those that are still to come."""
    newer = {"id": 120, "first_name": "Dana", "last_name": "Novak", "updated_at": "2026-03-01T10:00:00Z"}
    heard: list[asyncio.Task[None]] = []

    class Listening(Watch):
        def became(self, rows: Sequence[RowOutcome], many: int) -> None:
            super().became(rows, many)
            if not heard:
                heard.append(asyncio.create_task(_hear(taker, "customers/update", newer)))

    taker.stand.bulk.customers = [a_customer(one) for one in range(1, 131)]
    taken = await taker.take("customers", Listening())
    await heard[0]
    assert (await taker.whose("customer", "shopify:120"))["name"] == "Dana Novak"
    assert (taken.figures["new"] + taken.figures["changed"], taken.figures["refused"]) == (130, 0)
    people = [name for (name,) in await taker.rows(contacts, "name") if name and name.startswith(("Person ", "Dana "))]
    assert len(people) == 130


REFUND = {
    "id": 9, "order_id": 101, "created_at": "2026-02-12T10:00:00Z",
    "transactions": [{"kind": "refund", "status": "success", "amount": "5.00", "currency": "USD"}],
}  # fmt: skip
ORDER = {
    "id": 101, "name": "#101", "order_number": 101, "currency": "USD", "total_price": "40.00",
    "created_at": "2026-02-10T10:00:00Z", "financial_status": "paid", "email": "guest101@example.com",
    "line_items": [{"title": "Tiger shirt", "sku": "TIGER-L", "quantity": 2, "price": "20.00"}],
}  # fmt: skip


async def test_what_a_webhook_told_later_stays(taker: Taker) -> None:
    """The name, and the number in whose place another came: the older one does not come back, nor a consent for it."""
    newer = {
        "id": 1, "first_name": "Dana", "last_name": "Novak", "email": "person1@example.com", "phone": "+13145550142",
        "updated_at": "2026-03-01T10:00:00Z",
    }  # fmt: skip
    await _hear(taker, "customers/update", newer)
    taker.stand.bulk.customers = [a_customer(1, firstName="Dana", lastName="Reyes", **phone(1, **SUBSCRIBED))]
    watch = Watch()
    await taker.take("customers", watch)
    assert [row[0] for row in await taker.rows(contacts, "name") if row[0]][-1:] == ["Dana Novak"]
    assert await taker.whose("sms", "+12052000001") == {}
    assert await taker.rows(consents, "action") == []
    assert watch.mistakes == [
        ("1", "phone: a newer value exists and stays; "
         "the consent was not imported because of its number: a newer value exists and stays"),
    ]  # fmt: skip
    assert dict((await taker.take("customers")).figures)["new"] == 0


async def _hear(taker: Taker, topic: str, payload: dict[str, Any]) -> None:
    """What a webhook says, taken in and acted upon."""
    service, now = taker.service, taker.service.clock.now()
    event = READERS[topic](ShopifyWebhook(CheckedField(payload), taker.stand.domain, now, now))
    await service.inbox.take(TIGER, InboundEvent("shopify", f"{topic}:{payload['id']}", event, b"{}"))
    assert service.sandbox is not None
    await service.sandbox.settle()
