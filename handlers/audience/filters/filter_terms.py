"""Terms of a filter: brackets, words with a key, operator and value, and periods, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from flows.audience.calendar_periods import Period, Stretch
from flows.audience.criteria_values import read_length, read_within
from flows.name_folding import fold_name
from handlers.audience.filters.filter_mistakes import FilterMistake, WhyUnread, WrongFilter

QUOTES = str.maketrans("“”„«»", '"' * 5)
"""Typographic quotes as plain ones."""
_PIECE = r'(?:"[^"]*+"|[^\s()",;<>=!:≥≤≠])'
_VALUE = r'(?:"[^"]*+"|,(?=[^\s,;()])|[^\s()",;])'
_TERM = re.compile(
    rf"(?P<no>-(?!\s|$))?(?P<key>{_PIECE}++)?"
    rf"(?:(?P<op>\s*+(?:>=|<=|!=|[<>=≥≤≠])\s*+|:\s*+)(?P<value>{_VALUE}++)?)?"
)
_OPS = {"≥": ">=", "≤": "<=", "≠": "!="}
_SPLIT = {sign: re.compile(rf'(?:"[^"]*+"|[^"{sign}])*+') for sign in ",/"}


@dataclass(frozen=True, slots=True)
class Term:
    """A bracket, or a word that begins at ``start``. A bare word is a ``value`` with no ``key`` and no ``op``.

    ``denied``: a minus precedes it. ``is_apart``: a comma precedes it, so it does not continue a name.
    """

    text: str
    start: int
    key: str = ""
    op: str = ""
    value: str = ""
    denied: bool = False
    is_apart: bool = False

    @property
    def is_bare(self) -> bool:
        """Return True for a word with no operator and no minus."""
        return not (self.op or self.denied or self.text in {"(", ")"})

    @property
    def is_value(self) -> bool:
        """Return True for a word that can continue the value or name before it, as "nike/size=9" continues "bought"."""
        return not self.is_apart and (self.is_bare or (not self.denied and "/" in self.key))


def terms_in(text: str, shift: int = 0) -> list[Term]:
    """Split a filter into its terms. Raises WrongFilter for an unclosed quote and for a sign on its own."""
    terms: list[Term] = []
    place, is_apart = 0, False
    while place < len(text):
        sign = text[place]
        if sign in "()":
            terms.append(Term(sign, shift + place))
        elif sign in ",;\n":
            is_apart = True
        elif not sign.isspace():
            found = _TERM.match(text, place)
            if found is None or found.end() == place:
                raise WrongFilter(FilterMistake(WhyUnread.UNCLOSED, text[place:], shift + place))
            terms.append(_term(found, shift, is_apart))
            place, is_apart = found.end(), False
            continue
        place += 1
    return terms


def _term(found: re.Match[str], shift: int, is_apart: bool) -> Term:
    op = (found["op"] or "").strip()
    key, value = found["key"] or "", found["value"] or ""
    if not op:
        key, value = "", key
    if value == "-" and found["no"] is None:
        raise WrongFilter(FilterMistake(WhyUnread.LONELY, "-", shift + found.start()))
    denied = found["no"] is not None
    return Term(found[0].strip(), shift + found.start(), key, _OPS.get(op, op), value, denied, is_apart)


def split(value: str, sign: str) -> list[str]:
    """Split a value at each "," or "/" outside quotes; empty parts are left out."""
    return [part for part in _SPLIT[sign].findall(value) if part]


def strip_quotes(part: str) -> str:
    """Remove the quotes around a part of a value."""
    return part[1:-1] if len(part) > 1 and part[0] == part[-1] == '"' else part


_LENGTH = re.compile(r"(\d{1,5}) ?(h|d|w|hours?|days?|weeks?|months?|years?)", re.ASCII)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_DAY = timedelta(days=1)
_PERIODS = frozenset(period.value for period in Period)


def parse_length(text: str) -> timedelta | None:
    """Parse a length of time, at most ten years; None for another text. A month has 30 days, a year 365."""
    found = _LENGTH.fullmatch(fold_name(text))
    if found is None:
        return None
    many, unit = int(found[1]), found[2][0]
    try:
        return read_length(f"{many}h" if unit == "h" else f"{many * _DAYS[unit]}d")
    except ValueError:
        return None


def parse_day(text: str) -> date | None:
    """Parse a day such as "2026-03-02"; None for another text."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-02") else None
    except ValueError:
        return None


def parse_time(text: str, zone: tzinfo) -> timedelta | Period | Stretch | None:
    """Parse a period: a length until now, a named period, a day or a range; None for another text."""
    period = fold_name(text.replace("_", " "))
    if period in _PERIODS:
        return Period(period)
    if (day := parse_day(text)) is not None:
        return _span(day.isoformat(), day.isoformat(), zone)
    first, dots, last = text.partition("..")
    return _span(first, last, zone) if dots else parse_length(text)


def _span(first: str, last: str, zone: tzinfo) -> Stretch | None:
    """Return the range from ``first`` to ``last``, both days included; one of them may be empty. None if invalid."""
    ends = {"from": _end(first, timedelta()), "until": _end(last, _DAY)}
    if None in ends.values():
        return None
    try:
        span = read_within({name: end for name, end in ends.items() if end}, zone)
    except ValueError:
        return None
    return span if isinstance(span, Stretch) else None


def _end(text: str, later: timedelta) -> str | None:
    """Return one end of a range as written in the criteria's JSON; "" if empty, None if it is no time."""
    if not text.strip():
        return ""
    if (day := parse_day(text)) is not None:
        return None if day == date.max else (day + later).isoformat()
    length = parse_length(text)
    return None if length is None else f"{int(length.total_seconds()) // 3600}h"
