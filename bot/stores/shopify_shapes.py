"""The required shape of a body under a topic: Shopify signs only the body, and the topic is an unsigned header.

A captured signed body could otherwise be replayed as anything: an order as a request to erase its buyer.
https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers.engine.checked_fields import CheckedField

_TOPICS_ELSE = "belongs to another topic"


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields that a body needs: all of ``has`` and one of ``any_of``, and none of ``lacks``; ``states`` are allowed
    values."""

    has: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    states: tuple[tuple[str, frozenset[str]], ...] = ()


_OF_AN_ORDER = ("financial_status", "order_number")
_REQUESTED, _TO_REDACT = "orders_requested", "orders_to_redact"
_CART = Shape(lacks=(*_OF_AN_ORDER, "order_id", "shop_domain"))
_ORDER = Shape(any_of=_OF_AN_ORDER, lacks=("order_id", "shop_domain"))
# https://shopify.dev/docs/api/admin-rest/latest/resources/order: the statuses of a paid order.
_PAID = frozenset({"paid", "partially_refunded", "refunded"})
_PERSON = Shape(lacks=(*_OF_AN_ORDER, "order_id", "line_items", "shop_domain", "myshopify_domain"))

SHAPES: Mapping[str, Shape] = {
    "checkouts/create": _CART,
    "checkouts/update": _CART,
    "orders/create": _ORDER,
    "orders/paid": replace(_ORDER, states=(("financial_status", _PAID),)),
    "orders/cancelled": replace(_ORDER, has=("cancelled_at",)),
    "orders/fulfilled": replace(_ORDER, states=(("fulfillment_status", frozenset({"fulfilled"})),)),
    "refunds/create": Shape(has=("order_id",), any_of=("transactions", "refund_line_items"), lacks=("line_items",)),
    "customers/create": _PERSON,
    "customers/update": _PERSON,
    "customers/delete": _PERSON,
    "customers_marketing_consent/update": _PERSON,
    "customers/data_request": Shape(has=("shop_domain", _REQUESTED), lacks=("id",)),
    "customers/redact": Shape(has=("shop_domain", _TO_REDACT), lacks=("id",)),
    "shop/redact": Shape(has=("shop_domain",), lacks=("customer", _REQUESTED, _TO_REDACT, "id")),
    "app/uninstalled": Shape(any_of=("myshopify_domain", "domain"), lacks=("customer", "line_items")),
}


def require_shape(topic: str, shop: str, data: CheckedField) -> None:
    """Raise Wrong if a body does not fit its topic, or names another shop."""
    shape = SHAPES.get(topic, Shape())
    for name in shape.has:
        if data[name].value is None:
            raise data[name].make_error("is missing")
    if shape.any_of and all(data[name].value is None for name in shape.any_of):
        raise data[shape.any_of[0]].make_error("is missing")
    for name in shape.lacks:
        if data[name].value is not None:
            raise data[name].make_error(_TOPICS_ELSE)
    for name, said in shape.states:
        if (data[name].text(40) or "").lower() not in said:
            raise data[name].make_error(_TOPICS_ELSE)
    _demand_shop(shop, data)


def _demand_shop(shop: str, data: CheckedField) -> None:
    """Check that the body of a privacy topic names the shop, as such topics erase data."""
    named = data["shop_domain"]
    if named.value is not None and (named.identifier() or "").lower() != shop:
        raise named.make_error("is another shop's")
