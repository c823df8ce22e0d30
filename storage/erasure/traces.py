"""Names of a person outside that person's rows: in raw bytes of events, and in the staff's writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote_plus
from uuid import UUID

from sqlalchemy import select, update

from storage.people.people import Identity
from storage.schema import events
from storage.sql.bulk_statements import split_portions
from storage.unit import Unit

BATCH = 20  # events at a time: one may be a mebibyte
_NAMED = frozenset({"customer", "cart"})  # their values begin with the naming source
_SHORTEST = 7  # digits at the end of a number that identify it, for any form of the country code
_NATIONAL = 10  # digits of a number without its country's code, if it is that long
_END = 4  # of those, the digits that people write and see
_LETTERS = 3  # of a part of a name that is searched alone
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"  # begins another name: "Owen Haddad, Ruth Cohen"
_BREAK = re.compile(r"\\[nrt]")  # a new line in JSON: its letter is no part of the next word
_BETWEEN = re.compile(r"(?<=\d)[\s().\-/]+(?=\d)")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_NUMBER = re.compile(r"\+?\d(?:[\d\s().\-/]*\d)?")  # as people write it
_GONE = "…"  # replaces a person's name


class Traces:
    """The traces of a person: their names, the ends of their numbers, their e-mails, their ids in a shop or a chat.

    ``pieces`` are short parts in lower case: a text without a piece holds no trace.

    A part of a name is a trace only in the person's own rows (``stand_in``, ``name``): their order, the words on their
    mug. In other texts it may be another person's first or last name. So ``identify`` requires the whole name, a
    number, an e-mail or an id. A name of one word may be a word of the language ("Will the mug come?"): it is a trace
    only next to one of the person's ``orders``, and in messages known to be about the person (``match``).
    """

    def __init__(self, identities: Iterable[Identity], names: Iterable[str] = (), orders: Iterable[str] = ()) -> None:
        names = list(names)
        values = {one.value.partition(":")[2] if one.channel in _NAMED else one.value for one in identities}
        phones = {value for value in values if value.startswith("+")}
        self._phones = {re.sub(r"\D", "", phone) for phone in phones}
        self._numbers = {phone[-_SHORTEST:] for phone in self._phones}
        known = {value.lower() for value in values - phones if value}
        self._ends = {f"…{value[-_END:]}" for value in values}
        called = _list_names(names)
        self.pieces = known | called | {number[-_END:] for number in self._numbers}
        self._names = re.compile(rf"(?<![^\W_])(?:{_match_any(called)})(?![^\W_])") if called else None
        self._whole_names, self._single_names = _compile_whole_names(names), _compile_single_names(names)
        self._values = _compile_values(names)
        numbered = {order for order in orders if len(order) >= _END}
        self._orders = re.compile(rf"(?<![\w.]){_match_any(numbered)}(?!\w)") if numbered else None
        self._words_of_names = [set(name.lower().split()) for name in names if len(name.split()) > 1]
        # Names made of theirs may go on in digits, like a discount code, and hold a mail among other signs.
        inside = [rf"(?<![^\W\d_])(?:{_match_any(called)})(?![^\W\d_])"] if called else []
        mails = [one for one in known if "@" in one]
        self._inside = re.compile("|".join([*([_match_any(mails)] if mails else []), *inside]), re.IGNORECASE)
        self._parts = sorted(part for part in called if len(part) >= _LETTERS)
        # A whole word, never a part of a longer one: customer 81 is neither customer 1811 nor 81.50.
        self._words = re.compile(rf"(?<![\w.+-])(?:{_match_any(known)})(?![\w-]|\.\w)") if known else None

    def are_in(self, raw: bytes) -> bool:
        """Return True if these bytes identify the person: plain, percent-encoded as in a form, or escaped as in JSON.

        The words of a name may be apart there, as JSON has a first and a last name.
        """
        found = raw.decode("utf-8", "replace")
        readings = {found, unquote_plus(found), _unescape(found)}
        return any(self.identify(reading) or self._have_values(reading) for reading in readings)

    def stand_in(self, reading: str) -> bool:
        """Return True if a text or JSON contains a trace."""
        lower = _BREAK.sub(" ", reading.lower())
        return (self._names is not None and self._names.search(lower) is not None) or self._have_ids(reading, lower)

    def identify(self, reading: str) -> bool:
        """Return True if a text about anybody names this person: by the whole name, a number, an e-mail or an id.

        A name of one word counts only if the text holds an order of this person, too.
        """
        plain = _BREAK.sub(" ", reading)
        if any(pattern.search(plain) for pattern in self._whole_names) or self._have_ids(reading, plain.lower()):
            return True
        return self._orders is not None and self._orders.search(plain) is not None and self._is_called(plain)

    def match(self, reading: str) -> bool:
        """Return True if a message that may be about this person names them: also by a name of one word, or by the end
        of a number as shown to the staff: …0142."""
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
        """Return True if a name of one word is a whole value, or all words of a longer name are there."""
        if self._values is not None and self._values.search(reading):
            return True
        words = set(re.findall(r"[^\W\d_]+", _BREAK.sub(" ", reading.lower()))) if self._words_of_names else set()
        return any(name <= words for name in self._words_of_names)

    def name(self, told: str) -> bool:
        """Return True if a cart, an order or a product's words contain the person's name."""
        return self.stand_in(told) or bool(self._inside.pattern and self._inside.search(told))

    def make_up(self, code: str) -> bool:
        """Return True if a code contains one of the names, perhaps with other letters around it."""
        lower = "".join(code.lower().split())
        return self.name(code) or any("".join(part.split()) in lower for part in self._parts)

    def hide_names(self, told: str) -> str:
        """Return a value with a sign in place of each name."""
        if not self.name(told):
            return told
        rest = _NUMBER.sub(self._hide_unless_theirs, told)
        for pattern in (self._inside, self._words):
            rest = re.sub(pattern.pattern, _GONE, rest, flags=re.IGNORECASE) if pattern and pattern.pattern else rest
        return _GONE if self.name(rest) else rest

    def _hide_unless_theirs(self, found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0])
        return _GONE if any(number in digits for number in self._numbers) else found[0]


def _list_names(names: Iterable[str]) -> set[str]:
    """Return names whole and in parts, because a text may hold the first name alone; short parts match too
    many words.
    """
    whole = {" ".join(name.lower().split()) for name in names}
    return {part for name in whole for part in (name, *name.split()) if len(part) >= (2 if part == name else _LETTERS)}


def _is_number(run: str, phone: str) -> bool:
    """Return True if a run of digits holds a phone number: its end alone, or all of it but the country's code.

    Two numbers may share the last seven digits, and differ in the area code.
    """
    return phone.endswith(run.lstrip("0")) or phone[max(len(phone) - _NATIONAL, 2) :] in run


def _compile_whole_names(names: Iterable[str]) -> list[re.Pattern[str]]:
    """Return patterns for names of two words and more: "Ruth Haddad", "Haddad, Ruth"; without the middle names too.

    The last name comes first only before a comma: "Mary Rose scent" does not name Rose Mary.
    """
    patterns = []
    for name in _drop_repeats(names):
        first, *others = [re.escape(word) for word in name.split()]
        if others:
            given = "|".join(r"\s+".join(words) for words in ([first, *others], [first, others[-1]]))
            turned = "|".join(rf"{last},\s*{first}" for last in (others[-1], r"\s+".join(others)))
            forms = rf"(?:{given})(?![^\W_])|(?:{turned})(?![^\W_])(?!\s+(?-i:{_CAPITAL}))"
            patterns.append(re.compile(rf"(?<![^\W_])(?:{forms})", re.IGNORECASE))
    return patterns


def _compile_single_names(names: Iterable[str]) -> list[re.Pattern[str]]:
    """Return patterns for names of one word with a capital, as a whole word and not before another name: "Ruth Cohen".

    In scripts without capitals a name is matched as written.
    """
    single = [one for one in _drop_repeats(names) if " " not in one and len(one) >= _LETTERS]
    forms = [f"{re.escape(one[0].upper())}(?i:{re.escape(one[1:])})" for one in single]
    return [re.compile(rf"(?<![^\W_]){form}(?![^\W_])(?!\s+{_CAPITAL})") for form in forms]


def _compile_values(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern for a name of one word that is a whole value in JSON or in a form; None without such names."""
    single = [one for one in _drop_repeats(names) if " " not in one and len(one) >= _LETTERS]
    return re.compile(rf"[\"=]\s*(?:{_match_any(single)})\s*(?:[\"&]|$)", re.IGNORECASE) if single else None


def _drop_repeats(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(" ".join(one.split()) for one in names) if name]


def _match_any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


async def scrub_unread(unit: Unit, traces: Traces) -> int:
    """Delete the bytes and readings of unowned events that hold traces of a person. Return their number.

    A false match does no harm: the event is only kept for repairing its sender, and still counts as unreadable. An
    unread event loses only its bytes.
    """
    nobodys = (unit.owns(events), events.c.contact.is_(None), events.c.raw.is_not(None))
    found = [row.id for row in await unit.rows(select(events.c.id).where(*nobodys))]
    return sum([await _scrub(unit, traces, batch) for batch in split_portions(found, BATCH)])


async def _scrub(unit: Unit, traces: Traces, batch: Sequence[UUID]) -> int:
    rows = await unit.rows(select(events.c.id, events.c.raw).where(unit.owns(events), events.c.id.in_(batch)))
    theirs = [row.id for row in rows if traces.are_in(row.raw)]
    here = (unit.owns(events), events.c.id.in_(theirs))
    await unit.run(update(events).where(*here, events.c.status != "new").values(data=None, reason="erased"))
    await unit.run(update(events).where(*here).values(raw=None))
    return len(theirs)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)
