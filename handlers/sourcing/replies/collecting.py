"""Whether a customer wants to fetch an order themselves: "i'll pick up myself", "khud le jaunga"."""

from handlers.replies.text import says_any, tokens
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:collecting")
_LONGEST = 14  # words and marks: longer ones tell a story


def wants_to_collect(text: str) -> bool:
    """Whether a text says so, of no parcel that goes back: "pick up my order from my house" is another story."""
    said = tokens(text)
    if len(said) > _LONGEST or not says_any(said, _LISTED["fetches"]):
        return False
    return not says_any(said, _LISTED["others"])
