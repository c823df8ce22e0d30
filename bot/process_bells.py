"""Wake-ups between processes: a commit in one wakes the workers of the others, long before their next tick.

A missed wake-up does no harm: a process finds the same work at its next tick, so polling alone is correct. Behind a
connection pooler, without PARLEY_LISTEN_URL, there is only polling. A NOTIFY in every commit would halve their rate, as
they queue for one lock. So a process announces its recent commits in one separate message, and only while it hears
another process that may sleep. The message also proves that the process lives, and receiving its own message proves
that it listens.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import suppress

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge

from storage.database.store_contract import Bells
from storage.database.stores import DatabaseAway
from storage.database.wakeups import WakeupWire, open_wire

log = structlog.get_logger()

SHARED = frozenset({"inbox", "timers", "sender", "businesses"})  # other bells are of use in their own process alone
GAP = 0.05  # seconds at least between two messages of one process
BEAT = 5.0  # seconds at most between them
GONE = 3 * BEAT  # seconds after which a process that said nothing is not told anything
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before a lost connection is made again; twice as long each time


class Ringing:
    """This process's connection for wake-ups. ``me`` is an id that no other process has."""

    def __init__(self, bells: Bells, url: str, me: str, registry: CollectorRegistry) -> None:
        self._bells = bells
        self._url = url
        self._me = me
        self._listening = Gauge(
            "parley_listening", "1 while other processes can wake this one; 0: it polls", registry=registry
        )
        self._lost = Counter(
            "parley_listening_lost", "How often the connection for wake-ups was lost or refused", registry=registry
        )
        self._told: set[str] = set()  # processes to wake with the next message
        self._due = asyncio.Event()
        self._others: dict[str, float] = {}  # when each was heard last, in the loop's time
        self._echo: float | None = None  # when we heard ourselves last; None: not yet on this connection
        self._task: asyncio.Task[None] | None = None
        bells.carry(self.tell)

    @property
    def listening(self) -> bool:
        """Return True if this process receives messages at the moment."""
        return self._echo is not None

    async def start(self) -> None:
        """Begin to listen; retry for as long as the process runs if the server refuses."""
        self._task = asyncio.create_task(self._listen(), name="ringing")

    async def stop(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def tell(self, names: Collection[str]) -> None:
        """Wake these workers in other processes soon; do nothing if there are none."""
        shared = SHARED.intersection(names)
        if shared and self._has_heard_others():
            self._told |= shared
            self._due.set()

    async def _listen(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                async with open_wire(self._url, self._hear, self._due.set) as wire:
                    await self._speak(wire)
            except DatabaseAway as away:
                pause = FIRST_PAUSE if self.listening else pause
                self._turn_deaf()
                log.warning("no wake-ups, polling", reason=str(away), again_in=pause)
            except Exception as error:  # shown with its place; wake-ups are tried again, and polling goes on
                self._turn_deaf()
                log.error("ringing failed", again_in=pause, exc_info=error)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _speak(self, wire: WakeupWire) -> None:
        """Send the collected wake-ups, and a sign of life now and then. Raises DatabaseAway if its own messages do not
        come back."""
        time = asyncio.get_running_loop().time
        began = time()
        while True:
            self._due.clear()
            told, self._told = self._told, set()
            await wire.say(" ".join((self._me, *sorted(told))))
            await asyncio.sleep(GAP)
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT - GAP):  # wait_for may swallow a cancellation
                    await self._due.wait()
            if time() - (self._echo or began) > GONE:
                raise DatabaseAway("what this process says itself is not heard; behind a pooler set PARLEY_LISTEN_URL")

    def _hear(self, words: str) -> None:
        who, *names = words.split() or [""]  # anybody who may use the database may say anything here
        if who == self._me:
            self._check_own_hearing()
            return
        if who not in self._others:
            self._due.set()  # it shall know of us at once
        self._others[who] = asyncio.get_running_loop().time()
        self._bells.ring(SHARED.intersection(names))

    def _check_own_hearing(self) -> None:
        if not self.listening:
            log.info("listening for wake-ups")
            self._bells.ring(SHARED)  # what was said before is lost
        self._echo = asyncio.get_running_loop().time()
        self._listening.set(1)

    def _has_heard_others(self) -> bool:
        """Return True if another process was heard lately."""
        since = asyncio.get_running_loop().time() - GONE
        self._others = {who: at for who, at in self._others.items() if at >= since}
        return bool(self._others)

    def _turn_deaf(self) -> None:
        self._echo = None
        self._listening.set(0)
        self._lost.inc()
