"""Our files attached to messages: each under the id of its message, as long as it may be requested."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select, update

from flows.delivery import OPEN
from flows.message_files import Attachment
from flows.policy.departure_facts import Kind
from storage.schema import attachments, messages
from storage.sending.message import Message
from storage.sql import bulk_statements
from storage.sql.repository import Repository

_OPEN = [status.value for status in OPEN]


class Attachments(Repository):
    """The files of one business's messages."""

    async def add(self, message: Message, file: Attachment) -> None:
        """Add the file of a new message."""
        named = {"name": file.name, "media_type": file.media_type}
        await self._tx.add(attachments, id=message.id, contact=message.contact, **named, body=file.body)

    async def copy(self, earlier: UUID, message: Message) -> bool:
        """Give a message the file of an earlier one; return False if that file is gone."""
        mine = (self._tx.owns(attachments), attachments.c.id == earlier)
        own = {
            "id": literal(message.id, attachments.c.id.type),
            "contact": literal(message.contact, attachments.c.contact.type),
        }
        names = [column.name for column in attachments.c]
        same = select(*(own.get(name, attachments.c[name]) for name in names)).where(*mine)
        return await self._tx.run(attachments.insert().from_select(names, same)) == 1

    async def get(self, message: UUID) -> Attachment | None:
        """Return the file of a message, or None."""
        return (await self.find_attachments([message])).get(message)

    async def find_attachments(self, which: Sequence[UUID]) -> dict[UUID, Attachment]:
        """Return the files of those messages that have one."""
        wanted = [(self._tx.business, message) for message in which]
        rows = await bulk_statements.find(
            self._tx, attachments, ("business", "id"), wanted, ("id", "name", "media_type", "body")
        )
        return {message: Attachment(name, media_type, bytes(body)) for message, name, media_type, body in rows}

    async def forget(self, people: Sequence[UUID]) -> None:
        """Delete these people's files, and all files to the staff, as files are not searched for names.

        An unsent message leaves without its file.
        """
        staffs = exists().where(_match_message(), messages.c.kind == Kind.STAFF.value)
        gone = or_(attachments.c.contact.in_(people), staffs)
        which = select(attachments.c.id).where(self._tx.owns(attachments), gone)
        await self._tx.run(update(messages).where(self._tx.owns(messages), messages.c.id.in_(which)).values(media=None))
        await self._tx.remove(attachments, gone)

    async def sweep(self, before: datetime) -> int:
        """Delete the files of messages that were finished before that moment; return how many."""
        over = exists().where(_match_message(), messages.c.status.not_in(_OPEN), messages.c.status_at < before)
        return await self._tx.remove(attachments, over)


def _match_message() -> ColumnElement[bool]:
    return and_(messages.c.business == attachments.c.business, messages.c.id == attachments.c.id)
