"""Full imports from a store, such as all its customers: a row for each kind, with the progress."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from storage.schema import store_imports
from storage.sql.repository import Repository, read_record

_JSON = ("place", "figures")
_KEYS = ("source", "what")


class HeldElsewhere(Exception):
    """Another run has the import by now; this run's transaction is rolled back."""


@dataclass(frozen=True, slots=True)
class StoreImport:
    """The ``what`` of a ``source``, gathered by its ``operation`` ("" before that is known).

    ``place`` is the progress, ``figures`` the results of its records; the run that is its ``holder`` continues it,
    until ``ended_at``.
    """

    source: str
    what: str
    holder: UUID
    operation: str = ""
    asked_at: datetime | None = None
    place: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)
    ended_at: datetime | None = None


class StoreImports(Repository):
    """The imports of one business, one of each kind and source: a new one replaces the one before."""

    async def hold(self, source: str, what: str) -> StoreImport:
        """Take the import of that kind for this run; create one if there is none or the last one is over."""
        holder = self._tx.ids.make()
        row = await self._tx.row(
            select(store_imports).where(
                self._tx.owns(store_imports), store_imports.c.source == source, store_imports.c.what == what
            )
        )
        known = None if row is None else _import(row)
        if known is None or known.ended_at is not None:
            fresh = StoreImport(source, what, holder)
            await self._put(fresh)
            return fresh
        await self.note(known, holder=holder)
        return read_record(StoreImport, row, holder=holder, **_read_import(row))

    async def ask(self, held: StoreImport, operation: str, now: datetime) -> StoreImport:
        """Set the gathering operation, and start again from its beginning. Raises HeldElsewhere."""
        asked = StoreImport(held.source, held.what, held.holder, operation, now)
        await self.note(held)
        await self._put(asked)
        return asked

    async def note(self, held: StoreImport, **stands: Any) -> None:
        """Store any of ``place``, ``figures``, ``holder`` and ``ended_at``. Raises HeldElsewhere."""
        told = stands | {name: json.dumps(stands[name]) for name in _JSON if name in stands}
        c = store_imports.c
        mine = (c.source == held.source, c.what == held.what, c.holder == held.holder)
        if not await self._tx.change_all(store_imports, *mine, **{"holder": held.holder} | told):
            raise HeldElsewhere(f"another run of this command is already importing the {held.what} of {held.source}")

    async def _put(self, one: StoreImport) -> None:
        told = {name: getattr(one, name) for name in ("source", "what", "holder", "operation", "asked_at", "ended_at")}
        texts = {name: json.dumps(getattr(one, name)) for name in _JSON}
        await self._tx.put(store_imports, _KEYS, **told, **texts)


def _import(row: Any) -> StoreImport:
    return read_record(StoreImport, row, **_read_import(row))


def _read_import(row: Any) -> dict[str, Any]:
    return {name: json.loads(getattr(row, name)) for name in _JSON}
