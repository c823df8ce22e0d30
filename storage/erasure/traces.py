"""What nobody's name stands on may still name somebody: raw bytes of events, and what the staff writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote_plus
from uuid import UUID

from sqlalchemy import select, update

from storage.people.people import Identity
from storage.schema import events
from storage.sql.bulk_statements import portions
from storage.unit import Unit

BATCH = 20  # events at a time: one may be a mebibyte
_NAMED = frozenset({"customer", "cart"})  # their values begin with the source that calls them so
_SHORTEST = 7  # digits at the end of a number that tell it from others, however its country writes the rest
_NATIONAL = 10  # digits of a number without its country's code, where it has as many
_END = 4  # of those, what people write and are shown of a number
_LETTERS = 3  # of a part of a name that is looked for by itself
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"  # begins another name: "Owen Haddad, Ruth Cohen"
_BREAK = re.compile(r"\\[nrt]")  # as JSON writes a new line: its letter is no part of the word after it
_BETWEEN = re.compile(r"(?<=\d)[\s().\-/]+(?=\d)")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_NUMBER = re.compile(r"\+?\d(?:[\d\s().\-/]*\d)?")  # as people write it
_GONE = "…"  # stands for what named them


class Traces:
    """What may be found of a person: their names, the ends of their numbers, their e-mails, their ids in a shop or a
    chat.

    ``pieces`` are short parts, in lower case: a text that holds none of them holds no trace.

    A part of a name is a trace only in what is the person's own (``stand_in``, ``name``): their order, the words on
    their mug. In texts about others it may be another person's first or last name, so ``identify`` asks for the whole
    name, a number, an e-mail or an id. A name of one word may be a word of the language ("Will the mug come?"): it is a
    trace only beside one of the person's ``orders``, and in messages that are known to be about the person (``show``).
    """

    def __init__(self, identities: Iterable[Identity], names: Iterable[str] = (), orders: Iterable[str] = ()) -> None:
        names = list(names)
        values = {one.value.partition(":")[2] if one.channel in _NAMED else one.value for one in identities}
        phones = {value for value in values if value.startswith("+")}
        self._phones = {re.sub(r"\D", "", phone) for phone in phones}
        self._numbers = {phone[-_SHORTEST:] for phone in self._phones}
        known = {value.lower() for value in values - phones if value}
        self._ends = {f"…{value[-_END:]}" for value in values}
        called = _called(names)
        self.pieces = known | called | {number[-_END:] for number in self._numbers}
        self._names = re.compile(rf"(?<![^\W_])(?:{_any(called)})(?![^\W_])") if called else None
        self._whole_names, self._single_names = _whole_names(names), _single_names(names)
        self._values = _as_values(names)
        numbered = {order for order in orders if len(order) >= _END}
        self._orders = re.compile(rf"(?<![\w.]){_any(numbered)}(?!\w)") if numbered else None
        self._words_of_names = [set(name.lower().split()) for name in names if len(name.split()) > 1]
        # What is called after them may go on in digits, as a discount code does, and hold a mail among other signs.
        inside = [rf"(?<![^\W\d_])(?:{_any(called)})(?![^\W\d_])"] if called else []
        mails = [one for one in known if "@" in one]
        self._inside = re.compile("|".join([*([_any(mails)] if mails else []), *inside]), re.IGNORECASE)
        self._parts = sorted(part for part in called if len(part) >= _LETTERS)
        # A word of theirs and no part of a longer one: customer 81 is not customer 1811, and no 81.50 either.
        self._words = re.compile(rf"(?<![\w.+-])(?:{_any(known)})(?![\w-]|\.\w)") if known else None

    def are_in(self, raw: bytes) -> bool:
        """Return whether these bytes identify the person: plain, percent-encoded as in a form, or escaped as in JSON.

        The words of a name may be apart there, as JSON has a first and a last name.
        """
        found = raw.decode("utf-8", "replace")
        readings = {found, unquote_plus(found), _unescaped(found)}
        return any(self.identify(reading) or self._have_values(reading) for reading in readings)

    def stand_in(self, reading: str) -> bool:
        """Whether any of them stands in a text, or in JSON."""
        lower = _BREAK.sub(" ", reading.lower())
        return (self._names is not None and self._names.search(lower) is not None) or self._have_ids(reading, lower)

    def identify(self, reading: str) -> bool:
        """Return whether a text about anybody names this person: by the whole name, a number, an e-mail or an id.

        A name of one word counts only where the text holds an order of this person, too.
        """
        plain = _BREAK.sub(" ", reading)
        if any(pattern.search(plain) for pattern in self._whole_names) or self._have_ids(reading, plain.lower()):
            return True
        return self._orders is not None and self._orders.search(plain) is not None and self._is_called(plain)

    def show(self, reading: str) -> bool:
        """Return whether a message that may be about this person names them: also by a name of one word, or by the end
        of a number as the staff sees it: …0142."""
        ends = any(end in reading for end in self._ends)
        return ends or self._is_called(_BREAK.sub(" ", reading)) or self.identify(reading)

    def _is_called(self, plain: str) -> bool:
        return any(pattern.search(plain) for pattern in self._single_names)

    def _have_ids(self, reading: str, lower: str) -> bool:
        if self._words is not None and self._words.search(lower):
            return True
        runs = re.findall(rf"\d{{{_SHORTEST},}}", _BETWEEN.sub("", reading))
        return any(_is_number(run, phone) for run in runs for phone in self._phones)

    def _have_values(self, reading: str) -> bool:
        """Return whether a name of one word is a whole value, or all words of a longer name are there."""
        if self._values is not None and self._values.search(reading):
            return True
        words = set(re.findall(r"[^\W\d_]+", _BREAK.sub(" ", reading.lower()))) if self._words_of_names else set()
        return any(name <= words for name in self._words_of_names)

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


def _is_number(run: str, phone: str) -> bool:
    """Return whether a run of digits holds a phone number: its end alone, or all of it but the country's code.

    Two numbers may have the last seven digits in common, and other area codes.
    """
    return phone.endswith(run.lstrip("0")) or phone[max(len(phone) - _NATIONAL, 2) :] in run


def _whole_names(names: Iterable[str]) -> list[re.Pattern[str]]:
    """Return patterns for names of two words and more: "Ruth Haddad", "Haddad, Ruth"; without the middle names too.

    The last name stands first only before a comma: "Mary Rose scent" does not name Rose Mary.
    """
    patterns = []
    for name in _distinct(names):
        first, *others = [re.escape(word) for word in name.split()]
        if others:
            given = "|".join(r"\s+".join(words) for words in ([first, *others], [first, others[-1]]))
            turned = "|".join(rf"{last},\s*{first}" for last in (others[-1], r"\s+".join(others)))
            forms = rf"(?:{given})(?![^\W_])|(?:{turned})(?![^\W_])(?!\s+(?-i:{_CAPITAL}))"
            patterns.append(re.compile(rf"(?<![^\W_])(?:{forms})", re.IGNORECASE))
    return patterns


def _single_names(names: Iterable[str]) -> list[re.Pattern[str]]:
    """Return patterns for names of one word with a capital, as a whole word and not before another name: "Ruth Cohen".

    In scripts without capitals a name is matched as it is written.
    """
    single = [one for one in _distinct(names) if " " not in one and len(one) >= _LETTERS]
    forms = [f"{re.escape(one[0].upper())}(?i:{re.escape(one[1:])})" for one in single]
    return [re.compile(rf"(?<![^\W_]){form}(?![^\W_])(?!\s+{_CAPITAL})") for form in forms]


def _as_values(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern for a name of one word that is a whole value in JSON or in a form; None without such a name."""
    single = [one for one in _distinct(names) if " " not in one and len(one) >= _LETTERS]
    return re.compile(rf"[\"=]\s*(?:{_any(single)})\s*(?:[\"&]|$)", re.IGNORECASE) if single else None


def _distinct(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(" ".join(one.split()) for one in names) if name]


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
