"""Another size of what is ordered: "sorry L not M", "exchange for L", "badal do L mein", "can you make it L?"."""

from dataclasses import replace

from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Picked
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.sourcing.customer.picking import resized
from handlers.sourcing.customer.picking.open_order import nothing_of, shelf_in
from handlers.sourcing.replies.resizing import Resizing, in_capitals, read_resizing
from handlers.sourcing.replies.stock.goods import Shelf

_MARKS = "?¿ "  # whoever asks whether it can be changed wants it to be


def is_meant(said: Said, shelf: Shelf) -> bool:
    """Whether all of a text says that goods of the shelf shall come in another size."""
    meant = _read(said.event.text, shelf)
    if meant is None or not (meant.wholly and meant.wanted):
        return False
    return meant.changes or said.reading.intent is Intent.CHANGE_SIZE


def changed(said: Said, state: Ordering) -> Picked | None:
    """What that changes in an order, or the line that does not come in that size; None where it cannot be told which
    line is meant."""
    meant = _read(said.event.text, shelf_in(state))
    if meant is None:
        return None
    event = resized.in_new_size(said.event.text, replace(meant, wholly=True), state, nothing_of(said))
    return resized.in_no_size(said.event.text, meant, state, nothing_of(said)) if event.partly else event


def _read(text: str, shelf: Shelf) -> Resizing | None:
    plain = text.strip(_MARKS)
    return read_resizing(in_capitals(plain, shelf), shelf)
