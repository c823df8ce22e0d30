"""docs/audiences.md names what there is, and its examples are read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flows.audience.audience_facts import FACTS, HAPPENINGS
from flows.audience.criteria_json import read_criteria, write_criteria
from flows.audience.standard_audiences import READY

PAGE = (Path(__file__).parents[3] / "docs" / "audiences.md").read_text()
EXAMPLES = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
WORDS = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_read(example: str) -> None:
    assert write_criteria(read_criteria(json.loads(example))).keys() == {"all"}


def test_all_facts_events_fields_and_ready_audiences_are_named() -> None:
    named = set(re.findall(r"[\w.]+", " ".join(re.findall(r"`([^`]+)`", WORDS))))
    fields = {name for one in HAPPENINGS.values() for name in one.fields}
    assert named >= FACTS.keys() | HAPPENINGS.keys() | fields | READY.keys()
    assert len(EXAMPLES) == 3
