"""Requests to delete one's data: "delete my data", "mera data delete kar do".

The request is an opt-out, and more: the law sets a deadline (GDPR art. 12 and 17, India's DPDP Act s. 12). It must be
the whole text: "delete my number" is an opt-out, "delete my old address" changes an order.
"""

from handlers.replies.text_normalisation import split_tokens, words
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_words

_LONGEST = 20  # words of such a request
_WORDS = Vocabulary(read_words("forgetting"))
_PAUSES = frozenset({"full", "comma", "sign"})


def asks_to_be_forgotten(text: str) -> bool:
    """Return True if a text only asks to delete the writer's data."""
    if len(words(text)) > _LONGEST:
        return False
    names = set(_WORDS.name(split_tokens(text))) - _PAUSES
    if not names <= {"whole", "delete", "data", "my", "beside"}:
        return False
    return "whole" in names or {"delete", "data", "my"} <= names
