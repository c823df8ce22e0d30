"""What a step that is tried in several ways says so far, in words for a chat."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from flows.experiments.arm import LETTERS, Arm
from flows.experiments.judging import Conclusion, Judgement
from flows.phrase import Lines, Ours, Text, phrase
from flows.plan import Plan
from flows.plans.trials import design_of, judged
from handlers.planned import drawn
from handlers.turn import Turn
from storage.plans.trials import trials_of
from storage.reports.scope import Scope


async def tried(turn: Turn, plan: Plan, kept: tuple[UUID, int] | None = None) -> list[Text]:
    """A line for each step of a plan that is tried; of a ``kept`` one of that version."""
    if not plan.tries:
        return []
    scope = Scope(turn.unit, turn.tenant, None, None, turn.now, plan.name, plan)
    found = await trials_of(scope, plan, turn.draw, lambda who: drawn(turn, plan, who), kept)
    return [line(plan.name, step, arms, timed=plan.steps[step - 1].tries_times) for step, arms in found.items()]


def line(name: str, step: int, arms: tuple[Arm, ...], *, timed: bool = False) -> Text:
    """The people and buyers of each arm, called A, B and so on, and whether one has won. Of arms that are ``timed``
    differently it says that people count once the time of both is over."""
    said = judged(arms)
    parts = tuple(
        phrase("plan_arm", arm=Ours(LETTERS[place]), won=Decimal(arm.successes), people=Decimal(arm.people))
        for place, arm in enumerate(arms)
    )
    end = Lines((_end(said, arms), *([phrase("plan_trial_timed")] if timed else [])), " ")
    return phrase("plan_trial", name=name.replace("_", " "), step=step, arms=Lines(parts, ", "), end=end)


def _end(said: Judgement, arms: tuple[Arm, ...]) -> Text:
    """Which arm has won; else how many people are lacking, or that as many as were planned show no difference."""
    if said.conclusion is Conclusion.WINNER and said.leader is not None:
        return phrase("plan_trial_won", arm=Ours(LETTERS[said.leader]))
    people = Decimal(design_of(len(arms)).people)
    if not said.more:
        return phrase("plan_trial_even", people=people)
    return phrase("plan_trial_open", more=Decimal(said.more), people=people)
