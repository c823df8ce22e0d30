"""Open orders, grouped by the next step; one order with its lines, its money and its last event."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.money import Money
from flows.phrase import Text
from flows.sourcing.order_state import GOING_ON, Status
from handlers.actions.action import Origin
from handlers.engine.turn import Turn
from handlers.sourcing.actions.order_list_entries import ListedOrder, ShownNote, destination, load_entries, notes_of
from handlers.sourcing.actions.order_refusals import find_order, refuse_own_shelf
from handlers.sourcing.customer_orders import AtHand, load_by_id
from handlers.sourcing.order_history import ShownStep, load_histories
from handlers.staff_notices.staff_greeting import find_day_start
from storage.sourcing.order_search import Meant
from storage.sourcing.order_stages import Stage
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.reservations import Reservation, Reservations, Staged

NAMES = MappingProxyType(
    {
        Stage.LOST: "cannot be had",
        Stage.NOBODY: "nobody left to ask",
        Stage.REFUNDING: "money going back",
        Stage.TO_FETCH: "to fetch",
        Stage.TO_MAKE: "to make",
        Stage.LACKING: "asking shops again",
        Stage.TO_CHECK: "to check",
        Stage.TO_PACK: "to pack",
        Stage.TO_SHIP: "to ship",
        Stage.CHOOSES: "customer chooses",
        Stage.TO_CONFIRM: "customer to say yes",
        Stage.TO_PAY: "to be paid",
        Stage.ASKING: "asking shops",
        Stage.ON_ITS_WAY: "on the way",
    }
)
"""Groups of orders by their names in commands."""
_MOST_OF_GROUP = 60
_ON_A_PAGE = 7
_MOST_OVER = 5
_MOST_STEPS = 3
_MOST_EXPRESS = 8
_OPEN = tuple(status.value for status in GOING_ON)
_WITH_US = tuple(status.value for status in GOING_ON - {Status.SHIPPED, Status.REFUNDING})


@dataclass(frozen=True, slots=True)
class ShowOrders:
    """Request for one order, a group (``stage``), a search (``meant``), a number of ``today``, or all open ones."""

    page: int | None = None
    stage: Stage | None = None
    order: UUID | None = None
    meant: tuple[Meant, ...] | None = None
    today: bool | None = None


@dataclass(frozen=True, slots=True)
class ShowExpress:
    """Request for the open express orders."""

    order: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrdersShown:
    """A page of the open orders by group, or of one group (``stage``), the most urgent first.

    ``express`` counts the express orders. ``more`` is the next page, 0 for none. A search (``sought``) also shows some
    that are ``over``, if none is open.
    """

    groups: Mapping[Stage, Staged]
    express: int
    listed: Mapping[UUID, ListedOrder]
    more: int
    stage: Stage | None = None
    sought: bool = False
    over: Sequence[Reservation] = ()


@dataclass(frozen=True, slots=True)
class CameIn:
    """Customers' orders of today: their number, and the total amount of those that were not cancelled."""

    many: int
    amount: Money


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """An order, all shops, the order's last steps, the newest first, and the staff's notes.

    ``checked``: the customer approves photos before packing. ``goes_to`` is the delivery address, if one was asked for.
    ``bringing`` are the shops that bring the pieces themselves.
    """

    at_hand: AtHand
    shops: Mapping[UUID, Shop]
    steps: Sequence[ShownStep]
    notes: Sequence[ShownNote]
    checked: bool
    zone: ZoneInfo
    now: datetime
    goes_to: Text = ""
    bringing: Collection[UUID] = ()


@dataclass(frozen=True, slots=True)
class ExpressShown:
    """The express orders, the most urgent first, and their number."""

    first: Sequence[Reservation]
    many: int
    now: datetime


async def show_orders(turn: Turn, _origin: Origin, command: ShowOrders) -> OrdersShown | OrderDetails | CameIn:
    """Return the requested orders; all open orders if the request names none."""
    if command.today:
        many, amount = await turn.unit.of(Reservations).sum_incoming(find_day_start(turn))
        return CameIn(many, Money(amount, turn.business.currency))
    if command.order is not None:
        return await _load_details(turn, command.order)
    reservations, meant, page = turn.unit.of(Reservations), command.meant or (), command.page or 1
    sought = bool(meant)
    found = await reservations.group_by_stage(_MOST_OF_GROUP, meant)
    groups = {stage: found[stage] for stage in Stage if stage in found and command.stage in {None, stage}}
    over = await reservations.list_ended(meant, _MOST_OVER) if sought and not groups else ()
    express = await reservations.count(_OPEN, express=True) if groups and not (sought or command.stage) else 0
    rows = [one for group in groups.values() for one in group.first]
    shown = rows[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]
    more = page + 1 if len(rows) > page * _ON_A_PAGE else 0
    listed = await load_entries(turn, [*shown, *over])
    return OrdersShown(groups, express, listed, more, command.stage, sought, over)


async def _load_details(turn: Turn, order: UUID) -> OrderDetails:
    at_hand = await find_order(turn, order)
    shops = {shop.id: shop for shop in await turn.unit.of(Shops).list_every()}
    steps = (await load_histories(turn, [order]))[order]
    notes = await notes_of(turn, order)
    checked, goes_to = turn.business.sourcing.quality_check, await destination(turn, order)
    bringing = [shop.id for shop in shops.values() if shop.brings(turn.business.sourcing.handover)]
    last = steps[-_MOST_STEPS:][::-1]
    return OrderDetails(at_hand, shops, last, notes, checked, turn.zone, turn.now, goes_to, bringing)


async def show_express(turn: Turn, _origin: Origin, command: ShowExpress) -> ExpressShown:
    """Return the express orders, the most urgent first."""
    named = await load_by_id(turn, command.order) if command.order else None
    if named is not None and named.order.for_stock:
        raise refuse_own_shelf(named.order)
    first = await turn.unit.of(Reservations).most_urgent(_WITH_US, _MOST_EXPRESS, express=True)
    return ExpressShown(first, await turn.unit.of(Reservations).count(_WITH_US, express=True), turn.now)
