"""Conversions: purchases and reversals that sponsors and orders reported, each once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.promotions.conversion import Conversion, ConversionStatus
from flows.promotions.prompt import Prompt
from storage.schema import conversions, prompts
from storage.sql.repository import Repository, dump_record, read_record


class Conversions(Repository):
    """The conversions of one business's sponsors."""

    async def add(self, conversion: Conversion) -> bool:
        """Store a conversion; return False if the sponsor's id of it is stored already."""
        values = dump_record(conversion)
        values |= {"amount": values.pop("micros"), "status": conversion.status.value}
        return await self._tx.add_new(conversions, **values)

    async def find_by_ref(self, sponsor: UUID, ref: str) -> Conversion | None:
        """Return the conversion with the sponsor's id of it."""
        here = (self._tx.owns(conversions), conversions.c.sponsor == sponsor, conversions.c.ref == ref)
        return await self._tx.fetch(select(conversions).where(*here), _conversion)

    async def list_by_ref(self, ref: str) -> Sequence[Conversion]:
        """Return the conversions with that id, of all sponsors: an order of the shop may count for several."""
        query = select(conversions).where(self._tx.owns(conversions), conversions.c.ref == ref)
        return [_conversion(row) for row in await self._tx.rows(query.order_by(conversions.c.id))]

    async def list_counted(self, prompt: Prompt) -> Sequence[Conversion]:
        """Return the purchases that count after any prompt of the same person and sponsor; after this one alone if the
        person was erased.
        """
        theirs = prompts.c.contact == prompt.contact if prompt.contact else prompts.c.id == prompt.id
        told = select(prompts.c.id).where(self._tx.owns(prompts), theirs, prompts.c.sponsor == prompt.sponsor)
        counted = conversions.c.status == ConversionStatus.COUNTED.value
        query = select(conversions).where(self._tx.owns(conversions), conversions.c.prompt.in_(told), counted)
        return [_conversion(row) for row in await self._tx.rows(query)]

    async def of_prompt(self, prompt: UUID) -> Sequence[Conversion]:
        """Return the conversions of a prompt, oldest first."""
        query = select(conversions).where(self._tx.owns(conversions), conversions.c.prompt == prompt)
        return [_conversion(row) for row in await self._tx.rows(query.order_by(conversions.c.id))]


def _conversion(row: Any) -> Conversion:
    return read_record(Conversion, row, status=ConversionStatus(row.status), micros=row.amount)
