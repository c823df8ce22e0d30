"""Criteria over what is known of one person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from flows.audience.criteria import Criteria, Not
from flows.audience.criteria_json import read_criteria
from tests.cases import each
from tests.flows.audience.matching import Happened, KnownPerson, matches
from tests.flows.audience.trees import trees
from tests.storage.world import NOW

TODAY = date(2026, 3, 2)


def days_ago(days: float) -> Any:
    return NOW - timedelta(days=days)


NIKE = {"brand": "nike", "category": "shoes", "size": "9"}
SOCKS = {"brand": "puma", "category": "socks", "size": "m"}
ANN = KnownPerson(
    {
        "orders": 3,
        "priced": 3,
        "spend": 100_000_000,
        "last_order_at": days_ago(30),
        "birth_day": "03-09",
        "tag": frozenset({"vip", "press"}),
        "brand": frozenset({"nike", "puma"}),
        "country": frozenset({"US"}),
        "loyalty.progress": frozenset({2, 7}),
        "lifecycle": "loyal",
    },
    (
        Happened("order.created", days_ago(50), {"total": 60_000_000}, (NIKE,)),
        Happened("order.created", days_ago(40), {"total": 20_000_000}, (SOCKS,)),
        Happened("order.created", days_ago(30), {"total": 20_000_000}, (NIKE, SOCKS)),
        Happened("message.replied", days_ago(2), {"channel": "sms"}),
    ),
)


def fact(name: str, op: str, value: object) -> Criteria:
    return read_criteria({"fact": name, "op": op, "value": value})


def event(name: str, count: int = 1, within: str | None = None, op: str = ">=", **where: object) -> Criteria:
    return read_criteria({"event": name, "count": {"op": op, "value": count}, "within": within, "where": where})


@each(
    "criteria",
    [
        fact("orders", ">=", 3), fact("orders", "in", [1, 3]), fact("orders", "not_in", [1, 2]),
        fact("spend", "=", "100"), fact("spend", "<", 100.5),
        fact("average_order", ">", 33), fact("average_order", "<", 34), fact("average_order", "exists", value=True),
        fact("loyalty.progress", ">=", 7), fact("loyalty.progress", "<", 3), fact("loyalty.progress", "!=", 3),
        fact("tag", "=", "VIP"), fact("tag", "!=", "gold"), fact("tag", "in", ["gold", "press"]),
        fact("brand", "not_in", ["adidas"]), fact("city", "!=", "Delhi"), fact("city", "exists", value=False),
        fact("days_since_order", "=", 30), fact("days_since_order", ">=", 29.5), fact("days_since_order", "<", 31),
        fact("days_since_order", "<=", 30), fact("days_since_order", "!=", 31), fact("days_since_order", "in", [1, 30]),
        fact("last_order_at", "within", "30d"), fact("last_order_at", "before", "29d"),
        fact("birthday_month", "=", 3), fact("birthday_in_days", "<=", 7), fact("birthday_in_days", "=", 7),
        fact("lifecycle", "in", ["loyal", "new"]),
        event("order.created", 3), event("order.created", 1, "30d", op="="), event("order.created", 2, brand="Nike"),
        event("order.created", 0, brand="nike", size="m", op="="),
        event("order.created", 1, total={"op": ">", "value": 50}),
        event("order.created", 1, category="shoes", total={"op": "<", "value": 50}, op="="),
        event("message.replied", channel="sms"), event("message.clicked", 0, op="="),
    ],
)  # fmt: skip
def test_ann_is_meant(criteria: Criteria) -> None:
    assert matches(criteria, ANN, NOW, TODAY)
    assert not matches(Not(criteria), ANN, NOW, TODAY)


@each(
    "criteria",
    [
        fact("returns", "=", 0), fact("returns", "<", 5), fact("city", "in", ["Delhi"]),
        fact("average_order", ">=", 34), fact("loyalty.progress", ">", 7), fact("loyalty.progress", "!=", 2),
        fact("days_since_order", ">", 30), fact("days_since_order", "<", 30), fact("days_since_order", "=", 30.5),
        fact("birthday_in_days", "<", 7), fact("birthday_month", "!=", 3), fact("last_order_at", "before", "30d"),
        event("order.created", 1, brand="nike", size="m"), event("order.created", 2, "30d"), event("return.completed"),
    ],
)  # fmt: skip
def test_ann_is_not_meant(criteria: Criteria) -> None:
    assert not matches(criteria, ANN, NOW, TODAY)


@pytest.mark.parametrize(
    ("born", "today", "days"),
    [
        ("03-02", date(2026, 3, 2), 0), ("03-01", date(2026, 3, 2), 364), ("02-29", date(2026, 2, 27), 1),
        ("02-29", date(2028, 2, 27), 2), ("02-29", date(2026, 3, 1), 364), ("12-31", date(2026, 12, 31), 0),
        ("01-01", date(2026, 12, 31), 1),
    ],
)  # fmt: skip
def test_days_until_a_birthday(born: str, today: date, days: int) -> None:
    """29 February is the 28th in a year that has none."""
    person = KnownPerson({"birth_day": born})
    assert matches(fact("birthday_in_days", "=", days), person, NOW, today)
    assert not matches(fact("birthday_in_days", "!=", days), person, NOW, today)


@given(trees())
def test_of_nobody_anything_can_be_asked(criteria: Criteria) -> None:
    nobody = KnownPerson({})
    assert matches(criteria, nobody, NOW, TODAY) is not matches(Not(criteria), nobody, NOW, TODAY)
