"""/cantsource and /cancel: what of an order cannot be had, or is called off, shown first and then confirmed."""

from flows.phrase import Text, phrase
from flows.sourcing.draft import order_called
from flows.sourcing.order import Order
from handlers.admins.command import OWNERS, Command
from handlers.replies.errands import Errand
from handlers.sourcing import shown
from handlers.sourcing.actions.giving_up import CallOff, GiveUp, call_off, give_up, would_call_off, would_give_up
from handlers.sourcing.staff.of_customer import goes_on, is_with_us, or_of_customer
from handlers.sourcing.staff.order_arguments import OPEN_ORDER, ORDER, WANTED_LINES
from handlers.sourcing.staff.orders import TOPIC


def _given_up(order: Order) -> Text:
    return shown.then_order(order, phrase("given_up_as_shown", order=order_called(order)))


def _called_off(order: Order) -> Text:
    return shown.then_order(order, phrase("is_called_off", order=order_called(order), back=_back(order)))


def _back(order: Order) -> Text:
    """What becomes of the money of an order that is called off."""
    if order.for_stock:
        return phrase("shops_are_free")
    if order.paid:
        return phrase("money_goes_back_as_shown")
    if any(one.currency for one in order.payments):
        return phrase("other_currency_is_yours_to_send")
    if any(one.payment for one in order.payments):
        return phrase("what_came_goes_back")
    return phrase("nothing_had_been_paid")


CANTSOURCE = Command(
    name="cantsource",
    aliases=("cannotsource", "cant source", "cannot source"),
    arguments=(OPEN_ORDER, WANTED_LINES),
    takes=GiveUp,
    preview=would_give_up,
    does=give_up,
    says=_given_up,
    roles=OWNERS,
    topic=TOPIC,
    errands=(Errand.CANTSOURCE,),
)
CANCEL = Command(
    name="cancel",
    aliases=("call off",),
    arguments=(or_of_customer(ORDER, is_with_us, goes_on, none="no_open_order_of"),),
    takes=CallOff,
    preview=would_call_off,
    does=call_off,
    says=_called_off,
    roles=OWNERS,
    topic=TOPIC,
    errands=(Errand.CANCEL,),
)
