"""The arms of a step with several variants: the people of each, and how many ordered afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy import and_, distinct, func, select

from flows.experiments.experiment_arm import Arm
from flows.plan import Plan
from storage.plans.timed_trials import TimedTrial
from storage.reports.report_scope import Scope
from storage.schema import messages, orders, plan_entries
from storage.sending.holdout_draws import HoldoutDrawing


async def load_trials(
    scope: Scope,
    plan: Plan,
    drawing: HoldoutDrawing,
    drawn: Callable[[UUID], Plan],
    kept: tuple[UUID, int] | None = None,
) -> Mapping[int, tuple[Arm, ...]]:
    """Return the arms of each tried step of a plan, by the step counted from 1; for a ``kept`` plan those of one
    version. ``drawn`` returns a person's plan.

    People belong to the arm of the message that left; any order counts as long as the plan allows. Arms that leave at
    different times are counted differently (`timed_trials.py`).
    """
    found: dict[int, tuple[Arm, ...]] = {}
    for place, step in enumerate(plan.steps, 1):
        if step.tries_times:
            found[place] = await TimedTrial(scope, plan, place, kept).arms(drawing, drawn)
        elif step.arms:
            found[place] = await _load_arms(scope, place, len(step.arms) + 1, kept)
    return found


async def _load_arms(scope: Scope, step: int, many: int, kept: tuple[UUID, int] | None) -> tuple[Arm, ...]:
    until = scope.later(messages.c.left_at, scope.counts_for)
    after = and_(orders.c.placed_at >= messages.c.left_at, orders.c.placed_at <= until)
    bought = and_(scope.standing, orders.c.contact == messages.c.contact, after)
    here = [scope.departed, messages.c.step == step, messages.c.variant.is_not(None)]
    if kept is not None:
        entries = and_(plan_entries.c.plan == kept[0], plan_entries.c.version == kept[1])
        here.append(messages.c.subject.in_(select(plan_entries.c.id).where(scope.unit.owns(plan_entries), entries)))
    counts = (func.count(distinct(messages.c.contact)), func.count(distinct(orders.c.contact)))
    query = select(messages.c.variant, *(one.label(name) for one, name in zip(counts, ("people", "won"), strict=True)))
    rows = await scope.unit.rows(
        query.select_from(messages.outerjoin(orders, bought)).where(*here).group_by(messages.c.variant)
    )
    found = {row.variant: Arm(row.people, row.won) for row in rows}
    return tuple(found.get(variant, Arm(0, 0)) for variant in range(many))
