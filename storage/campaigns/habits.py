"""At which hour somebody clicks and writes, which is when a campaign reaches them best."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from storage.repository import Repository
from storage.schema import clicks, messages


class Habits(Repository):
    """When the people of one business are there."""

    async def best_hours(self, people: Collection[UUID], since: datetime, until: datetime) -> Mapping[UUID, int]:
        """The hour of the day in UTC, 0 to 23, in which each of these people clicked and wrote most from ``since`` to
        before ``until``, of several the one that came last; nobody of whom nothing is known."""
        if not people:
            return {}
        clicked = select(clicks.c.contact, clicks.c.at).where(
            self._tx.mine(clicks), clicks.c.contact.in_(people), clicks.c.at >= since, clicks.c.at < until,
            clicks.c.robot.is_(False),
        )  # fmt: skip
        wrote = select(messages.c.contact, messages.c.created_at.label("at")).where(
            self._tx.mine(messages), messages.c.contact.in_(people), messages.c.direction == "in",
            messages.c.created_at >= since, messages.c.created_at < until,
        )  # fmt: skip
        return _most([*await self._tx.rows(clicked), *await self._tx.rows(wrote)])


def _most(seen: Iterable[Any]) -> dict[UUID, int]:
    counts: dict[UUID, Counter[int]] = defaultdict(Counter)
    last: dict[tuple[UUID, int], datetime] = {}
    for row in seen:
        counts[row.contact][row.at.hour] += 1
        last[row.contact, row.at.hour] = max(row.at, last.get((row.contact, row.at.hour), row.at))
    return {one: max(hours, key=lambda hour: (hours[hour], last[one, hour])) for one, hours in counts.items()}
