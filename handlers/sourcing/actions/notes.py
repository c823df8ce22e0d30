"""Notes that the staff keeps with an order, and what its customer wishes of the bringing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.actor import Actor
from flows.engine import Subject
from flows.phrase import Text, phrase
from flows.sourcing.order import Order
from handlers.actions.action import Origin
from handlers.sourcing.actions.refusals import known_order
from handlers.sourcing.history import name_of
from handlers.turn import Turn
from storage.deeds import Deeds
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.notes import OrderNotes

_MOST = 3  # notes that are shown


@dataclass(frozen=True, slots=True)
class AddNote:
    """Words to be kept with an order."""

    order: UUID
    text: str


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note for a chat: the words, the name of the member who wrote them, and when."""

    text: str
    by: Text
    at: datetime


async def add_note(turn: Turn, origin: Origin, command: AddNote) -> Order:
    """Keep the words with the order; an erased customer's order takes none."""
    at_hand = await known_order(turn, command.order)
    assert origin.by.row is not None, "a member of the staff writes it"
    notes = turn.unit.of(OrderNotes)
    note = await notes.add(at_hand.order.id, at_hand.row.contact, origin.by.row, command.text, turn.now)
    await turn.unit.of(Deeds).note("noted", at_hand.order.id, origin.by, turn.now, note=str(note))
    await turn.unit.access.log(origin.by, "noted", turn.now, Subject("reservation", at_hand.order.id))
    return at_hand.order


async def notes_of(turn: Turn, order: UUID) -> Sequence[ShownNote]:
    """The latest notes of an order, the oldest of these first, behind its customer's wish."""
    kept = await turn.unit.of(OrderNotes).of(order, _MOST)
    told = await turn.unit.of(DeliveryAddresses).of(order)
    wish = [ShownNote(told.note, phrase("the_customer"), told.at)] if told is not None and told.note else []
    return wish + [ShownNote(one.text, await name_of(turn, Actor.staff(one.staff)), one.at) for one in kept]
