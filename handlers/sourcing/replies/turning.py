"""Does a text turn what was said before: "no, i meant the tee", "nahi bhai do chahiye", "sorry, make it 2".

Such a text refuses no order: another number, size or product stands behind the opening.
"""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.correcting import correction
from handlers.sourcing.replies.wish_likely import says_it_wants

_LISTED = read_words("sourcing:turning")
_TURNING, _MEANING = (Vocabulary({name: _LISTED[name]}) for name in ("turning", "meaning"))
_LONGEST = 20  # words: more tell a story


def turns(text: str) -> bool:
    """Whether a text opens so, or with a no, and something that refuses nothing stands behind it."""
    names = _TURNING.name(tokens(text))
    opens = bool(names) and names[0] == "turning"
    return opens and "?" not in text and len(words(text)) <= _LONGEST and bool(correction(text))


def means_something_else(text: str) -> bool:
    """Whether such a text says that another thing was meant, asked for or wanted: "no, i wanted the blue one"."""
    return turns(text) and "meaning" in _MEANING.name(tokens(text))


def turns_to_another(text: str) -> bool:
    """Whether what stands behind such an opening is wanted, or meant, instead."""
    return means_something_else(text) or (turns(text) and says_it_wants(text))
