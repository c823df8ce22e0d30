"""A size that is found wrong, or shall be another, with none named: "it's the wrong size", "talla equivocada"."""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.naming import name_bits, without_names
from handlers.sourcing.replies.stock.goods import Shelf

_WORDS = Vocabulary(read_words("sourcing:size_wrong"))
_MOST_WORDS = 10  # beyond that it is a story
_KNOWN = frozenset({"size", "wrong", "another", "around", "goods", "full", "comma", "sign"})


def wants_another_size(text: str, shelf: Shelf) -> bool:
    """Whether all of a text says that a size is not the one that it shall be; goods may be named, and no size."""
    if len(words(text)) > _MOST_WORDS or any(bit.name in {"size", "price"} for bit in name_bits(text, shelf)):
        return False
    names = set(_WORDS.name(tokens(without_names(text, shelf))))
    if not names <= _KNOWN or "size" not in names:
        return False
    return "another" in names or ("wrong" in names and "?" not in text)
