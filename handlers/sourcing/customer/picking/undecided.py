"""Who puts off what they pick, or finds it too expensive, while a list or a summary is open: it waits, and stands once
more. A price that is too high is for the team."""

from handlers import handover
from handlers.customer_talk.said import Said, say, say_passed_on
from handlers.replies.intents import Intent
from handlers.replies.moments import names_time
from handlers.replies.openings import opened
from handlers.replies.text import tokens
from handlers.sourcing.customer.picking import open_order
from handlers.sourcing.customer.picking.open_order import ask_again
from handlers.sourcing.replies.putting_off import finds_expensive, puts_off
from handlers.turn import Turn


async def answered(turn: Turn, said: Said) -> bool:
    """Say that it waits, or that the team hears of the price, and ask the open question again; False for all else."""
    asked, text = said.answered.asked, said.event.text
    if not said.is_words_alone or not open_order.is_asked(asked) or _is_refused(text):
        return False
    if finds_expensive(text):
        await say_passed_on(turn, said, await handover.ask(turn, said.address, said.message))
    elif puts_off(text) or (said.reading.intent is Intent.LATER and not names_time(text)):
        await say(turn, said, "pick_facts", values={"topic": "waits"})
    else:
        return False
    await ask_again(turn, said)
    return True


def _is_refused(text: str) -> bool:
    """Whether a no stands in front: "no, too expensive" leaves what is picked."""
    behind = opened(tokens(text))
    return behind is not None and behind.agrees is False
