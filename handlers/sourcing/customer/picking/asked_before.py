"""So many of what was asked about: behind "elephant price?" the words "ok add one" are an elephant beside the order."""

from flows.sourcing.basket import Ordering
from handlers.customer_talk.said import Said
from handlers.replies.text import words
from handlers.sourcing.customer.picking.open_order import by_itself
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.adding import adds
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.said_pieces import read_pieces
from handlers.sourcing.replies.some_of import means_all
from handlers.turn import Turn

_MOST_WORDS = 5  # of a number that is said with courtesies


async def meant(turn: Turn, said: Said, state: Ordering) -> Said:
    """A message with the goods of the question before it, where it says just a number, or to add it, and they are not
    picked; else unchanged. "Make it 2" is of what is picked."""
    text = said.event.text
    if state.step != "summary" or not said.is_words_alone or len(words(text)) > _MOST_WORDS:
        return said
    many, comes = read_pieces(text), adds(text)
    if many.less or text.strip().isdigit() or not (many.pieces or comes) or (means_all(text) and not comes):
        return said
    sold = await assortment(turn)
    if any(bit.name in {"item", "size"} for bit in name_bits(text, sold.shelf)):
        return said
    if len(state.spoken) != 1:
        return said
    (asked,) = state.spoken
    return by_itself(said, f"add {many.pieces or 1} {asked.ware.title} {asked.size}".strip())
