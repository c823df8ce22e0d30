"""Two people become one, and names go from one person to another: what stands goes along, ledgers keep their ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, or_, select, update

from flows.delivery import MessageStatus
from flows.policy.departure_facts import ConsentState
from storage.consent.opt_out_reach import carry
from storage.events.runs import Runs
from storage.identity import personal_tables, recorded_pairs
from storage.schema import (
    addresses,
    contacts,
    customer_questions,
    events,
    messages,
    outbox,
    permissions,
    questions,
    runs,
    waits,
)
from storage.sql.transaction import Transaction
from storage.store.customer_totals import Totals
from storage.store.latest_purchase import remember_purchase

_TOGETHER = (
    ("name",),
    ("birth_day", "birth_year"),
    ("country", "region", "city", "postal_code"),
    ("timezone",),
    ("locale",),
)
"""The details that one who is merged brings along, those that say one thing side by side."""
_DETAILS = tuple(name for names in _TOGETHER for name in names)
_GREATER = ("orders", "tagged_at")
"""Of these the greater holds: a shop may count the orders of the one among the other's, and old news of tags is old."""


async def merge(tx: Transaction, contact: UUID, into: UUID, now: datetime) -> None:
    """Two turned out to be one person: what stands is theirs now, so that caps, questions and orders go on.

    Of two runs of one flow that are keyed by the person the later goes on. Ledgers (consents, clicks, draws) keep
    the old contact's id; ``merged_into`` leads on, and draws are the other's as well. Whoever calls this holds both.
    """
    await Runs(tx).merge(contact, into, now)
    merged = update(contacts).where(tx.mine(contacts), contacts.c.id == contact).values(merged_into=into)
    told = ("writes", "beside", "acquired_from", "created_at", "last_purchase_at", *_DETAILS, *_GREATER)
    told = (*told, "as_of", "erased_at")
    was = await tx.row(merged.returning(*(contacts.c[name] for name in told)))
    if was is not None and was.writes is not None:
        await tx.change(contacts, into, contacts.c.writes.is_(None), writes=was.writes)
    if was is not None:
        await _come_from(tx, into, was.acquired_from, was.created_at)
        await _fill_in(tx, into, was)
        await remember_purchase(tx, into, was.last_purchase_at)
    await _stand_beside(tx, contact, into, None if was is None else was.beside)
    await personal_tables.merge(tx, contact, into)
    await Totals(tx).merge(contact, into)
    await tx.change_all(events, events.c.lane == contact, events.c.status == "new", lane=into)
    await carry(tx, into, now)


async def _come_from(tx: Transaction, into: UUID, acquired_from: str | None, created_at: datetime) -> None:
    """They came when, and from where, the one came who was heard of first."""
    later = contacts.c.created_at > created_at
    if acquired_from is not None:
        await tx.change(contacts, into, or_(later, contacts.c.acquired_from.is_(None)), acquired_from=acquired_from)
    await tx.change(contacts, into, later, created_at=created_at)


async def _fill_in(tx: Transaction, into: UUID, was: Row[Any]) -> None:
    """Details that they lack are those of the one they were merged with; what they have stands.

    What makes up one thing is not put together of two: a place is completed by one that says nothing else, a birthday
    by the year of the same day.
    """
    told = (contacts.c[name] for name in (*_DETAILS, "as_of", "erased_at"))
    now = await tx.row(select(*told).where(tx.mine(contacts), contacts.c.id == into))
    if now is None or now.erased_at is not None or was.erased_at is not None:
        return
    theirs, others = now._mapping, was._mapping
    alike = [names for names in _TOGETHER if all(_agree(theirs[name], others[name]) for name in names)]
    lacking = (name for names in alike for name in names if theirs[name] is None)
    fresh = {name: others[name] for name in lacking if others[name] is not None}
    if fresh:
        await tx.change(contacts, into, **fresh, as_of=now.as_of or was.as_of)
    for name in _GREATER:
        if (other := others[name]) is not None:
            column = contacts.c[name]
            await tx.change(contacts, into, or_(column.is_(None), column < other), **{name: other})


def _agree(one: object, other: object) -> bool:
    """Whether two values do not contradict each other, whatever their capitals."""
    return one is None or other is None or str(one).casefold() == str(other).casefold()


async def _stand_beside(tx: Transaction, contact: UUID, into: UUID, head: UUID | None) -> None:
    """Who was told beside the one is beside the other now, who stands beside whom the one did."""
    lacks = or_(contacts.c.beside.is_(None), contacts.c.beside == contact)
    await tx.change(contacts, into, lacks, beside=head if head != into else None)
    await tx.change_all(contacts, contacts.c.beside == contact, contacts.c.id != into, beside=into)


async def move(tx: Transaction, rows: Sequence[UUID], to: UUID, now: datetime) -> None:
    """These names are that person's now, with what was agreed to at them, is asked there and is queued for them.

    What that person ended ends there, too.
    """
    if not rows:
        return
    left = await recorded_pairs.part(tx, rows, to, now)
    await tx.change_all(addresses, addresses.c.id.in_(rows), contact=to, told_by=None)
    for asked in (questions, customer_questions):
        await tx.change_all(asked, asked.c.address.in_(rows), contact=to)
    queued = and_(tx.mine(messages), messages.c.address.in_(rows), messages.c.status == MessageStatus.QUEUED.value)
    moved = update(messages).where(queued).values(contact=to).returning(messages.c.id)
    which = [row.id for row in await tx.rows(moved)]
    await tx.change_all(outbox, outbox.c.id.in_(which), contact=to)
    asking = and_(tx.mine(runs), runs.c.key.in_([str(row) for row in rows]), runs.c.ended_at.is_(None))
    begun = [row.id for row in await tx.rows(update(runs).where(asking).values(contact=to).returning(runs.c.id))]
    await tx.change_all(waits, waits.c.run.in_(begun), contact=to)
    for contact in (to, *left):
        await carry(tx, contact, now)


async def begin_anew(tx: Transaction, rows: Sequence[UUID], now: datetime) -> None:
    """What was agreed to there was another customer's word, and holds no more; what was taken back stays so."""
    if not rows:
        return
    await tx.change_all(addresses, addresses.c.id.in_(rows), consents_since=now)
    agreed = permissions.c.state != ConsentState.REVOKED.value
    await tx.remove(permissions, permissions.c.address.in_(rows), agreed)


async def is_plain(tx: Transaction, contact: UUID, but: Sequence[UUID]) -> bool:
    """Whether nothing is stored of a person but names and the carts ``but``: there is nothing to be told of."""
    more = (one for one in tx.holdings.personal if one.more)
    if await personal_tables.is_found(tx, more, contact, but):
        return False
    unread = and_(tx.mine(events), events.c.contact == contact, events.c.status == "new")
    ordered = select(events.c.id).where(unread, events.c.type.like("order.%")).limit(1)
    return await tx.row(ordered) is None
