"""Turns of a process whose database is away."""

from __future__ import annotations

from bot.open_turns import OpenTurns
from storage.businesses.businesses import Tenant
from storage.database.stores import DatabaseAway


class Cut(OpenTurns):
    """It is away for the next few of them."""

    away = 0

    async def tenant(self, business: str) -> Tenant:
        if self.away:
            self.away -= 1
            raise DatabaseAway("the database did not answer")
        return await super().tenant(business)
