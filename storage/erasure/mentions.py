"""Who is named where the staff and the shops write and are written to: noted as it is said, and looked for again.

A message of the staff has another contact than the customer whom it names. Each message to the staff is noted with all
customers read for it. An erasure finds messages by these notes, except those that name only other customers. The
erasure finds answers to these messages too, and every text with the whole name, a number or an id of the person. A
first or last name alone may be another customer's, and finds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, union

from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind
from storage.erasure.traces import Traces
from storage.identity.identity import Identity
from storage.schema import addresses, contacts, events, mentions, messages
from storage.sql import bulk_statements
from storage.sql.transaction import Transaction

_QUOTE = "“"  # before what somebody wrote, wherever the staff is told of it
_COLUMNS = ("business", "message", "contact")


async def note(tx: Transaction, said: Sequence[UUID], people: Collection[UUID]) -> None:
    """These messages name, or may quote, these people."""
    rows = [(tx.business, message, contact) for message in said for contact in people]
    await bulk_statements.insert(tx, mentions, _COLUMNS, rows, again=True)


async def of(tx: Transaction, people: Sequence[UUID], addresses: Sequence[UUID], traces: Traces) -> list[UUID]:
    """The messages of others about these people, with these addresses and traces.

    The messages that this transaction writes about the erasure are not among them. Nor is what the
    staff has still to read and what quotes nobody: their order goes on without them.
    """
    noted = select(mentions.c.message).where(tx.mine(mentions), mentions.c.contact.in_(people))
    plain = and_(messages.c.status == MessageStatus.QUEUED.value, messages.c.text.not_like(f"%{_QUOTE}%"))
    untold = select(messages.c.id).where(tx.mine(messages), messages.c.id.in_(noted), plain)
    about = select(messages.c.id).where(tx.mine(messages), messages.c.about.in_(addresses))
    others = await _of_others(tx, people, traces)
    found = ((await _ids(tx, noted) - await _ids(tx, untold) - others) | await _ids(tx, about)) - tx.written
    found |= await _answers(tx, sorted(found))
    return sorted(found | await _naming(tx, people, traces))


async def events_of(tx: Transaction, said: Sequence[UUID], people: Sequence[UUID], traces: Traces) -> list[UUID]:
    """The events that brought these messages, and those of the staff and the shops that name these people."""
    found: set[UUID] = set()
    for part in bulk_statements.portions(said):
        keys = select(messages.c.key).where(_heard(tx), messages.c.id.in_(part))
        brought = select(events.c.id).where(tx.mine(events), events.c.external_id.in_(keys))
        found |= await _ids(tx, brought)
    theirs = (tx.mine(events), events.c.contact.in_(_folk(tx)), events.c.contact.not_in(people))
    likely = or_(false(), *(_like(events.c.data, piece) for piece in traces.pieces))
    rows = await tx.rows(select(events.c.id, events.c.data).where(*theirs, likely))
    return sorted(found | {row.id for row in rows if traces.identify(row.data or "")})


async def _of_others(tx: Transaction, people: Sequence[UUID], traces: Traces) -> set[UUID]:
    """Return the noted messages that name another customer whom they are noted with, and none of these people.

    All the people whom a command found are noted with its answer, also where the answer is about one of them.
    """
    here = and_(tx.mine(mentions), mentions.c.contact.in_(people))
    theirs = select(mentions.c.message).where(here)
    beside = select(mentions.c.message, mentions.c.contact).where(
        tx.mine(mentions),
        mentions.c.message.in_(theirs),
        mentions.c.contact.not_in(people),
        mentions.c.contact.not_in(_folk(tx)),  # whose names stand below what they wrote
    )
    noted: dict[UUID, set[UUID]] = defaultdict(set)
    for row in await tx.rows(beside):
        noted[row.message].add(row.contact)
    known = await _traces_of(tx, {contact for each in noted.values() for contact in each})
    found = set()
    for part in bulk_statements.portions(sorted(noted)):
        texts = select(messages.c.id, messages.c.text).where(tx.mine(messages), messages.c.id.in_(part))
        for row in await tx.rows(texts):
            said = row.text or ""
            if not traces.show(said) and any(known[one].show(said) for one in noted[row.id] if one in known):
                found.add(row.id)
    return found


async def _traces_of(tx: Transaction, people: Collection[UUID]) -> dict[UUID, Traces]:
    """Return the traces of each of these people by which a message names them."""
    names: dict[UUID, list[str]] = defaultdict(list)
    ways: dict[UUID, list[Identity]] = defaultdict(list)
    for part in bulk_statements.portions(sorted(people)):
        called = select(contacts.c.id, contacts.c.name).where(tx.mine(contacts), contacts.c.id.in_(part))
        for row in await tx.rows(called.where(contacts.c.name.is_not(None))):
            names[row.id].append(row.name)
        held = select(addresses.c.contact, addresses.c.channel, addresses.c.value)
        for row in await tx.rows(held.where(tx.mine(addresses), addresses.c.contact.in_(part))):
            ways[row.contact].append(Identity(row.channel, row.value))
    return {one: Traces(ways[one], names[one]) for one in people}


async def _answers(tx: Transaction, said: Sequence[UUID]) -> set[UUID]:
    """What was written back to these messages."""
    found: set[UUID] = set()
    for part in bulk_statements.portions(said):
        found |= await _ids(tx, select(messages.c.id).where(_heard(tx), messages.c.reply_to.in_(part)))
    return found


async def _naming(tx: Transaction, people: Sequence[UUID], traces: Traces) -> set[UUID]:
    """What the staff and the shops wrote or were written that holds a trace of them."""
    texts = (messages.c.text, messages.c.data, messages.c.variables)
    ours = or_(messages.c.contact.in_(_folk(tx)), messages.c.kind == Kind.STAFF.value)
    theirs = (tx.mine(messages), ours, messages.c.contact.not_in(people))
    likely = or_(false(), *(_like(text, piece) for text in texts for piece in traces.pieces))
    rows = await tx.rows(select(messages.c.id, *texts).where(*theirs, likely))
    return {row.id for row in rows if any(traces.identify(said or "") for said in (row.text, row.data, row.variables))}


async def _ids(tx: Transaction, query: Select[tuple[UUID]]) -> set[UUID]:
    return {row[0] for row in await tx.rows(query)}


def _folk(tx: Transaction) -> Select[tuple[UUID]]:
    """Everybody who is or was on the staff, or answers for a shop."""
    columns = tx.holdings.answering()
    parts = [select(one.label("contact")).where(tx.mine(table), one.is_not(None)) for table, one in columns]
    return select(union(*parts).subquery().c.contact)


def _heard(tx: Transaction) -> ColumnElement[bool]:
    return and_(tx.mine(messages), messages.c.direction == "in")


def _like(column: ColumnElement[str], piece: str) -> ColumnElement[bool]:
    """Roughly: what was found is read again. SQLite changes the case of ASCII alone."""
    return or_(*(func.lower(column).contains(form, autoescape=True) for form in {piece, piece.upper(), piece.title()}))
