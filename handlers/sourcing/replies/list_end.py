"""A wish that ends by saying that it is all: "2 tazas, basta", "2 mugs bas itna". Alone these words may end our
messages; behind goods that are counted they end the list."""

import re
from collections.abc import Sequence

from handlers.replies.text import tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish_clear import is_counted_wish

_LISTED = {
    name: frozenset(tuple(tokens(phrase)) for phrase in phrases)
    for name, phrases in read_sets("sourcing:list_end").items()
}
_LONGEST = max(len(phrase) for phrases in _LISTED.values() for phrase in phrases)
_MARKS = ".,;:!-–—… "


def without_end(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> str:
    """The wish for counted goods that stands before such words; any other text as it is."""
    rest = _before_an_end(text)
    return rest if rest and is_counted_wish(rest, shelf, categories) else text


def may_end(text: str) -> bool:
    """Whether a text ends by such words, and says something before: cheap."""
    return bool(_before_an_end(text))


def _before_an_end(text: str) -> str:
    """What stands before the longest of such words at the end of a text, as it was written; "" for none."""
    said = list(re.finditer(r"\S+", text.rstrip(_MARKS)))
    for many in range(min(_LONGEST, len(said) - 1), 0, -1):
        start = said[-many].start()
        phrase = tuple(tokens(text[start:].strip(_MARKS)))
        if phrase in _LISTED["fed up"]:
            return ""
        if phrase in _LISTED["end"]:
            return text[:start].rstrip(_MARKS)
    return ""
