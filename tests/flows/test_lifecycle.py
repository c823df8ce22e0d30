"""The stages of a customer's life: from totals, own rhythm and now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.lifecycle import Lifecycle, compute_rhythm, find_stage
from flows.lifetime_totals import CustomerTotals
from tests.cases import each

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def totals(orders: int, silent: float, rhythm: float | None = None) -> CustomerTotals:
    """Of so many orders, the last one so many days ago, with a rhythm of so many days."""
    last = NOW - timedelta(days=silent) if orders else None
    own = None if rhythm is None else timedelta(days=rhythm)
    return CustomerTotals(orders, orders, 0, last, last, own, 0, 0, 0, 0, 0, 0, last, last or NOW)


@each(
    ("orders", "silent", "rhythm", "stage"),
    [
        pytest.param(0, 0, None, None, id="no order"),
        pytest.param(1, 0, None, Lifecycle.NEW, id="a first order"),
        pytest.param(1, 59.9, None, Lifecycle.NEW, id="a first order, and two usual rhythms not over"),
        pytest.param(1, 60, None, Lifecycle.AT_RISK, id="no second order in 60 days"),
        pytest.param(1, 90, None, Lifecycle.DORMANT, id="none in 90"),
        pytest.param(1, 180, None, Lifecycle.LOST, id="none in 180"),
        pytest.param(2, 10, 2, Lifecycle.ACTIVE, id="one gap is no rhythm yet"),
        pytest.param(2, 59, 300, Lifecycle.ACTIVE, id="nor a long one"),
        pytest.param(2, 60, 300, Lifecycle.AT_RISK, id="so the usual rhythm counts"),
        pytest.param(4, 27.9, 14, Lifecycle.ACTIVE, id="every two weeks, a month silent but for an hour"),
        pytest.param(4, 28, 14, Lifecycle.AT_RISK, id="every two weeks, a month silent"),
        pytest.param(4, 42, 14, Lifecycle.DORMANT, id="every two weeks, six weeks silent"),
        pytest.param(4, 84, 14, Lifecycle.LOST, id="every two weeks, a quarter silent"),
        pytest.param(5, 20, 14, Lifecycle.LOYAL, id="five orders in rhythm"),
        pytest.param(50, 28, 14, Lifecycle.AT_RISK, id="however loyal, silence is a risk"),
        pytest.param(3, 200, 180, Lifecycle.ACTIVE, id="twice a year, and a usual silence"),
        pytest.param(3, 13, 0, Lifecycle.ACTIVE, id="three orders of one day: a week is the least"),
        pytest.param(3, 14, 0, Lifecycle.AT_RISK, id="and two weeks are two of it"),
        pytest.param(3, 729, 2000, Lifecycle.ACTIVE, id="a year is the most"),
        pytest.param(3, 730, 2000, Lifecycle.AT_RISK, id="and two years are two of it"),
        pytest.param(2, -1, None, Lifecycle.ACTIVE, id="an order of a clock that runs ahead"),
    ],
)
def test_the_stage(orders: int, silent: float, rhythm: float | None, stage: Lifecycle | None) -> None:
    assert find_stage(totals(orders, silent, rhythm), NOW) is stage


def test_who_did_nothing_yet_is_at_no_stage() -> None:
    assert find_stage(None, NOW) is None


def test_a_rhythm_that_is_ones_own() -> None:
    assert compute_rhythm(totals(3, 0, 21)) == timedelta(days=21)
