"""The page of a sandbox except its messages: its people, their carts and orders, and the next event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, case, exists, func, null, or_, select

from flows.channels import CHANNELS
from flows.policy.departure_facts import AddressState, ToldPlace
from storage.identity.personal_tables import living
from storage.people.people import Address
from storage.schema import (
    addresses,
    attributions,
    contacts,
    messages,
    outbox,
    products,
    runs,
    shops,
    sponsors,
    staff,
    waits,
)  # fmt: skip
from storage.sql.transaction import Transaction
from storage.store.carts import Cart
from storage.store.purchases import Purchase
from storage.unit import Unit

MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Player:
    """A person with the writable addresses, the places, and the role."""

    contact: UUID
    name: str | None
    role: str | None
    addresses: tuple[Address, ...]
    places: tuple[ToldPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class InHand:
    """The link between a person and the shop: the abandoned cart, else the last purchase.

    ``counted`` is the reason why that order counts as recovered, None if it does not.
    """

    cart: Cart | None
    order: Purchase | None
    counted: str | None


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next automatic event. ``wait`` names a ``run``'s wait, else a ``message`` is due."""

    at: datetime
    flow: str | None
    wait: str | None
    contact: UUID | None
    name: str | None
    run: UUID | None
    message: UUID | None


async def cast(unit: Unit) -> list[Player]:
    """Return the reachable people, the newest thread first; at most ``MOST_PEOPLE``, always with the staff, the
    partner shops and the partners of returns.
    """
    wrote = select(messages.c.contact, func.max(messages.c.created_at).label("at")).where(unit.owns(messages))
    newest = wrote.group_by(messages.c.contact).subquery()
    query = select(contacts).outerjoin(newest, newest.c.contact == contacts.c.id)
    query = query.where(unit.owns(contacts), *living())
    last = func.coalesce(newest.c.at, contacts.c.created_at)
    ordered = query.add_columns(last.label("last")).order_by(_works(unit).desc(), last.desc(), contacts.c.id.desc())
    rows = await unit.rows(ordered.limit(MOST_PEOPLE))
    found = sorted(rows, key=lambda row: (row.last, row.id), reverse=True)
    theirs = await _load_addresses(unit, [row.id for row in found])
    members = await unit.rows(select(staff).where(unit.owns(staff), staff.c.removed_at.is_(None)))
    ranks = {row.contact: row for row in members if row.contact}
    told = await unit.places.of([row.id for row in found])
    return [_player(row, theirs[row.id], told.get(row.id, ()), ranks.get(row.id)) for row in found if theirs[row.id]]


def _works(unit: Unit) -> ColumnElement[int]:
    """Return 1 for people on the staff, with a partner shop or with a partner of returns, else 0."""
    member = exists().where(unit.owns(staff), staff.c.contact == contacts.c.id, staff.c.removed_at.is_(None))
    keeper = exists().where(unit.owns(shops), shops.c.contact == contacts.c.id, shops.c.removed_at.is_(None))
    writer = exists().where(unit.owns(sponsors), sponsors.c.contact == contacts.c.id, sponsors.c.removed_at.is_(None))
    return case((or_(member, keeper, writer), 1), else_=0)


async def load_last(unit: Unit, contact: UUID) -> tuple[Cart | None, Purchase | None]:
    """Return the person's newest open cart, and their last order."""
    open_ = await unit.carts.list_open(contact)
    return open_[-1] if open_ else None, next(iter(await unit.orders.of(contact, 1)), None)


async def load_in_hand(unit: Unit, contact: UUID) -> InHand:
    """Return the person's open cart or last order, the newer one; at one moment, the one heard of later."""
    cart, order = await load_last(unit, contact)
    if cart is not None and (order is None or order.placed_at is None or is_since(cart, order.placed_at, order.id)):
        return InHand(cart, None, None)
    if order is None:
        return InHand(None, None, None)
    reason = select(attributions.c.reason).where(unit.owns(attributions), attributions.c.order == order.id)
    return InHand(None, order, await unit.value(reason))


async def sells(unit: Unit) -> bool:
    """Return True if there is anything to reserve."""
    return bool(await unit.value(select(exists().where(unit.owns(products), products.c.removed_at.is_(None)))))


def is_since(cart: Cart, at: datetime, order: UUID) -> bool:
    """Return True if a cart was left after an order; at one moment, if it was heard of later."""
    return (cart.as_of, cart.id) > (at, order)


async def find_upcoming(tx: Transaction, now: datetime, unheard: Collection[str] = ()) -> Upcoming | None:
    """Return the first planned event after ``now``, over all businesses; None if nothing is planned.

    Waits with ``unheard`` names, which send nobody a message, come last.
    """
    of_run = and_(runs.c.business == waits.c.business, runs.c.id == waits.c.run)
    theirs = (*_find_planned(waits), waits.c.name.label("wait"), waits.c.run, runs.c.flow, null().label("message"))
    wait = select(*theirs).join(runs, of_run)
    no_run = (null().label("wait"), null().label("run"), null().label("flow"))
    letter = select(*_find_planned(outbox), *no_run, outbox.c.id.label("message"))
    heard = [(wait.where(waits.c.name.not_in(unheard)), waits), (letter, outbox)]
    coming = [one for query, table in heard if (one := await tx.fetch(_find_next(query, table, now), _read_upcoming))]
    if not coming:
        return await tx.fetch(_find_next(wait, waits, now), _read_upcoming)
    return min(coming, key=lambda one: one.at)


def _read_upcoming(row: Any) -> Upcoming:
    return Upcoming(row.due_at, row.flow, row.wait, row.contact, row.person, row.run, row.message)


def _find_planned(table: Table) -> tuple[Any, ...]:
    return table.c.due_at, table.c.contact, contacts.c.name.label("person")


def _find_next(query: Any, table: Table, now: datetime) -> Any:
    theirs = and_(contacts.c.business == table.c.business, contacts.c.id == table.c.contact)
    due = query.outerjoin(contacts, theirs).where(table.c.due_at > now, table.c.parked_at.is_(None))
    return due.order_by(table.c.due_at).limit(1)


async def _load_addresses(unit: Unit, people: Sequence[UUID]) -> dict[UUID, list[Address]]:
    query = select(addresses).where(
        unit.owns(addresses), addresses.c.contact.in_(people), addresses.c.channel.in_(CHANNELS)
    )
    found: dict[UUID, list[Address]] = defaultdict(list)
    for row in await unit.rows(query.order_by(addresses.c.id)):
        state = AddressState(row.state)
        found[row.contact].append(Address(row.id, row.contact, row.channel, row.value, state, row.last_inbound_at))
    return found


def _player(row: Any, theirs: Sequence[Address], told: tuple[ToldPlace, ...], member: Any) -> Player:
    name, role = (member.name, member.role) if member is not None else (row.name, None)
    return Player(row.id, name, role, tuple(theirs), told)
