"""A wish to order with something beside it that is known here: where it goes, or a question how soon or how it is paid.

The wish is understood without it, and begins the order; the address is kept as one that is told early (``where_to``).
"""

from dataclasses import replace

from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.sourcing.customer.picking import asides, where_to, wishes
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.occasions import without_occasion
from handlers.sourcing.replies.wanting import read_wish, read_wishes
from handlers.sourcing.replies.wish_and_question import part_question
from handlers.sourcing.replies.wish_clear import is_clear_wish, is_understood
from handlers.turn import Turn

_CONDITIONS = frozenset({"door", "days"})  # topics beside which goods are wanted also without a word of wanting


async def wished(turn: Turn, said: Said) -> bool:
    """Begin such an order where they were asked whether we may write; False for all else."""
    return await wishes.may_be_beside_an_ask(turn, said) and await _begun(turn, said)


async def begun(turn: Turn, said: Said) -> bool:
    """Begin such an order, and answer the question first; False for a wish alone, and for what is no clear wish."""
    return said.answered.asked is None and await _begun(turn, said)


async def _begun(turn: Turn, said: Said) -> bool:
    parted = await clear_wish(turn, said)
    if parted is None:
        return False
    wish, topic = parted
    if topic and not await _told(turn, said, wish, topic):
        return False
    unread = replace(said.reading, intent=Intent.UNCLEAR) if said.answered.asked is not None else said.reading
    return await wishes.begun(turn, replace(said, event=replace(said.event, text=wish), reading=unread))


async def _told(turn: Turn, said: Said, text: str, topic: str) -> bool:
    """Answer the question, of all goods that the wish names."""
    sold = await assortment(turn)
    wishes_in = read_wishes(text, sold.shelf, sold.categories)
    one = read_wish(text, sold.shelf, sold.categories)
    places = {place for wish in wishes_in or ((one,) if one else ()) for place in wish.wares}
    return await asides.tell(turn, said, sold, topic, sold.at(sorted(places)))


async def clear_wish(turn: Turn, said: Said) -> tuple[str, str] | None:
    """The wish, without what stands beside it, and the topic of the question, "" for none; None where nothing stands
    beside it, or it is no clear wish."""
    if not said.is_words_alone:
        return None
    sold = await assortment(turn)
    told = await where_to.beside(turn, said.event.text)
    wish, topic = part_question(without_occasion(told.rest if told is not None else said.event.text), sold.shelf)
    is_wish = is_clear_wish if (told is None or told.same) and topic not in _CONDITIONS else is_understood
    if wish == said.event.text or not is_wish(wish, sold.shelf, sold.categories):
        return None
    return wish, topic
