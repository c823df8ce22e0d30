"""Facts of people for a message's text: the city, the number of orders, the loyalty programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from storage.schema import contacts, customer_totals, loyalty
from storage.sql.repository import Repository

CITY, ORDERS, POINTS, GOAL, REWARD = "city", "orders", "points", "goal", "reward"
_LOYALTY = frozenset({POINTS, GOAL, REWARD})
_ONE = 1_000_000  # amounts are kept in millionths


class PersonFacts(Repository):
    """Facts of one business's people, as words."""

    async def find_facts(self, people: Collection[UUID], named: Collection[str]) -> Mapping[UUID, Mapping[str, str]]:
        """Return each person's facts for the ``named`` placeholders; unknown ones are left out."""
        found: dict[UUID, dict[str, str]] = defaultdict(dict)
        if people and CITY in named:
            for contact, city in (await self._load_cities(people)).items():
                found[contact][CITY] = city
        if people and ORDERS in named:
            for contact, many in (await self._count_orders(people)).items():
                found[contact][ORDERS] = str(many)
        if people and not _LOYALTY.isdisjoint(named):
            for contact, stands in (await self._load_standings(people)).items():
                found[contact] |= stands
        return found

    async def _load_cities(self, people: Collection[UUID]) -> dict[UUID, str]:
        which = (self._tx.owns(contacts), contacts.c.id.in_(people), contacts.c.city.is_not(None))
        return {row.id: row.city for row in await self._tx.rows(select(contacts.c.id, contacts.c.city).where(*which))}

    async def _count_orders(self, people: Collection[UUID]) -> dict[UUID, int]:
        totals = customer_totals.c
        which = (self._tx.owns(customer_totals), totals.contact.in_(people), totals.orders > 0)
        rows = await self._tx.rows(select(totals.contact, totals.orders).where(*which))
        return {row.contact: row.orders for row in rows}

    async def _load_standings(self, people: Collection[UUID]) -> dict[UUID, dict[str, str]]:
        """Return each person's status in the programme with the latest update."""
        mine = (self._tx.owns(loyalty), loyalty.c.contact.in_(people))
        columns = (loyalty.c[name] for name in ("contact", "progress", "goal", "reward"))
        rows = await self._tx.rows(select(*columns).where(*mine).order_by(loyalty.c.at, loyalty.c.programme))
        return {row.contact: _read_facts(row) for row in rows}  # of several the newest


def _read_facts(row: Any) -> dict[str, str]:
    told = {POINTS: _format_millionths(row.progress), GOAL: _format_millionths(row.goal), REWARD: row.reward}
    return {name: said for name, said in told.items() if said}


def _format_millionths(millionths: int) -> str:
    """Format millionths without trailing zeros: "7", not "7.000000"."""
    return f"{(Decimal(millionths) / _ONE).normalize():f}"
