"""The arms of a step that leave at different times, compared from the earliest possible departure.

If people counted on receipt, those who order before a later arm's message would count for the earlier arm only. That
arm would then win regardless of its text. So everybody inside at that moment counts, in the drawn arm, even if the run
ended before the message left. Everybody counts for the same time: until the last arm's attribution ends. This is the
comparison by intention to treat: Hollis and Campbell, BMJ 1999;319:670, https://doi.org/10.1136/bmj.319.7211.670
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, distinct, exists, func, or_, select

from flows.experiments.experiment_arm import Arm
from flows.plan import Plan, Step
from storage.reports.report_scope import Scope
from storage.schema import draws, messages, orders, plan_entries, runs
from storage.sending.holdout_draws import Draws, HoldoutDrawing

_A_CLOCK = timedelta(days=1)
"""The extra time until a step with a time of day may leave."""


@dataclass(frozen=True, slots=True)
class TimedTrial:
    """A step of a plan, counted from 1, tried at different times; for a ``kept`` plan only of one version."""

    scope: Scope
    plan: Plan
    place: int
    kept: tuple[UUID, int] | None = None

    @property
    def step(self) -> Step:
        return self.plan.steps[self.place - 1]

    @property
    def begins(self) -> ColumnElement[Any]:
        """Return the moment of a run when the first of the arms may leave."""
        return self.scope.later(runs.c.started_at, min(one.after for one in self._ways))

    @property
    def last(self) -> timedelta:
        """Return how long after a run's beginning the last of the arms leaves."""
        clocked = any(one.at is not None for one in self._ways)
        return max(one.after for one in self._ways) + (_A_CLOCK if clocked else timedelta(0))

    @property
    def closes(self) -> ColumnElement[Any]:
        """Return the moment when orders of a run's person stop counting for any of the arms."""
        return self.scope.later(runs.c.started_at, self.last + self.scope.counts_for)

    @property
    def _ways(self) -> tuple[Step, ...]:
        return (self.step, *self.step.arms)

    async def arms(self, drawing: HoldoutDrawing, drawn: Callable[[UUID], Plan]) -> tuple[Arm, ...]:
        """Return the people of each arm whose time is over, and how many ordered; ``drawn`` returns a person's plan."""
        people, won = Counter[int](), Counter[int]()
        messaged = await self._count_messaged()
        for row in messaged:
            people[row.variant] += row.people
            won[row.variant] += row.won
        without = await self._list_others(min(row.since for row in messaged)) if messaged else {}
        taken = {(self.plan.name, who) for who in without}
        alone = await Draws(self.scope.unit).draw(taken, drawing, keep=False)
        for who, ordered in without.items():
            if (self.plan.name, who) not in alone:
                variant = drawn(who).steps[self.place - 1].variant or 0
                people[variant] += 1
                won[variant] += ordered
        return tuple(Arm(people[variant], won[variant]) for variant in range(len(self._ways)))

    async def _count_messaged(self) -> Sequence[Row[Any]]:
        """Return, by ``variant``, the ``people`` with a due message, how many of them ``won``, and ``since`` when."""
        sent = and_(self._of_the_step, messages.c.run == runs.c.id, messages.c.variant.is_not(None))
        who = func.count(distinct(runs.c.contact)).label("people")
        won = func.count(distinct(case((self._ordered, runs.c.contact)))).label("won")
        which = (messages.c.variant, who, won, func.min(runs.c.started_at).label("since"))
        query = select(*which).select_from(runs.join(messages, sent)).where(*self._over, ~self._alone)
        return await self.scope.unit.rows(query.group_by(messages.c.variant))

    async def _list_others(self, since: datetime) -> Mapping[UUID, bool]:
        """Return the people without a message of the step, and whether each ordered: the run ended before, or passed
        the step over. Runs from before ``since``, without a trial, are left out.
        """
        theirs = and_(self.scope.unit.owns(messages), messages.c.contact == runs.c.contact)
        of_plan = func.coalesce(messages.c.experiment, "") == self.plan.name  # else its index would lead to all of them
        sent = exists().where(theirs, of_plan, messages.c.step == self.place)
        query = select(runs.c.contact, func.max(case((self._ordered, 1), else_=0)).label("won"))
        query = query.where(*self._over, runs.c.started_at >= since, ~sent)
        rows = await self.scope.unit.rows(query.group_by(runs.c.contact))
        return {row.contact: bool(row.won) for row in rows}

    @property
    def _over(self) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions on runs that were open at the first arm's departure, and whose time is over."""
        open_then = or_(runs.c.ended_at.is_(None), runs.c.ended_at >= self.begins)
        return self.scope.unit.owns(runs), self._its_runs, runs.c.contact.is_not(None), open_then, self._is_over

    @property
    def _is_over(self) -> ColumnElement[bool]:
        return runs.c.started_at <= self.scope.now - self.last - self.scope.counts_for

    @property
    def _its_runs(self) -> ColumnElement[bool]:
        if self.kept is None:
            return runs.c.flow == self.plan.name
        entries = and_(plan_entries.c.plan == self.kept[0], plan_entries.c.version == self.kept[1])
        return runs.c.subject.in_(select(plan_entries.c.id).where(self.scope.unit.owns(plan_entries), entries))

    @property
    def _of_the_step(self) -> ColumnElement[bool]:
        return and_(self.scope.own, messages.c.step == self.place)

    @property
    def _ordered(self) -> ColumnElement[bool]:
        """Return the condition that a run's person placed a valid order while orders count for an arm."""
        during = and_(orders.c.placed_at >= self.begins, orders.c.placed_at <= self.closes)
        return exists().where(self.scope.standing, orders.c.contact == runs.c.contact, during)

    @property
    def _alone(self) -> ColumnElement[bool]:
        drawn = and_(
            draws.c.experiment == self.plan.name, draws.c.contact == runs.c.contact, draws.c.held_out.is_(True)
        )
        return exists().where(self.scope.unit.owns(draws), drawn)
