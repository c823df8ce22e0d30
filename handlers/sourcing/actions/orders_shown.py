"""Open orders, grouped by the next step; one order with its lines, its money and its last event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.sourcing.status import FETCHING, GOING_ON, Status
from handlers.actions.action import Origin
from handlers.sourcing.actions.refusals import for_our_shelf, known_order
from handlers.sourcing.at_hand import AtHand, order_by_id
from handlers.sourcing.history import ShownStep, histories
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation, Reservations, Staged
from storage.sourcing.shops import Shop, Shops
from storage.sourcing.stages import Stage

_MOST_OF_GROUP = 3
_MOST_LISTED = 30
_MOST_STEPS = 3
_MOST_EXPRESS = 8
_OPEN = tuple(status.value for status in GOING_ON)
_WITH_US = tuple(status.value for status in GOING_ON - {Status.SHIPPED, Status.REFUNDING})
_PROMISED = frozenset(status.value for status in FETCHING)


@dataclass(frozen=True, slots=True)
class ShowOrders:
    """One order, all that wait for one thing, or all that are open."""

    stage: Stage | None = None
    order: UUID | None = None


@dataclass(frozen=True, slots=True)
class ShowExpress:
    """The express orders that are open."""

    order: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrdersShown:
    """The open orders by what they wait for, each group's most urgent by name; ``express``: so many of them are."""

    groups: Mapping[Stage, Staged]
    express: int
    now: datetime


@dataclass(frozen=True, slots=True)
class StageShown:
    """The orders that wait for one thing, the most urgent first; None where there is none."""

    stage: Stage
    found: Staged | None
    now: datetime


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """An order, the shops there are, and its last steps, the newest first; ``checked``: photos are shown first."""

    at_hand: AtHand
    shops: Mapping[UUID, Shop]
    steps: Sequence[ShownStep]
    checked: bool
    zone: ZoneInfo
    now: datetime


@dataclass(frozen=True, slots=True)
class ExpressShown:
    """The express orders, the least time left first, and how many there are."""

    first: Sequence[Reservation]
    many: int
    now: datetime


async def show_orders(turn: Turn, _origin: Origin, command: ShowOrders) -> OrdersShown | StageShown | OrderDetails:
    """All that are open where nothing is named."""
    if command.stage is not None:
        found = (await turn.unit.of(Reservations).by_stage(_MOST_LISTED)).get(command.stage)
        return StageShown(command.stage, found, turn.now)
    if command.order is not None:
        return await _one(turn, command.order)
    groups = await turn.unit.of(Reservations).by_stage(_MOST_OF_GROUP)
    express = await turn.unit.of(Reservations).count(_OPEN, express=True) if groups else 0
    return OrdersShown(groups, express, turn.now)


async def _one(turn: Turn, order: UUID) -> OrderDetails:
    at_hand = await known_order(turn, order)
    shops = {shop.id: shop for shop in await turn.unit.of(Shops).every()}
    steps = (await histories(turn, [order]))[order]
    return OrderDetails(
        at_hand, shops, steps[-_MOST_STEPS:][::-1], turn.business.sourcing.quality_check, turn.zone, turn.now
    )


def is_late(one: Reservation, now: datetime) -> bool:
    """Whether it was promised for an earlier time and is still with us."""
    return one.promised_at is not None and one.status in _PROMISED and one.promised_at <= now


async def show_express(turn: Turn, _origin: Origin, command: ShowExpress) -> ExpressShown:
    """The least time left first."""
    named = await order_by_id(turn, command.order) if command.order else None
    if named is not None and named.order.for_stock:
        raise for_our_shelf(named.order)
    first = await turn.unit.of(Reservations).most_urgent(_WITH_US, _MOST_EXPRESS, express=True)
    return ExpressShown(first, await turn.unit.of(Reservations).count(_WITH_US, express=True), turn.now)
