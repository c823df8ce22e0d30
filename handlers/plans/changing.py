"""/plan days and /plan percent: a step of a plan leaves after other days, or takes another percent off."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from flows.phrase import Ours, phrase
from flows.plans.document import BadPlan
from flows.plans.offer import MOST_PERCENT
from flows.plans.reading import read_terms, write_terms
from flows.plans.terms import KeptPlan, PlanStep, PlanTerms
from handlers.admins.arguments import Found, Known, Missing
from handlers.admins.command import Asked, Reply
from handlers.plans.checking import fitted
from handlers.plans.keeping import called
from handlers.plans.named import plan_called, unknown
from handlers.turn import Turn

_DIGITS, _TWO = 4, 2


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan by its name, with its changed terms as JSON; ``version`` is the version that was read."""

    name: str
    terms: str
    version: int = 0


def reader_of(number: str) -> Callable[[Asked, Known, tuple[str, ...]], Awaitable[Found | Missing | Reply]]:
    """Return the reader of NAME STEP NUMBER, for "days" or "percent". It asks for the step and for the number."""

    async def read(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
        name, numbers = _parted(words)
        if not name:
            return Missing()
        kept = await plan_called(asked.turn, name)
        if kept is None:
            return await unknown(asked.turn, " ".join(name), number, None)
        many = len(kept.terms.steps)
        numbers = [1, *numbers] if many == 1 and len(numbers) < _TWO else numbers
        if not numbers or not 1 <= numbers[0] <= many:
            steps = tuple((str(place), Ours(str(place))) for place in range(1, many + 1))
            return Reply(
                phrase("plan_which_step", most=many), steps, asks=(number, *kept.name.split()), refused=bool(numbers)
            )
        if len(numbers) < _TWO:
            asks = (number, *kept.name.split(), str(numbers[0]))
            return Reply(phrase(f"plan_{number}_ask", step=numbers[0], name=called(kept.name)), asks=asks)
        return await _found(asked.turn, kept, number, numbers)

    return read


async def _found(turn: Turn, kept: KeptPlan, number: str, numbers: list[int]) -> Found | Reply:
    """Return the plan with its changed terms, or why they cannot be."""
    place, to = numbers
    if number == "percent" and not (0 < to <= MOST_PERCENT and _has_percent(kept.terms.steps[place - 1])):
        return Reply(phrase("plan_offer_unfit", most=MOST_PERCENT), asks=(), refused=True)
    try:
        terms = await fitted(turn, read_terms(write_terms(_changed(kept.terms, place, number, to))))
    except BadPlan as wrong:
        return Reply(phrase("plan_terms_wrong", step=place, why=Ours(wrong.problem)), asks=(), refused=True)
    return Found(PlanDraft(kept.name, json.dumps(write_terms(terms), ensure_ascii=False), kept.version))


def _parted(words: tuple[str, ...]) -> tuple[tuple[str, ...], list[int]]:
    """Return the name of the plan, and the numbers behind it: at most a step and its number."""
    at = len(words)
    while at > max(0, len(words) - _TWO) and words[at - 1].rstrip("%").isdecimal() and len(words[at - 1]) <= _DIGITS:
        at -= 1
    return words[:at], [int(one.rstrip("%")) for one in words[at:]]


def _changed(terms: PlanTerms, place: int, number: str, to: int) -> PlanTerms:
    """Return the terms with the step of that place, counted from 1, with its new number."""
    step = terms.steps[place - 1]
    arms = tuple(_with(one, step, number, to) for one in step.arms)
    changed = replace(_with(step, step, number, to), arms=arms)
    return replace(terms, steps=(*terms.steps[: place - 1], changed, *terms.steps[place:]))


def _with(arm: PlanStep, step: PlanStep, number: str, to: int) -> PlanStep:
    """Return an arm of a step with the new number, if it has the same number as the step."""
    if number == "days":
        return replace(arm, wait=timedelta(days=to)) if arm.wait == step.wait else arm
    return replace(arm, offer=replace(arm.offer, percent=to)) if arm.offer and arm.offer == step.offer else arm


def _has_percent(step: PlanStep) -> bool:
    return step.offer is not None and step.offer.percent is not None
