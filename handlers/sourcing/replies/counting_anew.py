"""A number of what is ordered, and nothing else: "plz make it 2", "ok 2 then", "5 mugs", "do kar dijiye".

"Add one more mug" and "I want a mug" are none: that can be ordered beside.
"""

from handlers.replies.effort import counted
from handlers.replies.known import names_no_goods
from handlers.replies.text import tokens, words
from handlers.sourcing.replies.basket_words import BASKET
from handlers.sourcing.replies.naming import in_title_words, name_bits
from handlers.sourcing.replies.plurals import singular
from handlers.sourcing.replies.said_pieces import read_pieces
from handlers.sourcing.replies.stock.bits import mark_no_counts
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish_likely import says_it_wants

_MOST_WORDS = 8
_SURE = frozenset({"item", "number", "size"})
_OTHERWISE = frozenset({"clock", "unit_of_time", "rupee", "price", "lead", "time", "phone", "reference", "have", "is"})
"""Classes of words beside which a number counts no pieces: "at 7 pm", "2 days", "Rs 500", "2 hai"."""


@counted
def counts_anew(text: str, shelf: Shelf) -> frozenset[int] | None:
    """The goods of which a text says a number, none where it names none; None for any other text."""
    said = words(text)
    if "?" in text or not 0 < len(said) <= _MOST_WORDS or text.strip().isdigit():
        return None
    text = in_title_words(text, shelf)
    bits = name_bits(mark_no_counts(text), shelf)
    if any(bit.name in _OTHERWISE for bit in bits):
        return None
    without = " ".join(bit.text for bit in bits if bit.name not in {"item", "size"})
    understood = {singular(word) for bit in bits if bit.name in _SURE for word in tokens(bit.text)}
    others = [word for letter, word in BASKET.classify(tokens(text)) if BASKET.names(letter)[0] == "other"]
    if any(singular(word) not in understood and not names_no_goods(word) for word in others):
        return None
    count = read_pieces(without)
    if not count.pieces:
        return None
    named = frozenset[int]().union(*(bit.asks for bit in bits if bit.name == "item"))
    apart = count.more or "adding" in BASKET.name(tokens(text)) or says_it_wants(text)
    return None if named and apart else named
