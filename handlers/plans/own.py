"""/plan new, edit, start and stop: plans of the shop's own, written and turned over in chat."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from flows.phrase import Lines, Text, phrase, tap
from flows.plans.reading import read_terms
from flows.plans.terms import KeptPlan
from handlers.actions.action import Origin, Preview, Refused
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.command import OWNERS, Asked, Command, Reply
from handlers.plans import keeping
from handlers.plans.drafts.reading import PlanDraft, read_edit, read_new
from handlers.plans.keeping import WhyNotKept, called, to_see
from handlers.plans.listing import listed, overview
from handlers.plans.named import plan_called, unknown
from handlers.plans.ready import to_write
from handlers.plans.shown import described
from handlers.plans.starting import START
from handlers.turn import Turn

_USAGE = "/plan new welcome to vip: after 3 days: How is it?; after 10 days, 10% off: Here is something for you"


class WhyNotEdited(StrEnum):
    """Why a plan gets no new version."""

    SAME = "plan_is_so"


@dataclass(frozen=True, slots=True)
class NewPlan:
    """Keep a plan, and turn it on."""

    wanted: PlanDraft


@dataclass(frozen=True, slots=True)
class EditPlan:
    """Give a plan other terms."""

    wanted: PlanDraft


@dataclass(frozen=True, slots=True)
class StopPlan:
    """Turn a plan off, by its name."""

    plan: str


async def would_begin(turn: Turn, command: NewPlan) -> Preview:
    """The plan as it was written, and who would enter. Raises Refused."""
    await keeping.check_name(turn, command.wanted.name)
    lines = await described(turn, command.wanted.name, read_terms(json.loads(command.wanted.terms)))
    return Preview(Lines(tuple(lines)), phrase("button_plan_start"), final=True)


async def begin(turn: Turn, origin: Origin, command: NewPlan) -> KeptPlan:
    """Keep the plan and turn it on. Raises Refused."""
    wanted = command.wanted
    kept = await keeping.keep(turn, origin.by, wanted.name, read_terms(json.loads(wanted.terms)))
    return await keeping.turn_over(turn, origin.by, kept, True)


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


async def _how(_asked: Asked, _known: Known) -> Reply:
    return Reply(phrase("plan_new_how"), understood=False)


async def _ask_which(asked: Asked, _known: Known) -> Reply:
    return Reply(Lines((phrase("plan_which"), await overview(asked.turn))))


def _began(done: KeptPlan) -> Text:
    return Lines((phrase("plan_turned_on", name=called(done.name)), phrase("next", command=to_see(done.name))))


def _edited(done: KeptPlan) -> Text:
    said = phrase("plan_edited", name=called(done.name), version=done.version)
    return Lines((said, phrase("next", command=to_see(done.name))))


def _stopped(done: KeptPlan) -> Text:
    again = tap("plan", "start", done.name)
    return Lines((phrase("plan_turned_off", name=called(done.name)), phrase("next", command=again)))


_NEW = Command(
    name="new", aliases=("nuevo", "naya"), usage=_USAGE, arguments=(Argument("wanted", "", read_new, _how),),
    takes=NewPlan, preview=would_begin, does=begin, says=_began, roles=OWNERS,
)  # fmt: skip
_EDIT = Command(
    name="edit", aliases=("change",), usage="/plan edit welcome to loyal",
    arguments=(Argument("wanted", "", read_edit, _ask_which),),
    takes=EditPlan, preview=would_edit, does=edit, says=_edited, roles=OWNERS,
)  # fmt: skip
_STOP = Command(
    name="stop", aliases=("off", "pause"), arguments=(Argument("plan", "welcome", _which, _ask_which),),
    takes=StopPlan, does=stop, says=_stopped, roles=OWNERS, acts=True,
)  # fmt: skip
PLAN_COMMAND = Command(
    name="plan", aliases=("plans",), run=listed, within=(_NEW, _EDIT, START, _STOP), roles=OWNERS, topic="campaigns",
)  # fmt: skip
