"""Customer events other than orders; they are stored to answer who a customer is."""

from __future__ import annotations

from flows.events import CustomerUpdated, CustomerVisited, LoyaltyProgressed, ReturnCompleted
from handlers.engine.turn import Turn
from handlers.people import persons
from storage.events.event_inbox import Stored
from storage.profiles.customer_returns import Returns
from storage.profiles.customer_tags import CustomerTags
from storage.profiles.customer_visits import Visits
from storage.profiles.loyalty import Loyalty, Progress

_NOBODY = "nobody is named"


async def save_tags(turn: Turn, stored: Stored, event: CustomerUpdated) -> None:
    """Store the tags that a shop gives a customer, and the customer's origin."""
    if stored.contact is None:
        return
    tags = turn.unit.of(CustomerTags)
    if event.tags is not None:
        await tags.tell(stored.contact, event.tags, stored.source, event.occurred_at)
    if event.acquired_from:
        await tags.store_source(stored.contact, event.acquired_from)


async def save_visit(turn: Turn, stored: Stored, event: CustomerVisited) -> str | None:
    """Store a visit; return the reason if no customer is known."""
    if stored.contact is None:
        return _explain_nobody(stored)
    await persons.save_details(turn.unit, stored.contact, event.customer, stored.source, event.occurred_at)
    await turn.unit.of(Visits).add(stored.contact, event.occurred_at, event.place, event.page)
    return None


async def save_progress(turn: Turn, stored: Stored, event: LoyaltyProgressed) -> str | None:
    """Store a customer's progress in a programme; return the reason if no customer is known."""
    if stored.contact is None:
        return _explain_nobody(stored)
    await persons.save_details(turn.unit, stored.contact, event.customer, stored.source, event.occurred_at)
    amounts = event.progress, event.goal
    progress = Progress(event.programme, *amounts, event.reward, event.reward_expires, event.occurred_at)
    await turn.unit.of(Loyalty).put(stored.contact, progress)
    return None


def _explain_nobody(stored: Stored) -> str | None:
    """Say that an event has no customer; None if it names only an e-mail address, which proves no identity."""
    return None if stored.mailed else _NOBODY


async def save_returned(turn: Turn, stored: Stored, event: ReturnCompleted) -> None:
    """Store returned goods of the named customer, or of the order's customer (``ReturnCompleted.list_owned``)."""
    orders, order = turn.unit.orders, None
    if event.order:  # of any system: a connected store reports no returns
        order = await orders.find_by_ref(stored.source, event.order) or await orders.find_placed(event.order)
        order = order or await orders.ensure(stored.source, event.order, turn.now)
    contact = stored.contact or (order.contact if order and not order.by_mail else None)
    new = await turn.unit.of(Returns).add(stored.source, event, contact, order.id if order else None)
    if new and order is not None and order.total is not None:
        await orders.update_returned(order.id, order.total.micros)
