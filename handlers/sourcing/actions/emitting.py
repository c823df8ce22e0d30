"""Giving an order what is said of it: as an event of our own, decided upon in a turn of its own."""

from flows.engine import Subject
from flows.sourcing.events import OfOrder, ParcelMoved
from handlers import router
from handlers.actions.action import Origin
from handlers.erasing import is_erased
from handlers.sourcing.at_hand import AtHand
from handlers.turn import Turn
from storage.deeds import Deeds

FOR_GOOD = frozenset({"returned", "money_back", "settled", "refunded", "cantsource", "cancel"})
"""Commands that move money or tell a customer what cannot be unsaid: kept as deeds, to say why they stay."""


async def emit_for(turn: Turn, origin: Origin, at_hand: AtHand, command: str, event: OfOrder) -> None:
    """Have the order hear of an event once for its command, and keep the actor. Tracking of an erased customer's
    parcel is not stored again."""
    contact = at_hand.row.contact
    assert contact is not None, "an order that can hear has its customer"
    line = getattr(event, "line", None) or ""
    told = event.without_parcel() if isinstance(event, ParcelMoved) and await is_erased(turn, contact) else event
    await router.emit(turn, contact, told, f"command:{origin.key}:{command}:{line}")
    about = Subject("reservation", at_hand.order.id)
    await turn.unit.access.log(origin.by, command, turn.now, about, **({"line": line} if line else {}))
    if command in FOR_GOOD:
        await turn.unit.of(Deeds).note(command, at_hand.order.id, origin.by, turn.now)
