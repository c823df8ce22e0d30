"""/plan: plans are turned on and off in chat, and their steps get other days or another percent."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum

from flows.phrase import Lines, Text, phrase, tap
from flows.plans.reading import read_terms
from flows.plans.terms import KeptPlan
from handlers.actions.action import Origin, Preview, Refused
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.command import OWNERS, Asked, Command, Reply
from handlers.plans import keeping
from handlers.plans.changing import PlanDraft, reader_of
from handlers.plans.keeping import WhyNotKept, called, to_see
from handlers.plans.listing import listed, with_buttons
from handlers.plans.named import plan_called, unknown
from handlers.plans.ready import to_write
from handlers.plans.shown import described
from handlers.plans.starting import START
from handlers.turn import Turn


class WhyNotEdited(StrEnum):
    """Why a plan gets no new version."""

    SAME = "plan_is_so"


@dataclass(frozen=True, slots=True)
class EditPlan:
    """Give a plan other terms."""

    wanted: PlanDraft


@dataclass(frozen=True, slots=True)
class StopPlan:
    """Turn a plan off, by its name."""

    plan: str


async def would_edit(turn: Turn, command: EditPlan) -> Preview:
    """The plan as it would be from now on. Raises Refused."""
    wanted, terms = command.wanted, read_terms(json.loads(command.wanted.terms))
    kept = await _as_read(turn, wanted)
    if kept.terms == terms:
        raise Refused(WhyNotEdited.SAME, {"name": called(kept.name)})
    lines = (*await described(turn, wanted.name, terms), phrase("plan_edits"))
    return Preview(Lines(lines), phrase("button_plan_change"), final=True)


async def edit(turn: Turn, origin: Origin, command: EditPlan) -> KeptPlan:
    """Keep a new version. Raises Refused."""
    kept = await to_write(turn, origin.by, await _as_read(turn, command.wanted))
    return await keeping.renew(turn, origin.by, kept, read_terms(json.loads(command.wanted.terms)))


async def _as_read(turn: Turn, wanted: PlanDraft) -> KeptPlan:
    """The plan in the version that was read. Raises Refused where it was changed since."""
    found = await plan_called(turn, [wanted.name])
    if found is None or found.version != wanted.version:
        raise Refused(WhyNotKept.CHANGED, {"name": called(wanted.name)})
    return found


async def stop(turn: Turn, origin: Origin, command: StopPlan) -> KeptPlan:
    """Close a plan to new people, and hold back all messages of it. Raises Refused."""
    found = await plan_called(turn, [command.plan])
    if found is None or not found.enabled:
        raise Refused(WhyNotKept.OFF, {"name": called(command.plan)})
    return await keeping.turn_over(turn, origin.by, found, False)


async def _which(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    if not words:
        return Missing()
    found = await plan_called(asked.turn, words)
    return Found(found.name) if found is not None else await unknown(asked.turn, " ".join(words), "stop")


async def _ask_which(asked: Asked, _known: Known) -> Reply:
    plans = await with_buttons(asked.turn)
    return replace(plans, text=Lines((phrase("plan_which"), plans.text)))


def _edited(done: KeptPlan) -> Text:
    said = phrase("plan_edited", name=called(done.name), version=done.version)
    return Lines((said, phrase("next", command=to_see(done.name))))


def _stopped(done: KeptPlan) -> Text:
    again = tap("plan", "start", done.name)
    return Lines((phrase("plan_turned_off", name=called(done.name)), phrase("next", command=again)))


_DAYS, _PERCENT = (
    Command(
        name=number, usage=usage, arguments=(Argument("wanted", "", reader_of(number), _ask_which),),
        takes=EditPlan, preview=would_edit, does=edit, says=_edited, roles=OWNERS,
    )
    for number, usage in (("days", "/plan days winback 2 10"), ("percent", "/plan percent winback 2 15"))
)  # fmt: skip
_STOP = Command(
    name="stop", aliases=("off", "pause"), arguments=(Argument("plan", "welcome", _which, _ask_which),),
    takes=StopPlan, does=stop, says=_stopped, roles=OWNERS, acts=True,
)  # fmt: skip
PLAN_COMMAND = Command(
    name="plan", aliases=("plans",), run=listed, within=(_DAYS, _PERCENT, START, _STOP), roles=OWNERS,
    topic="campaigns",
)  # fmt: skip
