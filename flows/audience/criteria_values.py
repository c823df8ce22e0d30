"""Values of criteria, parsed from JSON and written to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from flows.audience import value_patterns
from flows.audience.audience_facts import ValueKind
from flows.audience.calendar_periods import Period, Stretch
from flows.audience.criteria import Scalar
from flows.moment_bounds import FIRST, LAST
from flows.name_folding import fold_name

LONGEST = timedelta(days=3660)
"""The longest time span, ten years: no data are stored longer."""
_MICROS = 10**6
MOST_DAYS = 36_600
PERIODS = frozenset(one.value for one in Period)
MOST_CHARACTERS = 200
LARGEST = Decimal(10) ** 12
"""The largest amount in units: no column stores a larger one."""
_LENGTH = re.compile(r"(\d{1,6})\s*([mhdw])", re.ASCII)
_DIGITS, _MONEY_DIGITS = re.compile(value_patterns.NUMBER), re.compile(value_patterns.AMOUNT)
_WHEN, _DAY = re.compile(value_patterns.MOMENT), re.compile(value_patterns.DAY)
_UNKEPT = re.compile("[\x00\ud800-\udfff]")  # what PostgreSQL keeps in no text
_UNITS = MappingProxyType({"m": "minutes", "h": "hours", "d": "days", "w": "weeks"})


def read_length(value: object) -> timedelta:
    """Parse a time span: "30d", "36h". Raises ValueError with what is expected."""
    found = _LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
    length = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else timedelta()
    if not timedelta() < length <= LONGEST:
        raise ValueError('must be a time like "30d" or "36h", up to ten years')
    return length


def write_length(length: timedelta) -> str:
    """Format a time span for ``read_length``, in the largest unit that divides it."""
    minutes = int(length.total_seconds()) // 60
    sizes = {"d": 60 * 24, "h": 60, "m": 1}
    return next(f"{minutes // size}{unit}" for unit, size in sizes.items() if minutes % size == 0)


def read_within(value: object, zone: tzinfo) -> timedelta | Period | Stretch:
    """Parse a time span before now, a named calendar period, or a stretch; days begin in ``zone``. Raises ValueError
    with what is expected."""
    if isinstance(value, str) and value in PERIODS:
        return Period(value)
    if not isinstance(value, dict):
        return read_length(value)
    if not value or not set(value) <= {"from", "until"}:
        raise ValueError('must have "from", "until" or both, and nothing else')
    stretch = Stretch(*(_end(value[name], zone) if name in value else None for name in ("from", "until")))
    if not _is_forward(stretch):
        raise ValueError('"from" must lie before "until"')
    return stretch


def _end(value: object, zone: tzinfo) -> datetime | timedelta:
    """Parse one end of a stretch: a moment, or a time span before now."""
    if isinstance(value, str) and _LENGTH.fullmatch(value.strip()):
        return read_length(value)
    try:
        return read_moment(value, zone)
    except ValueError as wrong:
        raise ValueError(f'{wrong}, or a time ago like "90d"') from None


def _is_forward(stretch: Stretch) -> bool:
    """Return True if a stretch begins before it ends, or if that is unknown, as one end is relative and the other
    fixed."""
    since, until = stretch.since, stretch.until
    if isinstance(since, timedelta) and isinstance(until, timedelta):
        return since > until
    return not (isinstance(since, datetime) and isinstance(until, datetime)) or since < until


def write_within(within: timedelta | Period | Stretch) -> str | dict[str, str]:
    """Format a time limit for ``read_within``."""
    if isinstance(within, Stretch):
        ends = {"from": within.since, "until": within.until}
        return {name: _write_end(end) for name, end in ends.items() if end is not None}
    return within.value if isinstance(within, Period) else write_length(within)


def _write_end(end: datetime | timedelta) -> str:
    return write_length(end) if isinstance(end, timedelta) else write_moment(end)


def read_moment(value: object, zone: tzinfo) -> datetime:
    """Parse a moment of RFC 3339 (seconds are optional), or a day, which begins at midnight in ``zone``. Moments
    outside the stored time are moved to its nearest end."""
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return _keep_moment(datetime.combine(date.fromisoformat(value), time(), zone))
        if isinstance(value, str) and _WHEN.fullmatch(value):
            return _keep_moment(datetime.fromisoformat(value))
    except ValueError:
        pass
    raise ValueError('must be a moment like "2026-03-02T15:00:00Z" or a day like "2026-03-02"')


def _keep_moment(told: datetime) -> datetime:
    return min(max(told, FIRST), LAST).astimezone(UTC)


def write_moment(moment: datetime) -> str:
    """Format a moment in RFC 3339 with Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _number(value: object) -> Decimal:
    """Parse a number, given as a number or as text."""
    told = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    told = told or (isinstance(value, str) and _DIGITS.fullmatch(value) is not None)
    try:
        number = Decimal(str(value)) if told else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise ValueError("must be a number")
    if abs(number) > LARGEST:
        raise ValueError(f"must be a number from {-LARGEST:f} to {LARGEST:f}")
    return number


def _days(value: object) -> Decimal:
    days = _number(value)
    if abs(days) > MOST_DAYS:
        raise ValueError(f"must be a number of days up to {MOST_DAYS}")
    return days


def _money(value: object) -> int:
    micros = _number(value) * _MICROS
    if (isinstance(value, str) and not _MONEY_DIGITS.fullmatch(value)) or micros != micros.to_integral_value():
        raise ValueError("must be an amount with at most six places")
    return int(micros)


def _code(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > MOST_CHARACTERS or _UNKEPT.search(value):
        raise ValueError(f"must be a name of 1 to {MOST_CHARACTERS} characters")
    return value.strip()


def _word(value: object) -> str:
    word = fold_name(_code(value))
    if not any(one.isalnum() for one in word):
        raise ValueError("must be a name with a letter or a digit")
    return word


_READ: Mapping[ValueKind, Callable[[object], Scalar]] = MappingProxyType(
    {
        ValueKind.NUMBER: _number,
        ValueKind.NUMBERS: _number,
        ValueKind.DAYS: _days,
        ValueKind.MONEY: _money,
        ValueKind.CODE: _code,
        ValueKind.CODES: _code,
        ValueKind.WORD: _word,
        ValueKind.WORDS: _word,
    }
)


def read_value(kind: ValueKind, op: str, value: object, zone: tzinfo) -> Scalar:
    """Parse one value to compare a fact of this ``kind`` with by ``op``. Raises ValueError with what is expected."""
    if op == "exists":
        if not isinstance(value, bool):
            raise ValueError("must be true or false")
        return value
    if kind is not ValueKind.MOMENT:
        return _READ[kind](value)
    if op == "within":
        return read_within(value, zone)
    if op == "before" and isinstance(value, str) and _LENGTH.fullmatch(value.strip()):
        return read_length(value)
    return read_moment(value, zone)


def write_value(kind: ValueKind, value: Scalar) -> object:
    """Format a value for ``read_value``."""
    if isinstance(value, bool | str):
        return value.value if isinstance(value, Period) else value
    if isinstance(value, timedelta | Stretch):
        return write_within(value)
    if isinstance(value, datetime):
        return write_moment(value)
    if kind is ValueKind.MONEY:
        return f"{(Decimal(value) / _MICROS).normalize():f}"
    number = Decimal(value)
    return int(number) if number == number.to_integral_value() else float(number)
