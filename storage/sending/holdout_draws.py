"""Who is left alone to measure against: one rule for plans and campaigns, drawn here and kept with its chance.

The first draw of a person in an experiment stays, whatever the chance becomes later. Of two people who turn out to be
one, whoever was left alone stays so: what counts for a comparison is the first departure, and nobody who was told that
they are left alone is written to because of another number of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import select

from storage.schema import draws
from storage.sql import bulk_statements
from storage.sql.repository import Repository, as_written

Taking: TypeAlias = tuple[str, UUID]
"""An experiment, and a person who takes part in it."""


@dataclass(frozen=True, slots=True)
class HoldoutDrawing:
    """How people are drawn: the ``number`` of each in an experiment, and the ``chance`` of the experiment of a plan.

    The chance is None for what is no plan: a campaign's people are drawn when it is queued, with the chance it has.
    """

    number: Callable[[str, UUID], float]
    chance: Callable[[str], float | None]


@dataclass(frozen=True, slots=True)
class Assignment:
    """``draw`` is in [0, 1); a person is held out when it lies below ``chance``."""

    experiment: str
    contact: UUID
    chance: float
    draw: float

    @property
    def held_out(self) -> bool:
        """Whether this person gets nothing of this experiment."""
        return self.draw < self.chance


class Draws(Repository):
    """The draws of one business."""

    async def held_out(self, wanted: Collection[Taking], drawing: HoldoutDrawing, *, keep: bool = True) -> set[Taking]:
        """Those of these people who are left alone; whoever was not drawn before is drawn now, and ``keep`` stores it.

        An experiment whose chance was taken away leaves nobody alone.
        """
        chances = {experiment: drawing.chance(experiment) for experiment, _ in wanted}
        asked = [one for one in wanted if chances[one[0]] != 0]
        found = await self._of(asked)
        for experiment, contact in asked:
            if (experiment, contact) in found:
                continue
            if (chance := chances[experiment]) is None:
                chance = chances[experiment] = await self._chance(experiment)
            drawn = Assignment(experiment, contact, chance, drawing.number(experiment, contact))
            found[experiment, contact] = drawn
            if keep and chance:
                await self._add(drawn)
        return {taking for taking, drawn in found.items() if drawn.held_out}

    async def left_alone(self) -> set[UUID]:
        """Everybody who was drawn into a group that is left alone."""
        query = select(draws.c.contact).where(self._tx.mine(draws), draws.c.held_out.is_(True))
        return {row.contact for row in await self._tx.rows(query)}

    async def keep(self, draw: Assignment) -> Assignment:
        """Store a person's draw, unless they had one: the one that stays."""
        taking = (draw.experiment, draw.contact)
        known = await self._of([taking])
        if not known:
            await self._add(draw)
        return known.get(taking, draw)

    async def merge(self, contact: UUID, into: UUID) -> None:
        """Two are one person: they are drawn where either was, and left alone where either was."""
        query = select(draws).where(self._tx.mine(draws), draws.c.contact == contact)
        for row in await self._tx.rows(query):
            drawn = Assignment(row.experiment, into, row.chance, row.draw)
            if not (await self.keep(drawn)).held_out and drawn.held_out:
                here = (draws.c.experiment == row.experiment, draws.c.contact == into)
                await self._tx.change_all(draws, *here, chance=row.chance, draw=row.draw, held_out=True)

    async def _of(self, wanted: Collection[Taking]) -> dict[Taking, Assignment]:
        keys = [(self._tx.business, *one) for one in wanted]
        found = await bulk_statements.find(
            self._tx, draws, ("business", "experiment", "contact"), keys, Assignment.__slots__
        )
        return {(experiment, contact): Assignment(experiment, contact, *drawn) for experiment, contact, *drawn in found}

    async def _chance(self, experiment: str) -> float:
        """The chance that others of a campaign were drawn with; 0 where nobody was."""
        query = select(draws.c.chance).where(self._tx.mine(draws), draws.c.experiment == experiment).limit(1)
        return float(await self._tx.value(query) or 0)

    async def _add(self, draw: Assignment) -> None:
        await self._tx.add(draws, **as_written(draw), held_out=draw.held_out)
