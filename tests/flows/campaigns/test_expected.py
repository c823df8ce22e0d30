"""What people may bring is reckoned from enough of a past, with its range, and from nothing less."""

from __future__ import annotations

import pytest

from flows.campaigns.expected_return import PastMessages, estimate_return
from flows.message_roi import compute_roi
from flows.money import Money

PAST = PastMessages(1_000, 20, 800_000_000)


def test_the_return_has_the_range_of_the_share_that_orders() -> None:
    found = estimate_return(PAST, 500, 4_000_000)
    assert found is not None
    assert (found.orders, found.revenue) == (10.0, 400_000_000)
    assert (found.low, found.high) == (259_673_658, 613_800_105)  # Wilson: 1.298 and 3.069 % of them, 40 each
    assert found.roi(found.revenue) == 99.0


@pytest.mark.parametrize(
    ("past", "people"),
    [
        pytest.param(PastMessages(99, 20, 800_000_000), 500, id="written to too few"),
        pytest.param(PastMessages(1_000, 4, 160_000_000), 500, id="too few orders"),
        pytest.param(PAST, 0, id="nobody can be written to"),
    ],
)
def test_of_too_little_nothing_is_expected(past: PastMessages, people: int) -> None:
    assert estimate_return(past, people, 1) is None


def test_without_a_cost_there_is_no_return_on_it() -> None:
    found = estimate_return(PAST, 500, 0)
    assert found is not None
    assert found.roi(found.revenue) is None
    assert compute_roi(Money(10, "USD"), []) is None
    assert compute_roi(Money(10, "USD"), [Money(0, "USD")]) is None


def test_a_return_is_less_the_cost_and_may_be_below_zero() -> None:
    assert compute_roi(Money(42_000, "USD"), [Money(10_000, "USD")]) == 3.2
    assert compute_roi(Money(0, "USD"), [Money(10_000, "USD")]) == -1.0


def test_where_people_order_twice_at_most_everybody_is_expected_to() -> None:
    found = estimate_return(PastMessages(100, 150, 6_000_000), people=10, cost=0)
    assert found is not None
    assert (found.orders, found.revenue, found.high) == (10, 400_000, 400_000)
