"""/plan: turn plans on and off in chat, and change the days or the percentage of a step."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from itertools import takewhile

from flows.phrase import Lines, Ours, Text, phrase, tap
from flows.plans.plan_document import BadPlan
from flows.plans.plan_json import read_terms, write_terms
from flows.plans.plan_offer import MOST_PERCENT
from flows.plans.plan_terms import KeptPlan, PlanStep, PlanTerms
from handlers.actions.action import Origin, Preview, Refused
from handlers.engine.turn import Turn
from handlers.plans import plan_changes
from handlers.plans.plan_changes import WhyNotKept, make_tap, show_name
from handlers.plans.plan_checks import fit_conditions
from handlers.plans.plan_description import describe_plan
from handlers.plans.plan_list import list_plans, list_with_buttons
from handlers.plans.plan_reference import answer_unknown, find_plan, load_for_write
from handlers.plans.plan_start import START
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply

_DIGITS, _TWO = 4, 2
_UNITS = frozenset({"day", "days", "percent", "off", "%"})


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan by its name, with its changed terms as JSON; ``version`` is the version that was changed."""

    name: str
    terms: str
    version: int = 0


def make_reader(
    number: str,
) -> Callable[[IssuedCommand, Known, tuple[str, ...]], Awaitable[FoundArgument | Missing | Reply]]:
    """Make the argument reader of NAME STEP NUMBER, for "days" or "percent". It asks for the step and the number."""

    async def read(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
        if not words:
            return Missing()
        named = await _find_named(asked.turn, words)
        if named is None:
            return await answer_unknown(asked.turn, " ".join(one for one in words if not one.isdecimal()), number, None)
        kept, behind = named
        said = [one.rstrip("%") for one in behind if one.casefold() not in _UNITS]
        numbers = [int(one) for one in takewhile(lambda one: one.isdecimal() and len(one) <= _DIGITS, said)]
        return await _read(asked.turn, kept, number, numbers, wrong=len(numbers) < len(said))

    return read


async def _find_named(turn: Turn, words: tuple[str, ...]) -> tuple[KeptPlan, tuple[str, ...]] | None:
    """Return the plan with the longest name that begins the words, and the words after it; None if there is none."""
    for many in range(len(words), 0, -1):
        kept = await find_plan(turn, words[:many])
        if kept is not None:
            return kept, words[many:]
    return None


async def _read(turn: Turn, kept: KeptPlan, number: str, numbers: list[int], *, wrong: bool) -> FoundArgument | Reply:
    """Return the changed plan, or ask for the step or the number; ``wrong`` marks a repeated question."""
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
        return Reply(phrase(f"plan_{number}_ask", step=numbers[0], name=show_name(kept.name)), asks=asks, refused=wrong)
    return await _build_change(turn, kept, number, numbers)


async def _build_change(turn: Turn, kept: KeptPlan, number: str, numbers: list[int]) -> FoundArgument | Reply:
    """Return the plan with its changed terms, or the reply that refuses them."""
    place, to = numbers
    if number == "percent" and not 0 < to <= MOST_PERCENT:
        return Reply(phrase("plan_offer_unfit", most=MOST_PERCENT), asks=(), refused=True)
    try:
        terms = await fit_conditions(turn, read_terms(write_terms(_change_terms(kept.terms, place, number, to))))
    except BadPlan as wrong:
        return Reply(phrase("plan_terms_wrong", step=place, why=Ours(wrong.problem)), asks=(), refused=True)
    return FoundArgument(PlanDraft(kept.name, json.dumps(write_terms(terms), ensure_ascii=False), kept.version))


def _change_terms(terms: PlanTerms, place: int, number: str, to: int) -> PlanTerms:
    """Return the terms with the step number ``place`` (from 1) changed to the new number."""
    step = terms.steps[place - 1]
    arms = tuple(_set_number(one, step, number, to) for one in step.arms)
    changed = replace(_set_number(step, step, number, to), arms=arms)
    return replace(terms, steps=(*terms.steps[: place - 1], changed, *terms.steps[place:]))


def _set_number(arm: PlanStep, step: PlanStep, number: str, to: int) -> PlanStep:
    """Return an arm with the new number, if it had the same number as its step."""
    if number == "days":
        return replace(arm, wait=timedelta(days=to)) if arm.wait == step.wait else arm
    return replace(arm, offer=replace(arm.offer, percent=to)) if arm.offer and arm.offer == step.offer else arm


def _has_percent(step: PlanStep) -> bool:
    return step.offer is not None and step.offer.percent is not None


class WhyNotEdited(StrEnum):
    """The reasons why a plan cannot get a new version."""

    SAME = "plan_is_so"


@dataclass(frozen=True, slots=True)
class EditPlan:
    """A command that changes a plan's terms."""

    wanted: PlanDraft


@dataclass(frozen=True, slots=True)
class StopPlan:
    """A command that turns a plan off, by its name."""

    plan: str


async def would_edit(turn: Turn, command: EditPlan) -> Preview:
    """Return the preview of the plan after the change. Raises Refused."""
    wanted, terms = command.wanted, read_terms(json.loads(command.wanted.terms))
    kept = await _load_as_read(turn, wanted)
    if kept.terms == terms:
        raise Refused(WhyNotEdited.SAME, {"name": show_name(kept.name)})
    lines = (*await describe_plan(turn, wanted.name, terms), phrase("plan_edits"))
    return Preview(Lines(lines), phrase("button_plan_change"), final=True)


async def edit(turn: Turn, origin: Origin, command: EditPlan) -> KeptPlan:
    """Store a new version. Raises Refused."""
    kept = await load_for_write(turn, origin.by, await _load_as_read(turn, command.wanted))
    return await plan_changes.renew(turn, origin.by, kept, read_terms(json.loads(command.wanted.terms)))


async def _load_as_read(turn: Turn, wanted: PlanDraft) -> KeptPlan:
    """Return the plan in the version that the command changes. Raises Refused if it has changed since."""
    found = await find_plan(turn, [wanted.name])
    if found is None or found.version != wanted.version:
        raise Refused(WhyNotKept.CHANGED, {"name": show_name(wanted.name)})
    return found


async def stop(turn: Turn, origin: Origin, command: StopPlan) -> KeptPlan:
    """Turn a plan off: nobody enters, and all its messages stop. Raises Refused."""
    found = await find_plan(turn, [command.plan])
    if found is None or not found.enabled:
        raise Refused(WhyNotKept.OFF, {"name": show_name(command.plan)})
    return await plan_changes.turn_over(turn, origin.by, found, False)


async def _find_plan(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    if not words:
        return Missing()
    found = await find_plan(asked.turn, words)
    return FoundArgument(found.name) if found is not None else await answer_unknown(asked.turn, " ".join(words), "stop")


async def _ask_which(asked: IssuedCommand, _known: Known) -> Reply:
    plans = await list_with_buttons(asked.turn)
    return replace(plans, text=Lines((phrase("plan_which"), plans.text)))


def _describe_edit(done: KeptPlan) -> Text:
    said = phrase("plan_edited", name=show_name(done.name), version=done.version)
    return Lines((said, phrase("next", command=make_tap(done.name))))


def _describe_stop(done: KeptPlan) -> Text:
    again = tap("plan", "start", done.name)
    return Lines((phrase("plan_turned_off", name=show_name(done.name)), phrase("next", command=again)))


_DAYS, _PERCENT = (
    Command(
        name=number, usage=usage, arguments=(Argument("wanted", "", make_reader(number), _ask_which),),
        takes=EditPlan, preview=would_edit, does=edit, says=_describe_edit, roles=OWNERS,
    )
    for number, usage in (("days", "/plan days winback 2 10"), ("percent", "/plan percent winback 2 15"))
)  # fmt: skip
_STOP = Command(
    name="stop", aliases=("off", "pause"), arguments=(Argument("plan", "welcome", _find_plan, _ask_which),),
    takes=StopPlan, does=stop, says=_describe_stop, roles=OWNERS, acts=True,
)  # fmt: skip
PLAN_COMMAND = Command(
    name="plan", aliases=("plans",), run=list_plans, within=(_DAYS, _PERCENT, START, _STOP), roles=OWNERS,
    topic="campaigns",
)  # fmt: skip
