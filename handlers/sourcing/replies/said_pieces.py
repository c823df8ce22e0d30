"""Numbers of pieces that customers say of what is picked: "make it 3", "one more"; one of another thing is none."""

import re
from collections.abc import Sequence
from itertools import takewhile

from handlers.replies.effort import counted
from handlers.replies.known import names_no_goods
from handlers.replies.text import normalise, tokens, words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.how_many import HowMany, read_how_many
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.lessening import read_fewer
from handlers.sourcing.replies.stock.bits import Bit, mark_no_counts, read_bits
from handlers.sourcing.replies.wish_words import WORDS

_LISTED = read_sets("sourcing:lessening")
_MOST_OF_THING = 2  # words behind a number that may name what it counts
_LONGEST_COUNT = 8  # words that say how many
_CHANGING = re.compile(whole(read_sets("sourcing:basket")["instead"] | read_sets("sourcing:basket")["contrast"]))
"""What turns a wish for something new, and not one for another number of what is picked: "but make it 3"."""
_INSTEAD_OF = re.compile(
    rf"{whole(_LISTED['instead of'])}\s+[^\W_]+|[^\W_]+\s+{whole(_LISTED['in the place of'])}", re.IGNORECASE
)
"""The number that is not meant any more: "3 instead of 5", "5 ki jagah 3"."""


@counted
def read_pieces(text: str) -> HowMany:
    """How many pieces a text says that changes an order; none where it is a question, a refusal or a story."""
    if "?" in text or len(words(text)) > _LONGEST_COUNT:
        return HowMany()
    text = _INSTEAD_OF.sub(" ", text)
    fewer = read_fewer(text)
    if fewer:
        return HowMany(fewer, less=True)
    spoken = tokens(_CHANGING.sub(" ", normalise(text)))
    if "against" in WORDS.name(spoken) or _counts_what_is_unknown(text):
        return HowMany()
    return read_how_many(text)


def _counts_what_is_unknown(text: str) -> bool:
    """Whether a number stands before a thing that is not sold: "aur 1 ganesh statue" is no more of what is picked."""
    bits = read_bits(mark_no_counts(text), (), frozenset())
    counted = (place for place, bit in enumerate(bits) if bit.name in {"number", "another"})
    return any(_names_a_thing(bits[place + 1 : place + 1 + _MOST_OF_THING]) for place in counted)


def _names_a_thing(bits: Sequence[Bit]) -> bool:
    """Whether a word that names goods opens these, or one that is not of such chats stands behind others alone."""
    words_alone = list(takewhile(lambda bit: bit.name in {"other", "ware"}, bits))
    return any(bit.name == "ware" or _is_strange(bit.text) for bit in words_alone)


def _is_strange(word: str) -> bool:
    return len(word) > 1 and not names_no_goods(word) and WORDS.name([word]) == ["other"]
