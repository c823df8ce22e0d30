"""The outbox: the unsent entries. Claimed under a lease, deleted when settled, so that it stays small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, SmallInteger, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from flows.delivery import MessageStatus
from storage.schema import businesses, messages, outbox, runs
from storage.sql import bulk_statements
from storage.sql.column_types import Id, Moment
from storage.sql.repository import Repository, dump_record, read_record
from storage.sql.statements import owns

MOST_MISTAKES = 5
_FIRST_PAUSE = timedelta(seconds=5)  # after our own failure; four times as long each time: five take seven minutes


class Priority(IntEnum):
    """The order of a sender's turns; lower leaves first."""

    ANSWER = 0  # to a person who just wrote, and to staff
    TRANSACTIONAL = 1  # status, payment
    SHOPKEEPER = 2  # a request to a shop
    SEQUENCE = 3  # recovery and other plans
    BULK = 4  # campaigns


URGENT = (Priority.ANSWER, Priority.TRANSACTIONAL)
_LOWER = (Priority.SEQUENCE, Priority.BULK)
_A_MOMENT = timedelta(seconds=1)
_IN_LINE = ("id", "address", "priority", "due_at", "not_before", "parked_at")


@lru_cache  # a flow voids its queued messages at nearly every event
def _make_void_statement(given: frozenset[str]) -> ReturningUpdate[tuple[UUID]]:
    """Return the statement of `Outbox.void` for the given parameters."""
    chosen = [owns(outbox), outbox.c.kind == "message"]
    if "of_run" in given:
        run = bindparam("of_run", type_=Id)
        ended = and_(runs.c.ended_at.is_not(None), runs.c.ended != "merged")
        is_over = exists().where(owns(runs), runs.c.id == run, ended)
        chosen += [outbox.c.run == run, or_(outbox.c.priority != int(Priority.ANSWER), is_over)]
    if "of_contact" in given:
        chosen += [outbox.c.contact == bindparam("of_contact"), outbox.c.marketing.is_(True)]
    said = [messages.c.template == bindparam("that_says")] if "that_says" in given else []
    return _void(messages.c.id.in_(select(outbox.c.id).where(*chosen)), *said)


def _void(*which: ColumnElement[bool]) -> ReturningUpdate[tuple[UUID]]:
    queued = (owns(messages), messages.c.status == MessageStatus.QUEUED, *which)
    void = {"status": MessageStatus.VOID.value, "status_at": bindparam("voided_at")}
    return update(messages).where(*queued).values(void).returning(messages.c.id)


_Line = tuple[UUID, int]  # an address, and the urgency
_Turn = tuple[datetime, UUID]  # the due time, and the entry


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """An entry to send; ``id`` is that of its message or call.

    ``attempts`` counts the provider's tries, ``mistakes`` our own failures. The provider's answers use up the first,
    the second parks the entry, and neither counts for the other.
    """

    id: UUID
    kind: str
    sender: UUID
    priority: Priority
    due_at: datetime | None
    address: UUID | None
    contact: UUID | None
    marketing: bool
    run: UUID | None
    attempts: int = 0
    mistakes: int = 0


def _head(priority: Priority) -> ColumnElement[datetime | None]:
    """Return since when the first entry is due."""
    theirs = and_(_OF_SENDER, outbox.c.priority == int(priority))
    return select(func.min(outbox.c.due_at)).where(theirs).scalar_subquery().label(priority.name)


# Used by every batch, so built once; SQLAlchemy caches the database's own text.
NOW, ELAPSED = bindparam("now", type_=Moment), bindparam("elapsed", type_=Moment)
_OF_SENDER = and_(outbox.c.business == bindparam("in_business"), outbox.c.sender == bindparam("by", type_=Id))
FREE = and_(
    outbox.c.due_at <= NOW,
    outbox.c.parked_at.is_(None),
    or_(outbox.c.not_before.is_(None), outbox.c.not_before <= ELAPSED),
    or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= ELAPSED),
)
_HEADS = select(*map(_head, Priority))
_PROBE = (
    select(*(outbox.c[name] for name in OutboxEntry.__slots__))
    .where(
        _OF_SENDER,
        outbox.c.priority == bindparam("urgency", type_=SmallInteger),
        outbox.c.id.not_in(bindparam("known", expanding=True, type_=Id)),
        FREE,
    )
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
)
_PROBE_ALONE = _PROBE.with_for_update(skip_locked=True)


class Outbox(Repository):
    """The unsent entries of one business."""

    async def add(self, entry: OutboxEntry) -> None:
        """Add an entry; the sender is woken after the commit."""
        await self._tx.add(outbox, **dump_record(entry) | {"priority": int(entry.priority)})
        self._tx.wake("sender")

    async def claim(
        self,
        sender: UUID,
        now: datetime,
        elapsed: datetime,
        lease: timedelta,
        most: int,
        which: Sequence[Priority] = tuple(Priority),
    ) -> list[OutboxEntry]:
        """Lease up to ``most`` due entries of a sender: each priority by one probe of the index, in order of due.

        A fifth of the turns is the lower classes', so that a flood of answers does not hold them back for ever.
        """
        taken: list[OutboxEntry] = []
        due = await self._list_due_priorities(sender, now) & set(which)
        turns = [(_LOWER, most if due <= set(_LOWER) else _take_fifth(most, elapsed)), (tuple(Priority), most)]
        for priorities, share in turns:
            for priority in priorities:
                if priority in due and len(taken) < share:
                    known = [entry.id for entry in taken]
                    taken += await self._probe(sender, priority, now, elapsed, share - len(taken), known)
        taken.sort(key=lambda entry: entry.priority)
        leases = [(elapsed + lease, self._tx.business, entry.id) for entry in taken]
        await bulk_statements.change(self._tx, outbox, ("business", "id"), ("lease_until",), leases)
        return taken

    async def settle(self, entry: UUID) -> None:
        """Delete a sent or dead entry."""
        await self._tx.remove(outbox, outbox.c.id == entry)

    async def settle_all(self, entries: Sequence[UUID]) -> None:
        """Delete sent or dead entries."""
        which = [(self._tx.business, entry) for entry in entries]
        await bulk_statements.remove(self._tx, outbox, ("business", "id"), which)

    async def find_behind(self, entries: Sequence[OutboxEntry], now: datetime, elapsed: datetime) -> set[UUID]:
        """Return the entries behind another one to the same address, due and as urgent.

        An entry of unknown outcome, which is only asked about later, blocks nobody.
        """
        theirs = {(self._tx.business, entry.contact) for entry in entries}
        places: dict[UUID, tuple[_Line, _Turn]] = {}
        heads: dict[_Line, _Turn] = {}
        for id_, address, priority, due_at, not_before, parked_at in await bulk_statements.find(
            self._tx, outbox, ("business", "contact"), list(theirs), _IN_LINE
        ):
            if due_at is None:
                continue
            line, turn = places[id_] = ((address, priority), (due_at, id_))
            soon = not_before is None or not_before <= elapsed + _A_MOMENT
            if due_at <= now and soon and parked_at is None:
                heads[line] = min(heads.get(line, turn), turn)
        ours = {entry.id: places[entry.id] for entry in entries if entry.id in places}
        return {id_ for id_, (line, turn) in ours.items() if heads.get(line, turn) < turn}

    async def wait(self, entry: UUID, until: datetime | None) -> None:
        """Put an entry off: due again at ``until`` of the shop's time, or at a release (None)."""
        await self._tx.change(outbox, entry, due_at=until, lease_until=None)

    async def give_back(self, entries: Sequence[UUID]) -> None:
        """Release claimed entries that were not read, for the next worker to take at once."""
        if not entries:
            return
        await self._tx.change_all(outbox, outbox.c.id.in_(entries), lease_until=None)

    async def back_off(self, entry: UUID, not_before: datetime) -> None:
        """Retry an entry later in real time, uncounted."""
        await self._tx.change(outbox, entry, not_before=not_before, lease_until=None)

    async def stumble(self, entry: OutboxEntry, now: datetime, elapsed: datetime) -> bool:
        """Count our own failure with an entry: retry after a growing pause; return True if it is parked instead."""
        mistakes = entry.mistakes + 1
        parked = mistakes >= MOST_MISTAKES
        pause = _FIRST_PAUSE * 4 ** min(entry.mistakes, MOST_MISTAKES)
        await self._tx.change(
            outbox,
            entry.id,
            mistakes=mistakes,
            not_before=elapsed + pause,
            lease_until=None,
            parked_at=now if parked else None,
        )
        return parked

    async def retry_at(self, entry: UUID, due_at: datetime) -> None:
        """Count the provider's failed try: retry at a later moment of the shop's time."""
        await self._tx.change(outbox, entry, due_at=due_at, attempts=outbox.c.attempts + 1, lease_until=None)

    async def lock_pause(self, *, alone: bool = False) -> datetime | None:
        """Return since when the business sends answers only, and lock its pause until this transaction ends.

        So no entry waits for a ``release`` that has just run. With ``alone`` only one transaction at a time holds the
        lock: nobody else sums the spending until this one has written its own. Take it before locking any person.
        """
        query = select(businesses.c.paused_at).where(businesses.c.id == self._tx.business)
        locked = query.with_for_update(read=not alone, key_share=alone)
        return await self._tx.value_of(datetime, locked if self._tx.postgres else query)

    async def release(self, now: datetime) -> int:
        """Make everything that waited for the business's resume due now."""
        self._tx.wake("sender")
        return await self._tx.change_all(outbox, outbox.c.due_at.is_(None), due_at=now)

    async def let_go(self, contact: UUID, now: datetime, at: datetime) -> int:
        """Move marketing to a person, due before ``now`` and waiting beyond ``at``, forward to ``at``, to be judged
        again."""
        was_due = select(messages.c.id).where(self._tx.owns(messages), messages.c.due_at <= now)
        waits = and_(outbox.c.contact == contact, outbox.c.marketing.is_(True), outbox.c.due_at > at)
        self._tx.wake("sender")
        return await self._tx.change_all(outbox, waits, outbox.c.id.in_(was_due), due_at=at)

    async def void(
        self, now: datetime, *, run: UUID | None = None, contact: UUID | None = None, template: str | None = None
    ) -> int:
        """Delete the unsent entries of a run, or all marketing to a person.

        With ``template``, delete only entries with that template.

        Answers stay as long as their run goes on, or goes on in another one. After the run's end they would be
        outdated: a bought cart, a reminder that nobody will send.
        """
        chosen = {"of_run": run, "of_contact": contact, "that_says": template}
        given = {name: value for name, value in chosen.items() if value is not None}
        return await self._take_out(_make_void_statement(frozenset(given)), voided_at=now, **given)

    async def drop(self, said: Sequence[UUID], now: datetime) -> None:
        """Stop these messages from leaving, if they have not left."""
        for part in bulk_statements.split_portions(said):
            await self._take_out(_void(messages.c.id.in_(part)), voided_at=now)

    async def _take_out(self, voiding: ReturningUpdate[tuple[UUID]], **given: Any) -> int:
        ids = [row.id for row in await self._tx.rows(voiding, **given)]
        if ids:
            await self._tx.remove(outbox, outbox.c.id.in_(ids))
        return len(ids)

    async def depth(self) -> dict[int, tuple[int, datetime | None]]:
        """Return per priority the number of waiting entries, and since when the oldest is due."""
        figures = (func.count().label("many"), func.min(outbox.c.due_at).label("since"))
        query = select(outbox.c.priority, *figures).where(self._tx.owns(outbox)).group_by(outbox.c.priority)
        return {row.priority: (row.many, row.since) for row in await self._tx.rows(query)}

    async def _list_due_priorities(self, sender: UUID, now: datetime) -> set[Priority]:
        """Return the priorities with something due: one look at the head of each, so that empty ones are not probed."""
        heads = await self._tx.fetch_one(_HEADS, in_business=self._tx.business, by=sender)
        return {one for one, head in zip(Priority, heads, strict=True) if head is not None and head <= now}

    async def _probe(
        self, sender: UUID, priority: Priority, now: datetime, elapsed: datetime, most: int, known: Sequence[UUID]
    ) -> list[OutboxEntry]:
        """Return a priority's due entries. ``known`` are claimed already, and not yet marked so."""
        values = {"in_business": self._tx.business, "by": sender, "urgency": int(priority), "now": now}
        found = await self._tx.rows(
            _PROBE_ALONE if self._tx.postgres else _PROBE, **values, elapsed=elapsed, most=most, known=list(known)
        )
        return [_entry(row) for row in found]


def _take_fifth(most: int, elapsed: datetime) -> int:
    """Return how many of ``most`` turns are the lower classes'; of fewer than five, one in every fifth second."""
    return most // 5 or int(int(elapsed.timestamp()) % 5 == 0)


def _entry(row: Any) -> OutboxEntry:
    return read_record(OutboxEntry, row, priority=Priority(row.priority))
