"""Whether an order is called off on a condition alone: "send it before friday or cancel", "nahi to cancel kar do"."""

from handlers.replies.meanings import NOT, meanings
from handlers.replies.text import says_any, tokens
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:or_cancel")
_PHRASE = 4  # words of the longest that stands before
_LONGEST = 30  # words and marks: more tell a story


def cancels_or_else(text: str) -> bool:
    """Whether a text wants something done, and the order called off where it is not."""
    said = tokens(text)
    places = [at for at, word in enumerate(said) if "cancel" in {one.removeprefix(NOT) for one in meanings([word])}]
    if not places or len(said) > _LONGEST:
        return False
    if any(_stands_before(said[:at]) for at in places) or says_any(said, _LISTED["by itself"]):
        return True
    if says_any(said, _LISTED["possible"]) or not says_any(said, _LISTED["if"]):
        return False
    return says_any(said, _LISTED["unless"])


def _stands_before(said: list[str]) -> bool:
    """Whether words end in one that says "or else", with something before it that is wanted."""
    while said and said[-1] in _LISTED["between"]:
        said = said[:-1]
    ends = [" ".join(said[-length:]) for length in range(1, min(_PHRASE, len(said)) + 1)]
    return any(one in _LISTED["or else"] and len(said) > len(one.split()) for one in ends)
