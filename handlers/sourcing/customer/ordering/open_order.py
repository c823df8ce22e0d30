"""An order that is being picked in chat: its run, its state, and the repetition of its question."""

from dataclasses import dataclass
from uuid import UUID

from flows.sourcing import chat_order
from flows.sourcing.basket import Ordering, upgrade_order
from flows.sourcing.order_wishes import Picked
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine import host
from handlers.engine.turn import Turn
from storage.events.runs import Run, RunQuestion
from storage.sql import json_codec

_PICKS = frozenset(chat_order.QUESTIONS.values())


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """The run of an order that is being picked, with the lines picked so far."""

    run: Run
    state: Ordering


async def find_open(turn: Turn, contact: UUID) -> OpenOrder | None:
    """Return the order that a person is picking now; None if there is none."""
    run = await turn.unit.runs.get_open(chat_order.NAME, str(contact))
    return OpenOrder(run, get_state(run)) if run is not None else None


def is_asked(asked: RunQuestion | None) -> bool:
    """Return True if the open question belongs to an order that is being picked."""
    return asked is not None and asked.question in _PICKS


def get_state(run: Run) -> Ordering:
    """Return the state of an order that is being picked, from its run."""
    return upgrade_order(json_codec.load(Ordering, run.state))


def make_empty_pick(said: UnderstoodMessage) -> Picked:
    """Return an answer that changes nothing in the order yet, to be filled in."""
    return Picked(said.address.id, said.address.channel, said.message.id)


async def ask_again(turn: Turn, said: UnderstoodMessage) -> None:
    """Repeat the question of the order that is being picked, if there is one."""
    picked = await find_open(turn, said.address.contact)
    if picked is not None:
        event = Picked(said.address.id, said.address.channel, said.message.id, again=True)
        await host.advance(turn, picked.run, event)
