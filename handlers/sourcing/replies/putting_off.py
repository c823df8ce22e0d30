"""Does a customer put a decision off, "let me think", or find a price too high, "mehnga hai", and say nothing else?

Neither refuses anything: what is open waits.
"""

from handlers.replies.text import BREAKS, tokens
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:putting_off")
_LONGEST = 10  # words and marks: longer ones tell a story


def puts_off(text: str) -> bool:
    """Whether all of a text puts off what is to be decided."""
    return _says(text, "later")


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
    return "|" in left and all(word == "|" or word in _LISTED["around"] for word in left.split())
