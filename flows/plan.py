"""A plan: a sequence of messages about one subject, as data, and the times that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from flows.business import Discount
from flows.policy.departure_facts import Programme

LEFT_EARLY = frozenset({"bought", "replied", "declined", "left", "emptied", "opted_out", "erased", "stronger"})
"""Reasons that may end a run before a message of it. Arms that leave at different times still count its person, so the
run is stored."""


@dataclass(frozen=True, slots=True)
class Step:
    """One message, ``after`` the anchor. With a ``discount`` it has a code; ``plain`` is its text without one.

    ``only_if`` names a fact; if that is false, the step is skipped. ``at`` is a time of day in the person's zone: the
    step leaves at its next occurrence. ``channels`` are the allowed ones, the preferred one first; empty means the
    business's own order. ``arms`` are alternative steps for equal numbers of people. ``variant`` is the step's place
    among them, 0 for the step itself, None without a trial.
    """

    after: timedelta
    template: str
    plain: str = ""
    discount: Discount | None = None
    only_if: str | None = None
    at: time | None = None
    channels: tuple[str, ...] = ()
    arms: tuple[Step, ...] = ()
    variant: int | None = None

    @property
    def tries_times(self) -> bool:
        """Return True if the step's variants leave at different times."""
        return len({(one.after, one.at) for one in (self, *self.arms)}) > 1

    @property
    def offers(self) -> bool:
        """Return True if the shop must create a code for the step."""
        return self.discount is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """A sequence as data. ``exits`` are the reasons that end it, as handlers name them; ``ends_with`` are items by
    folded names, whose purchase ends it too.

    ``subject`` is the kind of its subject, None if it concerns only its person. ``latest`` is the maximum delay of a
    step after its due time; ``linger`` is how long a run stays open for answers after its last step. ``answers`` has
    the template for each intent that it answers itself; "when" asks for the moment after a "later" without a readable
    time. ``counts_for`` is how long after a message a purchase is attributed to it. The name is also that of the
    experiment with its ``holdout``. ``zone`` is the person's, for steps with a time of day.
    """

    name: str
    programme: Programme
    steps: tuple[Step, ...]
    exits: frozenset[str]
    answers: Mapping[str, str]
    subject: str | None = None
    holdout: float = 0.0
    latest: timedelta = timedelta(hours=48)
    linger: timedelta = timedelta(days=5)
    counts_for: timedelta = timedelta(days=5)
    zone: tzinfo = UTC
    ends_with: frozenset[str] = frozenset()

    @property
    def tries(self) -> bool:
        """Return True if a step has several variants."""
        return any(step.arms for step in self.steps)

    def draw(self, number: Callable[[int], float]) -> Plan:
        """Return the plan for one person: ``number`` returns, for a step's place, the number in [0, 1) that chooses its
        arm."""
        steps = tuple(_arm(step, number(place)) if step.arms else step for place, step in enumerate(self.steps))
        return replace(self, steps=steps)

    @property
    def stays_open(self) -> timedelta:
        """Return how long after its last step a run stays open: while the step may still leave, and while an answer may
        come."""
        return max(self.latest, self.linger)

    def due(self, step: int, anchor: datetime) -> datetime:
        """Return the due time of a step."""
        due, clock = anchor + self.steps[step].after, self.steps[step].at
        return due if clock is None else find_next(clock, due, self.zone)

    def find_last_due(self, step: int, anchor: datetime, now: datetime) -> int:
        """Return the last step, from ``step`` on, that is due; steps missed before it are skipped, so that no two are
        sent at once."""
        due = [i for i in range(step, len(self.steps)) if self.due(i, anchor) <= now]
        return due[-1] if due else step

    def too_late(self, step: int, anchor: datetime) -> datetime:
        """Return the latest moment for a step."""
        return self.due(step, anchor) + self.latest

    def get_end(self, anchor: datetime) -> datetime:
        """Return the end of a run without further steps."""
        return self.due(len(self.steps) - 1, anchor) + self.stays_open


def _arm(step: Step, number: float) -> Step:
    """Return the arm for a number in [0, 1); all are equally likely."""
    arms = (replace(step, arms=()), *step.arms)
    variant = int(number * len(arms))
    return replace(arms[variant], variant=variant)


def find_next(clock: time, since: datetime, zone: tzinfo) -> datetime:
    """Return the next moment with that local time of day, in UTC, at the earliest ``since``; of a repeated time the
    first."""
    day = since.astimezone(zone).date()
    today = datetime.combine(day, clock, zone).astimezone(UTC)
    return today if today >= since else datetime.combine(day + timedelta(days=1), clock, zone).astimezone(UTC)
