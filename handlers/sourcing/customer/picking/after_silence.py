"""An answer to an order in chat that ended in silence, or a yes behind the no that left it: it stands anew at the price
of now, and goes on.

Nothing is ordered by it: price and stock may have changed meanwhile.
"""

from collections.abc import Sequence
from dataclasses import replace

from flows.sourcing import basket, ordering
from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next
from handlers.customer_talk.said import Said, say
from handlers.replies.intents import Intent
from handlers.replies.taking import takes_it
from handlers.replies.text import words
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.customer.last_said import quoted_or_last
from handlers.sourcing.customer.picking import open_order, picked
from handlers.sourcing.customer.picking.beginning import begin_with
from handlers.sourcing.customer.picking.resized import in_capitals
from handlers.sourcing.customer.wares import goods_of, ware_of
from handlers.sourcing.replies.agreeing import is_clear, is_weak
from handlers.sourcing.replies.correcting import correction
from handlers.sourcing.replies.said_sizes import read_size
from handlers.turn import Turn

_GONE = "pick_gone"  # template


async def answered(turn: Turn, said: Said) -> bool:
    """Offer once more what was picked, with the size or the product that they answer; False for all else."""
    state = await _left(turn, said)
    lines = _picked(in_capitals(said, state), state) if state is not None else ()
    if state is None or not lines:
        return False
    sold = {one.id: ware_of(one) for one in await turn.unit.products.all()}
    left, gone = basket.as_sold(lines, sold)
    if not left:
        await say(turn, said, _GONE, values={"items": basket.named(gone)})
        return True
    return await begin_with(turn, said, left, partly=bool(gone), express=state.express, instead=state.instead)


async def _left(turn: Turn, said: Said) -> Ordering | None:
    """What was picked in the order that a press belongs to, or that was spoken of last, where silence ended it, or a no
    that they take back."""
    event, answers = said.event, said.answered
    if event.forwarded or event.media or answers.asked is not None or answers.question is not None:
        return None
    asked = await quoted_or_last(turn, said)
    run = await turn.unit.runs.get(asked.run) if asked is not None and asked.run is not None else None
    if (
        run is None
        or run.flow != ordering.NAME
        or run.ended not in {ordering.UNANSWERED, ordering.DROPPED}
        or run.contact != said.address.contact
    ):
        return None
    if await open_order.of(turn, said.address.contact) is not None:
        return None
    state = open_order.state_in(run)
    return state if run.ended == ordering.UNANSWERED or _takes_back(said, state) else None


def _takes_back(said: Said, state: Ordering) -> bool:
    """Whether a yes behind a no is one to what was left: "ok" only hears that it is, or that another order goes on, and
    goods that are named, "taj bhi chahiye", are wanted anew."""
    text = said.event.text
    if said.event.button:
        return said.reading.intent is Intent.YES
    titles = {word for one in (*state.wares, *(line.ware for line in state.lines)) for word in words(one.title)}
    return not state.instead and _agrees(text) and not is_weak(text) and titles.isdisjoint(words(text))


def _agrees(text: str) -> bool:
    """Whether a text is a clear yes, or ends in one: "actually order it", "no wait, yes". It is shown once more."""
    if not is_clear(text) or "?" in text:
        return False
    said = words(text)
    last = said[-1] if said else ""
    if read_yes_no(text).answer is True or (read_yes_no(last).answer is True and not is_weak(last)):
        return True
    return takes_it(text) or takes_it(correction(text))


def _picked(said: Said, state: Ordering) -> Sequence[Next]:
    """The lines with what they answer; none where the text is no answer, or refuses."""
    text, button = said.event.text, said.event.button
    if state.step == "product":
        event = picked.read(said, state)
        wares = [one for one in state.wares if event is not None and one.product in event.wares]
        return (*state.kept, Next(wares[0], state.size, state.quantity), *state.later) if len(wares) == 1 else ()
    if state.step == "size":
        (ware,) = state.wares
        size = read_size(text, goods_of(ware), button)
        if not size and _agrees(text):
            return (*state.kept, state.current, *state.later)  # the size is asked once more
        return (*state.kept, replace(state.current, size=size), *state.later) if size else ()
    agrees = said.reading.intent is Intent.YES if button else _agrees(text)
    return (*state.kept, state.current, *state.later) if agrees else ()
