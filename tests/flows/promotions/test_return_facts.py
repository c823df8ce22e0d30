"""Conditions on a return become true or false; what is left asks the person, and means the same."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_schema_validator import OAS31Validator

from flows.audience.audience_facts import OPS, PROMOTION_FACTS, RETURN_FACTS
from flows.audience.criteria import EVERYBODY, NOBODY, All, Compared, Criteria, Not, leaves, meets
from flows.audience.criteria import Any as AnyOf
from flows.audience.criteria_json import BadCriteria, read_criteria, write_criteria
from flows.audience.criteria_schema import PROMOTION_ROOT, ROOT, make_promotion_schemas
from flows.events import ReturnCompleted, ReturnedItem
from flows.events.external_person import NOBODY as NO_CUSTOMER
from flows.promotions.return_facts import parse_audience, read_return, settle_return

BOOTS = ReturnedItem("Hiking boots", brand="Boots", category="Footwear", size="L", reason="too_large")
HAT = ReturnedItem("Sun hat", brand="Boots", product_type="Hat")
EVENT = ReturnCompleted("r1", "", (BOOTS, HAT), NO_CUSTOMER, datetime(2026, 3, 2, tzinfo=UTC), "Mobile")
KNOWN = read_return(EVENT, EVENT.items, returning=True)
RETURNED = [
    Compared("return.size", "=", "l"),
    Compared("return.size", "!=", "m"),
    Compared("return.product_type", "in", ("hat", "shoe")),
    Compared("return.city", "exists", True),
    Compared("return.returning_customer", "=", "no"),
]
PERSONAL = [Compared("tag", "=", "vip"), Compared("orders", ">", 3)]
TREES: st.SearchStrategy[Criteria] = st.recursive(
    st.sampled_from([*RETURNED, *PERSONAL]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda of: All(tuple(of))),
        st.lists(inner, max_size=3).map(lambda of: AnyOf(tuple(of))),
        inner.map(Not),
    ),
)


def holds(criteria: Criteria, person: dict[Compared, bool]) -> bool:
    """The truth of a tree for a person whose own conditions are known."""
    match criteria:
        case All(of):
            return all(holds(one, person) for one in of)
        case AnyOf(of):
            return any(holds(one, person) for one in of)
        case Not(of):
            return not holds(of, person)
    assert isinstance(criteria, Compared)
    return meets(criteria, KNOWN[criteria.fact]) if criteria.fact in RETURN_FACTS else person[criteria]


@given(TREES)
def test_a_settled_tree_asks_the_person_alone_and_means_the_same(tree: Criteria) -> None:
    settled = settle_return(tree, KNOWN)
    assert all(isinstance(one, Compared) and one.fact not in RETURN_FACTS for one in leaves(settled))
    assert settled in (EVERYBODY, NOBODY) or list(leaves(settled))
    for truths in itertools.product((True, False), repeat=len(PERSONAL)):
        person = dict(zip(PERSONAL, truths, strict=True))
        assert holds(settled, person) is holds(tree, person)


def test_an_audience_that_cannot_be_read_matches_nobody() -> None:
    assert parse_audience("") == EVERYBODY
    assert parse_audience('{"fact": "unheard", "op": "=", "value": 1}') == NOBODY
    assert parse_audience('{"fact": "return.size", "op": "=", "value": "L"}') == RETURNED[0]


def test_only_promotions_may_ask_of_a_return() -> None:
    document = {"fact": "return.size", "op": "=", "value": "L"}
    assert write_criteria(read_criteria(document, UTC, PROMOTION_FACTS))["fact"] == "return.size"
    with pytest.raises(BadCriteria, match="fact: must be one of"):
        read_criteria(document)


@pytest.mark.parametrize("fact", RETURN_FACTS)
def test_the_schema_of_promotions_accepts_what_the_reader_does(fact: str) -> None:
    schemas: dict[str, Any] = dict(make_promotion_schemas())
    promotions = OAS31Validator({"$ref": f"#/$defs/{PROMOTION_ROOT}", "$defs": schemas})
    people = OAS31Validator({"$ref": f"#/$defs/{ROOT}", "$defs": schemas})
    for op in OPS[RETURN_FACTS[fact].kind]:
        value: Any = {"exists": True, "in": ["no"], "not_in": ["no"]}.get(op, "no")
        tree = {"all": [{"not": {"fact": fact, "op": op, "value": value}}, {"fact": "orders", "op": "=", "value": 1}]}
        assert isinstance(read_criteria(json.loads(json.dumps(tree)), UTC, PROMOTION_FACTS), All)
        assert (promotions.is_valid(tree), people.is_valid(tree)) == (True, False)
    assert not promotions.is_valid({"fact": fact, "op": "within", "value": "1d"})
