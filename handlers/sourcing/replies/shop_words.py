"""The words by which shopkeepers ask for what they can do in chat, with those of the calendar that tell a time."""

from handlers.replies.calendar_words import COUNTS, DAYS, MONTHS, PARTS, UNITS, WEEKDAYS
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_words


def _times() -> set[str]:
    return {word for table in (DAYS, WEEKDAYS, PARTS, UNITS, MONTHS, COUNTS) for word in table if not word.isdigit()}


_OWN = read_words("sourcing:shop")
HOURS = _OWN.pop("hours")
"""By these a shop tells its hours. They stand with what is closed, so that no figure of them is taken for a count."""
SHOP_WORDS = {
    **_OWN,
    "closed": HOURS + _OWN["closed"],
    "time": tuple(sorted(_times() - {normalise(word) for words in (HOURS, *_OWN.values()) for word in words})),
}
