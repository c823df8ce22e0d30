"""/plan: all plans with how they stand; somebody is let into one by hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flows.audience.criteria import EVERYBODY
from flows.engine import Subject
from flows.phrase import Lines, Ours, Text, phrase
from flows.plans.ready import READY_PLANS
from flows.plans.terms import SUBJECT, KeptPlan
from handlers.actions import story
from handlers.actions.action import Origin, Refused
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.command import LONGEST, OWNERS, Asked, Command, Reply
from handlers.admins.customer_named import people_named
from handlers.plans.entering import enter
from handlers.plans.trying import tried
from handlers.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.plans.kept import KeptPlans
from templates.values import quoted

STARTED = "plan.started"
"""What the audit calls the deed."""
_BETWEEN = frozenset({"for", "to", "with", "para", "a", "ko", "को"})
_SHORT = 40


class WhyNotStarted(StrEnum):
    """Why somebody does not enter a plan."""

    OFF = "plan_is_off"
    INSIDE = "plan_not_entered"
    CONDITION = "plan_not_for_them"


@dataclass(frozen=True, slots=True)
class WantedEntry:
    """A plan by its name, and a person."""

    plan: str
    contact: UUID


@dataclass(frozen=True, slots=True)
class StartPlan:
    """Let a person into a plan by hand."""

    wanted: WantedEntry


@dataclass(frozen=True, slots=True)
class Started:
    """A plan that a person entered."""

    plan: KeptPlan
    who: Text


async def listed(asked: Asked) -> Text | Reply:
    """The plans of the settings, those that are kept, and the ready ones that nobody turned on yet."""
    turn = asked.turn
    if not asked.is_bare:
        return Reply(phrase("plan_unknown", name=quoted(asked.rest, _SHORT)), understood=not asked.is_loose)
    settled = [flow.plan(turn.business) for flow in turn.tools.conversations.flows.values() if flow.plan]
    kept = await turn.unit.of(KeptPlans).all()
    rows: list[Text] = []
    for one in settled:
        rows += [_row(one.name, True, len(one.steps), 0), *await tried(turn, one)]
    for other in kept:
        plan = other.terms.plan(other.name, turn.business.counts_for, turn.zone)
        tests = await tried(turn, plan, (other.id, other.version))
        rows += [_row(other.name, other.enabled, len(plan.steps), other.version), *tests]
    unused = sorted(READY_PLANS.keys() - {one.name for one in kept})
    rows += [_row(name, False, len(READY_PLANS[name].steps), 1) for name in unused]
    return Lines((phrase("kept_plans_head"), *rows, phrase("next", command=Ours("/winback"))), longest=LONGEST)


def _row(name: str, on: bool, steps: int, version: int) -> Text:
    """A plan in the list; the ``version`` of one by the settings is 0."""
    return phrase("kept_plan_row", name=_called(name), on=on, steps=steps, version=version)


async def _read(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """The plan in front, and the customer behind "for"."""
    at = next((place for place, word in enumerate(words) if place and word.casefold() in _BETWEEN), None)
    if at is None or at + 1 == len(words):
        return Missing()
    name = "_".join(words[:at]).casefold().replace("-", "_")
    name = next((one for one in READY_PLANS if one.replace("_", "") == name.replace("_", "")), name)
    kept = await asked.turn.unit.of(KeptPlans).called(name)
    if kept is None:
        return Reply(phrase("plan_unknown", name=quoted(" ".join(words[:at]), _SHORT)), asks=())
    people, many = await people_named(asked.turn, words[at + 1 :])
    customers = Selection(EVERYBODY, asked.turn.now, asked.turn.zone)
    known = await asked.turn.unit.of(Audiences).among(customers, [one.id for one in people])
    meant = [one for one in people if one.id in known]
    if len(meant) != 1 or many < len(words) - at - 1:
        unclear = "plan_who_several" if len(meant) > 1 else "plan_who_unknown"
        return Reply(phrase(unclear, who=quoted(" ".join(words[at + 1 :]), _SHORT)), asks=())
    return Found(WantedEntry(kept.name, meant[0].id))


async def _ask(_asked: Asked, _known: Known) -> Reply:
    return Reply(phrase("plan_start_how"), understood=False)


async def start(turn: Turn, origin: Origin, command: StartPlan) -> Started:
    """Let a person into a plan. Raises Refused, also where they would leave it at once by its condition."""
    wanted = command.wanted
    plan = await turn.unit.of(KeptPlans).called(wanted.plan)
    if plan is None or not plan.enabled:
        raise Refused(WhyNotStarted.OFF, {"name": _called(wanted.plan)})
    person = await turn.unit.people.get(wanted.contact)
    assert person is not None, "somebody was found a moment ago"
    who = await story.name(turn, person)
    asked = Selection(plan.terms.condition, turn.now, turn.zone)
    if "left" in plan.terms.exits and not await turn.unit.of(Audiences).among(asked, {wanted.contact}):
        raise Refused(WhyNotStarted.CONDITION, {"name": _called(plan.name), "who": who})
    if not await enter(turn, plan, wanted.contact, f"by hand:{origin.key}"):
        raise Refused(WhyNotStarted.INSIDE, {"name": _called(plan.name), "who": who})
    await turn.unit.access.log(origin.by, STARTED, turn.now, Subject(SUBJECT, plan.id))
    return Started(plan, who)


def _started(done: Started) -> Text:
    return phrase("plan_started", who=done.who, name=_called(done.plan.name))


def _called(name: str) -> str:
    return name.replace("_", " ")


_START = Command(
    name="start", usage="/plan start winback for Dana", arguments=(Argument("wanted", "", _read, _ask),),
    takes=StartPlan, does=start, says=_started, roles=OWNERS, acts=True,
)  # fmt: skip
PLAN_COMMAND = Command(name="plan", aliases=("plans",), run=listed, within=(_START,), roles=OWNERS, told=frozenset())
