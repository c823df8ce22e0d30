"""Two people become one, and names go from one person to another: what stands goes along, ledgers keep their ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, or_, select, update

from flows.delivery import Status
from flows.policy.facts import ConsentState
from storage.draws import Draws
from storage.runs import Runs
from storage.schema import (
    addresses,
    carts,
    contacts,
    credits,
    discounts,
    events,
    invites,
    links,
    messages,
    orders,
    outbox,
    permissions,
    places,
    referrals,
    reservations,
    runs,
    shops,
    staff,
    waits,
)
from storage.sourcing.waiting_people import WaitingPeople
from storage.transaction import Transaction

STANDING = (
    addresses, carts, credits, discounts, events, invites, links, messages, orders, outbox, places, referrals,
    reservations, runs, shops, staff, waits,
)  # fmt: skip


async def merge(tx: Transaction, contact: UUID, into: UUID, now: datetime) -> None:
    """Two turned out to be one person: what stands is theirs now, so that caps, questions and orders go on.

    Of two runs of one flow that are keyed by the person the later goes on. Ledgers (consents, clicks, draws) keep
    the old contact's id; ``merged_into`` leads on, and draws are the other's as well. Whoever calls this holds both.
    """
    await Runs(tx).merge(contact, into, now)
    merged = update(contacts).where(tx.mine(contacts), contacts.c.id == contact).values(merged_into=into)
    was = await tx.row(merged.returning(contacts.c.writes, contacts.c.beside))
    if was is not None and was.writes is not None:
        kept = and_(tx.mine(contacts), contacts.c.id == into, contacts.c.writes.is_(None))
        await tx.run(update(contacts).where(kept).values(writes=was.writes))
    await _stand_beside(tx, contact, into, None if was is None else was.beside)
    for table in STANDING:
        theirs = and_(tx.mine(table), table.c.contact == contact)
        await tx.run(update(table).where(theirs).values(contact=into))
    await WaitingPeople(tx).merge(contact, into)
    await Draws(tx).merge(contact, into)
    unread = and_(tx.mine(events), events.c.lane == contact, events.c.status == "new")
    await tx.run(update(events).where(unread).values(lane=into))


async def _stand_beside(tx: Transaction, contact: UUID, into: UUID, head: UUID | None) -> None:
    """Who was told beside the one is beside the other now, who stands beside whom the one did."""
    here = and_(tx.mine(contacts), contacts.c.id == into)
    lacks = or_(contacts.c.beside.is_(None), contacts.c.beside == contact)
    await tx.run(update(contacts).where(here, lacks).values(beside=head if head != into else None))
    told = and_(tx.mine(contacts), contacts.c.beside == contact, contacts.c.id != into)
    await tx.run(update(contacts).where(told).values(beside=into))


async def move(tx: Transaction, rows: Sequence[UUID], to: UUID) -> None:
    """These names are that person's now, with what was agreed to at them, is asked there and is queued for them."""
    if not rows:
        return
    here = and_(tx.mine(addresses), addresses.c.id.in_(rows))
    await tx.run(update(addresses).where(here).values(contact=to, told_by=None))
    queued = and_(tx.mine(messages), messages.c.address.in_(rows), messages.c.status == Status.QUEUED.value)
    moved = update(messages).where(queued).values(contact=to).returning(messages.c.id)
    which = [row.id for row in await tx.rows(moved)]
    await tx.run(update(outbox).where(tx.mine(outbox), outbox.c.id.in_(which)).values(contact=to))
    asking = and_(tx.mine(runs), runs.c.key.in_([str(row) for row in rows]), runs.c.ended_at.is_(None))
    asked = [row.id for row in await tx.rows(update(runs).where(asking).values(contact=to).returning(runs.c.id))]
    await tx.run(update(waits).where(tx.mine(waits), waits.c.run.in_(asked)).values(contact=to))


async def begin_anew(tx: Transaction, rows: Sequence[UUID], now: datetime) -> None:
    """What was agreed to there was another customer's word, and holds no more; what was taken back stays so."""
    if not rows:
        return
    here = and_(tx.mine(addresses), addresses.c.id.in_(rows))
    await tx.run(update(addresses).where(here).values(consents_since=now))
    agreed = permissions.c.state != ConsentState.REVOKED.value
    await tx.run(delete(permissions).where(tx.mine(permissions), permissions.c.address.in_(rows), agreed))


async def is_plain(tx: Transaction, contact: UUID, but: Sequence[UUID]) -> bool:
    """Whether nothing is stored of a person but names and the carts ``but``: there is nothing to be told of."""
    for table in (orders, reservations, messages, credits, referrals, carts):
        but_these = (table.c.id.not_in(but),) if table is carts else ()
        found = select(table.c.contact).where(tx.mine(table), table.c.contact == contact, *but_these)
        if await tx.row(found.limit(1)) is not None:
            return False
    unread = and_(tx.mine(events), events.c.contact == contact, events.c.status == "new")
    ordered = select(events.c.id).where(unread, events.c.type.like("order.%")).limit(1)
    return await tx.row(ordered) is None


async def staffed(tx: Transaction, people: Sequence[UUID] | None = None) -> frozenset[UUID]:
    """Those of the people, or of all, who are on the staff, answer for a shop, or did until they wrote STOP."""
    members = select(staff.c.contact).where(tx.mine(staff), staff.c.removed_at.is_(None))
    keepers = select(shops.c.contact, shops.c.left_by).where(tx.mine(shops), shops.c.removed_at.is_(None))
    if people is not None:
        members = members.where(staff.c.contact.in_(people))
        keepers = keepers.where(or_(shops.c.contact.in_(people), shops.c.left_by.in_(people)))
    rows = [*await tx.rows(members), *await tx.rows(keepers)]
    found = frozenset(contact for row in rows for contact in row if contact is not None)
    return found if people is None else found & set(people)
