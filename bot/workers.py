"""The workers and what wakes them: bells after commits, a tick as a safety net, and the sandbox's pushed clock.

In a live service each worker has its own loop. In a sandbox one driver runs them all until no work is left, so that a
month can be played in order and every call that pushes the clock returns with an empty outbox.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.audit_sealer import AuditSealer
from bot.clock import PushedClock, SystemClock
from bot.clock_agreement import Agreement
from bot.consumer import Consumer
from bot.inbox import Inbox
from bot.jobs.job_workbench import Workbench
from bot.open_turns import OpenTurns
from bot.recurring_work import Recurring
from bot.sender import SHORT, SenderWorker
from bot.sender_workers import SenderWorkers, finish
from bot.ticker import Ticker
from bot.timers import Timers
from handlers.conversation import Conversations
from storage.businesses import businesses
from storage.businesses.service_operations import Tally, tally
from storage.database.stores import DatabaseAway, RetryTransaction
from storage.events.due_runs import find_next_wake
from storage.jobs.jobs import BELL
from storage.sending import sender_queues
from storage.sending.sender_queues import Waiting
from storage.unit import Unit

log = structlog.get_logger()

TICK = 1.0  # seconds: what no bell announced (another process's work, a due time) is seen within this
AWAY = 1.0  # seconds to wait before the database is tried again
OWN = 0.005  # seconds for the caller that rang a sandbox's bell to begin settling it
SHORTEST = 0.02  # seconds: what another process holds for a moment is not looked at without a pause
MOST_MEETINGS = 50  # maximum transaction conflicts while a sandbox settles
SPOOL = "spool"  # the worker that replays it
_UNDELAYED = frozenset({SPOOL, "clock"})  # the others wait for the spool to be read, for at most:
_HEAD_START = 5.0  # seconds before a first step, or after one without work
_REST = 3  # times what they have just worked,
_LONGEST_REST = 1.0  # but no more seconds: a long spool stops nobody
_GLANCE = 0.05  # seconds between two looks whether it has been read
LONGEST_STOP = 15.0  # seconds for what is under way to be finished: a call takes 10 at most


class Workers(Protocol):
    """The workers of a process."""

    async def start(self) -> None:
        """Start working."""

    async def stop(self, longest: float = LONGEST_STOP) -> None:
        """Finish running work, for at most ``longest`` seconds, and stop."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker: ``step`` does some work and returns how much; ``name`` is that of its bell.

    ``pause`` returns the time until work is due that no bell announces; None if there is none.
    """

    name: str
    step: Callable[[], Awaitable[int]]
    pause: Callable[[], Awaitable[timedelta | None]] | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """A sandbox's worker with its bell; ``timed``: pushing the clock may bring it work too."""

    bell: asyncio.Event
    step: Callable[[], Awaitable[int]]
    timed: bool = False

    async def work(self) -> int:
        """Do one step; ring the own bell again after work or an error."""
        self.bell.clear()
        try:
            worked = await self.step()
        except BaseException:
            self.bell.set()
            raise
        if worked:
            self.bell.set()
        return worked


class LiveWorkers:
    """A loop per worker, woken by its bell and by the tick. ``inbox`` is a worker too, for its spool."""

    def __init__(
        self,
        turns: OpenTurns,
        consumer: Consumer,
        timers: Timers,
        sender: SenderWorker,
        inbox: Inbox | None = None,
        recurring: Recurring | None = None,
        workbench: Workbench | None = None,
        sealer: AuditSealer | None = None,
    ) -> None:
        self._turns = turns
        self._inbox = inbox
        self._workbench = workbench
        self._lines = SenderWorkers(sender, turns.store.listen("sender"))
        self._workers = (
            Worker("inbox", consumer.step),
            Worker("timers", timers.step),
            Worker("sender", self._lines.step, self._lines.get_pause),
            *([Worker(SPOOL, inbox.step)] if inbox is not None else []),
            *([Worker("schedule", recurring.step)] if recurring is not None else []),
            *([Worker(BELL, workbench.step)] if workbench is not None else []),
            *([Worker("audit", sealer.step)] if sealer is not None else []),
            *_clock_worker(turns),
        )
        self._ticker = Ticker(self._tick, TICK)
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False

    async def start(self) -> None:
        self._ticker.start()
        self._tasks = [asyncio.create_task(self._loop(worker), name=worker.name) for worker in self._workers]

    async def stop(self, longest: float = LONGEST_STOP) -> None:
        """Let running work finish, for at most ``longest`` seconds; do nothing if it was never started."""
        self._stopping = True
        if self._ticker.running:
            self._ticker.shutdown(wait=False)
        self._ring()
        ends = asyncio.get_running_loop().time() + longest
        await finish(self._tasks, longest)
        await self._lines.stop(ends - asyncio.get_running_loop().time())
        if self._workbench is not None:
            await self._workbench.close()
        if self._inbox is not None:
            await self._inbox.leave()

    async def _tick(self) -> None:
        """Ring all bells from a coroutine: bells belong to the event loop, and the scheduler would ring from its own
        thread."""
        self._ring()

    def _ring(self) -> None:
        for worker in self._workers:
            self._turns.store.listen(worker.name).set()

    async def _loop(self, worker: Worker) -> None:
        bell, time = self._turns.store.listen(worker.name), asyncio.get_running_loop().time
        rest = _HEAD_START
        while not self._stopping:
            await self._give_way(worker, rest)
            bell.clear()
            began = time()
            pause = await self._step(worker)
            rest = _HEAD_START if pause != 0 else min(_REST * (time() - began), _LONGEST_REST)
            if not self._stopping:
                with suppress(TimeoutError):
                    await asyncio.wait_for(bell.wait(), pause)

    async def _give_way(self, worker: Worker, longest: float) -> None:
        """Leave the processor to a spool's replay until it is over, for at most ``longest`` seconds."""
        if self._inbox is None or worker.name in _UNDELAYED:
            return
        time = asyncio.get_running_loop().time
        ends = time() + longest
        while self._inbox.waiting and not self._stopping and (left := ends - time()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(min(_GLANCE, left))

    async def _step(self, worker: Worker) -> float | None:
        """Do one step; return how many seconds to wait for the bell, None for no limit, 0 only after work.

        An absent database or a bug must not end the loop.
        """
        try:
            if await worker.step():
                return 0
            gap = await worker.pause() if worker.pause else None
            return None if gap is None else max(gap.total_seconds(), SHORTEST)
        except DatabaseAway as away:
            log.warning("database away", worker=worker.name, reason=str(away))
        except Exception as error:  # shown with its place; the next tick tries again
            log.error("worker failed", worker=worker.name, exc_info=error)
        await asyncio.sleep(AWAY)
        return SHORTEST


def _clock_worker(turns: OpenTurns) -> Sequence[Worker]:
    """Return the worker that agrees the clock with other processes; none for a pushed clock, which only its process
    uses."""
    clock = turns.clock
    return [Worker("clock", Agreement(turns.store, clock).step)] if isinstance(clock, SystemClock) else []


class Sandbox:
    """A driver for a pushed clock."""

    def __init__(
        self,
        turns: OpenTurns,
        clock: PushedClock,
        consumer: Consumer,
        timers: Timers,
        sender: SenderWorker,
        inbox: Inbox,
        recurring: Recurring | None = None,
        workbench: Workbench | None = None,
        sealer: AuditSealer | None = None,
    ) -> None:
        self._turns = turns
        self._clock = clock
        self._workbench = workbench or Workbench(turns, Conversations())
        self._recurring = recurring or Recurring(turns, ())
        self._sender = sender
        self._senders: Sequence[Waiting] = ()  # that had work when they were looked at last
        self._steps = (
            _Step(asyncio.Event(), inbox.recover),
            _Step(asyncio.Event(), self._recurring.step, timed=True),
            _Step(turns.store.listen("inbox"), consumer.step),
            _Step(turns.store.listen("timers"), timers.step, timed=True),
            _Step(turns.store.listen("sender"), self._send, timed=True),
            _Step(turns.store.listen(BELL), self._workbench.step),
            *([_Step(asyncio.Event(), sealer.step)] if sealer is not None else []),
        )
        self._pauses = (consumer.get_pause, lambda: sender.get_pause(self._senders))
        self._turn = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._bell = turns.store.listen("sandbox")

    async def start(self) -> None:
        for name in ("inbox", "timers", "sender", BELL):
            self._turns.store.add_bell(name, "sandbox")
        self._bell.set()
        self._task = asyncio.create_task(self._loop(), name="sandbox")

    async def stop(self, longest: float = LONGEST_STOP) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._workbench.close()

    async def rest(self) -> None:
        """Wait until nothing is due or in flight."""
        async with self._turn:
            await self._look_at_all()

    async def settle(self) -> Tally:
        """Wait until nothing is due or in flight; return the counts."""
        async with self._turn:
            before = await self._tally()
            await self._look_at_all()
            return (await self._tally()).subtract(before)

    async def push(self, to: datetime) -> Tally:
        """Play everything that falls due until ``to``, in order of time. Raises ValueError for a time in the past."""
        async with self._turn:
            if to < self._clock.now():
                raise ValueError(f"the clock is at {self._clock.now().isoformat()} and only moves forward")
            before = await self._tally()
            await self._look_at_all()
            await self._play(to)
            return (await self._tally()).subtract(before)

    async def play(self, to: datetime) -> None:
        """Push the clock without counting results, if no other process uses the database."""
        async with self._turn:
            await self._wait_until_still()
            await self._play(to)

    async def find_next_due(self) -> datetime | None:
        """Return the time of the next due work that has a visible effect."""
        now = self._clock.now()

        async def look(unit: Unit) -> list[datetime | None]:
            return [await sender_queues.find_next_due(unit, now), await find_next_wake(unit, now)]

        found = await self._turns.store.read("", look)
        return min((moment for moment in found if moment is not None), default=None)

    async def _loop(self) -> None:
        while True:
            await self._bell.wait()
            await asyncio.sleep(OWN)
            async with self._turn:
                if not self._bell.is_set():  # the previous worker has looked since it rang
                    continue
                try:
                    await self._look_at_all()
                except DatabaseAway as away:
                    log.warning("database away", reason=str(away))
                    await asyncio.sleep(AWAY)
                    self._bell.set()
                except Exception as error:  # shown with its place; the next bell tries again
                    log.error("worker failed", worker="sandbox", exc_info=error)

    async def _play(self, to: datetime) -> None:
        while (due := await self._find_limit()) is not None and due <= to:
            await self._move(due)
        if self._clock.now() < to:
            await self._move(to)

    async def _look_at_all(self) -> None:
        """Ring all bells and wait until no work is left; other processes' work rang no bell here."""
        self._ring_all()
        await self._wait_until_still()

    def _ring_all(self) -> None:
        for step in self._steps:
            step.bell.set()

    async def _wait_until_still(self) -> None:
        """Let the workers of rung bells work until no bell is rung; as in a live service, work rings bells."""
        met = 0
        while True:
            self._bell.clear()
            try:
                worked = sum([await step.work() for step in self._steps if step.bell.is_set()])
            except RetryTransaction as again:  # two of our own met in the database: what was not done is still due
                met += 1
                if met > MOST_MEETINGS:
                    raise
                log.info("tried again", reason=str(again))
                await asyncio.sleep(SHORTEST)
                continue
            if worked:
                continue
            gaps = [gap for pause in self._pauses if (gap := await pause()) is not None]
            gap = min(gaps, default=None)
            if gap is None or gap > SHORT:
                return
            await asyncio.sleep(max(gap, timedelta(milliseconds=5)).total_seconds())
            self._ring_all()

    async def _send(self) -> int:
        self._senders = await self._sender.list_waiting()
        return await self._sender.step(self._senders)

    async def _find_limit(self) -> datetime | None:
        """Return how far the clock may be pushed without a check: to the next event or recurring job."""
        found = [await self.find_next_due(), await self._recurring.get_next_due(self._clock.now())]
        return min((moment for moment in found if moment is not None), default=None)

    async def _move(self, to: datetime) -> None:
        self._clock.push(to)
        for step in self._steps:
            if step.timed:
                step.bell.set()
        await self._turns.store.write("", lambda unit: businesses.push_clock(unit, to))
        await self._wait_until_still()

    async def _tally(self) -> Tally:
        return await self._turns.store.read("", tally)
