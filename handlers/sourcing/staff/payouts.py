"""/paid: a payout to a shop, shown against the amount owed and then booked."""

from flows.phrase import Lines, Text, phrase, tap
from handlers.admins.command import OWNERS, Command
from handlers.sourcing import shown
from handlers.sourcing.actions.payouts import Booked, PayShop, pay, would_pay
from handlers.sourcing.replies.amounts import read_amount
from handlers.sourcing.replies.told_of_business import paid_out
from handlers.sourcing.staff.meant import best, shop_names
from handlers.sourcing.staff.order_arguments import PAID_AMOUNT
from handlers.sourcing.staff.shop_arguments import PAID_SHOP, TOPIC
from handlers.turn import Turn
from storage.sourcing.shops import Shops


def _booked(one: Booked) -> Text:
    done = phrase("booked", shop=shown.shop_name(one.shop), amount=one.paid, owed=shown.owed(one.owed))
    return Lines((done, phrase("next", command=tap("shop", one.shop.ref))))


async def _of_a_shop(turn: Turn, text: str) -> str | None:
    """The shop and the amount of a text that has a shop paid: "pay karol 100"."""
    told = paid_out(text)
    names = [word for word in told or () if read_amount(word) is None]
    found, rest = best(names, await turn.unit.of(Shops).all(), shop_names) if told else ([], [])
    return " ".join(told) if told and found and not rest else None


PAID = Command(
    name="paid",
    aliases=("paid out", "payouts", "payout"),
    near=("commission", "owe", "owed", "pagar", "pago", "bhugtaan", "भुगतान"),
    arguments=(PAID_SHOP, PAID_AMOUNT),
    takes=PayShop,
    preview=would_pay,
    does=pay,
    says=_booked,
    roles=OWNERS,
    topic=TOPIC,
    answers=_of_a_shop,
)
