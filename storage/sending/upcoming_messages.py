"""Coming marketing messages of sequences to some people: waiting steps, and queued messages.

Campaigns are left out: their previews know who is still to get one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select

from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind, Purpose
from storage.schema import messages, outbox, plan_entries, plans, runs, waits
from storage.sql import bulk_statements
from storage.sql.repository import Repository

_STEP = "step"  # the wait of a sequence for its next message: flows/sequence.py
_UNNAMED = "notices"


@dataclass(frozen=True, slots=True)
class ComingMessage:
    """A message of a sequence to a person at a moment; ``name`` is the plan's, ``thread`` the conversation's."""

    contact: UUID
    name: str
    at: datetime
    thread: str | None


class ComingMessages(Repository):
    """The unsent messages of one business's sequences."""

    async def list_coming(self, people: Sequence[UUID], until: datetime) -> list[ComingMessage]:
        """Return the messages due to these people by a moment, except those of a plan that is off."""
        found: list[ComingMessage] = []
        for some in bulk_statements.split_portions(people):
            for query in (self._steps(some, until), self._select_queued(some, until)):
                found += _read(await self._tx.rows(query))
        return found

    def _steps(self, people: Iterable[UUID], until: datetime) -> Select[Any]:
        name = func.coalesce(plans.c.name, runs.c.flow).label("name")
        run = and_(runs.c.business == waits.c.business, runs.c.id == waits.c.run)
        entry = and_(plan_entries.c.business == runs.c.business, plan_entries.c.id == runs.c.subject)
        plan = and_(plans.c.business == plan_entries.c.business, plans.c.id == plan_entries.c.plan)
        joined = waits.join(runs, run).outerjoin(plan_entries, entry).outerjoin(plans, plan)
        columns = (waits.c.contact, name, waits.c.due_at.label("at"), runs.c.id.label("run"), runs.c.subject)
        return (
            select(*columns, runs.c.subject_kind)
            .select_from(joined)
            .where(self._tx.owns(waits), waits.c.contact.in_(people), waits.c.name == _STEP, waits.c.due_at <= until)
            .where(runs.c.ended_at.is_(None), or_(plans.c.id.is_(None), plans.c.enabled))
        )

    def _select_queued(self, people: Iterable[UUID], until: datetime) -> Select[Any]:
        row = and_(outbox.c.business == messages.c.business, outbox.c.id == messages.c.id)
        name = func.coalesce(messages.c.experiment, _UNNAMED).label("name")
        columns = (outbox.c.contact, name, outbox.c.due_at.label("at"), messages.c.run, messages.c.subject)
        return (
            select(*columns, messages.c.subject_kind)
            .select_from(outbox.join(messages, row))
            .where(self._tx.owns(outbox), outbox.c.contact.in_(people), outbox.c.marketing, outbox.c.due_at <= until)
            .where(messages.c.status == MessageStatus.QUEUED.value, messages.c.purpose == Purpose.MARKETING.value)
            .where(messages.c.kind == Kind.MESSAGE.value, messages.c.campaign.is_(None))
        )


def _read(rows: Iterable[Any]) -> Iterable[ComingMessage]:
    for row in rows:
        thread = row.subject if row.subject_kind == "cart" else row.run
        yield ComingMessage(row.contact, row.name, row.at, str(thread) if thread else None)
