"""Discount codes: unique, single-use, each one person's: made for them, or given from a campaign's pool."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select, update

from storage.schema import discounts, messages, runs
from storage.sql import json_codec
from storage.sql.repository import Repository, dump_record, read_record
from storage.store.customer_totals import DISCOUNTS, Totals


@dataclass(frozen=True, slots=True)
class DiscountCode:
    """A unique single-use code of one person: made for their ``run``, or given by a ``campaign`` with a ``message``.
    Money off and free shipping are 0 ``percent``.
    """

    id: UUID
    code: str
    contact: UUID
    run: UUID | None
    percent: int
    status: str
    created_at: datetime
    expires_at: datetime
    campaign: UUID | None = None
    message: UUID | None = None


class Discounts(Repository):
    """The discount codes of one business."""

    async def add(self, code: DiscountCode) -> bool:
        """Add a requested code; return False if it exists already."""
        return await self._tx.add_new(discounts, **dump_record(code))

    async def set_status(self, code: str, status: str, order: UUID | None = None) -> None:
        """Set the status of a code: asked, created, failed, used."""
        here = update(discounts).where(self._tx.owns(discounts), discounts.c.code == code)
        rows = await self._tx.rows(here.values(status=status, order=order).returning(discounts.c.contact))
        await Totals(self._tx).recount([row.contact for row in rows], DISCOUNTS)

    async def find_latest(self, contact: UUID) -> DiscountCode | None:
        """Return the newest successful code of a person."""
        query = select(discounts).where(
            self._tx.owns(discounts), discounts.c.contact == contact, discounts.c.status != "failed"
        )
        return await self._tx.fetch(query.order_by(discounts.c.created_at.desc()).limit(1), _code)

    async def had_since(
        self, people: Collection[UUID], since: datetime, *, but: UUID | None = None, promised: bool = False
    ) -> frozenset[UUID]:
        """Return those of these people who were sent any discount created since then.

        A code whose message never left does not count. With ``promised``, a code of an active run counts too, because
        its message may leave at any moment. ``but`` is a campaign whose own codes do not count.
        """
        if not people:
            return frozenset()
        lately = and_(discounts.c.created_at > since, discounts.c.status != "failed")
        query = select(*_GIVEN).where(self._tx.owns(discounts), discounts.c.contact.in_(people), lately)
        rows = [row for row in await self._tx.rows(query) if but is None or row.campaign != but]
        told = await self._find_told(rows)
        going = await self._find_going({row.run for row in rows if row.run}) if promised else frozenset()
        return frozenset(row.contact for row in rows if row.code in told or row.run in going)

    async def _find_told(self, codes: Sequence[Any]) -> set[str]:
        """Return the codes that left with a message: their own one, or one of their run."""
        ids, its_runs = {row.message for row in codes if row.message}, {row.run for row in codes if row.run}
        which = or_(messages.c.id.in_(ids), messages.c.run.in_(its_runs))
        query = select(messages.c.id, messages.c.run, messages.c.data).where(
            self._tx.owns(messages), which, messages.c.left_at.is_not(None)
        )
        left = await self._tx.rows(query) if codes else ()
        carried = {(row.run, json_codec.load_values(row.data).get("code")) for row in left}
        gone = {row.id for row in left}
        return {row.code for row in codes if row.message in gone or (row.run and (row.run, row.code) in carried)}

    async def _find_going(self, which: Collection[UUID]) -> frozenset[UUID]:
        """Return those of these runs that are not over."""
        query = select(runs.c.id).where(self._tx.owns(runs), runs.c.id.in_(which), runs.c.ended_at.is_(None))
        return frozenset(row.id for row in await self._tx.rows(query)) if which else frozenset()

    async def list_by_codes(self, codes: Sequence[str]) -> list[DiscountCode]:
        """Return our own codes among these, ignoring case."""
        wanted = [code.upper() for code in codes]
        query = select(discounts).where(self._tx.owns(discounts), discounts.c.code.in_(wanted))
        return [_code(row) for row in await self._tx.rows(query)]


_GIVEN = tuple(discounts.c[name] for name in ("contact", "code", "run", "campaign", "message"))


def _code(row: Any) -> DiscountCode:
    return read_record(DiscountCode, row)
