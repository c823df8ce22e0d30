"""Are goods that were only asked about wanted, too, where a text names others? "That and socks" takes both, "a cap and
socks" takes these two alone."""

from handlers.replies.text import says_any, words
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:taking_asked")


def takes_asked(text: str) -> bool:
    """Whether a word points at what was asked about, or puts what is named beside it."""
    said = words(text)
    return bool(said) and (said[0] in _LISTED["joined"] or says_any(said, _LISTED["with it"]))
