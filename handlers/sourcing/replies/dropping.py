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
_WHOLE = frozenset({"remove", "whole", *_SAYS})
_LEAVING = frozenset({"leave", "cancel", "stop", "not", "nahi", "dear", "problem", "wait"})


def is_dropped(text: str) -> bool:
    """Whether a text says that a thing is not wanted any more, and nothing else."""
    said = tokens(text)
    if "?" in said or len(said) > _LONGEST:
        return False
    names = set(_WORDS.name(said)) - _MARKS
    return bool(names & _SAYS) and names <= _SAYS | {"no", "beside", "whole"}


def takes_all_out(text: str, lines: int = 1) -> bool:
    """Whether a text takes out all of what is picked, and says nothing else: "delete this order", "remove it".

    Of several ``lines`` "it" may be one: then the order has to be named, or all of it. "Don't remove it" is none.
    """
    said = tokens(text)
    names = list(_WORDS.name(said))
    if names[:1] == ["no"] and names[1:2] and names[1] in _MARKS:
        names = names[1:]  # "no, delete it"; "nahi hatao" denies it
    named = set(names) - _MARKS
    if "?" in said or len(said) > _LONGEST or "remove" not in named or not named <= _WHOLE | {"beside"}:
        return False
    return lines == 1 or "whole" in named


def speaks_of_cancelling(text: str) -> bool:
    """Whether a word of a text cancels, be it denied or not."""
    return "cancel" in {one.removeprefix(NOT) for one in meanings(tokens(text))}


def spares_what_is_picked(text: str) -> bool:
    """Whether what speaks of cancelling calls off another order or none: "cancel my previous order", "don't cancel"."""
    said = tokens(text)
    elsewhere = "elsewhere" in _WORDS.name(said) or any(letter.isdigit() for letter in text)
    return elsewhere or f"{NOT}cancel" in meanings(said)


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
