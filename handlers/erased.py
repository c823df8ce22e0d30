"""News of people who were erased: what is older than their erasure restores nothing, what is newer is a new person's.

Erased is final, as bought and refunded are. A shop's news says when it happened. What happened before the erasure is
kept without its bytes and without whoever it names, under the contact that was erased: an order still counts where it
belongs, a cart is not taken up again. What happened later, as a new checkout, is that of somebody new, whose number the
shop may have again and whom we do not write to until they write to us.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.events import (
    AddressChanged,
    CartUpdated,
    Customer,
    CustomerConsented,
    CustomerUpdated,
    DataRequested,
    MessageReceived,
    OrderCancelled,
    OrderCreated,
    OrderDelivered,
    OrderPaid,
    OrderShipped,
    PersonRedacted,
)
from flows.sourcing.leaving import without_parcel
from flows.sourcing.news import Moved
from handlers.turn import Turn
from storage.people import Address, Identity
from storage.spelling import CART, ORDER
from storage.told_names import Scrub

_NOBODY = Customer()


async def erased_since(
    turn: Turn, names: Sequence[Identity], erased: Mapping[Identity, Address], event: object
) -> UUID | None:
    """The contact of these ``names`` that was erased after ``event`` happened; None when there is none.

    The shop's own customer id decides, as it does for the living: a number that two customers share is no reason to
    leave out the news of the other. What people write themselves is never too late.
    """
    if not erased or isinstance(event, MessageReceived | AddressChanged):
        return None
    own = [name for name in names if name.channel == "customer"]
    if own and erased.keys().isdisjoint(own) and await turn.unit.people.known(own):
        return None
    moment: datetime = getattr(event, "occurred_at", turn.now)
    return await erased_of(turn, {address.contact for address in erased.values()}, moment)


async def erased_of(turn: Turn, people: Collection[UUID], since: datetime) -> UUID | None:
    """One of these people who was erased after ``since``; None when nobody was."""
    found = await turn.unit.people.by_ids(people) if people else {}
    return next((one.id for one in found.values() if one.erased_at is not None and one.erased_at > since), None)


async def is_erased(turn: Turn, contact: UUID) -> bool:
    """Whether this contact was erased: nothing of theirs begins again."""
    known = await turn.unit.people.get(contact)
    return known is not None and known.erased_at is not None


def called(event: object) -> list[str]:
    """By which names the event calls its customer."""
    told = getattr(event, "created", None) or event
    customer = getattr(told, "customer", _NOBODY)
    return [customer.name] if customer.name else []


def nameless(event: object, scrub: Scrub) -> object:
    """The event without whom it names, without the addresses that lead to them, and without what is called so."""
    match event:
        case CartUpdated():
            return _nameless_cart(event, scrub)
        case CustomerConsented() | CustomerUpdated():
            return replace(event, customer=_NOBODY, consents=())
        case OrderCreated():
            return _nameless_order(event, scrub)
        case PersonRedacted() | DataRequested():
            return replace(event, customer=_NOBODY)
        case OrderPaid(created=created):
            return replace(event, created=_nameless_order(created, scrub))
        case OrderCancelled(created=OrderCreated() as created):
            return replace(event, order=scrub.name(ORDER, event.order), created=_nameless_order(created, scrub))
        case OrderShipped() | OrderDelivered():
            return replace(event, tracking_url="", carrier="")
        case Moved():
            return without_parcel(event)
    return event


def _nameless_cart(cart: CartUpdated, scrub: Scrub) -> CartUpdated:
    named = replace(cart, cart=scrub.name(CART, cart.cart), tokens=scrub.names(CART, cart.tokens))
    return replace(named, items=scrub.items(cart.items), customer=_NOBODY, consents=(), checkout_url="")


def _nameless_order(order: OrderCreated, scrub: Scrub) -> OrderCreated:
    named = replace(order, order=scrub.name(ORDER, order.order), number=scrub.name(ORDER, order.number))
    told = replace(named, carts=scrub.names(CART, order.carts), items=scrub.items(order.items))
    return replace(told, discount_codes=scrub.codes(order.discount_codes), customer=_NOBODY)
