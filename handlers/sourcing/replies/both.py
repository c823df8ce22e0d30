"""A wish for both, for all or for that as well: "I wanted both", "dono chahiye the", "all of it", "that one too"."""

from handlers.replies.text import normalise, says_any, words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import is_and

_LISTED = read_sets("sourcing:both")
_WANTING = _LISTED["wanting"]
_JOINING = frozenset({"and"})  # stands between the two that are named
_SEVERAL = read_sets("sourcing:agreeing")["several"] | _LISTED["two"]
_WORDS = frozenset(word for phrase in _SEVERAL for word in phrase.split())


def wants_both(text: str) -> bool:
    """Whether a text speaks of both; one that asks wants nothing yet."""
    return "?" not in text and says_any(words(text), _SEVERAL)


def is_both_alone(text: str) -> bool:
    """Whether all of a text wants both, and does not say of what."""
    said = set(words(text))
    return wants_both(text) and said <= _WANTING | _WORDS


def is_all_alone(text: str) -> bool:
    """Whether all of a text wants all of it; "all good" and "that is all" do not."""
    return _is_alone(text, _LISTED["all"])


def is_that_as_well(text: str) -> bool:
    """Whether all of a text wants what was spoken of as well: "that also", "add it", "woh bhi"."""
    said = words(text)
    joining = frozenset(said[:1]) if said and is_and(said[0]) else frozenset()
    return _is_alone(text, _LISTED["as well"] | joining, _LISTED["that"]) and says_any(said, _LISTED["that"])


def _is_alone(text: str, phrases: frozenset[str], beside: frozenset[str] = frozenset()) -> bool:
    """Whether a text says one of these phrases, and nothing else but that it is wanted, and what stands ``beside``."""
    said = words(text)
    known = {word for phrase in (*phrases, *beside, *_LISTED["ordering"]) for word in phrase.split()}
    return "?" not in text and says_any(said, phrases) and set(said) <= _WANTING | known


def without_both(text: str) -> str:
    """The two things in the words of the text: "M and L"."""
    spoken = text.split()
    left = [word for word in spoken if normalise(word.strip(",.!;")) not in _WORDS | (_WANTING - _JOINING)]
    return " ".join(left).strip()
