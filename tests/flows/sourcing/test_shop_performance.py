"""What an owner is warned of about a shop, and which shop was the best of a month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from flows.sourcing.shop_performance import (
    HandedOver,
    Lately,
    ShopMonth,
    Standing,
    find_best,
    list_warnings,
    rank_standings,
)
from tests.cases import each

NOW = datetime(2026, 3, 4, 6, tzinfo=UTC)
A, B, C = (UUID(int=number) for number in (1, 2, 3))


def days(many: float) -> datetime:
    return NOW - timedelta(days=many)


@each(
    ("lately", "expected"),
    [
        pytest.param(Lately(), [], id="nothing"),
        pytest.param(Lately(failed=2), [], id="two failures"),
        pytest.param(Lately(failed=3), [("failed", 3, "failed:2026-10:1")], id="three failures"),
        pytest.param(Lately(failed=5), [("failed", 5, "failed:2026-10:1")], id="five are the same warning"),
        pytest.param(Lately(failed=6), [("failed", 6, "failed:2026-10:2")], id="six are another"),
        pytest.param(Lately(silent_since=days(2.9)), [], id="not silent for long"),
        pytest.param(Lately(0, days(4), None, days(3.5)), [], id="asked for nothing since"),
        pytest.param(Lately(0, days(3), None, days(1)), [("silent", 3, "silent:20260301:3")], id="three days"),
        pytest.param(Lately(4, days(5), None, days(0.1)), [("silent", 5, "silent:20260227:3")], id="silent, failing"),
        pytest.param(Lately(4, days(8), None, days(0.1)), [("silent", 8, "silent:20260224:7")], id="a week"),
        pytest.param(Lately(3, days(1)), [("failed", 3, "failed:2026-10:1")], id="fails and is silent since a day"),
    ],
)
def test_warnings(lately: Lately, expected: list[tuple[str, int, str]]) -> None:
    assert [(one.kind, one.count, one.key) for one in list_warnings(lately, NOW)] == expected


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        pytest.param({}, None, id="no shop"),
        pytest.param({A: ShopMonth(2, 2, 2, 2)}, None, id="too few pieces"),
        pytest.param({A: ShopMonth(5, 3, 9, 9), B: ShopMonth(7, 2, 20, 5)}, B, id="the most pieces"),
        pytest.param({A: ShopMonth(5, 3, 10, 5), B: ShopMonth(5, 3, 10, 9)}, B, id="then who says yes more often"),
        pytest.param({A: ShopMonth(5, 4, 0, 0), B: ShopMonth(5, 3, 0, 0)}, A, id="then the most orders"),
        pytest.param({C: ShopMonth(5, 3, 2, 1), B: ShopMonth(5, 3, 2, 1)}, C, id="the same one whenever it is asked"),
    ],
)
def test_the_best_of_a_month(month: dict[UUID, ShopMonth], expected: UUID | None) -> None:
    assert find_best(month) == expected


@each(
    ("standings", "expected"),
    [
        pytest.param({}, (), id="no shop"),
        pytest.param({A: Standing(4, 4), B: Standing(5, 1)}, (B,), id="four requests are too few"),
        pytest.param({A: Standing(10, 5), B: Standing(10, 9)}, (B, A), id="who has it more often"),
        pytest.param({A: Standing(5, 5), B: Standing(50, 50)}, (B, A), id="who proved it more often"),
        pytest.param(
            {A: Standing(10, 9, timedelta(hours=6)), B: Standing(10, 9, timedelta(minutes=5))},
            (B, A),
            id="who is quick",
        ),
        pytest.param(
            {A: Standing(10, 9, None, HandedOver(8, 4, late=2)), B: Standing(10, 8, None, HandedOver(8, 4))},
            (B, A),
            id="who is on time",
        ),
        pytest.param(
            {A: Standing(10, 9, None, HandedOver(8, 4, overdue=2)), B: Standing(10, 9, None, HandedOver(8, 4))},
            (B, A),
            id="with whom nothing is overdue",
        ),
        pytest.param(
            {A: Standing(10, 9, None, HandedOver(2, 1)), B: Standing(10, 9, None, HandedOver(9, 3))},
            (B, A),
            id="where more was fetched",
        ),
    ],
)
def test_the_better_shops_come_first(standings: dict[UUID, Standing], expected: tuple[UUID, ...]) -> None:
    assert rank_standings(standings) == expected
