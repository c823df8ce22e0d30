"""Days of the calendar in phrases: "since july", "after oct 1", "in 2024", "before 3 march 2025"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flows.audience.criteria import All, Compared, Counted, Criteria
from flows.audience.periods import Period, Stretch
from handlers.audience.replies.names import Names
from handlers.audience.replies.words import pattern
from handlers.replies.calendar_words import MONTHS

_DAY = timedelta(days=1)
_SAID = pattern(
    "(?P<how>(?:{date_since}|{date_before}|{date_after}|{in}|{within}|on(?: the)?) )?(?P<date>{date})"
    "(?: (?:{date_behind}|{on_behind}))?"
)
_SPAN = pattern(
    "(?:{date_between} )?(?P<first>{date}|{day_alone}) ?(?:{se_lekar}|{date_to}|-|–) ?(?P<last>{date})"
    "(?: (?:(?P<before>{before_till})|{tak}))?"
)
_SINCE, _BEFORE, _AFTER = pattern("{date_since}"), pattern("{date_before}"), pattern("{date_after}")
_AFTER_BEHIND, _BEFORE_BEHIND = pattern("{after_behind}$"), pattern("{before_behind}$")
_SINCE_BEHIND = pattern("{since_behind}$")
_DAY_ALONE = pattern("{day_alone}")
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Dated:
    """From a day on, before another; None where it has no such end."""

    since: date | None
    until: date | None

    def of_moment(self, fact: str, names: Names) -> Criteria:
        """A moment in it."""
        period = self.period(names)
        if period is not None:
            return Compared(fact, "within", period)
        ends = (
            *((Compared(fact, ">=", _midnight(self.since, names)),) if self.since else ()),
            *((Compared(fact, "<", _midnight(self.until, names)),) if self.until else ()),
        )
        return ends[0] if len(ends) == 1 else All(ends)

    def of_event(self, event: str, op: str, many: int, names: Names) -> Criteria | None:
        """An event in it; "bought before october" may be of the first order or the last, and is none."""
        period = self.period(names)
        if period is not None:
            return Counted(event, op, many, period)
        ever = event == "order.created" and (op, many) == (">=", 1)
        if ever and self.since is not None and self.until is None:
            return Compared("last_order_at", ">=", _midnight(self.since, names))
        return None if ever and self.since is None else Counted(event, op, many, self.stretch(names))

    def within(self, names: Names) -> Period | Stretch:
        """The same as a period of the calendar, else between midnights of the business."""
        return self.period(names) or self.stretch(names)

    def stretch(self, names: Names) -> Stretch:
        """The same between midnights of the business."""
        return Stretch(*(None if day is None else _midnight(day, names) for day in (self.since, self.until)))

    def period(self, names: Names) -> Period | None:
        """The same as a period of the calendar, where it is this or the last of its kind."""
        today = names.today
        if today is None or self.since is None or self.until is None:
            return None
        month, last = today.replace(day=1), (today.replace(day=1) - _DAY).replace(day=1)
        year, before = date(today.year, 1, 1), date(today.year - 1, 1, 1)
        known = {
            (month, _next_month(month)): Period.THIS_MONTH, (last, month): Period.LAST_MONTH,
            (year, date(today.year + 1, 1, 1)): Period.THIS_YEAR, (before, year): Period.LAST_YEAR,
        }  # fmt: skip
        return known.get((self.since, self.until))


def read_dated(text: str, names: Names) -> Dated | None:
    """The time that a text names; None where it is of a time to come, or may be two."""
    if (span := _SPAN.fullmatch(text)) is not None and names.today is not None:
        return _from_to(span["first"], span["last"], names.today, without_last=bool(span["before"]))
    found = _SAID.fullmatch(text)
    if found is None or names.today is None:
        return None
    both = _ends(found["date"], names.today)
    if both is None or both[0] > names.today:
        return None
    how, (first, after) = found["how"] or "", both
    exact = after - first == _DAY
    if _BEFORE.match(how) or _BEFORE_BEHIND.search(text):
        return Dated(None, first)
    if _AFTER.match(how) or _AFTER_BEHIND.search(text):
        return Dated(first, None) if exact else None  # "after july" may leave July out
    if _SINCE.match(how) or _SINCE_BEHIND.search(text):
        return Dated(first, None)
    return Dated(first, after)


def _from_to(said: str, after: str, today: date, *, without_last: bool) -> Dated | None:
    """ "Between January and March": both among them, the latest that have begun; "8 nov se pehle tak" without that."""
    last = _ends(after, today)
    first = _begins(said, last[1] - _DAY) if last is not None else None
    if first is None or last is None or last[0] > today or first >= last[0]:
        return None
    return Dated(first, last[0] if without_last else last[1])


def _begins(said: str, last: date) -> date | None:
    """The first day; a day without a month is of the month of the last one: "the 1st to the 15th of may"."""
    if any(one in MONTHS for one in re.split(r"[\s,.]+", said)) or not (day := _DAY_ALONE.fullmatch(said)):
        ends = _ends(said, last)
        return None if ends is None else ends[0]
    number = int(_FIGURES.findall(day[0])[0])
    return last.replace(day=number) if 0 < number < last.day else None


def _ends(said: str, today: date) -> tuple[date, date] | None:
    """The first day and the day after the last; of a day or a month without a year the latest that has begun."""
    month = next((number for name in re.split(r"[\s,]+", said) if (number := MONTHS.get(name.strip(".")))), None)
    figures = [int(one) for one in _FIGURES.findall(said)]
    years = [one for one in figures if one > 31]
    days = [one for one in figures if one <= 31]
    if month is None:
        return (date(years[0], 1, 1), date(years[0] + 1, 1, 1)) if years and not days else None
    try:
        first = date(years[0] if years else today.year, month, days[0] if days else 1)
        if not years and first > today:
            first = first.replace(year=today.year - 1)
    except ValueError:
        return None
    return first, first + _DAY if days else _next_month(first)


def _next_month(first: date) -> date:
    return (first + 31 * _DAY).replace(day=1)


def _midnight(day: date | None, names: Names) -> datetime:
    assert day is not None, "the end is there"
    return datetime.combine(day, time(), names.zone).astimezone(UTC)
