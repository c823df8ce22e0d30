"""The plan that the staff refers to, by name or tap; ready-made plans count even if never turned on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flows.actor import Actor
from flows.name_folding import fold_name
from flows.phrase import phrase, tap
from flows.plans.plan_terms import KeptPlan
from flows.plans.standard_plans import READY_PLANS
from handlers.engine.turn import Turn
from handlers.staff_chat import command_suggestions
from handlers.staff_chat.staff_command import Reply
from storage.plans.plan_versions import KeptPlans
from templates.message_values import quote_line

_SHORT = 40
_SHORTEST, _LONG = 4, 7  # letters of a name that may have one or two typos


def normalise_name(said: str) -> str:
    """Convert a plan's name to its stored form: "Second order" is second_order; a ready-made plan in any spelling."""
    name = "_".join(said.casefold().replace("-", " ").split())
    return next((one for one in READY_PLANS if one.replace("_", "") == name.replace("_", "")), name)


async def find_plan(turn: Turn, words: Sequence[str]) -> KeptPlan | None:
    """Return a plan by its name, also with no accents as in a tap; None if there is none. A ready-made plan that was
    never turned on has version 0."""
    name = normalise_name(" ".join(words))
    kept = await turn.unit.of(KeptPlans).find_by_name(name)
    if kept is not None or not name:
        return kept
    if name in READY_PLANS:
        return make_ready_plan(turn, name)
    alike = [one for one in await turn.unit.of(KeptPlans).all() if fold_name(one.name) == fold_name(name)]
    return alike[0] if len(alike) == 1 else None


async def answer_unknown(turn: Turn, name: str, does: str = "", behind: str | None = "") -> Reply:
    """Reply to an unknown name by asking about the most similar plan; a yes runs the command. The command has the verb
    ``does`` and the words ``behind`` the name. If ``behind`` is None, offer only a tap."""
    near = await _find_nearly(turn, normalise_name(name))
    if near is None:
        return Reply(phrase("plan_unknown", name=quote_line(name, _SHORT)), asks=())
    meant = phrase("plan_meant", name=quote_line(name, _SHORT), command=tap("plan", does, near, behind or ""))
    typed = " ".join(part for part in ("plan", does, near, behind) if part)
    return replace(command_suggestions.suggest_command(meant, None if behind is None else typed), asks=())


async def _find_nearly(turn: Turn, name: str) -> str | None:
    """Return the plan whose name differs by a letter or two; None if there is none, or several."""
    from rapidfuzz.distance import OSA  # loaded at the first possible typo

    known = {one.name for one in await turn.unit.of(KeptPlans).all()} | READY_PLANS.keys()
    most = 1 if len(name) < _LONG else 2
    near = [one for one in known if len(name) >= _SHORTEST and OSA.distance(name, one, score_cutoff=most) <= most]
    return near[0] if len(near) == 1 else None


def make_ready_plan(turn: Turn, name: str) -> KeptPlan:
    """Return a ready-made plan that the business has never turned on."""
    return KeptPlan(UUID(int=0), name, False, 0, READY_PLANS[name], turn.now)


async def load_for_write(turn: Turn, by: Actor, found: KeptPlan) -> KeptPlan:
    """Return the plan for a write; a ready-made one is stored first, turned off."""
    return found if found.version else await turn.unit.of(KeptPlans).ensure(found.name, found.terms, by, turn.now)
