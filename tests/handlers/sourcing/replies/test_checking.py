"""Answers to the checklist, as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sourcing.replies.checklist_answers import ITEMS, CheckReading, read_check
from tests.cases import each

GOOD, NOTHING = CheckReading(good=True), CheckReading()


def _ticks(*items: str, good: bool = False) -> CheckReading:
    return CheckReading(items, good=good)


def _problem(reason: str = "") -> CheckReading:
    return CheckReading(problem=True, reason=reason)


SAID = {
    "1": _ticks("defects"),
    "2.": _ticks("tag"),
    "१ २": _ticks("defects", "tag"),
    "3, 1 2": _ticks("defects", "tag", "colours"),
    "1,2,3,4": _ticks(*ITEMS),
    "1 2 3 4 5": _ticks(*ITEMS, good=True),
    "one two": _ticks("defects", "tag"),
    "5": GOOD,
    "6": _problem(),
    "6 torn seam": _problem("torn seam"),
    "6. a stain\non the leg": _problem("a stain on the leg"),
    **dict.fromkeys(
        [
            "",
            "7",
            "0",
            "1 6",
            "12",
            "1234",
            "order 1234",
            "haan 2 hai",
            "1 is torn",
            "no",
            "is it all good?",
            "all good",
        ],
        NOTHING,
    ),
}


@each(("text", "reading"), SAID.items(), ids=[one or "nothing" for one in SAID])
def test_what_is_said(text: str, reading: CheckReading) -> None:
    assert read_check(text) == reading


@pytest.mark.parametrize(
    ("button", "reading"),
    [
        ("1", _ticks("defects")),
        ("4", _ticks("clean")),
        ("5", GOOD),
        ("6", _problem()),
        ("yes", NOTHING),
        ("9", NOTHING),
    ],
)
def test_a_button_is_its_number(button: str, reading: CheckReading) -> None:
    assert read_check("whatever stands on it", button) == reading


@each(
    ("text", "reading"),
    {
        "1 2": _ticks("defects", "colours"),
        "3": _ticks("clean"),
        "4": GOOD,
        "1 2 3 4": _ticks("defects", "colours", "clean", good=True),
        "5": _problem(),
        "5 the lid has 2 scratches": _problem("the lid has 2 scratches"),
        "6": NOTHING,
        "6 torn seam": NOTHING,
    }.items(),
)
def test_numbers_are_those_that_were_shown(text: str, reading: CheckReading) -> None:
    """What has no size has no tag: three numbers in a row, then all good and problem."""
    assert read_check(text, asked=[one for one in ITEMS if one != "tag"]) == reading


@given(st.text(max_size=200))
def test_anything_can_be_read(text: str) -> None:
    found = read_check(text)
    assert set(found.items) <= set(ITEMS)
    assert not (found.problem and (found.good or found.items))
