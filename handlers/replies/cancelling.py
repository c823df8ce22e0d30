"""A cancel that says nothing else, whatever it is about; and the words in which choices of our questions are taken."""

from handlers.replies.courtesies import without_courtesies
from handlers.replies.grammar import Vocabulary
from handlers.replies.known import names_in
from handlers.replies.text import tokens
from handlers.replies.word_lists import join, read_words


def _words() -> Vocabulary:
    topics = read_words("topics")
    return Vocabulary(join(read_words("answers"), {"wrong": topics["wrong"] + topics["fault"]}))


WORDS = _words()
DRESS = "(dress|its|sign|full|comma)"
_CANCELS = WORDS.rule(f"^({DRESS}|yes)*cancel({DRESS}|cancel)*$")


def is_bare_cancel(text: str) -> bool:
    """Whether a text says cancel alone, and names neither an order nor our messages."""
    said = without_courtesies(tokens(text), names_in(text))
    return _CANCELS.search(WORDS.encode(list(said))) is not None
