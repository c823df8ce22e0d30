"""/plan: the list of all plans, on or off, and one plan by name."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from flows.phrase import Lines, Ours, Text, phrase, tap
from flows.plans.plan_terms import KeptPlan
from flows.plans.standard_plans import READY_PLANS, WIN_BACK
from handlers.engine.turn import Turn
from handlers.plans.plan_changes import show_name
from handlers.plans.plan_description import describe_plan, describe_trials
from handlers.plans.plan_reference import answer_unknown, find_plan
from handlers.staff_chat.staff_command import LONGEST, IssuedCommand, Reply
from storage.plans.plan_results import load_plan_results
from storage.plans.plan_versions import KeptPlans

_SHOWS = frozenset({"list", "show"})
"""The words that may precede the name of a plan to show."""
_MOST_BUTTONS, _LABEL = 8, 20


async def list_plans(asked: IssuedCommand) -> Text | Reply:
    """List the plans of the settings, the stored ones, and the ready-made ones never turned on; or show one by name."""
    turn = asked.turn
    if not asked.is_bare:
        first, *others = asked.arguments
        found = await find_plan(turn, asked.arguments)
        if found is None and first.casefold() in _SHOWS:
            found = await find_plan(turn, others) if others else None
        if found is not None:
            return await show_plan(turn, found)
        if first.casefold() in _SHOWS and not others:
            return await list_with_buttons(turn)
        return replace(await answer_unknown(turn, asked.rest), understood=not asked.is_loose)
    return await list_with_buttons(turn)


async def list_with_buttons(turn: Turn) -> Reply:
    """List all plans, with a button that shows each."""
    names = {one.name for one in await turn.unit.of(KeptPlans).all()} | READY_PLANS.keys()
    short = [one for one in sorted(names) if len(one) <= _LABEL][:_MOST_BUTTONS]
    return Reply(await list_plan_states(turn), tuple((tap("plan", one), Ours(show_name(one))) for one in short))


async def list_plan_states(turn: Turn) -> Text:
    """Format all plans with their state."""
    settled = [make(turn.business) for make in turn.tools.conversations.plans.values()]
    kept = await turn.unit.of(KeptPlans).all()
    rows: list[Text] = []
    for one in settled:
        rows += [_row(one.name, True, len(one.steps), 0), *await describe_trials(turn, one)]
    for other in kept:
        plan = other.terms.plan(other.name, turn.business.counts_for, turn.zone)
        tests = await describe_trials(turn, plan, (other.id, other.version))
        rows += [_row(other.name, other.enabled, len(plan.steps), other.version), *tests]
    unused = sorted(READY_PLANS.keys() - {one.name for one in kept})
    rows += [_row(name, False, len(READY_PLANS[name].steps), 1) for name in unused]
    return Lines((phrase("kept_plans_head"), *rows), longest=LONGEST)


async def show_plan(turn: Turn, found: KeptPlan) -> Reply:
    """Show the state of a plan, and its results so far."""
    lines: list[Text] = [phrase("plan_stands", on=found.enabled), *await describe_plan(turn, found.name, found.terms)]
    if found.version:
        plan = found.terms.plan(found.name, turn.business.counts_for, turn.zone)
        lines += [*await _describe_results(turn, found), *await describe_trials(turn, plan, (found.id, found.version))]
    lines += [phrase("next", command=Ours("/winback"))] if found.name == WIN_BACK else []
    return Reply(Lines(tuple(lines), longest=LONGEST), _buttons(found))


def _buttons(plan: KeptPlan) -> tuple[tuple[str, Text], ...]:
    """Return the buttons of a plan: on or off, and changes of its steps' numbers."""
    turns = ("stop", "button_turn_off") if plan.enabled else ("start", "button_turn_on")
    has_percent = any(one.offer is not None and one.offer.percent for one in plan.terms.steps)
    ways = (turns, ("days", "button_plan_days"), *((("percent", "button_plan_percent"),) if has_percent else ()))
    return tuple((tap("plan", does, plan.name), phrase(label)) for does, label in ways)


async def _describe_results(turn: Turn, kept: KeptPlan) -> list[Text]:
    found = await load_plan_results(turn.unit, turn.tenant, kept, turn.now)
    if not found.entered:
        return []
    counts = {name: Decimal(getattr(found, name)) for name in ("entered", "inside", "resting")}
    report = found.report
    many, sent = Decimal(report.ordered), Decimal(report.messaged)
    brought = phrase("plan_brought", sent=sent, many=many, revenue=report.revenue)
    return [phrase("winback_entered", **counts), brought]


def _row(name: str, on: bool, steps: int, version: int) -> Text:
    """Format a plan's line in the list; ``version`` is 0 for a plan of the settings."""
    return phrase("kept_plan_row", name=show_name(name), on=on, steps=steps, version=version)
