"""A cart that was left: its recovery begins, or its timing starts again."""

from __future__ import annotations

from uuid import UUID

from flows import recovery, sequence
from flows.engine import Subject
from flows.events import CartUpdated
from handlers import host
from handlers.turn import Turn
from storage.inbox import Stored
from storage.purchases import BOUGHT, Cart


async def left(turn: Turn, stored: Stored, event: CartUpdated) -> None:
    """A cart as it stands now, unless it is nobody's, was bought, is empty, or something newer is known of it."""
    if stored.contact is None:
        return
    cart = await turn.unit.carts.told(stored.source, event.cart)
    if cart is not None and cart.status != BOUGHT and cart.items and event.occurred_at >= cart.as_of:
        await _chase(turn, stored.contact, cart)


async def _chase(turn: Turn, contact: UUID, cart: Cart) -> None:
    """One recovery per person: the newest cart wins, and an older one's news does not turn it back."""
    run = await turn.unit.runs.open(recovery.NAME, str(contact))
    if run is not None and run.subject is not None and run.subject.id != cart.id:
        other = await turn.unit.carts.get(run.subject.id)
        if other is not None and other.as_of > cart.as_of:
            return
    subject = Subject("cart", cart.id)
    await host.enter(turn, recovery.NAME, str(contact), contact, subject, sequence.Entered(subject, cart.as_of))
