"""Which of several things a shop takes back, as it was asked."""

from __future__ import annotations

import pytest

from handlers.sourcing.replies.stock.taking_back import answers_by_number, read_taken_back

ALL, FIRST, SECOND, NONE = frozenset({0, 1}), frozenset({0}), frozenset({1}), frozenset[int]()


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("all", ALL), ("both please", ALL), ("dono", ALL), ("sab hata do", ALL), ("सब", ALL), ("haan", ALL),
        ("1", FIRST), ("2", SECOND), ("sirf 2", SECOND), ("only P78106", SECOND), ("78105", FIRST), ("1 2", ALL),
        ("no", NONE), ("nahi", NONE), ("1 yes 2 no", None), ("1 yes 2, 2 no", None), ("1 haan", None), ("2 nahi", None),
        ("haan 2 hai", None), ("5", None), ("mug 2", None), ("hello", None),
    ],
)  # fmt: skip
def test_what_is_taken_back(text: str, taken: frozenset[int] | None) -> None:
    assert read_taken_back(text, ["P78105", "P78106"]) == taken


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("1 yes 2 no", True), ("1 yes 2, 2 no", True), ("P78106 nahi", True), ("haan 2 hai", True),
        ("1 हाँ 2 नहीं", True),
        ("1", False), ("only P78106", False), ("both", False), ("yes", False), ("no", False), ("5 yes", False),
    ],
)  # fmt: skip
def test_an_answer_beside_a_number_is_no_choice(text: str, answers: bool) -> None:
    assert answers_by_number(text, ["P78105", "P78106"]) is answers


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("2 si", SECOND), ("si, 2", SECOND), ("1 haan", FIRST), ("haan P78106", SECOND), ("1 yes 2 yes", ALL),
        ("yes", ALL), ("no", NONE), ("1 yes 2 no", None), ("2 nahi", None), ("5 si", None), ("haan 5", None),
    ],
)  # fmt: skip
def test_a_yes_beside_a_number_where_nothing_else_is_asked(text: str, taken: frozenset[int] | None) -> None:
    assert read_taken_back(text, ["P78105", "P78106"], confirms=True) == taken


@pytest.mark.parametrize("text", ["5 si", "yes 5", "haan 3"])
def test_a_number_that_is_none_of_these_takes_nothing_back(text: str) -> None:
    assert read_taken_back(text, ["P78105", "P78106"]) is None
