"""Questions of customers for the staff: a row stores who takes a question and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from flows.helpdesk import OPTED_OUT
from storage.schema import businesses
from storage.schema import customer_questions as table
from storage.sql.repository import Repository, read_record

ANSWERED, SAVED, CLOSED = "answered", "saved", "closed"
"""The ends of a question: answered by the staff, answered by a saved answer, or closed in silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerQuestion:
    """A customer's question at an ``address``. ``message`` is the first unanswered one.

    ``number`` is the question's number for the staff. ``taken_by`` and ``ended_by`` are members of the staff.
    ``away_told_at`` is when the customer learned that nobody answers before the business opens. ``saved`` names the
    saved answer that was sent.
    """

    id: UUID
    number: int
    contact: UUID
    address: UUID
    message: UUID
    asked_at: datetime
    taken_by: UUID | None = None
    taken_at: datetime | None = None
    snoozed_until: datetime | None = None
    nudges: int = 0
    nudged_at: datetime | None = None
    away_told_at: datetime | None = None
    ended_at: datetime | None = None
    ended: str | None = None
    ended_by: UUID | None = None
    saved: str | None = None

    def rests(self, now: datetime) -> bool:
        """Return True if the question is snoozed."""
        return self.snoozed_until is not None and self.snoozed_until > now


@dataclass(frozen=True, slots=True)
class Answering:
    """The numbers of a period's questions: asked, answered by the staff and by saved answers, and closed.

    ``median`` is the waiting time of questions that the staff answered; ``open`` counts the period's questions still
    waiting.
    """

    asked: int
    answered: int
    saved: int
    closed: int
    open: int
    median: float | None


class CustomerQuestions(Repository):
    """The questions of one business's customers."""

    async def get(self, identity: UUID) -> CustomerQuestion | None:
        """Return the question with that id."""
        return await self._fetch(table.c.id == identity)

    async def find_by_number(self, number: int) -> CustomerQuestion | None:
        """Return the question with that number."""
        return await self._fetch(table.c.number == number)

    async def find_open_at(self, address: UUID) -> CustomerQuestion | None:
        """Return the open question at that address."""
        return await self._fetch(table.c.address == address, table.c.ended_at.is_(None))

    async def list_open_of(self, contact: UUID) -> Sequence[CustomerQuestion]:
        """Return the open questions of a person, at every address."""
        here = (self._tx.owns(table), table.c.contact == contact, table.c.ended_at.is_(None))
        return [_read(row) for row in await self._tx.rows(select(table).where(*here).order_by(table.c.number))]

    async def find_last(self, address: UUID) -> CustomerQuestion | None:
        """Return the latest question at that address."""
        query = select(table).where(self._tx.owns(table), table.c.address == address)
        return await self._tx.fetch(query.order_by(table.c.number.desc()).limit(1), _read)

    async def list_open(self, most: int) -> Sequence[CustomerQuestion]:
        """Return the open questions, longest waiting first."""
        here = select(table).where(self._tx.owns(table), table.c.ended_at.is_(None))
        return [_read(row) for row in await self._tx.rows(here.order_by(table.c.asked_at, table.c.number).limit(most))]

    async def count_open(self) -> int:
        """Return the number of open questions."""
        return await self._tx.count_rows(select(table.c.id).where(self._tx.owns(table), table.c.ended_at.is_(None)))

    async def ask(
        self, contact: UUID, address: UUID, message: UUID, now: datetime, taken_by: UUID | None = None
    ) -> CustomerQuestion:
        """Add a customer's question; ``taken_by`` is the member already talking with them."""
        taken_at = now if taken_by is not None else None
        one = CustomerQuestion(
            id=self._tx.ids.make(), number=await self._choose_next_number(), contact=contact, address=address,
            message=message, asked_at=now, taken_by=taken_by, taken_at=taken_at,
        )  # fmt: skip
        values = {name: getattr(one, name) for name in CustomerQuestion.__dataclass_fields__}
        await self._tx.add(table, **values)
        return one

    async def take(self, identity: UUID, member: UUID, now: datetime) -> bool:
        """Give the question to this member; return False if another member has it, or it is over."""
        free = or_(table.c.taken_by.is_(None), table.c.taken_by == member)
        values = {"taken_by": member, "taken_at": now, "snoozed_until": None}
        return await self._tx.change(table, identity, free, table.c.ended_at.is_(None), **values) == 1

    async def hand_over(self, identity: UUID, member: UUID, now: datetime) -> bool:
        """Give the question to this member, also if another member had it. Return False if the question is over."""
        values = {"taken_by": member, "taken_at": now, "snoozed_until": None}
        return await self._tx.change(table, identity, table.c.ended_at.is_(None), **values) == 1

    async def snooze(self, identity: UUID, until: datetime | None) -> bool:
        """Snooze the question until then, or wake it; return False if it is over."""
        return await self._tx.change(table, identity, table.c.ended_at.is_(None), snoozed_until=until) == 1

    async def note_nudge(self, identity: UUID, number: int, told_at: datetime) -> None:
        """Note the ``number``-th nudge to the staff since the customer's last message."""
        await self._tx.change(table, identity, nudges=number, nudged_at=told_at, snoozed_until=None)

    async def note_away(self, identity: UUID, now: datetime) -> None:
        """Note that the customer learned that nobody answers before the business opens."""
        await self._tx.change(table, identity, away_told_at=now)

    async def note_saved(self, identity: UUID, name: str) -> None:
        """Note the saved answer that answered the question."""
        await self._tx.change(table, identity, saved=name)

    async def end(self, identity: UUID, how: str, now: datetime, by: UUID | None = None) -> bool:
        """End the question; return False if it was over before."""
        values = {"ended_at": now, "ended": how, "ended_by": by, "snoozed_until": None}
        return await self._tx.change(table, identity, table.c.ended_at.is_(None), **values) == 1

    async def reopen(self, identity: UUID) -> bool:
        """Reopen a question that was closed, or whose customer stopped all messages; return False if it is open or
        ended otherwise.
        """
        values = {"ended_at": None, "ended": None, "ended_by": None}
        return await self._tx.change(table, identity, table.c.ended.in_([CLOSED, OPTED_OUT]), **values) == 1

    async def figures(self, start: datetime | None, end: datetime | None) -> Answering:
        """Return the outcomes of the questions asked in a period."""
        bounds = [*([table.c.asked_at >= start] if start else []), *([table.c.asked_at < end] if end else [])]
        query = select(table.c.ended, table.c.asked_at, table.c.ended_at).where(self._tx.owns(table), *bounds)
        rows = await self._tx.rows(query)
        ended = [row.ended for row in rows]
        took = sorted((row.ended_at - row.asked_at).total_seconds() for row in rows if row.ended == ANSWERED)
        many = {how: ended.count(how) for how in (ANSWERED, SAVED, CLOSED)}
        return Answering(
            len(rows), many[ANSWERED], many[SAVED], many[CLOSED], ended.count(None), _median(took) if took else None
        )

    async def _choose_next_number(self) -> int:
        """Return one more than the last number. A business's questions are numbered one after the other, so no two
        share one.
        """
        if self._tx.postgres:  # SQLite has one writer anyway
            here = select(businesses.c.id).where(businesses.c.id == self._tx.business)
            await self._tx.row(here.with_for_update(key_share=True))
        last = await self._tx.value(select(func.max(table.c.number)).where(self._tx.owns(table)))
        return int(last or 0) + 1

    async def _fetch(self, *where: ColumnElement[bool]) -> CustomerQuestion | None:
        return await self._tx.fetch(select(table).where(self._tx.owns(table), *where), _read)


def _median(values: Sequence[float]) -> float:
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _read(row: Any) -> CustomerQuestion:
    return read_record(CustomerQuestion, row)
