"""Does a customer take what was shown to them, and say nothing else: "buy it", "ok fine i take it", "le lo"?

Said of a cart that we remind of it is a yes; said of nothing it names no goods, and is left to others.
"""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_words

_LONGEST = 8  # words and marks
_WORDS = Vocabulary({name: tuple(dict.fromkeys(said)) for name, said in read_words("taking").items()})


def takes_it(text: str) -> bool:
    """Whether all of a text takes what was shown. "Buy it?" asks."""
    said = tokens(text)
    names = frozenset(_WORDS.name(said)) - {"full", "comma"}
    return "?" not in said and len(said) <= _LONGEST and "takes" in names and names <= {"takes", "beside"}
