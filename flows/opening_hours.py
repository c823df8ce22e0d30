"""The opening hours for customer questions, by weekday in the business's time zone, and sums of open time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK = tuple(range(7))
"""All weekdays, Monday being 0."""
DAY = 24 * 60
"""The minutes of a day."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Opening hours from ``opens`` to ``closes``, in minutes of the local day (``closes`` excluded), on these
    weekdays."""

    opens: int = 9 * 60
    closes: int = 20 * 60
    days: tuple[int, ...] = WEEK

    def opens_at(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """Return the first open moment at or after ``moment``."""
        return next(max(begin, moment) for begin, end in self._spans(moment, zone) if end > moment)

    def is_open(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Return True if the business is open."""
        return self.opens_at(moment, zone) == moment

    def closes_at(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """Return when the business closes next; None if it is closed at ``moment``, or not closing within a week."""
        end, last = moment, moment + timedelta(days=len(WEEK) + 1)
        for begin, until in self._spans(moment, zone):
            if begin > max(end, moment) or begin > last:
                break
            end = max(end, until)
        return None if end <= moment or end > last else end

    def add_open_time(self, moment: datetime, stretch: timedelta, zone: ZoneInfo) -> datetime:
        """Return the moment after ``stretch`` of open time; it is never outside opening hours."""
        for begin, end in self._spans(moment, zone):
            begin = max(begin, moment)
            if end > begin and begin + stretch < end:
                return begin + stretch
            stretch -= max(end - begin, timedelta(0))
        raise AssertionError("every day is closed")

    def _spans(self, moment: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open times, from the day of ``moment`` on."""
        day = moment.astimezone(zone).date()
        while True:
            if day.weekday() in self.days:
                yield _at(day, self.opens, zone), _at(day, self.closes, zone)
            day += timedelta(days=1)


USUAL_HOURS = OpeningHours()
"""The default hours."""


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Return the moment at that minute of the local day, also on days when clocks change."""
    day += timedelta(days=minutes // DAY)
    hour, minute = divmod(minutes % DAY, 60)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
