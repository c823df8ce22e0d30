"""Who wants an order where the last one went: "same as last time", "wahi purana address", "la misma dirección".

Where it is asked where an order goes, such words want no goods once more.
"""

from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.recipients import unaccented

_LISTED = read_sets("sourcing:address_as_before")
_ALL = _LISTED["before"] | _LISTED["around"]


def is_as_before(text: str) -> bool:
    """Whether all of a text says that."""
    said = set(words(unaccented(text)))
    return "?" not in text and not said.isdisjoint(_LISTED["before"]) and said <= _ALL
