"""Runs and their waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select

from flows.engine import Question, Subject, Wait
from storage.schema import runs, waits
from storage.sending.outbox import Outbox
from storage.sql.repository import Repository, read_record
from storage.sql.statements import owns
from storage.sql.transaction import RetryTransaction

MOST_ATTEMPTS = 5
_ONE = select(runs).where(owns(runs), runs.c.id == bindparam("run"))
_OPEN = select(runs).where(
    owns(runs), runs.c.flow == bindparam("flow"), runs.c.key == bindparam("key"), runs.c.ended_at.is_(None)
)
_OPEN_OF = (
    select(runs)
    .where(owns(runs), runs.c.contact == bindparam("contact"), runs.c.ended_at.is_(None))
    .order_by(runs.c.id)
)
_AS_READ = runs.c.version == bindparam("read")
_ASKED = (
    select(waits)
    .where(owns(waits), waits.c.contact == bindparam("contact"), waits.c.question.is_not(None))
    .order_by(waits.c.id.desc())
    .limit(1)
)
_NO_WAITS = delete(waits).where(owns(waits), waits.c.run == bindparam("ended"))


@dataclass(frozen=True, slots=True)
class Run:
    """The current row of a run; ``state`` is JSON that its flow reads and upgrades, ``ended`` why it is over."""

    id: UUID
    flow: str
    key: str
    contact: UUID | None
    subject: Subject | None
    state: str
    version: int
    started_at: datetime
    ended_at: datetime | None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A due wait."""

    business: str
    id: UUID
    run: UUID
    name: str
    due_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class RunQuestion:
    """An open question to a person: the run that asked and the expected kind of answer."""

    run: UUID
    question: Question


class RunConflict(RetryTransaction):
    """A concurrent change of the run; the work is repeated on the new state."""


class Runs(Repository):
    """The runs of one business."""

    async def get_open(self, flow: str, key: str) -> Run | None:
        """Return the one open run of that flow with that key."""
        return await self._tx.fetch(_OPEN, _run, flow=flow, key=key)

    async def find_last_ended(self, flow: str, subject: UUID) -> Run | None:
        """Return the run of that flow about that subject which ended last."""
        theirs = (self._tx.owns(runs), runs.c.subject == subject, runs.c.flow == flow, runs.c.ended_at.is_not(None))
        newest = (runs.c.ended_at.desc(), runs.c.id.desc())
        return await self._tx.fetch(select(runs).where(*theirs).order_by(*newest).limit(1), _run)

    async def get(self, run: UUID) -> Run | None:
        """Return the run with that id."""
        return await self._tx.fetch(_ONE, _run, run=run)

    async def list_open(self, contact: UUID) -> Sequence[Run]:
        """Return the open runs with a person, oldest first."""
        return [_run(row) for row in await self._tx.rows(_OPEN_OF, contact=contact)]

    async def start(
        self, flow: str, key: str, contact: UUID | None, subject: Subject | None, state: str, now: datetime,
        version: int = 1, ended: str | None = None,
    ) -> Run:  # fmt: skip
        """Begin a run; a unique index allows one open run per (flow, key). Return its first version; ``version`` is the
        one to store."""
        run = Run(self._tx.ids.make(), flow, key, contact, subject, state, 1, now, None)
        await self._tx.add(
            runs,
            id=run.id,
            flow=flow,
            key=key,
            contact=contact,
            subject_kind=subject.kind if subject else None,
            subject=subject.id if subject else None,
            state=state,
            version=version,
            started_at=now,
            ended_at=None if ended is None else now,
            ended=ended,
        )
        return run

    async def advance(self, run: Run, state: str, subject: Subject | None, now: datetime, ended: str | None) -> None:
        """Write the next state. Raises RunConflict if the run's version has changed since it was read."""
        values: dict[str, Any] = {"state": state, "version": run.version + 1}
        if subject is not None:
            values |= {"subject_kind": subject.kind, "subject": subject.id}
        if ended is not None:
            values |= {"ended": ended, "ended_at": now}
        if await self._tx.change_if(runs, run.id, _AS_READ, {"read": run.version}, **values) != 1:
            raise RunConflict(f"run {run.id} moved on from version {run.version}")

    async def merge(self, contact: UUID, into: UUID, now: datetime) -> None:
        """Merge two people: of their open runs keyed by the person, or by something and the person ("win_back:…"), the
        later one of each key goes on.
        """
        for run in await self.list_open(contact):
            if not run.key.endswith(str(contact)):
                continue
            key = run.key.removesuffix(str(contact)) + str(into)
            other = await self.get_open(run.flow, key)
            if other is not None and other.started_at >= run.started_at:
                await self._end(run, now)
                continue
            if other is not None:
                await self._end(other, now)
            await self._tx.change(runs, run.id, key=key, version=run.version + 1)

    async def _end(self, run: Run, now: datetime) -> None:
        await self._tx.change(runs, run.id, ended="merged", ended_at=now, version=run.version + 1)
        await self._tx.run(_NO_WAITS, ended=run.id)
        await Outbox(self._tx).void(now, run=run.id)

    async def wait(self, run: Run, for_: Sequence[Wait], now: datetime, *, new: bool = False) -> None:
        """Replace all waits of the run; a ``new`` one has none."""
        if not new:
            await self._tx.run(_NO_WAITS, ended=run.id)
        rows = [
            {
                "id": self._tx.ids.make(),
                "run": run.id,
                "contact": run.contact,
                "name": wait.name,
                "due_at": wait.due_at,
                "question": wait.question.name if wait.question else None,
                "expecting": wait.question.expecting if wait.question else None,
                "created_at": now,
            }
            for wait in for_
        ]
        await self._tx.add_all(waits, rows)
        if any(wait.due_at is not None and wait.due_at <= now for wait in for_):  # a later one is found by the tick
            self._tx.wake("timers")

    async def find_open(self, contact: UUID, run: UUID | None = None) -> RunQuestion | None:
        """Return the newest open question to a person; with ``run`` that run's."""
        row = await self._tx.row(_ASKED if run is None else _ASKED.where(waits.c.run == run), contact=contact)
        return None if row is None else RunQuestion(row.run, Question(row.question, row.expecting))

    async def drop_wait(self, wait: UUID) -> bool:
        """Delete a wait; return False when it is gone, because the run moved on."""
        return await self._tx.remove(waits, waits.c.id == wait) == 1

    async def fail_wait(self, wait: UUID, attempts: int, until: datetime, now: datetime) -> None:
        """Record that resuming the run failed: retry later, and park after five times, where ``doctor`` shows it."""
        parked = now if attempts + 1 >= MOST_ATTEMPTS else None
        await self._tx.change(waits, wait, attempts=attempts + 1, lease_until=until, parked_at=parked)


def _run(row: Any) -> Run:
    subject = Subject(row.subject_kind, row.subject) if row.subject is not None else None
    return read_record(Run, row, subject=subject)
