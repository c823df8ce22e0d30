"""Events of a store about carts, orders and visits: stored as rows, and passed to the runs of plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.engine import Subject
from flows.events import (
    CartUpdated,
    Item,
    LinkVisited,
    OrderCancelled,
    OrderCreated,
    OrderDelivered,
    OrderPaid,
    OrderProgressed,
    OrderRefunded,
    OrderShipped,
    StoreTested,
)
from handlers.conversation import OVER, plan_flows
from handlers.engine import own_events, recovered_orders
from handlers.engine.turn import Turn
from handlers.people import persons
from handlers.people.customer_news import learn
from handlers.privacy import person_erasure
from storage.events.event_inbox import Stored
from storage.store.carts import BOUGHT, Cart
from storage.store.purchases import Purchase

_CART, _PURCHASE = "cart", "purchase"
LATE_NEWS = timedelta(hours=1)  # a shop may date a cart's last change a little after the order that it became


async def store_cart(turn: Turn, stored: Stored, event: CartUpdated) -> str | None:
    """Store a changed, bought or emptied cart. Plans about it hear of its end; a plan that begins hears the event.

    A cart of a person who was erased since stays unchanged: erased is final (see handlers/privacy/person_erasure.py).
    """
    contact = stored.contact
    if contact is not None and await person_erasure.is_erased(turn, contact):
        return OVER
    reason = await learn(turn, stored, event.customer, event.consents)
    cart = await turn.unit.carts.put(stored.source, event, contact, reason, turn.now)
    if cart.left is not None:
        await plan_flows.leave_plans(turn, cart.left, Subject(_CART, cart.id), "moved")
    bought = cart.status == BOUGHT or await _was_bought_before(turn, stored.source, cart, event)
    bought = bought or await _was_bought_same(turn, cart, event)
    whose = contact or cart.contact
    if whose is not None and (bought or not cart.items):
        await plan_flows.leave_plans(turn, whose, Subject(_CART, cart.id), "bought" if cart.items else "emptied")
    return None


async def ignore_test(_turn: Turn, _stored: Stored, _event: StoreTested) -> None:
    """Do nothing: a test event is stored, but is no cart, order or customer."""


async def store_order(turn: Turn, stored: Stored, event: OrderCreated) -> None:
    """Store an order: its cart is bought, the person's recovery ends, and it counts as recovered if it has a reason."""
    if stored.contact is not None:
        await persons.save_details(turn.unit, stored.contact, event.customer, stored.source, event.occurred_at)
    await _place_order(turn, stored, event)


async def store_payment(turn: Turn, stored: Stored, event: OrderPaid) -> None:
    """Record the payment of an order; the order itself may be new too."""
    order = await _place_order(turn, stored, event.created)
    await turn.unit.orders.note(order.id, paid_at=event.occurred_at)


async def store_cancellation(turn: Turn, stored: Stored, event: OrderCancelled) -> None:
    """Record a cancelled order. This is final: its money does not count."""
    if event.created is not None:
        await _place_order(turn, stored, event.created)
    order = await turn.unit.orders.ensure(stored.source, event.order, turn.now)
    await turn.unit.orders.call_off(order.id, event.occurred_at)
    if order.contact is not None:
        await plan_flows.tell(turn, order.contact, "cancelled", _PURCHASE, [order.id])


async def store_refund(turn: Turn, stored: Stored, event: OrderRefunded) -> None:
    """Record a refund; a repeated event counts once."""
    if not event.amount.micros:
        return
    order = await turn.unit.orders.ensure(stored.source, event.order, turn.now)
    await turn.unit.orders.refund(order.id, event.refund, event.amount, event.occurred_at)
    if order.contact is not None:
        await plan_flows.tell(turn, order.contact, "refunded", _PURCHASE, [order.id])


async def store_move(turn: Turn, stored: Stored, event: OrderShipped | OrderDelivered) -> None:
    """Record that an order was shipped or delivered, for the answer to "where is my order"."""
    order = await turn.unit.orders.ensure(stored.source, event.order, turn.now)
    known = {"carrier": event.carrier, "tracking_url": event.tracking_url, "expected": event.expected}
    told = {name: value for name, value in known.items() if value}
    to = "shipped" if isinstance(event, OrderShipped) else "delivered"
    await turn.unit.orders.note(order.id, **told, **{f"{to}_at": event.occurred_at})
    await announce_progress(turn, None if order.by_mail else order.contact, order.id, to)


async def announce_progress(turn: Turn, contact: UUID | None, order: UUID, to: str) -> None:
    """Emit an event for an order that is created (only ours), shipped or delivered: once, from the first source."""
    if contact is not None:
        await own_events.emit(turn, contact, OrderProgressed(order, to), f"{to}:{order}")


async def _place_order(turn: Turn, stored: Stored, event: OrderCreated) -> Purchase:
    known = await turn.unit.orders.ensure(stored.source, event.order, turn.now)
    if known.placed_at is not None:
        return known
    carts = await turn.unit.carts.list_named(f"{stored.source}:{name}" for name in event.carts)
    told = stored.contact or next((cart.contact for cart in carts if cart.contact), None)
    contact = told or stored.mailed
    by_mail = told is None and contact is not None
    await turn.unit.orders.place(known, event, contact, carts[0].id if carts else None, by_mail=by_mail)
    await turn.unit.carts.buy([cart.id for cart in carts])
    for cart in carts:
        if cart.contact not in {None, contact}:
            await plan_flows.leave_plans(turn, cart.contact, Subject(_CART, cart.id), "bought")
    if contact is not None:
        await notify_purchase(turn, contact, [cart.id for cart in carts], event.items)
    await _end_by_mail(turn, event, contact)
    order = await turn.unit.orders.get(known.id)
    assert order is not None, "it was placed a moment ago"
    await recovered_orders.attribute_order(turn, order)
    return order


async def notify_purchase(turn: Turn, contact: UUID, carts: Sequence[UUID], items: Sequence[Item]) -> None:
    """Send a purchase event to the person's plans; to plans about a cart only if it, or the same goods, were bought."""
    open_ = await turn.unit.carts.by_ids(await plan_flows.list_things(turn, contact, _CART))
    same = [one.id for one in open_.values() if _things(one.items) and _things(one.items) <= _things(items)]
    await turn.unit.carts.buy(same)
    await plan_flows.tell(turn, contact, "bought", _CART, {*carts, *same}, items)


async def _end_by_mail(turn: Turn, event: OrderCreated, contact: UUID | None) -> None:
    """End the reminders of other people's carts with the same e-mail address and the same goods.

    A family may share an address, and one customer may have two records. Nothing else of theirs changes.
    """
    for cart in await turn.unit.carts.list_open_by_mail(event.customer.email):
        wanted = _things(cart.items)
        if cart.contact is None or cart.contact == contact or not wanted or not wanted <= _things(event.items):
            continue
        await turn.unit.carts.buy([cart.id])
        await plan_flows.leave_plans(turn, cart.contact, Subject(_CART, cart.id), "bought")


def _things(items: Sequence[Item]) -> set[str]:
    """Return the wanted goods, by SKU if they have one."""
    return {item.sku or f"{item.title}/{item.variant}" for item in items}


async def _was_bought_before(turn: Turn, source: str, cart: Cart, event: CartUpdated) -> bool:
    """Return True if an earlier order names the cart; then the cart is bought and belongs to the order's person."""
    names = (event.cart, *event.tokens)
    orders = await turn.unit.orders.list_naming(source, names, event.occurred_at - LATE_NEWS)
    for order in orders:
        await turn.unit.orders.set_cart(order, cart)
    if orders:
        await turn.unit.carts.buy([cart.id])
    return bool(orders)


async def _was_bought_same(turn: Turn, cart: Cart, event: CartUpdated) -> bool:
    """Return True if an order of the same goods, placed since, arrived before this event of the cart.

    If two events have the same time, the one that arrives later counts as later: a customer who buys and starts over at
    once has a new cart.
    """
    if cart.contact is None or not cart.items or event.occurred_at < cart.as_of:
        return False
    since = await turn.unit.orders.list_placed_since(cart.contact, event.customer.email, cart.as_of)
    same = any(_things(cart.items) <= _things(order.items) for order in since)
    if same:
        await turn.unit.carts.buy([cart.id])
    return same


# Programs that fetch a link to show a preview of it, or to look for malware, name themselves in their user agent:
# WhatsApp, Telegram, Apple's and Android's message apps, social networks, mail scanners, and general crawlers.
_ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|whatsapp|telegram|facebookexternalhit|facebot|twitter|linkedin|skype|"
    r"slack|discord|pinterest|embedly|bingpreview|google-safety|googleimageproxy|apple-?pubsub|cfnetwork|"
    r"safelinks|proofpoint|barracuda|mimecast|headless|python-|curl/|wget/|okhttp|go-http|java/|axios|node-fetch",
    re.IGNORECASE,
)


def is_robot(method: str, user_agent: str | None, purpose: str | None) -> bool:
    """Return True if a request for a link is a machine's: HEAD, a prefetch, no user agent, or a robot's user agent."""
    prefetch = bool(purpose) and any(word in str(purpose).lower() for word in ("prefetch", "preview"))
    return method != "GET" or prefetch or not user_agent or bool(_ROBOTS.search(user_agent))


async def keep_visit(turn: Turn, event: LinkVisited) -> None:
    """Store a visit."""
    link = await turn.unit.links.get(event.code)
    if link is not None:
        if link.contact is not None:
            link = replace(link, contact=await turn.unit.people.hold(link.contact))
        await turn.unit.links.visit(link, event.occurred_at, robot=event.robot)
