"""An audience as choices of a form: there and back, and criteria that are none of them."""

from __future__ import annotations

import json
from typing import Any

from flows.promotions.audience_choices import AudienceChoices, read_choices, write_choices
from tests.cases import each

ORDERS = {"fact": "orders", "op": ">=", "value": 3}
CITY = {"fact": "return.city", "op": "=", "value": "delhi"}
ALL: dict[str, Any] = {"all": []}


@each(
    "choices",
    [
        AudienceChoices(),
        AudienceChoices("yes"),
        AudienceChoices("no", ("size", "colour")),
        AudienceChoices(reasons=("colour",), cities=("delhi", "sao paulo")),
        AudienceChoices("yes", ("size",), ("jackets", "shoes"), ("delhi",)),
    ],
)
def test_choices_come_back(choices: AudienceChoices) -> None:
    assert read_choices(write_choices(choices)) == choices


def test_words_are_compared_without_case_and_accents() -> None:
    assert write_choices(AudienceChoices(cities=("São Paulo", "sao  paulo"))).count("sao paulo") == 1


def test_a_reason_has_each_spelling() -> None:
    asked = write_choices(AudienceChoices(reasons=("size",)))
    assert [one in asked for one in ('"too small"', '"too_small"', '"too-small"', '"colour"')] == [1, 1, 1, 0]


@each(
    "criteria",
    [
        json.dumps(ORDERS),
        json.dumps({"all": [CITY, ORDERS]}),
        json.dumps({"any": [CITY]}),
        json.dumps({"all": [CITY, CITY]}),
        json.dumps({"all": [{"fact": "return.reason", "op": "in", "value": ["size"]}]}),
        json.dumps(ALL),
        '{"all": [',
        '{"fact": "unheard of"}',
    ],
)
def test_other_criteria_are_no_choices(criteria: str) -> None:
    assert read_choices(criteria) is None
