"""The customers and orders of a bulk operation as rows to import, parsed by the webhooks' parsers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.stores import shopify_nodes
from bot.stores.shopify_read import READERS, ShopifyWebhook
from bot.stores.shopify_result import Node
from flows.connections import StoreProvider
from flows.events import CustomerUpdated, Event, OrderCreated, OrderDelivered, OrderRefunded, OrderShipped
from handlers.engine.checked_fields import CheckedField, Wrong
from handlers.engine.turn import Turn, Turns
from handlers.importing.customer_row import Row
from handlers.importing.import_chunks import import_rows
from handlers.importing.import_load import AnyOutcome
from handlers.importing.order_file import MOST as MOST_ORDERS
from handlers.importing.order_file import take_orders
from handlers.importing.order_row import Followed, OrderRow
from handlers.importing.store_records import customer_row, is_live, make_order_row, make_wrong_order, make_wrong_row
from storage.sql.bulk_statements import split_portions

SOURCE = StoreProvider.SHOPIFY.value
Noting = Callable[[Turn, Sequence[AnyOutcome]], Awaitable[None]]
_LONGEST_TAG, _MOST_TAGS = 100, 250
_TEST = "it is a test order, which is not counted"
_UNPROVEN = "the SMS consent was not imported: Shopify has no number, or no date, for it"


@dataclass(frozen=True, slots=True)
class RecordsShop:
    """The shop of the records: its domain and the business's country. Records are parsed as of ``now``."""

    domain: str
    business: str
    country: str
    now: datetime

    def hear(self, topic: str, shape: object) -> Event | None:
        """Return the event of a webhook with that topic and body. Raises Wrong."""
        return READERS[topic](ShopifyWebhook(CheckedField(shape), self.domain, self.now, self.now))


class Records(Protocol):
    """A kind of records: its name (``what``), the ``query`` that exports it, the ``scopes`` it needs, and whether
    records have ``nested`` parts."""

    what: str
    query: str
    scopes: tuple[str, ...]
    nested: bool

    async def take(self, turns: Turns, shop: RecordsShop, nodes: Sequence[Node], noted: Noting) -> Sequence[AnyOutcome]:
        """Import some records; ``noted`` gets each outcome in the writing transaction. Records left to live events have
        no outcome."""


class CustomerRecords:
    """Customers, with their tags and the consents that have a date."""

    what, query = "customers", shopify_nodes.CUSTOMERS
    scopes: tuple[str, ...] = ("read_customers",)
    nested = False

    async def take(self, turns: Turns, shop: RecordsShop, nodes: Sequence[Node], noted: Noting) -> Sequence[AnyOutcome]:
        return await import_rows(turns, shop.business, [_customer(node, shop) for node in nodes], SOURCE, noted)


class OrderRecords:
    """Orders, each with its lines, refunds and parcels."""

    what, query = "orders", shopify_nodes.ORDERS
    scopes: tuple[str, ...] = ("read_orders", "read_customers")  # an order names its customer
    nested = True

    async def take(self, turns: Turns, shop: RecordsShop, nodes: Sequence[Node], noted: Noting) -> Sequence[AnyOutcome]:
        orders = [_order(node, shop) for node in nodes]
        older = [one for one in orders if not is_live(one, shop.now)]
        parts = [
            await take_orders(turns, shop.business, some, SOURCE, noted) for some in split_portions(older, MOST_ORDERS)
        ]
        return [outcome for part in parts for outcome in part]


def _customer(node: Node, shop: RecordsShop) -> Row:
    called = _read_id(node)
    if node.wrong:
        return make_wrong_row(node.number, called, node.wrong)
    try:
        shape = shopify_nodes.convert_customer(node.data)
        news = shop.hear("customers/update", shape)
        tags = [one.text(_LONGEST_TAG) for one in node.data["tags"].read_each(_MOST_TAGS)]
    except Wrong as wrong:
        return make_wrong_row(node.number, called, str(wrong))
    assert isinstance(news, CustomerUpdated), "the topic says so"
    agreed = str(shape["sms_marketing_consent"]["state"]).lower() == "subscribed"
    mistakes = (_UNPROVEN,) if agreed and not news.consents else ()
    told = replace(news, tags=tuple(one for one in tags if one))
    return customer_row(node.number, told, SOURCE, shop.country, mistakes)


def _order(node: Node, shop: RecordsShop) -> OrderRow:
    called = _read_id(node)
    if node.wrong:
        return make_wrong_order(node.number, called, node.wrong)
    try:
        if node.data["test"].flag():
            return make_wrong_order(node.number, called, _TEST)
        shape = shopify_nodes.convert_order(node.data, node.parts)
        event = shop.hear("orders/create", shape)
        cancelled_at = CheckedField(shape)["cancelled_at"].time(shop.now)
        after = [*_refunds(node, shop), *_parcels(shape, shop)]
    except Wrong as wrong:
        return make_wrong_order(node.number, called, str(wrong))
    assert isinstance(event, OrderCreated), "the topic says so"
    return make_order_row(node.number, event, SOURCE, shop.country, cancelled_at, after)


def _refunds(node: Node, shop: RecordsShop) -> list[Followed]:
    found = (shop.hear("refunds/create", one) for one in shopify_nodes.refunds(node.data))
    return [one for one in found if isinstance(one, OrderRefunded)]


def _parcels(shape: dict[str, object], shop: RecordsShop) -> list[Followed]:
    """Return the events that the whole order was shipped, as in ``orders/fulfilled``, and that it was delivered."""
    parcels = CheckedField(shape)["fulfillments"].read_each()
    if str(shape["fulfillment_status"]).lower() != "fulfilled" or not parcels:
        return []
    shipped = shop.hear("orders/fulfilled", shape)
    assert isinstance(shipped, OrderShipped), "the topic says so"
    came = [parcel["delivered_at"].time(shop.now) for parcel in parcels]
    times = [at for at in came if at is not None]
    whole = len(times) == len(parcels)
    return [shipped, *([OrderDelivered(shipped.order, max(times))] if whole else [])]


def _read_id(node: Node) -> str:
    """Return the id of a record, "" if it is unreadable."""
    with suppress(Wrong):
        return shopify_nodes.read_number(node.data["id"]) or ""
    return ""
