"""Quiet hours in the recipient's zone: places, weekdays, holidays, and the nights when clocks change."""

from datetime import datetime
from typing import Any

import pytest

from flows.policy.departure import judge
from flows.policy.departure_facts import Kind, PlaceKind, Purpose
from flows.policy.send_timing import find_permitted_start
from flows.policy.verdict import Outcome
from tests.cases import each
from tests.flows.policy.samples import FLORIDA, INDIA, MISSOURI, at, local, reminder

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
ALABAMA, TEXAS, RHODE_ISLAND, LOUISIANA = "+12055550101", "+12145550101", "+14015550101", "+15045550101"
FRANCE, SIOUX_FALLS = "+33155550101", "+16055550101"


@each(
    ("phone", "zone", "moment", "first"),
    [
        (MISSOURI, CHICAGO, "2026-03-03 07:59", "2026-03-03 08:00"),
        (MISSOURI, CHICAGO, "2026-03-03 08:00", "2026-03-03 08:00"),
        (MISSOURI, CHICAGO, "2026-03-03 20:59", "2026-03-03 20:59"),
        (MISSOURI, CHICAGO, "2026-03-03 21:00", "2026-03-04 08:00"),
        (FLORIDA, NEW_YORK, "2026-03-03 20:00", "2026-03-04 08:00"),
        (FLORIDA, NEW_YORK, "2021-06-30 20:30", "2021-06-30 20:30"),
        (FLORIDA, NEW_YORK, "2021-07-01 20:30", "2021-07-02 08:00"),
        ("+18505550101", NEW_YORK, "2026-03-03 08:00", "2026-03-03 09:00"),
        ("+18505550101", NEW_YORK, "2026-03-03 19:59", "2026-03-03 19:59"),
        ("+18505550101", NEW_YORK, "2026-03-03 20:00", "2026-03-04 09:00"),
        (TEXAS, CHICAGO, "2026-03-07 08:00", "2026-03-07 09:00"),
        (TEXAS, CHICAGO, "2026-03-08 09:00", "2026-03-08 12:00"),
        (TEXAS, CHICAGO, "2025-08-31 09:00", "2025-08-31 09:00"),
        (ALABAMA, CHICAGO, "2026-02-28 20:00", "2026-03-02 08:00"),
        (ALABAMA, CHICAGO, "2026-03-01 12:00", "2026-03-02 08:00"),
        (ALABAMA, CHICAGO, "2026-12-25 12:00", "2026-12-26 08:00"),
        (LOUISIANA, CHICAGO, "2026-02-17 12:00", "2026-02-18 08:00"),
        (LOUISIANA, CHICAGO, "2026-10-12 12:00", "2026-10-13 08:00"),
        (LOUISIANA, CHICAGO, "2027-11-01 12:00", "2027-11-02 08:00"),
        (LOUISIANA, CHICAGO, "2026-08-30 12:00", "2026-09-01 08:00"),
        (LOUISIANA, CHICAGO, "2027-01-08 12:00", "2027-01-09 08:00"),
        ("+16015550101", CHICAGO, "2026-04-27 12:00", "2026-04-28 08:00"),
        ("+12155550101", NEW_YORK, "2026-11-03 12:00", "2026-11-04 08:00"),
        ("+12155550101", NEW_YORK, "2026-11-02 20:59", "2026-11-02 20:59"),
        ("+16015550101", CHICAGO, "2026-03-01 12:00", "2026-03-02 08:00"),
        (RHODE_ISLAND, NEW_YORK, "2026-03-03 08:30", "2026-03-03 09:00"),
        (RHODE_ISLAND, NEW_YORK, "2026-03-06 18:00", "2026-03-07 10:00"),
        (RHODE_ISLAND, NEW_YORK, "2026-08-10 12:00", "2026-08-11 09:00"),
        (SIOUX_FALLS, DENVER, "2026-03-01 12:00", "2026-03-02 09:00"),
        (SIOUX_FALLS, DENVER, "2026-03-02 08:59", "2026-03-02 09:00"),
        ("+12705550101", NEW_YORK, "2026-03-03 10:00", "2026-03-03 11:00"),
        ("+17875550101", "America/Puerto_Rico", "2026-03-03 21:30", "2026-03-04 08:00"),
        ("+16715550101", "Pacific/Guam", "2026-03-03 07:00", "2026-03-03 08:00"),
        (INDIA, "Asia/Kolkata", "2026-03-03 09:59", "2026-03-03 10:00"),
        (INDIA, "Asia/Kolkata", "2026-03-03 21:00", "2026-03-04 10:00"),
        (FRANCE, "Europe/Paris", "2026-03-01 12:00", "2026-03-02 08:00"),
        (FRANCE, "Europe/Paris", "2026-07-14 12:00", "2026-07-15 08:00"),
        (FRANCE, "Europe/Paris", "2026-07-15 20:00", "2026-07-16 08:00"),
        ("+447700900123", "Europe/London", "2026-03-01 21:00", "2026-03-02 08:00"),
        ("+8613800000001", "Asia/Shanghai", "2026-03-03 08:00", "2026-03-03 10:00"),
    ],
)
def test_first_permitted_minute(phone: str, zone: str, moment: str, first: str) -> None:
    assert find_permitted_start(reminder(phone), local(zone, moment)) == local(zone, first)


@each(
    ("zone", "phone", "evening", "utc_morning"),
    [
        pytest.param(NEW_YORK, FLORIDA, "2026-03-07 22:00", "2026-03-08T12:00Z", id="US spring"),
        pytest.param(NEW_YORK, FLORIDA, "2026-03-06 22:00", "2026-03-07T13:00Z", id="US day before spring"),
        pytest.param(NEW_YORK, FLORIDA, "2026-10-31 22:00", "2026-11-01T13:00Z", id="US autumn"),
        pytest.param(NEW_YORK, FLORIDA, "2026-10-30 22:00", "2026-10-31T12:00Z", id="US day before autumn"),
        pytest.param(
            "America/Phoenix", "+16025550101", "2026-03-07 22:00", "2026-03-08T15:00Z", id="Phoenix keeps none"
        ),
        pytest.param("Europe/London", "+447700900123", "2026-03-28 22:00", "2026-03-29T07:00Z", id="UK spring"),
        pytest.param("America/Vancouver", "+16045550101", "2027-01-14 22:00", "2027-01-15T15:00Z", id="BC stays at -7"),
        pytest.param(
            "America/Vancouver", "+16045550101", "2026-01-14 22:00", "2026-01-15T16:00Z", id="BC winter before"
        ),
        pytest.param(
            "America/Edmonton", "+14035550101", "2027-01-14 22:00", "2027-01-15T14:00Z", id="Alberta stays at -6"
        ),
        pytest.param("America/Winnipeg", "+12045550101", "2027-01-14 22:00", "2027-01-15T13:00Z", id="Manitoba at -5"),
    ],
)
def test_the_morning_after_clocks_change(zone: str, phone: str, evening: str, utc_morning: str) -> None:
    assert find_permitted_start(reminder(phone), local(zone, evening)) == datetime.fromisoformat(utc_morning)


@pytest.mark.parametrize(
    ("person", "moment", "first"),
    [
        pytest.param(
            {"country": "US", "region": "CA"},
            local(NEW_YORK, "2026-03-03 09:00"),
            local(NEW_YORK, "2026-03-03 11:00"),
            id="Florida number, Californian address: mornings of California",
        ),
        pytest.param(
            {"country": "US", "region": "CA"},
            local(NEW_YORK, "2026-03-03 20:00"),
            local(NEW_YORK, "2026-03-04 11:00"),
            id="and evenings of Florida",
        ),
        pytest.param(
            {"timezone": "Pacific/Honolulu"},
            local(NEW_YORK, "2026-03-03 12:00"),
            local(NEW_YORK, "2026-03-03 13:00"),
            id="own time zone",
        ),
        pytest.param(
            {"country": "US", "region": "AL"},
            local(NEW_YORK, "2026-03-01 12:00"),
            local(CHICAGO, "2026-03-02 08:00"),
            id="Sunday of the address",
        ),
    ],
)
def test_all_candidate_places_must_permit(person: dict[str, str], moment: datetime, first: datetime) -> None:
    assert find_permitted_start(reminder(FLORIDA, **person), moment) == first


@each(
    ("changes", "rule", "reason"),
    [
        ({}, "quiet-hours.FL", "Quiet hours in Florida until 08:00 (Fla. Stat. 501.616, since 1 Jul 2021)."),
        (
            {"phone": MISSOURI},
            "quiet-hours.US",
            "Quiet hours in Missouri until 08:00 (47 CFR 64.1200(c)(1), since 20 Dec 1992).",
        ),
        (
            {"phone": "+18505550101"},
            "quiet-hours.FL",
            "Quiet hours in Florida (time of Chicago) until 08:00 (Fla. Stat. 501.616, since 1 Jul 2021).",
        ),
        (
            {"phone": INDIA},
            "quiet-hours.IN",
            "Quiet hours in India until 10:00 (TRAI rules for promotional SMS (DLT)).",
        ),
        (
            {"phone": ALABAMA},
            "quiet-hours.AL",
            "No marketing in Alabama on Sundays and holidays, until Mon 2 Mar 08:00 "
            "(chart of calling hours, dropcowboy.com/state-compliance).",
        ),
        (
            {"phone": SIOUX_FALLS},
            "quiet-hours.SD",
            "No marketing in South Dakota on Saturdays and Sundays, until Mon 2 Mar 09:00 (SDCL 37-30-28 as reported).",
        ),
        (
            {"phone": "+12125550101", "places": at(PlaceKind.BILLING, country="US", region="Florida")},
            "quiet-hours.FL",
            "Quiet hours in Florida (from the billing address; time of Chicago) until 08:00 "
            "(Fla. Stat. 501.616, since 1 Jul 2021).",
        ),
        (
            {"phones": ("+12125550101", FLORIDA)},
            "quiet-hours.FL",
            "Quiet hours in Florida (from the area code 305) until 08:00 (Fla. Stat. 501.616, since 1 Jul 2021).",
        ),
        (
            {"phone": "+12125550101", "places": at(PlaceKind.SHIPPING, country="US", region="Flrida")},
            "quiet-hours.US",
            "Quiet hours in Alaska (from the shipping address, whose region cannot be read; time of Adak) "
            "until Mon 2 Mar 08:00 (47 CFR 64.1200(c)(1), since 20 Dec 1992).",
        ),
    ],
)
def test_the_reason_names_the_place_the_time_and_the_source(changes: dict[str, Any], rule: str, reason: str) -> None:
    night = local("Asia/Kolkata" if changes.get("phone") == INDIA else CHICAGO, "2026-03-01 01:00")
    verdict = judge(reminder(**{"phone": FLORIDA, "due_at": night} | changes), night)
    assert (verdict.outcome, verdict.rule, verdict.reason) == (Outcome.WAIT, rule, reason)


def test_where_nothing_is_ever_permitted_it_is_refused() -> None:
    """In summer the working day of Rhode Island ends before the morning of Guam begins."""
    summer = local(NEW_YORK, "2026-07-06 12:00")
    verdict = judge(reminder(RHODE_ISLAND, country="US", region="GU", due_at=summer), summer)
    assert (verdict.outcome, verdict.rule) == (Outcome.REFUSE, "quiet-hours.none")
    assert verdict.reason == (
        "No hour of the next two weeks is permitted in Rhode Island (from the area code 401) and Guam (from their "
        "address), which share none: "
        "09:00-18:00 in Rhode Island; 08:00-21:00 in Guam, each by its own clock."
    )
    assert [rule.jurisdiction for rule in verdict.rules] == ["US-RI", "US"]


@pytest.mark.parametrize(
    ("regions", "told"), [(("GU", "CA", "FL"), "and 1 more place,"), (("GU", "CA", "FL", "TX"), "and 2 more places,")]
)
def test_further_places_are_counted(regions: tuple[str, ...], told: str) -> None:
    summer = local(NEW_YORK, "2026-07-06 12:00")
    places = tuple(place for region in regions for place in at(country="US", region=region))
    assert told in judge(reminder(RHODE_ISLAND, places=places, due_at=summer), summer).reason


@each(
    ("changes", "outcome"),
    [
        ({"purpose": Purpose.TRANSACTIONAL}, Outcome.SEND),
        ({"kind": Kind.ANSWER}, Outcome.SEND),
        ({"kind": Kind.OPT_OUT_DONE}, Outcome.SEND),
        ({"kind": Kind.OPT_IN_DONE}, Outcome.SEND),
        ({"kind": Kind.HELP}, Outcome.SEND),
        ({"kind": Kind.STAFF}, Outcome.SEND),
        ({"kind": Kind.OPT_IN_ASK, "purpose": Purpose.TRANSACTIONAL}, Outcome.WAIT),
        ({"kind": Kind.MESSAGE}, Outcome.WAIT),
    ],
    ids=lambda value: value.values() if isinstance(value, dict) else value,
)
def test_who_keeps_quiet_hours(changes: dict[str, Any], outcome: Outcome) -> None:
    night = local(NEW_YORK, "2026-03-03 03:00")
    departure = reminder(FLORIDA, due_at=night, **changes)
    assert judge(departure, night).outcome == outcome
    assert (find_permitted_start(departure, night) == night) == (outcome is Outcome.SEND)
