"""The words of shopkeepers: what says that goods are there, gone, coming, damaged, or how many, and all that is beside.

A word stands for what it does in an answer about stock, in English, Hindi, Hinglish or Spanish.
"""

from collections.abc import Mapping
from functools import cache

from handlers.replies.calendar_words import DAYS, MONTHS, PARTS, UNITS, WEEKDAYS
from handlers.replies.text import normalise
from handlers.replies.word_lists import join, read_words
from handlers.sourcing.replies.stock.colours import COLOURS, SHADES, WARES

_LISTS = ("answering", "there", "coming", "times", "goods", "doubts", "dress")
_TODAY = frozenset(word for word, days in DAYS.items() if days == 0)
# "h" is how "hai" is typed far more often than an hour; "mes", "mar" and "sun" are other words too.
_NO_TIMES = frozenset({"h", "hs", "mar", "set", "out", "ago", "mes", "sun", "tarde", "may", "mai"}) | _TODAY
# What the words of `polarity` do here; those of its classes that are not named stand in other classes of ours.
_SHARED = {"plain": "yes", "no": "no", "gone": "gone", "thanks": "thanks", "asking": "asking", "unsure": "unsure"}


def _times(*tables: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(word for word in set[str]().union(*tables) - _NO_TIMES if not word.isdigit()))


def _own() -> dict[str, tuple[str, ...]]:
    """The classes of our lists, of the calendar and of what is sold."""
    listed = read_words(*(f"sourcing:stock/{name}" for name in _LISTS))
    beside, places = listed.pop("whom") + listed.pop("pointing"), listed.pop("places")
    return {
        **listed,
        "stock": listed["stock"] + places,
        "dress": listed["dress"] + beside,
        "day": _times(DAYS, WEEKDAYS, PARTS) + listed["day"],
        "unit_of_time": _times(UNITS),
        "month": _times(MONTHS) + listed["month"],
        "colour": (*(name for names in COLOURS for name in names), *SHADES),
        "ware": tuple(name for names in WARES for name in names),
    }


def _shared(own: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The words of polarity that mean the same here and stand in none of our own classes."""
    others = read_words("sourcing:stock/polarity")["other"]
    taken = {normalise(word) for words in (*own.values(), others) for word in words}
    polarity = read_words("polarity")
    return {
        ours: tuple(word for word in polarity[name] if normalise(word) not in taken) for name, ours in _SHARED.items()
    }


@cache
def stock_words() -> Mapping[str, tuple[str, ...]]:
    """The words by their class: many thousands, which a command that reads no text does without."""
    own = _own()
    return join(own, _shared(own))
