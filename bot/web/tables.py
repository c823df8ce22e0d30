"""Whether the database has the tables that this program needs, asked often and looked at in full seldom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from storage.database import Database
from storage.operations import revision_of
from storage.transaction import Transaction
from storage.version import head, lacks, not_its_own

LOOKED_AT = timedelta(minutes=1)  # how long what was seen of the tables counts while their version stays


@dataclass(slots=True)
class Tables:
    """The version is read each time, the tables when it changed, and once a minute."""

    store: Database
    clock: Clock
    revision: str | None = field(default_factory=head)
    _trouble: str | None = None
    _until: datetime | None = None

    async def trouble(self) -> str | None:
        """Why the database is not this version's; None when it is. Raises DatabaseAway."""
        return await self.store.read("", self._look)

    async def _look(self, tx: Transaction) -> str | None:
        found = await revision_of(tx)
        if found != self.revision:
            self._until = None
            return f"the database is at {found or 'no version yet'}, this program needs {self.revision}"
        elapsed = self.clock.elapsed()
        if self._until is None or elapsed >= self._until:
            lacking = await tx.connection.run_sync(lacks)
            self._trouble = str(not_its_own(found, lacking)) if lacking else None
            self._until = elapsed + LOOKED_AT
        return self._trouble
