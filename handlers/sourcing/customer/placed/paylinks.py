"""A customer asks how to pay: told the amount, until when, and the link again, for every order that has an open one.

Where none has, they hear what comes first: we are still looking, or they have to choose what becomes of the part that
is there, or to say yes to what is paid at the door. What else they ask about paying is for a person, and so is how to
pay where no account makes links. Whoever says that the link does not open, or that it is paid while it is open, gets
the link again, once: what they say then is for a person, who hears at once of money that did not come.
"""

from collections.abc import Mapping
from typing import Any

from flows.money import amount
from flows.policy.facts import Kind
from flows.sourcing.draft import named
from flows.sourcing.order import Order
from flows.sourcing.paying import QUOTE
from flows.sourcing.payment import PaymentState
from flows.sourcing.status import UNPAID, Status
from handlers import handover
from handlers.customer_talk.said import Said, hand_over, say
from handlers.outgoing import OutboundMessage, post
from handlers.replies.intents import Intent
from handlers.replies.paying import agrees_beside, asks_to_pay, says_link_fails, says_paid
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.last_said import last_word
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation

_HOW = "payment_reminder"  # the template that says what is not paid yet, until when, and where to pay
_NOT_YET = "nothing_to_pay"
_AT_THE_DOOR = "confirm_order"


def means_link(text: str) -> bool:
    """Whether a text asks how to pay, or says that the link does not open or that it is paid."""
    return asks_to_pay(text) or says_link_fails(text) or says_paid(text)


async def has_link(turn: Turn, said: Said) -> bool:
    """Whether an order of theirs can be paid by a link now."""
    return any(_link(order) for _, order in await _orders(turn, said))


async def told_links(turn: Turn, said: Said) -> bool:
    """Say where to pay each order that has an open link; False where none has."""
    payable = [(row, order) for row, order in await _orders(turn, said) if _link(order)]
    for row, order in payable:
        await say(turn, said, _HOW, values=_how(order), about=row.number)
    return bool(payable)


async def failed(turn: Turn, said: Said) -> bool:
    """Say once more where to pay, to a customer who says that the link does not open or that an order is paid; False
    for other words, without an open link, and where that was said last."""
    event = said.event
    fails, paid = says_link_fails(event.text), says_paid(event.text)
    if not said.is_words_alone or not (fails or paid):
        return False
    last = await last_word(turn, said)
    payable = [(row, order) for row, order in await _orders(turn, said) if _link(order)]
    if not payable or (last is not None and last.kind is Kind.ANSWER and f":{_HOW}:" in last.key):
        return False
    for row, order in payable:
        await say(turn, said, _HOW, values=_how(order), about=row.number)
    if paid:
        await handover.ask(turn, said.address, said.message)
    return True


async def asked(turn: Turn, said: Said) -> bool:
    """Say how to pay; False where they ask no such thing, agree to another question, or have nothing to pay."""
    event = said.event
    if not said.is_by_hand or not asks_to_pay(event.text) or _agrees(said):
        return False
    found = await _orders(turn, said)
    payable = [(row, order) for row, order in found if _link(order)]
    for row, order in payable:
        await say(turn, said, _HOW, values=_how(order), about=row.number)
    told = bool(payable)
    for row, order in found if not told else ():
        first = _first(turn, order)
        if first is not None:
            await _tell(turn, said, row, *first)
            told = True
    if not told and any(_waits_for_the_team(turn, order) for _, order in found):
        await hand_over(turn, said)
        return True
    return told


async def _orders(turn: Turn, said: Said) -> list[tuple[Reservation, Order]]:
    """The orders of a customer that have not left, with the state of each."""
    rows = await customer_orders.with_us(turn, said.address.contact)
    return [(row, order) for row in rows if (order := await customer_orders.as_it_stands(turn, row)) is not None]


def _waits_for_the_team(turn: Turn, order: Order) -> bool:
    """Whether an order is to be paid now and no account makes a link: how, only the team can say."""
    to_be_paid = order.status is Status.AVAILABLE or (order.status is Status.RESERVED and order.pay == "first")
    return to_be_paid and not turn.business.payments and order.paid_at is None and order.pay not in {"cod", QUOTE}


def _agrees(said: Said) -> bool:
    """Whether it is the answer to a question of ours: "link bhejo" alone takes no part of an order."""
    is_yes = said.reading.intent is Intent.YES and said.answered.asked is not None
    return is_yes and agrees_beside(said.event.text)


def _link(order: Order) -> str:
    """Where an order can be paid now; "" where it cannot."""
    payment = order.payment
    is_open = order.status in UNPAID and payment is not None and payment.state is PaymentState.OPEN
    return payment.url if payment is not None and is_open else ""


def _how(order: Order) -> dict[str, Any]:
    """The amount that its link asks for, until when it can be paid, and the link."""
    cost = order.payment.amount if order.payment is not None else order.amount
    return _known(order) | {"amount": amount(cost), "until": order.reserved_until, "link": _link(order)}


def _first(turn: Turn, order: Order) -> tuple[str, Mapping[str, Any]] | None:
    """What comes before an order is paid, as a template with its values; None where only a person can tell."""
    if order.paid_at is not None:
        return None
    door = {"door": "yes"} if order.pay == "cod" else {}
    how = door or ({} if turn.business.payments else {"by_hand": "yes"})
    if order.status is Status.CHECKING:
        until = {"until": order.answer_by} if order.answer_by > turn.now else {}
        return _NOT_YET, {"order": order.number} | how | until
    if order.status is Status.PART_AVAILABLE:
        return _NOT_YET, {"order": order.number, "choose": "yes"} | how
    if order.status is Status.AVAILABLE and door:
        express = {"express": "yes"} if order.express else {}
        cost = {"amount": amount(order.amount)}
        return _AT_THE_DOOR, _known(order) | cost | {"until": order.reserved_until} | express
    return None


def _known(order: Order) -> dict[str, Any]:
    return {"order": order.number, "items": named(order.wants), "currency": order.currency}


async def _tell(turn: Turn, said: Said, row: Reservation, template: str, values: Mapping[str, Any]) -> None:
    """Answer as the order's own run: a reply to it answers what the order has asked, too."""
    key = f"answer:{said.message.id}:{template}:{row.number}"
    letter = OutboundMessage(key, Kind.ANSWER, template, values=values, reply_to=said.message.id, run=row.run)
    await post(turn, said.address, letter)
