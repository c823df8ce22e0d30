"""An order that is picked in chat and still open: its run, its state, and its question once more."""

from dataclasses import dataclass
from uuid import UUID

from flows.sourcing import chat_order
from flows.sourcing.basket import Ordering, as_now
from flows.sourcing.order_wishes import Picked
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine import host
from handlers.engine.turn import Turn
from storage.events.runs import Run, RunQuestion
from storage.sql import json_codec

_PICKS = frozenset(chat_order.QUESTIONS.values())


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """The run in which an order is picked, and what is picked in it so far."""

    run: Run
    state: Ordering


async def of(turn: Turn, contact: UUID) -> OpenOrder | None:
    """Return the order that a person picks now; None where they pick none."""
    run = await turn.unit.runs.open(chat_order.NAME, str(contact))
    return OpenOrder(run, state_in(run)) if run is not None else None


def is_asked(asked: RunQuestion | None) -> bool:
    """Return whether the question that is open belongs to an order that is picked."""
    return asked is not None and asked.question in _PICKS


def state_in(run: Run) -> Ordering:
    """Return the state of an order that is picked, as the run keeps it."""
    return as_now(json_codec.load(Ordering, run.state))


def nothing_of(said: UnderstoodMessage) -> Picked:
    """Return an answer that says nothing to the order yet."""
    return Picked(said.address.id, said.address.channel, said.message.id)


async def ask_again(turn: Turn, said: UnderstoodMessage) -> None:
    """Put the question of the order that is picked once more, where there is one."""
    picked = await of(turn, said.address.contact)
    if picked is not None:
        event = Picked(said.address.id, said.address.channel, said.message.id, again=True)
        await host.advance(turn, picked.run, event)
