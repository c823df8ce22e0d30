"""Open questions: the people asked about a subject, the expected answers, and the time limit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, update

from flows.engine import Asks, Subject
from storage.schema import businesses, messages, questions
from storage.sending.message import Message
from storage.sending.written_messages import match_person
from storage.sql import json_codec
from storage.sql.repository import Repository
from storage.sql.statements import owns


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """A question in one of our messages (flows/engine.py: Asks). ``message`` is that message, ``run`` the run that sent
    it, ``data`` the values; ``answer`` is the confirmed one.
    """

    id: UUID
    contact: UUID
    address: UUID
    message: UUID
    run: UUID | None
    expects: str
    about: Subject | None
    choices: tuple[str, ...]
    data: Mapping[str, Any]
    stays: bool
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    token: str | None
    answer: str | None


class Questions(Repository):
    """The questions of one business to people: customers, partners and its staff."""

    async def ask(self, message: Message, asks: Asks) -> None:
        """Store a message's question; its time begins when the message is due."""
        asked_at = message.due_at or message.created_at
        await self._tx.add(
            questions,
            id=self._tx.ids.make(),
            contact=message.contact,
            address=message.address,
            message=message.id,
            expects=asks.expects,
            about_kind=asks.about.kind if asks.about else None,
            about=asks.about.id if asks.about else None,
            choices=json.dumps(asks.choices, ensure_ascii=False) if asks.choices else None,
            data=json_codec.dump_values(asks.values) if asks.values else None,
            stays=asks.stays,
            asked_at=asked_at,
            expires_at=asked_at + asks.within,
            token=asks.token,
        )

    async def ask_again(self, earlier: UUID, message: Message) -> None:
        """Ask the question of an earlier message again, in the message posted in its place."""
        await self._copy(questions.c.message == earlier, address=message.address, message=message.id)

    async def go_on(self, asked: QuestionRecord, message: UUID, now: datetime) -> None:
        """Move a question behind a later message at the same address, for its remaining time.

        A confirmation is answered by its token at all its places. Any other question is settled at the earlier place.
        """
        await self._copy(questions.c.id == asked.id, message=message)
        if asked.token is None:
            await self.settle(asked.id, now)

    async def _copy(self, which: ColumnElement[bool], **here: UUID) -> None:
        asked = await self._tx.row(select(questions).where(self._tx.owns(questions), which))
        if asked is not None:
            copied = {**asked._mapping, "id": self._tx.ids.make(), **here}
            await self._tx.connection.execute(questions.insert().values(copied))

    async def find_answered(self, message: Message) -> QuestionRecord | None:
        """Return the question that a message answers: the quoted one, even again, else the latest open one of its
        address.

        A quote of one's own words is none. A question is open when its message has left, until an answer, its time
        limit, or, unless it stays, any later message.
        """
        if message.reply_to is not None:
            return await self._match(message, questions.c.expires_at > message.created_at)
        here = {"address": message.address, "message": message.id, "at": message.created_at}
        return await self._tx.fetch(_ANSWERED, _read, **here)

    async def find_answered_late(self, message: Message, expects: str) -> QuestionRecord | None:
        """Return the question with this expectation that a message would answer, if the time limit had not passed."""
        return await self._match(message, questions.c.expires_at <= message.created_at, questions.c.expects == expects)

    async def find_answer_underway(self, message: Message) -> tuple[bool, QuestionRecord | None]:
        """Return whether our answer to the writer's previous message was undelivered at this one, and what that answer
        asks.

        Such a message follows the writer's own words: its writer had not read our answer.
        """
        theirs = (self._tx.owns(messages), messages.c.address == message.address, match_person())
        before = select(messages.c.id).where(*theirs, messages.c.id < message.id).order_by(messages.c.id.desc())
        written = await self._tx.row(before.limit(1))
        if written is None:
            return False, None
        unseen = or_(messages.c.left_at.is_(None), messages.c.id > message.id)
        ours = (messages.c.address == message.address, messages.c.direction == "out", messages.c.id > written[0])
        answers = select(messages.c.id).where(self._tx.owns(messages), *ours, messages.c.reply_to == written[0], unseen)
        under_way = [row[0] for row in await self._tx.rows(answers)]
        if not under_way:
            return False, None
        live = (questions.c.answered_at.is_(None), questions.c.expires_at > message.created_at)
        return True, await self._find(questions.c.message.in_(under_way), *live)

    async def find_asked(self, address: UUID) -> frozenset[UUID]:
        """Return the messages with a question at that address, answered or not."""
        here = (self._tx.owns(questions), questions.c.address == address)
        return frozenset(row[0] for row in await self._tx.rows(select(questions.c.message).where(*here)))

    async def last(self, address: UUID, expects: str) -> QuestionRecord | None:
        """Return the latest question with this expectation at that address: answered or not, perhaps unsent."""
        return await self._find(questions.c.address == address, questions.c.expects == expects)

    async def find_by_token(self, token: str) -> QuestionRecord | None:
        """Return the question whose buttons carry that token, including answered and expired ones."""
        return await self._find(questions.c.token == token)

    async def is_open_to(self, contact: UUID, expects: str, now: datetime) -> bool:
        """Return True if the person has an open question that expects this, regardless of later messages."""
        asked = and_(questions.c.contact == contact, questions.c.expects == expects)
        here = (self._tx.owns(questions), asked, questions.c.answered_at.is_(None), questions.c.expires_at > now)
        return await self._tx.row(select(questions.c.id).where(*here).limit(1)) is not None

    async def is_open_about(self, about: Subject, expects: str, now: datetime) -> bool:
        """Return True if anyone has an open question of that kind about a subject, regardless of later messages."""
        here = (self._tx.owns(questions), _open_about(about, expects), questions.c.expires_at > now)
        return await self._tx.row(select(questions.c.id).where(*here)) is not None

    async def settle_about(self, about: Subject, expects: str, now: datetime) -> None:
        """Settle everybody's question about a subject after one person's answer."""
        await self._tx.change_all(questions, _open_about(about, expects), answered_at=now)

    async def settle(self, question: UUID, now: datetime) -> None:
        """Mark the question as answered."""
        await self._tx.change(questions, question, answered_at=now)

    async def confirm(self, asked: QuestionRecord, answer: str, now: datetime) -> bool:
        """Confirm a question by one conditional update; return False if it is answered or over.

        Confirmations of one business run one after the other, so that each is checked against the result of the one
        before: for example, two owners who book the same payout.
        """
        if self._tx.postgres:  # SQLite has one writer anyway
            here = select(businesses.c.id).where(businesses.c.id == self._tx.business)
            await self._tx.row(here.with_for_update(key_share=True))
        fresh = and_(questions.c.answered_at.is_(None), questions.c.expires_at > now)
        same = questions.c.token == asked.token  # also for a message posted again
        confirmed = update(questions).where(self._tx.owns(questions), same, fresh)
        return await self._tx.run(confirmed.values(answered_at=now, answer=answer)) > 0

    async def decline(self, contact: UUID, expects: str, now: datetime) -> None:
        """Decline everything that a person was asked to confirm."""
        here = (questions.c.contact == contact, questions.c.expects == expects, questions.c.answered_at.is_(None))
        await self._tx.change_all(questions, *here, answered_at=now, answer="no")

    async def _match(self, message: Message, *which: ColumnElement[bool]) -> QuestionRecord | None:
        if message.reply_to is not None and not await self._is_inbound(message.reply_to):
            return await self._find(messages.c.left_at.is_not(None), *which, questions.c.message == message.reply_to)
        return await self._find(*which, *_match_open(message.address, message.id))

    async def _is_inbound(self, message: UUID) -> bool:
        here = (self._tx.owns(messages), messages.c.id == message, messages.c.direction == "in")
        return await self._tx.row(select(messages.c.id).where(*here)) is not None

    async def _find(self, *where: ColumnElement[bool]) -> QuestionRecord | None:
        return await self._tx.fetch(_NEWEST.where(self._tx.owns(questions), *where), _read)


def _open_about(about: Subject, expects: str) -> ColumnElement[bool]:
    asked = and_(questions.c.about == about.id, questions.c.about_kind == about.kind, questions.c.expects == expects)
    return and_(asked, questions.c.answered_at.is_(None))


def _match_open(address: Any, message: Any) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on a question of that address that left before that message came, and is open: unless it
    stays, no other message left in between."""
    there = and_(_LATER.c.business == questions.c.business, _LATER.c.address == questions.c.address)
    between = and_(_LATER.c.id > questions.c.message, _LATER.c.id < message)
    overtaken = exists().where(there, between, _LATER.c.direction == "out", _LATER.c.left_at.is_not(None))
    here = (messages.c.left_at.is_not(None), questions.c.address == address, questions.c.message < message)
    return *here, questions.c.answered_at.is_(None), or_(questions.c.stays, ~overtaken)


_LATER = messages.alias()
_NEWEST = (
    select(questions, messages.c.run)
    .join(messages, and_(messages.c.business == questions.c.business, messages.c.id == questions.c.message))
    .order_by(questions.c.message.desc())
    .limit(1)
)
_ANSWERED = _NEWEST.where(
    owns(questions), questions.c.expires_at > bindparam("at"), *_match_open(bindparam("address"), bindparam("message"))
)  # read for every text, so built once


def _read(row: Any) -> QuestionRecord:
    values = {name: getattr(row, name) for name in QuestionRecord.__slots__}
    values |= {
        "about": Subject(row.about_kind, row.about) if row.about is not None else None,
        "choices": tuple(json.loads(row.choices)) if row.choices else (),
        "data": json_codec.load_values(row.data),
    }
    return QuestionRecord(**values)
