"""No marketing in a forbidden hour, for any place and date: checked by a reading of the law of its own.

The oracle here reads the tables with `csv`, the holidays with the `holidays` package and the local time with
`zoneinfo`; it shares no line with what it checks.
"""

import csv
import functools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.policy.departure import judge
from flows.policy.departure_facts import Cap, Departure, EarlierDeparture, PlaceKind, ToldPlace
from flows.policy.send_timing import find_permitted_start
from flows.policy.verdict import Outcome
from tests.cases import each
from tests.flows.policy.samples import reminder

DATA = Path(__file__).parents[3] / "flows/policy/data"
TERRITORIES = {"PR", "GU", "VI", "AS", "MP"}
APART = TERRITORIES | {"AA", "AE", "AP"}  # no states, though post for them is addressed as if they were
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)


def table(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


AREA_CODES = [row for row in table("area_codes") if row["zones"]]
STATES = {row["code"]: row for row in table("us_states")}
COUNTRIES = {row["code"]: row for row in table("countries")}
HOURS = [row for row in table("rules") if row["rule"] == "hours"]
CAPPED = {row["jurisdiction"] for row in table("rules") if row["rule"] == "cap"}
CALLING = {"+91": "IN", "+33": "FR", "+44": "GB"}
OWN_ZONES = {"America/Chicago": "US", "Pacific/Honolulu": "US", "Asia/Kolkata": "IN", "Europe/Paris": "FR"}

Clock = tuple[tuple[str, ...], str]
"""A zone in which a person may be, with the jurisdictions that hold together there."""


@functools.cache
def free_days(jurisdiction: str, year: int) -> frozenset[object]:
    country, _, region = jurisdiction.partition("-")
    found = holidays.country_holidays(country, subdiv=region or None, years=[year - 1, year, year + 1])
    if region in {"MS", "PA"}:  # the package knows the days off of offices, which are others
        return frozenset(legal_days(region, year))
    return frozenset(found) | frozenset(legal_days(region, year))


def legal_days(region: str, year: int) -> set[date]:
    """Legal holidays as the statutes list them, where the package leaves some out; found day by day.

    La. R.S. 1:55(A), Miss. Code 3-3-7, 44 P.S. 11 and, of the day of elections and the fourth of May,
    R.I. Gen. Laws 25-1-1.
    """
    days = [date(year, 1, 1) + timedelta(days=day) for day in range(366)]
    found = {day for day in days if day.year == year and is_legal(region, day)}
    fixed = FIXED.get(region, ())
    return found | {day + timedelta(days=1) for day in found if day.weekday() == 6 and f"{day:%m-%d}" in fixed}


FIXED = {
    "LA": ("01-08", "08-30", "11-01"),
    "MS": ("01-01", "07-04", "11-11", "12-25"),
    "PA": ("01-01", "06-14", "06-19", "07-04", "11-11", "12-25"),
}
# Month, weekday, and the days of the month on which the n-th, or the last, of them can fall.
MOVING = {
    "LA": ((10, 0, 8, 14),),
    "MS": ((1, 0, 15, 21), (2, 0, 15, 21), (4, 0, 24, 30), (5, 0, 25, 31), (9, 0, 1, 7), (11, 3, 22, 28)),
    "PA": (
        (1, 0, 15, 21), (2, 0, 15, 21), (5, 0, 25, 31), (9, 0, 1, 7), (10, 0, 8, 14), (11, 1, 2, 8), (11, 3, 22, 28)
    ),
}  # fmt: skip


def is_legal(region: str, day: date) -> bool:
    if f"{day:%m-%d}" in FIXED.get(region, ()):
        return True
    moving = MOVING.get(region, ())
    if any(day.month == m and day.weekday() == w and first <= day.day <= last for m, w, first, last in moving):
        return True
    election = day.month == 11 and day.weekday() == 1 and 2 <= day.day <= 8 and day.year % 2 == 0
    inauguration = day.month == 1 and day.weekday() == 0 and 8 <= day.day <= 14 and day.year % 4 == 0
    good_friday = day in holidays.country_holidays("US", subdiv="LA", years=[day.year]) and 3 <= day.month <= 4
    return {
        "RI": election or f"{day:%m-%d}" == "05-04", "LA": inauguration, "PA": good_friday and day.weekday() == 4,
    }.get(region, False)  # fmt: skip


def covers(word: str, weekday: int) -> bool:
    first, _, last = word.partition("-")
    return word != "holiday" and DAYS.index(first) <= weekday <= DAYS.index(last or first)


def permits(row: dict[str, str], there: datetime) -> bool:
    """Whether one row of hours lets marketing through at a local time; a row about another day does."""
    words = row["weekdays"].split()
    holiday = "holiday" in words and there.date() in free_days(row["jurisdiction"], there.year)
    if not holiday and not any(covers(word, there.weekday()) for word in words):
        return True
    return bool(row["from"]) and time.fromisoformat(row["from"]) <= there.time() < time.fromisoformat(row["to"])


def allowed(clocks: list[Clock], instant: datetime, channel: str = "sms") -> bool:
    return all(lawful(laws, instant.astimezone(ZoneInfo(zone)), channel) for laws, zone in clocks)


def lawful(laws: tuple[str, ...], there: datetime, channel: str) -> bool:
    day = there.date().isoformat()
    ruled = [row for row in HOURS if row["channel"] in ("", channel) and row["effective_from"] <= day]
    rows = [row for row in ruled if row["jurisdiction"] in laws]
    return all(permits(row, there) for row in rows or [row for row in ruled if row["jurisdiction"] == "*"])


def clocks_of(country: str, region: str, zones: str) -> list[Clock]:
    """The clocks of a row of a table; the territories of the United States are under its law."""
    federal = country == "US" or country in TERRITORIES
    laws: tuple[str, ...] = (f"US-{region}", "US") if federal else (country,)
    return [(laws, zone) for zone in zones.split()]


def of_country(code: str) -> list[Clock]:
    return clocks_of(code, "", COUNTRIES[code]["zones"])


def of_code(row: dict[str, str]) -> list[Clock]:
    return clocks_of(row["country"], row["region"], row["zones"])


ANYWHERE_IN_THE_PLAN: list[Clock] = [(("US",), zone) for row in AREA_CODES for zone in row["zones"].split()]
Someone = tuple[dict[str, Any], list[Clock]]
NUMBERS = st.sampled_from(AREA_CODES).map(lambda row: (f"+1{row['code']}5550101", of_code(row)))
ABROAD = st.sampled_from(["+91", "+33", "+44"]).map(lambda code: (f"{code}155550101", of_country(CALLING[code])))
ANY_STATE = [
    clock for code, row in STATES.items() if code not in APART for clock in clocks_of("US", code, row["zones"])
]
"""An address whose state nobody can read is in one of them."""


@st.composite
def addresses(draw: st.DrawFn) -> tuple[ToldPlace, list[Clock]]:
    """An address of some kind in a state, which stands there by code, by name, or as nobody can read it."""
    state, kind = draw(st.sampled_from(sorted(STATES))), draw(st.sampled_from(list(PlaceKind)))
    written = draw(st.sampled_from([state, state.lower(), STATES[state]["name"], f"US-{state}", "Nirgendwo"]))
    clocks = ANY_STATE if written == "Nirgendwo" else clocks_of("US", state, STATES[state]["zones"])
    return ToldPlace(kind, "US", written), clocks


@st.composite
def people(draw: st.DrawFn) -> Someone:
    """A person's numbers, addresses and time zone, and every clock that may be theirs."""
    numbers = draw(st.lists(NUMBERS | ABROAD, min_size=1, max_size=3))
    told = draw(st.lists(addresses(), max_size=3))
    zones = draw(st.lists(st.sampled_from(sorted(OWN_ZONES)), max_size=1))
    places = [place for place, _ in told] + [ToldPlace(PlaceKind.ZONE, timezone=zone) for zone in zones]
    clocks = [clock for _, found in (*numbers, *told) for clock in found]
    clocks += [((OWN_ZONES[zone],), zone) for zone in zones]
    return {"phones": tuple(phone for phone, _ in numbers), "places": tuple(draw(st.permutations(places)))}, clocks


NO_PLACE: list[Someone] = [
    ({"phone": "+18005550101"}, ANYWHERE_IN_THE_PLAN),
    ({"phone": "+15005550101"}, of_country("US")),
    ({"phone": None}, of_country("US")),
    ({"phone": "+61255550101"}, of_country("AU")),
    ({"phone": "+8613800000001"}, of_country("CN")),
    ({"phone": "+79155550101"}, of_country("RU")),
]
"""People of whom no place is known: every zone of the country, or of the plan, may be theirs."""

INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0)
)


@settings(max_examples=150, deadline=None)
@given(people() | st.sampled_from(NO_PLACE), INSTANTS)
@example(({"phone": "+12055550101"}, clocks_of("US", "AL", "America/Chicago")), datetime(2026, 3, 1, 18, tzinfo=UTC))
@example(({"phone": "+16045550101"}, clocks_of("CA", "BC", "America/Vancouver")), datetime(2027, 1, 15, 15, tzinfo=UTC))
@example(({"phone": "+14015550101"}, clocks_of("US", "RI", "America/New_York")), datetime(2026, 5, 4, 18, tzinfo=UTC))
@example(
    ({"phone": "+13055550101"}, clocks_of("US", "FL", "America/New_York")), datetime(2026, 11, 1, 12, 59, tzinfo=UTC)
)
@example(
    ({"phone": "+13055550101"}, clocks_of("US", "FL", "America/New_York")), datetime(2026, 3, 8, 11, 59, tzinfo=UTC)
)
def test_marketing_leaves_exactly_in_permitted_hours(who: Someone, now: datetime) -> None:
    person, clocks = who
    verdict = judge(reminder(**person, due_at=now), now)
    assert (verdict.outcome is Outcome.SEND) == allowed(clocks, now)


@settings(max_examples=100, deadline=None)
@given(people(), INSTANTS)
def test_the_end_of_a_wait_is_the_first_permitted_minute(who: Someone, now: datetime) -> None:
    person, clocks = who
    first = find_permitted_start(reminder(**person, due_at=now), now)
    if first is None:
        assert not any(allowed(clocks, now + hour * timedelta(hours=1)) for hour in range(24 * 7))
        return
    assert allowed(clocks, first)
    assert first == now or not allowed(clocks, first - MINUTE)
    assert find_permitted_start(reminder(**person), first) == first


histories = st.lists(st.integers(1, 24 * 8), max_size=8)
caps = st.lists(st.builds(Cap, st.integers(1, 4), st.integers(1, 7).map(lambda days: timedelta(days=days))), max_size=2)


@settings(max_examples=100, deadline=None)
@given(people(), INSTANTS, histories, caps, st.booleans())
def test_what_waited_may_leave_when_its_wait_ends(
    who: Someone, now: datetime, hours: list[int], own: list[Cap], broke: bool
) -> None:
    person, clocks = who
    recent = tuple(EarlierDeparture(now - timedelta(hours=hour), "telegram", None) for hour in hours)
    departure = reminder(
        **person,
        due_at=now,
        recent=recent,
        caps=tuple(own),
        daily_spend=10_000,
        spent_today=10_000 if broke else 0,
        expires_after=timedelta(days=10),
    )
    verdict = judge(departure, now)
    if verdict.outcome is Outcome.WAIT:
        assert verdict.until is not None
        assert verdict.until > now
        assert allowed(clocks, verdict.until)
        assert judge(next_day(departure), verdict.until).outcome is Outcome.SEND
    elif verdict.outcome is Outcome.SEND:
        assert_counted(clocks, [sent.at for sent in recent], now)


def next_day(departure: Departure) -> Departure:
    """The same send after the shop's midnight: its money is new. Where the wait ends before it, none was spent."""
    return replace(departure, house=replace(departure.house, spent_today=0))


def assert_counted(clocks: list[Clock], departures: list[datetime], now: datetime) -> None:
    """Where a state caps, no more than three in any 24 hours, this one included."""
    inside = [at for at in departures if now - at < timedelta(hours=24)]
    if now.year >= 2026 and CAPPED & {law for laws, _ in clocks for law in laws}:
        assert len(inside) < 3


@each(
    "start",
    [
        datetime(2026, 3, 6, tzinfo=UTC),
        datetime(2026, 7, 3, tzinfo=UTC),
        datetime(2026, 10, 30, tzinfo=UTC),
        datetime(2027, 2, 8, tzinfo=UTC),
        datetime(2026, 10, 9, tzinfo=UTC),
        datetime(2027, 1, 6, tzinfo=UTC),
        datetime(2026, 6, 12, tzinfo=UTC),
        datetime(2026, 8, 29, tzinfo=UTC),
    ],
    ids=[
        "clocks go forward",
        "Independence Day",
        "clocks go back, elections",
        "Mardi Gras",
        "Columbus Day",
        "Battle of New Orleans",
        "Flag Day",
        "Huey P. Long Day",
    ],
)
def test_every_state_through_the_days_that_matter(start: datetime) -> None:
    """Hour by hour, for a number of each state and territory, and for one of each Canadian province."""
    firsts = {row["region"]: row for row in AREA_CODES if row["country"] in {"US", "CA"} | TERRITORIES}
    assert len(firsts) > 60
    for row in firsts.values():
        departure = reminder(f"+1{row['code']}5550101")
        for step in range(24 * 5):
            now = start + timedelta(hours=step)
            verdict = judge(replace(departure, due_at=now), now)
            assert (verdict.outcome is Outcome.SEND) == allowed(of_code(row), now), (row, now)
