"""The address where a person last answered: by a message, or by opening a link that we had sent there."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, union_all

from storage.schema import clicks, messages
from storage.sending.written_messages import match_person
from storage.sql.repository import Repository

LATELY = timedelta(days=30)
"""How long an answer says where the next step of a plan should go."""


class LastAnswers(Repository):
    """The last answers of one business's people."""

    async def find_address(self, contact: UUID, until: datetime) -> UUID | None:
        """Return the address of a person's last answer within ``LATELY`` before ``until``; None if there is none. A
        robot's visit to a link is no answer."""
        since = until - LATELY
        wrote = select(messages.c.address, messages.c.created_at.label("at")).where(
            self._tx.owns(messages), messages.c.contact == contact, match_person(),
            messages.c.created_at >= since, messages.c.created_at < until,
        )  # fmt: skip
        opened = select(messages.c.address, clicks.c.at).where(
            self._tx.owns(clicks), clicks.c.contact == contact, clicks.c.robot.is_(False), clicks.c.at >= since,
            clicks.c.at < until, self._tx.owns(messages), messages.c.id == clicks.c.message,
        )  # fmt: skip
        both = union_all(wrote, opened).subquery()
        return await self._tx.value_of(UUID, select(both.c.address).order_by(both.c.at.desc()).limit(1))
