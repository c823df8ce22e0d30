"""Orders in a list, as a person tells them apart: whose, what, where it is kept, how old and how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows import phrase as phrases
from flows.money import Money
from flows.phrase import Text
from flows.sourcing.line import Line, Promise
from flows.sourcing.status import FETCHING
from handlers.actions.lives import called
from handlers.sourcing import shown
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.promises import Promises
from storage.sourcing.reservations import Reservation, Reservations
from storage.sourcing.shops import Shop, Shops

_MOST_LINES, _MOST_SHOPS = 2, 2
_PROMISED = frozenset(status.value for status in FETCHING)


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """An order's row with its customer, None for our own shelf, what is wanted, the shops that keep it, its age.

    ``homeless``: it is to be sent, and its customer has not told where to.
    """

    row: Reservation
    who: Text | None
    what: Text
    shops: Text | None
    age: timedelta
    amount: Money
    late: bool
    homeless: bool


async def listed(turn: Turn, rows: Sequence[Reservation]) -> Mapping[UUID, ListedOrder]:
    """These orders by their ids, with all that their lines in a list say, by a few queries for all of them."""
    which = [one.id for one in rows]
    lines = await turn.unit.of(Reservations).lines(which)
    promises = await turn.unit.of(Promises).promised(which)
    shops = await turn.unit.of(Shops).by_ids({one.shop for kept in promises.values() for one in kept if one.shop})
    who, goes_to = await _customers(turn, rows), await turn.unit.of(DeliveryAddresses).of_all(which)
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
    """The lines of an order that are still wanted; of an order without such lines all of them."""
    wanted = [one for one in lines if one.wanted] or lines
    return phrases.listed([shown.pieces(one, one.wanted or one.quantity) for one in wanted], _MOST_LINES)


def _age(since: timedelta) -> timedelta:
    """How long that is as people say it: in days, below one in hours, below one in minutes."""
    for unit in (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)):
        if since >= unit:
            return since // unit * unit
    return timedelta(minutes=1)


def is_late(one: Reservation, now: datetime) -> bool:
    """Whether it was promised for an earlier time and is still with us."""
    return one.promised_at is not None and one.status in _PROMISED and one.promised_at <= now


def _keepers(promises: Sequence[Promise], shops: Mapping[UUID, Shop]) -> Text | None:
    """The shops that keep something of an order, or gave it; None where it is our own, or nobody's yet."""
    kept = dict.fromkeys(one.shop for one in promises if one.shop is not None)
    return phrases.listed([shown.shop_name(shops.get(one)) for one in kept], _MOST_SHOPS) if kept else None


async def _customers(turn: Turn, rows: Sequence[Reservation]) -> dict[UUID, Text]:
    """The orders' customers as the staff calls them, by name and the end of a number."""
    contacts = await turn.unit.people.by_ids({one.contact for one in rows if one.contact and not one.for_stock})
    known = (await turn.unit.people.recipients(contacts)).addresses.values()
    first = {one.contact: one for one in sorted(known, key=lambda one: one.id, reverse=True) if one.writable}
    return {one.id: called(one, first.get(one.id)) for one in contacts.values()}
