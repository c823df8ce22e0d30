"""/paid: a payout to a shop, shown against the amount owed and then booked."""

from flows.phrase import Lines, Text, phrase, tap
from handlers.admins.command import OWNERS, Command
from handlers.sourcing import shown
from handlers.sourcing.actions.payouts import Booked, PayShop, pay, would_pay
from handlers.sourcing.staff.order_arguments import PAID_AMOUNT
from handlers.sourcing.staff.shop_arguments import PAID_SHOP, TOPIC


def _booked(one: Booked) -> Text:
    done = phrase("booked", shop=shown.shop_name(one.shop), amount=one.paid, owed=shown.owed(one.owed))
    return Lines((done, phrase("next", command=tap("shop", one.shop.ref))))


PAID = Command(
    name="paid",
    aliases=("paid out", "payouts", "payout"),
    arguments=(PAID_SHOP, PAID_AMOUNT),
    takes=PayShop,
    preview=would_pay,
    does=pay,
    says=_booked,
    roles=OWNERS,
    topic=TOPIC,
)
