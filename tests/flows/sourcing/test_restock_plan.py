"""On which days a weekly restock is asked for, and what a pause and a missed day make of that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from flows.actor import SYSTEM
from flows.sourcing.restock_plan import RestockPlan, find_due_day, find_first_day, find_next_day
from tests.cases import each

MONDAY = date(2026, 3, 9)
DAY = timedelta(days=1)
PLAN = RestockPlan(UUID(int=1), 1, UUID(int=2), "L", 20, MONDAY, SYSTEM)


@pytest.mark.parametrize(
    ("weekday", "earliest", "expected"),
    [(0, MONDAY, MONDAY), (0, MONDAY + DAY, MONDAY + 7 * DAY), (6, MONDAY, MONDAY + 6 * DAY)],
)
def test_the_first_day_is_the_next_of_its_weekday(weekday: int, earliest: date, expected: date) -> None:
    assert find_first_day(weekday, earliest) == expected


@each(
    ("plan", "today", "due", "following"),
    [
        pytest.param(PLAN, MONDAY - DAY, None, MONDAY, id="before the first"),
        pytest.param(PLAN, MONDAY, MONDAY, MONDAY, id="on the day"),
        pytest.param(PLAN, MONDAY + 2 * DAY, MONDAY, MONDAY + 2 * DAY, id="missed and made up for"),
        pytest.param(replace(PLAN, asked_on=MONDAY), MONDAY, None, MONDAY + 7 * DAY, id="asked already"),
        pytest.param(replace(PLAN, asked_on=MONDAY), MONDAY + 6 * DAY, None, MONDAY + 7 * DAY, id="until the next"),
        pytest.param(replace(PLAN, asked_on=MONDAY), MONDAY + 7 * DAY, MONDAY + 7 * DAY, MONDAY + 7 * DAY, id="again"),
        pytest.param(replace(PLAN, paused=True), MONDAY, None, MONDAY, id="paused"),
        pytest.param(replace(PLAN, ended=True), MONDAY, None, MONDAY, id="over"),
    ],
)
def test_the_day_that_is_due_and_the_next_one(
    plan: RestockPlan, today: date, due: date | None, following: date
) -> None:
    assert (find_due_day(plan, today), find_next_day(plan, today)) == (due, following)
