"""Weekly restocks: plan, show, pause and end them, and ask the shops on their day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from flows.engine import Subject
from flows.phrase import At, Ours, Shows, Text, phrase, sentences
from flows.sourcing.restock_plan import RestockPlan, find_first_day, find_next_day
from handlers.actions.action import Origin, Preview, Refused
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_refusals import WhyNot
from handlers.sourcing.actions.shelf_restock import RestockShelf, choose_shops, commissions, find_wanted_line
from storage.businesses.deeds import Deeds
from storage.sourcing.reservations import Reservation, Reservations
from storage.sourcing.restock_plans import RestockPlans
from storage.store.products import Product

MORNING = time(9)
"""Local hour of the requests to shops."""
PLANNED = "restock.planned"
"""The deed of planning a weekly restock."""


class RestockPlanStep(StrEnum):
    """A step of a plan, by the name of its deed."""

    PAUSED = "restock.paused"
    RESUMED = "restock.resumed"
    ENDED = "restock.ended"


@dataclass(frozen=True, slots=True)
class PlanRestock:
    """Request for a weekly restock of a product in a size, on this ``weekday``, starting at ``earliest``."""

    product: UUID
    size: str
    quantity: int
    weekday: int
    earliest: date


@dataclass(frozen=True, slots=True)
class SetPlan:
    """Request to pause, resume or end the plan with the given number."""

    number: int
    step: RestockPlanStep


@dataclass(frozen=True, slots=True)
class ShowPlans:
    """Request for all weekly restocks that have not ended."""


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan with its product, the time of the next requests, and the last restock."""

    plan: RestockPlan
    product: Product
    next_at: datetime
    last: Reservation | None = None
    step: RestockPlanStep | None = None

    @property
    def what(self) -> str:
        """Format the pieces of the plan."""
        return pieces_of(self.plan, self.product)

    @property
    def day(self) -> At:
        """Return the day of the week."""
        return At(self.next_at, Shows.DAY_OF_WEEK)


def pieces_of(one: RestockPlan, product: Product) -> str:
    """Format the pieces of a plan: "20 Tiger Shorts L"."""
    return " ".join(part for part in (str(one.quantity), order_words.title(product), one.size) if part)


async def would_plan(turn: Turn, command: PlanRestock) -> Preview:
    """Preview the requests to shops, their days, and the cost each time."""
    wanted = RestockShelf(command.product, command.size, command.quantity)
    line, product = await find_wanted_line(turn, wanted)
    choices = await choose_shops(turn, line, product)
    first = _at(turn, find_first_day(command.weekday, command.earliest))
    values = {"what": order_words.pieces(line, line.quantity), "day": At(first, Shows.DAY_OF_WEEK), "first": first}
    text = sentences(phrase("plan_would", **values), commissions(turn, line, choices), *await _twins(turn, command))
    return Preview(text, phrase("button_plan_it"))


async def _twins(turn: Turn, command: PlanRestock) -> list[Text]:
    """Describe existing plans for the same product and size."""
    wanted = (command.product, command.size)
    same = [one.number for one in await turn.unit.of(RestockPlans).list_open() if (one.product, one.size) == wanted]
    return [phrase("planned_already", number=number) for number in same[:1]]


async def keep_plan(turn: Turn, origin: Origin, command: PlanRestock) -> PlanShown:
    """Store the plan; the shops are asked from its first day on."""
    _, product = await find_wanted_line(turn, RestockShelf(command.product, command.size, command.quantity))
    first = find_first_day(command.weekday, command.earliest)
    fresh = RestockPlan(turn.unit.ids.make(), 0, product.id, command.size, command.quantity, first, origin.by)
    kept = await turn.unit.of(RestockPlans).add(fresh, turn.now)
    await turn.unit.access.log(origin.by, PLANNED, turn.now, Subject("product", product.id), pieces=command.quantity)
    await turn.unit.of(Deeds).note(PLANNED, kept.id, origin.by, turn.now)
    return PlanShown(kept, product, _at(turn, first))


async def set_plan(turn: Turn, origin: Origin, command: SetPlan) -> PlanShown:
    """Pause, resume or end the plan; requests to shops that are open stay open."""
    plans = turn.unit.of(RestockPlans)
    before = await plans.find_by_number(command.number)
    if before is None or before.ended:
        raise Refused(WhyNot.NO_SUCH_PLAN, {"number": command.number}, more=Ours("/restock_plans"))
    after = change_plan(before, command.step, turn.today)
    if after != before:
        await plans.put(after)
        await turn.unit.access.log(origin.by, command.step.value, turn.now, Subject("product", before.product))
        await turn.unit.of(Deeds).note(command.step.value, before.id, origin.by, turn.now)
    (one,) = await _show_plans(turn, [after])
    return replace(one, step=command.step)


def change_plan(before: RestockPlan, step: RestockPlanStep, on: date) -> RestockPlan:
    """Return the plan after a step on a day. Days that passed during a pause are skipped."""
    match step:
        case RestockPlanStep.PAUSED:
            return replace(before, paused=True)
        case RestockPlanStep.RESUMED if before.paused:
            return replace(before, paused=False, starts_on=find_first_day(before.weekday, on + timedelta(days=1)))
        case RestockPlanStep.ENDED:
            return replace(before, ended=True)
    return before


async def show_plans(turn: Turn, _origin: Origin, _command: ShowPlans) -> Sequence[PlanShown]:
    """Return the open plans, ordered by their numbers."""
    return await _show_plans(turn, await turn.unit.of(RestockPlans).list_open())


async def _show_plans(turn: Turn, plans: Sequence[RestockPlan]) -> list[PlanShown]:
    products: Mapping[UUID, Product] = await turn.unit.products.by_ids({one.product for one in plans})
    last = {one.id: await turn.unit.of(Reservations).get(one.order) for one in plans if one.order is not None}
    on = turn.today
    return [PlanShown(one, products[one.product], _at(turn, find_next_day(one, on)), last.get(one.id)) for one in plans]


def _at(turn: Turn, day: date) -> datetime:
    return datetime.combine(day, MORNING, turn.zone)
