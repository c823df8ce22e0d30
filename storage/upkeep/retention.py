"""Retention: old and settled data is deleted a little at a time, so that nobody waits for it.

Only bytes and texts of events and messages are deleted or emptied, never agreements, purchases or counts. Consents, the
texts shown before them, attributions, draws, discounts, orders, links, charges and invoices stay. So do people's clicks
and visits, the goods of carts and the people of prompts, unless the business sets a period for them. The rows of
messages and their runs stay too, without texts. Open work is never touched: outbox entries, parked and unread rows, and
rows of an open run.

Most ids begin with their time, so old rows are found by primary key. A mark per table stores the progress of the last
firing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, delete, exists, literal_column, or_, select, true, update

from flows.plan import LEFT_EARLY
from flows.policy.departure_facts import AGREED
from flows.retention_periods import CARTS, CLICKS, DATA_KINDS, DELIVERIES, EVENTS, MESSAGES, PROMPTS, VISITS
from storage.businesses.service_operations import make_first_id
from storage.erasure.erasure import forget_bytes
from storage.events.event_inbox import TROUBLED
from storage.schema import (
    calls,
    carts,
    clicks,
    consent_proofs,
    consents,
    delivery_addresses,
    events,
    messages,
    outbox,
    permissions,
    prompts,
    questions,
    reservations,
    runs,
    verdicts,
    visits,
    waits,
)
from storage.sql.transaction import Transaction

MOST = 100  # rows of one transaction: on SQLite it blocks everybody else, for some milliseconds
Marks = dict[str, str]  # by table, the last id that was checked

_START = UUID(int=0)
_WORDLESS = {"text": None, "data": None, "variables": None, "buttons": None, "media": None}
_EMPTY = {"items": "[]", "checkout_url": "", "mail": None}
_NAMELESS = {"contact": None, "notice": "{}", "candidates": None}
_UNDER_WAY = ("queued", "sending")
# In the words of the partial indexes, which SQLite uses for no other condition
# (https://www.sqlite.org/partialindex.html).
_DONE: ColumnElement[str] = literal_column("'done'")
_UNREADABLE: ColumnElement[str] = literal_column("'unreadable'")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A table whose rows are checked in the order of creation.

    ``over`` selects the settled old rows; these are emptied to ``values``, or deleted if it is None. ``kind`` is the
    kind of data with a period of its own.
    """

    table: Table
    over: Callable[[datetime], ColumnElement[bool]]
    values: Mapping[str, Any] | None = None
    kind: str = ""


async def sweep(
    tx: Transaction,
    marks: Marks,
    before: datetime | None,
    proofs_before: datetime | None,
    starts: Mapping[str, datetime | None] = MappingProxyType({}),
) -> tuple[Marks, bool]:
    """Sweep up to MOST rows from ``marks`` on that are older than ``before``; return the progress, and True at the end.

    ``starts`` are the moments of kinds of data with a period of their own; None keeps. Proofs of a consent are deleted
    if nothing happened to it since ``proofs_before``.

    After the last part, deleted data also leaves the files of a SQLite database, including that of earlier parts.
    """
    left, reached = MOST, dict(marks)
    for shelf in _SHELVES:
        name = f"{shelf.table.name} {shelf.kind}" if _lasts(shelf.kind) else shelf.table.name
        since = proofs_before if shelf.table is consent_proofs else _find_start(shelf.kind, before, starts)
        if since is None:
            continue
        looked, last = await _look_through(tx, shelf, UUID(reached.get(name, _START.hex)), since, left)
        reached[name] = last.hex
        left -= looked
        if left <= 0:
            return reached, False
    events_before = _find_start(EVENTS, before, starts)
    for status in (_DONE, _UNREADABLE):
        if events_before is None:
            break
        left -= await _forget_events(tx, status, events_before, left)
        if left <= 0:
            return reached, False
    forget_bytes(tx)
    return reached, True


def _lasts(kind: str) -> bool:
    return kind in DATA_KINDS and DATA_KINDS[kind].lasts


def _find_start(kind: str, before: datetime | None, starts: Mapping[str, datetime | None]) -> datetime | None:
    """Return the moment before which data of a kind goes; None keeps it."""
    return starts[kind] if kind in starts else None if _lasts(kind) else before


async def _look_through(tx: Transaction, shelf: _Shelf, mark: UUID, before: datetime, most: int) -> tuple[int, UUID]:
    """Sweep a table; return the number of examined rows, and the last of them."""
    table = shelf.table
    page = select(table.c.id).where(tx.owns(table), table.c.id > mark, table.c.id < make_first_id(before))
    ids = [row.id for row in await tx.rows(page.order_by(table.c.id).limit(most))]
    if not ids:
        return 0, mark
    here = and_(tx.owns(table), table.c.id >= ids[0], table.c.id <= ids[-1], shelf.over(before))
    await tx.run(delete(table).where(here) if shelf.values is None else update(table).where(here).values(shelf.values))
    return len(ids), ids[-1]


async def _forget_events(tx: Transaction, status: ColumnElement[str], before: datetime, most: int) -> int:
    """Delete handled and unusable events, by arrival time, because their ids are hashes."""
    old = and_(tx.owns(events), events.c.status == status, events.c.received_at < before)
    if status is _UNREADABLE:
        old = and_(old, TROUBLED)
    oldest = select(events.c.id).where(old).order_by(events.c.received_at).limit(most)
    ids = [row.id for row in await tx.rows(oldest)]
    await tx.remove(events, events.c.id.in_(ids), events.c.status == status)
    return len(ids)


def _waits_outside(table: Table) -> ColumnElement[bool]:
    """Return the condition on rows with an outbox entry: waiting, in progress, or parked."""
    return exists().where(outbox.c.business == table.c.business, outbox.c.id == table.c.id)


def _match_old_verdicts(_before: datetime) -> ColumnElement[bool]:
    """Return the condition on verdicts about finished messages."""
    theirs = and_(messages.c.business == verdicts.c.business, messages.c.id == verdicts.c.message)
    return ~exists().where(theirs, messages.c.status.in_(_UNDER_WAY))


def _match_robot_visits(_before: datetime) -> ColumnElement[bool]:
    """Return the condition for clicks by robots and link previews. No report counts them."""
    return clicks.c.robot.is_(True)


def _match_visits(_before: datetime) -> ColumnElement[bool]:
    """Return the condition for clicks and visits of people, which are over at once."""
    return true()


def _match_filled_carts(before: datetime) -> ColumnElement[bool]:
    """Return the condition for carts that nobody touched since ``before`` and no run works on."""
    here = and_(runs.c.business == carts.c.business, runs.c.subject == carts.c.id)
    working = exists().where(here, runs.c.ended_at.is_(None))
    return and_(carts.c.as_of < before, carts.c["items"] != "[]", ~working)


def _match_known_prompts(_before: datetime) -> ColumnElement[bool]:
    """Return the condition for prompts of a person; their purchases count, or can count no more."""
    return prompts.c.contact.is_not(None)


def _match_ended_waits(_before: datetime) -> ColumnElement[bool]:
    """Return the condition on waits of ended runs."""
    return exists().where(runs.c.business == waits.c.business, runs.c.id == waits.c.run, runs.c.ended_at.is_not(None))


def _match_old_questions(before: datetime) -> ColumnElement[bool]:
    """Return the condition on questions past their time limit."""
    return questions.c.expires_at < before


def _match_finished_calls(before: datetime) -> ColumnElement[bool]:
    """Return the condition on finished calls."""
    return and_(calls.c.status.in_(("done", "failed")), calls.c.status_at < before, ~_waits_outside(calls))


def _match_traceless_runs(before: datetime) -> ColumnElement[bool]:
    """Return the condition on runs without stored messages or waits and without an early exit: no report
    counts them.
    """
    kept = [
        exists().where(table.c.business == runs.c.business, table.c.run == runs.c.id)
        for table in (messages, outbox, waits)
    ]
    counted = and_(runs.c.contact.is_not(None), runs.c.ended.in_(LEFT_EARLY))
    return and_(runs.c.ended_at < before, ~or_(counted, *kept))


def _match_old_deliveries(before: datetime) -> ColumnElement[bool]:
    """Return the condition on addresses of orders without an active run since ``before``."""
    theirs = and_(
        reservations.c.business == delivery_addresses.c.business, reservations.c.id == delivery_addresses.c.order
    )
    its_run = and_(runs.c.business == reservations.c.business, runs.c.id == reservations.c.run)
    lately = or_(runs.c.ended_at.is_(None), runs.c.ended_at >= before)
    return ~exists().where(theirs, its_run, lately)


def _match_old_messages(before: datetime) -> ColumnElement[bool]:
    """Return the condition on messages that are finished."""
    worded = or_(*(messages.c[name].is_not(None) for name in _WORDLESS))
    over = and_(messages.c.status.not_in(_UNDER_WAY), messages.c.status_at < before)
    return and_(over, worded, ~_waits_outside(messages))


def _proves_nothing_any_more(before: datetime) -> ColumnElement[bool]:
    """Return the condition on proofs of ended consents, at an address without a consent, stop or message since."""
    line = and_(consents.c.business == consent_proofs.c.business, consents.c.id == consent_proofs.c.id)
    later = consents.alias()
    here = and_(later.c.business == consents.c.business, later.c.address == consents.c.address)
    said = exists().where(here, later.c.recorded_at >= before)
    to = and_(messages.c.business == consents.c.business, messages.c.address == consents.c.address)
    written = exists().where(to, messages.c.id >= make_first_id(before), messages.c.left_at.is_not(None))
    at = and_(permissions.c.business == consents.c.business, permissions.c.address == consents.c.address)
    holds = exists().where(at, permissions.c.state.in_([state.value for state in AGREED]))
    return exists().where(line, ~or_(said, written, holds))


_SHELVES = (
    _Shelf(verdicts, _match_old_verdicts),
    _Shelf(clicks, _match_robot_visits),
    _Shelf(waits, _match_ended_waits),
    _Shelf(questions, _match_old_questions),
    _Shelf(calls, _match_finished_calls),
    _Shelf(delivery_addresses, _match_old_deliveries, kind=DELIVERIES),
    _Shelf(runs, _match_traceless_runs),
    _Shelf(messages, _match_old_messages, _WORDLESS, MESSAGES),
    _Shelf(clicks, _match_visits, kind=CLICKS),
    _Shelf(visits, _match_visits, kind=VISITS),
    _Shelf(carts, _match_filled_carts, _EMPTY, CARTS),
    _Shelf(prompts, _match_known_prompts, _NAMELESS, PROMPTS),
    _Shelf(consent_proofs, _proves_nothing_any_more),
)
