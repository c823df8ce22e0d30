"""Who is left alone to measure against: the draw and the chance it was made with."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from storage.schema import draws
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Draw:
    """``draw`` is in [0, 1); a person is held out when it lies below ``chance``."""

    experiment: str
    contact: UUID
    chance: float
    draw: float

    @property
    def held_out(self) -> bool:
        """Whether this person gets nothing of this experiment."""
        return self.draw < self.chance


class Draws:
    """The draws of one business."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def of(self, experiment: str, contact: UUID) -> Draw | None:
        """The draw a person has had, if any."""
        row = await self._tx.row(
            select(draws).where(self._tx.mine(draws), draws.c.experiment == experiment, draws.c.contact == contact)
        )
        return None if row is None else Draw(experiment, contact, row.chance, row.draw)

    async def left_alone(self) -> set[UUID]:
        """Everybody who was drawn into a group that is left alone."""
        query = select(draws.c.contact).where(self._tx.mine(draws), draws.c.held_out.is_(True))
        return {row.contact for row in await self._tx.rows(query)}

    async def keep(self, draw: Draw) -> Draw:
        """Store a person's first draw and stay with it, whatever the chance becomes later."""
        known = await self.of(draw.experiment, draw.contact)
        if known is not None:
            return known
        values = {name: getattr(draw, name) for name in Draw.__slots__}
        await self._tx.add(draws, **values, held_out=draw.held_out)
        return draw
