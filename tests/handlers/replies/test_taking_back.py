"""Which of several things a shop takes back, as it was asked."""

from __future__ import annotations

import pytest

from handlers.sourcing.replies.stock.taking_back import read_taken_back

ALL, FIRST, SECOND, NONE = frozenset({0, 1}), frozenset({0}), frozenset({1}), frozenset[int]()


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("all", ALL), ("both please", ALL), ("dono", ALL), ("sab hata do", ALL), ("सब", ALL), ("haan", ALL),
        ("1", FIRST), ("2", SECOND), ("sirf 2", SECOND), ("only P78106", SECOND), ("78105", FIRST), ("1 2", ALL),
        ("1 yes 2 no", FIRST), ("no", NONE), ("nahi", NONE),
        ("haan 2 hai", None), ("5", None), ("mug 2", None), ("hello", None),
    ],
)  # fmt: skip
def test_what_is_taken_back(text: str, taken: frozenset[int] | None) -> None:
    assert read_taken_back(text, ["P78105", "P78106"]) == taken
