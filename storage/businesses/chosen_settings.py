"""Settings that owners chose in chat, on top of their business file, a row for each change; and the setup steps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.actor import Actor
from storage.schema import chosen_settings, setup_steps
from storage.sql.repository import Repository, dump_actor, read_actor, read_record


class EndedBy(StrEnum):
    """The reason why a choice ended."""

    FILE = "file"  # the business file has another value than before
    AGAIN = "again"  # another choice of the same setting
    UNDO = "undo"  # somebody undid it


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting's ``value`` by the chat, and the ``previous`` one; ``file`` is the last value in the business file.

    Values are written as in the file; None means a setting that is missing.
    """

    id: UUID
    path: str
    value: str | None
    previous: str | None
    file: str | None
    replaces: UUID | None
    chosen_at: datetime
    actor: Actor


class Choices(Repository):
    """The settings of one business chosen in chat."""

    async def list_current(self) -> Sequence[Choice]:
        """Return the current choices, oldest first."""
        here = (self._tx.owns(chosen_settings), chosen_settings.c.ended_at.is_(None))
        return [_choice(row) for row in await self._tx.rows(select(chosen_settings).where(*here).order_by(_ID))]

    async def find_choice(self, path: str) -> Choice | None:
        """Return the current choice of a setting."""
        return next((one for one in await self.list_current() if one.path == path), None)

    async def last(self, by: Actor | None, but: tuple[str, ...] = (), without: Collection[UUID] = ()) -> Choice | None:
        """Return the latest current choice of an actor, or of anybody if None. Choices in ``without`` and settings
        whose path begins with one of ``but`` are left out."""
        held = [one for one in await self.list_current() if not one.path.startswith(but) and one.id not in without]
        return max((one for one in held if by in {None, one.actor}), key=_age, default=None)

    async def find_by_id(self, choice: str) -> Choice | None:
        """Return the current choice with that id."""
        return next((one for one in await self.list_current() if str(one.id) == choice), None)

    async def put(
        self, path: str, value: str | None, previous: str | None, file: str | None, actor: Actor, now: datetime
    ) -> Choice:
        """Store a choice in place of the one before, whose file value stays."""
        before = await self.find_choice(path)
        if before is not None:
            await self.end(before.id, EndedBy.AGAIN, now)
            file = before.file
        identity = self._tx.ids.make()
        replaces = before.id if before else None
        values = {"path": path, "value": value, "previous": previous, "file": file, "replaces": replaces}
        await self._tx.add(chosen_settings, id=identity, chosen_at=now, **dump_actor(actor), **values)
        return Choice(identity, path, value, previous, file, replaces, now, actor)

    async def end(self, choice: UUID, by: EndedBy, now: datetime) -> None:
        """End the choice."""
        await self._tx.change(chosen_settings, choice, ended_at=now, ended_by=by.value)

    async def undo(self, choice: Choice, now: datetime) -> None:
        """End the choice, and restore the one that it replaced."""
        await self.end(choice.id, EndedBy.UNDO, now)
        if choice.replaces is not None:
            await self._tx.change(chosen_settings, choice.replaces, ended_at=None, ended_by=None)


class SetupSteps(Repository):
    """The setup progress of one business."""

    async def list_done(self) -> dict[str, str]:
        """Return how each finished step ended: "done" or "skipped"."""
        rows = await self._tx.rows(select(setup_steps).where(self._tx.owns(setup_steps)))
        return {row.step: row.outcome for row in rows if row.outcome != _OPEN}

    async def end(self, step: str, outcome: str, actor: Actor, now: datetime) -> None:
        """End a step."""
        await self._tx.put(setup_steps, ("step",), step=step, outcome=outcome, at=now, **dump_actor(actor))

    async def reopen(self, step: str, actor: Actor, now: datetime) -> None:
        """Reopen a step."""
        await self.end(step, _OPEN, actor, now)


_OPEN = "open"  # a reopened step
_ID = chosen_settings.c.id.asc()


def _age(choice: Choice) -> UUID:
    return choice.id


def _choice(row: Any) -> Choice:
    return read_record(Choice, row, actor=read_actor(row))
