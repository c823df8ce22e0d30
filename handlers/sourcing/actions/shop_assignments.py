"""Assignments of shops to the missing lines of an order, and pickups of pieces."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from flows.money import Money
from flows.phrase import Lines, Text, phrase
from flows.sourcing.order import Order
from flows.sourcing.order_events import Assigned, Handed
from flows.sourcing.order_line import Line, Promise
from flows.sourcing.order_state import FETCHING, SEARCHING, UNPAID, Status
from handlers.actions.action import Origin, Preview
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_effect_preview import describe_shop_news, emit_for
from handlers.sourcing.actions.order_refusals import OrderStays, load_open_order, stays
from handlers.sourcing.customer_orders import AtHand
from storage.businesses.deeds import Deeds
from storage.sourcing.partner_shops import Shop, Shops

_LONGEST = 1800  # characters of the preview


@dataclass(frozen=True, slots=True)
class AssignShop:
    """Request to assign missing pieces to a shop: pieces by line; all missing pieces if no line is given."""

    order: UUID
    shop: UUID
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PickUp:
    """Request to record that kept pieces were fetched from a shop: these lines of an order, or all if none is given."""

    orders: tuple[UUID, ...]
    shop: UUID
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssignedPieces:
    """Pieces by line that a shop now gives; ``told`` describes the message to the shop."""

    order: Order
    shop: Shop
    parts: tuple[tuple[Line, int], ...]
    told: Text


@dataclass(frozen=True, slots=True)
class FetchedPieces:
    """Pieces that were fetched from a shop. ``photographed``: the customer approves photos before packing."""

    order: Order
    shop: Shop
    promises: tuple[Promise, ...]
    photographed: bool

    @property
    def left(self) -> tuple[Promise, ...]:
        """Return the promises of the order that are still to be fetched."""
        return tuple(one for one in order_words.list_to_fetch(self.order) if one not in self.promises)


async def would_assign(turn: Turn, command: AssignShop) -> Preview:
    """Preview the pieces that a shop would get, with the commission. Raises Refused."""
    _, given = await _preview_assignment(turn, command)
    earned = sum(micros * many for (_, many), micros in zip(given.parts, _commissions(given), strict=True))
    what, earns = order_words.list_pieces(given.parts), Money(earned, given.order.currency)
    values = {"order": given.order.number, "what": what, "shop": order_words.name_shop(given.shop), "earned": earns}
    return Preview(phrase("would_be_given", **values), phrase("button_assign"))


async def assign(turn: Turn, origin: Origin, command: AssignShop) -> AssignedPieces:
    """Assign the missing pieces to a shop: the order gets an event, the shop a message. Raises Refused."""
    at_hand, given = await _preview_assignment(turn, command)
    order, shop = given.order, given.shop
    earned = zip(given.parts, _commissions(given), strict=True)
    commission = tuple((line.id, micros) for (line, _), micros in earned)
    whole = [(line, order.count_missing(line)) for line in order.lacks] == list(given.parts)
    quantities = () if whole else tuple((line.id, many) for line, many in given.parts)
    await emit_for(turn, origin, at_hand, "assign", Assigned(order.id, shop.id, commission, origin.by, quantities))
    parts = [[str(shop.id), line.id, quantity] for line, quantity in given.parts]
    await turn.unit.of(Deeds).note("assign", order.id, origin.by, turn.now, parts=parts)
    return given


async def _preview_assignment(turn: Turn, command: AssignShop) -> tuple[AtHand, AssignedPieces]:
    """Return the pieces of an order that a shop would get. Raises Refused."""
    at_hand = await load_open_order(turn, command.order)
    order, shop = at_hand.order, await turn.unit.of(Shops).get(command.shop)
    lacking = {line.id: order.count_missing(line) for line in order.lacks}
    given = dict(command.parts) or lacking
    check_lacks(order)
    _check_given(order, lacking, given)
    if shop is None:
        raise stays(order, OrderStays.SHOP_GONE)
    lines = tuple((line, given[line.id]) for line in order.lacks if line.id in given)
    return at_hand, AssignedPieces(order, shop, lines, await describe_shop_news(turn, shop))


def _commissions(given: AssignedPieces) -> list[int]:
    """Return the shop's commission on a piece of each line, in micro-units."""
    return [given.shop.earns(Money(line.price, given.order.currency)).micros for line, _ in given.parts]


def check_lacks(order: Order) -> None:
    """Raise Refused for an order without a line for a shop."""
    if order.status not in SEARCHING | UNPAID or not order.lacks:
        raise stays(order, OrderStays.NOTHING_MISSING)


def _check_given(order: Order, lacking: Mapping[str, int], given: Mapping[str, int]) -> None:
    """Raise Refused if more pieces are given than are missing, or only some while the customer is choosing."""
    if any(not 0 < many <= lacking.get(line, 0) for line, many in given.items()):
        raise stays(order, OrderStays.NOTHING_MISSING)
    if order.status is Status.PART_AVAILABLE and given != lacking:
        raise stays(order, OrderStays.CUSTOMER_CHOOSES)


async def would_pick_up(turn: Turn, command: PickUp) -> Preview:
    """Preview the pieces to record as fetched. For one order no confirmation is needed, since /undo reverts it."""
    fetched = [await _find_fetchable(turn, order, command) for order in command.orders]
    label = phrase("button_all_fetched")
    lines = [
        phrase("fetched_for", order=some.order.number, what=order_words.name_kept(some.order, some.promises))
        for _, some in fetched
    ]
    if len(fetched) == 1:
        return Preview(lines[0], label, harmless=True)
    pieces = sum(one.quantity for _, some in fetched for one in some.promises)
    values = {"shop": order_words.name_shop(fetched[0][1].shop), "orders": len(fetched), "pieces": pieces}
    earned = Money(
        sum(one.quantity * one.commission for _, some in fetched for one in some.promises), turn.business.currency
    )
    return Preview(Lines((phrase("all_would_be_fetched", earned=earned, **values), *lines), longest=_LONGEST), label)


async def pick_up(turn: Turn, origin: Origin, command: PickUp) -> tuple[FetchedPieces, ...]:
    """Record pieces as fetched: the orders get events, and the shop has earned its commission."""
    fetched = [await _find_fetchable(turn, order, command) for order in command.orders]
    for at_hand, one in fetched:
        said = replace(origin, key=f"{origin.key}:{one.order.id}")
        for line in command.lines or (None,):
            await emit_for(turn, said, at_hand, "picked", Handed(one.order.id, one.shop.id, origin.by, line))
    orders = {str(one.order.id): [[str(one.shop.id), *_make_key(some)] for some in one.promises] for _, one in fetched}
    await turn.unit.of(Deeds).note("picked", command.shop, origin.by, turn.now, orders=orders)
    return tuple(one for _, one in fetched)


def _make_key(promise: Promise) -> tuple[str, int]:
    return promise.line, promise.quantity


async def _find_fetchable(turn: Turn, which: UUID, command: PickUp) -> tuple[AtHand, FetchedPieces]:
    """Return the pieces to fetch for an order. Raises Refused."""
    at_hand = await load_open_order(turn, which)
    order, shop = at_hand.order, await turn.unit.of(Shops).get(command.shop)
    held = [one for one in order_words.list_to_fetch(order) if one.shop == command.shop]
    fetched = tuple(one for one in held if not command.lines or one.line in command.lines)
    if order.status not in FETCHING or not fetched or shop is None:
        raise stays(order, OrderStays.NOT_TO_FETCH if order.status not in FETCHING else OrderStays.NOTHING_TO_FETCH)
    wanted = turn.business.sourcing.quality_check and not order.approved
    return at_hand, FetchedPieces(order, shop, fetched, wanted)
