"""Does a customer ask how ordering goes here: how to pay, how soon, express, at the door, how to order, the total.

Every word has to be understood, apart from the names of what is sold; what else is asked is for a person.
"""

from collections.abc import Sequence

from handlers.replies.grammar import Vocabulary
from handlers.replies.known import is_known
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.stock.goods import Shelf

_LONGEST = 14  # words and marks: longer ones tell a story
_SAID = read_words("sourcing:asides")
_WORDS = Vocabulary({name: tuple(dict.fromkeys(said)) for name, said in _SAID.items() if name != "by when"})
_MARKS = frozenset({"full", "comma", "sign"})
_LISTED = read_sets("sourcing:towns")
_NEW = frozenset({"new", "navi", "greater"})
_SHORTEST = 2  # letters of a town's name
_ASKING = frozenset({"how", "when", "asks", "paying"})

_OF_TOTAL = frozenset({"total", "dress", "asks", "pay", "order"})


def may_ask_aside(text: str) -> bool:
    """Whether a text can ask such a thing, whatever is sold: cheap, and never wrong about what cannot."""
    found = tokens(text)
    asks = "?" in found or not {"after", "total", "door", *_ASKING}.isdisjoint(_WORDS.name(found))
    return asks and len(found) <= _LONGEST


def read_aside(text: str, shelf: Shelf) -> str:
    """What is asked: pay, way (by what), days, express, door, order, after or total; "" for no such question."""
    found = tokens(text)
    if not found or len(found) > _LONGEST:
        return ""
    named = {word for bit in name_bits(text, shelf) if bit.name in {"item", "size"} for word in tokens(bit.text)}
    names = set(_WORDS.name(_without_place([word for word in found if word not in named]))) - _MARKS
    if "other" in names or "digits" in names:
        return ""
    if "after" in names:
        return "after"
    if "total" in names and "express" in names:
        return "express"
    if "total" in names:
        return "total" if names <= _OF_TOTAL and not named else ""
    if not names & _ASKING and "?" not in found:
        return "door" if "door" in names else ""  # a condition: "cash on delivery"
    return _topic(names, asked="?" in found)


def _without_place(found: Sequence[str]) -> list[str]:
    """The words without a town to which it is to come: "delivery to mumbai", "noida me"; the settings know none."""
    around = zip(["", *found], found, [*found[1:], ""], strict=False)
    return [word for before, word, behind in around if not _is_place(before, word, behind)]


def _is_place(before: str, word: str, behind: str) -> bool:
    if word in _LISTED["towns"] or (word in _NEW and behind in _LISTED["towns"]):
        return True
    beside = before in _LISTED["before town"] or behind in _LISTED["behind town"]
    return beside and word.isalpha() and len(word) > _SHORTEST and not is_known(word)


def _topic(names: set[str], *, asked: bool) -> str:
    if "door" in names:
        return "door"
    if "express" in names and (asked or "asks" in names):
        return "express"
    if "way" in names or ("means" in names and names & {"pay", "paying"}):
        return "way" if asked or names & {"asks", "how"} else ""
    if "paying" in names:
        return "pay"
    if "pay" in names:
        return "pay" if names & {"how", "when"} else ""
    if "when" in names or {"soon", "come"} <= names:
        return "days"
    return "order" if {"how", "order"} <= names else ""
