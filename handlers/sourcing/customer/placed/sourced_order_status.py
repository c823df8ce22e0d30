"""Status answers for sourced orders, from their state, without a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID

from flows.sourcing.order_draft import name_lines, name_step
from flows.sourcing.order_line import make_source
from flows.sourcing.order_state import FETCHING, UNPAID, Status
from handlers.customer_talk import store_order_status
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.turn import Turn
from handlers.replies.customer_intents import Intent
from handlers.replies.payment_questions import asks_whether, says_paid
from handlers.sourcing import customer_orders
from handlers.sourcing.order_history import find_first_request
from handlers.sourcing.pages.order_links import make_page_link
from handlers.staff_notices import handover
from handlers.staff_notices.handover import PassedOnAnswer
from storage.sourcing.order_histories import Histories, HistoryStep
from storage.sourcing.promises import Promises
from storage.sourcing.reservations import Reservation, Reservations
from storage.store.purchases import Purchase

SOURCED = "order_update"
"""The template with the progress of a sourced order."""
SHIPPED = Status.SHIPPED.value
_UNDER_WAY = FETCHING | {Status.SHIPPED}
_LOOKED_FOR = frozenset({Status.RESERVED, Status.CHECKING})
_AHEAD = _UNDER_WAY | UNPAID
_GOES_BACK = frozenset({Status.REFUNDING.value, Status.REFUNDED.value})
_LATELY = timedelta(hours=24)
_MOST_TOLD = 5  # orders in one answer
_MOST = 100  # orders of a person to search for the named one


async def answer_status(turn: Turn, said: UnderstoodMessage) -> bool:
    """Answer a question about sourced orders, or about an order's money; return False for other texts.

    A second question about an unknown day goes to the staff.
    """
    passed_on: PassedOnAnswer | None = None
    found = await _get_asked(turn, said) if said.reading.intent is Intent.ORDER_STATUS else await _find_paid(turn, said)
    for one in found:
        values = await list_values(turn, one)
        if values.get("undated") and await _was_told_undated(turn, said.address.id, one):
            passed_on = passed_on or await handover.ask(turn, said.address, said.message)
            values = {**values, "asked": "yes"} if passed_on else values
        await tell(turn, said, one, values)
    return bool(found)


async def _get_asked(turn: Turn, said: UnderstoodMessage) -> list[Reservation]:
    """Return the sourced orders that a question is about: the named one, or all open ones, the newest first.

    An order that ended recently comes last.
    """
    number = said.reading.order
    latest = await find_meant(turn, said.address.contact, number)
    if latest is None or number:
        return [latest] if latest is not None else []
    open_ = await customer_orders.list_unfinished(turn, said.address.contact)
    is_over = latest not in open_ and (not open_ or latest.changed_at > turn.now - _LATELY)
    return [*open_[:_MOST_TOLD], *([latest] if is_over else [])]


async def _find_paid(turn: Turn, said: UnderstoodMessage) -> list[Reservation]:
    """Return the newest order that was paid or is being refunded, for a text about payment; else none."""
    text = said.event.text
    returns = said.reading.intent is Intent.REFUND and asks_whether(text)
    if not said.is_words_alone or not (returns or says_paid(text)):
        return []
    for row in await customer_orders.list_orders(turn, said.address.contact):
        order = await customer_orders.load_order(turn, row)
        if order is not None and (row.status in _GOES_BACK if returns else order.paid_at is not None):
            return [row]
    return []


async def find_meant(turn: Turn, contact: UUID, number: str | None) -> Reservation | None:
    """Return the named sourced order, or the latest one; None if the store has a later order of the customer."""
    sourced = await _find_sourced(turn, contact, number)
    order = await store_order_status.find_latest(turn, contact, number) if sourced is not None else None
    if sourced is not None and (order is None or order.id == sourced.id or _is_later(sourced, order)):
        return sourced
    return None


async def tell(
    turn: Turn, said: UnderstoodMessage, order: Reservation, values: Mapping[str, Any] | None = None
) -> None:
    """Send the status of the order, with ``values`` if given."""
    told, about = values or await list_values(turn, order), customer_orders.make_row_subject(order)
    await say(turn, said, SOURCED, values=told, about=order.number, subject=about)


async def list_values(turn: Turn, found: Reservation) -> dict[str, Any]:
    """Return the values of an order's status: its progress, and the known days to come."""
    cancels = {"cancels": "yes"} if found.status in customer_orders.CALLABLE else {}
    return await get_values(turn, found) | await _foresee(turn, found) | await _describe_state(turn, found) | cancels


async def _find_sourced(turn: Turn, contact: UUID, number: str | None) -> Reservation | None:
    """Return the sourced order with the number, or the latest one if there is no number; None if there is none."""
    theirs = await turn.unit.of(Reservations).list_by_contact(contact, _MOST if number else 1)
    if number:
        theirs = customer_orders.find_by_name(theirs, {number})
    return next(iter(theirs), None)


def _is_later(sourced: Reservation, order: Purchase) -> bool:
    return order.placed_at is None or sourced.created_at >= order.placed_at


async def _was_told_undated(turn: Turn, address: UUID, order: Reservation) -> bool:
    """Return True if the customer asked about the order recently and our answer named no day."""
    thread = await turn.unit.messages.thread(address)
    told = (one for one in thread if one.subject == order.id and one.created_at > turn.now - _LATELY)
    return any(one.data.get("undated") for one in told)


async def _describe_state(turn: Turn, found: Reservation) -> dict[str, Any]:
    """Return values that explain a state of several days: why the order waits, or that a piece is missing again."""
    if found.status not in FETCHING - {Status.PACKED}:
        return {}
    order = await customer_orders.load_order(turn, found)
    if order is None:
        return {}
    if order.lacks:
        return {"happened": "lacking", "undated": "yes"}
    if order.photos_until is not None:
        return {"happened": "photos"}
    return {"happened": "approved"} if order.status is Status.QUALITY_CHECK and order.approved else {}


async def _foresee(turn: Turn, found: Reservation) -> dict[str, Any]:
    """Return values for the next days: how long it is searched for or reserved, or that its arrival is unknown."""
    if found.status == SHIPPED:
        history = await turn.unit.of(Histories).history(found.id)
        return {} if _delivery(turn, found, _find_since(history, found.changed_at)) else {"undated": "yes"}
    if found.status not in _AHEAD or (found.promised_at is not None and found.promised_at > turn.now):
        return {}
    order = await customer_orders.load_order(turn, found)
    until = None if order is None else order.answer_by if order.status in _LOOKED_FOR else order.reserved_until
    known = until if found.status in UNPAID and until is not None and until > turn.now else None
    searched = order if found.status == Status.CHECKING else None
    asked = await find_first_request(turn, searched) if searched is not None else None
    unasked = "yes" if searched is not None and asked is None else None
    late = found.promised_at if found.status in FETCHING else None
    told = {"expected": known, "late": late, "unasked": unasked, "when": asked}
    return {"undated": "yes"} | {name: value for name, value in told.items() if value}


def _delivery(turn: Turn, found: Reservation, left_at: datetime) -> datetime | None:
    """Return the delivery time of a shipped order; None if the business states no delivery time for its courier."""
    return turn.business.sourcing.delivery(left_at, turn.now)


async def get_values(turn: Turn, found: Reservation) -> dict[str, Any]:
    """Return a sourced order's progress, since when, and where to follow it; its messages and page use them too."""
    lines = [line for line, _ in (await turn.unit.of(Reservations).lines([found.id]))[found.id]]
    kept = (await turn.unit.of(Promises).find_promises([found.id]))[found.id]
    history = await turn.unit.of(Histories).history(found.id)
    values: dict[str, Any] = {
        "order": found.number,
        "items": name_lines(tuple(line for line in lines if line.wanted) or tuple(lines)),
        "happened": name_step(found.status, make_source(lines, kept)),
        "when": _find_since(history, found.changed_at),
    }
    leaves = found.promised_at if found.status in FETCHING else None
    known = _delivery(turn, found, values["when"]) if found.status == SHIPPED else leaves
    also = {
        "expected": known if known and known > turn.now else None,
        "link": make_page_link(turn, found.id),
        "tracking": found.parcel if found.status == SHIPPED else None,
        "paid": "yes" if found.status in _UNDER_WAY and found.pay != "cod" else None,
    }
    return values | {name: value for name, value in also.items() if value}


def _find_since(history: Sequence[HistoryStep], otherwise: datetime) -> datetime:
    """Return when the order reached its current state; notes do not count as a change."""
    since = otherwise
    for step in takewhile(lambda step: step.status == history[-1].status, reversed(history)):
        since = step.at
    return since
