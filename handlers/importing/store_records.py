"""A store's own records, delivered together, in the form of a file's rows: events with identities and mistakes."""

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
"""How long a store retries the news of an order (Shopify eight times, and then no more). A younger order is left to its
news, which end reminders and count for messages. https://shopify.dev/docs/apps/build/webhooks/troubleshoot-webhooks"""


def customer_row(number: int, news: CustomerUpdated, source: str, country: str, mistakes: Sequence[str] = ()) -> Row:
    """Convert a store's customer record into a row with this number, with the store's date."""
    names = tuple(persons.list_identities(source, news.customer, news.consents, country))
    record = TableRow(number, (news.customer.id or "",))
    if not names:
        return Row(record, None, mistakes=(NAMELESS, *mistakes))
    return Row(record, news, names, tuple(mistakes), dated=True)


def make_order_row(
    number: int,
    event: OrderCreated,
    source: str,
    country: str,
    cancelled_at: datetime | None,
    after: Sequence[Followed],
) -> OrderRow:
    """Convert a store's order record into an order with this number."""
    names = tuple(persons.list_identities(source, event.customer, (), country))
    record = TableRow(number, (event.order,))
    return OrderRow((record,), event, names, cancelled_at=cancelled_at, after=tuple(after))


def make_wrong_row(number: int, called: str, why: str) -> Row:
    """Return the row of a customer record that could not be parsed."""
    return Row(TableRow(number, (called,)), None, mistakes=(why,))


def make_wrong_order(number: int, called: str, why: str) -> OrderRow:
    """Return the order of an order record that could not be parsed."""
    return OrderRow((TableRow(number, (called,)),), None, mistakes=(why,))


def is_live(order: OrderRow, now: datetime) -> bool:
    """Return True if the store may still send events about an order."""
    return order.event is not None and order.event.occurred_at > now - LIVE
