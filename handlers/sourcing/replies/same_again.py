"""Whether the last order is wanted once more, and nothing beside it: "same again please"."""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_words

_WORDS = Vocabulary(read_words("sourcing:same_again"))
_MARKS = frozenset({"full", "comma", "sign"})
_LONGEST = 12  # words and marks


def wants_the_same(text: str) -> bool:
    """Whether all of a text wants that; "can i have the same again?" asks for it as well."""
    said = [word for word in tokens(text) if word != "?"]
    names = set(_WORDS.name(said)) - _MARKS
    return len(said) <= _LONGEST and "repeats" in names and names <= {"repeats", "beside"}
