"""Texts that only say that nothing is needed now: "mujhe kuch nahi chahiye", "no necesito nada".

They read like an opt-out. They may be one after our offer; without an offer they are small talk.
"""

from handlers.replies.text_normalisation import split_tokens
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_words

_WORDS = Vocabulary(read_words("needing_nothing"))
_KNOWN = frozenset({"nothing", "around", "full", "comma", "sign"})


def needs_nothing(text: str) -> bool:
    """Return True if all of a text says so; a text that names our messages, or asks, says more."""
    said = split_tokens(text)
    names = set(_WORDS.name(said))
    return "?" not in said and "nothing" in names and names <= _KNOWN
