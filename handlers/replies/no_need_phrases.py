"""Texts that only say that nothing is needed now: "mujhe kuch nahi chahiye", "no necesito nada".

They read like an opt-out. After our offer they may be one; otherwise they are small talk.
"""

from handlers.replies.text_normalisation import split_tokens
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_words

_WORDS = Vocabulary(read_words("needing_nothing"))
_KNOWN = frozenset({"nothing", "around", "full", "comma", "sign"})


def needs_nothing(text: str) -> bool:
    """Return True if the whole text says that nothing is needed. A text that names our messages, or asks, says more."""
    said = split_tokens(text)
    names = set(_WORDS.name(said))
    return "?" not in said and "nothing" in names and names <= _KNOWN
