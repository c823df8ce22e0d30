"""Does what looks like a yes or a no to our ask whether we may write speak of something else?

The weights learned many a no that only gives a reason ("my phone buzzes enough") and many a yes that asks ("why would I
mind"), and take a story or a wish for one: "my wife wants a hoodie", "do you sell hoodies". A no ends the ask and a yes
has it put again, so a no needs a word that refuses, and who asks the shop or wants something agrees to nothing.
"""

from functools import cache

from handlers.replies.arriving import is_of_another
from handlers.replies.courtesies import without_courtesies
from handlers.replies.meanings import NOT, meanings
from handlers.replies.opt_out_keywords import keywords
from handlers.replies.text import says_any, tokens
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import polarity_of

_DENYING = frozenset({"no", "nahi", "negate", "forbid", "bad"})  # of `polarity`
_MEANT = frozenset({"not", "nahi", "stop", "cancel"})  # of `meanings`
_OPENING = 3  # words of the longest opening of a question


def is_another_matter(text: str, *, agrees: bool) -> bool:
    """Whether a text in words that no list of answers holds, and that looks like a yes or a no, is none."""
    if agrees:
        return is_of_another(text) or _asks_the_shop(text)
    return not _has_a_refusal(text)


def _asks_the_shop(text: str) -> bool:
    listed, said = read_sets("another_matter"), list(without_courtesies(tokens(text)))
    opens = any(" ".join(said[:size]) in listed["asks"] for size in range(1, _OPENING + 1))
    return (opens or says_any(said, listed["asks_behind"])) and listed["rhetoric"].isdisjoint(said)


def _has_a_refusal(text: str) -> bool:
    """Whether a word refuses, denies, ends, or says that there are enough of our messages."""
    said = tokens(text)
    if says_any(said, _refusals()) or not _DENYING.isdisjoint(name for name, _ in polarity_of(said)):
        return True
    denied = any(one.startswith(NOT) or one in _MEANT for one in meanings(said))
    return denied or keywords().end_or_deny(keywords().classes(said))


@cache
def _refusals() -> frozenset[str]:
    listed = read_sets("another_matter")
    return listed["refuses"] | listed["enough"]
