"""Who puts off what they pick, finds it too expensive or offers another price, while a list or a summary is open: it
waits, and stands once more. What it shall cost is for the team."""

from flows.sourcing.basket import HESITANT
from handlers.customer_talk.said import Said, hand_over, say
from handlers.replies.concerns import Concern, read_concern
from handlers.replies.intents import Intent
from handlers.replies.openings import behind_a_no
from handlers.sourcing.customer.picking import open_order
from handlers.sourcing.customer.picking.open_order import ask_again
from handlers.sourcing.replies.bargaining import offered_price, without_shown
from handlers.sourcing.replies.putting_off import finds_expensive, only_waits, puts_off, wants_it_then
from handlers.turn import Turn

_LATER = frozenset({Intent.LATER, Intent.NO})


async def answered(turn: Turn, said: Said) -> bool:
    """Say that it waits, or that the team hears of the price, and ask the open question again; False for all else."""
    asked, text = said.answered.asked, said.event.text
    if not said.is_words_alone or not open_order.is_asked(asked) or (_is_refused(text) and not only_waits(text)):
        return False
    if await _bargains(turn, said):
        await hand_over(turn, said)
        await ask_again(turn, said, doubt=HESITANT)
    elif puts_off(text) or _is_put_off(said):
        await say(turn, said, "pick_facts", values={"topic": "waits"})
        await ask_again(turn, said, doubt=HESITANT)
    else:
        return False
    return True


def _is_put_off(said: Said) -> bool:
    """Whether what they say is for later, in whatever words, and is no time at which it shall come."""
    text = said.event.text
    later = said.reading.intent in _LATER and read_concern(text)[0] is Concern.LATER
    return (later or said.reading.intent is Intent.LATER) and not wants_it_then(text)


async def _bargains(turn: Turn, said: Said) -> bool:
    """Whether a customer finds the order too expensive, or offers another price than the ones shown."""
    picked = await open_order.of(turn, said.address.contact)
    shown = picked.state.shown if picked is not None else frozenset()
    if finds_expensive(without_shown(said.event.text, shown)):
        return True
    price = offered_price(said.event.text, open_order.shelf_in(picked.state), shown) if picked and shown else None
    return price is not None and price not in shown


def _is_refused(text: str) -> bool:
    """Whether a no stands in front: "no, too expensive" leaves what is picked."""
    return behind_a_no(text) is not None
