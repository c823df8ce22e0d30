"""Orders for the staff: entries of a list, destinations, and notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows import phrase as phrases
from flows.actor import Actor
from flows.engine import Subject
from flows.money import Money
from flows.phrase import Text, phrase
from flows.sourcing.order import Order
from flows.sourcing.order_line import Line, Promise
from flows.sourcing.order_state import FETCHING
from handlers.actions.action import Origin
from handlers.actions.message_lives import name_person
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_refusals import find_order
from handlers.sourcing.address_text import on_one_line
from handlers.sourcing.order_history import name_actor
from storage.businesses.deeds import Deeds
from storage.sourcing.order_addresses import DeliveryAddresses
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.promises import Promises
from storage.sourcing.reservations import Reservation, Reservations
from storage.sourcing.staff_notes import OrderNotes
from templates.message_values import quote_line

_MOST_LINES, _MOST_SHOPS = 2, 2
_PROMISED = frozenset(status.value for status in FETCHING)
_LONGEST_ADDRESS = 300
_MOST_NOTES = 3  # notes in a message


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """An order's row with its customer (None if for our own shelf), goods, age, and the shops that keep goods for it.

    ``homeless``: it needs delivery, and its customer has given no address.
    """

    row: Reservation
    who: Text | None
    what: Text
    shops: Text | None
    age: timedelta
    amount: Money
    late: bool
    homeless: bool


async def load_entries(turn: Turn, rows: Sequence[Reservation]) -> Mapping[UUID, ListedOrder]:
    """Return these orders by their ids, with all values of their list lines, in a few queries."""
    which = [one.id for one in rows]
    lines = await turn.unit.of(Reservations).lines(which)
    promises = await turn.unit.of(Promises).find_promises(which)
    shops = await turn.unit.of(Shops).by_ids({one.shop for kept in promises.values() for one in kept if one.shop})
    who, goes_to = await _name_customers(turn, rows), await turn.unit.of(DeliveryAddresses).find_addresses(which)
    homeless = {one.order for one in goes_to.values() if one.text is None}
    return {
        row.id: ListedOrder(
            row,
            who.get(row.contact) if row.contact and not row.for_stock else None,
            _pieces([one for one, _ in lines[row.id]]),
            _keepers(promises[row.id], shops),
            _age(turn.now - row.created_at),
            Money(row.amount, row.currency),
            is_late(row, turn.now),
            row.id in homeless and row.status in _PROMISED,
        )
        for row in rows
    }


def _pieces(lines: Sequence[Line]) -> Text:
    """Format the lines of an order that are still wanted; all lines if none is."""
    wanted = [one for one in lines if one.wanted] or lines
    return phrases.join_first([order_words.pieces(one, one.wanted or one.quantity) for one in wanted], _MOST_LINES)


def _age(since: timedelta) -> timedelta:
    """Round an age for display: to days, below one day to hours, below one hour to minutes."""
    for unit in (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)):
        if since >= unit:
            return since // unit * unit
    return timedelta(minutes=1)


def is_late(one: Reservation, now: datetime) -> bool:
    """Return True if the promised time of an order has passed and the order is still with us."""
    return one.promised_at is not None and one.status in _PROMISED and one.promised_at <= now


def _keepers(promises: Sequence[Promise], shops: Mapping[UUID, Shop]) -> Text | None:
    """Name the shops that keep or have given pieces of an order; None if all pieces are our own or missing."""
    kept = dict.fromkeys(one.shop for one in promises if one.shop is not None)
    return phrases.join_first([order_words.name_shop(shops.get(one)) for one in kept], _MOST_SHOPS) if kept else None


async def _name_customers(turn: Turn, rows: Sequence[Reservation]) -> dict[UUID, Text]:
    """Format the orders' customers for the staff: the name, and the end of the number."""
    contacts = await turn.unit.people.by_ids({one.contact for one in rows if one.contact and not one.for_stock})
    known = (await turn.unit.people.recipients(contacts)).addresses.values()
    first = {one.contact: one for one in sorted(known, key=lambda one: one.id, reverse=True) if one.writable}
    return {one.id: name_person(one, first.get(one.id)) for one in contacts.values()}


async def destination(turn: Turn, order: UUID) -> Text:
    """Format the delivery address of an order for a chat; "" if none was asked for, as for a shop system's orders."""
    found = await turn.unit.of(DeliveryAddresses).find_address(order)
    if found is None:
        return ""
    if found.text is None:
        return phrase("no_address_yet")
    return phrase("deliver_to", address=quote_line(on_one_line(found.text), _LONGEST_ADDRESS))


async def is_address_missing(turn: Turn, order: UUID) -> bool:
    """Return True if the customer was asked for the address of an order and gave none."""
    found = await turn.unit.of(DeliveryAddresses).find_address(order)
    return found is not None and found.text is None


@dataclass(frozen=True, slots=True)
class AddNote:
    """Request to store a note with an order."""

    order: UUID
    text: str


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note for a chat: the words, their author's name, and the moment."""

    text: str
    by: Text
    at: datetime


async def add_note(turn: Turn, origin: Origin, command: AddNote) -> Order:
    """Store a note with the order; no note is stored for an erased customer."""
    at_hand = await find_order(turn, command.order)
    assert origin.by.row is not None, "a member of the staff writes it"
    notes = turn.unit.of(OrderNotes)
    note = await notes.add(at_hand.order.id, at_hand.row.contact, origin.by.row, command.text, turn.now)
    await turn.unit.of(Deeds).note("noted", at_hand.order.id, origin.by, turn.now, note=str(note))
    await turn.unit.access.log(origin.by, "noted", turn.now, Subject("reservation", at_hand.order.id))
    return at_hand.order


async def notes_of(turn: Turn, order: UUID) -> Sequence[ShownNote]:
    """Return an order's customer wish and its latest notes, oldest first."""
    kept = await turn.unit.of(OrderNotes).list_notes(order, _MOST_NOTES)
    told = await turn.unit.of(DeliveryAddresses).find_address(order)
    wish = [ShownNote(told.note, phrase("the_customer"), told.at)] if told is not None and told.note else []
    return wish + [ShownNote(one.text, await name_actor(turn, Actor.staff(one.staff)), one.at) for one in kept]
