"""Does a customer ask what is sold at all: "what can I buy here?", "menu", "¿qué venden?", "kya kya milta hai?".

Every word has to be understood, and none names goods: "what do you have in blue?" asks something else.
"""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_words

_LONGEST = 12  # words and marks
_WORDS = Vocabulary({name: tuple(dict.fromkeys(said)) for name, said in read_words("sourcing:browsing").items()})
_MARKS = frozenset({"full", "comma", "sign"})


def asks_what_is_sold(text: str) -> bool:
    """Whether all of a text asks for the list of what is sold."""
    found = tokens(text)
    if not found or len(found) > _LONGEST:
        return False
    names = set(_WORDS.name(found)) - _MARKS
    if "other" in names or "digits" in names:
        return False
    return "list" in names or _asks_of_all(names)


def _asks_of_all(names: set[str]) -> bool:
    """Whether a text asks for the goods there are. "What do I have" is about an order, "is it there" about one."""
    if "every" in names:
        return bool(names & {"sell", "there", "take", "show"})
    if "what" not in names:
        return False
    theirs = "me" in names and "show" not in names
    return "take" in names or ("sell" in names and not theirs) or {"there", "you"} <= names
