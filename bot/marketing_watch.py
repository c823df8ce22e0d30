"""Shared queries for marketing that is being handed over: one at a time for a business, shared by all who wait for its
result.

Each of a hundred STOPs asks every 0.05 s. With a connection for each query, none would be left for the work that they
wait for.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from bot.open_turns import OpenTurns
from handlers.engine.turn import Turn
from storage.database.stores import DatabaseAway


@dataclass(slots=True)
class _Look:
    """A query about to begin: the people asked about, and which of them marketing is being handed over to."""

    people: set[UUID] = field(default_factory=set)
    found: asyncio.Future[frozenset[UUID]] = field(default_factory=asyncio.Future)


class Glances:
    """The shared queries: is marketing being handed over to a person?"""

    def __init__(self, turns: OpenTurns) -> None:
        self._turns = turns
        self._next: dict[str, _Look] = {}
        self._alone: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._looking: set[asyncio.Task[None]] = set()

    async def leaves(self, business: str, contact: UUID) -> bool:
        """Return True if marketing may be leaving for the person. The query starts after this call; if it fails, the
        answer is True."""
        look = self._next.get(business)
        if look is None:
            look = self._next[business] = _Look()
            task = asyncio.create_task(self._look(business))
            self._looking.add(task)
            task.add_done_callback(self._looking.discard)
        look.people.add(contact)
        try:
            return contact in await asyncio.shield(look.found)
        except DatabaseAway:
            return True

    async def _look(self, business: str) -> None:
        async with self._alone[business]:
            look = self._next.pop(business)

            async def under_way(turn: Turn) -> frozenset[UUID]:
                return frozenset(await turn.unit.messages.find_sold_to(list(look.people)))

            try:
                found = await self._turns.look(business, under_way)
            except BaseException as error:  # pass the error on to all waiting callers
                look.found.set_exception(error)
                look.found.exception()  # it is known, also where nobody waits any more
                if not isinstance(error, Exception):
                    raise
            else:
                look.found.set_result(found)
