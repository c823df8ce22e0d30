"""A plan: a sequence of messages about one subject as data, and the times that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from flows.business import Discount
from flows.policy.departure_facts import Programme

LEFT_EARLY = frozenset({"bought", "replied", "declined", "left", "emptied", "opted_out", "erased", "stronger"})
"""Why a run may end before a message of it: the comparison of ways that leave at different times counts its person, so
such a run is kept."""


@dataclass(frozen=True, slots=True)
class Step:
    """One message, ``after`` the anchor. With a ``discount`` it carries a code; ``plain`` is its text without one.

    ``only_if`` names a truth among the facts without which the step is passed over. ``at`` is a time of day in the
    person's zone: the step leaves when that comes next. ``channels`` are those that it may take, the preferred one
    first; none is the business's own order. ``arms`` are steps that are tried in the place of this one, each on as
    many people; ``variant`` is which of them it is, 0 for the step itself, None where nothing is tried.
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
        """Whether the ways in which it is tried leave at different times."""
        return len({(one.after, one.at) for one in (self, *self.arms)}) > 1

    @property
    def offers(self) -> bool:
        """Whether the shop is asked for a code that it carries."""
        return self.discount is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """A sequence as data. ``exits`` are the reasons for which it ends, as handlers name them; ``ends_with`` are items
    by folded names, whose purchase ends it, too.

    ``subject`` is the kind of thing it is about, None where it is about its person alone. ``latest`` is how long after
    its due time a step may still leave, whatever held it back; ``linger`` how long a run stays open for answers after
    its last step; ``answers`` the template for each intent it can answer itself, and under "when" the one that asks for
    the moment of a "later" that names none we can read; ``counts_for`` how long after a message a purchase may count
    for it. The name is also that of the experiment with its ``holdout``. ``zone`` is the person's, for steps with a
    time of day.
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
        """Whether a step is tried in several ways."""
        return any(step.arms for step in self.steps)

    def drawn(self, number: Callable[[int], float]) -> Plan:
        """The plan of one person: ``number`` tells of a step, by its place, the number in [0, 1) that chooses the
        arm."""
        steps = tuple(_arm(step, number(place)) if step.arms else step for place, step in enumerate(self.steps))
        return replace(self, steps=steps)

    @property
    def stays_open(self) -> timedelta:
        """How long after its last step a run goes on: while that may still leave, and while an answer may come."""
        return max(self.latest, self.linger)

    def due(self, step: int, anchor: datetime) -> datetime:
        """When a step has its turn."""
        due, clock = anchor + self.steps[step].after, self.steps[step].at
        return due if clock is None else next_at(clock, due, self.zone)

    def last_due(self, step: int, anchor: datetime, now: datetime) -> int:
        """The last step from this one on whose turn it is: one that was missed is not made up for by two at once."""
        due = [i for i in range(step, len(self.steps)) if self.due(i, anchor) <= now]
        return due[-1] if due else step

    def too_late(self, step: int, anchor: datetime) -> datetime:
        """After this moment a step leaves no more."""
        return self.due(step, anchor) + self.latest

    def over(self, anchor: datetime) -> datetime:
        """When a run ends whose steps are over."""
        return self.due(len(self.steps) - 1, anchor) + self.stays_open


def _arm(step: Step, number: float) -> Step:
    """The arm that a number means: each is as likely."""
    arms = (replace(step, arms=()), *step.arms)
    variant = int(number * len(arms))
    return replace(arms[variant], variant=variant)


def next_at(clock: time, since: datetime, zone: tzinfo) -> datetime:
    """When it is next that time of day there, in UTC: ``since`` itself where it is then; of a time that comes twice the
    first."""
    day = since.astimezone(zone).date()
    today = datetime.combine(day, clock, zone).astimezone(UTC)
    return today if today >= since else datetime.combine(day + timedelta(days=1), clock, zone).astimezone(UTC)
