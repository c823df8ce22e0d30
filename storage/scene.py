"""What the page of a sandbox shows beside messages: who there is, what they have in hand, and what happens next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from storage.people import WRITABLE, Address, to_address
from storage.schema import addresses, attributions, contacts, messages, outbox, runs, staff, waits
from storage.shop import Cart, Order
from storage.transaction import Transaction
from storage.unit import Unit

MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Player:
    """A person with the addresses they can be written to at, and their role where they are on the staff."""

    contact: UUID
    name: str | None
    role: str | None
    country: str | None
    region: str | None
    timezone: str | None
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class InHand:
    """What stands between a person and the shop: the cart they left, else what they bought last.

    ``counted`` is the reason for which that order counts as recovered, None where it does not.
    """

    cart: Cart | None
    order: Order | None
    counted: str | None


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next thing that happens by itself. ``wait`` names what a run waits for, else a message is due."""

    at: datetime
    flow: str | None
    wait: str | None
    contact: UUID | None
    name: str | None


async def cast(unit: Unit) -> list[Player]:
    """Everybody who can be written to, whose thread is the newest first; at most ``MOST_PEOPLE``."""
    newest = (
        select(messages.c.contact, func.max(messages.c.id).label("newest"))
        .where(unit.mine(messages))
        .group_by(messages.c.contact)
        .subquery()
    )
    query = select(contacts, newest.c.newest).outerjoin(newest, newest.c.contact == contacts.c.id)
    query = query.where(unit.mine(contacts), contacts.c.merged_into.is_(None), contacts.c.erased_at.is_(None))
    # NULLs stand first or last by database; the contact's own id is a time too, and older than its first message.
    found = await unit.rows(
        query.order_by(func.coalesce(newest.c.newest, contacts.c.id).desc()).limit(MOST_PEOPLE)
    )
    theirs = await _addresses(unit, [row.id for row in found])
    members = await unit.rows(select(staff).where(unit.mine(staff), staff.c.removed_at.is_(None)))
    ranks = {row.contact: row for row in members if row.contact}
    return [_player(row, theirs[row.id], ranks.get(row.id)) for row in found if theirs[row.id]]


async def in_hand(unit: Unit, contact: UUID) -> InHand:
    """The person's open cart or last order, whichever is newer."""
    open_ = await unit.carts.open_of(contact)
    order = next(iter(await unit.orders.of(contact, 1)), None)
    cart = open_[-1] if open_ else None
    if cart is not None and (order is None or order.placed_at is None or order.placed_at < cart.as_of):
        return InHand(cart, None, None)
    if order is None:
        return InHand(None, None, None)
    reason = select(attributions.c.reason).where(unit.mine(attributions), attributions.c.order == order.id)
    return InHand(None, order, await unit.value(reason))


async def upcoming(tx: Transaction, now: datetime) -> Upcoming | None:
    """What, after ``now``, happens first, over all businesses; None when nothing is planned."""
    wait = select(waits, runs.c.flow, contacts.c.name.label("person")).where(
        waits.c.due_at > now, waits.c.parked_at.is_(None)
    )
    wait = wait.join(runs, (runs.c.business == waits.c.business) & (runs.c.id == waits.c.run))
    letter = select(outbox, contacts.c.name.label("person")).where(outbox.c.due_at > now, outbox.c.parked_at.is_(None))
    first_wait = await tx.row(_of_person(wait, waits).order_by(waits.c.due_at).limit(1))
    first_letter = await tx.row(_of_person(letter, outbox).order_by(outbox.c.due_at).limit(1))
    found = []
    if first_wait is not None:
        row = first_wait
        found.append(Upcoming(row.due_at, row.flow, row.name, row.contact, row.person))
    if first_letter is not None:
        row = first_letter
        found.append(Upcoming(row.due_at, None, None, row.contact, row.person))
    return min(found, key=lambda one: one.at, default=None)


def _of_person(query: Any, table: Any) -> Any:
    return query.outerjoin(contacts, (contacts.c.business == table.c.business) & (contacts.c.id == table.c.contact))


async def _addresses(unit: Unit, people: Sequence[UUID]) -> dict[UUID, list[Address]]:
    query = select(addresses).where(
        unit.mine(addresses), addresses.c.contact.in_(people), addresses.c.channel.in_(WRITABLE)
    )
    found: dict[UUID, list[Address]] = defaultdict(list)
    for row in await unit.rows(query.order_by(addresses.c.id)):
        address = to_address(row)
        found[address.contact].append(address)
    return found


def _player(row: Any, theirs: Sequence[Address], member: Any) -> Player:
    name, role = (member.name, member.role) if member is not None else (row.name, None)
    return Player(row.id, name, role, row.country, row.region, row.timezone, tuple(theirs))
