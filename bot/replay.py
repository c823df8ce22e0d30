"""What a spool kept, stored in the order in which it came, and together, as what arrives at one moment is.

What needs a turn of its own, as an opt-out does, ends its batch, for those behind it may be of the same person. It is
taken in by itself, and the next batch begins after it.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from bot.taking import hear_now, new_id, take_alone, tell
from bot.turns import OpenTurns
from flows.business import Business
from handlers.news import News
from storage.arrivals import Heard, keep
from storage.inbox import event_id
from storage.store import Away

log = structlog.get_logger()

Record = tuple[str, News]  # of a business


class Replay:
    """Stores records again that may have been stored before: a repeat changes nothing."""

    def __init__(self, turns: OpenTurns) -> None:
        self._turns = turns

    async def store(self, records: Sequence[Record]) -> int:
        """Store the first of them, one at least; how many. Raises Away, UnknownBusiness, or what the first one met."""
        together = await self._together(records)
        stored = await self._keep(together) if together else 0
        if not stored:
            business, news = records[0]
            await self._turns.act(business, lambda turn: take_alone(turn, news), ahead=True)
            stored = 1
        for business, news in records[:stored]:
            tell("taken from the spool", news, event_id(business, news.source, news.external_id))
        return stored

    async def _together(self, records: Sequence[Record]) -> list[Heard]:
        """As many of the first as can be stored together. Raises Away, and UnknownBusiness for the very first."""
        await self._turns.tenant(records[0][0])
        tenants = await self._turns.tenants()
        together = []
        for business, news in records:
            heard = self._hear(tenants[business].business, news) if business in tenants else None
            if heard is None:
                break
            together.append(heard)
        return together

    def _hear(self, business: Business, news: News) -> Heard | None:
        identity = event_id(business.id, news.source, news.external_id)
        return hear_now(self._turns, business, news, identity, new_id(self._turns, identity, news))

    async def _keep(self, together: Sequence[Heard]) -> int:
        """How many were stored: those before the first that needs more, or none where one of them cannot be."""
        try:
            outcomes = await self._turns.store.write("", lambda unit: keep(unit, together, in_order=True), ahead=True)
        except Away:
            raise
        except Exception as error:  # of one of them: the first takes a turn of its own, and the others try again
            log.error("replayed one by one", many=len(together), exc_info=error)
            return 0
        return len(outcomes)
