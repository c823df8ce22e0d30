"""What a run of both saw, counted by cause, with the smallest example of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flows.policy.departure import judge
from flows.policy.departure_facts import ToldPlace
from flows.policy.verdict import Outcome, Verdict
from tests.oracle.bars import Bar
from tests.oracle.oracle import Case, bars, forbids

STEP, FAR, SHOWN = timedelta(minutes=15), timedelta(days=9), 30
TIME_ENDS = frozenset(
    {"whatsapp window", "48 hours after the cart", "asked whether to stop", "with the staff", "the asks of an hour"}
)
"""What may come to stand against a send while it waits: that it waited was right all the same."""
OTHERS = "ask.hour"
"""The product's name for the asks of an hour: others move the end of that wait, so it is judged anew there."""
ANSWERS = frozenset({"stop-asked", "with-staff"})
"""The product's names for what waits for an answer, theirs or the staff's: it ends that wait, and without one the send
may be no use."""

TITLES = {
    "unlawful": "sent that the oracle forbids",
    "untrue": "waits whose end is no moment to leave",
    "strict": "held that the oracle allows",
    "late": "waits longer than the oracle asks (of those looked at)",
    "never": "refused for hours though a moment comes (of those looked at)",
    "vain": "waits after which it is refused, or waits again where others are asked too",
    "arguable": "sent against a reading",
    "held": "held, by the rule that was named",
}


@dataclass(slots=True)
class Figures:
    """Counts of one run. The first two must be empty; `strict` and `late` say where the product is too careful."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unlawful: Counter[str] = field(default_factory=Counter)  # sent, and forbidden beyond doubt: by cause
    untrue: Counter[str] = field(default_factory=Counter)  # waits whose end is no moment to leave: by rule and cause
    vain: Counter[str] = field(default_factory=Counter)  # waits after which it is held anew: by rule, and by which then
    strict: Counter[str] = field(default_factory=Counter)  # held though nothing stands against it: by rule
    late: Counter[str] = field(default_factory=Counter)  # waits that a sooner moment would have ended: by rule
    never: Counter[str] = field(default_factory=Counter)  # refused for hours though a moment comes: by rule
    arguable: Counter[str] = field(default_factory=Counter)  # sent against a reading: by cause
    held: Counter[str] = field(default_factory=Counter)  # waits and refusals: by rule
    examples: dict[str, Case] = field(default_factory=dict)
    _seen: tuple[str, str, datetime] | None = None  # the wait looked at last: whoever waits is asked about often

    def see(self, case: Case, thorough: bool = False) -> None:
        """Judge one case both ways and count; `thorough` looks for moments sooner than a wait's end, too."""
        verdict, found = judge(case.departure, case.now), bars(case, case.now)
        self.outcomes[verdict.outcome] += 1
        if verdict.outcome is Outcome.SEND:
            self._sent(case, found)
            return
        self._count("held", f"{verdict.outcome} {verdict.rule}", case)
        if not found:
            self._count("strict", f"{verdict.outcome} {verdict.rule}", case)
        if verdict.until is not None:
            self._waits(case, verdict, verdict.until, thorough)
        elif verdict.rule.startswith("quiet-hours") and thorough and _next(case, case.now + FAR):
            self._count("never", verdict.rule, case)

    def _sent(self, case: Case, found: frozenset[Bar]) -> None:
        sure = forbids(found)
        if sure:
            self._count("unlawful", _together(sure), case)
        elif found:
            self._count("arguable", _together(found), case)

    def _waits(self, case: Case, verdict: Verdict, until: datetime, thorough: bool) -> None:
        """A wait's end must be to come, and a moment to leave, as far as time alone decides."""
        if self._seen == (case.name, verdict.rule, until) and not thorough:
            return
        self._seen = case.name, verdict.rule, until
        lasting = {bar for bar in forbids(bars(case, until)) if bar.cause not in TIME_ENDS}
        again = judge(case.departure, until)
        by_others = OTHERS in {verdict.rule, again.rule}
        if verdict.rule in ANSWERS and again.outcome is Outcome.REFUSE:
            lasting.clear()
        if until <= case.now:
            self._count("untrue", f"{verdict.rule}: not to come", case)
        if lasting and not by_others:
            self._count("untrue", f"{verdict.rule}: {_together(lasting)}", case)
        if again.outcome is Outcome.WAIT and not by_others:
            self._count("untrue", f"{verdict.rule}: then {again.rule}", case)
        if again.outcome is Outcome.REFUSE or (again.outcome is Outcome.WAIT and by_others):
            self._count("vain", f"{verdict.rule}: then {again.rule}", case)
        if again.outcome is Outcome.SEND and lasting:
            self._count("unlawful", f"after {verdict.rule}: {_together(lasting)}", case)
        if thorough and _next(case, until):
            self._count("late", verdict.rule, case)

    def _count(self, kind: str, cause: str, case: Case) -> None:
        getattr(self, kind)[cause] += 1
        self._show(f"{kind}: {cause}", case)

    def _show(self, difference: str, case: Case) -> None:
        """Keep the smallest case of a difference as its example."""
        known = self.examples.get(difference)
        if known is None or _size(case) < _size(known):
            self.examples[difference] = case

    def add(self, other: Figures) -> None:
        """Take in what another run saw."""
        for name in ("outcomes", *TITLES):
            getattr(self, name).update(getattr(other, name))
        for difference, case in other.examples.items():
            self._show(difference, case)

    def lines(self, examples: bool = False) -> Iterator[str]:
        """The figures as text."""
        outcomes = ", ".join(f"{name} {count:,}" for name, count in sorted(self.outcomes.items()))
        yield f"judged {self.outcomes.total():,}: {outcomes}"
        for kind, title in TITLES.items():
            yield from self._part(kind, title, examples)

    def _part(self, kind: str, title: str, examples: bool) -> Iterator[str]:
        counter: Counter[str] = getattr(self, kind)
        yield f"{title}: {counter.total():,}"
        for cause, count in counter.most_common(SHOWN):
            yield f"  {count:>9,}  {cause}"
            if examples:
                yield f"             {told(self.examples[f'{kind}: {cause}'])}"


def told(case: Case) -> str:
    """A case in one line: where the person may be, by what it goes, and when."""
    sent = case.departure
    places = [*sent.person.phones, *map(_place, sent.person.places)]
    return f"{case.name} {sent.channel} {sent.kind} {sent.programme} at {case.now:%a %Y-%m-%dT%H:%M:%SZ}: {places}"


def _place(place: ToldPlace) -> str:
    parts = (place.kind, place.country, place.region, place.postal_code, place.timezone)
    return " ".join(part for part in parts if part)


def _together(found: Iterable[Bar]) -> str:
    causes = sorted({bar.cause for bar in found})
    return ", ".join(causes[:2]) + (f" and {len(causes) - 2} more" if len(causes) > 2 else "")


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
