"""An "and" that stands by itself, and joins what the next message names."""

import pytest

from handlers.sourcing.replies.beside import joins_the_next, puts_beside


@pytest.mark.parametrize(
    "said", ["also", "And", "add", "aur", "ok also..", "and also", "también", "haan aur", "और", "add please"]
)
def test_an_and_by_itself(said: str) -> None:
    assert joins_the_next(said)


@pytest.mark.parametrize("said", ["y", "n", "yes", "ok", "also that", "and 2 mugs", "add the mug", "no", ""])
def test_no_and_by_itself(said: str) -> None:
    assert not joins_the_next(said)


@pytest.mark.parametrize(("said", "beside"), [("n 1 elephant", True), ("N 2 mugs", True), ("1 mug in N", False)])
def test_a_short_and(said: str, *, beside: bool) -> None:
    assert puts_beside(said) is beside
