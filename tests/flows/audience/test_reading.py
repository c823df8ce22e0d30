"""Criteria in JSON: what is read, written again, and refused with the place where it stands."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.audience.calendar_periods import Stretch
from flows.audience.criteria import EVERYBODY, All, Any, Compared, Counted, Criteria, Not, Summed
from flows.audience.criteria_json import MOST_CONDITIONS, MOST_DEEP, BadCriteria, read_criteria, write_criteria
from flows.moment_bounds import FIRST, LAST
from tests.cases import each
from tests.flows.audience.trees import trees

CHICAGO = ZoneInfo("America/Chicago")


@each(
    ("document", "criteria"),
    [
        ({"all": []}, EVERYBODY),
        ({"fact": "spend", "op": ">=", "value": "200.50"}, Compared("spend", ">=", 200_500_000)),
        ({"fact": "orders", "op": ">=", "value": Decimal("2.5")}, Compared("orders", ">=", Decimal("2.5"))),
        ({"fact": "spend", "op": ">=", "value": 200}, Compared("spend", ">=", 200_000_000)),
        ({"fact": "tag", "op": "=", "value": " VIP "}, Compared("tag", "=", "vip")),
        ({"fact": "last_order_at", "op": "within", "value": "60d"}, Compared("last_order_at", "within", timedelta(60))),
        ({"fact": "last_order_at", "op": "before", "value": "90d"}, Compared("last_order_at", "before", timedelta(90))),
        (
            {"fact": "acquired_at", "op": ">=", "value": "2026-03-02"},
            Compared("acquired_at", ">=", datetime(2026, 3, 2, 6, tzinfo=UTC)),
        ),
        ({"not": {"fact": "orders", "op": "=", "value": 1}}, Not(Compared("orders", "=", Decimal(1)))),
        ({"fact": "country", "op": "in", "value": ["US", "US", "CA"]}, Compared("country", "in", ("US", "CA"))),
        (
            {
                "any": [
                    {
                        "event": "order.created", "count": {"op": ">=", "value": 3}, "within": "30d",
                        "where": {"brand": "Nike", "size": ["9", "10"], "total": {"op": ">", "value": 5}},
                    }
                ]
            },
            Any(
                (
                    Counted(
                        "order.created", ">=", 3, timedelta(30),
                        (
                            Compared("brand", "=", "nike"),
                            Compared("size", "in", ("9", "10")),
                            Compared("total", ">", 5_000_000),
                        ),
                    ),
                )
            ),
        ),
        ({"event": "message.clicked"}, Counted("message.clicked")),
        (
            {"event": "order.created", "sum": {"op": ">", "value": "99.50"}, "within": {"from": "90d", "until": "30d"}},
            Summed("order.created", ">", 99_500_000, Stretch(timedelta(90), timedelta(30))),
        ),
        (
            {"fact": "last_order_at", "op": "within", "value": {"from": "2026-10-01"}},
            Compared("last_order_at", "within", Stretch(datetime(2026, 10, 1, 5, tzinfo=UTC))),
        ),
    ],
)  # fmt: skip
def test_read(document: object, criteria: Criteria) -> None:
    assert read_criteria(document, CHICAGO) == criteria


@each(
    ("document", "path", "problem"),
    [
        ([], "", 'must be an object with "all", "any", "not", "fact" or "event"'),
        ({}, "", 'must have one of "all", "any", "not", "fact" and "event"'),
        ({"all": [], "any": []}, "", 'must have one of "all", "any", "not", "fact" and "event"'),
        ({"all": {}}, "all", "must be a list"),
        ({"all": [{"fact": "spent", "op": "=", "value": 1}]}, "all[0].fact", "must be one of orders"),
        ({"fact": "orders", "op": "within", "value": "3d"}, "op", "must be one of = != < <= > >= in not_in exists"),
        ({"fact": "orders", "op": ">="}, "", 'has no "value"'),
        ({"fact": "orders", "op": ">=", "value": True}, "value", "must be a number"),
        ({"fact": "orders", "op": ">=", "value": float("nan")}, "value", "must be a number"),
        ({"fact": "orders", "op": ">=", "value": 1e300}, "value", "a number from -1000000000000 to 1000000000000"),
        ({"fact": "orders", "op": "<", "value": 2**63}, "value", "a number from -1000000000000 to 1000000000000"),
        ({"fact": "days_since_order", "op": ">", "value": 10**9}, "value", "must be a number of days up to 36600"),
        ({"fact": "spend", "op": ">", "value": "0.00000001"}, "value", "must be an amount with at most six places"),
        ({"fact": "tag", "op": "=", "value": "\u200b"}, "value", "must be a name with a letter or a digit"),
        ({"fact": "tag", "op": "=", "value": "a\x00b"}, "value", "must be a name of 1 to 200 characters"),
        ({"fact": "region", "op": "=", "value": "\ud800"}, "value", "must be a name of 1 to 200 characters"),
        ({"fact": "tag", "op": "=", "value": "x" * 201}, "value", "must be a name of 1 to 200 characters"),
        ({"fact": "tag", "op": "in", "value": []}, "value", "must be a list of 1 to 1000 values"),
        ({"fact": "tag", "op": "in", "value": ["a", 1]}, "value[1]", "must be a name of 1 to 200 characters"),
        ({"fact": "lifecycle", "op": "=", "value": "asleep"}, "value", "must be one of new, active"),
        ({"fact": "last_order_at", "op": "within", "value": "0d"}, "value", 'must be a time like "30d"'),
        ({"event": "message.clicked", "sum": {"op": ">", "value": 5}}, "sum", "message.clicked has no total"),
        ({"event": "order.paid", "sum": {"op": "in", "value": [5]}}, "sum.op", "must be one of ="),
        ({"event": "order.paid", "sum": {"op": ">"}}, "sum", 'has no "value"'),
        ({"event": "order.paid", "sum": {"op": ">", "value": 5}, "count": {}}, "count", "is not known here"),
        ({"event": "order.paid", "within": {"from": "30d", "until": "90d"}}, "within", '"from" must lie before'),
        ({"event": "order.paid", "within": {"from": "2026-03-02", "until": "2026-03-02"}}, "within", '"from" must lie'),
        ({"event": "order.paid", "within": {}}, "within", 'must have "from", "until" or both'),
        ({"event": "order.paid", "within": {"from": "soon"}}, "within", "must be a moment like"),
        ({"fact": "last_order_at", "op": ">", "value": "yesterday"}, "value", 'must be a moment like "2026-03-02T'),
        ({"fact": "last_order_at", "op": ">", "value": "2026-03-02T10:00:00"}, "value", "must be a moment like"),
        ({"fact": "orders", "op": "=", "value": 1, "weight": 2}, "weight", "is not known here; known are fact"),
        ({"event": "order.gone"}, "event", "must be one of order.created"),
        ({"event": "order.created", "where": {"colour": "red"}}, "where.colour", "is not a field of order.created"),
        ({"event": "order.shipped", "where": {"sku": "A"}}, "where.sku", "which has none"),
        ({"event": "order.created", "count": 3}, "count", 'must be an object with "op" and "value"'),
        ({"event": "order.created", "count": {"op": "in", "value": 3}}, "count.op", "must be one of ="),
        ({"event": "order.created", "count": {"op": "=", "value": -1}}, "count.value", "must be a whole number from 0"),
    ],
)  # fmt: skip
def test_refused(document: object, path: str, problem: str) -> None:
    with pytest.raises(BadCriteria) as refused:
        read_criteria(document, CHICAGO)
    assert refused.value.path == path
    assert problem in refused.value.problem


def test_too_deep_and_too_many() -> None:
    deep: dict[str, object] = {"all": []}
    for _ in range(200):
        deep = {"not": deep}
    with pytest.raises(BadCriteria, match=f"nested more than {MOST_DEEP} deep"):
        read_criteria(deep)
    one = {"fact": "orders", "op": "=", "value": 1}
    with pytest.raises(BadCriteria, match=f"more than {MOST_CONDITIONS} conditions"):
        read_criteria({"all": [{"any": [one] * 60}, {"any": [one] * 60}]})


@given(trees())
def test_written_and_read_again(criteria: Criteria) -> None:
    written = write_criteria(criteria)
    assert read_criteria(json.loads(json.dumps(written))) == criteria


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["all", "any", "not", "fact", "op", "value", "event", "count", "within", "where", "x"]),
            inner,
        )
    ),
    max_leaves=20,
)


@given(_JSON)
def test_anything_is_read_or_refused(document: object) -> None:
    with contextlib.suppress(BadCriteria):
        assert isinstance(read_criteria(document), All | Any | Not | Compared | Counted)


@pytest.mark.parametrize(
    "document",
    [
        {"fact": "orders", "op": "=", "value": "1e3"},
        {"fact": "orders", "op": "=", "value": " 5 "},
        {"fact": "spend", "op": "=", "value": "1_000"},
        {"fact": "last_order_at", "op": ">", "value": "2026-W10-1"},
        {"fact": "last_order_at", "op": ">", "value": "20260302T150000Z"},
        {"event": "message.clicked", "count": {"op": "=", "value": 2.5}},
    ],
)
def test_what_a_schema_could_not_say_is_not_read(document: object) -> None:
    with pytest.raises(BadCriteria):
        read_criteria(document)


def test_moments_beyond_all_that_is_kept_are_its_ends() -> None:
    ends = {"from": "0001-01-01", "until": "9999-12-31T23:59:59-12:00"}
    counted = read_criteria({"event": "message.clicked", "within": ends}, CHICAGO)
    assert isinstance(counted, Counted)
    assert counted.within == Stretch(FIRST, LAST)


def test_json_knows_no_difference_between_3_and_3_0() -> None:
    counted = read_criteria({"event": "message.clicked", "count": {"op": ">=", "value": 3.0}})
    assert counted == Counted("message.clicked", count=3)
    assert isinstance(counted, Counted)
    assert isinstance(counted.count, int)
