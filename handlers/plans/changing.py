"""/plan days and /plan percent: a step of a plan leaves after other days, or takes another percent off."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import takewhile

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
_UNITS = frozenset({"day", "days", "percent", "off", "%"})


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan by its name, with its changed terms as JSON; ``version`` is the version that was read."""

    name: str
    terms: str
    version: int = 0


def reader_of(number: str) -> Callable[[Asked, Known, tuple[str, ...]], Awaitable[Found | Missing | Reply]]:
    """Return the reader of NAME STEP NUMBER, for "days" or "percent". It asks for the step and for the number."""

    async def read(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
        if not words:
            return Missing()
        named = await _named(asked.turn, words)
        if named is None:
            return await unknown(asked.turn, " ".join(one for one in words if not one.isdecimal()), number, None)
        kept, behind = named
        said = [one.rstrip("%") for one in behind if one.casefold() not in _UNITS]
        numbers = [int(one) for one in takewhile(lambda one: one.isdecimal() and len(one) <= _DIGITS, said)]
        return await _read(asked.turn, kept, number, numbers, wrong=len(numbers) < len(said))

    return read


async def _named(turn: Turn, words: tuple[str, ...]) -> tuple[KeptPlan, tuple[str, ...]] | None:
    """Return the plan with the longest name that the words begin with, and the words behind it."""
    for many in range(len(words), 0, -1):
        kept = await plan_called(turn, words[:many])
        if kept is not None:
            return kept, words[many:]
    return None


async def _read(turn: Turn, kept: KeptPlan, number: str, numbers: list[int], *, wrong: bool) -> Found | Reply:
    """Return the changed plan, or the question for the step or the number; ``wrong`` says that it is asked again."""
    steps = [place for place, step in enumerate(kept.terms.steps, 1) if number == "days" or _has_percent(step)]
    if len(steps) == 1 and len(numbers) < _TWO:
        numbers = [*steps, *numbers]
    if not numbers or numbers[0] not in steps or len(numbers) > _TWO:
        wrong = wrong or bool(numbers)
        taps = tuple((str(place), Ours(str(place))) for place in steps)
        asks = () if wrong else (number, *kept.name.split())
        text = phrase("plan_which_step", steps=Ours(", ".join(map(str, steps))))
        return Reply(text, taps, asks=asks, refused=wrong)
    if len(numbers) < _TWO:
        asks = () if wrong else (number, *kept.name.split(), str(numbers[0]))
        return Reply(phrase(f"plan_{number}_ask", step=numbers[0], name=called(kept.name)), asks=asks, refused=wrong)
    return await _found(turn, kept, number, numbers)


async def _found(turn: Turn, kept: KeptPlan, number: str, numbers: list[int]) -> Found | Reply:
    """Return the plan with its changed terms, or why they cannot be."""
    place, to = numbers
    if number == "percent" and not 0 < to <= MOST_PERCENT:
        return Reply(phrase("plan_offer_unfit", most=MOST_PERCENT), asks=(), refused=True)
    try:
        terms = await fitted(turn, read_terms(write_terms(_changed(kept.terms, place, number, to))))
    except BadPlan as wrong:
        return Reply(phrase("plan_terms_wrong", step=place, why=Ours(wrong.problem)), asks=(), refused=True)
    return Found(PlanDraft(kept.name, json.dumps(write_terms(terms), ensure_ascii=False), kept.version))


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
