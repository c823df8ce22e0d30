"""Taking news in: stored before it is answered, and an opt-out waited for until nothing marketing is under way."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog

from bot.arrivals import Arrivals
from bot.rounds import Rounds
from bot.spool import Spool
from bot.trail import cause_of, following
from bot.turns import OpenTurns
from flows.events import MessageReceived
from handlers import intake
from handlers.hearing import hear
from handlers.intake import News, Taken
from handlers.turn import Turn
from storage import codec
from storage.inbox import Arrival, event_id
from storage.spools import FRESH
from storage.store import Away

log = structlog.get_logger()

STOP_PATIENCE = timedelta(seconds=10)
BEAT = timedelta(seconds=3)  # how often the spool's row says that it is there; it counts as fresh for 10 s
_GLANCE = 0.05  # seconds between two looks at what is being handed over


class Inbox:
    """Where webhooks, polled updates and simulated phones bring what they read."""

    def __init__(self, turns: OpenTurns, spool: Spool, *, beats: bool = True, alone: bool = False) -> None:
        """``beats``: not in a sandbox, whose driver knows what its spool holds. ``alone``: no other process sends."""
        self._turns = turns
        self._spool = spool
        self._rounds = Rounds()
        self._arrivals = Arrivals(turns.store, _tell)
        self._settled = turns.store.listen("settled")
        self._beats = beats
        self._alone = alone or not beats
        self._beaten: datetime | None = None
        self._telling = asyncio.Lock()

    async def take(self, business: str, news: News) -> Taken:
        """Store news, or keep it in the spool while the database is away. Raises UnknownBusiness, spool.Full."""
        if self._spool.waiting:
            return await self._keep(business, news)
        try:
            taken = await self._store(business, news)
        except Away:
            return await self._keep(business, news)
        if taken.stopped is not None:
            await self._until_nothing_leaves(business, taken.stopped)
        return taken

    async def _store(self, business: str, news: News) -> Taken:
        """With what else arrives at this moment, or in a turn of its own where something follows from it at once."""
        tenant = await self._turns.tenant(business)
        identity = event_id(business, news.source, news.external_id)
        with following(_cause(identity, news)):
            id_ = self._turns.store.ids.new()
        now, hashes = self._turns.clock.now(), self._turns.tools.token_hashes
        heard = await self._rounds.take(news.source, partial(hear, tenant.business, hashes, news, identity, id_, now))
        new = None if heard is None else await self._arrivals.put(heard)
        if new is not None:
            return Taken(identity, duplicate=not new)
        taken = await self._turns.act(business, lambda turn: _take(turn, news), ahead=True)
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

    async def replay(self, business: str, news: News) -> None:
        """Store one record; a repeat changes nothing. A long replay says in between that it lives. Raises Away."""
        taken = await self._turns.act(business, lambda turn: _take(turn, news))
        with following(_cause(taken.id, news)):
            log.info("taken from the spool", id=str(taken.id), source=news.source, type=_kind(news))
        await self._beat(due=False)

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
        if isinstance(news.event, MessageReceived) and not self._alone:
            await self._until_told()
        return Taken(event_id(business, news.source, news.external_id), duplicate=False)

    async def _until_told(self) -> None:
        """It may be a STOP: when we answer, no other process takes this spool for empty any more; at most 10 s."""
        ends = asyncio.get_running_loop().time() + FRESH.total_seconds()
        async with self._telling:
            while not self._spool.known and asyncio.get_running_loop().time() < ends:
                await self._spool.beat(self._turns.store)
                if not self._spool.known:
                    await asyncio.sleep(_GLANCE)

    async def _until_nothing_leaves(self, business: str, contact: UUID) -> None:
        """From the moment we answer, no marketing is handed over to this person any more, whoever holds it."""

        async def under_way(turn: Turn) -> bool:
            return bool(await turn.unit.messages.in_flight([contact], marketing_only=True))

        ends = self._turns.clock.elapsed() + STOP_PATIENCE
        while await self._turns.look(business, under_way) and self._turns.clock.elapsed() < ends:
            self._settled.clear()
            try:
                await asyncio.wait_for(self._settled.wait(), _GLANCE)
            except TimeoutError:
                continue


async def _take(turn: Turn, news: News) -> Taken:
    with following(_cause(event_id(turn.business.id, news.source, news.external_id), news)):
        return await intake.take(turn, news)


def _tell(news: News | Arrival, identity: UUID, duplicate: bool) -> None:
    """One line for each that is taken in."""
    with following(_cause(identity, news)):
        log.info("taken", id=str(identity), source=news.source, type=_kind(news), duplicate=duplicate)


def _cause(identity: UUID, news: News | Arrival) -> UUID:
    return cause_of(news.event, identity)


def _kind(news: News | Arrival) -> str:
    return "unreadable" if news.event is None else codec.event_type(news.event)
