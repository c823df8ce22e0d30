"""The replay of a spool: events are stored in order of arrival, in groups, like simultaneous ones.

An opt-out, or another event that needs care, ends its group: later events may be from the same person and must come
after it.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from bot.intake_lane import Lane, tell
from bot.open_turns import OpenTurns
from handlers.intake.intake import IntakeResult
from handlers.people.inbound_event import InboundEvent
from storage.database.stores import DatabaseAway
from storage.events.inbound_arrival import Inbound

log = structlog.get_logger()

Record = tuple[str, InboundEvent]  # of a business


class Replay:
    """A writer of records that may have been stored before: a repeat changes nothing."""

    def __init__(self, turns: OpenTurns, lane: Lane) -> None:
        self._turns = turns
        self._lane = lane

    async def store(self, records: Sequence[Record]) -> int:
        """Store at least the first of the records; return how many. Raises DatabaseAway, UnknownBusiness, or the first
        record's error."""
        heard = await self._choose_heard(records)
        taken = await self._keep(heard) if heard else []
        for (_, incoming), one in zip(records, taken, strict=False):
            tell("taken from the spool", incoming, one)
        if taken:
            return len(taken)
        business, incoming = records[0]
        tell("taken from the spool", incoming, await self._lane.take_alone(business, incoming))
        return 1

    async def _choose_heard(self, records: Sequence[Record]) -> list[Inbound]:
        """Return the first events, up to one that needs care or has an unknown business.

        Raises DatabaseAway, and UnknownBusiness if that is the very first.
        """
        await self._turns.tenant(records[0][0])
        tenants = await self._turns.tenants()
        heard = []
        for business, incoming in records:
            one = self._lane.hear(tenants[business].business, incoming) if business in tenants else None
            if one is None or one.care:
                break
            heard.append(one)
        return heard

    async def _keep(self, heard: Sequence[Inbound]) -> list[IntakeResult]:
        """Store the events together; return the results of those stored, none if one event caused an error."""
        try:
            taken = await self._lane.take_together(heard, in_order=True)
        except DatabaseAway:
            raise
        except Exception as error:  # of one of them: the first is taken in alone, and the others try again
            log.error("replayed one by one", many=len(heard), exc_info=error)
            return []
        return [one for one in taken if one is not None]
