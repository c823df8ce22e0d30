"""Short texts about paying: how or where to pay, and that an order is paid. A longer text goes to a person."""

from handlers.replies.courtesies import strip_courtesies
from handlers.replies.text_normalisation import split_tokens
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_sets, read_words

_LONGEST = 12  # words and marks: longer ones tell a story
_NEWS = Vocabulary({"news": read_words("paying")["news"]})


def asks_to_pay(text: str) -> bool:
    """Return True if a text only asks how to pay, or for the link."""
    return _strip_courtesies(text.rstrip(" ?")) in read_sets("paying")["asks"]


def says_paid(text: str) -> bool:
    """Return True if a text only says that an order is paid: "ya pagué"."""
    return _strip_courtesies(text) in read_sets("paying")["paid"]


def asks_whether(text: str) -> bool:
    """Return True if a text asks whether, or when, a refund arrives."""
    said = split_tokens(text)
    return 0 < len(said) <= _LONGEST and "news" in _NEWS.name(said)


def _strip_courtesies(text: str) -> str:
    """Remove the courtesies around the words of a text."""
    return " ".join(strip_courtesies(split_tokens(text)))
