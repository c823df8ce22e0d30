"""``[inbox]``: when the staff answers customers, and how soon they are nudged about a question that waits."""

from datetime import timedelta

from flows.business import InboxSettings
from flows.opening_hours import WEEK, OpeningHours
from handlers.business_file import catalogue, values
from handlers.business_file.table import Table

NEVER = "never"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SOONEST = timedelta(minutes=5)


def read_inbox(table: Table) -> InboxSettings:
    """The hours of the day, the days of the week, and the time to the first nudge."""
    usual = InboxSettings()
    whole_day = (usual.hours.opens, usual.hours.closes)
    opens, closes = table.read("hours", catalogue.hours, whole_day)
    days = table.each("days", values.one_of(*DAYS))
    if days is not None and not table.elements("days"):
        table.wrong("days", 'must name at least one day, like ["mon", "tue"]')
    week = tuple(sorted(set(map(DAYS.index, days)))) if days else WEEK
    return InboxSettings(OpeningHours(opens, closes, week), table.read("nudge_after", _nudge_after, usual.nudge_after))


def _nudge_after(value: object) -> timedelta | None:
    """A stretch of time, or ``"never"``."""
    if value == NEVER:
        return None
    try:
        after = values.duration(value)
    except ValueError as wrong:
        raise ValueError(f'{wrong}; or "{NEVER}"') from None
    if after < _SOONEST:
        raise ValueError(f"must be at least {int(_SOONEST.total_seconds()) // 60}m, not {values.shown(value)}")
    return after
