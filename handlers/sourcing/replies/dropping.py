"""Whether somebody does not want a thing any more, and calls nothing off by name: "no thanks, forget it".

All words have to be understood: "I don't want the red one" and "forget it, send two" are another story. A plain no is
none either: it answers whatever was asked.
"""

from handlers.replies.grammar import Vocabulary
from handlers.replies.meanings import NOT, meanings
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_words
from handlers.replies.yes_no import polarity_of

_LONGEST = 12  # words and marks: longer ones tell a story
_WORDS = Vocabulary(read_words("sourcing:dropping"))
_MARKS = frozenset({"full", "comma", "sign"})
_SAYS = frozenset({"unwanted", "forget"})
_DENYING = frozenset({"no", "nahi", "negate", "forbid", "bad", "gone", "unsure"})
_LEAVING = frozenset({"leave", "cancel", "stop", "not", "nahi", "dear", "problem", "wait"})


def is_dropped(text: str) -> bool:
    """Whether a text says that a thing is not wanted any more, and nothing else."""
    said = tokens(text)
    if "?" in said or len(said) > _LONGEST:
        return False
    names = set(_WORDS.name(said)) - _MARKS
    return bool(names & _SAYS) and names <= _SAYS | {"no", "beside"}


def says_no(text: str) -> bool:
    """Whether a word of a text refuses: "the office is closed on sunday" is weighed like a no, and holds none."""
    said = tokens(text)
    meant = set(meanings(said))
    if any(one.startswith(NOT) for one in meant) or not meant.isdisjoint(_LEAVING):
        return True
    return says_unwanted(text) or any(name in _DENYING for name, _ in polarity_of(said))


def says_unwanted(text: str) -> bool:
    """Whether a text says of anything that it is not wanted, among other words: "I don't want the cap any more"."""
    return "unwanted" in _WORDS.name(tokens(text))
