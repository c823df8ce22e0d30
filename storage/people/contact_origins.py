"""The origins of people: who is known from one shop's system only."""

from __future__ import annotations

from operator import eq, ne
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, exists, or_, select

from storage.identity.personal_tables import living
from storage.schema import addresses, carts, contacts, events, messages, orders, staff
from storage.sending.written_messages import by_person
from storage.sql.transaction import Transaction

_OF_SHOPS = ("cart.%", "order.%", "customer.%")  # the types of events from a shop's system


async def known_by(tx: Transaction, source: str) -> list[UUID]:
    """Return the people with an id from this system, and guests that no other system reported.

    A guest is excluded if known otherwise: on the staff, reported by another system, or first to write to us.
    """
    guest = and_(_told_of(source), ~_known_otherwise(source))
    query = select(contacts.c.id).where(tx.mine(contacts), *living(), or_(_named_by(source), guest))
    return [row.id for row in await tx.rows(query.order_by(contacts.c.id))]


def _theirs(table: Table) -> ColumnElement[bool]:
    return and_(table.c.business == contacts.c.business, table.c.contact == contacts.c.id)


def _named_by(source: str) -> ColumnElement[bool]:
    """Return the condition that the system gave the person an id."""
    own = addresses.c.value.startswith(f"{source}:", autoescape=True)
    return exists().where(_theirs(addresses), addresses.c.channel == "customer", own)


def _told_of(source: str, *, by_others: bool = False) -> ColumnElement[bool]:
    """Return the condition that this system, or any but it, reported the person, or their cart or order."""
    teller = ne if by_others else eq
    things = [exists().where(_theirs(table), teller(table.c.source, source)) for table in (carts, orders)]
    of_shops = or_(*(events.c.type.like(kind) for kind in _OF_SHOPS))
    return or_(*things, exists().where(_theirs(events), teller(events.c.source, source), of_shops))


def _known_otherwise(source: str) -> ColumnElement[bool]:
    return or_(exists().where(_theirs(staff)), _told_of(source, by_others=True), _wrote_first())


def _wrote_first() -> ColumnElement[bool]:
    earlier = messages.alias()
    ours = and_(earlier.c.business == messages.c.business, earlier.c.contact == messages.c.contact)
    before = exists().where(ours, earlier.c.direction == "out", earlier.c.id < messages.c.id)
    return exists().where(_theirs(messages), by_person(), ~before)
