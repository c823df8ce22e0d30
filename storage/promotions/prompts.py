"""Prompts: one row for each completed return, with what was shown, clicked and bought."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, or_, select, update

from flows.promotions.prompt import Prompt, PromptChoice, PromptReason
from storage.schema import prompts, sponsors
from storage.sql.column_types import Moment
from storage.sql.repository import Repository, dump_record, read_record
from storage.sql.statements import owns
from storage.sql.transaction import Transaction

REPEAT = timedelta(minutes=30)
"""Clicks of one person on one promotion within this time count once."""

# Asked by every decision, so built once.
_GET = select(prompts).where(owns(prompts), prompts.c.id == bindparam("prompt"))
_FIND_BY_REF = select(prompts).where(owns(prompts), prompts.c.ref == bindparam("ref"))
_OF_PERSON = (owns(prompts), prompts.c.contact == bindparam("contact"), prompts.c.decided_at >= bindparam("since"))
_LIST_LATELY = select(prompts).where(*_OF_PERSON).order_by(prompts.c.id.desc())
# A prompt without a person has its own clicks alone.
_SINCE, _THIS = bindparam("since", type_=Moment), prompts.c.id == bindparam("prompt")
_SAME = (or_(prompts.c.contact == bindparam("person"), _THIS), prompts.c.promotion == bindparam("offer"))
_LATELY = select(prompts.c.id).where(owns(prompts), *_SAME, prompts.c.last_click_at > _SINCE).correlate(None)
_RESTED = or_(prompts.c.last_click_at.is_(None), prompts.c.last_click_at <= _SINCE)
_TAKE_CLICK = (
    update(prompts)
    .where(owns(prompts), _THIS, _RESTED, ~_LATELY.exists())
    .values(last_click_at=bindparam("at", type_=Moment))
    .returning(*prompts.c)
)


class Prompts(Repository):
    """The prompts of one business."""

    async def add(self, prompt: Prompt) -> bool:
        """Store a prompt; return False if its return has one already."""
        return await self._tx.add_new(prompts, **_columns(prompt))

    async def get(self, which: UUID) -> Prompt | None:
        """Return the prompt of that id."""
        return await self._tx.fetch(_GET, _prompt, prompt=which)

    async def by_ids(self, which: Collection[UUID]) -> Mapping[UUID, Prompt]:
        """Return these prompts by their ids."""
        rows = await self._tx.rows(select(prompts).where(self._tx.owns(prompts), prompts.c.id.in_(which)))
        return {row.id: _prompt(row) for row in rows}

    async def hold(self, which: UUID) -> None:
        """Lock the prompt until the transaction ends."""
        await self._tx.rows(select(prompts.c.id).where(self._tx.owns(prompts), prompts.c.id == which).with_for_update())

    async def find_by_ref(self, ref: str) -> Prompt | None:
        """Return the prompt of the return with that id."""
        return await self._tx.fetch(_FIND_BY_REF, _prompt, ref=ref)

    async def of_message(self, message: UUID) -> Sequence[Prompt]:
        """Return the prompts that a message tells of, oldest first."""
        return (await self.of_messages([message])).get(message, ())

    async def list_linked(self, which: UUID) -> Sequence[Prompt]:
        """Return the prompts of a short link: those that the message of that id tells of, or the one with that id, for
        its banner.
        """
        linked = or_(prompts.c.message == which, prompts.c.id == which)
        return [_prompt(row) for row in await self._tx.rows(select(prompts).where(self._tx.owns(prompts), linked))]

    async def of_messages(self, which: Collection[UUID]) -> Mapping[UUID, Sequence[Prompt]]:
        """Return the prompts by the message that tells of them."""
        query = select(prompts).where(self._tx.owns(prompts), prompts.c.message.in_(which)).order_by(prompts.c.id)
        found: dict[UUID, list[Prompt]] = {}
        for row in await self._tx.rows(query):
            found.setdefault(row.message, []).append(_prompt(row))
        return found

    async def list_lately(self, contact: UUID, since: datetime) -> Sequence[Prompt]:
        """Return a person's prompts decided since a moment, newest first."""
        return [_prompt(row) for row in await self._tx.rows(_LIST_LATELY, contact=contact, since=since)]

    async def set_message(self, which: Collection[UUID], message: UUID) -> None:
        """Store the message that tells of these prompts."""
        await self._tx.change_all(prompts, prompts.c.id.in_(which), message=message)

    async def change_choice(
        self, which: UUID, choice: PromptChoice, reason: PromptReason, promotion: UUID | None, rule: str | None
    ) -> None:
        """Store another choice, made when the message left, with the rule that refused the first."""
        values = {"choice": choice.value, "reason": reason.value, "promotion": promotion, "rule": rule}
        await self._tx.change(prompts, which, **values)

    async def mark(self, which: UUID, what: str, at: datetime) -> bool:
        """Store when the promotion was first ``shown``, or its ``banner``, ``clicked`` or ``bought``; return False if
        it was before.
        """
        column = f"{what}_at"
        return await self._tx.change(prompts, which, prompts.c[column].is_(None), **{column: at}) == 1

    async def unmark_shown(self, which: UUID) -> bool:
        """Take back that the promotion was shown, as its message did not leave; return False if it was seen anyway."""
        unseen = (prompts.c.shown_at.is_not(None), prompts.c.banner_at.is_(None), prompts.c.clicked_at.is_(None))
        return await self._tx.change(prompts, which, *unseen, shown_at=None) == 1

    async def clear_bought(self, which: UUID) -> None:
        """Take the purchase back, after its reversal."""
        await self._tx.change(prompts, which, bought_at=None)

    async def list_clicked(self, contact: UUID, since: datetime) -> Sequence[Prompt]:
        """Return a person's prompts that were clicked since a moment, the latest click first."""
        here = (self._tx.owns(prompts), prompts.c.contact == contact, prompts.c.last_click_at >= since)
        rows = await self._tx.rows(select(prompts).where(*here).order_by(prompts.c.last_click_at.desc(), prompts.c.id))
        return [_prompt(row) for row in rows]

    async def take_click(self, prompt: Prompt, now: datetime) -> Prompt | None:
        """Store a click and return the prompt as it is now; None if one of the same person on the same promotion came
        within ``REPEAT``. One conditional update, so two processes count a repeated click once.
        """
        asked = {"prompt": prompt.id, "person": prompt.contact, "offer": prompt.promotion}
        return await self._tx.fetch(_TAKE_CLICK, _prompt, **asked, at=now, since=now - REPEAT)

    async def mature(self, now: datetime, limit: int) -> Sequence[Prompt]:
        """Mark up to ``limit`` clicked prompts whose time for a purchase is over; return them."""
        window = {row.id: timedelta(days=row.window_days) for row in await self._windows()}
        ripe: list[ColumnElement[bool]] = [
            (prompts.c.sponsor == sponsor) & (prompts.c.clicked_at <= now - days) for sponsor, days in window.items()
        ]
        if not ripe:
            return ()
        open_ = (self._tx.owns(prompts), prompts.c.matured.is_(False), prompts.c.clicked_at.is_not(None), or_(*ripe))
        which = select(prompts.c.id).where(*open_).order_by(prompts.c.id).limit(limit)
        marked = update(prompts).where(self._tx.owns(prompts), prompts.c.id.in_(which), prompts.c.matured.is_(False))
        return [_prompt(row) for row in await self._tx.rows(marked.values(matured=True).returning(*prompts.c))]

    async def forget(self, people: Sequence[UUID]) -> None:
        """Take erased people out of their prompts: the prompts stay, as the ledger refers to them, and each is named by
        its own id.
        """
        theirs = (self._tx.owns(prompts), prompts.c.contact.in_(people))
        for row in await self._tx.rows(select(prompts.c.id).where(*theirs)):
            await self._tx.change(prompts, row.id, contact=None, ref=str(row.id), notice="{}", candidates=None)

    async def _windows(self) -> Sequence[Any]:
        return await self._tx.rows(select(sponsors.c.id, sponsors.c.window_days).where(self._tx.owns(sponsors)))


async def find_prompt_business(tx: Transaction, which: UUID) -> str | None:
    """Return the business of the prompt with that id, of any business."""
    return await tx.value_of(str, select(prompts.c.business).where(prompts.c.id == which))


def _columns(prompt: Prompt) -> dict[str, Any]:
    words = {"choice": prompt.choice.value, "reason": prompt.reason.value, "notice": _dump(prompt.notice)}
    chosen = None if prompt.candidates is None else _dump(prompt.candidates)
    return dump_record(prompt) | words | {"candidates": chosen}


def _dump(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prompt(row: Any) -> Prompt:
    chosen = None if row.candidates is None else json.loads(row.candidates)
    kinds = {"choice": PromptChoice(row.choice), "reason": PromptReason(row.reason)}
    return read_record(Prompt, row, notice=json.loads(row.notice), candidates=chosen, **kinds)
