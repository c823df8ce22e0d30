"""A wish for both: "I wanted both", "dono chahiye the", "wanted both M and L"."""

from handlers.replies.text import normalise, says_any, words
from handlers.replies.word_lists import read_sets

_WANTING = read_sets("sourcing:both")["wanting"]
_JOINING = frozenset({"and"})  # stands between the two that are named
_SEVERAL = read_sets("sourcing:agreeing")["several"] | read_sets("sourcing:both")["two"]
_WORDS = frozenset(word for phrase in _SEVERAL for word in phrase.split())


def wants_both(text: str) -> bool:
    """Whether a text speaks of both; one that asks wants nothing yet."""
    return "?" not in text and says_any(words(text), _SEVERAL)


def is_both_alone(text: str) -> bool:
    """Whether all of a text wants both, and does not say of what."""
    said = set(words(text))
    return wants_both(text) and said <= _WANTING | _WORDS


def without_both(text: str) -> str:
    """The two things in the words of the text: "M and L"."""
    spoken = text.split()
    left = [word for word in spoken if normalise(word.strip(",.!;")) not in _WORDS | (_WANTING - _JOINING)]
    return " ".join(left).strip()
