"""What a customer says of the photos of their order that answers no open question, and which choice they take."""

import re

from flows.engine import CustomerReplied
from flows.sourcing import flow
from flows.sourcing.events import Remarked
from flows.sourcing.order import Order
from flows.sourcing.photos import AFTER_ALL
from flows.sourcing.status import CHECKED
from flows.sourcing.waits import PART_QUESTION, PHOTOS_QUESTION
from handlers import host
from handlers.consent import doubts
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Intent
from handlers.replies.text import words
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.wares import shelf_of
from handlers.sourcing.replies.answers import read_answer
from handlers.sourcing.replies.naming import name_bits
from handlers.turn import Turn
from storage.runs import Asked, Run
from storage.sourcing.reservations import Reservations

_SHIP = 1  # as the question about photos numbers it
_MOST_WORDS = 6  # of a choice in words: a longer text chooses nothing, and a person reads it
_SEND = re.compile(r"\b(?:ship|send|dispatch|bhej|bhij|rawana|envi|mand|mánd)|भेज", re.IGNORECASE)
"""How a word begins that says to send something."""
_OF_SOMETHING_ELSE = frozenset({Intent.ORDER_STATUS, Intent.THANKS})


async def sends_after_all(turn: Turn, said: Said) -> bool:
    """They asked for another look at photos, and say now to send it all the same.

    No question is open then, so nothing but the word itself counts: "ok" says no more than that they will wait. Where
    they asked it of several orders a person is to say which.
    """
    runs = _looked_at_again(said) if _says_send(said) else []
    if len(runs) != 1:
        return False
    said_so = CustomerReplied(AFTER_ALL, said.address.id, said.address.channel, said.message.id)
    return await host.advance(turn, runs[0], said_so)


async def passed_on(turn: Turn, said: Said) -> bool:
    """What they remark on the photos goes to a person, with the order's number."""
    number = await remarked(turn, said)
    if not number:
        return False
    await hand_over(turn, said, shown=number)
    await doubts.offer_scope(turn, said)
    return True


async def remarked(turn: Turn, said: Said) -> str:
    """A remark about an order's photos that is no answer: the order does not ship by itself any more. The order's
    number, for the member who is to judge; "" for a remark about another thing, or an order held before."""
    asked = said.answered.asked
    if _says_send(said) and (runs := _looked_at_again(said)):
        return customer_orders.order_in(runs[0]).number
    if asked is None or asked.question != PHOTOS_QUESTION or said.reading.intent in _OF_SOMETHING_ELSE:
        return ""
    run = await turn.unit.runs.get(asked.run)
    if run is None or run.subject is None or not await host.advance(turn, run, Remarked(run.subject.id)):
        return ""
    found = await turn.unit.of(Reservations).get(run.subject.id)
    return found.number if found is not None else ""


async def choice(turn: Turn, said: Said, asked: Asked) -> int | None:
    """Which numbered answer they take of the question that is open; none where they name a size that is not there:
    "yes, L is fine" of an order in M accepts another thing, which only a person can get for them."""
    order = await _parted(turn, asked) if asked.question == PART_QUESTION else None
    if order is not None and not said.event.button and await _names_another_size(turn, said.event.text, order):
        return None
    there = sum(map(order.found, order.lines)) if order is not None else 0
    taken = read_answer(asked.question.name, said.event.text, said.event.button, there=there)
    harmless = asked.question == PHOTOS_QUESTION and taken != _SHIP  # another look, of which the team reads the words
    return taken if harmless or said.event.button or len(words(said.event.text)) <= _MOST_WORDS else None


async def _parted(turn: Turn, asked: Asked) -> Order | None:
    """The order of which a part is there."""
    found = await turn.unit.runs.get(asked.run)
    return customer_orders.order_in(found) if found is not None else None


async def _names_another_size(turn: Turn, text: str, order: Order) -> bool:
    """Whether a size of its goods is named that none of those has which are there."""
    products = await turn.unit.products.by_ids([line.product for line in order.lines if not line.made])
    shelf = shelf_of(list(products.values()))
    there = {line.size.casefold() for line in order.lines if order.found(line)}
    bits = name_bits(text, shelf)
    return any(bit.name == "size" and bit.text.casefold() not in there for bit in bits)


def _looked_at_again(said: Said) -> list[Run]:
    """The orders whose customer asked for another look, and of which they have seen nothing since."""
    sourced = [(run, customer_orders.order_in(run)) for run in said.answered.runs if run.flow == flow.NAME]
    return [run for run, order in sourced if order.again and order.status in CHECKED]


def _says_send(said: Said) -> bool:
    text = said.event.text
    short = len(words(text)) <= _MOST_WORDS
    return short and _SEND.search(text) is not None and read_answer(PHOTOS_QUESTION.name, text) == _SHIP
