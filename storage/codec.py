"""Values to JSON text and back: events, run states, settings. Nothing is ever filtered or joined inside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from pydantic import TypeAdapter

from flows import engine, events
from flows.sourcing import news as sourcing
from flows.sourcing.desk import news as desk_news

T = TypeVar("T")

EVENT_TYPES: Mapping[str, type[Any]] = {
    "cart.updated": events.CartUpdated,
    "order.created": events.OrderCreated,
    "order.paid": events.OrderPaid,
    "order.cancelled": events.OrderCancelled,
    "order.refunded": events.OrderRefunded,
    "order.shipped": events.OrderShipped,
    "order.delivered": events.OrderDelivered,
    "order.reserved": events.OrderReserved,
    "customer.consented": events.CustomerConsented,
    "customer.updated": events.CustomerUpdated,
    "person.redacted": events.PersonRedacted,
    "person.asked": events.DataRequested,
    "store.redacted": events.StoreRedacted,
    "store.uninstalled": events.StoreUninstalled,
    "message.received": events.MessageReceived,
    "receipt.arrived": events.ReceiptArrived,
    "address.changed": events.AddressChanged,
    "link.visited": events.LinkVisited,
    "payment.arrived": events.PaymentArrived,
    "payment.link_ended": events.LinkEnded,
    "payment.refund_moved": events.RefundMoved,
    "run.called": engine.Called,
    "run.departed": engine.Departed,
    "run.permitted": engine.Permitted,
    "run.left": engine.Left,
    "stock.answered": sourcing.StockAnswered,
    "stock.taken_back": sourcing.TakenBack,
    "stock.reported": sourcing.StockReported,
    "shop.gone": sourcing.ShopGone,
    "shop.away": sourcing.ShopAway,
    "order.quoted": sourcing.Quoted,
    "order.restock": sourcing.Restock,
    "order.handed": sourcing.Handed,
    "order.assigned": sourcing.Assigned,
    "order.moved": sourcing.Moved,
    "order.given_up": sourcing.Given,
    "order.called_off": sourcing.CalledOff,
    "order.settled": sourcing.Settled,
    "order.refunded_by_hand": sourcing.RefundedByHand,
    "order.photographed": sourcing.PhotosTaken,
    "order.flawed": sourcing.Flawed,
    "order.replaced": sourcing.Replaced,
    "desk.asked": desk_news.Asked,
    "desk.told": desk_news.Told,
    "desk.closed": desk_news.Closed,
    "desk.list_read": desk_news.ListRead,
}
EVENT_NAMES: Mapping[type[Any], str] = {kind: name for name, kind in EVENT_TYPES.items()}


def event_type(event: object) -> str:
    """The stored name of an event's type. Raises KeyError for what is no event."""
    return EVENT_NAMES[type(event)]


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def dump(value: object) -> str:
    """A dataclass value as JSON text."""
    return dump_as(type(value), value)


def dump_as(kind: Any, value: object) -> str:
    """A value as JSON text, described by ``kind`` (``tuple[Item, ...]``)."""
    return _adapter(kind).dump_json(value).decode()


def load(kind: type[T], text: str) -> T:
    """The value that ``dump`` wrote. Raises pydantic.ValidationError when the text is of another shape."""
    described: Any = kind
    value: T = _adapter(described).validate_json(text)
    return value


def load_event(name: str, text: str) -> Any:
    """The event stored under the type ``name``."""
    return load(EVENT_TYPES[name], text)


def dump_values(values: Mapping[str, Any]) -> str:
    """Template values as JSON; moments, ids and amounts are tagged so that they come back as what they were."""
    return json.dumps(dict(values), default=_tag, ensure_ascii=False)


def load_values(text: str | None) -> dict[str, Any]:
    """The values that ``dump_values`` wrote; empty for none."""
    return {} if not text else json.loads(text, object_hook=_untag)


def _tag(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"$moment": value.isoformat()}
    if isinstance(value, UUID):
        return {"$id": str(value)}
    if isinstance(value, Decimal):
        return {"$number": str(value)}
    raise TypeError(f"{type(value).__name__} is no template value")


def _untag(found: dict[str, Any]) -> Any:
    if "$moment" in found:
        return datetime.fromisoformat(found["$moment"])
    if "$number" in found:
        return Decimal(found["$number"])
    return UUID(found["$id"]) if "$id" in found else found
