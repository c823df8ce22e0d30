"""Open orders, grouped by the next step; one order with its lines, its money and its last event."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
from handlers.staff.staff_greeting import find_day_start
from storage.sourcing.order_search import Meant
from storage.sourcing.order_stages import Stage
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.reservations import Reservation, Reservations, Staged

_MOST_OF_GROUP = 3
_MOST_LISTED = 30
_MOST_SOUGHT = 10
_MOST_OVER = 5
_MOST_STEPS = 3
_MOST_EXPRESS = 8
_OPEN = tuple(status.value for status in GOING_ON)
_WITH_US = tuple(status.value for status in GOING_ON - {Status.SHIPPED, Status.REFUNDING})


@dataclass(frozen=True, slots=True)
class ShowOrders:
    """A request for one order, one group, orders that match ``meant``, today's number (``today``), or all open ones."""

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
    """The open orders by group, each group's most urgent by name; ``express`` counts the express orders.

    A search (``sought``) also shows some that are ``over``, if none is open.
    """

    groups: Mapping[Stage, Staged]
    express: int
    listed: Mapping[UUID, ListedOrder]
    sought: bool = False
    over: Sequence[Reservation] = ()


@dataclass(frozen=True, slots=True)
class StageShown:
    """The orders of one group, the most urgent first; None if there is none."""

    stage: Stage
    found: Staged | None
    listed: Mapping[UUID, ListedOrder]


@dataclass(frozen=True, slots=True)
class CameIn:
    """Customers' orders of today: their number, and the total of those that go on or arrived."""

    many: int
    amount: Money


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """An order, all shops, its last steps, the newest first, and the staff's notes.

    ``checked``: photos are shown first. ``goes_to`` is its address, if anybody was asked. ``bringing`` are the shops
    that bring the pieces they keep.
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
    """The express orders, the least time left first, and their number."""

    first: Sequence[Reservation]
    many: int
    now: datetime


async def show_orders(
    turn: Turn, _origin: Origin, command: ShowOrders
) -> OrdersShown | StageShown | OrderDetails | CameIn:
    """Return the requested orders; all open ones without a request."""
    if command.today:
        many, amount = await turn.unit.of(Reservations).sum_incoming(find_day_start(turn))
        return CameIn(many, Money(amount, turn.business.currency))
    if command.order is not None:
        return await _load_details(turn, command.order)
    reservations = turn.unit.of(Reservations)
    if command.stage is not None:
        found = (await reservations.group_by_stage(_MOST_LISTED)).get(command.stage)
        return StageShown(command.stage, found, await load_entries(turn, found.first if found else ()))
    meant = command.meant or ()
    sought = bool(meant)
    groups = await reservations.group_by_stage(_MOST_SOUGHT if sought else _MOST_OF_GROUP, meant)
    over = await reservations.list_ended(meant, _MOST_OVER) if sought and not groups else ()
    express = await reservations.count(_OPEN, express=True) if groups and not sought else 0
    rows = [one for group in groups.values() for one in group.first]
    return OrdersShown(groups, express, await load_entries(turn, [*rows, *over]), sought, over)


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
    """Return the express orders, the least time left first."""
    named = await load_by_id(turn, command.order) if command.order else None
    if named is not None and named.order.for_stock:
        raise refuse_own_shelf(named.order)
    first = await turn.unit.of(Reservations).most_urgent(_WITH_US, _MOST_EXPRESS, express=True)
    return ExpressShown(first, await turn.unit.of(Reservations).count(_WITH_US, express=True), turn.now)
