"""What nobody's name stands on may still name somebody: the raw bytes of events that could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote_plus
from uuid import UUID

from sqlalchemy import select, update

from storage.inbox import TROUBLED
from storage.people import Identity
from storage.schema import events
from storage.unit import Unit

BATCH = 20  # events at a time: one may be a mebibyte
_NAMED = frozenset({"customer", "cart"})  # their values begin with the source that calls them so
_SHORTEST = 7  # digits at the end of a number that tell it from others, however its country writes the rest
_BETWEEN = re.compile(r"(?<=\d)[\s().\-/]+(?=\d)")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


class Traces:
    """What may be found of a person: the ends of their numbers, their e-mails, their ids in a shop or a chat."""

    def __init__(self, identities: Iterable[Identity]) -> None:
        values = {one.value.partition(":")[2] if one.channel in _NAMED else one.value for one in identities}
        phones = {value for value in values if value.startswith("+")}
        self._numbers = {re.sub(r"\D", "", phone)[-_SHORTEST:] for phone in phones}
        words = "|".join(re.escape(value.lower()) for value in sorted(values - phones) if value)
        # A word of theirs and no part of a longer one: customer 81 is not customer 1811, and no 81.50 either.
        self._words = re.compile(rf"(?<![\w.+-])(?:{words})(?![\w-]|\.\w)") if words else None

    def are_in(self, raw: bytes) -> bool:
        """Whether any of them stands in these bytes: plain, percent-encoded as in a form, or escaped as in JSON."""
        found = raw.decode("utf-8", "replace")
        return any(self._stand_in(reading) for reading in {found, unquote_plus(found), _unescaped(found)})

    def _stand_in(self, reading: str) -> bool:
        if self._words is not None and self._words.search(reading.lower()):
            return True
        digits = _BETWEEN.sub("", reading)
        return any(number in digits for number in self._numbers)


async def scrub_unread(unit: Unit, traces: Traces) -> int:
    """Take the bytes of unusable events that hold traces of a person, and what was said of them; how many they were.

    One too many does no harm: such an event is kept for whoever mends the sender, and counts as unreadable still.
    """
    nobodys = (unit.mine(events), TROUBLED, events.c.contact.is_(None), events.c.raw.is_not(None))
    found = [row.id for row in await unit.rows(select(events.c.id).where(*nobodys))]
    batches = [found[start : start + BATCH] for start in range(0, len(found), BATCH)]
    return sum([await _scrub(unit, traces, batch) for batch in batches])


async def _scrub(unit: Unit, traces: Traces, batch: Sequence[UUID]) -> int:
    rows = await unit.rows(select(events.c.id, events.c.raw).where(unit.mine(events), events.c.id.in_(batch)))
    theirs = [row.id for row in rows if traces.are_in(row.raw)]
    here = (unit.mine(events), events.c.id.in_(theirs))
    await unit.run(update(events).where(*here).values(raw=None, data=None, reason="erased"))
    return len(theirs)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)
