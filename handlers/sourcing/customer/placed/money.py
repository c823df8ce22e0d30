"""What became of the money of an order: "i paid", "did my payment come?", "did I get my money back?"."""

from typing import Any

from flows.money import amount
from flows.phrase import phrase
from flows.sourcing.order import Order
from flows.sourcing.status import GOING_ON, Status
from handlers import handover
from handlers.customer_talk.said import Said, say
from handlers.replies.intents import Intent
from handlers.replies.paying import asks_of_payment, asks_whether, says_paid
from handlers.sourcing import customer_orders
from handlers.sourcing.customer import by_goods
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation

_TOLD = "money_told"  # template
_GOING_BACK = {Status.REFUNDING: "refunding", Status.REFUNDED: "refunded"}
_FAILED = "failed"  # the state of a repayment that never went


async def answered(turn: Turn, said: Said) -> bool:
    """Say what came for an order of theirs, and what went back; False where nothing was paid, and for other words."""
    text, of_return = said.event.text, asks_for_news_of_a_return(said)
    if not said.is_words_alone or not (of_return or says_paid(text) or asks_of_payment(text)):
        return False
    found = await with_money(turn, said)
    for row, order in found[:1]:
        values = _values(row, order, of_return=of_return)
        if "kept" in values:  # whoever waits for it waits for a person
            about = phrase("not_paid_back", number=row.number)
            passed_on = await handover.ask(turn, said.address, said.message, about=about)
            values |= {"asked": "yes"} if passed_on else {}
        subject = customer_orders.subject_of(row)
        await say(turn, said, _TOLD, values=values, about=row.number, subject=subject)
    return bool(found)


def asks_for_news_of_a_return(said: Said) -> bool:
    """Whether they ask what became of money that was to go back, rather than for it."""
    return said.reading.intent is Intent.REFUND and asks_whether(said.event.text)


async def with_money(turn: Turn, said: Said) -> list[tuple[Reservation, Order]]:
    """Their orders for which money came, with the state of each: the one that they name, by its number or its goods;
    else those that go on, then the others, the newest first."""
    rows = await customer_orders.orders_of(turn, said.address.contact)
    known = [(row, order) for row in rows if (order := await customer_orders.as_it_stands(turn, row)) is not None]
    paid = [(row, order) for row, order in known if order.paid_at is not None]
    if said.reading.order:
        named = customer_orders.called(rows, {said.reading.order})
    else:
        named = await by_goods.holding(turn, said.event.text, [row for row, _ in paid])
    meant = [one for one in paid if one[0] in named] or paid
    return sorted(meant, key=lambda one: one[0].status not in GOING_ON)


def _values(row: Reservation, order: Order, *, of_return: bool) -> dict[str, Any]:
    returned = sum(one.amount for one in order.repayments if one.state != _FAILED)
    happened = _GOING_BACK.get(Status(row.status), "paid")
    cost = returned if happened != "paid" and returned else order.paid + returned
    values = {"order": row.number, "amount": amount(cost), "currency": order.currency, "happened": happened}
    values["when"] = order.paid_at if happened == "paid" else row.changed_at
    if happened == "paid" and returned:
        return values | {"went": amount(returned)}
    return values | ({"kept": "yes"} if happened == "paid" and of_return else {})
