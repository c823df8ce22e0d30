"""Words beside a change of what is picked that we do not know: "add 1 elephant and gift wrap please", "1 mug in red".

They are a wish of which the change holds nothing, so that the summary says that not all was noted.
"""

from collections.abc import Sequence

from handlers.replies.known import names_no_goods
from handlers.replies.text import says_any, tokens, words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.basket_words import BASKET
from handlers.sourcing.replies.naming import in_title_words, name_bits
from handlers.sourcing.replies.plurals import singular
from handlers.sourcing.replies.stock.bits import mark_no_counts
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish_words import WORDS

_WISHED = read_sets("sourcing:unknown_beside")["wished of goods"]
_LISTED = {**read_sets("sourcing:exchanging"), **read_sets("sourcing:some_of")}
_CHANGING = frozenset(word for phrases in _LISTED.values() for phrase in phrases for word in phrase.split())
_SURE = frozenset({"item", "number", "size"})
_SHORTEST = 3  # letters of a word that may name a thing


def names_unknown(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> bool:
    """Whether a text names a thing that is not sold here, or wishes something of the goods."""
    if says_any(words(text), _WISHED):
        return True
    text = in_title_words(text, shelf)
    bits = name_bits(mark_no_counts(text), shelf)
    understood = {singular(word) for bit in bits if bit.name in _SURE for word in tokens(bit.text)}
    understood |= {singular(word) for name in categories for word in words(name)}
    understood |= {singular(word) for word in shelf.title_words}
    others = [word for letter, word in BASKET.classify(tokens(text)) if BASKET.names(letter)[0] == "other"]
    return any(
        len(word) >= _SHORTEST
        and word.isalpha()
        and word not in _CHANGING
        and singular(word) not in understood
        and not names_no_goods(word)
        and WORDS.name([word]) == ["other"]
        for word in others
    )
