"""/note: words that the staff keeps with an order."""

import re

from flows.phrase import Text, phrase
from flows.sourcing.draft import order_called
from flows.sourcing.order import Order
from handlers.actions.action import Origin
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.command import Asked, Command, Reply
from handlers.sourcing.actions.notes import AddNote, add_note
from handlers.sourcing.shown import then_order
from handlers.sourcing.staff import cards
from handlers.sourcing.staff.order_arguments import ORDER
from handlers.sourcing.staff.orders import TOPIC
from handlers.turn import Turn
from templates.values import one_line, shorten

_LONGEST = 300


async def _text(asked: Asked, known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """All that stands after the order, as it was written; who was asked for the note may name the order once more."""
    number = known["order"].order.number.casefold()
    while words and words[0].strip("#:,-").casefold() in {number, ""}:
        words = words[1:]
    if not words:
        return Missing()
    found = re.search(rf"(?<=\s)[#\"“]*{re.escape(words[0])}(?!\w).*", asked.text, re.DOTALL)
    return Found(shorten(one_line(found[0] if found else " ".join(words)), _LONGEST, "…"))


async def _ask_text(_asked: Asked, known: Known) -> Reply:
    return Reply(phrase("what_to_note", order=known["order"].order.number))


async def _note(turn: Turn, origin: Origin, command: AddNote) -> Order:
    """Keep the note, and bring the order's message up to date."""
    order = await add_note(turn, origin, command)
    await cards.show_notes(turn, order)
    return order


def _said(order: Order) -> Text:
    return then_order(order, phrase("noted_with", order=order_called(order)))


NOTE = Command(
    name="note",
    aliases=("add note",),
    arguments=(ORDER, Argument("text", "call before noon", _text, _ask_text, written=True)),
    takes=AddNote,
    does=_note,
    says=_said,
    topic=TOPIC,
    acts=True,
)
