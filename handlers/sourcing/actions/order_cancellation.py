"""Cancelling unavailable lines of an order, or a whole order. A preview shows the figures, then staff confirms."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flows.actor import SYSTEM
from flows.money import Money
from flows.phrase import Lines, Text, phrase, sentences
from flows.sourcing.order import Order
from flows.sourcing.order_draft import name_order
from flows.sourcing.order_events import CalledOff, Given
from flows.sourcing.order_line import Line, Promise, PromiseState
from flows.sourcing.order_state import FETCHING, SOURCED, UNPAID
from handlers.actions.action import Origin, Preview
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions import order_refusals
from handlers.sourcing.actions.order_effect_preview import Foreseen, describe_hearing, emit_for, foresee
from handlers.sourcing.actions.order_refusals import OrderStays, load_open_order, stays
from handlers.sourcing.customer_orders import AtHand
from handlers.sourcing.order_words import describe_missing, list_line_pieces
from storage.sourcing.partner_shops import Shops


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Request to give up unavailable lines of an order; all of them if no line is named."""

    order: UUID
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallOff:
    """Cancellation of an order."""

    order: UUID


async def would_give_up(turn: Turn, command: GiveUp) -> Preview:
    """Preview giving up unavailable lines."""
    at_hand = await load_open_order(turn, command.order)
    order, event = at_hand.order, Given(command.order, SYSTEM, command.lines)
    await order_refusals.check(
        turn, order, Given, lambda one: not one.lines or not event.lines or {*one.lines} & {*event.lines}
    )
    if order.left_without:
        return await _would_leave_out(turn, at_hand, event)
    if order.status not in SOURCED:
        raise stays(order, OrderStays.NOT_SOURCED)
    lines = _find_lines(order, command)
    foreseen = await foresee(turn, at_hand, event)
    if foreseen is None or not lines:
        raise stays(order, OrderStays.NOT_WANTED)
    cannot = phrase("cannot_be_had", order=name_order(order), what=list_line_pieces(lines))
    return Preview(sentences(cannot, *await costs(turn, at_hand, foreseen, lines)), phrase("button_cannot_be_had"))


async def _would_leave_out(turn: Turn, at_hand: AtHand, event: Given) -> Preview:
    """Preview giving up lines after the order has left us: only lines that are gone can be given up."""
    foreseen = await foresee(turn, at_hand, event)
    assert foreseen is not None, "something is missing, and is not any more"
    left = phrase("left_out", order=name_order(at_hand.order), what=describe_missing(at_hand.order))
    return Preview(sentences(left, *await costs(turn, at_hand, foreseen, [])), phrase("button_left_out"))


async def give_up(turn: Turn, origin: Origin, command: GiveUp) -> Order:
    """Send the order the event that its lines are unavailable."""
    await order_refusals.hold_customer(turn, command.order)
    await would_give_up(turn, command)
    at_hand = await load_open_order(turn, command.order)
    await emit_for(turn, origin, at_hand, "cantsource", Given(command.order, origin.by, command.lines))
    return at_hand.order


def _find_lines(order: Order, command: GiveUp) -> list[Line]:
    return [line for line in order.wants if not command.lines or line.id in command.lines]


async def would_call_off(turn: Turn, command: CallOff) -> Preview:
    """Preview cancelling an order. No confirmation is needed if nothing was paid and no shop keeps goods for it."""
    at_hand = await load_open_order(turn, command.order)
    order = at_hand.order
    await order_refusals.check(turn, order, CalledOff)
    if order.status not in FETCHING | UNPAID:
        raise stays(order, OrderStays.OVER if order.for_stock else OrderStays.SHIPPED)
    foreseen = await foresee(turn, at_hand, CalledOff(order.id, SYSTEM))
    if foreseen is None:
        raise stays(order, OrderStays.NOTHING_TO_CALL_OFF)
    off = phrase("will_be_called_off", order=name_order(order))
    text = sentences(off, *await costs(turn, at_hand, foreseen, list(order.wants)))
    harmless = not order.paid and order.paid_at is None and not order.promises
    return Preview(text, phrase("button_call_off"), harmless, final=not order.for_stock)


async def call_off(turn: Turn, origin: Origin, command: CallOff) -> Order:
    """Send the order the event that it is cancelled."""
    await order_refusals.hold_customer(turn, command.order)
    await would_call_off(turn, command)
    at_hand = await load_open_order(turn, command.order)
    await emit_for(turn, origin, at_hand, "cancel", CalledOff(command.order, origin.by))
    return at_hand.order


async def costs(turn: Turn, at_hand: AtHand, foreseen: Foreseen, lines: Sequence[Line]) -> list[Text]:
    """List the effects of giving up these ``lines``, a sentence each: the money, the pieces, and who gets a message."""
    order = at_hand.order
    if order.for_stock:
        return _describe_restock(order, lines)
    return [
        *describe_money(order, foreseen),
        *await _list_pieces(turn, order, lines),
        *describe_commissions(order, foreseen),
        *_describe_rest(foreseen, lines),
        await describe_hearing(turn, at_hand, hears_text(order, foreseen)),
    ]


def _describe_restock(order: Order, lines: Sequence[Line]) -> list[Text]:
    """Describe the effects on a restock: pieces that were already fetched go into our own stock."""
    freed, here = _find_promises(order, lines, PromiseState.HELD), _find_promises(order, lines, PromiseState.PICKED)
    return [
        *_free_again(order, freed),
        *([phrase("stays_on_our_shelf", what=order_words.name_kept(order, here))] if here else []),
        phrase("shops_will_be_told"),
    ]


def describe_money(order: Order, foreseen: Foreseen) -> list[Text]:
    """Describe the refund to the customer, and how it is paid."""
    money: list[Text] = []
    if foreseen.refunded:
        money.append(phrase("goes_back_by_itself", amount=Money(foreseen.refunded, order.currency)))
    if foreseen.by_hand:
        money.append(phrase("yours_to_send_back", amount=Money(foreseen.by_hand, order.currency)))
    return money or [phrase("nothing_was_paid_for_it")]


async def _list_pieces(turn: Turn, order: Order, lines: Sequence[Line]) -> list[Text]:
    """Describe the pieces that shops no longer keep, and those to return to a shop."""
    freed, fetched = _find_promises(order, lines, PromiseState.HELD), _find_promises(order, lines, PromiseState.PICKED)
    back = [phrase("to_be_returned", what=await list_owners(turn, order, fetched))] if fetched else []
    return [*_free_again(order, freed), *back]


def _find_promises(order: Order, lines: Sequence[Line], stand: PromiseState) -> tuple[Promise, ...]:
    """Return the promises for these lines that are in the given state."""
    names = {line.id for line in lines}
    return tuple(one for one in order.promises if one.line in names and one.stand is stand)


def _free_again(order: Order, freed: tuple[Promise, ...]) -> list[Text]:
    return [phrase("free_again", what=order_words.name_kept(order, freed))] if freed else []


async def list_owners(turn: Turn, order: Order, fetched: tuple[Promise, ...]) -> Text:
    """Format who owns the fetched pieces: "Karol Bagh Gifts: 2 Taj Mug; Hauz Khas Crafts: Taj Mug"."""
    shops = await turn.unit.of(Shops).by_ids({one.shop for one in fetched if one.shop is not None})
    theirs: dict[UUID | None, list[Promise]] = {}
    for one in fetched:
        theirs.setdefault(one.shop, []).append(one)
    names: dict[UUID | None, Text] = {
        shop: order_words.name_shop(shops.get(shop)) if shop else phrase("own_stock") for shop in theirs
    }
    whose = [Lines((names[shop], order_words.name_kept(order, kept)), between=": ") for shop, kept in theirs.items()]
    return Lines(tuple(whose), between="; ")


def describe_commissions(order: Order, foreseen: Foreseen) -> list[Text]:
    """Describe the commissions that shops give back."""
    if not foreseen.reversed:
        return []
    return [phrase("commissions_taken_back", amount=Money(foreseen.reversed, order.currency))]


def _describe_rest(foreseen: Foreseen, lines: Sequence[Line]) -> list[Text]:
    """Say that the other lines of the order go on; return nothing if none is left or all are given up."""
    left = [one for one in foreseen.order.wants if one.id not in {line.id for line in lines}]
    return [phrase("other_lines_go_on", many=len(left))] if left and lines else []


def hears_text(order: Order, foreseen: Foreseen) -> Text:
    """Say when the customer gets a message about it: now, or once a person has sent the refund."""
    if foreseen.by_hand and not foreseen.told:
        return phrase("customer_told_once_sent", command=order_words.make_next_tap("refunded", order))
    return phrase("customer_will_be_told")
