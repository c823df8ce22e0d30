"""/restock: shops are asked for pieces for our own shelf, shown first and then confirmed."""

from flows.phrase import Text, phrase
from flows.sourcing.draft import order_called
from flows.sourcing.order import Order
from handlers.admins.command import OWNERS, Command
from handlers.sourcing import shown
from handlers.sourcing.actions.restocking import RestockShelf, restock, would_restock
from handlers.sourcing.staff.product_arguments import QUANTITY, RESTOCKED, SIZE
from handlers.sourcing.staff.restock_plans import PLAN_COMMANDS
from handlers.sourcing.staff.shop_arguments import TOPIC


def _begun(order: Order) -> Text:
    (line,) = order.lines
    what = shown.pieces(line, line.quantity)
    return shown.then_order(order, phrase("shops_are_asked", order=order_called(order), what=what))


RESTOCK = Command(
    name="restock",
    aliases=("refill", "restocks"),
    arguments=(RESTOCKED, SIZE, QUANTITY),
    takes=RestockShelf,
    preview=would_restock,
    does=restock,
    says=_begun,
    within=PLAN_COMMANDS,
    roles=OWNERS,
    topic=TOPIC,
)
