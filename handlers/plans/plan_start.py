"""/plan start: turn a plan on, or enter a person by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flows.audience.criteria import EVERYBODY
from flows.phrase import Lines, Text, phrase
from flows.plans.plan_terms import KeptPlan
from handlers.actions import message_explanation, person_story
from handlers.actions.action import Origin, Preview, Refused
from handlers.engine.turn import Turn
from handlers.plans.plan_admission import enter, find_matching_people
from handlers.plans.plan_changes import WhyNotKept, check_audience, make_tap, note, show_name, turn_over
from handlers.plans.plan_description import describe_plan
from handlers.plans.plan_forecast import explain_first_delay
from handlers.plans.plan_reference import answer_unknown, find_plan, load_for_write
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.person_argument import find_people
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply
from storage.audience.audiences import Audiences, Selection
from storage.people.people import Contact
from storage.plans.plan_entries import PlanEntries
from templates.message_values import quote_line

STARTED = "plan.started"
"""The audit's name of the deed."""
_BETWEEN = frozenset({"for", "to", "with", "para", "a", "ko", "को"})
_SHORT = 40
_LISTED = 4  # people with one name


class WhyNotStarted(StrEnum):
    """The reasons why a person cannot enter a plan."""

    OFF = "plan_is_off"
    INSIDE = "plan_not_entered"
    CONDITION = "plan_not_for_them"


@dataclass(frozen=True, slots=True)
class WantedEntry:
    """A plan by name, and a person to enter; if there is no person, turn the plan on."""

    plan: str
    contact: UUID | None = None


@dataclass(frozen=True, slots=True)
class StartPlan:
    """A command that turns a plan on, or enters a person by hand."""

    wanted: WantedEntry


@dataclass(frozen=True, slots=True)
class Started:
    """A plan that is on, and the person entered by hand, if any. ``first`` says why the first message would not be
    sent; None if there is no person."""

    plan: KeptPlan
    who: Text = ""
    first: Text = ""


async def _read(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the plan before "for", and the customer after it, if one is named."""
    at = next((place for place, word in enumerate(words) if place and word.casefold() in _BETWEEN), len(words))
    if not words or at + 1 == len(words):
        return Missing()
    kept = await find_plan(asked.turn, words[:at])
    if kept is None:
        return await answer_unknown(asked.turn, " ".join(words[:at]), "start", " ".join(words[at:]))
    if at == len(words):
        return FoundArgument(WantedEntry(kept.name))
    if not kept.enabled:
        return Reply(phrase("plan_is_off", name=show_name(kept.name)), asks=())
    people, many = await find_people(asked.turn, words[at + 1 :])
    customers = Selection(EVERYBODY, asked.turn.now, asked.turn.zone)
    known = await asked.turn.unit.of(Audiences).find_among(customers, [one.id for one in people])
    meant = [one for one in people if one.id in known]
    if len(meant) != 1 or many < len(words) - at - 1:
        return await _answer_unclear(asked.turn, kept.name, quote_line(" ".join(words[at + 1 :]), _SHORT), meant)
    return FoundArgument(WantedEntry(kept.name, meant[0].id))


async def _answer_unclear(turn: Turn, plan: str, said: str, people: Sequence[Contact]) -> Reply:
    """Reply that no customer has the name, or that several have, with some of them to tap."""
    if len(people) < 2:
        return Reply(phrase("plan_who_unknown", who=said), asks=())
    rows = [
        Lines(
            (
                await message_explanation.tap(turn, one, "plan", "start", plan, "for"),
                await person_story.get_name(turn, one),
            ),
            " ",
        )
        for one in people[:_LISTED]
    ]
    return Reply(Lines((phrase("plan_who_several", who=said), *rows)), asks=())


async def _ask(_asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(phrase("plan_start_how"), understood=False)


async def would_start(turn: Turn, command: StartPlan) -> Preview:
    """Return the preview of turning a plan on; a person is entered with no confirmation. Raises Refused."""
    wanted = command.wanted
    found = await find_plan(turn, [wanted.plan])
    if found is None or (wanted.contact is not None and not found.enabled):
        raise Refused(WhyNotStarted.OFF, {"name": show_name(wanted.plan)})
    if wanted.contact is not None:
        said = phrase("plan_would_let_in", name=show_name(wanted.plan), who=await _load_name(turn, wanted.contact))
        return Preview(said, phrase("button_plan_start"), harmless=True)
    if found.enabled:
        raise Refused(WhyNotKept.ON, {"name": show_name(wanted.plan)})
    await check_audience(turn, found)
    lines = await describe_plan(turn, found.name, found.terms)
    return Preview(Lines(tuple(lines)), phrase("button_plan_start"), final=True)


async def start(turn: Turn, origin: Origin, command: StartPlan) -> Started:
    """Turn a plan on, or enter a person. Raises Refused, also if the plan's condition would end the entry at once."""
    wanted = command.wanted
    plan = await find_plan(turn, [wanted.plan])
    if plan is None:
        raise Refused(WhyNotStarted.OFF, {"name": show_name(wanted.plan)})
    if wanted.contact is None:
        kept = await load_for_write(turn, origin.by, plan)
        return Started(await turn_over(turn, origin.by, kept, True))
    return await let_in(turn, origin, plan, wanted.contact)


async def let_in(turn: Turn, origin: Origin, plan: KeptPlan, contact: UUID) -> Started:
    """Enter a person into a plan that is on. Raises Refused."""
    if not plan.enabled:
        raise Refused(WhyNotStarted.OFF, {"name": show_name(plan.name)})
    who = await _load_name(turn, contact)
    if "left" in plan.terms.exits and not await find_matching_people(turn, plan.terms, {contact}):
        raise Refused(WhyNotStarted.CONDITION, {"name": show_name(plan.name), "who": who})
    first = await explain_first_delay(turn, plan, contact)  # before an immediate message counts itself
    if not await enter(turn, plan, contact, f"by hand:{origin.key}"):
        raise Refused(WhyNotStarted.INSIDE, {"name": show_name(plan.name), "who": who})
    entry, *_ = await turn.unit.of(PlanEntries).list_entries(contact, plan.terms.kind)
    await note(turn, origin.by, STARTED, plan, entry=entry.id.hex)
    return Started(plan, who, first)


async def _load_name(turn: Turn, contact: UUID) -> Text:
    person = await turn.unit.people.get(contact)
    assert person is not None, "somebody was found a moment ago"
    return await person_story.get_name(turn, person)


def _describe_start(done: Started) -> Text:
    name = show_name(done.plan.name)
    if done.who:
        return phrase("plan_started", who=done.who, name=name, first=done.first)
    return Lines((phrase("plan_turned_on", name=name), phrase("next", command=make_tap(done.plan.name))))


START = Command(
    name="start", aliases=("on",), usage="/plan start winback for Dana",
    arguments=(Argument("wanted", "", _read, _ask),),
    takes=StartPlan, preview=would_start, does=start, says=_describe_start, roles=OWNERS,
)  # fmt: skip
