"""``POST /api/v1/events``: what any system tells us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from flows.channels import SMS
from handlers.api.endpoint import Call, Reply, endpoint
from handlers.api.envelope import Envelope, Unreadable, read_event
from handlers.api.routes import TELL_EVENT
from handlers.news import News

SOURCE = "api"
"""Whatever comes with an API key is one source: ids are unique among all keys of a business."""

CUSTOMER: Mapping[str, Any] = {"id": "77", "name": "Noor", "phone": "+12055550110", "country": "US", "region": "AL"}
CONSENT: Mapping[str, Any] = {
    "channel": SMS.name,
    "purpose": "marketing",
    "source": "checkout box",
    "text": "Text me about my cart. Up to 3 messages a cart. Reply STOP to end.",
    "at": "2026-03-02T15:00:00Z",
}
CART: Mapping[str, Any] = {
    "cart_id": "c1",
    "currency": "USD",
    "total": "15.00",
    "items": [{"sku": "TEA-1", "title": "Green tea", "variant": "100 g", "quantity": 2, "price": "7.50"}],
    "checkout_url": "https://shop.example/cart/c1",
    "customer": CUSTOMER,
    "consent": CONSENT,
}
_ORDER = {
    "order_id": "o1",
    "cart_id": "c1",
    "currency": "USD",
    "total": "15.00",
    "items": CART["items"],
    "discount_codes": [],
    "customer": CUSTOMER,
}
_TAKEN_BACK = "customer.consented, taken back"
_DATA: Mapping[str, Mapping[str, Any]] = {
    "cart.updated": CART,
    "order.created": _ORDER,
    "order.paid": _ORDER,
    "order.cancelled": {"order_id": "o1"},
    "order.refunded": {"order_id": "o1", "refunded": {"total": "7.50"}},
    "order.reserved": {
        "order_id": "o2",
        "items": [{"sku": "TIGER-SHORTS", "size": "L", "quantity": 2}],
        "express": False,
        "customer": CUSTOMER,
    },
    "order.shipped": {"order_id": "o1", "carrier": "Post", "tracking_url": "https://track.example/1"},
    "order.delivered": {"order_id": "o1"},
    "customer.consented": {"customer": CUSTOMER, "consent": CONSENT},
    _TAKEN_BACK: {"customer": CUSTOMER, "consent": {"channel": SMS.name, "action": "revoked"}},
}
EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    name: {"id": f"evt_{number}", "type": name.partition(",")[0], "occurred_at": "2026-03-02T15:04:05Z", "data": data}
    for number, (name, data) in enumerate(_DATA.items(), 1)
}

_ITEMS = "items[{sku, title, variant?, quantity, price, image?}]"
_CUSTOMER = (
    "{id?, name?, phone?, email?, whatsapp?, telegram?, locale?, timezone?, country?, region?, postal_code?, "
    "places?[{kind: shipping, billing, last_seen or stated, country?, region?, postal_code?}]}"
)
_CONSENT = "{channel, purpose, programme?, action?, source, text, at, ip?, double?}"
_PARCEL = "data: order_id, carrier?, tracking_url?, expected?"
_ORDER_NOTE = f"data: order_id, cart_id?, currency, total, {_ITEMS}, discount_codes?, customer. "
NOTES: Mapping[str, str] = {
    "cart.updated": (
        f"data: cart_id, currency, total, {_ITEMS}, checkout_url, customer {_CUSTOMER}, consent? {_CONSENT}"
    ),
    "order.created": f"{_ORDER_NOTE}It counts from now on, unless it is cancelled later.",
    "order.paid": f"{_ORDER_NOTE}The whole order: it may be the first we hear of it.",
    "order.cancelled": "data: order_id, and the rest of the order where it is at hand",
    "order.refunded": (
        "data: order_id, and as refunded {total} the amount that is refunded now, in the order's currency. Several "
        "refunds of an order add up. Without refunded, total is the amount refunded now; with it, total may be the "
        "order's."
    ),
    "order.reserved": (
        "data: order_id, number?, items[{sku, size?, quantity}], express, customer. Shops are asked for what is not in "
        "your own stock; the customer pays by link once it is there. The products are those of your business file."
    ),
    "order.shipped": _PARCEL,
    "order.delivered": _PARCEL,
    "customer.consented": (
        f"data: customer, consent {_CONSENT}. programme is reminders, offers or partner_offers; without one it is for "
        "the shop's own two. double: true says that they confirmed elsewhere: they are neither asked nor told. The "
        "customer needs the address of that channel: telegram for Telegram, whatsapp or phone for WhatsApp, else phone."
    ),
    _TAKEN_BACK: (
        "data: customer, consent {channel, action: revoked, programme?, source?, text?, at?}. Without at it counts "
        "from now on. It is as wide as a STOP: for every channel that is known of them and, without programme, for "
        "every programme, partners' too."
    ),
}


class EventTaken(BaseModel):
    """The event is kept."""

    event: Annotated[UUID, Field(description="our id of it, the same on every repeat")]
    duplicate: Annotated[bool, Field(description="it was told before; nothing happens again")]


@endpoint(TELL_EVENT, scope="events", takes=Envelope, answers={202: EventTaken}, examples=EXAMPLES, notes=NOTES)
async def tell_event(call: Call, envelope: Envelope) -> Reply:
    """Tell what happened

    A repeat of an id changes nothing. Data that cannot be used is kept as unreadable, answered 202 all the same, and
    shown by parley doctor. Amounts are decimal strings, times carry their offset, phones are in E.164 or in the
    national form of the customer's country. A cart counts as abandoned when nothing happened to it for the first
    step's delay: cart.updated is enough, cart.abandoned means the same.
    """
    taken = await call.api.take(call.business, _news(call, envelope))
    return Reply(202, {"event": str(taken.id), "duplicate": taken.duplicate})


def _news(call: Call, envelope: Envelope) -> News:
    try:
        return News(SOURCE, envelope.id, read_event(envelope, call.api.now()), call.raw)
    except Unreadable as unreadable:
        return News(SOURCE, envelope.id, None, call.raw, reason=str(unreadable))
