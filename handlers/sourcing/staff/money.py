"""/settled and /refunded: money that came or went by other hands than ours, shown first and then confirmed."""

from flows.phrase import Text, phrase
from flows.sourcing.draft import order_called
from flows.sourcing.order import Order
from flows.sourcing.refunding import owed_back
from handlers.admins.command import OWNERS, Command
from handlers.sourcing.actions import money
from handlers.sourcing.shown import then_order
from handlers.sourcing.staff.order_arguments import AMOUNT, ORDER
from handlers.sourcing.staff.orders import TOPIC


def _received(one: money.Received) -> Text:
    return then_order(one.order, phrase("amount_received", order=order_called(one.order), amount=one.amount))


def _refunded(order: Order) -> Text:
    done = "sent_back_by_hand" if owed_back(order) else "back_with_the_customer"
    return then_order(order, phrase(done, order=order_called(order)))


SETTLED = Command(
    name="settled",
    arguments=(ORDER, AMOUNT),
    takes=money.Settle,
    preview=money.would_settle,
    does=money.settle,
    says=_received,
    roles=OWNERS,
    topic=TOPIC,
)
REFUNDED = Command(
    name="refunded",
    arguments=(ORDER,),
    takes=money.MarkRefunded,
    preview=money.would_mark_refunded,
    does=money.mark_refunded,
    says=_refunded,
    roles=OWNERS,
    topic=TOPIC,
)
