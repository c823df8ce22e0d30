"""Stricter than the law: a business's own hours, closed days and closed states, and what would be looser."""

from __future__ import annotations

from datetime import date, time

import pytest

from flows.business import ClosedState, OpenHours
from tests.cases import each
from tests.handlers.business_file.business_files import SMALLEST, mistakes_of, read, wrong_paths

FEDERAL = "47 CFR 64.1200(c)(1), since 20 Dec 1992"


def test_hours_days_and_states() -> None:
    policy = read("""
[policy]
hours = "09:00-20:00"
mail_hours = "06:00-22:30"
closed_days = ["2026-12-25", 2026-07-04, "2026-12-25"]
closed_states = ["ny", "Puerto Rico", { state = "Louisiana", from = "2026-08-28", until = 2026-09-30 }, "QC"]
""").business.policy
    assert policy.hours == OpenHours(time(9), time(20))
    assert policy.mail_hours == OpenHours(time(6), time(22, 30)), "no law has hours for mail"
    assert policy.closed_days == (date(2026, 7, 4), date(2026, 12, 25))
    assert policy.closed_states == (
        ClosedState("US-NY", "New York"),
        ClosedState("US-PR", "Puerto Rico"),
        ClosedState("US-LA", "Louisiana", date(2026, 8, 28), date(2026, 9, 30)),
        ClosedState("CA-QC", "Quebec"),
    )


@pytest.mark.parametrize(
    ("country", "hours", "message"),
    [
        ("US", "07:00-21:00", "begins at 07:00, but marketing may begin only at 08:00 (FEDERAL)"),
        ("US", "08:00-22:00", "ends at 22:00, but marketing must end at 21:00 (FEDERAL)"),
        ("DE", "06:00-20:00", "begins at 06:00, but marketing may begin only at 08:00 (Parley's default)"),
    ],
)  # fmt: skip
def test_what_is_looser_is_refused_with_the_row_that_says_so(country: str, hours: str, message: str) -> None:
    text = SMALLEST.replace('"US"', f'"{country}"') + f'[policy]\nhours = "{hours}"\n'
    ((line, path, told),) = mistakes_of(text)
    assert (line, path) == (8, "policy.hours")
    assert told == f"{message.replace('FEDERAL', FEDERAL)}: a business may be stricter than that, never looser"


def test_where_one_channel_may_have_more_its_hours_count() -> None:
    """By SMS marketing begins at ten in India, by others at eight; what is narrower than each holds there anyway."""
    text = SMALLEST.replace('"US"', '"IN"').replace("America/Chicago", "Asia/Kolkata")
    assert mistakes_of(text + '[policy]\nhours = "07:00-20:00"\n')
    assert mistakes_of(text + '[policy]\nhours = "9-20"\nsteps = 1')[0][1] == "policy.hours"


@each(
    ("line", "path"),
    [
        ("hours = 9", "policy.hours"),
        ('hours = "9-20"', "policy.hours"),
        ('hours = "21:00-09:00"', "policy.hours"),
        ('hours = "25:00-26:00"', "policy.hours"),
        ('mail_hours = "22:00-07:00"', "policy.mail_hours"),
        ('quiet_hours = "21:00-09:00"', "policy.quiet_hours"),
        ('closed_days = "2026-12-25"', "policy.closed_days"),
        ('closed_days = ["25.12.2026"]', "policy.closed_days[1]"),
        ("closed_days = [2026-12-25T10:00:00Z]", "policy.closed_days[1]"),
        ('closed_states = ["XX"]', "policy.closed_states[1]"),
        ("closed_states = [1]", "policy.closed_states[1]"),
        ('closed_states = ["LA", "Louisiana"]', "policy.closed_states"),
        ('closed_states = [{ from = "2026-08-28" }]', "policy.closed_states[1]"),
        ('closed_states = [{ state = "LA", since = "2026-08-28" }]', "policy.closed_states[1]"),
        ('closed_states = [{ state = "LA", from = "2026-08-28", until = "2026-08-27" }]', "policy.closed_states[1]"),
    ],
)
def test_what_is_wrong_where(line: str, path: str) -> None:
    assert wrong_paths(f"[policy]\n{line}\n") == [path]
