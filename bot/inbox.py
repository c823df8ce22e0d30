"""The intake of inbound events: stored before they are answered. An opt-out's answer waits until no marketing is in
flight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.inbound_batches import InboundBatches
from bot.intake_lane import Incoming, Lane, tell
from bot.open_turns import OpenTurns
from bot.service_loading import LateParts
from bot.spool import Spool
from bot.spool_replay import Record, Replay
from bot.stop_wait import BEAT, Stops
from flows.events import MarketingEnded, MessageReceived
from handlers.people.inbound_event import InboundEvent, IntakeResult, may_end_messages
from storage.database.stores import DatabaseAway
from storage.events.event_inbox import event_id


class Inbox:
    """The intake of webhooks, polled updates and simulated phones."""

    def __init__(self, turns: OpenTurns, spool: Spool, *, beats: bool = True, alone: bool = False) -> None:
        """``beats`` reports the spool's content to the database; it is False in a sandbox. ``alone``: no other process
        sends."""
        self._turns = turns
        self._spool = spool
        self._lane = Lane(turns)
        self._late = LateParts(turns)
        self._arrivals = InboundBatches(self._lane.take_incoming, _tell)
        self._replay = Replay(turns, self._lane)
        self._stops = Stops(turns, spool, alone=alone or not beats)
        self._beats = beats
        self._beaten: datetime | None = None

    @property
    def waiting(self) -> bool:
        """Return True while the spool has events, which hold marketing back."""
        return self._spool.waiting

    async def take(self, business: str, incoming: InboundEvent) -> IntakeResult:
        """Store an inbound event; put it into the spool while the database is away. Raises UnknownBusiness,
        spool.Full."""
        incoming = replace(incoming, heard_at=self._turns.clock.get_real_time())
        spool = self._spool if may_end_messages(incoming.event) else self._spool.beside
        if spool.waiting and not await spool.is_emptied():
            return await self._keep(spool, business, incoming)
        try:
            taken = await self._store(business, incoming)
        except DatabaseAway:
            return await self._keep(spool, business, incoming)
        if taken.stopped is not None:
            await self._stops.wait_until_still(business, taken.stopped)
        return taken

    async def _store(self, business: str, incoming: InboundEvent) -> IntakeResult:
        """Store an event together with others of this moment; alone if it would delay them."""
        await self._late.wait()
        tenant = await self._turns.tenant(business)
        taken = await self._arrivals.put((tenant.business, incoming))
        if taken is None:
            taken = await self._lane.take_alone(business, incoming)
            _tell((tenant.business, incoming), taken)
        return taken

    async def recover(self) -> int:
        """Store the records of the spool in order, then the records beside it; return how many."""
        if self._spool.waiting or self._spool.beside.waiting:
            await self._late.wait()
        spools = ((self._spool, self.replay), (self._spool.beside, self._replay_beside))
        return sum([await spool.replay(put) for spool, put in spools if spool.waiting])

    async def step(self) -> int:
        """Store the spool's records, and report in the database how many still wait; return the number stored."""
        stored = await self.recover()
        await self._beat(due=bool(stored))
        return stored

    async def replay(self, records: Sequence[Record]) -> int:
        """Store the first of some records; return their number. A long replay reports that it is alive. Raises
        DatabaseAway."""
        stored = await self._replay.store(records)
        await self._beat(due=False)
        return stored

    async def _replay_beside(self, records: Sequence[Record]) -> int:
        """Store the first of some records from beside the spool, unless the spool has records too. Raises
        DatabaseAway."""
        if self._spool.waiting:
            raise DatabaseAway("went away again, and what may end messages is stored first")
        return await self.replay(records)

    async def _beat(self, *, due: bool) -> None:
        elapsed = self._turns.clock.get_real_time()
        if self._beats and (due or self._beaten is None or elapsed - self._beaten >= BEAT):
            await self._spool.beat(self._turns.store)
            self._beaten = elapsed

    async def leave(self) -> None:
        """Delete this process's spool from the database if it is empty, so that no marketing waits for it."""
        await self._spool.leave(self._turns.store)

    async def _keep(self, spool: Spool, business: str, incoming: InboundEvent) -> IntakeResult:
        await spool.append(business, incoming)
        if isinstance(incoming.event, MessageReceived | MarketingEnded):
            await self._stops.wait_until_heard(business, incoming.event)
        return IntakeResult(event_id(business, incoming.source, incoming.external_id), duplicate=False)


def _tell(one: Incoming, taken: IntakeResult) -> None:
    tell("taken", one[1], taken, duplicate=taken.duplicate)
