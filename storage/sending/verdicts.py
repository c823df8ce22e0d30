"""The verdicts on messages: the waits and refusals as made, and what follows from the departure.

A permission to leave is no row: ``left_at`` shows it, and the ruling that the message points to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from flows.policy.verdict import Outcome, Verdict
from storage.schema import messages, verdicts
from storage.sending.rulings import Rulings, make_ruling_id
from storage.sql import bulk_statements
from storage.sql.repository import Repository

ALLOWED = "Every rule allowed it then."
"""The reason of a verdict to send."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A stored verdict, with its moment."""

    at: datetime
    verdict: Verdict


class Verdicts(Repository):
    """The verdicts on the messages of one business."""

    async def add(self, message: UUID, verdict: Verdict, now: datetime) -> None:
        """Store a verdict; a repeated wait is not stored twice."""
        newest = select(verdicts).where(self._tx.owns(verdicts), verdicts.c.message == message)
        last = await self._tx.row(newest.order_by(verdicts.c.id.desc()).limit(1))
        said = (verdict.outcome.value, verdict.rule, verdict.until)
        if last is not None and (last.outcome, last.rule, last.until) == said:
            return
        await Rulings(self._tx).keep([verdict.rules], now)
        await self._tx.add(
            verdicts,
            id=self._tx.ids.make(),
            message=message,
            at=now,
            outcome=verdict.outcome.value,
            rule=verdict.rule,
            reason=verdict.reason,
            until=verdict.until,
            judged_by=make_ruling_id(verdict.rules),
        )

    async def find_verdicts(self, asked: Sequence[UUID]) -> dict[UUID, list[Judged]]:
        """Return the stored waits and refusals of these messages, oldest first."""
        query = select(verdicts).where(self._tx.owns(verdicts), verdicts.c.message.in_(asked)).order_by(verdicts.c.id)
        rows = await self._tx.rows(query)
        rules = await Rulings(self._tx).find_rules([row.judged_by for row in rows if row.judged_by])
        found: dict[UUID, list[Judged]] = {message: [] for message in asked}
        for row in rows:
            verdict = Verdict(Outcome(row.outcome), row.rule, row.reason, row.until, rules.get(row.judged_by, ()))
            found[row.message].append(Judged(row.at, verdict))
        return found

    async def judgements(self, asked: Sequence[UUID]) -> dict[UUID, list[Judged]]:
        """Return verdicts like ``find_verdicts``, including the one that released the message, stored as its departure
        time."""
        found = await self.find_verdicts(asked)
        for message, one in (await self._load_departures(asked)).items():
            found[message] = sorted([*found[message], one], key=lambda judged: judged.at)
        return found

    async def _load_departures(self, asked: Sequence[UUID]) -> dict[UUID, Judged]:
        wanted = [(self._tx.business, message) for message in asked]
        names, left = ("id", "left_at", "judged_by"), "messages.left_at IS NOT NULL"
        rows = await bulk_statements.find(self._tx, messages, ("business", "id"), wanted, names, where=left)
        rules = await Rulings(self._tx).find_rules([ruling for *_, ruling in rows if ruling])
        return {
            message: Judged(at, Verdict(Outcome.SEND, "ok", ALLOWED, rules=rules.get(ruling, ())))
            for message, at, ruling in rows
        }
