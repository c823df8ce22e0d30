"""A wish for goods that stands beside an address, in whatever words: "and also a kurta M", "kurta M bhi"."""

import re

from handlers.replies.effort import counted
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.address_meant import typed
from handlers.sourcing.replies.addresses import names_place
from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.naming import name_bits, without_titles
from handlers.sourcing.replies.recipients import unaccented
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish_clear import is_understood
from handlers.sourcing.replies.wish_words import WORDS, strange_words

_TOO = re.compile(rf"(?:[\s,]+{typed(read_sets('sourcing:address_also')['too'])})+[\s.!]*$", re.IGNORECASE)


@counted
def is_wish(text: str, shelf: Shelf) -> bool:
    """Whether goods are wanted, and every word of a text is understood: with a number, a size, an article or a word
    for more beside them, as a name of goods alone may be that of a place."""
    change = read_change(text, shelf)
    if change is None or not change.wishes or change.unsure is not None or names_place(text):
        return False
    found = tokens(without_titles(text, shelf))
    if strange_words(name_bits(text, shelf), found):
        return False
    counted = any(one.quantity or one.size or one.between for one in change.wishes)
    return counted or change.beside or "one" in WORDS.name(found)


def without_also(text: str, shelf: Shelf) -> str:
    """A wish without the "too" behind it, where it is understood only so: "a kurta M too"; any other text as it is."""
    found = _TOO.search(unaccented(text))
    plain = text[: found.start()] if found is not None else text
    return plain if not is_understood(text, shelf) and is_understood(plain, shelf) else text
