"""Open questions: whom a message asked about a subject, the answers that are expected, and until when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, update

from flows.engine import Asks, Subject
from storage.schema import businesses, messages, questions
from storage.sending.message import Message
from storage.sending.written_messages import by_person
from storage.sql import json_codec
from storage.sql.repository import Repository


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """What a message of ours asked (flows/engine.py: Asks). ``message`` is that message, ``run`` the run that
    sent it, ``data`` the values; ``answer`` tells what was confirmed."""

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
    """The questions that one business put to people: customers, partners and its staff."""

    async def ask(self, message: Message, asks: Asks) -> None:
        """Keep what a message asks; its time begins when the message is due."""
        asked_at = message.due_at or message.created_at
        await self._tx.add(
            questions,
            id=self._tx.ids.new(),
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
        """A message that is posted in place of an earlier one asks what that did."""
        await self._copy(questions.c.message == earlier, address=message.address, message=message.id)

    async def go_on(self, asked: QuestionRecord, message: UUID, now: datetime) -> None:
        """A question is open behind a message that was said after it at the same address, for the time that it had.

        What is confirmed is answered in all its places by its token; of anything else the earlier place is settled.
        """
        await self._copy(questions.c.id == asked.id, message=message)
        if asked.token is None:
            await self.settle(asked.id, now)

    async def _copy(self, which: ColumnElement[bool], **here: UUID) -> None:
        asked = await self._tx.row(select(questions).where(self._tx.mine(questions), which))
        if asked is not None:
            copied = {**asked._mapping, "id": self._tx.ids.new(), **here}
            await self._tx.connection.execute(questions.insert().values(copied))

    async def answered_by(self, message: Message) -> QuestionRecord | None:
        """The question that a message answers: what it quotes, also once more, else the latest open one of its address.

        A quote of one's own words is none. A question is open when its message has left, until it is answered, its
        time is over, or, unless it stays, anything was said after it.
        """
        return await self._meant(message, questions.c.expires_at > message.created_at)

    async def answered_late(self, message: Message, expects: str) -> QuestionRecord | None:
        """The question of those that expect this that a message would answer, had the question's time not been over."""
        return await self._meant(message, questions.c.expires_at <= message.created_at, questions.c.expects == expects)

    async def of_answer_under_way(self, message: Message) -> tuple[bool, QuestionRecord | None]:
        """Whether our answer to what they wrote just before has not reached whoever wrote a message, and what it asks.

        What that message says was written behind their own words, before they had read our answer.
        """
        theirs = (self._tx.mine(messages), messages.c.address == message.address, by_person())
        before = select(messages.c.id).where(*theirs, messages.c.id < message.id).order_by(messages.c.id.desc())
        written = await self._tx.row(before.limit(1))
        if written is None:
            return False, None
        unseen = or_(messages.c.left_at.is_(None), messages.c.id > message.id)
        ours = (messages.c.address == message.address, messages.c.direction == "out", messages.c.id > written[0])
        answers = select(messages.c.id).where(self._tx.mine(messages), *ours, messages.c.reply_to == written[0], unseen)
        under_way = [row[0] for row in await self._tx.rows(answers)]
        if not under_way:
            return False, None
        live = (questions.c.answered_at.is_(None), questions.c.expires_at > message.created_at)
        return True, await self._find(questions.c.message.in_(under_way), *live)

    async def asked_at(self, address: UUID) -> frozenset[UUID]:
        """The messages that asked something there, answered or not."""
        here = (self._tx.mine(questions), questions.c.address == address)
        return frozenset(row[0] for row in await self._tx.rows(select(questions.c.message).where(*here)))

    async def last(self, address: UUID, expects: str) -> QuestionRecord | None:
        """The question that was put there last of those that expect this: answered or not, and perhaps not left yet."""
        return await self._find(questions.c.address == address, questions.c.expects == expects)

    async def by_token(self, token: str) -> QuestionRecord | None:
        """The question whose buttons carry that token, also one that is answered or over."""
        return await self._find(questions.c.token == token)

    async def is_open_to(self, contact: UUID, expects: str, now: datetime) -> bool:
        """Whether a person was asked what expects this and has not answered, whatever was said since."""
        asked = and_(questions.c.contact == contact, questions.c.expects == expects)
        here = (self._tx.mine(questions), asked, questions.c.answered_at.is_(None), questions.c.expires_at > now)
        return await self._tx.row(select(questions.c.id).where(*here).limit(1)) is not None

    async def is_open_about(self, about: Subject, expects: str, now: datetime) -> bool:
        """Whether anybody was asked that about a thing and has not answered, whatever was said since."""
        here = (self._tx.mine(questions), _open_about(about, expects), questions.c.expires_at > now)
        return await self._tx.row(select(questions.c.id).where(*here)) is not None

    async def settle_about(self, about: Subject, expects: str, now: datetime) -> None:
        """One of those who were asked that about a thing has answered for all."""
        await self._tx.change_all(questions, _open_about(about, expects), answered_at=now)

    async def settle(self, question: UUID, now: datetime) -> None:
        """The question is answered."""
        await self._tx.change(questions, question, answered_at=now)

    async def confirm(self, asked: QuestionRecord, answer: str, now: datetime) -> bool:
        """Answer what is to be confirmed, by one conditional update; False where that is answered or over.

        What is confirmed in one business is done one after the other, so that each is weighed against what the one
        before it did: two owners who book the same payout, say.
        """
        if self._tx.postgres:  # SQLite has one writer anyway
            here = select(businesses.c.id).where(businesses.c.id == self._tx.business)
            await self._tx.row(here.with_for_update(key_share=True))
        fresh = and_(questions.c.answered_at.is_(None), questions.c.expires_at > now)
        same = questions.c.token == asked.token  # also where its message was posted once more
        confirmed = update(questions).where(self._tx.mine(questions), same, fresh)
        return await self._tx.run(confirmed.values(answered_at=now, answer=answer)) > 0

    async def decline(self, contact: UUID, expects: str, now: datetime) -> None:
        """Nothing of what a person was asked to confirm is to be done."""
        here = (questions.c.contact == contact, questions.c.expects == expects, questions.c.answered_at.is_(None))
        await self._tx.change_all(questions, *here, answered_at=now, answer="no")

    async def _meant(self, message: Message, *which: ColumnElement[bool]) -> QuestionRecord | None:
        asked = and_(messages.c.left_at.is_not(None), *which)
        if message.reply_to is not None and not await self._is_inbound(message.reply_to):
            return await self._find(asked, questions.c.message == message.reply_to)
        here = and_(questions.c.address == message.address, questions.c.message < message.id)
        open_ = and_(questions.c.answered_at.is_(None), or_(questions.c.stays, ~_overtaken(message)))
        return await self._find(asked, here, open_)

    async def _is_inbound(self, message: UUID) -> bool:
        here = (self._tx.mine(messages), messages.c.id == message, messages.c.direction == "in")
        return await self._tx.row(select(messages.c.id).where(*here)) is not None

    async def _find(self, *where: ColumnElement[bool]) -> QuestionRecord | None:
        asked = and_(messages.c.business == questions.c.business, messages.c.id == questions.c.message)
        query = select(questions, messages.c.run).join(messages, asked).where(self._tx.mine(questions), *where)
        row = await self._tx.row(query.order_by(questions.c.message.desc()).limit(1))
        return None if row is None else _read(row)


def _open_about(about: Subject, expects: str) -> ColumnElement[bool]:
    asked = and_(questions.c.about == about.id, questions.c.about_kind == about.kind, questions.c.expects == expects)
    return and_(asked, questions.c.answered_at.is_(None))


def _overtaken(message: Message) -> ColumnElement[bool]:
    """Whether something else left for the address of a question before that message came."""
    later = messages.alias()
    there = and_(later.c.business == questions.c.business, later.c.address == questions.c.address)
    between = and_(later.c.id > questions.c.message, later.c.id < message.id)
    return exists().where(there, between, later.c.direction == "out", later.c.left_at.is_not(None))


def _read(row: Any) -> QuestionRecord:
    values = {name: getattr(row, name) for name in QuestionRecord.__slots__}
    values |= {
        "about": Subject(row.about_kind, row.about) if row.about is not None else None,
        "choices": tuple(json.loads(row.choices)) if row.choices else (),
        "data": json_codec.load_values(row.data),
    }
    return QuestionRecord(**values)
