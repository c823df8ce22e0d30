"""What nobody's name stands on may still name somebody: raw bytes of events, and what the staff writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote_plus
from uuid import UUID

from sqlalchemy import select, update

from storage.bulk import portions
from storage.people import Identity
from storage.schema import events
from storage.unit import Unit

BATCH = 20  # events at a time: one may be a mebibyte
_NAMED = frozenset({"customer", "cart"})  # their values begin with the source that calls them so
_SHORTEST = 7  # digits at the end of a number that tell it from others, however its country writes the rest
_END = 4  # of those, what people write and are shown of a number
_LETTERS = 3  # of a part of a name that is looked for by itself
_BREAK = re.compile(r"\\[nrt]")  # as JSON writes a new line: its letter is no part of the word after it
_BETWEEN = re.compile(r"(?<=\d)[\s().\-/]+(?=\d)")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_NUMBER = re.compile(r"\+?\d(?:[\d\s().\-/]*\d)?")  # as people write it
_GONE = "…"  # stands for what named them


class Traces:
    """What may be found of a person: their names, the ends of their numbers, their e-mails, their ids in a shop or a
    chat.

    ``pieces`` are short parts, in lower case: a text that holds none of them holds no trace.
    """

    def __init__(self, identities: Iterable[Identity], names: Iterable[str] = ()) -> None:
        values = {one.value.partition(":")[2] if one.channel in _NAMED else one.value for one in identities}
        phones = {value for value in values if value.startswith("+")}
        self._numbers = {re.sub(r"\D", "", phone)[-_SHORTEST:] for phone in phones}
        known = {value.lower() for value in values - phones if value}
        called = _called(names)
        self.pieces = known | called | {number[-_END:] for number in self._numbers}
        self._names = re.compile(rf"(?<![^\W_])(?:{_any(called)})(?![^\W_])") if called else None
        # What is called after them may go on in digits, as a discount code does, and hold a mail among other signs.
        inside = [rf"(?<![^\W\d_])(?:{_any(called)})(?![^\W\d_])"] if called else []
        mails = [one for one in known if "@" in one]
        self._inside = re.compile("|".join([*([_any(mails)] if mails else []), *inside]), re.IGNORECASE)
        self._parts = sorted(part for part in called if len(part) >= _LETTERS)
        # A word of theirs and no part of a longer one: customer 81 is not customer 1811, and no 81.50 either.
        self._words = re.compile(rf"(?<![\w.+-])(?:{_any(known)})(?![\w-]|\.\w)") if known else None

    def are_in(self, raw: bytes) -> bool:
        """Whether any of them stands in these bytes: plain, percent-encoded as in a form, or escaped as in JSON."""
        found = raw.decode("utf-8", "replace")
        return any(self.stand_in(reading) for reading in {found, unquote_plus(found), _unescaped(found)})

    def stand_in(self, reading: str) -> bool:
        """Whether any of them stands in a text, or in JSON."""
        lower = _BREAK.sub(" ", reading.lower())
        if any(pattern is not None and pattern.search(lower) for pattern in (self._words, self._names)):
            return True
        digits = _BETWEEN.sub("", reading)
        return any(number in digits for number in self._numbers)

    def name(self, told: str) -> bool:
        """Whether a thing is called after the people: a cart, an order, the words on a mug."""
        return self.stand_in(told) or bool(self._inside.pattern and self._inside.search(told))

    def make_up(self, code: str) -> bool:
        """Whether a code is made of them, perhaps with other letters around."""
        lower = "".join(code.lower().split())
        return self.name(code) or any("".join(part.split()) in lower for part in self._parts)

    def out_of(self, told: str) -> str:
        """A value that was told, with a sign in place of each name."""
        if not self.name(told):
            return told
        rest = _NUMBER.sub(self._unless_theirs, told)
        for pattern in (self._inside, self._words):
            rest = re.sub(pattern.pattern, _GONE, rest, flags=re.IGNORECASE) if pattern and pattern.pattern else rest
        return _GONE if self.name(rest) else rest

    def _unless_theirs(self, found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0])
        return _GONE if any(number in digits for number in self._numbers) else found[0]


def _called(names: Iterable[str]) -> set[str]:
    """Names whole and in parts, for a text may hold the first name alone; short parts are too much like other words."""
    whole = {" ".join(name.lower().split()) for name in names}
    return {part for name in whole for part in (name, *name.split()) if len(part) >= (2 if part == name else _LETTERS)}


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


async def scrub_unread(unit: Unit, traces: Traces) -> int:
    """Take the bytes of nobody's events that hold traces of a person, and what was said of them; how many they were.

    One too many does no harm: such an event is kept for whoever mends the sender, and counts as unreadable still. Of
    what has still to be read the bytes alone are taken.
    """
    nobodys = (unit.mine(events), events.c.contact.is_(None), events.c.raw.is_not(None))
    found = [row.id for row in await unit.rows(select(events.c.id).where(*nobodys))]
    return sum([await _scrub(unit, traces, batch) for batch in portions(found, BATCH)])


async def _scrub(unit: Unit, traces: Traces, batch: Sequence[UUID]) -> int:
    rows = await unit.rows(select(events.c.id, events.c.raw).where(unit.mine(events), events.c.id.in_(batch)))
    theirs = [row.id for row in rows if traces.are_in(row.raw)]
    here = (unit.mine(events), events.c.id.in_(theirs))
    await unit.run(update(events).where(*here, events.c.status != "new").values(data=None, reason="erased"))
    await unit.run(update(events).where(*here).values(raw=None))
    return len(theirs)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)
