"""Audiences within audiences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from flows.audience.audience_expansion import (
    MOST_EXPANDED,
    BadAudience,
    ContainsItself,
    NamedCriteria,
    UnknownAudience,
    expand,
    list_named,
)
from flows.audience.criteria import NOBODY, All, Any, Compared, Criteria, Not
from flows.audience.criteria_json import read_criteria
from flows.audience.standard_audiences import READY

TODAY = date(2026, 3, 2)
ONCE, TWICE = (Compared("orders", "=", Decimal(many)) for many in (1, 2))


def audience(op: str, value: object) -> Criteria:
    return read_criteria({"fact": "audience", "op": op, "value": value})


KEPT = {
    "a": NamedCriteria("Once", ONCE),
    "b": NamedCriteria("Twice", TWICE),
    "ab": NamedCriteria("Both", audience("in", ["a", "b"])),
    "c": NamedCriteria("Hens", audience("=", "d")),
    "d": NamedCriteria("Eggs", All((ONCE, Not(audience("=", "c"))))),
    "self": NamedCriteria("Mirror", audience("!=", "self")),
    "lost": NamedCriteria("Lost", audience("=", "gone")),
}


@pytest.mark.parametrize(
    ("criteria", "comes_to"),
    [
        pytest.param(ONCE, ONCE, id="none"),
        pytest.param(audience("=", "a"), Any((ONCE,)), id="one"),
        pytest.param(audience("!=", "a"), Not(Any((ONCE,))), id="not one"),
        pytest.param(audience("in", ["a", "b"]), Any((ONCE, TWICE)), id="one of two"),
        pytest.param(audience("not_in", ["a", "b"]), Not(Any((ONCE, TWICE))), id="none of two"),
        pytest.param(audience("=", "ab"), Any((Any((ONCE, TWICE)),)), id="in another"),
        pytest.param(
            All((ONCE, audience("=", "one_time"))), All((ONCE, Any((READY["one_time"].on(TODAY),)))), id="a ready one"
        ),
    ],
)
def test_criteria_take_the_place_of_a_name(criteria: Criteria, comes_to: Criteria) -> None:
    assert expand(criteria, KEPT, TODAY) == comes_to


def test_any_audience_at_all() -> None:
    kept = {name: KEPT[name] for name in ("a", "b")}
    assert expand(audience("exists", True), kept, TODAY) == Any((ONCE, TWICE))
    assert expand(audience("exists", False), kept, TODAY) == Not(Any((ONCE, TWICE)))
    assert expand(audience("exists", True), {}, TODAY) == NOBODY


@pytest.mark.parametrize(
    ("criteria", "within", "told"),
    [
        pytest.param(audience("=", "self"), "", "Mirror in Mirror", id="itself"),
        pytest.param(audience("=", "c"), "", "Hens in Eggs in Hens", id="by another"),
        pytest.param(audience("exists", True), "a", "Once in Once", id="any, and so itself"),
    ],
)
def test_what_contains_itself_is_refused_with_the_way(criteria: Criteria, within: str, told: str) -> None:
    with pytest.raises(ContainsItself, match=told):
        expand(criteria, KEPT, TODAY, within)


@pytest.mark.parametrize("name", ["gone", "lost"])
def test_an_audience_that_there_is_not_is_refused_by_name(name: str) -> None:
    with pytest.raises(UnknownAudience, match="there is no audience gone; ready ones are high_value"):
        expand(audience("=", name), KEPT, TODAY)


def test_many_in_one_another_are_refused_before_they_are_looked_at() -> None:
    """Ten that each name the next one a hundred times would come to more conditions than there are stars."""
    many = {f"{at}": NamedCriteria(f"{at}", Any((audience("=", f"{at + 1}"),) * 100)) for at in range(9)}
    many["9"] = NamedCriteria("9", ONCE)
    with pytest.raises(BadAudience, match=f"more than {MOST_EXPANDED} conditions"):
        expand(audience("=", "0"), many, TODAY)
    chain = {f"{at}": NamedCriteria(f"{at}", audience("=", f"{at + 1}")) for at in range(30)}
    with pytest.raises(BadAudience, match="nested more than 10 deep"):
        expand(audience("=", "0"), chain, TODAY)


def test_the_names_in_criteria() -> None:
    tree = All((audience("not_in", ["a", "b"]), Not(Any((audience("=", "c"), audience("exists", True))))))
    assert list_named(tree) == {"a", "b", "c", ""}
    assert list_named(ONCE) == frozenset()
