"""The rows of law, as data: that they parse, that none is missing, and when each holds."""

import shutil
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flows.policy import policy_rules
from flows.policy.atlas import load_places
from flows.policy.policy_rules import RuleKind, compute_rules_version, hash_folder, hours_for, load_rules, select_rules
from tests.cases import each

DATA = Path(policy_rules.__file__).with_name("data")

MONDAY, TUESDAY, SATURDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 7), date(2026, 3, 8)
HOLIDAY = date(2026, 7, 4)
STATES = (
    "FL",
    "OK",
    "MD",
    "OR",
    "WA",
    "CT",
    "TX",
    "NJ",
    "VA",
    "AL",
    "LA",
    "MS",
    "RI",
    "SD",
    "NV",
    "MA",
    "KY",
    "MI",
    "MN",
    "NM",
    "PA",
)


@each(
    ("jurisdiction", "day", "hours"),
    [
        ("US-FL", TUESDAY, (8, 20)),
        ("US-OK", TUESDAY, (8, 20)),
        ("US-MD", TUESDAY, (8, 20)),
        ("US-OR", TUESDAY, (8, 20)),
        ("US-WA", TUESDAY, (8, 20)),
        ("US-CT", TUESDAY, (9, 20)),
        ("US-TX", SATURDAY, (9, 21)),
        ("US-TX", SUNDAY, (12, 21)),
        ("US-NJ", SUNDAY, (8, 21)),
        ("US-VA", SUNDAY, (8, 21)),
        ("US-AL", SATURDAY, (8, 20)),
        ("US-AL", SUNDAY, None),
        ("US-AL", date(2026, 4, 27), None),
        ("US-LA", SATURDAY, (8, 20)),
        ("US-LA", SUNDAY, None),
        ("US-LA", date(2026, 2, 17), None),
        ("US-MS", SATURDAY, (8, 20)),
        ("US-MS", SUNDAY, None),
        ("US-MS", HOLIDAY, None),
        ("US-PA", SUNDAY, (8, 21)),
        ("US-PA", HOLIDAY, None),
        ("US-RI", TUESDAY, (9, 18)),
        ("US-RI", SATURDAY, (10, 17)),
        ("US-RI", SUNDAY, None),
        ("US-RI", HOLIDAY, None),
        ("US-SD", TUESDAY, (9, 21)),
        ("US-SD", SATURDAY, None),
        ("US-SD", SUNDAY, None),
        ("US-SD", date(2026, 3, 6), (9, 21)),
        ("US-NV", SUNDAY, (9, 20)),
        ("US-MA", SUNDAY, (8, 20)),
        ("US-KY", SUNDAY, (10, 21)),
        ("US-MI", SUNDAY, (9, 21)),
        ("US-MN", SUNDAY, (9, 21)),
        ("US-NM", SUNDAY, (9, 21)),
        ("US", HOLIDAY, (8, 21)),
        ("IN", SUNDAY, (10, 21)),
        ("FR", SATURDAY, (8, 20)),
        ("FR", SUNDAY, None),
        ("FR", date(2026, 7, 14), None),
        ("DE", SUNDAY, (8, 21)),
    ],
)
def test_hours_of_marketing_by_sms(jurisdiction: str, day: date, hours: tuple[int, int] | None) -> None:
    expected = (time(hours[0]), time(hours[1])) if hours else (None, None)
    assert [(rule.opens, rule.closes) for rule in hours_for((jurisdiction,), "sms", day)] == [expected]


@pytest.mark.parametrize("jurisdiction", ["IN", "FR"])
def test_the_hours_of_india_and_france_are_for_sms_alone(jurisdiction: str) -> None:
    (rule,) = hours_for((jurisdiction,), "whatsapp", SUNDAY)
    assert (rule.name, rule.opens, rule.closes) == ("default", time(8), time(21))


def test_a_state_holds_beside_the_federation_and_stands_first() -> None:
    assert [rule.name for rule in hours_for(("US-FL", "US"), "sms", TUESDAY)] == ["FL", "US"]


@each(
    ("jurisdiction", "first"),
    [
        ("US-FL", date(2021, 7, 1)),
        ("US-OK", date(2022, 11, 1)),
        ("US-MD", date(2024, 1, 1)),
        ("US-OR", date(2026, 1, 1)),
        ("US-WA", date(2022, 6, 9)),
        ("US-CT", date(2023, 10, 1)),
        ("US-TX", date(2025, 9, 1)),
        ("US-NJ", date(2023, 12, 1)),
        ("US-VA", date(2026, 1, 1)),
    ],
)
def test_a_row_holds_from_its_first_day(jurisdiction: str, first: date) -> None:
    before = date.fromordinal(first.toordinal() - 1)
    assert [rule.name for rule in hours_for((jurisdiction,), "sms", before)] == ["default"]
    assert [rule.jurisdiction for rule in hours_for((jurisdiction,), "sms", first)] == [jurisdiction]


@pytest.mark.parametrize("jurisdiction", ["US-FL", "US-OK", "US-MD", "US-OR"])
def test_the_caps_of_states(jurisdiction: str) -> None:
    (rule,) = select_rules(RuleKind.CAP, (jurisdiction,), "sms", TUESDAY)
    assert rule.count == 3
    assert rule.per is not None
    assert rule.per.total_seconds() == 24 * 3600
    assert rule.spared_for_months == (18 if jurisdiction == "US-OR" else None)


def test_every_row_names_its_source_and_grade() -> None:
    assert all(rule.source and rule.grade in {"P", "V", "?", "R", "D"} for rule in load_rules())


def test_no_other_state_has_a_row_of_its_own() -> None:
    states = {rule.name for rule in load_rules() if rule.jurisdiction.startswith("US-")}
    assert states == set(STATES)


def test_every_zone_of_the_tables_exists() -> None:
    atlas = load_places()
    places = [*atlas.countries.values(), *atlas.regions.values(), *(p for code in atlas.codes.values() for p in code)]
    zones = {zone for place in places for zone in place.zones}
    assert len(zones) > 300
    assert all(ZoneInfo(zone).key == zone for zone in zones)


def test_a_rule_is_kept_with_what_it_says() -> None:
    told = {str(rule.ref) for place in ("US-FL", "US-AL", "US") for rule in load_rules() if rule.jurisdiction == place}
    assert {
        "US-FL hours: 08:00-20:00 (Fla. Stat. 501.616, since 1 Jul 2021)",
        "US-FL cap: 3 in 24 hours (Fla. Stat. 501.616, since 1 Jul 2021)",
        "US-AL hours: none on Sundays and holidays (chart of calling hours, dropcowboy.com/state-compliance)",
        "US within: within 48 hours (US carriers' rule for cart reminders)",
    } <= told


def test_the_rules_have_a_version() -> None:
    assert compute_rules_version() == hash_folder(DATA)
    assert len(compute_rules_version()) == 12


@pytest.mark.parametrize("table", sorted(path.name for path in DATA.glob("*.csv")))
def test_whichever_table_changes_the_rules_are_others(table: str, tmp_path: Path) -> None:
    """Where somebody is decides which rules hold, so the tables of places are rules as well."""
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    assert hash_folder(data) == compute_rules_version()
    (data / table).write_text((data / table).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert hash_folder(data) != compute_rules_version()


def test_what_says_where_the_tables_are_from_is_no_rule(tmp_path: Path) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    (data / "README.md").write_text("Another.", encoding="utf-8")
    assert hash_folder(data) == compute_rules_version()
