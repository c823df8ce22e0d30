"""The hour when a person clicks and writes most: the best time for a campaign message."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from storage.schema import clicks, contacts, messages
from storage.sending.written_messages import match_person
from storage.sql.repository import Repository


class Habits(Repository):
    """The active hours of one business's people."""

    async def find_best_hours(self, people: Collection[UUID], since: datetime, until: datetime) -> Mapping[UUID, int]:
        """Return the busiest hour of each of these people for clicks and messages: 0 to 23, UTC.

        The period runs from ``since`` to before ``until``. Among equal hours the latest one wins. People without
        activity are missing. Activity of merged people counts for the remaining person.
        """
        if not people:
            return {}
        whose = await self._map_merged(people)
        clicked = select(clicks.c.contact, clicks.c.at).where(
            self._tx.owns(clicks), clicks.c.contact.in_(whose), clicks.c.at >= since, clicks.c.at < until,
            clicks.c.robot.is_(False),
        )  # fmt: skip
        wrote = select(messages.c.contact, messages.c.created_at.label("at")).where(
            self._tx.owns(messages), messages.c.contact.in_(whose), match_person(),
            messages.c.created_at >= since, messages.c.created_at < until,
        )  # fmt: skip
        return _find_most([*await self._tx.rows(clicked), *await self._tx.rows(wrote)], whose)

    async def _map_merged(self, people: Collection[UUID]) -> Mapping[UUID, UUID]:
        """Map each contact to the person that its habits count for: these people, and all merged into them."""
        whose = {one: one for one in people}
        fresh: Collection[UUID] = whose.keys()
        while fresh:
            merged = (self._tx.owns(contacts), contacts.c.merged_into.in_(fresh))
            rows = await self._tx.rows(select(contacts.c.id, contacts.c.merged_into).where(*merged))
            found = {row.id: whose[row.merged_into] for row in rows}
            whose, fresh = found | whose, found.keys() - whose.keys()
        return whose


def _find_most(seen: Iterable[Any], whose: Mapping[UUID, UUID]) -> dict[UUID, int]:
    counts: dict[UUID, Counter[int]] = defaultdict(Counter)
    last: dict[tuple[UUID, int], datetime] = {}
    for row in seen:
        one = whose[row.contact]
        counts[one][row.at.hour] += 1
        last[one, row.at.hour] = max(row.at, last.get((one, row.at.hour), row.at))
    return {one: max(hours, key=lambda hour: (hours[hour], last[one, hour])) for one, hours in counts.items()}
