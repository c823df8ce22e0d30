"""Does a customer put a decision off, "let me think", or find a price too high, "mehnga hai", and say nothing else?

Neither refuses anything: what is open waits.
"""

from itertools import dropwhile

from handlers.replies.text import BREAKS, says_any, tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import whole

_LISTED = read_sets("sourcing:putting_off")
BUT = whole(_LISTED["but"])
"""What parts a wish from what puts it off."""
_LONGEST = 10  # words and marks: longer ones tell a story


def puts_off(text: str) -> bool:
    """Whether all of a text puts off what is to be decided: "let me think", "not now", "nahi ruko"."""
    return _says(text, "later") or only_waits(text)


def only_waits(text: str) -> bool:
    """Whether all of a text asks to wait, behind a no as well: "nahi ruko" refuses nothing, "espera" ends nothing."""
    said = tokens(text)
    return _says(" ".join(dropwhile(_LISTED["no"].__contains__, said)), "waiting")


def wants_it_then(text: str) -> bool:
    """Whether whoever names a time wants it to come then: "friday ko bhejna" puts nothing off."""
    return says_any(tokens(text), _LISTED["coming"])


def finds_expensive(text: str) -> bool:
    """Whether all of a text says that a price is too high, or asks for a lower one."""
    return _says(text.rstrip(" ?"), "expensive")


def _says(text: str, meaning: str) -> bool:
    said = tokens(text)
    if "?" in said or len(said) > _LONGEST:
        return False
    left = f" {' '.join(word for word in said if word not in BREAKS)} "
    for phrase in sorted(_LISTED[meaning], key=len, reverse=True):
        left = left.replace(f" {phrase} ", " | ")
    return "|" in left and all(word == "|" or word in _LISTED["around"] | _LISTED["but"] for word in left.split())
