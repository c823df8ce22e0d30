"""The values of a table's cells: yes and no, moments and days, in the notations of people and programs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.moment_bounds import resolve_moment
from flows.name_folding import fold_name

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""Prefixes of a cell that spreadsheet programs run as a formula:
https://owasp.org/www-community/attacks/CSV_Injection"""

_NOTHING = frozenset({"", "-", "--", "---", "n/a", "N/A", "#N/A", "NULL", "\\N"})
_YES = frozenset({
    "yes", "y", "true", "1", "on", "x", "ok", "granted", "subscribed", "opted in", "opt in", "agreed", "si",
    "s", "verdadero", "acepta", "haan", "ha", "हाँ", "हां", "✓", "✔",
})  # fmt: skip
_NO = frozenset({"no", "n", "false", "0", "off", "none", "not subscribed", "never", "falso", "nahi", "नहीं", "pending"})
# Excel keeps what it is not to turn into a number as a formula that gives a text, or behind an apostrophe.
_TEXT_OF_EXCEL = re.compile(r'="([^"]*)"')
_WORDS = re.compile(r'(?<![^,;|\s])"((?:[^"]|"")*)"(?![^,;|\s])|([^,;|\n]+)')
_ROUNDED = re.compile(r"[+-]?\d+([.,]\d+)?[eE]\+?\d+")
_NUMBER_WITH_FRACTION = re.compile(r"(\+?\d+)\.0+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS_ES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?P<time>[ T].*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?P<time>[ T].*)?")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})[/.](\d{1,2})")
_NAMED = re.compile(r"(?:(\d{1,2})\.?(?: de)? ([a-z]+)|([a-z]+) (\d{1,2})(?:st|nd|rd|th)?),?(?: (?:de |del )?(\d{4}))?")
MONTH_FIRST = frozenset({"US", "AS", "FM", "GU", "MH", "MP", "PH", "PR", "PW", "VI"})
"""Countries where 04/05 is 5 April, unless the file shows otherwise."""


def bare(cell: str) -> str:
    """Return a cell without spreadsheet wrappers; "" for signs of an empty cell."""
    text = cell.strip()
    wrapped = _TEXT_OF_EXCEL.fullmatch(text)
    if wrapped:
        text = wrapped[1].strip()
    text = text.removeprefix("'") if text[:2] != "''" else text
    return "" if text in _NOTHING else text


def are_names(cells: Iterable[str]) -> bool:
    """Return True if most of these are names of people rather than ids: letters without a digit, in two words or
    capitalised."""
    told = [text for cell in cells if (text := bare(cell))]
    return 2 * sum(map(_is_name, told)) > len(told)


def _is_name(text: str) -> bool:
    if not any(map(str.isalpha, text)) or any(letter.isdigit() or letter in "@_/" for letter in text):
        return False
    return " " in text or not text.isascii() or text.istitle()


def is_formula(text: str) -> bool:
    """Return True if a spreadsheet program that opens a file with this cell would run it as a formula."""
    return text.startswith(FORMULAS)


def is_rounded(text: str) -> bool:
    """Return True if a spreadsheet program shortened a number and lost its last digits: 9.19876E+11."""
    return _ROUNDED.fullmatch(text) is not None


def trim_fraction(text: str) -> str:
    """Return a number without the zero fraction that spreadsheet programs append: 13145550142.0."""
    found = _NUMBER_WITH_FRACTION.fullmatch(text)
    return found[1] if found else text


def parse_flag(text: str) -> bool | None:
    """Return True for yes, False for no, None for other text. Opt-outs are parsed in ``opt_out_values``."""
    told = fold_name(text.replace("-", " ").replace("_", " "))
    return True if told in _YES else False if told in _NO else None


def words(text: str) -> tuple[str, ...]:
    """Split a cell at commas, semicolons or bars; quotation marks hold words together, as in Mailchimp's
    "VIP","Whole sale"."""
    parts = (quoted.replace('""', '"') if quoted else plain for quoted, plain in _WORDS.findall(text))
    return tuple(word for part in parts if (word := part.strip()))


def is_month_first(cells: Iterable[str]) -> bool | None:
    """Return whether 04/05 in a column is 5 April, by its days after the twelfth; None if there are none."""
    found = [(int(one[1]), int(one[2])) for cell in cells if (one := _SLASHED.fullmatch(cell.strip()))]
    behind = sum(second > 12 for _, second in found) - sum(first > 12 for first, _ in found)
    return behind > 0 if behind else None


def parse_day(text: str, *, month_first: bool) -> str:
    """Return a day in the form for flows/birthdays.py, 1990-05-04 or 05-04; other text unchanged."""
    if found := _YEAR_FIRST.fullmatch(text):
        return f"{found[1]}-{found[2]}-{found[3]}"
    if found := _SLASHED.fullmatch(text):
        return f"{found[3]}-{_month_day(found[1], found[2], month_first=month_first)}"
    if found := _DAY_AND_MONTH.fullmatch(text):
        return _month_day(found[1], found[2], month_first=month_first)
    return _parse_named_day(fold_name(text)) or text


def parse_moment(text: str, zone: ZoneInfo, *, month_first: bool) -> datetime:
    """Parse a moment, in ``zone`` if it names none; a day is its beginning. Raises ValueError, with the reason, for an
    invalid or implausible moment."""
    try:
        told = datetime.fromisoformat(_parse_with_time(text, month_first=month_first))
    except ValueError:
        raise ValueError("is not a date or time; write it like 2026-03-02T15:04:05-06:00") from None
    return resolve_moment(told.replace(tzinfo=zone) if told.tzinfo is None else told)


def _parse_with_time(text: str, *, month_first: bool) -> str:
    found = _SLASHED.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if found is None:
        named = ("" if text[:4].isdigit() else _parse_named_day(fold_name(text)) or "").split("-")
        return "-".join(one.zfill(2) for one in named) if len(named) == 3 else text
    time = (found["time"] or "").strip(" T")
    year, month, of_month = parse_day(text[: found.start("time")] if time else text, month_first=month_first).split("-")
    date = f"{year}-{int(month):02}-{int(of_month):02}"
    return f"{date}T{time.zfill(5) if time.count(':') == 1 else time.zfill(8)}" if time else date


def _month_day(first: str, second: str, *, month_first: bool) -> str:
    return f"{first}-{second}" if month_first else f"{second}-{first}"


def _parse_named_day(text: str) -> str | None:
    """Parse a day with its month in words: 4 May 1990, May 4, 4 de mayo."""
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    of_month, word, year = found[1] or found[4], (found[2] or found[3])[:3], found[5]
    months = _MONTHS if word in _MONTHS else _MONTHS_ES
    if word not in months:
        return None
    return f"{year}-{months.index(word) + 1}-{of_month}" if year else f"{months.index(word) + 1}-{of_month}"


def disarm_cell(cell: str) -> str:
    """Return a cell that no spreadsheet program runs: one that begins like a formula gets an apostrophe before it."""
    return f"'{cell}" if is_formula(cell) else cell
