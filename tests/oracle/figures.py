"""What a run of both saw, counted by cause, with the smallest example of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flows.policy.departure import judge
from flows.policy.verdict import Outcome, Verdict
from tests.oracle.bars import Bar
from tests.oracle.oracle import Case, bars, forbids

STEP, FAR = timedelta(minutes=15), timedelta(days=9)


@dataclass(slots=True)
class Figures:
    """Counts of one run. The first two must be empty; `strict` and `late` say where the product is too careful."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unlawful: Counter[str] = field(default_factory=Counter)  # sent, and forbidden beyond doubt: by cause
    untrue: Counter[str] = field(default_factory=Counter)  # waits whose end is no moment to leave: by rule and cause
    strict: Counter[str] = field(default_factory=Counter)  # held though nothing stands against it: by rule
    late: Counter[str] = field(default_factory=Counter)  # waits that a sooner moment would have ended: by rule
    never: Counter[str] = field(default_factory=Counter)  # refused for hours though a moment comes: by rule
    arguable: Counter[str] = field(default_factory=Counter)  # sent against a reading: by cause
    examples: dict[str, Case] = field(default_factory=dict)

    def see(self, case: Case, thorough: bool = False) -> None:
        """Judge one case both ways and count; `thorough` looks for moments sooner than a wait's end, too."""
        verdict, found = judge(case.departure, case.now), bars(case, case.now)
        self.outcomes[verdict.outcome] += 1
        if verdict.outcome is Outcome.SEND:
            self._sent(case, found)
            return
        if not found:
            self._count(self.strict, "strict", f"{verdict.outcome} {verdict.rule}", case)
        if verdict.until is not None:
            self._waits(case, verdict, verdict.until, thorough)
        elif verdict.rule.startswith("quiet-hours") and thorough and _next(case, case.now + FAR):
            self._count(self.never, "never", verdict.rule, case)

    def _sent(self, case: Case, found: frozenset[Bar]) -> None:
        for bar in forbids(found):
            self._count(self.unlawful, "unlawful", bar.cause, case)
        if not forbids(found):
            for bar in found:
                self._count(self.arguable, "arguable", bar.cause, case)

    def _waits(self, case: Case, verdict: Verdict, until: datetime, thorough: bool) -> None:
        """A wait's end must be to come, and lawful; what only the person or the shop ends is not asked."""
        if until <= case.now:
            self._count(self.untrue, "untrue", f"{verdict.rule}: not to come", case)
        for bar in forbids(bars(case, until)):
            self._count(self.untrue, "untrue", f"{verdict.rule}: {bar.cause}", case)
        again = judge(case.departure, until)
        if again.outcome is not Outcome.SEND:
            self._count(self.untrue, "untrue", f"{verdict.rule}: then {again.outcome} {again.rule}", case)
        if thorough and _next(case, until):
            self._count(self.late, "late", verdict.rule, case)

    def _count(self, counter: Counter[str], kind: str, cause: str, case: Case) -> None:
        counter[cause] += 1
        known = self.examples.get(f"{kind}: {cause}")
        if known is None or _size(case) < _size(known):
            self.examples[f"{kind}: {cause}"] = case

    def add(self, other: Figures) -> None:
        """Take in what another run saw."""
        for name in ("outcomes", "unlawful", "untrue", "strict", "late", "never", "arguable"):
            getattr(self, name).update(getattr(other, name))
        for key, case in other.examples.items():
            if key not in self.examples or _size(case) < _size(self.examples[key]):
                self.examples[key] = case

    def lines(self, examples: bool = False) -> Iterator[str]:
        """The figures as text."""
        yield f"judged {self.outcomes.total():,}: " + ", ".join(f"{name} {n:,}" for name, n in sorted(self.outcomes.items()))
        yield from self._part("unlawful", "sent that the oracle forbids", self.unlawful, examples)
        yield from self._part("untrue", "waits whose end is no moment to leave", self.untrue, examples)
        yield from self._part("strict", "held that the oracle allows", self.strict, examples)
        yield from self._part("late", "waits longer than the oracle asks (of those looked at)", self.late, examples)
        yield from self._part("never", "refused for hours though a moment comes (of those looked at)", self.never, examples)
        yield from self._part("arguable", "sent against a reading", self.arguable, examples)

    def _part(self, kind: str, title: str, counter: Counter[str], examples: bool) -> Iterator[str]:
        yield f"{title}: {counter.total():,}"
        for cause, count in counter.most_common():
            yield f"  {count:>9,}  {cause}"
            if examples:
                yield f"             {told(self.examples[f'{kind}: {cause}'])}"


def told(case: Case) -> str:
    """A case in one line: where the person may be, by what it goes, and when."""
    places = [" ".join(str(part) for part in (p.kind, p.country, p.region, p.postal_code, p.timezone) if part) for p in case.departure.person.places]
    sent = case.departure
    return f"{case.name} {sent.channel} {sent.kind} {sent.programme} at {case.now:%a %Y-%m-%dT%H:%M:%SZ}: {[*sent.person.phones, *places]}"


def _size(case: Case) -> int:
    person = case.departure.person
    return len(person.phones) + len(person.places) + len(case.departure.recent) + (case.departure.house.caps != ())


def _next(case: Case, end: datetime) -> datetime | None:
    """The first quarter of an hour before `end` at which nothing stands against the send, now or a quarter later."""
    moment = case.now - (case.now - datetime(2026, 1, 1, tzinfo=case.now.tzinfo)) % STEP + STEP
    while moment + STEP < end:
        if not bars(case, moment) and not bars(case, moment + STEP / 2):
            return moment
        moment += STEP
    return None
