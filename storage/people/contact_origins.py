"""The origins of people: who is known from one shop's system only."""

from __future__ import annotations

from operator import eq, ne
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, exists, or_, select

from storage.identity.personal_tables import living
from storage.schema import addresses, carts, contacts, events, messages, orders, staff
from storage.sending.written_messages import match_person
from storage.sql.transaction import Transaction

_OF_SHOPS = ("cart.%", "order.%", "customer.%")  # the types of events from a shop's system


async def find_known(tx: Transaction, source: str) -> list[UUID]:
    """Return the people with an id from this system, and guests that no other system reported.

    A guest is excluded if known otherwise: on the staff, reported by another system, or first to write to us.
    """
    guest = and_(_match_reported(source), ~_match_known_otherwise(source))
    query = select(contacts.c.id).where(tx.owns(contacts), *living(), or_(_match_named(source), guest))
    return [row.id for row in await tx.rows(query.order_by(contacts.c.id))]


def _match_own(table: Table) -> ColumnElement[bool]:
    return and_(table.c.business == contacts.c.business, table.c.contact == contacts.c.id)


def _match_named(source: str) -> ColumnElement[bool]:
    """Return the condition that the system gave the person an id."""
    own = addresses.c.value.startswith(f"{source}:", autoescape=True)
    return exists().where(_match_own(addresses), addresses.c.channel == "customer", own)


def _match_reported(source: str, *, by_others: bool = False) -> ColumnElement[bool]:
    """Return the condition that this system, or any but it, reported the person, or their cart or order."""
    teller = ne if by_others else eq
    things = [exists().where(_match_own(table), teller(table.c.source, source)) for table in (carts, orders)]
    of_shops = or_(*(events.c.type.like(kind) for kind in _OF_SHOPS))
    return or_(*things, exists().where(_match_own(events), teller(events.c.source, source), of_shops))


def _match_known_otherwise(source: str) -> ColumnElement[bool]:
    return or_(exists().where(_match_own(staff)), _match_reported(source, by_others=True), _match_wrote_first())


def _match_wrote_first() -> ColumnElement[bool]:
    earlier = messages.alias()
    ours = and_(earlier.c.business == messages.c.business, earlier.c.contact == messages.c.contact)
    before = exists().where(ours, earlier.c.direction == "out", earlier.c.id < messages.c.id)
    return exists().where(_match_own(messages), match_person(), ~before)
