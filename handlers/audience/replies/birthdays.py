"""Clauses of birthdays: in which months, how soon, and whether one is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from flows.audience.criteria import Compared, Criteria
from handlers.audience.replies.figures import read_length
from handlers.audience.replies.kinds import Reads, plain
from handlers.audience.replies.meanings import is_so
from handlers.audience.replies.names import Names
from handlers.audience.replies.words import pattern
from handlers.replies.calendar_words import MONTHS

_MONTH = re.compile(r"[^\W\d]+")
_THRU = pattern("{months_to}")
_OF = "(?:(?:{told_before}|{told_behind}|{whose}) ){0,3}"
_MONTHS_SAID = "(?P<m>{month_word}(?: ?(?:{months_to}|,|{or}|{and}|&|\\+) ?(?:{in} )?{month_word}){0,5})"
_IN_COMING = "(?P<w>{coming_soon})"


def _months(found: re.Match[str], _names: Names) -> Criteria | None:
    """From one month to another, over the new year too, or each that is named."""
    named = [MONTHS[one] for one in _MONTH.findall(found["m"]) if one in MONTHS]
    if len(named) == 2 and _THRU.search(found["m"]):
        named = list(_from_to(*named))
    elif _THRU.search(found["m"]):
        return None
    if len(named) == 1:
        return Compared("birthday_month", "=", Decimal(named[0]))
    return Compared("birthday_month", "in", tuple(sorted({Decimal(one) for one in named})))


def _from_to(first: int, last: int) -> Iterator[int]:
    month = first
    while month != last:
        yield month
        month = month % 12 + 1
    yield last


def _soon(found: re.Match[str], _names: Names) -> Criteria | None:
    length = read_length(found["w"])
    return None if length is None else Compared("birthday_in_days", "<=", Decimal(length // timedelta(days=1)))


def _next_month(_found: re.Match[str], names: Names) -> Criteria | None:
    return Compared("birthday_month", "=", Decimal(names.today.month % 12 + 1)) if names.today is not None else None


_THIS_MONTH = is_so(Compared("audience", "=", "birthday"))
_TODAY = is_so(Compared("birthday_in_days", "=", Decimal(0)))
_UNKNOWN, _KNOWN = (is_so(Compared("birthday_month", "exists", one)) for one in (False, True))
_KEPT = {"language": "{a_language}", "city": "{a_city}", "country": "{a_country}", "region": "{a_state}"}
BIRTHDAYS: tuple[Reads, ...] = (
    plain(f"{{birthday}} {_OF}{_MONTHS_SAID}(?!\\w)", _months),
    plain(f"{_MONTHS_SAID} {_OF}{{birthday}}(?!\\w)", _months),
    plain(f"{{born}} (?:{{in}}|in the month of) {_MONTHS_SAID}(?! ?\\d)", _months),
    *(plain(f"(?:{{neg}}|{{lacking}}) {_OF}{said} {{on_file}}(?!\\w)", is_so(Compared(fact, "exists", False)))
      for fact, said in _KEPT.items()),
    *(plain(f"{said} {_OF}(?:{{neg}} {{on_file}}|{{lacking}}|{{on_file}} {{neg_last}})(?!\\w)",
            is_so(Compared(fact, "exists", False))) for fact, said in _KEPT.items()),
    plain(f"(?:{{birthday}} {_OF}|{{born}} ){_IN_COMING}", _soon),
    plain(f"{_IN_COMING} {_OF}{{birthday}}(?!\\w)", _soon),
    plain(f"(?:{{birthday}}|{{born}}) {_OF}{{this_month}}(?: {{now}})?(?!\\w)", _THIS_MONTH),
    plain(f"{{this_month}} {_OF}{{birthday}}(?!\\w)", _THIS_MONTH),
    plain(f"{{today}} {_OF}{{birthday}}(?!\\w)", _TODAY),
    plain("{birthday} month(?: {now}| {this_month})?(?!\\w)", _THIS_MONTH),
    plain(f"{{birthday}} {_OF}{{next_month}}(?!\\w)", _next_month),
    plain(f"{{next_month}} {_OF}{{birthday}}(?!\\w)", _next_month),
    plain(f"(?:{{neg}}|{{lacking}}) {_OF}{{birthday}}(?: {{on_file}})?(?!\\w)(?! {{told_behind}})", _UNKNOWN),
    plain(f"{{birthday}} {_OF}(?:{{neg}} {{on_file}}|{{lacking}}|{{on_file}} {{neg_last}})(?!\\w)", _UNKNOWN),
    plain(f"{{birthday}} {_OF}{{on_file}}(?! {{neg_last}})(?!\\w)", _KNOWN),
)  # fmt: skip
