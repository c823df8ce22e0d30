"""Refusals of order commands, by the names of their phrases; also the refusal when a colleague was faster."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flows.money import Money
from flows.phrase import Ours, Text, phrase, tap
from flows.sourcing.order import Order
from flows.sourcing.order_draft import name_order
from flows.sourcing.order_events import CalledOff, Given, MoneyBack, RefundedByHand, Settled
from handlers.actions.action import Refused
from handlers.engine.turn import Turn
from handlers.sourcing.customer_orders import AtHand, load_by_id
from handlers.sourcing.order_history import name_actor
from storage.sourcing.reservations import Reservations
from storage.store.products import Product

Said = TypeVar("Said", Settled, RefundedByHand, Given, CalledOff, MoneyBack)


class OrderStays(StrEnum):
    """Reason why an order does not change."""

    GONE = "order_gone"
    STAYS = "order_stays"
    OVER = "order_stays_over"
    NOT_SOURCED = "order_stays_not_sourced"
    NOT_WANTED = "order_stays_not_wanted"
    SHIPPED = "order_stays_shipped"
    NOTHING_TO_CALL_OFF = "order_stays_nothing_to_call_off"
    NOTHING_MISSING = "order_stays_nothing_missing"
    PAID = "order_stays_paid"
    NOT_TO_BE_PAID = "order_stays_not_to_be_paid"
    NOTHING_TO_SEND_BACK = "order_stays_nothing_to_send_back"
    FOR_OUR_SHELF = "for_our_shelf"
    NOT_TO_FETCH = "order_stays_not_to_fetch"
    NOTHING_TO_FETCH = "order_stays_nothing_to_fetch"
    OWN_IS_AT_HAND = "order_stays_own_is_at_hand"
    SHOP_GONE = "order_stays_shop_gone"
    CANNOT_BECOME = "order_stays_cannot_become"
    SAID_ALREADY = "order_said_already"
    SO_ALREADY = "order_is_so_already"
    SHIPPED_ALREADY = "order_is_shipped_already"
    LACKS = "order_lacks"
    NOT_LEFT = "order_stays_not_left"
    NO_MONEY_LEFT = "order_stays_no_money_left"
    CUSTOMER_CHOOSES = "order_stays_customer_chooses"


class WhyNot(StrEnum):
    """Reason why nothing can be done about a shop, a product or a customer."""

    SHOP_GONE = "that_shop_gone"
    SHOP_THERE = "shop_there_already"
    STOPPED = "they_wrote_stop"
    NOTHING_SOLD = "nothing_sold_yet"
    NOT_SOLD = "not_sold_any_more"
    NO_SHOP_TO_ASK = "no_shop_to_ask"
    NEVER_COUNTED = "stock_never_counted"
    NO_SHOP_ASKED = "no_shop_asked_yet"
    NO_SUCH_PLAN = "no_such_plan"
    COSTS_SO = "costs_so_already"


def stays(order: Order, why: OrderStays, **of_why: Text | Money) -> Refused:
    """Make the refusal for an order that does not change, with the reason."""
    status = phrase(f"status_{order.status.value}")
    values = {"order": name_order(order), "status": status, "why": phrase(why.value, **of_why)}
    return Refused(OrderStays.STAYS, values, more=tap("order", order.number))


async def find_order(turn: Turn, order: UUID) -> AtHand:
    """Return the order by id. Raises Refused if there is none."""
    at_hand = await load_by_id(turn, order)
    if at_hand is None:
        raise Refused(OrderStays.GONE, more=Ours("/orders"))
    return at_hand


async def load_open_order(turn: Turn, order: UUID) -> AtHand:
    """Return the order by id if commands can still change it. Raises Refused."""
    at_hand = await find_order(turn, order)
    if not at_hand.is_open:
        raise stays(at_hand.order, OrderStays.OVER)
    return at_hand


async def find_customer_order(turn: Turn, order: UUID) -> AtHand:
    """Return the open order by id. Raises Refused, also for an order of our own shelf, which nobody pays for."""
    at_hand = await load_open_order(turn, order)
    if at_hand.order.for_stock:
        raise refuse_own_shelf(at_hand.order)
    return at_hand


def refuse_own_shelf(order: Order) -> Refused:
    """Make the refusal for an order of our own shelf, which has no customer."""
    return Refused(OrderStays.FOR_OUR_SHELF, {"order": name_order(order)}, more=tap("order", order.number))


async def find_product(turn: Turn, product: UUID) -> Product:
    """Return the product by id. Raises Refused if there is none."""
    found = (await turn.unit.products.by_ids([product])).get(product)
    if found is None:
        raise Refused(WhyNot.NOT_SOLD, more=Ours("/stock"))
    return found


async def hold_customer(turn: Turn, order: UUID) -> None:
    """Lock the order's customer, so that simultaneous commands about the order wait and see each other."""
    row = await turn.unit.of(Reservations).get(order)
    if row is not None and row.contact is not None:
        await turn.unit.people.hold(row.contact)


async def check(turn: Turn, order: Order, kind: type[Said], same: Callable[[Said], object] = lambda _one: True) -> None:
    """Raise Refused if a colleague's same event for this order waits already; the refusal names the colleague."""
    said = [one for one in await turn.unit.inbox.list_new(kind) if one.order == order.id and same(one)]
    for one in said[-1:]:
        values = {"order": name_order(order), "by": await name_actor(turn, one.by)}
        raise Refused(OrderStays.SAID_ALREADY, values, more=tap("order", order.number))
