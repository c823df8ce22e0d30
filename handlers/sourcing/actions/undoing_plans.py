"""Steps of weekly restocks, taken back; what shops were asked meanwhile stays asked."""

from dataclasses import replace

from flows.phrase import Ours, phrase
from flows.sourcing.restock_plan import RestockPlan
from handlers.actions.action import Origin
from handlers.sourcing.actions.restock_plans import PLANNED, PlanStep, changed, pieces_of
from handlers.sourcing.actions.taking_back import Back, stays
from handlers.turn import Turn
from storage.deeds import Deed
from storage.sourcing.restock_plans import RestockPlans

_WORDS = {
    PLANNED: "deed_plan_made",
    PlanStep.PAUSED.value: "deed_plan_paused",
    PlanStep.RESUMED.value: "deed_plan_resumed",
    PlanStep.ENDED.value: "deed_plan_ended",
}


async def plan_step(turn: Turn, deed: Deed) -> Back:
    """The plan is as before the step; not where it was changed again since."""
    plans = turn.unit.of(RestockPlans)
    now = await plans.get(deed.about)
    product = await turn.unit.products.get(now.product) if now else None
    assert now is not None, "plans stay known"
    assert product is not None, "as do products"
    what, more = phrase(_WORDS[deed.kind], number=now.number, what=pieces_of(now, product)), Ours("/restock_plans")
    if not _stands(now, deed.kind):
        raise stays(what, "undo_set_since", more)

    async def does(_origin: Origin) -> None:
        await plans.put(_before(turn, now, deed.kind))

    return Back(what, (), more, does)


def _stands(now: RestockPlan, kind: str) -> bool:
    """Whether the plan is as the step left it."""
    if kind == PlanStep.ENDED.value:
        return now.ended
    return not now.ended and (kind == PLANNED or now.paused == (kind == PlanStep.PAUSED.value))


def _before(turn: Turn, now: RestockPlan, kind: str) -> RestockPlan:
    """The plan without the step; the days until now are not made up for."""
    if kind == PLANNED:
        return replace(now, ended=True)
    if kind == PlanStep.RESUMED.value:
        return replace(now, paused=True)
    goes_on = changed(replace(now, ended=False, paused=True), PlanStep.RESUMED, turn.today)
    return goes_on if kind == PlanStep.PAUSED.value else replace(goes_on, paused=now.paused)
