"""Money that goes back for an order which has left, with its goods or without: in figures, before a member confirms."""

from dataclasses import dataclass, replace
from uuid import UUID

from flows.actor import SYSTEM
from flows.money import Money
from flows.phrase import Text, phrase, sentences
from flows.sourcing.draft import order_called
from flows.sourcing.events import MoneyBack
from flows.sourcing.line import Line, PromiseState
from flows.sourcing.order import Order
from flows.sourcing.status import LEFT, WITH_US, Status
from handlers.actions.action import Origin, Preview
from handlers.sourcing import shown
from handlers.sourcing.actions import once
from handlers.sourcing.actions.emitting import emit_for
from handlers.sourcing.actions.foreseen import foresee, told
from handlers.sourcing.actions.giving_up import commissions_text, hears_text, money_text, where_to
from handlers.sourcing.actions.refusals import OrderStays, of_a_customer, stays
from handlers.turn import Turn


@dataclass(frozen=True, slots=True)
class SendBack:
    """Money goes back: for these lines, all of them where none is named, or this ``amount`` in micro-units; why."""

    order: UUID
    lines: tuple[str, ...] = ()
    amount: int | None = None
    goods: bool = False
    reason: str = ""


async def would_send_back(turn: Turn, command: SendBack) -> Preview:
    """The money that goes back to the customer, the commissions and goods that go to shops, and who hears."""
    at_hand = await of_a_customer(turn, command.order)
    order = at_hand.order
    await once.check(turn, order, MoneyBack)
    if order.status not in LEFT:
        raise stays(order, OrderStays.NOT_LEFT if order.status in WITH_US else OrderStays.OVER)
    foreseen = await foresee(turn, at_hand, _event(order, command))
    if foreseen is None:
        raise stays(order, OrderStays.NO_MONEY_LEFT, left=Money(_left(order), order.currency))
    lines = _lines(order, command)
    head = phrase(
        "would_send_back",
        order=order_called(order),
        goods=command.goods,
        what=shown.lines_listed(lines) if lines else "",
        amount=Money(command.amount or 0, order.currency),
        words=command.reason,
    )
    hears = await told(turn, at_hand, hears_text(order, foreseen))
    text = sentences(
        head,
        *money_text(order, foreseen),
        *commissions_text(order, foreseen),
        *await _goods(turn, order, command, lines),
        hears,
    )
    return Preview(text, phrase("button_send_back"))


async def send_back(turn: Turn, origin: Origin, command: SendBack) -> Order:
    """Have the order hear that money goes back for it."""
    await once.hold(turn, command.order)
    await would_send_back(turn, command)
    at_hand = await of_a_customer(turn, command.order)
    event = replace(_event(at_hand.order, command), by=origin.by)
    await emit_for(turn, origin, at_hand, "returned" if command.goods else "money_back", event)
    return at_hand.order


def _event(order: Order, command: SendBack) -> MoneyBack:
    lines = tuple(line.id for line in _lines(order, command))
    return MoneyBack(order.id, SYSTEM, lines, command.amount or 0, command.goods, command.reason)


def _lines(order: Order, command: SendBack) -> list[Line]:
    """The lines whose money goes back; none where an amount was said."""
    if command.amount is not None:
        return []
    return [line for line in order.wants if not command.lines or line.id in command.lines]


def _left(order: Order) -> int:
    """Micro-units that came for the order and are still ours."""
    at_the_door = order.pay == "cod" and not order.payments and order.status is Status.DELIVERED
    return order.amount if at_the_door else order.paid_for


async def _goods(turn: Turn, order: Order, command: SendBack, lines: list[Line]) -> list[Text]:
    """Where the goods go that came back."""
    names = {line.id for line in lines}
    back = tuple(one for one in order.promises if one.line in names and one.stand is PromiseState.PICKED)
    return [phrase("goods_go_to", where=await where_to(turn, order, back))] if command.goods and back else []
