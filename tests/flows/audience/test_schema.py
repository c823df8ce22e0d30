"""The JSON schema of criteria takes what the reader takes and refuses what it refuses, but for what no schema says."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.audience.audience_facts import FACTS, HAPPENINGS, OPS
from flows.audience.criteria import Criteria
from flows.audience.criteria_json import BadCriteria, read_criteria, write_criteria
from flows.audience.criteria_schema import ROOT, make_criteria_schemas
from tests.cases import each
from tests.flows.audience.test_page import EXAMPLES
from tests.flows.audience.trees import trees

SCHEMA = {"$ref": f"#/$defs/{ROOT}", "$defs": dict(make_criteria_schemas())}
FITS = jsonschema_rs.Draft202012Validator(SCHEMA)
UNSAID = ("deep", "there are more than", "at most six places", "a letter or a digit")
"""What the schema does not say, as the reader says it; a day that a month does not have is one, too."""

BORDERS = [
    "30d", " 36h ", "0d", "3660d", "3661d", "522w", "523w", "87840h", "87841h", "999999m", "1000000m", "30 d", "30",
    "d", "2026-03-02", "2026-3-2", "2026-W10-1", "2026-03-02T15:00:00Z", "2026-03-02 15:00+05:30",
    "2026-03-02T15:00:00", "2026-03-02T24:00Z", "20260302T150000Z", "0000-01-01", "2026-13-01",
    "2026-03-02T15:00:00.1234567Z",
     "5", "-5", "+5", " 5", "5.", ".5", "5.50", "1e3", "1_000", "٣", "1000000000000", "1000000000000.1", "36600",
     "36601", "0036600.0", "0.1234567", "0.1234560", "NaN", "nike", " vip ", "  ", "", "a\x00b", "x" * 200, "x" * 201,
     "this month", "this  month", "new", " new ", "asleep", "sms", "offers",
]  # fmt: skip
TEXTS = st.sampled_from(BORDERS)
SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | TEXTS
SCALARS |= st.sampled_from([0.5, 2.0, 1e12, 1.1e12, -1e12, 36600, 36601, 1_000_000, 1_000_001, 10**30])
VALUES = SCALARS | st.lists(SCALARS, max_size=3)
ALL_OPS = st.sampled_from(sorted({op for ops in OPS.values() for op in ops} | {"~"}))
COMPARED = st.fixed_dictionaries({"op": ALL_OPS, "value": VALUES})
FACT = st.builds(
    lambda fact, compared: {"fact": fact, **compared}, st.sampled_from([*FACTS, "spent"]), COMPARED
)  # fmt: skip
FIELDS = sorted({name for one in HAPPENINGS.values() for name in one.fields} | {"colour"})
EVENT = st.fixed_dictionaries(
    {"event": st.sampled_from([*HAPPENINGS, "order.gone"])},
    optional={
        "count": st.fixed_dictionaries({"op": ALL_OPS, "value": SCALARS}),
        "within": TEXTS | st.none(),
        "where": st.dictionaries(st.sampled_from(FIELDS), VALUES | COMPARED, max_size=2),
    },
)


def is_read(document: object) -> bool | None:
    """Whether the reader takes it; None for what no schema says."""
    try:
        read_criteria(document)
    except BadCriteria as refused:
        return None if any(one in refused.problem for one in UNSAID) else False
    return True


def agrees(document: Any) -> bool:
    read = is_read(document)
    return read is None or FITS.is_valid(document) is read


def test_the_schema_is_one() -> None:
    jsonschema_rs.meta.validate(SCHEMA)
    named = make_criteria_schemas("#/components/schemas/")
    referred = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(named)))
    assert referred == named.keys()
    assert ROOT in named


@given(trees())
def test_what_is_written_fits(criteria: Criteria) -> None:
    assert FITS.is_valid(json.loads(json.dumps(write_criteria(criteria))))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_fits(example: str) -> None:
    FITS.validate(json.loads(example))


@pytest.mark.parametrize("fact", ["orders", "spend", "days_since_order", "last_order_at", "tag", "region", "lifecycle"])
def test_every_border_of_a_text_is_the_same(fact: str) -> None:
    told = [{"fact": fact, "op": op, "value": text} for op in OPS[FACTS[fact].kind] for text in BORDERS]
    assert [one for one in told if not agrees(one)] == []


@each("text", BORDERS)
def test_every_border_of_a_time_is_the_same(text: str) -> None:
    assert agrees({"event": "message.clicked", "within": text})


@given(FACT)
def test_a_fact_fits_where_it_is_read(document: dict[str, Any]) -> None:
    assert agrees(document)


@given(EVENT)
def test_an_event_fits_where_it_is_read(document: dict[str, Any]) -> None:
    assert agrees(document)


@given(trees(), st.data())
def test_a_tree_of_which_something_is_wrong_fits_no_more(criteria: Criteria, data: st.DataObject) -> None:
    """One part of a random tree is put in place of another, taken out or doubled."""
    document: Any = json.loads(json.dumps(write_criteria(criteria)))
    places = list(_places(document))
    if places:
        holder, key = data.draw(st.sampled_from(places))
        others = [other[at] for other, at in places]
        what = data.draw(st.sampled_from(["gone", "other", "scalar", "more"]))
        if what == "gone":
            del holder[key]
        elif what == "more" and isinstance(holder, dict):
            holder["weight"] = 2
        else:
            changed = data.draw(VALUES if what == "scalar" else st.sampled_from(others))
            holder[key] = json.loads(json.dumps(changed))
    assert agrees(document)


def _places(document: Any) -> Any:
    """Every part of a document, by what holds it."""
    parts = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, inner in parts:
        yield document, key
        yield from _places(inner)


@pytest.mark.parametrize(
    "document",
    [
        {"fact": "spend", "op": ">=", "value": 0.00000001},
        {"fact": "tag", "op": "=", "value": "…"},
        {"fact": "last_order_at", "op": ">", "value": "2026-02-30"},
        {"all": [{"any": [{"event": "message.clicked"}] * 60}] * 2},
    ],
)
def test_what_no_schema_says_is_refused_by_the_reader_alone(document: object) -> None:
    assert FITS.is_valid(document)
    with pytest.raises(BadCriteria):
        read_criteria(document)
