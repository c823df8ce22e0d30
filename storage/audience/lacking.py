"""How many people of an audience have none of what a text names of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from storage.audience.audiences import Audiences, Selection
from storage.repository import Repository
from storage.schema import contacts


@dataclass(frozen=True, slots=True)
class NamesOf:
    """An audience in numbers: its people, and how many of these have no name."""

    people: int
    nameless: int


class Lacking(Repository):
    """What is missing of people of one business."""

    async def names(self, asked: Selection) -> NamesOf:
        """The people of an audience by whether their name is known."""
        theirs = await Audiences(self._tx).condition(asked)
        query = select(func.count().label("people"), func.count(func.nullif(contacts.c.name, "")).label("named"))
        row = await self._tx.one(query.where(self._tx.mine(contacts), theirs))
        return NamesOf(row.people, row.people - row.named)
