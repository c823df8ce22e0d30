"""The messages of a business: stored, found, and moved through their lives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, case, func, select, update

from flows.delivery import FINAL, LEFT, RANKS, MessageStatus
from flows.message_files import Attached
from flows.policy.departure_facts import ASKS, Purpose
from storage.schema import FLYING, addresses, messages
from storage.sending.message import NO_PICTURE, Message
from storage.sending.message_rows import dump_parts, make_row, read_row, read_values
from storage.sql import bulk_statements, json_codec
from storage.sql.column_types import Moment
from storage.sql.repository import Repository
from storage.sql.statements import owns

_OF_A_BOT = re.compile(r"[0-9]+:-?[0-9]+:[0-9]+")
_LOOKED_AT = 5000  # messages searched for marketing ones
_REACHED = {MessageStatus.SENT: "sent_at", MessageStatus.DELIVERED: "delivered_at", MessageStatus.READ: "read_at"}

# Read for every text of a person, so built once.
_ONE = select(messages).where(owns(messages), messages.c.id == bindparam("message"))
_OF_KEY = select(messages).where(owns(messages), messages.c.key == bindparam("key"))
_AT = select(messages).where(owns(messages), messages.c.address == bindparam("address")).order_by(messages.c.id.desc())
_THREAD = _AT.limit(bindparam("most"))
_LAST_WORD = _AT.where(
    messages.c.direction == "out", messages.c.left_at.is_not(None), messages.c.id < bindparam("before")
).limit(1)


def list_names(provider_id: str) -> tuple[str, ...]:
    """Return the possible stored names of a provider's message id, the likeliest first: Telegram's ``bot:chat:message``
    was ``chat:message`` when there was only one bot.
    """
    return (provider_id, provider_id.partition(":")[2]) if _OF_A_BOT.fullmatch(provider_id) else (provider_id,)


class Messages(Repository):
    """The messages of one business."""

    async def add(self, message: Message) -> bool:
        """Store a message; return False if its key exists already."""
        self._tx.written.add(message.id)
        return await self._tx.add_new(messages, **make_row(message))

    async def get(self, message: UUID) -> Message | None:
        """Return the message with that id."""
        return await self._tx.fetch(_ONE, read_row, message=message)

    async def by_ids(self, ids: Sequence[UUID]) -> dict[UUID, Message]:
        """Return the messages with these ids."""
        wanted = [(self._tx.business, message) for message in ids]
        found = await bulk_statements.find(self._tx, messages, ("business", "id"), wanted, Message.__slots__)
        return {row[0]: read_values(row) for row in found}

    async def find_by_provider_id(self, provider_id: str) -> Message | None:
        """Return the message with that provider id; the newest of several."""
        named = messages.c.provider_id.in_(list_names(provider_id))
        found = [read_row(row) for row in await self._tx.rows(select(messages).where(self._tx.owns(messages), named))]
        return max(found, key=lambda one: (one.provider_id == provider_id, one.id), default=None)

    async def list_for_run(self, run: UUID) -> list[Message]:
        """Return a run's sent and planned messages, oldest first."""
        query = select(messages).where(self._tx.owns(messages), messages.c.run == run)
        return [read_row(row) for row in await self._tx.rows(query.order_by(messages.c.id))]

    async def list_about(self, subject: UUID) -> list[Message]:
        """Return the sent and planned messages about a subject, oldest first."""
        query = select(messages).where(self._tx.owns(messages), messages.c.subject == subject)
        return [read_row(row) for row in await self._tx.rows(query.order_by(messages.c.id))]

    async def find_by_key(self, key: str) -> Message | None:
        """Return the message with that key."""
        return await self._tx.fetch(_OF_KEY, read_row, key=key)

    async def thread(self, address: UUID, most: int = 200) -> list[Message]:
        """Return the latest messages to and from an address, oldest first."""
        return [read_row(row) for row in reversed(await self._tx.rows(_THREAD, address=address, most=most))]

    async def find_last_word(self, address: UUID, before: UUID) -> Message | None:
        """Return the last message that left for that address before that message came."""
        return await self._tx.fetch(_LAST_WORD, read_row, address=address, before=before)

    async def find_last_received(self, address: UUID) -> UUID | None:
        """Return the last message from an address."""
        theirs = (messages.c.direction == "in", messages.c.address == address)
        query = select(messages.c.id).where(self._tx.owns(messages), *theirs)
        return await self._tx.value_of(UUID, query.order_by(messages.c.id.desc()).limit(1))

    async def page(self, address: UUID | None, contact: UUID | None, before: UUID | None, most: int) -> list[Message]:
        """Return messages newest first, of one address or person if named, older than ``before``."""
        query = select(messages).where(self._tx.owns(messages))
        if address is not None:
            query = query.where(messages.c.address == address)
        if contact is not None:  # theirs first: else SQLite walks all messages, the newest first
            theirs = select(messages.c.id).where(self._tx.owns(messages), messages.c.contact == contact)
            query = query.where(messages.c.id.in_(theirs))
        if before is not None:
            query = query.where(messages.c.id < before)
        return [read_row(row) for row in await self._tx.rows(query.order_by(messages.c.id.desc()).limit(most))]

    async def list_marketing(self, most: int) -> list[Message]:
        """Return the newest planned marketing messages, among the ``_LOOKED_AT`` newest messages of all."""
        newest = select(messages.c.id).where(self._tx.owns(messages)).order_by(messages.c.id.desc()).limit(_LOOKED_AT)
        ours = (messages.c.direction == "out", messages.c.purpose == Purpose.MARKETING.value)
        query = select(messages).where(self._tx.owns(messages), messages.c.id.in_(newest), *ours)
        return [read_row(row) for row in await self._tx.rows(query.order_by(messages.c.id.desc()).limit(most))]

    async def requeue(self, message: UUID, now: datetime) -> bool:
        """Requeue a message that the provider explicitly refused: it counts as not sent and may be judged again.

        Return False if a receipt has meanwhile contradicted that.
        """
        open_ = messages.c.status.in_([MessageStatus.SENDING.value, MessageStatus.UNKNOWN.value])
        values = {"status": MessageStatus.QUEUED.value, "left_at": None, "attempted_at": None, "asked": 0}
        return await self._tx.change(messages, message, open_, status_at=now, **values) == 1

    async def rewrite(self, message: UUID, text: str, buttons: Sequence[Mapping[str, str]], now: datetime) -> bool:
        """Replace the text of our own message. Return True if it has left and must be edited at the provider too.

        A template's text stays, and so does a message that will never arrive. For a message that has not left, the
        caller holds the person, because the departure stores the sent text.
        """
        open_ = [status.value for status in (MessageStatus.QUEUED, *LEFT)]
        ours = (messages.c.direction == "out", messages.c.template.is_(None), messages.c.content.is_(None))
        here = and_(self._tx.owns(messages), messages.c.id == message, *ours, messages.c.status.in_(open_))
        queued = messages.c.status == MessageStatus.QUEUED.value
        edited = case((queued, messages.c.edited_at), else_=bindparam(None, now, Moment))
        values = {"text": text, "buttons": dump_parts(buttons)}
        changed = update(messages).where(here).values(**values, edited_at=edited).returning(messages.c.status)
        row = await self._tx.row(changed)
        return row is not None and row.status != MessageStatus.QUEUED.value

    async def take_buttons_away(
        self, message: UUID, text: str, left: Sequence[Mapping[str, str]], now: datetime
    ) -> bool:
        """Keep only the buttons ``left`` of an answered message, with the answer in its text; return False if it has
        not left.

        A message that asked for a consent keeps its words, which are evidence.
        """
        status = messages.c.status.in_([one.value for one in LEFT])
        plain = and_(messages.c.kind.not_in([kind.value for kind in ASKS]), messages.c.content.is_(None))
        here = and_(self._tx.owns(messages), messages.c.id == message, status, plain)
        changed = update(messages).where(here).values(text=text, buttons=dump_parts(left), edited_at=now)
        return await self._tx.run(changed) > 0

    async def hold(self, message: UUID) -> Message | None:
        """Lock the message against a rewrite until this transaction ends, and return its current state."""
        query = select(messages).where(self._tx.owns(messages), messages.c.id == message)
        return await self._tx.fetch(query.with_for_update() if self._tx.postgres else query, read_row)

    async def drop_picture(self, message: Message, otherwise: Attached | None = None) -> None:
        """Remove the picture of a queued message's values or subject, or use its file ``otherwise``."""
        if otherwise is not None:
            await self._tx.change(messages, message.id, media=dump_parts([otherwise.to_media()]))
            return
        data = json_codec.dump_values({**message.data, **NO_PICTURE})  # "" comes before the subject's picture
        await self._tx.change(messages, message.id, data=data, media=None)

    async def reach(self, message: UUID, news: MessageStatus, now: datetime, **values: Any) -> bool:
        """Move a message forward by rank; an older report only fills in a missing moment. Return True if it moved.

        A read message was delivered, and a delivered one was sent, in any order of the reports.
        """
        this = and_(self._tx.owns(messages), messages.c.id == message)
        below = [status.value for status in RANKS if RANKS[status] < RANKS[news]]
        implied = [column for status, column in _REACHED.items() if news in _REACHED and RANKS[status] <= RANKS[news]]
        moments = {name: func.coalesce(messages.c[name], bindparam(None, now, Moment)) for name in implied}
        moved = update(messages).where(this, messages.c.status.in_(below))
        if await self._tx.run(moved.values(status=news.value, status_at=now, **moments, **values)) == 1:
            return True
        if moments:
            left = messages.c.status.not_in([status.value for status in FINAL])
            await self._tx.run(update(messages).where(this, left).values(**moments))
        return False

    async def mark_opened(self, message: UUID, at: datetime) -> None:
        """Store the first open of a message that left; its status stays."""
        first = and_(messages.c.left_at.is_not(None), messages.c.opened_at.is_(None))
        await self._tx.change(messages, message, first, opened_at=at)

    async def note(self, message: UUID, **values: Any) -> None:
        """Store later data of a message: provider id, price."""
        known = {name: value for name, value in values.items() if value is not None}
        if known:
            await self._tx.change(messages, message, **known)

    async def close(self, message: UUID, status: MessageStatus, now: datetime, code: str | None = None) -> None:
        """Close a queued message that will not leave: refused, expired or void."""
        queued = messages.c.status == MessageStatus.QUEUED
        await self._tx.change(messages, message, queued, status=status.value, status_at=now, code=code)

    async def count_query(self, message: UUID, elapsed: datetime) -> None:
        """Count one more query to the provider about a message of unknown outcome."""
        await self._tx.change(messages, message, asked=messages.c.asked + 1, attempted_at=elapsed)

    async def find_in_flight(self, people: Sequence[UUID]) -> set[UUID]:
        """Return the addresses of these people with a message being handed over right now."""
        return {address for _, address, _ in await self._list_flying(people)}

    async def find_sold_to(self, people: Sequence[UUID]) -> set[UUID]:
        """Return those of these people with marketing being handed over right now."""
        return {person for person, _, purpose in await self._list_flying(people) if purpose == Purpose.MARKETING.value}

    async def _list_flying(self, people: Sequence[UUID]) -> list[tuple[Any, ...]]:
        """Return the person, address and purpose of each message being handed over right now."""
        wanted = [(self._tx.business, contact) for contact in people]
        names, where = ("contact", "address", "purpose"), f"{FLYING} AND messages.status = 'sending'"
        return await bulk_statements.find(self._tx, messages, ("business", "contact"), wanted, names, where=where)

    async def list_replacements(self, earlier: Sequence[UUID], contact: UUID) -> list[Message]:
        """Return the messages posted to that person in place of these, on any channel."""
        here = and_(self._tx.owns(messages), messages.c.contact == contact, messages.c.fallback_of.in_(earlier))
        return [read_row(row) for row in await self._tx.rows(select(messages).where(here))]

    async def addresses_of(self, found: Sequence[Message]) -> dict[UUID, str]:
        """Return the written form (``sms:+1…``) of the addresses of these messages."""
        wanted = {message.address for message in found}
        query = select(addresses.c.id, addresses.c.channel, addresses.c.value)
        rows = await self._tx.rows(query.where(self._tx.owns(addresses), addresses.c.id.in_(wanted)))
        return {row.id: f"{row.channel}:{row.value}" for row in rows}

    async def count(self, **equal: Any) -> int:
        """Return how many messages have these column values."""
        conditions = [messages.c[name] == value for name, value in equal.items()]
        query = select(func.count()).select_from(messages).where(self._tx.owns(messages), *conditions)
        return int(await self._tx.value(query))
