"""The replay of a spool: events are stored in order of arrival, hundreds in one transaction.

An opt-out, or another event that needs care, is stored after all before it and before all behind it, which may be from
the same person.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence

import structlog

from bot.intake_lane import Lane, tell
from bot.open_turns import OpenTurns
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.database.stores import DatabaseAway
from storage.events.inbound_arrival import Inbound

log = structlog.get_logger()

_BREATH = 20  # records that are read without a pause: some tens of milliseconds

Record = tuple[str, InboundEvent]  # of a business


class Replay:
    """A writer of records that may have been stored before: a repeat changes nothing."""

    def __init__(self, turns: OpenTurns, lane: Lane) -> None:
        self._turns = turns
        self._lane = lane

    async def store(self, records: Sequence[Record]) -> int:
        """Store at least the first of the records; return how many. Raises DatabaseAway, UnknownBusiness, or the first
        record's error."""
        heard, stored = await self._hear(records), 0
        try:
            while stored < len(heard):
                stored += await self._store_some(records[stored:], heard[stored:])
        except Exception:
            if not stored:
                raise  # else it is the first record's at the next call
        return stored

    async def _hear(self, records: Sequence[Record]) -> list[Inbound]:
        """Prepare the first events, up to one of an unknown business.

        Raises DatabaseAway, and UnknownBusiness if that is the very first.
        """
        await self._turns.tenant(records[0][0])
        tenants = await self._turns.tenants()
        heard = []
        for at, (business, incoming) in enumerate(itertools.takewhile(lambda one: one[0] in tenants, records)):
            heard.append(self._lane.hear(tenants[business].business, incoming))
            if at % _BREATH == 0:
                await asyncio.sleep(0)  # reading texts takes a while; requests are answered meanwhile
        return heard

    async def _store_some(self, records: Sequence[Record], heard: Sequence[Inbound]) -> int:
        """Store the first events, or the first one alone; return how many. Raises DatabaseAway, or the first one's
        error."""
        taken = await self._keep(heard)
        if not taken:
            business, incoming = records[0]
            taken = [await self._lane.take_alone(business, incoming)]
        for (_, incoming), one in zip(records, taken, strict=False):
            tell("taken from the spool", incoming, one)
        return len(taken)

    async def _keep(self, heard: Sequence[Inbound]) -> list[IntakeResult]:
        """Store the first events together; return their results, none if one event caused an error."""
        try:
            return await self._lane.take_in_order(heard)
        except DatabaseAway:
            raise
        except Exception as error:  # of one of them: the first is taken in alone, and the others try again
            log.error("replayed one by one", many=len(heard), exc_info=error)
            return []
