"""Settings that owners chose in chat beside their business file, a row for each change; and the steps of setting up."""

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
from storage.sql.repository import Repository, actor_columns, actor_of, as_read


class EndedBy(StrEnum):
    """Why a choice holds no more."""

    FILE = "file"  # the business file says another value than before
    AGAIN = "again"  # another choice of the same setting
    UNDO = "undo"  # somebody took it back


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting's ``value`` by the chat, and the ``previous`` one; ``file`` is what the business file last said.

    Values are written as the file writes them; None stands for a setting that is not there.
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
    """The settings of one business that were chosen in chat."""

    async def open(self) -> Sequence[Choice]:
        """The choices that hold, the oldest first."""
        here = (self._tx.mine(chosen_settings), chosen_settings.c.ended_at.is_(None))
        return [_choice(row) for row in await self._tx.rows(select(chosen_settings).where(*here).order_by(_ID))]

    async def of(self, path: str) -> Choice | None:
        """The choice of a setting that holds."""
        return next((one for one in await self.open() if one.path == path), None)

    async def last(self, by: Actor | None, but: tuple[str, ...] = (), without: Collection[UUID] = ()) -> Choice | None:
        """The latest choice of an actor, or of anybody where None, that holds and is none of those ``without``; the
        path of its setting begins with none of ``but``."""
        held = [one for one in await self.open() if not one.path.startswith(but) and one.id not in without]
        return max((one for one in held if by in {None, one.actor}), key=_age, default=None)

    async def by_id(self, choice: str) -> Choice | None:
        """The choice with that id, where it holds."""
        return next((one for one in await self.open() if str(one.id) == choice), None)

    async def choose(
        self, path: str, value: str | None, previous: str | None, file: str | None, actor: Actor, now: datetime
    ) -> Choice:
        """Keep a choice in place of the one before it, whose word of the file stays."""
        before = await self.of(path)
        if before is not None:
            await self.end(before.id, EndedBy.AGAIN, now)
            file = before.file
        identity = self._tx.ids.new()
        replaces = before.id if before else None
        values = {"path": path, "value": value, "previous": previous, "file": file, "replaces": replaces}
        await self._tx.add(chosen_settings, id=identity, chosen_at=now, **actor_columns(actor), **values)
        return Choice(identity, path, value, previous, file, replaces, now, actor)

    async def end(self, choice: UUID, by: EndedBy, now: datetime) -> None:
        """The choice holds no more."""
        await self._tx.change(chosen_settings, choice, ended_at=now, ended_by=by.value)

    async def undo(self, choice: Choice, now: datetime) -> None:
        """The choice holds no more, and the one that it replaced does again."""
        await self.end(choice.id, EndedBy.UNDO, now)
        if choice.replaces is not None:
            await self._tx.change(chosen_settings, choice.replaces, ended_at=None, ended_by=None)


class SetupSteps(Repository):
    """How far the setting up of one business has come."""

    async def done(self) -> dict[str, str]:
        """How each step ended that is over: "done" or "skipped"."""
        rows = await self._tx.rows(select(setup_steps).where(self._tx.mine(setup_steps)))
        return {row.step: row.outcome for row in rows if row.outcome != _OPEN}

    async def end(self, step: str, outcome: str, actor: Actor, now: datetime) -> None:
        """A step is over."""
        await self._tx.put(setup_steps, ("step",), step=step, outcome=outcome, at=now, **actor_columns(actor))

    async def reopen(self, step: str, actor: Actor, now: datetime) -> None:
        """A step is asked again."""
        await self.end(step, _OPEN, actor, now)


_OPEN = "open"  # a step that somebody went back to
_ID = chosen_settings.c.id.asc()


def _age(choice: Choice) -> UUID:
    return choice.id


def _choice(row: Any) -> Choice:
    return as_read(Choice, row, actor=actor_of(row))
