"""Short texts about paying: how or where to pay, and that an order is paid. A longer text is for a person."""

from handlers.replies.courtesies import strip_courtesies
from handlers.replies.text_normalisation import split_tokens
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_sets, read_words

_LONGEST = 12  # words and marks: longer ones tell a story
_NEWS = Vocabulary({"news": read_words("paying")["news"]})


def asks_to_pay(text: str) -> bool:
    """Return True if a text asks how to pay, or for the link, and for nothing else."""
    return _strip_courtesies(text.rstrip(" ?")) in read_sets("paying")["asks"]


def says_paid(text: str) -> bool:
    """Return True if a text says that an order is paid, and nothing else: "ya pagué"."""
    return _strip_courtesies(text) in read_sets("paying")["paid"]


def asks_whether(text: str) -> bool:
    """Return True if a text asks whether, or when, a refund arrives."""
    said = split_tokens(text)
    return 0 < len(said) <= _LONGEST and "news" in _NEWS.name(said)


def _strip_courtesies(text: str) -> str:
    """Return the words of a text without courtesies around them."""
    return " ".join(strip_courtesies(split_tokens(text)))
