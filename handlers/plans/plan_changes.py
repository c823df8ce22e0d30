"""Changes of the business's own plans, by chat or the API: store, change, turn on and off, and delete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from flows.actor import Actor
from flows.engine import Subject
from flows.name_folding import fold_name
from flows.phrase import Ours, tap
from flows.plans.plan_terms import SUBJECT, KeptPlan, PlanTerms
from flows.plans.standard_plans import READY_PLANS, WIN_BACK
from handlers.actions.action import Refused
from handlers.engine.turn import Turn
from handlers.plans import plan_admission
from handlers.plans.plan_admission import has_its_audience
from handlers.plans.plan_checks import fit_conditions
from storage.businesses.deeds import Deeds
from storage.events.recurring_events import fire_now
from storage.plans.plan_versions import KeptPlans

LONGEST_NAME = 40
MADE, REMOVED = "plan.made", "plan.removed"
"""The audit's names of these deeds."""
ON, OFF, CHANGED = "plan.on", "plan.off", "plan.changed"
"""The audit's names of the deeds that an undo can reverse."""
DOES = frozenset({"new", "edit", "start", "stop", "days", "percent"})
"""The verbs of /plan; no plan's name begins with one."""
_TAKEN = frozenset({"back_in_stock"})  # an experiment without a plan


class WhyNotKept(StrEnum):
    """The reasons why a plan cannot be changed."""

    NAME = "plan_name_unfit"
    TAKEN = "plan_name_taken"
    ON = "plan_is_on"
    OFF = "plan_is_off_already"
    CHANGED = "plan_changed_meanwhile"
    SINCE = "plan_changed_since"
    GONE = "plan_audience_gone"
    STANDS = "plan_still_on"
    ENTERED = "plan_was_entered"


async def keep(turn: Turn, by: Actor, name: str, terms: PlanTerms) -> KeptPlan:
    """Store a new plan, turned off. Raises Refused, and BadPlan for terms that reach nobody."""
    await check_name(turn, name)
    terms = await fit_conditions(turn, terms)
    made = await turn.unit.of(KeptPlans).ensure(name, terms, by, turn.now)
    if made.terms != terms:
        raise Refused(WhyNotKept.TAKEN, {"name": show_name(name)})  # by a concurrent request
    await turn.unit.access.log(by, MADE, turn.now, Subject(SUBJECT, made.id))
    return made


async def check_name(turn: Turn, name: str) -> None:
    """Check that a plan may have this name, which is also its experiment's. Raises Refused."""
    if not name.isidentifier() or len(name) > LONGEST_NAME or name.partition("_")[0] in DOES:
        raise Refused(WhyNotKept.NAME, {"most": LONGEST_NAME})
    settled = {make(turn.business).name for make in turn.tools.conversations.plans.values()}
    kept = {one.name for one in await turn.unit.of(KeptPlans).all()}
    if _fold_name(name) in set(map(_fold_name, _TAKEN | settled | READY_PLANS.keys() | kept)):
        raise Refused(WhyNotKept.TAKEN, {"name": show_name(name)})


def _fold_name(name: str) -> str:
    """Fold a name for comparison in chats: "winback" and "win_back" are equal."""
    return fold_name(name.replace("_", ""))


async def renew(turn: Turn, by: Actor, kept: KeptPlan, terms: PlanTerms) -> KeptPlan:
    """Store changed terms as a new version; people in the plan stay on their version. Raises Refused and BadPlan."""
    terms = await fit_conditions(turn, terms)
    if terms == kept.terms:
        return kept
    await put(turn, by, kept, terms)
    await note(turn, by, CHANGED, kept, before=kept.version)
    return replace(kept, version=kept.version + 1, terms=terms)


async def put(turn: Turn, by: Actor, kept: KeptPlan, terms: PlanTerms) -> None:
    """Store changed terms as a new version. Raises Refused."""
    if not await turn.unit.of(KeptPlans).change(kept, terms, by, turn.now):
        raise Refused(WhyNotKept.CHANGED, {"name": show_name(kept.name)})


async def turn_over(turn: Turn, by: Actor, kept: KeptPlan, enabled: bool) -> KeptPlan:
    """Turn a plan on, which searches for its people at once, or off, which stops all its messages. Raises Refused."""
    if not await switch(turn, kept, enabled):
        raise Refused(WhyNotKept.ON if enabled else WhyNotKept.OFF, {"name": show_name(kept.name)})
    await note(turn, by, ON if enabled else OFF, kept)
    return replace(kept, enabled=enabled)


async def check_audience(turn: Turn, kept: KeptPlan) -> None:
    """Check that the plan's audience exists, since otherwise nobody would enter. Raises Refused."""
    if not await has_its_audience(turn, kept.terms):
        raise Refused(WhyNotKept.GONE, {"name": show_name(kept.name)})


async def switch(turn: Turn, kept: KeptPlan, enabled: bool) -> bool:
    """Turn a plan on, which finds its people at once, or off; return False if nothing changed. Raises Refused."""
    if enabled:
        await check_audience(turn, kept)
    turned = await turn.unit.of(KeptPlans).set_enabled(kept.id, enabled, turn.now)
    if turned and enabled:
        await fire_now(turn.unit, plan_admission.JOB, turn.now)
    return turned


async def remove(turn: Turn, by: Actor, kept: KeptPlan) -> None:
    """Delete a plan that is off and that nobody has entered; its name becomes free. Raises Refused."""
    if kept.enabled:
        raise Refused(WhyNotKept.STANDS, {"name": show_name(kept.name)})
    if not await turn.unit.of(KeptPlans).remove(kept.id):
        raise Refused(WhyNotKept.ENTERED, {"name": show_name(kept.name)})
    await turn.unit.access.log(by, REMOVED, turn.now, Subject(SUBJECT, kept.id))


async def note(turn: Turn, by: Actor, kind: str, kept: KeptPlan, **figures: Any) -> None:
    """Store a deed for the audit and for an undo."""
    await turn.unit.access.log(by, kind, turn.now, Subject(SUBJECT, kept.id))
    await turn.unit.of(Deeds).note(kind, kept.id, by, turn.now, name=kept.name, **figures)


async def find_terms_before(turn: Turn, kept: KeptPlan, figures: Mapping[str, Any]) -> PlanTerms:
    """Return the terms before a change, by the version in the deed's figures. Raises Refused if the plan has been
    changed again."""
    before = figures["before"]
    if kept.terms != (await turn.unit.of(KeptPlans).get_version(kept.id, before + 1)).terms:
        raise Refused(WhyNotKept.SINCE, {"name": show_name(kept.name)})
    return (await turn.unit.of(KeptPlans).get_version(kept.id, before)).terms


def make_tap(name: str) -> Ours:
    """Make the tappable command that shows a plan."""
    return Ours("/winback") if name == WIN_BACK else tap("plan", name)


def show_name(name: str) -> str:
    """Format a plan's name for people."""
    return name.replace("_", " ")
