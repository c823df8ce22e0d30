"""Chance at work on a fleet: kills, cut connections, a database that restarts, a provider in bad moods, and STOPs."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import asyncpg

from bot.clock import SystemClock
from tests import databases
from tests.chaos import campaign, evidence
from tests.chaos.campaign import Campaign
from tests.chaos.checker import check
from tests.chaos.evidence import Attempt, Evidence
from tests.chaos.fleet import SERVE, SIZE, Fleet
from tests.chaos.postgres import Postgres
from tests.chaos.provider import WatchedTwilio
from tests.delivery import shop
from tests.processes.place import Starter
from tests.providers.moods import Mood, fault
from tests.providers.twilio import NUMBER

WORDS = ("STOP", "stop", "Stop texting me", "unsubscribe", "END", "please remove me from your list")
LEASE = 61.0  # seconds: longer than a lease, and than the pause before a provider is asked
A_WHILE = 1.5  # seconds in which a fleet that has anything to do does some of it: longer than a tick
SURE = 5.0  # seconds after which what was marked and did not arrive was in the hands of one that died
CALM = 180.0  # seconds in which all is done, and as long again for each so many messages
MESSAGES = 1000
GAP = (0.1, 0.6)  # seconds between two deeds
_LEFT = {
    "entries in the outbox": "SELECT count(*) FROM outbox WHERE kind = 'message' AND parked_at IS NULL",
    "messages queued": "SELECT count(*) FROM messages WHERE status = 'queued'",
    "messages under way": "SELECT count(*) FROM messages WHERE status = 'sending'",
    "events unread": "SELECT count(*) FROM events WHERE status = 'new'",
    "jobs not done": "SELECT count(*) FROM jobs WHERE ended_at IS NULL",  # whose worker was killed wait for its lease
}
_COUNTS = f"SELECT {', '.join(f'({query})' for query in _LEFT.values())}"
_NEWEST = "SELECT max(n) FROM witness.changes"
_IN_HAND = f"""WITH late AS MATERIALIZED (SELECT message FROM witness.changes
        WHERE at > clock_timestamp() - interval '{SURE} seconds' AND new = 'sending')
    SELECT count(*) FROM messages WHERE status = 'sending' AND id IN (SELECT message FROM late)"""  # noqa: S608 - as above


@dataclass
class Storm:
    """A fleet, what stands around it, and chance, which a seed repeats as far as real processes let it."""

    fleet: Fleet
    twilio: WatchedTwilio
    server: Postgres
    rate: float
    chance: random.Random
    deeds: list[str] = field(default_factory=list)
    stopping: set[asyncio.Task[None]] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    hesitating: int = 0

    def stop_within(self, seconds: float, phone: str) -> None:
        """Somebody writes STOP at a moment of so many seconds."""
        self.hesitating += 1
        asyncio.get_running_loop().call_later(self.chance.uniform(0, seconds), self._decide, phone)

    def _decide(self, phone: str) -> None:
        self.hesitating -= 1
        self.stop(phone)

    def stop(self, phone: str) -> None:
        """Somebody writes STOP now, if they have not."""
        if phone in self.stopped:
            return
        self.stopped.add(phone)
        url = f"{self.fleet.url}/channels/twilio/{shop.TIGER}/inbound"
        task = asyncio.create_task(self.twilio.stop(phone, self.chance.choice(WORDS), url))
        self.stopping.add(task)
        task.add_done_callback(self.stopping.discard)

    async def rage(self, seconds: float, phones: list[str]) -> None:
        """Every deed, in an order that chance chose; and again, until so many seconds are over."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        deck: list[Callable[[], Awaitable[None]]] = []
        while deck or not self.deeds or loop.time() < ends:
            deck = deck or self._shuffled()
            deed = deck.pop()
            self.deeds.append(deed.__name__)
            await deed()
            for phone in self.chance.sample(phones, self.chance.randint(0, 3)):
                self.stop(phone)
            await asyncio.sleep(self.chance.uniform(*GAP))

    def _shuffled(self) -> list[Callable[[], Awaitable[None]]]:
        deck: list[Callable[[], Awaitable[None]]] = [
            self._kill, self._kill, self._kill_the_web, self._ask_to_end, self._start, self._start,
            self._cut, self._restart, self._other_mood, self._other_mood, self._refuse,
        ]  # fmt: skip
        self.chance.shuffle(deck)
        return deck

    async def calm(self, messages: int) -> None:
        """All is well again, and time passes, a lease at a time, until nothing is left to do.

        Bounded by what so many ``messages`` take on a slow machine; whoever dies meanwhile is started again.
        """
        self.twilio.mood = fault(Mood.WELL, self.chance)
        left = {"everything": 1}
        try:
            async with asyncio.timeout(CALM * (1 + messages / MESSAGES)):
                while left:
                    await self.fleet.start_all()
                    if await self.still():
                        self.fleet.push(LEASE)
                    left = await self._left()
        except TimeoutError as late:
            raise AssertionError(f"it is never calm, there are {left}; {self.story()}") from late

    async def prove(self, withheld: Collection[str] = ()) -> Evidence:
        """Let the checker look; what it finds fails the test, with what chance did and what the service said."""
        found = await evidence.gather(self.fleet.database, self.twilio.facts)
        violations = check(found, {NUMBER: self.rate}, withheld)
        told = "\n".join(f"{one.law}: {one.what}" for one in violations)
        assert not violations, f"{told}\n{self.story()}"
        return found

    def story(self) -> str:
        """What chance did, who lives, and what the service said."""
        return f"{' · '.join(self.deeds)}\nliving: {self.fleet.living}\n{self.fleet.said()}"

    async def _kill(self) -> None:
        self.fleet.kill(self._somebody())

    async def _kill_the_web(self) -> None:
        self.fleet.kill(SERVE)

    async def _ask_to_end(self) -> None:
        self.fleet.kill(self._somebody(), signal.SIGTERM)

    def _somebody(self) -> int:
        """Who lives, if anybody does."""
        return self.chance.choice(self.fleet.living or range(SIZE))

    async def _start(self) -> None:
        self.fleet.start_missing()

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

    async def still(self) -> bool:
        """Whether nothing changes in a while, and nobody who lives can have something in hand.

        Otherwise a lease could be pushed past between a mark and its call, and what is still to arrive be sent again.
        """
        before = await self._standing()
        await asyncio.sleep(A_WHILE)
        (in_hand,) = await self.server.row(self.fleet.database, _IN_HAND)
        return not self.twilio.flying and not in_hand and before == await self._standing()

    async def _standing(self) -> tuple[object, ...]:
        (newest,) = await self.server.row(self.fleet.database, _NEWEST)
        return newest, len(self.twilio.facts), *(await self._left()).values()

    async def _left(self) -> dict[str, int]:
        """What is still to be done, and how much of it."""
        counts = await self.server.row(self.fleet.database, _COUNTS)
        people = {
            "receipts not taken": len(self.twilio.telling),
            "STOPs not answered": len(self.stopping),
            "STOPs not written": self.hesitating,
        }
        return {what: many for what, many in (dict(zip(_LEFT, counts, strict=True)) | people).items() if many}


@asynccontextmanager
async def brewing(
    server: Postgres, starter: Starter, folder: Path, sent: Campaign | None, *, seed: int, rate: float
) -> AsyncIterator[Storm]:
    """A campaign in the outbox of a shop on a database of its own, and a fleet that is not yet started."""
    database = await databases.create(server.url)
    chance = random.Random(seed)
    shift = shop.MORNING - SystemClock().now()
    with (folder / "provider.log").open("w", buffering=1) as log:
        async with WatchedTwilio(chance=chance, log=log) as twilio:
            environ = {"PARLEY_TWILIO_API_URL": twilio.url, "PARLEY_LOG_LEVEL": "warning"}
            fleet = Fleet(folder=folder, database=database, starter=starter, environ=environ, shift=shift)
            storm = Storm(fleet, twilio, server, rate, chance)
            twilio.pushed = lambda: fleet.pushed
            twilio.clock = lambda: SystemClock().now() + shift + timedelta(seconds=fleet.pushed)
            fleet.push(0)
            await evidence.install(database)
            await campaign.open_shop(database, shift, rate)
            if sent is not None:
                await campaign.fill(database, shift, sent)
            try:
                yield storm
            finally:
                await give_up(storm.stopping | twilio.telling)
                await fleet.end()
                await databases.drop(server.url, database)


async def give_up(tasks: Collection[asyncio.Task[None]]) -> None:
    """After a failure: nobody is left who would answer them."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def hesitating(storm: Storm, share: float, most: float) -> Callable[[Attempt], None]:
    """For a provider's ``departed``: some of those to whom something sets out write STOP within so many seconds."""

    def hear(attempt: Attempt) -> None:
        if attempt.text.startswith("Offer") and storm.chance.random() < share:
            storm.stop_within(most, attempt.phone)

    return hear
