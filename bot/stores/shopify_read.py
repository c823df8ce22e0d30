"""The topics of Shopify's webhooks: https://shopify.dev/docs/api/webhooks

Amounts are in the shop's own currency (``total_price`` with ``currency``), not in the buyer's display currency.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.stores.shopify_people import list_consents, read_buyer, read_checkout_consents, read_subscriber
from bot.stores.shopify_refunds import sum_refund
from flows.events import (
    CartUpdated,
    CustomerConsented,
    CustomerUpdated,
    DataRequested,
    Event,
    OrderCancelled,
    OrderCreated,
    OrderPaid,
    OrderRefunded,
    OrderShipped,
    PersonRedacted,
    StoreRedacted,
    StoreUninstalled,
)
from handlers.engine.checked_fields import CheckedField, Wrong, read_lines

_MOST_CODES = 20


@dataclass(frozen=True, slots=True)
class ShopifyWebhook:
    """A webhook's document. ``at`` is when Shopify sent it (≤ ``now``), used if the document has no time of its own."""

    data: CheckedField
    shop: str
    at: datetime
    now: datetime

    def moment(self, *names: str) -> datetime:
        """Return the first of these times that is present, else when the webhook was sent."""
        times = (self.data[name].time(self.now) for name in names)
        return next((time for time in times if time), self.at)


def _cart(delivery: ShopifyWebhook) -> CartUpdated:
    data, at = delivery.data, delivery.moment("updated_at", "created_at")
    tokens = _identifiers(data, "token", "cart_token", "id")
    if not tokens:
        raise data["token"].make_error("is missing")
    currency = data["currency"].must(CheckedField.currency)
    return CartUpdated(
        cart=tokens[0],
        total=data["total_price"].must(lambda total: total.money(currency)),
        items=read_lines(data["line_items"], currency, variant="variant_title", brand="vendor"),
        checkout_url=data["abandoned_checkout_url"].url() or "",
        customer=read_buyer(data),
        occurred_at=at,
        tokens=tokens,
        consents=read_checkout_consents(data, at, delivery.now),
        completed=data["completed_at"].time(delivery.now) is not None,
    )


def _order(delivery: ShopifyWebhook) -> OrderCreated:
    data = delivery.data
    order, currency = data["id"].must(CheckedField.identifier), data["currency"].must(CheckedField.currency)
    codes = (code["code"].text(255) for code in data["discount_codes"].read_each(_MOST_CODES))
    return OrderCreated(
        order=order,
        number=data["name"].text(40) or data["order_number"].text(40) or order,
        total=data["total_price"].must(lambda total: total.money(currency)),
        items=read_lines(data["line_items"], currency, variant="variant_title", brand="vendor"),
        customer=read_buyer(data),
        occurred_at=delivery.moment("created_at", "processed_at"),
        carts=_identifiers(data, "checkout_token", "cart_token", "checkout_id"),
        discount_codes=tuple(code for code in codes if code),
        paid=(data["financial_status"].text(40) or "").lower() == "paid",
    )


def _order_paid(delivery: ShopifyWebhook) -> OrderPaid:
    # The topic has no time of the payment; the order was changed by it, and placed before it.
    return OrderPaid(created=_order(delivery), occurred_at=delivery.moment("updated_at", "processed_at"))


def _order_cancelled(delivery: ShopifyWebhook) -> OrderCancelled:
    order = delivery.data["id"].must(CheckedField.identifier)
    try:
        created = _order(delivery)
    except Wrong:
        # That it was called off counts even when the rest of it cannot be read.
        created = None
    return OrderCancelled(order, delivery.moment("cancelled_at", "updated_at"), created)


def _order_shipped(delivery: ShopifyWebhook) -> OrderShipped:
    parcels = delivery.data["fulfillments"].read_each()
    parcel = parcels[-1] if parcels else CheckedField(None, "fulfillments")
    links = (parcel["tracking_url"], *parcel["tracking_urls"].read_each(1))
    sent = parcel["created_at"].time(delivery.now)
    return OrderShipped(
        order=delivery.data["id"].must(CheckedField.identifier),
        occurred_at=sent or delivery.moment("updated_at"),
        carrier=parcel["tracking_company"].text(100) or "",
        tracking_url=next((url for link in links if (url := link.url())), ""),
    )


def _refund(delivery: ShopifyWebhook) -> OrderRefunded | None:
    order, refund = (
        delivery.data["order_id"].must(CheckedField.identifier),
        delivery.data["id"].must(CheckedField.identifier),
    )
    amount, at = sum_refund(delivery.data), delivery.moment("created_at", "processed_at")
    # Goods are also taken back without money: a restock, a payment that was voided.
    return OrderRefunded(order, refund, amount, at) if amount is not None and amount.micros else None


def _customer(delivery: ShopifyWebhook) -> CustomerUpdated:
    delivery.data["id"].must(CheckedField.identifier)
    at = delivery.moment("updated_at", "created_at")
    return CustomerUpdated(read_subscriber(delivery.data), at, list_consents(delivery.data, at, delivery.now))


def _consent(delivery: ShopifyWebhook) -> CustomerConsented | None:
    customer = read_subscriber(delivery.data)
    consents = list_consents(delivery.data, delivery.at, delivery.now)
    if not customer.id and not customer.phone:
        raise delivery.data["id"].make_error("is missing")
    return CustomerConsented(customer, consents, consents[0].at) if consents else None


def _data_requested(delivery: ShopifyWebhook) -> DataRequested:
    customer, orders = read_subscriber(delivery.data["customer"]), _orders(delivery.data["orders_requested"])
    return DataRequested(customer, orders, delivery.at)


def _read_redacted(delivery: ShopifyWebhook) -> PersonRedacted:
    customer, orders = read_subscriber(delivery.data["customer"]), _orders(delivery.data["orders_to_redact"])
    if not (customer.id or customer.phone or customer.email or orders):
        raise delivery.data["customer"].make_error("names nobody")
    return PersonRedacted(customer, orders, delivery.at)


def _ignore_deletion(delivery: ShopifyWebhook) -> None:
    """Ignore a deleted checkout, which has neither person nor purchase."""


def _read_deleted(_delivery: ShopifyWebhook) -> None:
    """Ignore a customer record deleted in the shop's admin, which has no orders; the person, their consents and
    opt-outs stay. The legal request is customers/redact.

    https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/customerDelete
    """


READERS: Mapping[str, Callable[[ShopifyWebhook], Event | None]] = {
    "checkouts/create": _cart,
    "checkouts/update": _cart,
    "checkouts/delete": _ignore_deletion,
    "orders/create": _order,
    "orders/paid": _order_paid,
    "orders/cancelled": _order_cancelled,
    "orders/fulfilled": _order_shipped,
    "refunds/create": _refund,
    "customers/create": _customer,
    "customers/update": _customer,
    "customers/delete": _read_deleted,
    "customers_marketing_consent/update": _consent,
    "customers/data_request": _data_requested,
    "customers/redact": _read_redacted,
    "shop/redact": lambda delivery: StoreRedacted(delivery.shop, delivery.at),
    "app/uninstalled": lambda delivery: StoreUninstalled(delivery.shop, delivery.at),
}


def _orders(field: CheckedField) -> tuple[str, ...]:
    found = (order.identifier() for order in field.read_each(10_000))
    return tuple(order for order in found if order)


def _identifiers(data: CheckedField, *names: str) -> tuple[str, ...]:
    found = (data[name].identifier() for name in names)
    return tuple(dict.fromkeys(one for one in found if one))
