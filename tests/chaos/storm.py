"""Chance at work on a fleet: kills, cut connections, a database that restarts, a provider in bad moods, and STOPs."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from subprocess import Popen

import asyncpg

from bot.clock import SystemClock
from tests import databases
from tests.chaos import campaign, evidence
from tests.chaos.campaign import Campaign
from tests.chaos.checker import check
from tests.chaos.evidence import Attempt, Evidence
from tests.chaos.fleet import SIZE, Fleet
from tests.chaos.postgres import Postgres
from tests.chaos.provider import WatchedTwilio
from tests.delivery import shop
from tests.providers.moods import Mood, fault
from tests.providers.twilio import NUMBER

WORDS = ("STOP", "stop", "Stop texting me", "unsubscribe", "END", "please remove me from your list")
LEASE = 61.0  # seconds: longer than a lease, and than the pause before a provider is asked
A_WHILE = 3.0  # seconds in which a fleet that has anything to do does some of it
MOST_LEASES = 60
GAP = (0.2, 1.5)  # seconds between two deeds
_STANDING = """SELECT count(*), max(status_at), count(*) FILTER (WHERE status IN ('sent', 'delivered'))
    FROM messages WHERE direction = 'out'"""
_BUSY = """SELECT (SELECT count(*) FROM outbox WHERE kind = 'message' AND parked_at IS NULL)
    + (SELECT count(*) FROM messages WHERE status IN ('queued', 'sending'))
    + (SELECT count(*) FROM events WHERE status = 'new')"""


@dataclass
class Storm:
    """A fleet, what stands around it, and chance, which a seed repeats as far as real processes let it."""

    fleet: Fleet
    twilio: WatchedTwilio
    server: Postgres
    rate: float
    chance: random.Random
    folder: Path
    deeds: list[str] = field(default_factory=list)
    stopping: set[asyncio.Task[None]] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)

    def stop(self, phone: str) -> None:
        """Somebody writes STOP now, if they have not; half of them press send twice."""
        if phone in self.stopped:
            return
        self.stopped.add(phone)
        url = f"{self.fleet.url}/channels/twilio/{shop.TIGER}/inbound"
        task = asyncio.create_task(self.twilio.stop(phone, self.chance.choice(WORDS), url))
        self.stopping.add(task)
        task.add_done_callback(self.stopping.discard)

    async def rage(self, seconds: float, phones: list[str]) -> None:
        """One deed after another for so long."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        deeds: list[Callable[[], Awaitable[None]]] = [
            self._kill, self._kill, self._ask_to_end, self._start, self._start, self._cut, self._restart,
            self._other_mood, self._other_mood, self._refuse,
        ]  # fmt: skip
        while loop.time() < ends:
            deed = self.chance.choice(deeds)
            self.deeds.append(deed.__name__)
            await deed()
            for phone in self.chance.sample(phones, self.chance.randint(0, 3)):
                self.stop(phone)
            await asyncio.sleep(self.chance.uniform(*GAP))

    async def calm(self) -> None:
        """All is well again, and time passes, a lease at a time, until nothing is left to do."""
        self.twilio.mood = fault(Mood.WELL, self.chance)
        await self.fleet.start_all()
        for _ in range(MOST_LEASES):
            while await self._moves():
                await self.fleet.start_all()
            await asyncio.gather(*self.stopping)
            if not await self._busy():
                return
            self.fleet.push(LEASE)
        raise AssertionError(f"it is never calm: {self.deeds}\n{self.fleet.said()}")

    async def prove(self) -> Evidence:
        """Let the checker look; what it finds fails the test, with what chance did and what the service said."""
        found = await evidence.gather(self.fleet.database, self.twilio.facts)
        violations = check(found, {NUMBER: self.rate})
        told = "\n".join(f"{one.rule}: {one.what}" for one in violations)
        assert not violations, f"{told}\n{' · '.join(self.deeds)}\n{self.fleet.said()}"
        return found

    async def _kill(self) -> None:
        self.fleet.kill(self.chance.randrange(SIZE))

    async def _ask_to_end(self) -> None:
        self.fleet.kill(self.chance.randrange(SIZE), signal.SIGTERM)

    async def _start(self) -> None:
        for which in range(SIZE):
            self.fleet.start(which)

    async def _cut(self) -> None:
        """Some of the connections to the database end."""
        with suppress(OSError, asyncpg.PostgresError):
            await self.server.cut(self.fleet.database)

    async def _restart(self) -> None:
        await self.server.restart(crash=self.chance.random() < 0.5)

    async def _other_mood(self) -> None:
        mood = self.chance.choice(list(Mood))
        self.deeds[-1] = mood
        self.twilio.mood = fault(mood, self.chance)

    async def _refuse(self) -> None:
        await self.twilio.refuse()
        await asyncio.sleep(self.chance.uniform(*GAP))
        await self.twilio.accept()

    async def _moves(self) -> bool:
        """Whether anything changes in a while."""
        before = await self._standing()
        with suppress(TimeoutError):
            async with asyncio.timeout(A_WHILE):
                while True:
                    await asyncio.sleep(A_WHILE / 10)
                    if before != await self._standing() or not await self._busy():
                        return await self._busy()
        return False

    async def _standing(self) -> tuple[object, ...]:
        return (*await self.server.row(self.fleet.database, _STANDING), len(self.twilio.facts))

    async def _busy(self) -> bool:
        (many,) = await self.server.row(self.fleet.database, _BUSY)
        return bool(many or self.twilio.telling)


@asynccontextmanager
async def brewing(
    server: Postgres, starter: Popen[str], folder: Path, sent: Campaign, *, seed: int, rate: float
) -> AsyncIterator[Storm]:
    """A campaign in the outbox of a shop on a database of its own, and a fleet that is not yet started."""
    database = await databases.create(server.url)
    chance = random.Random(seed)
    shift = shop.MORNING - SystemClock().now()
    with (folder / "provider.log").open("w", buffering=1) as log:
        async with WatchedTwilio(chance=chance, log=log) as twilio:
            fleet = Fleet(folder, database, twilio.url, starter, shift)
            twilio.pushed = lambda: fleet.pushed
            twilio.clock = lambda: SystemClock().now() + shift + timedelta(seconds=fleet.pushed)
            fleet.push(0)
            await evidence.install(database)
            await campaign.open_shop(database, shift, rate)
            await campaign.fill(database, shift, sent)
            try:
                yield Storm(fleet, twilio, server, rate, chance, folder)
            finally:
                await fleet.end()
                await databases.drop(server.url, database)


def hesitating(storm: Storm, share: float, most: float) -> Callable[[Attempt], None]:
    """For a provider's ``departed``: some of those to whom something sets out write STOP within so many seconds."""
    loop = asyncio.get_running_loop()

    def hear(attempt: Attempt) -> None:
        if attempt.text.startswith("Offer") and storm.chance.random() < share:
            loop.call_later(storm.chance.uniform(0, most), storm.stop, attempt.phone)

    return hear
