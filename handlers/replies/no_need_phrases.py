"""Does a text say that nothing is needed just now, and nothing else: "mujhe kuch nahi chahiye", "no necesito nada"?

It reads like an opt-out, and may be one where we offered something; to a shop that did not it is small talk.
"""

from handlers.replies.text_normalisation import tokens
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_words

_WORDS = Vocabulary(read_words("needing_nothing"))
_KNOWN = frozenset({"nothing", "around", "full", "comma", "sign"})


def needs_nothing(text: str) -> bool:
    """Whether all of a text says so; one that names our messages, or asks, says more."""
    said = tokens(text)
    names = set(_WORDS.name(said))
    return "?" not in said and "nothing" in names and names <= _KNOWN
