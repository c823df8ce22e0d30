"""Orders that are not wanted any more, in words that call nothing off by name: "no thanks, forget it".

It is about the order that is open, unless something else was asked or offered last; what was meant so is a guess all
the same, so it is asked before anything ends. Whoever says "yes, cancel it" once more when it is over (a day at most,
and while that was said last) hears that it is: they agree with us, and take no consent back.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.policy.facts import Purpose
from flows.sourcing.status import UNPAID
from handlers.customer_talk.answered import TALK
from handlers.customer_talk.cancellation import STOP_OFFER
from handlers.customer_talk.said import Said, say
from handlers.replies.answers import confirms_cancel, is_bare_cancel
from handlers.replies.choices import read_sure
from handlers.replies.intents import Intent
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing import customer_orders
from handlers.sourcing.customer import called, order_status
from handlers.sourcing.replies.dropping import is_dropped
from handlers.turn import Turn
from storage.facts.departures import CANCEL_QUESTION, STOP_QUESTION
from storage.messages import Message
from storage.sourcing.reservations import Reservation

SURE = "cancel_sure"
"""The template that asks whether an order is to be called off."""
_KEPT, _OVER = "cancel_kept", "order_cancelled"  # templates
_OF_MESSAGES = frozenset({CANCEL_QUESTION, STOP_QUESTION, STOP_OFFER})
_OF_CANCELLING = frozenset({SURE, _OVER, "cancel_passed_on"})


async def is_confirmed(turn: Turn, message: Message) -> bool:
    """Whether it only confirms a cancellation that we just spoke of: the bare word is what the law says even then."""
    said = confirms_cancel(message.text or "")
    last = await turn.unit.messages.last_word(message.address, message.id) if said else None
    return last is not None and last.template in _OF_CANCELLING and _lately(turn, last)


async def answered(turn: Turn, said: Said, last: Message | None) -> bool:
    """Take the answer to whether an order is to be called off; False for what is none."""
    if last is None or last.template != SURE or not _lately(turn, last):
        return False
    order, sure = await _told(turn, said, last), _sure(said)
    if order is None or sure is None or order.status not in called.CALLABLE:
        return False
    if sure:
        await called.off(turn, said, [order])
    else:
        await say(turn, said, _KEPT, values={"order": order.number})
    return True


async def is_over(turn: Turn, said: Said, last: Message | None) -> bool:
    """Say once more that their order is cancelled, where that is what they confirm."""
    if last is None or last.template != _OVER or not _lately(turn, last):
        return False
    order = await _told(turn, said, last) if is_bare_cancel(said.event.text) else None
    if order is None or await customer_orders.with_us(turn, said.address.contact):
        return False
    await say(turn, said, _OVER, values={"order": order.number, "items": await _items(turn, order)})
    return True


async def meant(turn: Turn, said: Said, last: Message | None) -> list[Reservation]:
    """The open orders that they may not want any more; none where they said no such thing, or answer another."""
    text = said.event.text
    if said.event.button or said.event.forwarded or not _is_free(said, last):
        return []
    orders = await customer_orders.with_us(turn, said.address.contact)
    spoken_of = last.data.get("order") if last is not None else None
    told = [one for one in orders if one.number == spoken_of]
    if is_dropped(text):
        return told or ([] if spoken_of else orders)
    return [one for one in told if one.status in UNPAID] if read_yes_no(text).answer is False else []


async def ask(turn: Turn, said: Said, order: Reservation) -> None:
    """Whether that order is to be called off."""
    await say(turn, said, SURE, values={"order": order.number, "items": await _items(turn, order)})


def _is_free(said: Said, last: Message | None) -> bool:
    """Whether no other question, and nothing of the shop's own, was said last: that would be what they refuse."""
    asked = said.answered.asked
    if asked is not None and (last is None or last.run == asked.run):
        return False
    return last is None or (last.purpose is not Purpose.MARKETING and last.template not in _OF_MESSAGES)


def _sure(said: Said) -> bool | None:
    text = said.event.text
    if is_bare_cancel(text) or is_dropped(text):
        return True
    sure = read_sure(text, said.event.button)
    return sure if sure is not None else {Intent.YES: True, Intent.NO: False}.get(said.reading.intent)


async def _told(turn: Turn, said: Said, last: Message) -> Reservation | None:
    """The order of theirs that our last word was about."""
    orders: Sequence[Reservation] = await customer_orders.orders_of(turn, said.address.contact)
    return next((one for one in orders if one.number == last.data.get("order")), None)


async def _items(turn: Turn, order: Reservation) -> tuple[str, ...]:
    items: tuple[str, ...] = (await order_status.sourced_values(turn, order))["items"]
    return items


def _lately(turn: Turn, last: Message) -> bool:
    return last.left_at is not None and last.left_at > turn.now - TALK
