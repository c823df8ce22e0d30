"""The names in messages of the staff and the shops: noted when written, and searched later.

A message of the staff has another contact than the named customer. Each message to the staff is noted with all
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

_QUOTE = "“"  # before a quoted text in every message to the staff
_COLUMNS = ("business", "message", "contact")


async def note(tx: Transaction, said: Sequence[UUID], people: Collection[UUID]) -> None:
    """Note that these messages name, or may quote, these people."""
    rows = [(tx.business, message, contact) for message in said for contact in people]
    await bulk_statements.insert(tx, mentions, _COLUMNS, rows, again=True)


async def find(tx: Transaction, people: Sequence[UUID], addresses: Sequence[UUID], traces: Traces) -> list[UUID]:
    """Return other people's messages about these people, with these addresses and traces.

    This transaction's messages about the erasure are left out, and unread messages to the staff that quote nobody,
    which are needed for an order without the names.
    """
    noted = select(mentions.c.message).where(tx.owns(mentions), mentions.c.contact.in_(people))
    plain = and_(messages.c.status == MessageStatus.QUEUED.value, messages.c.text.not_like(f"%{_QUOTE}%"))
    untold = select(messages.c.id).where(tx.owns(messages), messages.c.id.in_(noted), plain)
    about = select(messages.c.id).where(tx.owns(messages), messages.c.about.in_(addresses))
    others = await _find_others(tx, people, traces)
    found = ((await _ids(tx, noted) - await _ids(tx, untold) - others) | await _ids(tx, about)) - tx.written
    found |= await _find_answers(tx, sorted(found))
    return sorted(found | await _find_naming(tx, people, traces))


async def find_events(tx: Transaction, said: Sequence[UUID], people: Sequence[UUID], traces: Traces) -> list[UUID]:
    """Return the events that brought these messages, and events of the staff and the shops that name these people."""
    found: set[UUID] = set()
    for part in bulk_statements.split_portions(said):
        keys = select(messages.c.key).where(_match_heard(tx), messages.c.id.in_(part))
        brought = select(events.c.id).where(tx.owns(events), events.c.external_id.in_(keys))
        found |= await _ids(tx, brought)
    theirs = (tx.owns(events), events.c.contact.in_(_folk(tx)), events.c.contact.not_in(people))
    likely = or_(false(), *(_match_roughly(events.c.data, piece) for piece in traces.pieces))
    rows = await tx.rows(select(events.c.id, events.c.data).where(*theirs, likely))
    return sorted(found | {row.id for row in rows if traces.identify(row.data or "")})


async def _find_others(tx: Transaction, people: Sequence[UUID], traces: Traces) -> set[UUID]:
    """Return the noted messages that name another of their noted customers, and none of these people.

    A command's answer is noted with all people that the command found, even if the answer names only one.
    """
    here = and_(tx.owns(mentions), mentions.c.contact.in_(people))
    theirs = select(mentions.c.message).where(here)
    beside = select(mentions.c.message, mentions.c.contact).where(
        tx.owns(mentions),
        mentions.c.message.in_(theirs),
        mentions.c.contact.not_in(people),
        mentions.c.contact.not_in(_folk(tx)),  # people named below their own words
    )
    noted: dict[UUID, set[UUID]] = defaultdict(set)
    for row in await tx.rows(beside):
        noted[row.message].add(row.contact)
    known = await _load_traces(tx, {contact for each in noted.values() for contact in each})
    found = set()
    for part in bulk_statements.split_portions(sorted(noted)):
        texts = select(messages.c.id, messages.c.text).where(tx.owns(messages), messages.c.id.in_(part))
        for row in await tx.rows(texts):
            said = row.text or ""
            if not traces.match(said) and any(known[one].match(said) for one in noted[row.id] if one in known):
                found.add(row.id)
    return found


async def _load_traces(tx: Transaction, people: Collection[UUID]) -> dict[UUID, Traces]:
    """Return the traces that name each of these people in a message."""
    names: dict[UUID, list[str]] = defaultdict(list)
    ways: dict[UUID, list[Identity]] = defaultdict(list)
    for part in bulk_statements.split_portions(sorted(people)):
        called = select(contacts.c.id, contacts.c.name).where(tx.owns(contacts), contacts.c.id.in_(part))
        for row in await tx.rows(called.where(contacts.c.name.is_not(None))):
            names[row.id].append(row.name)
        held = select(addresses.c.contact, addresses.c.channel, addresses.c.value)
        for row in await tx.rows(held.where(tx.owns(addresses), addresses.c.contact.in_(part))):
            ways[row.contact].append(Identity(row.channel, row.value))
    return {one: Traces(ways[one], names[one]) for one in people}


async def _find_answers(tx: Transaction, said: Sequence[UUID]) -> set[UUID]:
    """Return the answers to these messages."""
    found: set[UUID] = set()
    for part in bulk_statements.split_portions(said):
        found |= await _ids(tx, select(messages.c.id).where(_match_heard(tx), messages.c.reply_to.in_(part)))
    return found


async def _find_naming(tx: Transaction, people: Sequence[UUID], traces: Traces) -> set[UUID]:
    """Return messages to and from the staff and the shops that hold a trace of these people."""
    texts = (messages.c.text, messages.c.data, messages.c.variables)
    ours = or_(messages.c.contact.in_(_folk(tx)), messages.c.kind == Kind.STAFF.value)
    theirs = (tx.owns(messages), ours, messages.c.contact.not_in(people))
    likely = or_(false(), *(_match_roughly(text, piece) for text in texts for piece in traces.pieces))
    rows = await tx.rows(select(messages.c.id, *texts).where(*theirs, likely))
    return {row.id for row in rows if any(traces.identify(said or "") for said in (row.text, row.data, row.variables))}


async def _ids(tx: Transaction, query: Select[tuple[UUID]]) -> set[UUID]:
    return {row[0] for row in await tx.rows(query)}


def _folk(tx: Transaction) -> Select[tuple[UUID]]:
    """Select everybody who is or was on the staff, or answers for a shop."""
    columns = tx.holdings.list_answering()
    parts = [select(one.label("contact")).where(tx.owns(table), one.is_not(None)) for table, one in columns]
    return select(union(*parts).subquery().c.contact)


def _match_heard(tx: Transaction) -> ColumnElement[bool]:
    return and_(tx.owns(messages), messages.c.direction == "in")


def _match_roughly(column: ColumnElement[str], piece: str) -> ColumnElement[bool]:
    """Return a rough condition: matches are checked again. SQLite changes the case of ASCII alone."""
    return or_(*(func.lower(column).contains(form, autoescape=True) for form in {piece, piece.upper(), piece.title()}))
