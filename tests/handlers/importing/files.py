"""A shop into which files are brought, and what it holds afterwards."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from bot.app import Service
from handlers.engine.turn import Turn
from handlers.importing.customer_file import CustomerSheet, open_sheet
from handlers.importing.customer_row import RowOutcome
from handlers.importing.import_chunks import ImportTally, Survey, bring, survey_rows
from storage.schema import (
    addresses,
    consent_proofs,
    consents,
    contacts,
    customer_tags,
    disclosures,
    name_parts,
    permissions,
    places,
)

TIGER = "tiger"
MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)  # when files were written, a day before what the shop's clock shows
TABLES = (
    addresses, consent_proofs, consents, contacts, customer_tags, disclosures, name_parts, permissions, places,
)  # fmt: skip


class Folder:
    """Files that are brought into a running service."""

    def __init__(self, service: Service, at: Path) -> None:
        self.service = service
        self._at = at

    async def sheet(self, text: str | bytes, *chosen: tuple[str, str], made: datetime = MADE) -> CustomerSheet:
        """A file of customers that was written then."""
        path = self._at / "customers.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.utime(path, (made.timestamp(), made.timestamp()))
        tenant = await self.service.turns.tenant(TIGER)
        return open_sheet(path, tenant.business, self.service.clock.now(), "api", chosen)

    async def bring(self, text: str | bytes, *chosen: tuple[str, str], made: datetime = MADE) -> Brought:
        """Bring one in."""
        sheet = await self.sheet(text, *chosen, made=made)
        outcomes: list[RowOutcome] = []
        found = await survey_rows(self.service.turns, TIGER, sheet.rows(), lambda _: None)
        tally = await bring(self.service.turns, TIGER, sheet.rows(), "api", outcomes.append)
        return Brought(found, tally, outcomes)

    async def rows(self, table: Table, *columns: str) -> list[tuple[Any, ...]]:
        """These columns of all rows of the shop, sorted."""

        async def look(turn: Turn) -> list[tuple[Any, ...]]:
            query = select(*(table.c[one] for one in columns)).where(turn.unit.owns(table))
            return sorted((tuple(row) for row in await turn.unit.rows(query)), key=str)

        return await self.service.turns.look(TIGER, look)

    async def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of people, whole."""
        return {one.name: await self.rows(one, *one.c.keys()) for one in TABLES}

    async def whose(self, channel: str, value: str) -> dict[str, Any]:
        """The contact who has that name, as a row; empty for nobody."""

        async def look(turn: Turn) -> dict[str, Any]:
            address = await turn.unit.people.address(channel, value)
            if address is None:
                return {}
            row = await turn.unit.row(
                select(contacts).where(turn.unit.owns(contacts), contacts.c.id == address.contact)
            )
            return {} if row is None else dict(row._mapping)

        return await self.service.turns.look(TIGER, look)


class Brought:
    """What became of a file."""

    def __init__(self, found: Survey, tally: ImportTally, outcomes: Sequence[RowOutcome]) -> None:
        self.found = found
        self.tally = tally
        self.outcomes = outcomes

    @property
    def fates(self) -> list[str]:
        """Of each row, in their order."""
        return [one.fate.value for one in self.outcomes]

    @property
    def mistakes(self) -> list[tuple[str, ...]]:
        """The same."""
        return [one.mistakes for one in self.outcomes]
