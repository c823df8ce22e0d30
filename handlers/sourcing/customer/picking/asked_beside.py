"""A question beside an address, while an order is picked: "…, B-4 Saket New Delhi 110017, when will it come?".

The question is answered, or goes to the team; the step that is open is asked again with the address.
"""

import re

from flows.sourcing.basket import Ordering
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Intent
from handlers.replies.intents import read as read_intent
from handlers.replies.questioning import asks_something
from handlers.sourcing.customer.picking import asides
from handlers.sourcing.customer.picking.where_to import by_itself
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.asides import read_aside
from handlers.sourcing.replies.wish_and_question import part_question
from handlers.turn import Turn

_PAUSE = re.compile(r"\s*[,;.!\n–—]+\s+|\s*\n\s*")
_TOLD = frozenset({"days", "express"})
_ASKING = frozenset({Intent.QUESTION, Intent.ORDER_STATUS})


async def told(turn: Turn, said: Said) -> Said:
    """What they say without a question that the settings answer, which is answered; empty where that is all."""
    sold, text = await assortment(turn), said.event.text
    rest, topic = part_question(text, sold.shelf)
    if not topic:
        rest, topic = "", read_aside(text, sold.shelf)
    if not (topic and await asides.tell(turn, said, sold, topic)):
        return said
    return by_itself(said, rest)


async def passed_on(turn: Turn, said: Said) -> bool:
    """Pass a question on to the team, as the settings answer none; False for a text without one."""
    text = said.event.text
    if not ("?" in text or asks_something(text) or read_intent(text).intent in _ASKING):
        return False
    await hand_over(turn, said)
    return True


async def parted(turn: Turn, said: Said) -> tuple[Said, str] | None:
    """What they say before a question that the settings answer, and its topic; None where no such question stands
    behind anything."""
    if not said.is_words_alone:
        return None
    sold, text = await assortment(turn), said.event.text
    rest, topic = part_question(text, sold.shelf)
    if topic not in _TOLD or rest == text:
        rest, topic = _before_when(text), "days"
    return (by_itself(said, rest), topic) if rest else None


async def answered(turn: Turn, said: Said, state: Ordering, topic: str) -> bool:
    """Answer such a question, of the goods that are picked and those that it stands beside."""
    sold = await assortment(turn)
    named, _ = sold.named_in(said.event.text)
    there = {one.id for one in sold.at(named)} | state.products
    return await asides.tell(turn, said, sold, topic, [one for one in sold.products if one.id in there])


def _before_when(text: str) -> str:
    """What stands before a question when it comes, which reads like one for an order that is there; "" for none."""
    for cut in _PAUSE.finditer(text):
        behind = text[cut.end() :]
        if read_intent(behind).intent is Intent.ORDER_STATUS and ("?" in behind or asks_something(behind)):
            return text[: cut.start()].strip()
    return ""
