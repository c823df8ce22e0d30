"""One message to the staff for each order, edited as the order changes; three messages where edits are impossible.

A new order's message makes a sound, its edits do not: alerts cover what needs a person. If an order ends and no staff
member ended it, there is one short message with a sound, except on WhatsApp. WhatsApp cannot edit messages, and its
third message comes at the end anyway.

Orders that arrive right after several others share one message a moment later, so that thirty orders do not make thirty
sounds. They have no message of their own; /orders shows their progress.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from flows.actor import Actor, ActorKind
from flows.channels import CHANNELS
from flows.engine import Subject
from flows.money import Money
from flows.phrase import Text, phrase, tap
from flows.policy.departure_facts import Kind
from flows.sourcing.order import Order
from flows.sourcing.order_draft import name_order
from flows.sourcing.order_state import OVER, UNPAID, Status
from handlers.actions.message_lives import name_person
from handlers.calls import message_edit_call
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_list_entries import is_address_missing, notes_of
from handlers.sourcing.staff.order_card import render_card
from handlers.sourcing.staff.order_summary import Formatting
from handlers.staff_notices import alerts
from storage.people.people import Address
from storage.sourcing.partner_shops import Shops
from storage.sourcing.reservations import Reservations

TOGETHER_WITHIN = timedelta(minutes=2)
"""An order that comes this soon after several others shares a message with more of them."""
AT_ONCE = 4
"""Number of orders with messages of their own in that time."""
_MOST = 40  # lines of one message: /orders has the further ones


async def add(turn: Turn, people: Sequence[Address], order: Order) -> None:
    """Announce the order to these staff members, together with the other orders of its group."""
    told = await _describe_order(turn, order)
    due_at = _find_period_end(turn.now)
    for to in people:
        await turn.unit.people.hold(to.contact)
        speech = await speech_to(turn, to)
        key = f"bunch:{int(due_at.timestamp())}:{to.id}"
        queued = await message_edit_call.find_newest(turn, key)
        if queued is None:
            text = f"{speech.say(phrase('orders_came_together'))}\n{speech.say(told)}"
            await post(turn, to, OutboundMessage(key=key, kind=Kind.STAFF, text=text, due_at=due_at))
            continue
        lines = (queued.text or "").splitlines()
        more = speech.say(phrase("more_came_together"))
        if more not in lines:
            lines.append(speech.say(told) if len(lines) <= _MOST else more)
            await message_edit_call.rewrite(turn, queued, "\n".join(lines))


async def _describe_order(turn: Turn, order: Order) -> Text:
    """Format the order's line in a list: the customer, the goods and the amount."""
    row = await turn.unit.of(Reservations).get(order.id)
    person = await turn.unit.people.get(row.contact) if row is not None and row.contact is not None else None
    addresses = await turn.unit.people.addresses_of(person.id) if person is not None else ()
    return phrase(
        "came_together",
        order=tap("order", order.number),
        who=name_person(person, next((one for one in addresses if one.writable), None)),
        what=order_words.list_line_pieces(order.wants),
        amount=Money(order.amount, order.currency),
        express=order.express,
    )


def _find_period_end(now: datetime) -> datetime:
    """Return the end of the period whose new orders share a message."""
    seconds = int(TOGETHER_WITHIN.total_seconds())
    return now + timedelta(seconds=seconds - int(now.timestamp()) % seconds)


# The parts of an order in the message; if all are unchanged, nothing is looked up.
SHOWN = (
    "status", "lines", "promises", "asks", "payments", "repayments", "paid_at", "promised_at", "reserved_until",
    "answer_by", "tracking", "carrier", "pay", "express", "fee", "credit", "allowance", "approved", "photos_until",
    "held",
)  # fmt: skip


async def update_cards(turn: Turn, before: Order | None, after: Order) -> None:
    """Send or edit the message about an order for each owner and manager; ``before`` is None for a new order."""
    if not turn.business.sourcing.order_messages or (before is not None and _is_same(before, after)):
        return
    further = before is None or _stage(after) > _stage(before)
    desk = await alerts.list_chats(turn, roles=alerts.RESPONSIBLE)
    people = [to for to in desk if CHANNELS[to.channel].edits or further]
    if before is None and people and await _comes_right_after(turn, after):
        await add(turn, people, after)
        return
    told = await _load_card(turn, after) if people else ""
    for to in people:
        text = (await speech_to(turn, to)).say(told)
        if CHANNELS[to.channel].edits:
            await _keep(turn, to, after, text, fresh=before is None)
        else:
            await _post(turn, to, after, f"{_key(to, after)}:{_stage(after)}", text)


async def _comes_right_after(turn: Turn, order: Order) -> bool:
    """Return True if several orders arrived shortly before, so that they share one message."""
    if order.for_stock:
        return False
    return await turn.unit.of(Reservations).count_others_since(turn.now - TOGETHER_WITHIN, order.id) >= AT_ONCE


async def _keep(turn: Turn, to: Address, order: Order, text: str, *, fresh: bool) -> None:
    """Send or edit the one message about an order. Members linked later get messages about later orders only."""
    key = _key(to, order)
    if fresh:
        await _post(turn, to, order, key, text)
        return
    shown = await message_edit_call.find_newest(turn, key)
    if shown is not None:
        await message_edit_call.rewrite(turn, shown, text)


async def _post(turn: Turn, to: Address, order: Order, key: str, text: str) -> None:
    await post(turn, to, OutboundMessage(key=key, kind=Kind.STAFF, text=text, subject=Subject("reservation", order.id)))


async def _load_card(turn: Turn, order: Order) -> Text:
    asked = {ask.shop for ask in order.asks if ask.is_told}
    kept = {promise.shop for promise in order.promises if promise.shop is not None}
    shops = await turn.unit.of(Shops).by_ids(asked | kept)
    checked, notes = turn.business.sourcing.quality_check, await notes_of(turn, order.id)
    homeless = await is_address_missing(turn, order.id)
    return render_card(order, shops, Formatting(turn.zone, turn.now), checked=checked, notes=notes, homeless=homeless)


async def show_notes(turn: Turn, order: Order) -> None:
    """Update the notes in an order's message, with no sound, on channels that can edit messages."""
    if not turn.business.sourcing.order_messages:
        return
    told = await _load_card(turn, order)
    for to in await alerts.list_chats(turn, roles=alerts.RESPONSIBLE):
        if CHANNELS[to.channel].edits:
            await _keep(turn, to, order, (await speech_to(turn, to)).say(told), fresh=False)


def _key(to: Address, order: Order) -> str:
    return f"card:{order.id}:{to.id}"


def _stage(order: Order) -> int:
    """Return the stage of an order on channels with three messages: arrived, decided, ended."""
    if order.status in OVER:
        return 3
    return 1 if order.status in {Status.RESERVED, Status.CHECKING} else 2


def _is_same(before: Order, after: Order) -> bool:
    return all(getattr(before, name) == getattr(after, name) for name in SHOWN)


TOGETHER = timedelta(minutes=5)
"""Orders that fail within this time share one message."""


class Ending(StrEnum):
    """How an order ended; each has a phrase of the same name."""

    NOT_OFFERED = "ended_not_offered"
    CALLED_OFF = "ended_called_off"
    NOT_CHOSEN = "ended_not_chosen"
    NOT_PAID = "ended_not_paid"
    NOT_ANSWERED = "ended_not_answered"


async def tell_end(turn: Turn, before: Order | None, after: Order, by: Actor) -> None:
    """Send the order's end to each owner and manager who gets order messages; ``by`` caused it."""
    ending = find_ending(before, after, by)
    if not turn.business.sourcing.order_messages or after.for_stock or ending is None:
        return
    values = {"order": name_order(after), "why": phrase(ending.value), "command": tap("order", after.number)}
    line = phrase("order_ended", back=after.status is Status.REFUNDING, **values)
    for to in await alerts.list_chats(turn, roles=alerts.RESPONSIBLE):
        if CHANNELS[to.channel].edits:
            await _add(turn, to, (await speech_to(turn, to)).say(line))


def find_ending(before: Order | None, after: Order, by: Actor) -> Ending | None:
    """Return how the order ended; None if it goes on, or if the staff or the shop's system ended it.

    The end of an erased customer's order has its own alert (flows/sourcing/customer_erasure.py).
    """
    was = before.status if before is not None else Status.RESERVED
    if after.status is was or after.erased:
        return None
    if after.status is Status.UNAVAILABLE:
        return Ending.NOT_OFFERED
    if after.status is Status.EXPIRED:
        return _make_late(was, before)
    if after.status not in {Status.CANCELLED, Status.REFUNDING}:
        return None
    if by.kind is ActorKind.CUSTOMER:
        return Ending.CALLED_OFF
    if was in UNPAID and by.kind in {ActorKind.SYSTEM, ActorKind.SHOP}:  # it was paid first
        return _make_late(was, before) if was is Status.PART_AVAILABLE else Ending.NOT_OFFERED
    return None


def _make_late(was: Status, before: Order | None) -> Ending:
    if was is Status.PART_AVAILABLE:
        return Ending.NOT_CHOSEN
    return Ending.NOT_PAID if before is None or before.payment else Ending.NOT_ANSWERED


async def _add(turn: Turn, to: Address, line: str) -> None:
    """Add the line to the message that is to be sent, sorted by order number, or start a new message with it."""
    await turn.unit.people.hold(to.contact)
    due_at = _find_step_end(turn.now)
    key = f"endings:{int(due_at.timestamp())}:{to.id}"
    queued = await message_edit_call.find_newest(turn, key)
    if queued is None:
        await post(turn, to, OutboundMessage(key=key, kind=Kind.STAFF, text=line, due_at=due_at))
    else:
        await message_edit_call.rewrite(turn, queued, "\n".join(sorted([*(queued.text or "").splitlines(), line])))


def _find_step_end(now: datetime) -> datetime:
    """Return the end of the period whose ended orders share a message."""
    seconds = int(TOGETHER.total_seconds())
    return now + timedelta(seconds=seconds - int(now.timestamp()) % seconds)
