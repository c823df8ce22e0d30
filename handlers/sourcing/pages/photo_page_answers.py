"""Answers to an order's photos on its page; each has the effect of the same answer in the chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.actor import ActorKind
from flows.engine import CustomerReplied
from flows.sourcing.order_state import CHECKED
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.sourcing.customer_orders import get_order
from storage.events.runs import Run
from storage.sourcing.order_histories import HistoryStep
from storage.sourcing.order_photos import Photo
from storage.sourcing.reservations import Reservation

CHOICES = {"ship": 1, "recheck": 2}
"""The answers, with their numbers in the chat."""
_NOBODY = UUID(int=0)  # it came from no address and no message


@dataclass(frozen=True, slots=True)
class Looking:
    """State of the photo question: ``until`` is its deadline if it is open; ``said`` is one of CHOICES or "".

    ``held``: it is open, but automatic shipping is off because a person has to read the customer's remark.
    """

    until: datetime | None = None
    said: str = ""
    held: bool = False


async def look(turn: Turn, found: Reservation, history: Sequence[HistoryStep], shown: Sequence[Photo]) -> Looking:
    """Return the state of the question about the shown photos, with the customer's answer."""
    run = await _run(turn, found) if shown else None
    if run is None:
        return Looking()
    order, since = get_order(run), max(one.shown_at for one in shown if one.shown_at is not None)
    if order.photos_until is not None:
        return Looking(until=order.photos_until, held=order.held)
    spoke = any(step.by.kind is ActorKind.CUSTOMER and step.status in CHECKED and step.at >= since for step in history)
    return Looking(said="" if not spoke else "ship" if order.approved else "recheck")


async def answer(turn: Turn, found: Reservation, said: str, asked: int) -> bool:
    """Apply an answer to the photo question whose deadline is ``asked`` (epoch seconds).

    Return False if it is closed: answered, timed out, or replaced by newer photos.
    """
    if found.contact is not None:
        await turn.unit.people.hold(found.contact)
    run = await _run(turn, found)
    until = get_order(run).photos_until if run is not None else None
    if run is None or until is None or number_question(until) != asked:
        return False
    return await host.advance(turn, run, CustomerReplied("choice", _NOBODY, "page", _NOBODY, choice=CHOICES[said]))


def number_question(until: datetime) -> int:
    """Return a number that identifies a photo question among those of its order: its deadline in epoch seconds."""
    return int(until.timestamp())


async def _run(turn: Turn, found: Reservation) -> Run | None:
    """Return the order's open run while its photos can still be answered; None otherwise."""
    run = await turn.unit.runs.get(found.run) if found.run is not None and found.status in CHECKED else None
    return run if run is not None and run.ended_at is None else None
