"""``parley rebuild``: recompute cached totals from the rows."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from bot.commands import options
from bot.commands.tenants import list_businesses

if TYPE_CHECKING:
    from bot.config import Settings
    from storage.database.stores import Database
    from storage.unit import Unit


def totals(business: options.AnyBusiness = None, json: options.Json = False) -> None:
    """Recompute the totals of customers from their orders, clicks, messages and visits.

    Every event updates the totals, so this is only needed after manual changes to rows. The service can keep running:
    the command works in small transactions, a few people at a time.

    \b
    Example:
      parley rebuild totals --business tiger
    """
    done = asyncio.run(_rebuild(options.load_settings(), business))
    lines = [f"{whose}: totals recomputed for {people} people" for whose, people in done.items()]
    told = {"rebuilt": [{"business": whose, "people": people} for whose, people in done.items()]}
    options.tell(told, "\n".join(lines) or "no business is applied yet", as_json=json)


async def _rebuild(settings: Settings, business: str | None) -> dict[str, int]:
    """Rebuild the totals and return the number of people, by business. Raises UnknownBusiness."""
    from bot.database import open_database

    async with open_database(settings) as database:
        chosen = await list_businesses(database, business)
        return {whose: await _rebuild_all(database.store, whose) for whose in chosen}


async def _rebuild_all(store: Database, business: str) -> int:
    from storage.store.customer_totals import START

    looked: int = 0
    reached: UUID | None = START
    while reached is not None:
        many, reached = await store.write(business, partial(_part, after=reached))
        looked += many
    return looked


async def _part(unit: Unit, after: UUID) -> tuple[int, UUID | None]:
    from storage.store.customer_totals import Totals

    return await unit.of(Totals).rebuild(after)
