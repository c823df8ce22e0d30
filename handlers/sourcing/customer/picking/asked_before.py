"""So many of what was asked about: behind "elephant price?" the words "ok add one" are an elephant beside the order."""

from flows.sourcing.basket import Ordering
from handlers.customer_talk.said import Said
from handlers.replies.text import words
from handlers.sourcing.customer.picking.where_to import by_itself
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.adding import adds
from handlers.sourcing.replies.inquiring import read_inquiry
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.said_pieces import read_pieces
from handlers.sourcing.replies.some_of import means_all
from handlers.turn import Turn
from storage.products import Product

_MOST_WORDS = 5  # of a number that is said with courtesies
_RECENT = 6  # messages among which that before theirs is looked for


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
    asked = await _asked(turn, said, state)
    if asked is None:
        return said
    product, size = asked
    return by_itself(said, f"add {many.pieces or 1} {product.title} {size}".strip())


async def _asked(turn: Turn, said: Said, state: Ordering) -> tuple[Product, str] | None:
    """The product, not yet picked, whose price or stock their message before asked, and the size that it named."""
    thread = await turn.unit.messages.thread(said.address.id, _RECENT)
    before = [one.text or "" for one in thread if one.direction == "in" and one.id != said.message.id]
    sold = await assortment(turn)
    last = before[-1] if before else ""
    wish = read_inquiry(last, sold.shelf, sold.categories)
    if wish is None or not wish.sure:
        return None
    (product,) = sold.at(wish.wares)
    return None if product.id in state.products else (product, wish.size)
