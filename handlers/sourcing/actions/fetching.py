"""Shops assigned to the missing lines of an order, and pieces fetched there."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flows.money import Money
from flows.phrase import Text
from flows.sourcing.events import Assigned, Handed
from flows.sourcing.line import Line, Promise
from flows.sourcing.order import Order
from flows.sourcing.status import FETCHING, SEARCHING, UNPAID, Status
from handlers.actions.action import Origin
from handlers.sourcing import shown
from handlers.sourcing.actions.emitting import emit_for
from handlers.sourcing.actions.foreseen import shop_told
from handlers.sourcing.actions.refusals import OrderStays, open_order, stays
from handlers.turn import Turn
from storage.sourcing.shops import Shop, Shops


@dataclass(frozen=True, slots=True)
class AssignShop:
    """A shop has what an order lacks: so many pieces of these lines; none named is all that is missing."""

    order: UUID
    shop: UUID
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PickUp:
    """What a shop kept for an order was fetched: these lines of it; none named is all."""

    order: UUID
    shop: UUID
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """So many pieces of these lines are a shop's now; ``told`` is how it hears of that."""

    order: Order
    shop: Shop
    parts: tuple[tuple[Line, int], ...]
    told: Text


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched at a shop. ``photographed``: the customer is to approve photos before it is packed."""

    order: Order
    shop: Shop
    promises: tuple[Promise, ...]
    photographed: bool

    @property
    def left(self) -> tuple[Promise, ...]:
        """What is still to be fetched."""
        return tuple(one for one in shown.to_fetch(self.order) if one not in self.promises)


async def assign(turn: Turn, origin: Origin, command: AssignShop) -> Given:
    """Have the order hear that a shop has what is missing: the shop is told that it is theirs."""
    at_hand = await open_order(turn, command.order)
    order, shop = at_hand.order, await turn.unit.of(Shops).get(command.shop)
    lacking = {line.id: order.missing(line) for line in order.lacks}
    given = dict(command.parts) or lacking
    check_lacks(order)
    _check_given(order, lacking, given)
    if shop is None:
        raise stays(order, OrderStays.SHOP_GONE)
    lines = [(line, given[line.id]) for line in order.lacks if line.id in given]
    commission = tuple((line.id, shop.earns(Money(line.price, order.currency)).micros) for line, _ in lines)
    quantities = tuple(given.items()) if given != lacking else ()
    await emit_for(turn, origin, at_hand, "assign", Assigned(order.id, shop.id, commission, origin.by, quantities))
    return Given(order, shop, tuple(lines), await shop_told(turn, shop))


def check_lacks(order: Order) -> None:
    """Raises Refused for an order of which no shop can be given a line."""
    if order.status not in SEARCHING | UNPAID or not order.lacks:
        raise stays(order, OrderStays.NOTHING_MISSING)


def _check_given(order: Order, lacking: Mapping[str, int], given: Mapping[str, int]) -> None:
    """Raises Refused for more pieces than are missing, and for a part of them while the customer chooses."""
    if any(not 0 < many <= lacking.get(line, 0) for line, many in given.items()):
        raise stays(order, OrderStays.NOTHING_MISSING)
    if order.status is Status.PART_AVAILABLE and given != lacking:
        raise stays(order, OrderStays.CUSTOMER_CHOOSES)


async def pick_up(turn: Turn, origin: Origin, command: PickUp) -> Fetched:
    """Have the order hear that it was fetched; the shop has earned its commission."""
    at_hand = await open_order(turn, command.order)
    order, shop = at_hand.order, await turn.unit.of(Shops).get(command.shop)
    held = [one for one in shown.to_fetch(order) if one.shop == command.shop]
    fetched = tuple(one for one in held if not command.lines or one.line in command.lines)
    if order.status not in FETCHING or not fetched or shop is None:
        raise stays(order, OrderStays.NOT_TO_FETCH if order.status not in FETCHING else OrderStays.NOTHING_TO_FETCH)
    for line in command.lines or (None,):
        await emit_for(turn, origin, at_hand, "picked", Handed(order.id, shop.id, origin.by, line))
    wanted = turn.business.sourcing.quality_check and not order.approved
    return Fetched(order, shop, fetched, wanted)
