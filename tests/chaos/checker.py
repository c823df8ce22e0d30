"""What must hold after any run, proven from the evidence alone.

``python -m tests.chaos.checker LOG DATABASE_URL`` looks at a run that is over.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from tests.chaos.evidence import Attempt, Evidence, Message, gather, read_log

MARKETING = "marketing"
RANKS = {"queued": 0, "sending": 1, "unknown": 2, "sent": 3, "failed": 4, "delivered": 5, "read": 6}
HELD = {"sent", "delivered", "read"}  # the provider has it
ENDED = HELD | {"failed", "unknown", "refused", "expired", "void"}
WITHHELD = {"refused", "expired", "void"}  # right for those who opted out, and for nobody else here
TAKE_BACK = {"sending", "unknown"}  # what may be queued once more
PROCESSES = 4
GRANTS = 2  # that a process may hold: one on its way, and one that is judged meanwhile
WINDOWS = (1.0, 2.0, 5.0, 10.0, 20.0, 60.0, 300.0)  # seconds


class Law(StrEnum):
    """What must hold."""

    LOST = "lost"  # every message left, or visibly did not
    TWICE = "twice"  # nothing is taken by the provider two times
    UNMARKED = "unmarked"  # what may leave was written down before
    ASTRAY = "astray"  # it goes to whom it was written to, from a sender that is ours
    ORDER = "order"  # to one address one at a time, and in turn
    STATUS = "status"  # it only goes up
    RECEIPT = "receipt"  # it is what the provider told
    STOP = "stop"  # nothing marketing after it was answered
    RATE = "rate"  # a sender's, across processes


@dataclass(frozen=True, slots=True)
class Violation:
    """A law, and what broke it."""

    law: Law
    what: str


def check(evidence: Evidence, rates: Mapping[str, float], withheld: Collection[str] = ()) -> list[Violation]:
    """Everything that was broken; ``rates`` are what each of our senders may send in a second, ``withheld`` the codes
    by which somebody is rightly spared who did not ask for it."""
    return [
        *_lost(evidence, withheld),
        *_twice(evidence),
        *_unmarked(evidence),
        *_astray(evidence, rates),
        *_disordered(evidence),
        *_backwards(evidence),
        *_not_as_told(evidence),
        *_after_stop(evidence),
        *_too_fast(evidence.attempts, rates),
    ]


def _lost(evidence: Evidence, withheld: Collection[str]) -> Iterator[Violation]:
    """Every message left, or visibly did not; nothing waits any more, and nobody is spared who did not ask for it."""
    taken = {one.message for one in evidence.taken}
    stopped = {one.phone for one in evidence.stopped} | set(evidence.ledger)
    for one in evidence.messages:
        if one.status not in ENDED or (one.queued and not one.parked):
            yield Violation(Law.LOST, f"{one.id} is still {one.status}")
        elif one.status in WITHHELD and one.phone not in stopped and one.code not in withheld:
            yield Violation(Law.LOST, f"{one.id} was {one.status} by {one.code}")
        elif one.status in HELD and one.id not in taken:
            yield Violation(Law.LOST, f"{one.id} is {one.status}, and the provider never had it")
        elif one.status not in HELD | {"failed", "unknown"} and one.id in taken:
            yield Violation(Law.LOST, f"{one.id} left and is {one.status}")
    for phone in {one.phone for one in evidence.stopped} - set(evidence.ledger):
        yield Violation(Law.LOST, f"the STOP of {phone} is not in the ledger")


def _twice(evidence: Evidence) -> Iterator[Violation]:
    """By the message's id, and by its text where that is of one message only."""
    for what, of in (("message", "message"), ("text", "text")):
        marketing = {one.id for one in evidence.messages if one.purpose == MARKETING}
        many = Counter(getattr(one, of) for one in evidence.taken if what == "message" or one.message in marketing)
        for name, times in many.items():
            if times > 1:
                yield Violation(Law.TWICE, f"the {what} {name!r} was taken {times} times")


def _unmarked(evidence: Evidence) -> Iterator[Violation]:
    """Nothing is handed over but under a mark of its own, made before."""
    marks = _marks(evidence)
    for message, tries in _by_message(evidence.attempts).items():
        for number, attempt in enumerate(sorted(tries, key=lambda one: one.real)):
            if len(marks[message]) <= number or marks[message][number] > attempt.real:
                yield Violation(Law.UNMARKED, f"try {number + 1} of {message}")


def _astray(evidence: Evidence, rates: Mapping[str, float]) -> Iterator[Violation]:
    """To nobody else than whom it was written to, and from nobody else than us."""
    phones = {one.id: one.phone for one in evidence.messages}
    for one in evidence.attempts:
        if phones.get(one.message) != one.phone:
            yield Violation(Law.ASTRAY, f"{one.message} went to {one.phone}")
        if one.sender not in rates:
            yield Violation(Law.ASTRAY, f"{one.message} came from {one.sender}")


def _disordered(evidence: Evidence) -> Iterator[Violation]:
    """To one address: one at a time, and in turn, but for one that was told to wait."""
    known = {one.id: one for one in evidence.messages}
    flying: dict[str, str] = {}
    begun: dict[tuple[str, str], list[Message]] = defaultdict(list)
    for change in evidence.changes:
        one = known.get(change.message)
        if one is None:
            continue
        if flying.get(one.phone) == one.id:
            del flying[one.phone]
        if change.new != "sending":
            continue
        if one.phone in flying:
            yield Violation(Law.ORDER, f"{one.id} was marked while {flying[one.phone]} was under way")
        flying[one.phone] = one.id
        begun[one.phone, one.purpose].append(one)
    for line in begun.values():
        firsts = [one for one in dict.fromkeys(line) if not one.waited]
        for earlier, later in pairwise(firsts):
            if later.turn < earlier.turn and later.purpose == MARKETING:
                yield Violation(Law.ORDER, f"{earlier.id} left before {later.id}")


def _backwards(evidence: Evidence) -> Iterator[Violation]:
    """A status goes up, but for what is queued once more because the provider does not have it.

    What was withheld stays so, and is withheld before it leaves.
    """
    taken = {one.message: one.real for one in reversed(evidence.taken)}
    for one in evidence.changes:
        if one.old in WITHHELD or (one.new in WITHHELD and one.old != "queued"):
            yield Violation(Law.STATUS, f"{one.message} went from {one.old} to {one.new}")
        elif one.new in WITHHELD:
            continue
        elif one.new == "queued" and one.old in TAKE_BACK:
            if one.at > taken.get(one.message, one.at):
                yield Violation(Law.STATUS, f"{one.message} was queued again, and the provider had it")
        elif RANKS[one.new] <= RANKS[one.old]:
            yield Violation(Law.STATUS, f"{one.message} went from {one.old} back to {one.new}")


def _not_as_told(evidence: Evidence) -> Iterator[Violation]:
    """The last status is the highest of what the provider told; nothing is delivered that nobody said was."""
    message_of = {one.sid: one.message for one in evidence.taken}
    told: dict[str, set[str]] = defaultdict(set)
    for one in evidence.receipts:
        told[message_of[one.sid]].add(one.status)
    for message in evidence.messages:
        highest = max((RANKS[status] for status in told[message.id]), default=0)
        if highest > RANKS.get(message.status, 0):
            yield Violation(Law.RECEIPT, f"{message.id} is {message.status}, told were {sorted(told[message.id])}")
        if message.status in {"delivered", "read"} and message.status not in told[message.id]:
            yield Violation(Law.RECEIPT, f"{message.id} is {message.status}, and nobody said so")


def _after_stop(evidence: Evidence) -> Iterator[Violation]:
    """Nothing marketing is handed over after the answer to STOP.

    Where a spool kept it while the database was away, the ledger learned of it after the answer: then nothing may be
    marked from the answer on, and nothing be handed over once the ledger knows.
    """
    purposes = {one.id: one.purpose for one in evidence.messages}
    answered: dict[str, float] = {}
    for stop in evidence.stopped:
        answered[stop.phone] = min(stop.real, answered.get(stop.phone, stop.real))
    marks = _marks(evidence)
    for one in evidence.attempts:
        at = answered.get(one.phone)
        if at is None or purposes.get(one.message) != MARKETING or one.real <= at:
            continue
        marked, known = _marked_at(marks, one), evidence.ledger.get(one.phone, at)
        if one.real > max(at, known) or marked > at:
            times = f"marked {marked - at:+.3f} s, handed over {one.real - at:+.3f} s, known {known - at:+.3f} s"
            yield Violation(Law.STOP, f"{one.message} to {one.phone}, counted from the answer: {times}")


def _too_fast(attempts: Iterable[Attempt], rates: Mapping[str, float]) -> Iterator[Violation]:
    """In no window more than its seconds grant, one second's worth that was saved up, and what each process held.

    A grant is at most one second's worth of tokens, and what it was for may be handed over late. So this bound does not
    ask how slow the machine is.
    """
    by_sender: dict[str, list[float]] = defaultdict(list)
    for one in attempts:
        by_sender[one.sender].append(one.at)
    for sender in by_sender.keys() & rates.keys():
        for window in WINDOWS:
            most = max(1.0, rates[sender]) * (1 + GRANTS * PROCESSES) + rates[sender] * window
            seen = _densest(sorted(by_sender[sender]), window)
            if seen > most:
                yield Violation(Law.RATE, f"{sender}: {seen} in {window} s, at most {most:.0f}")


def _densest(times: list[float], window: float) -> int:
    first = most = 0
    for last, at in enumerate(times):
        while at - times[first] > window:
            first += 1
        most = max(most, last - first + 1)
    return most


def _marked_at(marks: Mapping[str, list[float]], attempt: Attempt) -> float:
    """When the mark was made under which it was handed over."""
    return max((at for at in marks[attempt.message] if at <= attempt.real), default=attempt.real)


def _marks(evidence: Evidence) -> dict[str, list[float]]:
    marks: dict[str, list[float]] = defaultdict(list)
    for change in evidence.changes:
        if change.new == "sending":
            marks[change.message].append(change.at)
    return marks


def _by_message(attempts: Iterable[Attempt]) -> dict[str, list[Attempt]]:
    found: dict[str, list[Attempt]] = defaultdict(list)
    for one in attempts:
        found[one.message].append(one)
    return found


async def _main(log: str, database: str, rates: list[str]) -> int:
    evidence = await gather(database, read_log(Path(log)))
    found = check(evidence, {sender: float(rate) for sender, _, rate in (one.partition("=") for one in rates)})
    for one in found:
        print(f"{one.law}: {one.what}")
    print(f"{len(evidence.attempts)} attempts, {len(evidence.messages)} messages, {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(sys.argv[1], sys.argv[2], sys.argv[3:])))
