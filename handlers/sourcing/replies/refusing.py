"""Goods that are refused, and nothing else said: "actually no mugs", "shorts hata do"."""

from handlers.replies.text import says_any, tokens, words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.basket_words import BASKET, KNOWN, MOST_WORDS
from handlers.sourcing.replies.naming import in_title_words, name_bits
from handlers.sourcing.replies.plurals import singular
from handlers.sourcing.replies.stock.goods import Shelf

_GOODS = frozenset({"item", "size", "number"})
_SENT = frozenset().union(*(read_sets("opt_out")[name] for name in ("text", "channel", "reminder")))


def may_refuse_goods(text: str) -> bool:
    """Whether a text can refuse goods, whatever is sold: cheap, and never wrong about what cannot. One that names what
    we send is about that, though a shop may sell an "Offers Box": an end of our messages is never explained away."""
    said = tokens(text)
    if not 0 < len(words(text)) <= MOST_WORDS or says_any(said, _SENT):
        return False
    return not {"refusing", "removing"}.isdisjoint(BASKET.name(said))


def refuses_goods(text: str, shelf: Shelf) -> bool:
    """Whether all that a text says is that goods of the shelf are not wanted: "actually no mugs", "shorts hata do"."""
    change = read_change(text, shelf)
    if change is None or not change.removed or change.wishes or change.unsure:
        return False
    text = in_title_words(text, shelf)
    understood = {word for bit in name_bits(text, shelf) if bit.name in _GOODS for word in tokens(bit.text)}
    unlisted = [word for letter, word in BASKET.classify(tokens(text)) if BASKET.names(letter)[0] not in KNOWN]
    return {singular(word) for word in unlisted} <= {singular(word) for word in understood}
