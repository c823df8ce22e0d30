"""The hours of a business: for marketing, and for its staff (``[inbox]``)."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache

from flows.business import ClosedState, InboxSettings, OpenHours
from flows.channels import CHANNELS
from flows.opening_hours import WEEK, OpeningHours
from flows.policy.atlas import load_places
from flows.policy.policy_rules import Rule, hours_for
from handlers.business_file import catalogue_sections, file_values
from handlers.business_file.toml_table import Table

MOST_DAYS = 366
_HOURS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")


def read_hours(table: Table, country: str) -> OpenHours | None:
    """Parse hours within those of the country's law; looser ones at either end are a mistake."""
    found = table.read("hours", parse_hours, None)
    for end in find_looser_hours(found, country) if found else ():
        table.add_mistake("hours", end)
    return found


def parse_hours(value: object) -> OpenHours:
    """Parse ``"09:00-20:00"``, by the recipient's clock."""
    found = _HOURS.fullmatch(file_values.strip_quoted(value))
    if found is None:
        raise ValueError(f'must be like "09:00-20:00", not {file_values.spell(value)}')
    read = OpenHours(*map(time.fromisoformat, found[0].split("-")))
    if read.opens >= read.closes:
        raise ValueError(
            f"{file_values.spell(value)} ends before it begins: give the hours for marketing, not the quiet hours"
        )
    return read


def read_closed_days(table: Table) -> tuple[date, ...]:
    """Parse the days with no departures, by the recipient's calendar."""
    days = table.parse_each("closed_days", day) or ()
    if len(days) > MOST_DAYS:
        table.add_mistake("closed_days", f"must be at most {MOST_DAYS} days, not {len(days)}")
    return tuple(sorted(set(days)))


def read_closed_states(table: Table) -> tuple[ClosedState, ...]:
    """Parse the states that get no messages: permanently, as ``"LA"``, or for a time. The latter is written ``{ state =
    "LA", from = …, until = … }``."""
    found = table.parse_each("closed_states", _parse_closed_state) or ()
    if len({state.region for state in found}) < len(found):
        table.add_mistake("closed_states", "must name each state once")
    return found


def _day(value: object) -> date | None:
    """Parse a date, in quotes or not: ``"2026-12-25"``; None for other values."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return None


day = file_values.reads('a day like "2026-12-25"', _day)


def _parse_closed_state(value: object) -> ClosedState:
    if not isinstance(value, Mapping):
        return ClosedState(*state(value))
    odd = value.keys() - {"state", "from", "until"}
    if odd or "state" not in value:
        raise ValueError('must be like { state = "LA", from = "2026-08-28", until = "2026-09-30" }, the days optional')
    since, until = (day(value[name]) if name in value else None for name in ("from", "until"))
    if since and until and until < since:
        raise ValueError(f"ends on {until}, before it begins on {since}")
    return ClosedState(*state(value["state"]), since, until)


@cache
def _states() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for (country, region), place in load_places().regions.items():
        named = (f"{country}-{region}", place.name)
        found |= {region.casefold(): named, named[0].casefold(): named, place.name.casefold(): named}
    return found


def _state(value: object) -> tuple[str, str] | None:
    """Return the code, ``US-LA``, and the name of a state or province, from two letters or a name; else None."""
    return _states().get(file_values.strip_quoted(value).casefold())


state = file_values.reads('a state or province like "LA" or "Louisiana"', _state)


def find_looser_hours(own: OpenHours, country: str) -> list[str]:
    """Return a mistake for each end of the hours that the law never permits, with the rule that says so."""
    rows = [row for row in _rows(country) if row.opens and row.closes]
    first = min(rows, key=lambda row: row.opens or time.max)
    last = max(rows, key=lambda row: row.closes or time.min)
    told = []
    if first.opens and own.opens < first.opens:
        told.append(
            _list_looser(f"begins at {own.opens:%H:%M}, but marketing may begin only at {first.opens:%H:%M}", first)
        )
    if last.closes and own.closes > last.closes:
        told.append(_list_looser(f"ends at {own.closes:%H:%M}, but marketing must end at {last.closes:%H:%M}", last))
    return told


def _list_looser(what: str, row: Rule) -> str:
    return f"{what} ({row.cited}): a business may be stricter than that, never looser"


def _rows(country: str) -> list[Rule]:
    """Return the country's rules about hours, on all days of a week and all channels."""
    week = [date.fromordinal(date.max.toordinal() - back) for back in range(7)]
    return [row for channel in CHANNELS for one in week for row in hours_for((country,), channel, one)]


NEVER = "never"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SOONEST = timedelta(minutes=5)


def read_inbox(table: Table) -> InboxSettings:
    """Parse the inbox's hours, its days of the week, and the time until the first reminder to the staff."""
    usual = InboxSettings()
    whole_day = (usual.hours.opens, usual.hours.closes)
    opens, closes = table.read("hours", catalogue_sections.parse_hours, whole_day)
    days = table.parse_each("days", file_values.parse_one_of(*DAYS))
    if days is not None and not table.elements("days"):
        table.add_mistake("days", 'must name at least one day, like ["mon", "tue"]')
    week = tuple(sorted(set(map(DAYS.index, days)))) if days else WEEK
    return InboxSettings(OpeningHours(opens, closes, week), table.read("nudge_after", _nudge_after, usual.nudge_after))


def _nudge_after(value: object) -> timedelta | None:
    """Parse a length of time; None for ``"never"``."""
    if value == NEVER:
        return None
    try:
        after = file_values.duration(value)
    except ValueError as wrong:
        raise ValueError(f'{wrong}; or "{NEVER}"') from None
    if after < _SOONEST:
        raise ValueError(f"must be at least {int(_SOONEST.total_seconds()) // 60}m, not {file_values.spell(value)}")
    return after
