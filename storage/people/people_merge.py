"""Merges of two people, and moves of names between people: rows with a current state move, ledgers keep their ids."""

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
"""The details that a merged person brings along, grouped by what belongs together."""
_DETAILS = tuple(name for names in _TOGETHER for name in names)
_GREATER = ("orders", "tagged_at")
"""Details where the greater value wins: a shop may count one person's orders among the other's, and an old report of
tags is outdated."""


def split_corrected(corrected: str | None) -> frozenset[str]:
    """Return the columns of a contact that were corrected on the person's request; no news replaces these."""
    return frozenset((corrected or "").split())


async def merge(tx: Transaction, contact: UUID, into: UUID, now: datetime) -> None:
    """Merge ``contact`` into ``into``: current rows move, so that caps, questions and orders go on.

    Of two runs of one flow for each person, the later goes on. Ledgers (consents, clicks, draws) keep the old contact's
    id; ``merged_into`` links it, and draws hold for both. The caller holds both people.
    """
    await Runs(tx).merge(contact, into, now)
    merged = update(contacts).where(tx.owns(contacts), contacts.c.id == contact).values(merged_into=into)
    told = ("writes", "beside", "acquired_from", "created_at", "last_purchase_at", "corrected", *_DETAILS, *_GREATER)
    told = (*told, "as_of", "erased_at")
    was = await tx.row(merged.returning(*(contacts.c[name] for name in told)))
    if was is not None and was.writes is not None:
        await tx.change(contacts, into, contacts.c.writes.is_(None), writes=was.writes)
    if was is not None:
        await _come_from(tx, into, was.acquired_from, was.created_at)
        await _fill_in(tx, into, was)
        await remember_purchase(tx, into, was.last_purchase_at)
    await _merge_neighbours(tx, contact, into, None if was is None else was.beside)
    await personal_tables.merge(tx, contact, into)
    await Totals(tx).merge(contact, into)
    await tx.change_all(events, events.c.lane == contact, events.c.status == "new", lane=into)
    await carry(tx, into, now)


async def _come_from(tx: Transaction, into: UUID, acquired_from: str | None, created_at: datetime) -> None:
    """Keep the origin and the date of the person known first."""
    later = contacts.c.created_at > created_at
    if acquired_from is not None:
        await tx.change(contacts, into, or_(later, contacts.c.acquired_from.is_(None)), acquired_from=acquired_from)
    await tx.change(contacts, into, later, created_at=created_at)


async def _fill_in(tx: Transaction, into: UUID, was: Row[Any]) -> None:
    """Fill a person's missing details from the merged one; existing details stay, unless the others were corrected.

    Details that form one thing are never mixed: a place is completed only by a compatible place, a birthday's year only
    by one of the same day.
    """
    told = (contacts.c[name] for name in (*_DETAILS, "corrected", "as_of", "erased_at"))
    now = await tx.row(select(*told).where(tx.owns(contacts), contacts.c.id == into))
    if now is None or now.erased_at is not None or was.erased_at is not None:
        return
    theirs, others = now._mapping, was._mapping
    alike = [names for names in _TOGETHER if all(_agree(theirs[name], others[name]) for name in names)]
    lacking = (name for names in alike for name in names if theirs[name] is None)
    fixed, held = split_corrected(was.corrected), split_corrected(now.corrected)
    fresh = {name: others[name] for name in lacking if others[name] is not None and name not in held}
    fresh |= {name: others[name] for name in fixed - held}
    fresh |= {"corrected": " ".join(sorted(fixed | held))} if fixed - held else {}
    if fresh:
        await tx.change(contacts, into, **fresh, as_of=now.as_of or was.as_of)
    for name in _GREATER:
        if (other := others[name]) is not None:
            column = contacts.c[name]
            await tx.change(contacts, into, or_(column.is_(None), column < other), **{name: other})


def _agree(one: object, other: object) -> bool:
    """Return True if two values do not contradict each other, ignoring case."""
    return one is None or other is None or str(one).casefold() == str(other).casefold()


async def _merge_neighbours(tx: Transaction, contact: UUID, into: UUID, head: UUID | None) -> None:
    """Attach the merged person's neighbours to the other person, and the other person to the merged one's head."""
    lacks = or_(contacts.c.beside.is_(None), contacts.c.beside == contact)
    await tx.change(contacts, into, lacks, beside=head if head != into else None)
    await tx.change_all(contacts, contacts.c.beside == contact, contacts.c.id != into, beside=into)


async def move(tx: Transaction, rows: Sequence[UUID], to: UUID, now: datetime) -> None:
    """Move these names to that person, with their consents, questions and queued messages.

    The person's opt-outs hold there, too.
    """
    if not rows:
        return
    left = await recorded_pairs.record_parting(tx, rows, to, now)
    await tx.change_all(addresses, addresses.c.id.in_(rows), contact=to, told_by=None)
    for asked in (questions, customer_questions):
        await tx.change_all(asked, asked.c.address.in_(rows), contact=to)
    queued = and_(tx.owns(messages), messages.c.address.in_(rows), messages.c.status == MessageStatus.QUEUED.value)
    moved = update(messages).where(queued).values(contact=to).returning(messages.c.id)
    which = [row.id for row in await tx.rows(moved)]
    await tx.change_all(outbox, outbox.c.id.in_(which), contact=to)
    asking = and_(tx.owns(runs), runs.c.key.in_([str(row) for row in rows]), runs.c.ended_at.is_(None))
    begun = [row.id for row in await tx.rows(update(runs).where(asking).values(contact=to).returning(runs.c.id))]
    await tx.change_all(waits, waits.c.run.in_(begun), contact=to)
    for contact in (to, *left):
        await carry(tx, contact, now)


async def begin_anew(tx: Transaction, rows: Sequence[UUID], now: datetime) -> None:
    """Void the consents at these names, which were another customer's; revocations stay."""
    if not rows:
        return
    await tx.change_all(addresses, addresses.c.id.in_(rows), consents_since=now)
    agreed = permissions.c.state != ConsentState.REVOKED.value
    await tx.remove(permissions, permissions.c.address.in_(rows), agreed)


async def is_plain(tx: Transaction, contact: UUID, but: Sequence[UUID]) -> bool:
    """Return True if a person has nothing stored but identities and the carts ``but``, so that no message could mention
    more."""
    more = (one for one in tx.holdings.personal if one.more)
    if await personal_tables.is_found(tx, more, contact, but):
        return False
    unread = and_(tx.owns(events), events.c.contact == contact, events.c.status == "new")
    ordered = select(events.c.id).where(unread, events.c.type.like("order.%")).limit(1)
    return await tx.row(ordered) is None
