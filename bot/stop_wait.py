"""The wait before a STOP is answered: by then no marketing is being handed over to that person.

It takes at most 11 s, as Twilio gives up after 15. Messages judged before the STOP are with the provider within 3 s, or
judged again (bot/sender.py), and their call ends after 7. In longer cases, where the database does not give the
outcome, the answer is given and logged (``stop answered early``).
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import structlog

from bot.channels.provider_http import SEND
from bot.marketing_watch import Glances
from bot.open_turns import OpenTurns
from bot.sender import JUDGED
from bot.spool import Spool
from flows.events import MarketingEnded, MessageReceived
from handlers.engine.turn import Turn, UnknownBusiness
from handlers.people import marketing_end
from storage.database.stores import DatabaseAway
from storage.events.spools import FRESH

SETTLING = timedelta(seconds=1)  # for writing what came of a call
PATIENCE = JUDGED + SEND + SETTLING
BEAT = timedelta(seconds=3)  # how often the spool's row says that it is there; it counts as fresh for 10 s
_GLANCE = 0.05  # seconds between two looks at what is being handed over

log = structlog.get_logger()


class Stops:
    """The waits for messages in flight, from this process's own workers and from all other processes."""

    def __init__(self, turns: OpenTurns, spool: Spool, *, alone: bool) -> None:
        """``alone``: no other process sends."""
        self._turns = turns
        self._spool = spool
        self._alone = alone
        self._glances = Glances(turns)
        self._settled = turns.store.listen("settled")
        self._telling = asyncio.Lock()

    async def wait_until_still(self, business: str, contact: UUID) -> None:
        """Wait until no process hands over marketing to this person.

        Returns after ``PATIENCE`` even if one still may, with a warning.
        """
        await self._wait_until_settled(business, contact, _end())

    async def _wait_until_settled(self, business: str, contact: UUID, ends: float) -> None:
        loop = asyncio.get_running_loop()
        while await self._glances.leaves(business, contact):
            if loop.time() >= ends:
                log.warning("stop answered early", business=business, contact=str(contact))
                return
            self._settled.clear()
            try:
                await asyncio.wait_for(self._settled.wait(), _GLANCE)
            except TimeoutError:
                continue

    async def wait_until_heard(self, business: str, event: MessageReceived | MarketingEnded) -> None:
        """Wait like ``wait_until_still`` for a spooled event, whose writer is unknown until the database is back.

        The whole wait takes at most ``PATIENCE``.
        """
        from handlers.intake.arrival import may_stop  # what reads messages loads with the first

        loop, ends = asyncio.get_running_loop(), _end()
        if not self._alone:
            await self._wait_until_told()
        if isinstance(event, MessageReceived) and not may_stop(event):
            return
        while True:
            try:
                contact = await self._writer(business, event)
                if contact is not None:
                    await self._wait_until_settled(business, contact, ends)
                return
            except DatabaseAway:
                if self._spool.cut_off > PATIENCE + BEAT:
                    return  # what was judged before the database went away was handed over since
                if loop.time() >= ends:
                    log.warning("stop answered early", business=business)
                    return
                await asyncio.sleep(_GLANCE)

    async def _wait_until_told(self) -> None:
        """Wait, at most 10 s, until no other process believes that this spool is empty."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + FRESH.total_seconds()
        async with self._telling:
            while not self._spool.known and loop.time() < ends:
                await self._spool.beat(self._turns.store)
                if not self._spool.known:
                    await asyncio.sleep(_GLANCE)

    async def _writer(self, business: str, event: MessageReceived | MarketingEnded) -> UUID | None:
        """Return the contact who wrote; None for a stranger. Raises DatabaseAway.

        The contact is locked, so a transaction that is judging a message to them ends first; a later one sees the
        spool's content.
        """

        async def find(turn: Turn) -> UUID | None:
            if isinstance(event, MarketingEnded):
                return await marketing_end.find_person(turn, event.address)
            address = await turn.unit.people.address(event.channel, event.address)
            return None if address is None else await turn.unit.people.hold(address.contact)

        try:
            return await self._turns.act(business, find, ahead=True)
        except UnknownBusiness:
            return None


def _end() -> float:
    """Return the deadline of a wait, by the event loop's time."""
    return asyncio.get_running_loop().time() + PATIENCE.total_seconds()
