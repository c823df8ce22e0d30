"""Unclear messages of people, our questions about them, and the next messages: stored as long as messages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from storage.schema import contacts, messages, questions
from storage.sending.message import Message
from storage.sending.messages import Messages
from storage.sending.written_messages import match_person
from storage.sql.repository import Repository


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A ``line``, our question about it, and the next message at that address (``said``); ``expects`` is the
    question's.

    ``name`` is the writer's, for removal from the texts.
    """

    line: Message
    asked: Message
    expects: str
    said: Message | None
    name: str | None


class AskedLines(Repository):
    """The messages of one business's customers that Parley did not understand and answered with a question."""

    async def page(self, expects: Collection[str], since: datetime, most: int, after: UUID | None) -> list[AskedLine]:
        """Return lines since a moment, oldest first, whose question was asked after the message ``after``."""
        line, said = messages.alias("line"), messages.alias("said")
        here = (said.c.business == messages.c.business, said.c.address == messages.c.address)
        written = (match_person(said), said.c.id > messages.c.id)
        next_ = select(said.c.id).where(*here, *written).order_by(said.c.id).limit(1).scalar_subquery()
        query = (
            select(messages.c.id, line.c.id.label("line"), questions.c.expects, next_.label("said"), contacts.c.name)
            .join(questions, (questions.c.message == messages.c.id) & (questions.c.business == messages.c.business))
            .join(line, (line.c.id == messages.c.reply_to) & (line.c.business == messages.c.business))
            .join(contacts, contacts.c.id == line.c.contact)
            .where(self._tx.owns(messages), questions.c.expects.in_(list(expects)))
            .where(line.c.direction == "in", messages.c.created_at >= since)
            .order_by(messages.c.id)
            .limit(most)
        )
        rows = await self._tx.rows(query if after is None else query.where(messages.c.id > after))
        ids = [one for row in rows for one in (row.id, row.line, row.said) if one is not None]
        known = await Messages(self._tx).by_ids(ids)
        return [AskedLine(known[row.line], known[row.id], row.expects, known.get(row.said), row.name) for row in rows]

    async def count_heard(self, since: datetime) -> int:
        """Return the number of messages that people wrote since a moment."""
        query = select(func.count()).select_from(messages)
        rows = await self._tx.rows(query.where(self._tx.owns(messages), match_person(), messages.c.created_at >= since))
        return int(rows[0][0])
