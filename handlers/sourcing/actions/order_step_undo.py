"""Undo of steps of orders and of weekly restocks; steps that cannot be undone are refused with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from flows.money import Money
from flows.phrase import Lines, Ours, Text, join_first, phrase, tap
from flows.sourcing import step_undo
from flows.sourcing.order import Order
from flows.sourcing.order_events import StepUndone
from flows.sourcing.order_state import Status
from flows.sourcing.restock_plan import RestockPlan
from handlers.actions.action import Origin, Refused
from handlers.conversation import Reversal
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_effect_preview import emit_for
from handlers.sourcing.actions.order_refusals import find_order, hold_customer
from handlers.sourcing.actions.weekly_restocks import PLANNED, RestockPlanStep, change_plan, pieces_of
from handlers.sourcing.customer_orders import AtHand
from storage.businesses.deeds import Deed
from storage.facts.contact_ways import list_ways
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.restock_plans import RestockPlans

_WORDS = {
    PLANNED: "deed_plan_made",
    RestockPlanStep.PAUSED.value: "deed_plan_paused",
    RestockPlanStep.RESUMED.value: "deed_plan_resumed",
    RestockPlanStep.ENDED.value: "deed_plan_ended",
}
_Parts = tuple[tuple[UUID | None, str, int], ...]


class UndoStays(StrEnum):
    """Reason why a deed is not taken back."""

    STAYS = "undo_stays"


def stays(what: Text, why: str, more: Ours, **values: object) -> Refused:
    """Make the refusal to undo a deed, with the reason and the command that helps instead."""
    return Refused(UndoStays.STAYS, {"what": what, "why": phrase(why, **values)}, more=more)


async def undo_plan_step(turn: Turn, deed: Deed) -> Reversal:
    """Undo a step of a plan. Raises Refused if the plan has changed again."""
    plans = turn.unit.of(RestockPlans)
    now = await plans.get(deed.about)
    product = await turn.unit.products.get(now.product) if now else None
    assert now is not None, "plans stay known"
    assert product is not None, "as do products"
    what, more = phrase(_WORDS[deed.kind], number=now.number, what=pieces_of(now, product)), Ours("/restock_plans")
    if not _stands(now, deed.kind):
        raise stays(what, "undo_set_since", more)

    async def does(_origin: Origin) -> None:
        await plans.put(_undo_on_plan(turn, now, deed.kind))

    return Reversal(what=what, does=does, after=more)


def _stands(now: RestockPlan, kind: str) -> bool:
    """Return True if the plan has not changed since the step ``kind``."""
    if kind == RestockPlanStep.ENDED.value:
        return now.ended
    return not now.ended and (kind == PLANNED or now.paused == (kind == RestockPlanStep.PAUSED.value))


def _undo_on_plan(turn: Turn, now: RestockPlan, kind: str) -> RestockPlan:
    """Return the plan without the step. Days that have passed meanwhile are skipped."""
    if kind == PLANNED:
        return replace(now, ended=True)
    if kind == RestockPlanStep.RESUMED.value:
        return replace(now, paused=True)
    goes_on = change_plan(replace(now, ended=False, paused=True), RestockPlanStep.RESUMED, turn.today)
    return goes_on if kind == RestockPlanStep.PAUSED.value else replace(goes_on, paused=now.paused)


async def undo_pickup(turn: Turn, deed: Deed) -> Reversal:
    """Undo a pickup of one order or several: the pieces wait at the shop again, and the commission is not earned."""
    orders = [(await _lock_order(turn, UUID(one)), _parts(parts)) for one, parts in deed.figures["orders"].items()]
    shop = await turn.unit.of(Shops).get(deed.about)
    what = phrase(
        "deed_picked", shop=order_words.name_shop(shop), what=Lines(tuple(_goods(*one) for one in orders), "; ")
    )
    steps = [(one, StepUndone(one.order.id, step_undo.PICKED, deed.by, parts)) for one, parts in orders]
    for at_hand, step in steps:
        _check(at_hand, step, what)
    told = [one.order for one, _ in orders if one.order.all_picked and _was_announced(one.order, step_undo.PICKED)]
    hears = [*_sum_unearned(turn, [(one.order, parts) for one, parts in orders]), *_shop_hears(shop), *_were_told(told)]
    return Reversal(what=what, does=_emit_steps(turn, steps), after=Ours("/fetch"), hears=tuple(hears))


async def undo_assignment(turn: Turn, deed: Deed) -> Reversal:
    """Undo an assignment: the shop no longer keeps pieces of the order, and the pieces are searched for again."""
    at_hand, parts = await _lock_order(turn, deed.about), _parts(deed.figures["parts"])
    shop = await turn.unit.of(Shops).get(parts[0][0]) if parts and parts[0][0] else None
    what = phrase("deed_assigned", shop=order_words.name_shop(shop), what=_goods(at_hand, parts))
    step = StepUndone(at_hand.order.id, step_undo.ASSIGNED, deed.by, parts)
    _check(at_hand, step, what)
    looks_on = [phrase("undo_looks_on")] if at_hand.order.status is Status.AVAILABLE else []
    hears = (*_shop_is_freed(shop), *looks_on)
    after = tap("order", at_hand.order.number)
    return Reversal(what=what, does=_emit_steps(turn, [(at_hand, step)]), after=after, hears=hears)


async def undo_move(turn: Turn, deed: Deed) -> Reversal:
    """Undo packing or shipping. Raises Refused if the customer knows that the parcel is on its way."""
    at_hand, parts = await _lock_order(turn, deed.about), _parts(deed.figures["parts"])
    order, status = at_hand.order, phrase(f"status_{deed.kind}")
    what = phrase("deed_moved", order=order.number, status=status)
    write = tap("send", order.number)
    if deed.kind != Status.PACKED.value and order.has_listener and await _can_hear(turn, at_hand):
        raise stays(what, "undo_customer_was_told", write, at=deed.at)
    if deed.kind == Status.DELIVERED.value:
        raise stays(what, "undo_is_delivered", tap("refund", order.number))
    step = StepUndone(order.id, deed.kind, deed.by, parts, deed.figures["before"])
    _check(at_hand, step, what)
    told = [order] if deed.kind == Status.PACKED.value and _was_announced(order, deed.kind) else []
    shops = await turn.unit.of(Shops).by_ids({shop for shop, _, _ in parts if shop is not None})
    hears = [*_sum_unearned(turn, [(order, parts)]), *(one for shop in shops.values() for one in _shop_hears(shop))]
    hears += _were_told(told)
    does = _emit_steps(turn, [(at_hand, step)])
    return Reversal(what=what, does=does, after=tap("order", order.number), hears=tuple(hears))


async def refuse_final(turn: Turn, deed: Deed) -> Reversal:
    """Refuse to undo a deed that moved money or that ended the order. Raises Refused."""
    number = (await find_order(turn, deed.about)).order.number
    command = {"returned": "return", "money_back": "refund"}.get(deed.kind, deed.kind)
    what = Ours(f"/{command} {number}")
    raise stays(what, "undo_is_for_good", tap("order", number))


async def _lock_order(turn: Turn, order: UUID) -> AtHand:
    """Lock the order and return its current state; simultaneous commands about it wait."""
    await hold_customer(turn, order)
    return await find_order(turn, order)


def _check(at_hand: AtHand, step: StepUndone, what: Text) -> None:
    order = at_hand.order
    if not at_hand.is_open or not step_undo.is_open(order, step):
        why = "undo_on_our_shelf" if order.for_stock else "undo_went_on"
        status = phrase(f"status_{order.status.value}")
        raise stays(what, why, tap("order", order.number), order=order.number, status=status)


def _parts(told: Sequence[Sequence[Any]]) -> _Parts:
    return tuple((UUID(shop) if shop else None, line, quantity) for shop, line, quantity in told)


def _goods(at_hand: AtHand, parts: _Parts) -> Text:
    found = [(at_hand.order.line(line), quantity) for _, line, quantity in parts]
    goods = order_words.list_pieces([(line, quantity) for line, quantity in found if line is not None])
    return phrase("deed_goods", order=at_hand.order.number, what=goods)


def _sum_unearned(turn: Turn, orders: Sequence[tuple[Order, _Parts]]) -> list[Text]:
    """Describe the commissions that shops then do not earn."""
    cost = 0
    for order, parts in orders:
        earns = {(one.shop, one.line): one.commission for one in order.promises}
        cost += sum(quantity * earns.get((shop, line), 0) for shop, line, quantity in parts if shop is not None)
    return [phrase("undo_unearned", amount=Money(cost, turn.business.currency))] if cost else []


def _shop_hears(shop: Shop | None) -> list[Text]:
    return [phrase("undo_shop_keeps", shop=order_words.name_shop(shop))] if shop and shop.contact else []


def _shop_is_freed(shop: Shop | None) -> list[Text]:
    return [phrase("undo_shop_freed", shop=order_words.name_shop(shop))] if shop and shop.contact else []


def _was_announced(order: Order, step: str) -> bool:
    return order.has_listener and step not in order.untold


def _were_told(orders: Sequence[Order]) -> list[Text]:
    """Name the customers who know of the step. They get no message about the undo, so a person has to write to them."""
    write = join_first([tap("send", one.number) for one in orders])
    return [phrase("undo_were_told", many=len(orders), write=write)] if orders else []


async def _can_hear(turn: Turn, at_hand: AtHand) -> bool:
    contact = at_hand.row.contact
    return contact is not None and bool(await list_ways(turn.unit, turn.business, contact, at_hand.row.id))


def _emit_steps(turn: Turn, steps: Sequence[tuple[AtHand, StepUndone]]) -> Any:
    async def does(origin: Origin) -> None:
        for at_hand, step in steps:
            said = replace(origin, key=f"{origin.key}:{at_hand.order.id}")
            await emit_for(turn, said, at_hand, "undone", replace(step, by=origin.by))

    return does
