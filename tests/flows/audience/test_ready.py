"""The audiences that every business has."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flows.audience.criteria_json import read_criteria, write_criteria
from flows.audience.standard_audiences import READY
from tests.cases import each
from tests.flows.audience.matching import Happened, KnownPerson, matches
from tests.storage.world import NOW

TODAY = date(2026, 3, 2)


def person(*happened: Happened, **facts: Any) -> KnownPerson:
    return KnownPerson({name.replace("__", "."): value for name, value in facts.items()}, happened)


def events(name: str, *days: float) -> list[Happened]:
    return [Happened(name, NOW - timedelta(days=one)) for one in days]


def days_ago(days: float) -> Any:
    return NOW - timedelta(days=days)


@each(
    ("name", "meant", "not_meant"),
    [
        ("high_value", person(spend_percentile=80), person(spend_percentile=79)),
        ("frequent", person(*events("order.created", 1, 2, 30)), person(*events("order.created", 1, 2, 31))),
        ("frequent", person(*events("customer.visited", 1, 1, 1)), person(*events("customer.visited", 1, 1))),
        ("at_risk", person(lifecycle="at_risk"), person(lifecycle="dormant")),
        (
            "vip",
            person(rfm__recency=4, rfm__frequency=4, rfm__monetary=5),
            person(rfm__recency=5, rfm__frequency=5, rfm__monetary=4),
        ),
        ("new", person(acquired_at=days_ago(30)), person(acquired_at=days_ago(30.1))),
        ("dormant_90", person(last_order_at=days_ago(90)), person(last_order_at=days_ago(89.9))),
        ("dormant_90", person(last_order_at=days_ago(900)), person()),
        ("dormant_180", person(last_order_at=days_ago(180)), person(last_order_at=days_ago(179))),
        ("one_time", person(orders=1), person(orders=2)),
        ("discount_seekers", person(discounts_used=2), person(discounts_used=1)),
        ("birthday", person(birth_day="03-31"), person(birth_day="04-01")),
    ],
)
def test_whom_they_mean(name: str, meant: KnownPerson, not_meant: KnownPerson) -> None:
    criteria = READY[name].on(TODAY)
    assert matches(criteria, meant, NOW, TODAY)
    assert not matches(criteria, not_meant, NOW, TODAY)


def test_all_were_asked_about() -> None:
    assert set(READY) == {
        *("high_value", "frequent", "at_risk", "vip", "new", "dormant_90", "dormant_180", "one_time"),
        *("discount_seekers", "birthday"),
    }


@each("name", READY)
def test_they_are_written_as_any_other(name: str) -> None:
    criteria = READY[name].on(TODAY)
    assert read_criteria(write_criteria(criteria)) == criteria
    assert READY[name].title


def test_a_tag_called_so_is_the_tag() -> None:
    tagged, best = person(tag=frozenset({"vip"})), person(rfm__recency=5, rfm__frequency=5, rfm__monetary=5)
    tag = read_criteria({"fact": "tag", "op": "=", "value": "VIP"})
    assert (matches(tag, tagged, NOW, TODAY), matches(tag, best, NOW, TODAY)) == (True, False)
    ready = READY["vip"].on(TODAY)
    assert (matches(ready, tagged, NOW, TODAY), matches(ready, best, NOW, TODAY)) == (False, True)
