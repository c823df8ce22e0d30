"""A shopkeeper who wants no messages, be it beside an answer: "stop messaging me, nahi hai", "mujhe message mat karo".

What revokes by itself ends them at once, whoever wrote it. The rest is asked about as it is of a customer: what a shop
is asked of its goods is no answer to that, nor is its yes to whether our messages shall stop one to a request.
"""

from __future__ import annotations

from handlers.consent import doubts
from handlers.conversation import Written
from handlers.customer_talk.said import understand
from handlers.replies.acts import KEEP
from handlers.replies.keeping import wants_them
from handlers.replies.optout import has_a_stop, names_our_messages, tells_of_a_wrong_number
from handlers.sourcing.shop.talk import Talk
from handlers.turn import Turn


def is_wished(talk: Talk) -> bool:
    """Whether a shopkeeper's message wants ours to end, and was no button."""
    event = talk.event
    written = not event.button and not event.forwarded and not event.media
    wished = names_our_messages(event.text) or has_a_stop(event.text)
    return written and wished and not tells_of_a_wrong_number(event.text)


async def asked(turn: Turn, talk: Talk) -> bool:
    """Ask whether our messages shall stop; False where they were asked and have not said. The answer is read as that of
    a customer, whatever else the shop was asked."""
    said = await understand(turn, Written(talk.address, talk.message, talk.event, talk.question))
    return await doubts.ask_once(turn, said)


def is_answered(written: Written) -> bool:
    """Whether it says if our messages shall stop, which was asked last."""
    if written.question is None or written.question.expects != doubts.STOP_QUESTION:
        return False
    return written.event.button == KEEP or wants_them(written.event.text) is not None
