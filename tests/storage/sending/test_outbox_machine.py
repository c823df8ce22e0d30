"""The outbox against a model in memory: whatever is done to it, in whatever order, both hold and hand out the same.

One example is one business of its own. Every rule is one transaction, but for the two claimers, who work at once.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from bot.conversations import HOLDINGS
from bot.ids import Ids
from flows.business import Business
from flows.delivery import MessageStatus
from flows.policy.departure_facts import Purpose
from storage.database.stores import Database, make_database
from storage.events import parked_work
from storage.people.people import Identity
from storage.sending import sender_queues
from storage.sending.outbox import MOST_MISTAKES, OutboxEntry, Priority
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_PHONE, PHONE, entry, queued

T = TypeVar("T")
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LEASE = timedelta(seconds=60)
PEOPLE = (PHONE, OTHER_PHONE)
LOWER = (Priority.SEQUENCE, Priority.BULK)
NUMBERS = itertools.count()

minutes = st.integers(-3, 3)
seconds = st.integers(0, 90)
shares = st.sampled_from([1, 2, 3, 5, 6, 10])
floods = st.integers(4, 8)


@dataclass(frozen=True, slots=True)
class Held:
    """What the model knows of one entry."""

    entry: OutboxEntry
    not_before: datetime | None = None
    lease_until: datetime | None = None
    parked: bool = False
    handed_over: bool = False

    def is_free(self, now: datetime, elapsed: datetime) -> bool:
        """Whether a claim may hand it out."""
        due = self.entry.due_at is not None and self.entry.due_at <= now
        return due and not self.parked and _over(self.not_before, elapsed) and _over(self.lease_until, elapsed)

    @property
    def turn(self) -> tuple[datetime, UUID]:
        """Its place among those of its priority."""
        assert self.entry.due_at is not None
        return self.entry.due_at, self.entry.id


def _over(until: datetime | None, elapsed: datetime) -> bool:
    return until is None or until <= elapsed


class OutboxMachine(RuleBasedStateMachine):
    """``workers`` are two stores on one database, run by ``runner``."""

    entries = Bundle[UUID]("entries")

    def __init__(self, runner: asyncio.Runner, workers: tuple[Database, Database]) -> None:
        super().__init__()
        self.runner, self.workers = runner, workers
        self.business = f"shop-{next(NUMBERS)}"
        self.now = self.elapsed = NOW
        self.paused_at: datetime | None = None
        self.held: dict[UUID, Held] = {}

    def act(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """One transaction of this example's business."""
        return self.runner.run(self.workers[0].write(self.business, work))

    def change(self, which: UUID, **values: object) -> None:
        """Write down what became of an entry, if it is still there."""
        if which in self.held:
            self.held[which] = replace(self.held[which], **values)  # type: ignore[arg-type]

    def change_entry(self, which: UUID, **values: object) -> None:
        """The same for what is told with a claim."""
        if which in self.held:
            self.change(which, entry=replace(self.held[which].entry, **values))  # type: ignore[arg-type]

    def free(self) -> list[Held]:
        """All that a claim may hand out now."""
        return [one for one in self.held.values() if one.is_free(self.now, self.elapsed)]

    @initialize()
    def open(self) -> None:
        async def make(unit: Unit) -> UUID:
            business = Business(self.business, "Kiln & Co", "US", "America/Chicago", "USD")
            await unit.businesses.put(business, self.now)
            self.runs = [unit.ids.make(), unit.ids.make()]
            return await unit.senders.put("sms", "twilio", "+13145550199", 10.0, self.now)

        self.sender = self.act(make)

    @rule(
        target=entries,
        priority=st.sampled_from(Priority),
        person=st.sampled_from(PEOPLE),
        run=st.sampled_from([None, 0, 1]),
        due=st.none() | minutes,
        marketing=st.booleans(),
    )
    def add(self, priority: Priority, person: Identity, run: int | None, due: int | None, *, marketing: bool) -> UUID:
        due_at = None if due is None else self.now + due * MINUTE
        purpose = Purpose.MARKETING if marketing else Purpose.TRANSACTIONAL
        its_run = None if run is None else self.runs[run]
        return self._put([priority], person, due_at=due_at, run=its_run, purpose=purpose)[0]

    @rule(target=entries, answers=floods, bulk=floods, person=st.sampled_from(PEOPLE))
    def flood(self, answers: int, bulk: int, person: Identity) -> MultipleResults[UUID]:
        """Many answers, and a campaign beneath them."""
        priorities = [Priority.ANSWER] * answers + [Priority.BULK] * bulk
        return multiple(*self._put(priorities, person, due_at=self.now))

    @rule(most=shares)
    def claim(self, most: int) -> None:
        free, taken = self.free(), self.act(self._claiming(most))
        self._right(taken, free)
        assert len(taken) == min(most, len(free)), "something free was not handed out"
        assert [one.priority for one in taken] == sorted(one.priority for one in taken)
        self._in_turn(taken, free)
        self._fair(taken, free, most)
        self._lease(taken)

    @rule(most=st.tuples(shares, shares))
    def two_claim(self, most: tuple[int, int]) -> None:
        async def both() -> list[list[OutboxEntry]]:
            pairs = zip(self.workers, most, strict=True)
            return await asyncio.gather(*(one.write(self.business, self._claiming(many)) for one, many in pairs))

        free, found = self.free(), self.runner.run(both())
        assert all(len(some) <= many for some, many in zip(found, most, strict=True))
        taken = [one for some in found for one in some]
        self._right(taken, free)
        assert len(taken) == len({one.id for one in taken}), "two have the same"
        assert taken or not free, "each left it to the other"
        self._lease(taken)

    @rule(now=st.integers(0, 4), elapsed=seconds)
    def pass_(self, now: int, elapsed: int) -> None:
        self.now += now * MINUTE
        self.elapsed += elapsed * SECOND

    @rule()
    def leases_end(self) -> None:
        self.elapsed += LEASE

    @rule(which=consumes(entries))
    def settle(self, which: UUID) -> None:
        self.act(lambda unit: unit.outbox.settle(which))
        self.held.pop(which, None)

    @rule(which=entries, until=st.none() | minutes)
    def wait(self, which: UUID, until: int | None) -> None:
        at = None if until is None else self.now + until * MINUTE
        self.act(lambda unit: unit.outbox.wait(which, at))
        self.change(which, lease_until=None)
        self.change_entry(which, due_at=at)

    @rule(which=entries, pause=seconds)
    def back_off(self, which: UUID, pause: int) -> None:
        until = self.elapsed + pause * SECOND
        self.act(lambda unit: unit.outbox.back_off(which, until))
        self.change(which, not_before=until, lease_until=None)

    @rule(which=entries, due=minutes)
    def retry_at(self, which: UUID, due: int) -> None:
        at = self.now + due * MINUTE
        self.act(lambda unit: unit.outbox.retry_at(which, at))
        self.change(which, lease_until=None)
        if which in self.held:
            self.change_entry(which, due_at=at, attempts=self.held[which].entry.attempts + 1)

    @rule(which=st.lists(entries, max_size=3))
    def give_back(self, which: list[UUID]) -> None:
        self.act(lambda unit: unit.outbox.give_back(which))
        for one in which:
            self.change(one, lease_until=None)

    @rule(which=entries)
    def stumble(self, which: UUID) -> None:
        known = self.held.get(which)
        if known is None:
            return
        mistakes = known.entry.mistakes + 1
        parked_now = self.act(lambda unit: unit.outbox.stumble(known.entry, self.now, self.elapsed))
        assert parked_now is (mistakes >= MOST_MISTAKES)
        pause = 5 * SECOND * 4 ** (mistakes - 1)
        self.change_entry(which, mistakes=mistakes)
        if parked_now or known.parked:  # how long it would have waited is nobody's matter any more
            pause = 5 * SECOND * 4 ** min(mistakes - 1, MOST_MISTAKES)
        self.change(which, not_before=self.elapsed + pause, lease_until=None, parked=parked_now)

    @rule()
    def mend(self) -> None:
        """Somebody mended what parked them."""
        released = [which for _, which in self.act(parked_work.release)]
        assert sorted(released) == sorted(which for which, one in self.held.items() if one.parked)
        for which in released:
            self.change_entry(which, attempts=0, mistakes=0)
            self.change(which, parked=False, not_before=None, lease_until=None)

    @rule(which=entries)
    def hand_over(self, which: UUID) -> None:
        """Its message is marked: from here on nothing voids it."""
        if which in self.held:
            assert self.act(lambda unit: unit.messages.reach(which, MessageStatus.SENDING, self.now)) is not (
                self.held[which].handed_over
            )
            self.change(which, handed_over=True)

    @rule(run=st.sampled_from([0, 1]))
    def void_run(self, run: int) -> None:
        its = self.runs[run]
        gone = [one for one in self._queued() if one.run == its and one.priority is not Priority.ANSWER]
        assert self.act(lambda unit: unit.outbox.void(self.now, run=its)) == len(gone)
        self._forget(gone)

    @rule(which=entries)
    def void_person(self, which: UUID) -> None:
        if which not in self.held:
            return
        person = self.held[which].entry.contact
        gone = [one for one in self._queued() if one.contact == person and one.marketing]
        assert self.act(lambda unit: unit.outbox.void(self.now, contact=person)) == len(gone)
        self._forget(gone)

    @rule()
    def pause(self) -> None:
        self.act(lambda unit: unit.businesses.pause("owner", self.now))
        self.paused_at = self.paused_at or self.now

    @rule()
    def resume(self) -> None:
        async def go_on(unit: Unit) -> int:
            await unit.businesses.resume()
            return await unit.outbox.release(self.now)

        waited = [which for which, one in self.held.items() if one.entry.due_at is None]
        assert self.act(go_on) == len(waited)
        for which in waited:
            self.change_entry(which, due_at=self.now)
        self.paused_at = None

    @invariant()
    def agree(self) -> None:
        """What both say about the whole."""

        async def look(unit: Unit) -> tuple[object, ...]:
            box = unit.outbox
            return (
                await box.depth(),
                await box.find_behind([one.entry for one in self.held.values()], self.now, self.elapsed),
                await box.lock_pause(),
                self.sender
                in {one.sender for one in await sender_queues.list_waiting_senders(unit, self.now, self.elapsed)},
                await sender_queues.find_next_due(unit, self.now),
                await sender_queues.find_next_retry(unit, self.now, self.elapsed),
            )

        if hasattr(self, "sender"):
            ours = self._depth(), self._behind(), self.paused_at, bool(self.free()), self._next_due(), self._next_try()
            assert self.act(look) == ours

    def teardown(self) -> None:
        """Nothing is left to others' looks over all businesses."""

        async def clear(unit: Unit) -> None:
            for which in self.held:
                await unit.outbox.settle(which)

        self.act(clear)

    def _put(self, priorities: Sequence[Priority], person: Identity, **values: object) -> list[UUID]:
        async def put(unit: Unit) -> list[OutboxEntry]:
            new = [entry(await queued(unit, person, **values), self.sender, priority=one) for one in priorities]
            for one in new:
                await unit.outbox.add(one)
            return new

        made = self.act(put)
        self.held |= {one.id: Held(one) for one in made}
        return [one.id for one in made]

    def _claiming(self, most: int) -> Callable[[Unit], Awaitable[list[OutboxEntry]]]:
        now, elapsed = self.now, self.elapsed
        return lambda unit: unit.outbox.claim(self.sender, now, elapsed, LEASE, most)

    def _right(self, taken: Iterable[OutboxEntry], free: Iterable[Held]) -> None:
        known = {one.entry.id: one.entry for one in free}
        assert all(known.get(one.id) == one for one in taken), "it was not free, or is told otherwise"

    def _in_turn(self, taken: Iterable[OutboxEntry], free: Iterable[Held]) -> None:
        """Of each priority those that are due the longest."""
        for priority in Priority:
            theirs = [one.id for one in taken if one.priority is priority]
            waiting = sorted((one for one in free if one.entry.priority is priority), key=lambda one: one.turn)
            assert set(theirs) == {one.entry.id for one in waiting[: len(theirs)]}

    def _fair(self, taken: Iterable[OutboxEntry], free: list[Held], most: int) -> None:
        """A flood of the more urgent leaves the lower classes a fifth, and no more."""
        lower = sum(one.priority in LOWER for one in taken)
        waiting = sum(one.entry.priority in LOWER for one in free)
        assert lower >= min(most // 5, waiting)
        if len(free) - waiting >= most:
            assert lower <= max(1, most // 5)
        of = Counter(one.priority for one in taken if one.priority not in LOWER)
        left = Counter(one.entry.priority for one in free if one.entry.priority not in LOWER) - of
        assert not left or not of or max(of) <= min(left), "a less urgent one left before a more urgent one"

    def _lease(self, taken: Iterable[OutboxEntry]) -> None:
        for one in taken:
            self.change(one.id, lease_until=self.elapsed + LEASE)

    def _queued(self) -> list[OutboxEntry]:
        return [one.entry for one in self.held.values() if not one.handed_over]

    def _forget(self, gone: Iterable[OutboxEntry]) -> None:
        for one in gone:
            del self.held[one.id]

    def _depth(self) -> dict[int, tuple[int, datetime | None]]:
        depth: dict[int, tuple[int, datetime | None]] = {}
        for priority in {int(one.entry.priority) for one in self.held.values()}:
            theirs = [one.entry.due_at for one in self.held.values() if one.entry.priority == priority]
            depth[priority] = len(theirs), min((at for at in theirs if at is not None), default=None)
        return depth

    def _behind(self) -> set[UUID]:
        """To one address in one priority, in turn: all but the first of those that are due and wait no longer than a
        moment; of one without a due time nothing is said, for it is not handed out."""
        told = set()
        for one in self.held.values():
            others = (other for other in self.held.values() if self._before(other, one))
            if one.entry.due_at is not None and any(others):
                told.add(one.entry.id)
        return told

    def _before(self, other: Held, one: Held) -> bool:
        same = (other.entry.address, other.entry.priority) == (one.entry.address, one.entry.priority)
        due = other.entry.due_at is not None and other.entry.due_at <= self.now
        soon = _over(other.not_before, self.elapsed + SECOND)
        return same and due and soon and not other.parked and other.turn < one.turn

    def _next_due(self) -> datetime | None:
        dues = (one.entry.due_at for one in self.held.values() if not one.parked)
        return min((at for at in dues if at is not None and at > self.now), default=None)

    def _next_try(self) -> datetime | None:
        due = [one for one in self.held.values() if one.entry.due_at and one.entry.due_at <= self.now]
        waits = (one.not_before for one in due if not one.parked)
        return min((at for at in waits if at is not None and at > self.elapsed), default=None)


def test_the_outbox_does_what_its_model_does(database: str, ids: Ids) -> None:
    with asyncio.Runner() as runner:
        workers = runner.run(_open(database, ids)), runner.run(_open(database, ids))
        try:
            run_state_machine_as_test(
                partial(OutboxMachine, runner, workers),  # type: ignore[arg-type]
                settings=settings(max_examples=15, stateful_step_count=25),
            )
        finally:
            for worker in workers:
                runner.run(worker.close())


async def _open(database: str, ids: Ids) -> Database:
    """Within the loop that works with it."""
    return make_database(database, ids, HOLDINGS)
