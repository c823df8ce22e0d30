"""Wishes for both."""

import pytest

from handlers.sourcing.replies.both import is_all_alone, is_both_alone, is_that_as_well, wants_both, without_both


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


@pytest.mark.parametrize(
    "said", ["all of it", "all of them please", "I want all", "sab chahiye", "sab le lo", "todo por favor", "सब चाहिए"]
)
def test_all_is_wanted(said: str) -> None:
    assert is_all_alone(said)


@pytest.mark.parametrize(
    "said", ["that's all", "all good", "all ok", "is that all?", "all mugs are broken", "eso es todo"]
)
def test_all_is_well_or_over(said: str) -> None:
    assert not is_all_alone(said)


@pytest.mark.parametrize(
    "said", ["also that", "that also", "that too please", "add it", "woh bhi", "eso también", "वो भी"]
)
def test_that_is_wanted_as_well(said: str) -> None:
    assert is_that_as_well(said)


@pytest.mark.parametrize("said", ["also", "that", "that is too big", "that too?", "add the box"])
def test_that_is_not_wanted_as_well(said: str) -> None:
    assert not is_that_as_well(said)
