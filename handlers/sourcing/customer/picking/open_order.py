"""An order that is picked in chat and still open: its run, its state, and its answers while they are empty."""

from dataclasses import dataclass, replace
from uuid import UUID

from flows.sourcing import ordering
from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next, Picked
from handlers import host
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent, Reading
from handlers.replies.intents import read as read_intent
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.customer.wares import goods_of
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.turn import Turn
from storage import codec
from storage.runs import Asked, Run

_PICKS = frozenset(ordering.QUESTIONS.values())


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """The run in which an order is picked, and what is picked in it so far."""

    run: Run
    state: Ordering


async def of(turn: Turn, contact: UUID) -> OpenOrder | None:
    """The order that a person picks now; None where they pick none."""
    run = await turn.unit.runs.open(ordering.NAME, str(contact))
    return OpenOrder(run, state_in(run)) if run is not None else None


def is_asked(asked: Asked | None) -> bool:
    """Whether the question that is open belongs to an order that is picked."""
    return asked is not None and asked.question in _PICKS


def state_in(run: Run) -> Ordering:
    """The state of an order that is picked, as the run keeps it."""
    state: Ordering = codec.load(Ordering, run.state)
    return state


def shelf_in(state: Ordering) -> Shelf:
    """The products that the order is about, each once."""
    lines = [one.ware for one in (*state.kept, *state.later)]
    return Shelf(list(dict.fromkeys(map(goods_of, (*lines, *state.wares)))))


def nothing_of(said: Said) -> Picked:
    """An answer of theirs that says nothing to the order yet."""
    return Picked(said.address.id, said.address.channel, said.message.id)


def by_itself(said: Said, text: str) -> Said:
    """Return the message as if this part were all of its text."""
    reading = read_intent(text)
    if reading.intent is not Intent.CANCEL_ORDER:
        reading = Reading(Intent.YES if read_yes_no(text).answer is True else Intent.UNCLEAR, 1.0)
    return replace(said, event=replace(said.event, text=text), reading=reading)


async def ask_again(turn: Turn, said: Said, doubt: str = "", spoken: tuple[Next, ...] = ()) -> None:
    """Put the question of the order that is picked once more, where there is one; ``doubt`` as in ``Ordering``,
    ``spoken`` as in ``Picked``."""
    picked = await of(turn, said.address.contact)
    if picked is not None:
        await host.advance(turn, picked.run, replace(nothing_of(said), again=True, doubt=doubt, spoken=spoken))
