"""A cancel with no other word, about any subject; and the words of choices in our questions."""

import re

from handlers.replies.courtesies import strip_courtesies
from handlers.replies.known_words import find_names
from handlers.replies.text_normalisation import split_tokens
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import join, read_words
from handlers.replies.word_meanings import NOT, classify_words


def _words() -> Vocabulary:
    topics = read_words("topics")
    return Vocabulary(join(read_words("answers"), {"wrong": topics["wrong"] + topics["fault"]}))


WORDS = _words()
DRESS = "(dress|its|sign|full|comma)"
_BESIDE = Vocabulary({"cancel": read_words("answers")["cancel"], "beside": read_words("called_off")["beside"]})
# "I don't want to cancel", "no quiero cancelar", "cancel nahi karna".
_DENIED = re.compile(
    r"\b(?:dont|do not|dnt|not|no|never)(?: (?:want|wanna|wanted|need|like|wish|quiero|deseo|necesito))?(?: to)?"
    r" (?:cancel|anul)\w*"
    r"|\b(?:cancel|\w*कैं?सिल|कैंसल|रद्द) (?:nahi|nahin|nhi|na|mat|नहीं|मत) (?:kar|kr|kia|कर)"
)
_MARKS = frozenset({"full", "comma", "sign"})
_LONGEST = 12  # words and marks
_CANCELS = WORDS.rule(f"^({DRESS}|yes)*cancel({DRESS}|cancel)*$")


def is_bare_cancel(text: str) -> bool:
    """Return True if a text says only "cancel", and names neither an order nor our messages."""
    said = strip_courtesies(split_tokens(text), find_names(text))
    return _CANCELS.search(WORDS.encode(list(said))) is not None


def calls_off_alone(text: str) -> bool:
    """Return True if a text asks for a cancellation in more than one word, and names no goods: "quiero cancelar"."""
    said = split_tokens(text)
    if "?" in said or len(said) > _LONGEST or is_bare_cancel(text) or f"{NOT}cancel" in classify_words(said):
        return False
    names = set(_BESIDE.name(said)) - _MARKS
    if _DENIED.search(" ".join(said)) is not None:
        return False
    return "cancel" in names and names <= {"cancel", "beside"}
