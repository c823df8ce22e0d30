"""The control groups of plans and campaigns: one rule; each draw is stored with its probability.

The first draw of a person in an experiment stays, regardless of later probabilities. After a merge, a person in the
control group stays there: a comparison counts the first departure. A person in the control group gets no message
through another number either.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import select

from storage.schema import draws
from storage.sql import bulk_statements
from storage.sql.repository import Repository, dump_record

Taking: TypeAlias = tuple[str, UUID]
"""An experiment, and a person in it."""


@dataclass(frozen=True, slots=True)
class HoldoutDrawing:
    """The draws of people: the ``number`` of each in an experiment, and the ``chance`` of a plan's experiment.

    The chance is None without a plan: a campaign's people are drawn when it is queued, with its own chance.
    """

    number: Callable[[str, UUID], float]
    chance: Callable[[str], float | None]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person's draw: ``draw`` is in [0, 1); a person is held out if it is below ``chance``."""

    experiment: str
    contact: UUID
    chance: float
    draw: float

    @property
    def held_out(self) -> bool:
        """Return True if this person gets nothing of this experiment."""
        return self.draw < self.chance


class Draws(Repository):
    """The draws of one business."""

    async def draw(self, wanted: Collection[Taking], drawing: HoldoutDrawing, *, keep: bool = True) -> set[Taking]:
        """Return those of these people in the control group. Draw those without a draw; ``keep`` stores it.

        An experiment whose share is 0 no longer has a control group.
        """
        chances = {experiment: drawing.chance(experiment) for experiment, _ in wanted}
        asked = [one for one in wanted if chances[one[0]] != 0]
        found = await self._assign(asked)
        for experiment, contact in asked:
            if (experiment, contact) in found:
                continue
            if (chance := chances[experiment]) is None:
                chance = chances[experiment] = await self._load_chance(experiment)
            drawn = Assignment(experiment, contact, chance, drawing.number(experiment, contact))
            found[experiment, contact] = drawn
            if keep and chance:
                await self._add(drawn)
        return {taking for taking, drawn in found.items() if drawn.held_out}

    async def list_left_alone(self, experiment: str) -> set[UUID]:
        """Return everybody drawn into the control group of an experiment."""
        here = (self._tx.owns(draws), draws.c.experiment == experiment, draws.c.held_out.is_(True))
        query = select(draws.c.contact).where(*here)
        return {row.contact for row in await self._tx.rows(query)}

    async def keep(self, draw: Assignment) -> Assignment:
        """Store a person's draw, unless there is one; return the stored one."""
        taking = (draw.experiment, draw.contact)
        known = await self._assign([taking])
        if not known:
            await self._add(draw)
        return known.get(taking, draw)

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Merge two people: drawn where either was, and in the control group where either was."""
        query = select(draws).where(self._tx.owns(draws), draws.c.contact == contact)
        for row in await self._tx.rows(query):
            drawn = Assignment(row.experiment, into, row.chance, row.draw)
            if not (await self.keep(drawn)).held_out and drawn.held_out:
                here = (draws.c.experiment == row.experiment, draws.c.contact == into)
                await self._tx.change_all(draws, *here, chance=row.chance, draw=row.draw, held_out=True)

    async def _assign(self, wanted: Collection[Taking]) -> dict[Taking, Assignment]:
        keys = [(self._tx.business, *one) for one in wanted]
        found = await bulk_statements.find(
            self._tx, draws, ("business", "experiment", "contact"), keys, Assignment.__slots__
        )
        return {(experiment, contact): Assignment(experiment, contact, *drawn) for experiment, contact, *drawn in found}

    async def _load_chance(self, experiment: str) -> float:
        """Return the chance of a campaign's earlier draws; 0 without draws."""
        query = select(draws.c.chance).where(self._tx.owns(draws), draws.c.experiment == experiment).limit(1)
        return float(await self._tx.value(query) or 0)

    async def _add(self, draw: Assignment) -> None:
        await self._tx.add(draws, **dump_record(draw), held_out=draw.held_out)
