"""The time of an event as phrases tell it: a stretch that ends now, a period, days of the calendar."""

from __future__ import annotations

from flows.audience.criteria import Within
from handlers.audience.replies import meanings
from handlers.audience.replies.dates import read_dated
from handlers.audience.replies.names import Names
from handlers.audience.replies.times import UnreadTime, read_time
from handlers.audience.replies.words import pattern

_DATED = pattern("{dated}")


def when(names: Names, *told: str, denied: bool = False) -> Within | None:
    """The one time that was told, None for none. Raises UnreadTime for two of them, and for "2 weeks ago", which is no
    time within which something was done; what was ``denied`` was not done since."""
    if not told:
        return None
    said = told[0]
    dated = read_dated(said, names) if _DATED.fullmatch(said) else None
    if dated is not None:
        return dated.within(names)
    if len(told) > 1 or (not denied and meanings.LONG_AGO.search(said)):
        raise UnreadTime(said)
    return read_time(said)
