"""Giving up what cannot be had of an order, and calling an order off."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flows.actor import SYSTEM
from flows.phrase import phrase, sentences
from flows.sourcing.draft import order_called
from flows.sourcing.events import CalledOff, Given
from flows.sourcing.line import Line
from flows.sourcing.order import Order
from flows.sourcing.status import FETCHING, SEARCHING, UNPAID
from handlers.actions.action import Origin, Preview
from handlers.sourcing.actions.costs import costs
from handlers.sourcing.actions.emitting import emit_for
from handlers.sourcing.actions.foreseen import foresee
from handlers.sourcing.actions.refusals import OrderStays, open_order, stays
from handlers.sourcing.at_hand import AtHand
from handlers.sourcing.shown import lines_listed, missing_of
from handlers.turn import Turn


@dataclass(frozen=True, slots=True)
class GiveUp:
    """These lines of an order cannot be had; none named is all of it."""

    order: UUID
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallOff:
    """An order is called off."""

    order: UUID


async def would_give_up(turn: Turn, command: GiveUp) -> Preview:
    """What comes of giving it up."""
    at_hand = await open_order(turn, command.order)
    order, event = at_hand.order, Given(command.order, SYSTEM, command.lines)
    if order.left_without:
        return await _would_leave_out(turn, at_hand, event)
    if order.status not in FETCHING | SEARCHING:
        raise stays(order, OrderStays.NOT_SOURCED)
    lines = _named(order, command)
    foreseen = await foresee(turn, at_hand, event)
    if foreseen is None or not lines:
        raise stays(order, OrderStays.NOT_WANTED)
    cannot = phrase("cannot_be_had", order=order_called(order), what=lines_listed(lines))
    return Preview(sentences(cannot, *await costs(turn, at_hand, foreseen, lines)), phrase("button_cannot_be_had"))


async def _would_leave_out(turn: Turn, at_hand: AtHand, event: Given) -> Preview:
    """It left us without something: that alone can be given up."""
    foreseen = await foresee(turn, at_hand, event)
    assert foreseen is not None, "something is missing, and is not any more"
    left = phrase("left_out", order=order_called(at_hand.order), what=missing_of(at_hand.order))
    return Preview(sentences(left, *await costs(turn, at_hand, foreseen, [])), phrase("button_left_out"))


async def give_up(turn: Turn, origin: Origin, command: GiveUp) -> Order:
    """Have the order hear that it cannot be had."""
    at_hand = await open_order(turn, command.order)
    await emit_for(turn, origin, at_hand, "cantsource", Given(command.order, origin.by, command.lines))
    return at_hand.order


def _named(order: Order, command: GiveUp) -> list[Line]:
    return [line for line in order.wants if not command.lines or line.id in command.lines]


async def would_call_off(turn: Turn, command: CallOff) -> Preview:
    """The outcome of calling an order off; harmless where nothing was paid."""
    at_hand = await open_order(turn, command.order)
    order = at_hand.order
    if order.status not in FETCHING | UNPAID:
        raise stays(order, OrderStays.OVER if order.for_stock else OrderStays.SHIPPED)
    foreseen = await foresee(turn, at_hand, CalledOff(order.id, SYSTEM))
    if foreseen is None:
        raise stays(order, OrderStays.NOTHING_TO_CALL_OFF)
    off = phrase("will_be_called_off", order=order_called(order))
    text = sentences(off, *await costs(turn, at_hand, foreseen, list(order.wants)))
    return Preview(text, phrase("button_call_off"), harmless=not order.paid and order.paid_at is None)


async def call_off(turn: Turn, origin: Origin, command: CallOff) -> Order:
    """Have the order hear that it is called off."""
    at_hand = await open_order(turn, command.order)
    await emit_for(turn, origin, at_hand, "cancel", CalledOff(command.order, origin.by))
    return at_hand.order
