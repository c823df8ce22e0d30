"""Saved answers of a business for frequent questions, by name and language.

A change adds rows and closes those before it, so that the last one can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from flows.actor import Actor
from storage.schema import filed_answers as filed
from storage.schema import saved_answers as table
from storage.sql.repository import Repository, dump_actor


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer by its ``name``, one word; its ``texts`` by language. ``allowed``: it may be sent without asking."""

    name: str
    texts: Mapping[str, str] = field(default_factory=dict)
    allowed: bool = False

    def text_in(self, *locales: str) -> tuple[str, str]:
        """Return the text in the first available of these languages, else in any; with its language."""
        found = next((one for one in locales if one in self.texts), None) or next(iter(self.texts))
        return self.texts[found], found


class SavedAnswers(Repository):
    """The saved answers of one business."""

    async def all(self) -> Sequence[SavedAnswer]:
        """Return the current answers, by name."""
        rows = await self._tx.rows(select(table).where(self._tx.owns(table), table.c.until.is_(None)))
        return _read(rows)

    async def get(self, name: str) -> SavedAnswer | None:
        """Return the current answer of that name."""
        held = (table.c.name == name, table.c.until.is_(None))
        found = _read(await self._tx.rows(select(table).where(self._tx.owns(table), *held)))
        return found[0] if found else None

    async def put(self, answer: SavedAnswer, by: Actor, now: datetime) -> None:
        """Replace the current answer; without texts, delete it."""
        await self._tx.change_all(table, table.c.name == answer.name, table.c.until.is_(None), until=now)
        rows = [
            {
                "id": self._tx.ids.make(), "name": answer.name, "locale": locale, "text": text,
                "allowed": answer.allowed, "since": now, **dump_actor(by),
            }
            for locale, text in answer.texts.items()
        ]  # fmt: skip
        await self._tx.add_all(table, rows)

    async def rows_of(self, name: str) -> Sequence[UUID]:
        """Return the row ids of the current answer of that name."""
        held = (table.c.name == name, table.c.until.is_(None))
        rows = await self._tx.rows(select(table.c.id).where(self._tx.owns(table), *held).order_by(table.c.id))
        return [row.id for row in rows]

    async def read_rows(self, name: str, rows: Iterable[UUID]) -> SavedAnswer:
        """Return the answer of that name from these rows; without rows, one without texts."""
        mine = (self._tx.owns(table), table.c.id.in_(list(rows)))
        found = _read(await self._tx.rows(select(table).where(*mine)))
        return found[0] if found else SavedAnswer(name)

    async def find_before(self, name: str) -> SavedAnswer | None:
        """Return the answer before the last change, without texts if there was none; None without a change."""
        here = (self._tx.owns(table), table.c.name == name)
        changed = await self._tx.value(select(func.max(table.c.until)).where(*here))
        began = await self._tx.value(select(func.max(table.c.since)).where(*here, table.c.until.is_(None)))
        if changed is None or (began is not None and began > changed):  # it was missing or deleted
            return SavedAnswer(name) if began is not None else None
        return _read(await self._tx.rows(select(table).where(*here, table.c.until == changed)))[0]


Texts = Mapping[tuple[str, str], str]
"""The texts of answers by name and language."""


class FiledAnswers(Repository):
    """The saved answers in the business file as last applied, of one business."""

    async def all(self) -> Texts:
        """Return the texts of the file as last applied."""
        rows = await self._tx.rows(select(filed).where(self._tx.owns(filed)))
        return {(row.name, row.locale): row.text for row in rows}

    async def put(self, texts: Texts) -> None:
        """Replace the file's texts."""
        await self._tx.run(delete(filed).where(self._tx.owns(filed)))
        rows = [{"name": name, "locale": locale, "text": text} for (name, locale), text in texts.items()]
        await self._tx.add_all(filed, rows)


def _read(rows: Sequence[Any]) -> list[SavedAnswer]:
    found: dict[str, SavedAnswer] = {}
    for row in sorted(rows, key=lambda one: (one.name, one.locale)):
        known = found.get(row.name)
        texts = {**(known.texts if known else {}), row.locale: row.text}
        found[row.name] = SavedAnswer(row.name, texts, row.allowed)
    return list(found.values())
