"""/restock: requests to shops for our own shelf. Each morning it also runs the plans that are due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from flows.actor import SYSTEM, Actor
from flows.phrase import Lines, Ours, Text, join_first, phrase, tap
from flows.sourcing.order import Order
from flows.sourcing.order_draft import name_order
from flows.sourcing.restock_plan import RestockPlan, find_due_day
from handlers.actions.action import Refused
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions.shelf_restock import RestockShelf, begin, count_underway, restock, would_restock
from handlers.sourcing.actions.weekly_restocks import pieces_of
from handlers.sourcing.staff.product_arguments import QUANTITY, RESTOCKED, SIZE
from handlers.sourcing.staff.restock_plan_commands import PLAN_COMMANDS
from handlers.sourcing.staff.shop_arguments import OF_SHOPS
from handlers.staff_chat.staff_command import OWNERS, Command
from handlers.staff_notices import alerts
from storage.events.event_inbox import Stored
from storage.sourcing.restock_plans import RestockPlans

JOB = "restocks"


async def run_check(turn: Turn, _firing: Stored) -> bool:
    """Run a morning's check in one part."""
    for plan in await turn.unit.of(RestockPlans).list_open():
        due = find_due_day(plan, turn.today)
        planner = await _find_planner(turn, plan) if due is not None else None
        if due is not None and planner is not None:
            await _come(turn, plan, due, planner)
    return True


async def _find_planner(turn: Turn, plan: RestockPlan) -> UUID | None:
    """Return the contact for a plan's restock: its author, else the first staff member who may restock, else None."""
    members = [one for one in await turn.unit.access.members() if one.contact and one.role in alerts.RESPONSIBLE]
    members.sort(key=lambda one: (Actor.staff(one.id) != plan.by, alerts.ROLES.index(one.role)))
    return members[0].contact if members else None


async def _come(turn: Turn, plan: RestockPlan, due: date, contact: UUID) -> None:
    """Run a plan on its day: ask the shops, or tell the owners why they are not asked this week."""
    product = await turn.unit.products.get(plan.product)
    assert product is not None, "a product that was sold stays known"
    values = {"number": plan.number, "what": pieces_of(plan, product)}
    after, text = await _say_left_out(turn, plan, values) or await _ask_shops(turn, plan, due, contact, values)
    await turn.unit.of(RestockPlans).put(replace(after, asked_on=due))
    await alerts.tell(turn, f"plan:{plan.id}", text)


async def _say_left_out(turn: Turn, plan: RestockPlan, values: Mapping[str, object]) -> tuple[RestockPlan, Text] | None:
    """Say why the shops are not asked this week; None if they are.

    All sending may be paused, as in a restored copy, or the last restock of the same product may be open.
    """
    if turn.tenant.paused_at is not None:
        return plan, Lines((phrase("plan_is_paused_with_all", **values), _name_next(Ours("/resume"))))
    going = await count_underway(turn, plan.product, plan.size)
    if not going:
        return None
    orders = join_first([tap("order", one) for one in going])
    return plan, Lines(
        (phrase("plan_waits", orders=orders, **values), _name_next(tap("restock", "pause", str(plan.number))))
    )


async def _ask_shops(
    turn: Turn, plan: RestockPlan, due: date, contact: UUID, values: Mapping[str, object]
) -> tuple[RestockPlan, Text]:
    """Ask the shops; end a plan whose product is no longer sold."""
    try:
        wanted = RestockShelf(plan.product, plan.size, plan.quantity)
        order = await begin(turn, contact, SYSTEM, wanted, f"plan:{plan.id}:{due}")
    except Refused:
        return replace(plan, ended=True), phrase("plan_is_not_sold", **values)
    taps = Lines((tap("order", order.number), tap("restock", "pause", str(plan.number))), between=" · ")
    text = Lines((phrase("plan_asks", order=order.number, **values), _name_next(taps)))
    return replace(plan, order=order.id), text


def _name_next(command: Text) -> Text:
    return phrase("next", command=command)


def _describe_begun(order: Order) -> Text:
    (line,) = order.lines
    what = order_words.pieces(line, line.quantity)
    return order_words.then_order(order, phrase("shops_are_asked", order=name_order(order), what=what))


RESTOCK = Command(
    name="restock",
    aliases=("refill", "restocks"),
    arguments=(RESTOCKED, SIZE, QUANTITY),
    takes=RestockShelf,
    preview=would_restock,
    does=restock,
    says=_describe_begun,
    within=PLAN_COMMANDS,
    roles=OWNERS,
    topic=OF_SHOPS,
)
