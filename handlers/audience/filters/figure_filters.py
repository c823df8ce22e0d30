"""Filters of numbers and times: "spent>100", "orders>=3/30d", "last:60d", "birthday:may"."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from decimal import Decimal

from flows.audience.audience_expansion import AUDIENCE
from flows.audience.audience_facts import FACTS, ValueKind
from flows.audience.criteria import All, Compared, Counted, Criteria, Scalar, Summed
from flows.audience.criteria_json import COUNTING, MOST_COUNTED, MOST_VALUES
from flows.audience.criteria_values import read_value
from flows.name_folding import fold_name
from handlers.audience.filter_names import FilterNames
from handlers.audience.filters.filter_mistakes import WrongValue
from handlers.audience.filters.filter_terms import parse_day, parse_length, parse_time, split

_EXISTS = {"any": True, "none": False}
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
MONTHS = (*_MONTHS, "november", "december")
_SHORT = 3  # letters of "jan"
_ALL_RANKS = 100
_DAY = timedelta(days=1)


def compare_known(fact: str, value: str) -> Compared | None:
    """Return criteria for the values "any" and "none", which ask if a fact is known; None for other values."""
    exists = _EXISTS.get(fold_name(value))
    return None if exists is None else Compared(fact, "exists", exists)


def figure(fact: str, event: str, op: str, value: str, names: FilterNames) -> Criteria:
    """Compare a number: "3", "3,4", "3..5"; with a period after "/" the number of the ``event`` in this period."""
    numbers, *times = split(value, "/") or [""]
    within = parse_time(times[0], names.zone) if times else None
    if len(times) > 1 or (times and (within is None or not event)):
        raise WrongValue(times[-1])
    least, dots, most = numbers.partition("..")
    pairs = [(">=", least), ("<=", most)] if dots else [("=" if op == ":" else op, numbers)]
    if dots and op not in {":", "="}:
        raise WrongValue(numbers)
    if not times:
        if dots and FACTS[fact].kind is ValueKind.NUMBERS:
            return Compared(fact, "in", _each(least, most))  # both ends are of one programme
        return _join_all([_compare_numbers(fact, op, number) for op, number in pairs])
    if FACTS[fact].kind is ValueKind.MONEY:
        return _join_all([Summed(event, op, int(_number(fact, number)), within) for op, number in pairs])
    return _join_all([Counted(event, _negate_op(op), _count(number), within) for op, number in pairs])


def _each(least: str, most: str) -> tuple[Decimal, ...]:
    """Return all whole numbers from ``least`` to ``most``."""
    first, last = _count(least), _count(most)
    if not first <= last < first + MOST_VALUES:
        raise WrongValue(f"{least}..{most}")
    return tuple(map(Decimal, range(first, last + 1)))


def _join_all(criteria: list[Compared] | list[Counted] | list[Summed]) -> Criteria:
    return criteria[0] if len(criteria) == 1 else All(tuple(criteria))


def _compare_numbers(fact: str, op: str, numbers: str) -> Compared:
    """Compare with one number; several numbers are allowed for "=" and "!="."""
    values = tuple(_number(fact, number) for number in split(numbers, ",") or [""])
    if len(values) == 1:
        return Compared(fact, op, values[0])
    if op not in {"=", "!="}:
        raise WrongValue(numbers)
    return Compared(fact, "in" if op == "=" else "not_in", tuple(dict.fromkeys(values)))


def _number(fact: str, number: str) -> Decimal | int:
    try:
        value: Scalar = read_value(FACTS[fact].kind, "=", number, UTC)
    except ValueError:
        raise WrongValue(number) from None
    assert isinstance(value, Decimal | int), "figures are numbers"
    return value


def _negate_op(op: str) -> str:
    if op not in COUNTING:
        raise WrongValue(op)
    return op


def _count(number: str) -> int:
    if not (number.isascii() and number.isdecimal()) or int(number) > MOST_COUNTED:
        raise WrongValue(number)
    return int(number)


def compare_moment(fact: str, op: str, value: str, names: FilterNames) -> Criteria:
    """Compare a time: "30d" is within this period, ">30d" longer ago, ">=2026-03-02" since a day, or a range."""
    if op in {":", "="}:
        within = parse_time(value, names.zone)
        if within is not None:
            return Compared(fact, "within", within)
        if (exists := compare_known(fact, value)) is not None:
            return exists
    elif (length := parse_length(value)) is not None and op != "!=":
        return Compared(fact, "within" if op in {"<", "<="} else "before", length)
    elif (day := parse_day(value)) is not None and op in {"<", "<=", ">", ">="} and day < date.max:
        midnight = day + _DAY if op in {">", "<="} else day
        side = "<" if op in {"<", "<="} else ">="
        return Compared(fact, side, read_value(ValueKind.MOMENT, side, midnight.isoformat(), names.zone))
    raise WrongValue(value)


def compare_last_order(op: str, value: str, names: FilterNames) -> Criteria:
    """Compare the days since the last order: "60d" is 60 days ago or more, "<30d" less than 30 days ago."""
    length = parse_length(value)
    if length is None:
        return compare_moment("last_order_at", op, value, names)
    days = Decimal(length // _DAY)
    if length % _DAY or op == "!=":
        raise WrongValue(value)
    return Compared("days_since_order", ">=" if op == ":" else op, days)


def compare_birthday(op: str, value: str, names: FilterNames) -> Criteria:
    """Parse a birthday: "today", "7d" for the next seven days, "this month", months by name or number, any or none."""
    said, length = fold_name(value.replace("_", " ")), parse_length(value)
    if op not in {":", "="}:
        raise WrongValue(op)
    if said == "today":
        return Compared("birthday_in_days", "=", Decimal(0))
    if said == "this month":
        return Compared(AUDIENCE, "=", "birthday")
    if length is not None and not length % _DAY:
        return Compared("birthday_in_days", "<=", Decimal(length // _DAY))
    exists = compare_known("birthday_month", said)
    return exists or _compare_numbers("birthday_month", "=", ",".join(map(_month, split(said, ","))))


def _month(name: str) -> str:
    """Return the number of a month by its name or first letters; other text unchanged. Raises WrongValue."""
    if name.isascii() and name.isdecimal() and not 0 < int(name) <= len(MONTHS):
        raise WrongValue(name)
    found = [number for number, month in enumerate(MONTHS, 1) if len(name) >= _SHORT and month.startswith(name)]
    return str(found[0]) if found else name


def best(op: str, value: str, _names: FilterNames) -> Criteria:
    """Parse the best customers by money spent: "top:20%"."""
    share = value.removesuffix("%")
    if op not in {":", "="} or not 0 < _count(share) <= _ALL_RANKS:
        raise WrongValue(value)
    return Compared("spend_percentile", ">=", Decimal(_ALL_RANKS - int(share)))
