"""Wishes for both."""

import pytest

from handlers.sourcing.replies.both import is_both_alone, wants_both, without_both


@pytest.mark.parametrize(
    "said", ["wanted both", "I wanted both", "dono chahiye the", "quería las dos", "no, both please"]
)
def test_both_alone_says_not_of_what(said: str) -> None:
    assert is_both_alone(said)


@pytest.mark.parametrize("said", ["both mugs are broken", "the mug and the box both", "are both there?", "I want two"])
def test_more_is_said_than_both(said: str) -> None:
    assert not is_both_alone(said)


@pytest.mark.parametrize(
    ("said", "left"),
    [("wanted both M and L", "M and L"), ("M and L dono chahiye", "M and L"), ("quería las dos, M y L", "M y L")],
)
def test_what_both_are_is_left(said: str, left: str) -> None:
    assert wants_both(said)
    assert without_both(said) == left
