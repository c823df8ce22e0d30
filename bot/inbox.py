"""Taking news in: stored before it is answered, and an opt-out waited for until nothing marketing is under way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from bot.arrivals import Arrivals
from bot.replay import Record, Replay
from bot.rounds import Rounds
from bot.spool import Spool
from bot.stops import BEAT, Stops
from bot.taking import hear_now, new_id, take_alone, tell
from bot.turns import OpenTurns
from flows.events import MessageReceived
from handlers.intake import News, Taken
from storage.inbox import Arrival, event_id
from storage.store import Away


class Inbox:
    """Where webhooks, polled updates and simulated phones bring what they read."""

    def __init__(self, turns: OpenTurns, spool: Spool, *, beats: bool = True, alone: bool = False) -> None:
        """``beats``: not in a sandbox, whose driver knows what its spool holds. ``alone``: no other process sends."""
        self._turns = turns
        self._spool = spool
        self._rounds = Rounds()
        self._arrivals = Arrivals(turns.store, _tell)
        self._replay = Replay(turns)
        self._stops = Stops(turns, spool, alone=alone or not beats)
        self._beats = beats
        self._beaten: datetime | None = None

    async def take(self, business: str, news: News) -> Taken:
        """Store news, or keep it in the spool while the database is away. Raises UnknownBusiness, spool.Full."""
        news = replace(news, heard_at=self._turns.clock.elapsed())
        if self._spool.waiting and not await self._spool.emptied():
            return await self._keep(business, news)
        try:
            taken = await self._store(business, news)
        except Away:
            return await self._keep(business, news)
        if taken.stopped is not None:
            await self._stops.until_nothing_leaves(business, taken.stopped)
        return taken

    async def _store(self, business: str, news: News) -> Taken:
        """With what else arrives at this moment, or in a turn of its own where something follows from it at once."""
        tenant = await self._turns.tenant(business)
        identity = event_id(business, news.source, news.external_id)
        id_ = new_id(self._turns, identity, news)
        heard = await self._rounds.take(
            news.source, partial(hear_now, self._turns, tenant.business, news, identity, id_)
        )
        new = None if heard is None else await self._arrivals.put(heard)
        if new is not None:
            return Taken(identity, duplicate=not new)
        taken = await self._turns.act(business, lambda turn: take_alone(turn, news), ahead=True)
        _tell(news, taken.id, taken.duplicate)
        return taken

    async def recover(self) -> int:
        """Store what the spool keeps, in order; how many records that was."""
        return await self._spool.replay(self.replay) if self._spool.waiting else 0

    async def step(self) -> int:
        """Recover, and say in the database how much waits here; how many records were stored."""
        stored = await self.recover()
        await self._beat(due=bool(stored))
        return stored

    async def replay(self, records: Sequence[Record]) -> int:
        """Store the first of some records; how many. A long replay says in between that it lives. Raises Away."""
        stored = await self._replay.store(records)
        await self._beat(due=False)
        return stored

    async def _beat(self, *, due: bool) -> None:
        elapsed = self._turns.clock.elapsed()
        if self._beats and (due or self._beaten is None or elapsed - self._beaten >= BEAT):
            await self._spool.beat(self._turns.store)
            self._beaten = elapsed

    async def leave(self) -> None:
        """After the last news: an empty spool is forgotten in the database, so that no marketing waits for it."""
        await self._spool.leave(self._turns.store)

    async def _keep(self, business: str, news: News) -> Taken:
        await self._spool.append(business, news)
        if isinstance(news.event, MessageReceived):
            await self._stops.until_heard(business, news.event)
        return Taken(event_id(business, news.source, news.external_id), duplicate=False)


def _tell(arrival: News | Arrival, identity: UUID, duplicate: bool) -> None:
    tell("taken", arrival, identity, duplicate=duplicate)
