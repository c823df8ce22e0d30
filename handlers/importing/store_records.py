"""A store's own records, given all at once, as rows of a file are: news with names, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flows.events import CustomerUpdated, OrderCreated
from flows.importing.table_rows import TableRow
from handlers.importing.customer_row import Row
from handlers.importing.customer_row_reader import NAMELESS
from handlers.importing.order_row import Followed, OrderRow
from handlers.people import persons

LIVE = timedelta(hours=4)
"""So long a store tells an order again that could not be told (Shopify eight times, and then no more): a younger one is
its news' to bring, which end reminders and count for messages.
https://shopify.dev/docs/apps/build/webhooks/troubleshoot-webhooks"""


def customer_row(number: int, news: CustomerUpdated, source: str, country: str, mistakes: Sequence[str] = ()) -> Row:
    """The customer of the record of that number, with the date that the store has for it."""
    names = tuple(persons.identities(source, news.customer, news.consents, country))
    record = TableRow(number, (news.customer.id or "",))
    if not names:
        return Row(record, None, mistakes=(NAMELESS, *mistakes))
    return Row(record, news, names, tuple(mistakes), dated=True)


def order_row(
    number: int,
    event: OrderCreated,
    source: str,
    country: str,
    cancelled_at: datetime | None,
    after: Sequence[Followed],
) -> OrderRow:
    """The order of the record of that number."""
    names = tuple(persons.identities(source, event.customer, (), country))
    record = TableRow(number, (event.order,))
    return OrderRow((record,), event, names, cancelled_at=cancelled_at, after=tuple(after))


def wrong_row(number: int, called: str, why: str) -> Row:
    """A record of a customer that cannot be read."""
    return Row(TableRow(number, (called,)), None, mistakes=(why,))


def wrong_order(number: int, called: str, why: str) -> OrderRow:
    """A record of an order that cannot be read."""
    return OrderRow((TableRow(number, (called,)),), None, mistakes=(why,))


def is_live(order: OrderRow, now: datetime) -> bool:
    """Whether an order is so young that the store's news of it may be still to come."""
    return order.event is not None and order.event.occurred_at > now - LIVE
