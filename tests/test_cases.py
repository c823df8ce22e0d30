"""Many cases in one test: all run, and each that fails is named."""

from __future__ import annotations

import asyncio
import inspect

import pytest

from tests import cases
from tests.cases import each


@each(("number", "square"), [(1, 1), pytest.param(2, 5, id="two"), (3, 9), pytest.param(4, 17, id="four")])
def squares(number: int, square: int, *, seen: list[int]) -> None:
    seen.append(number)
    assert number**2 == square


def test_every_case_runs_and_each_that_fails_is_named() -> None:
    seen: list[int] = []
    with pytest.raises(ExceptionGroup, match="2 cases of squares failed") as failed:
        squares(seen=seen)
    assert seen == [1, 2, 3, 4]
    assert [error.__notes__ for error in failed.value.exceptions] == [["case: two"], ["case: four"]]


def test_the_names_of_the_cases_are_no_fixtures() -> None:
    assert list(inspect.signature(squares).parameters) == ["seen"]


def test_one_failure_is_raised_as_it_is_also_by_a_coroutine() -> None:
    @each("word", ["good", "bad"], ids=["first", "second"])
    async def is_good(word: str) -> None:
        assert word == "good"

    with pytest.raises(AssertionError) as failed:
        asyncio.run(is_good())
    assert failed.value.__notes__ == ["case: second"]


def test_a_skip_ends_the_test() -> None:
    @each("word", ["a"])
    def skipped(word: str) -> None:
        pytest.skip(word)

    with pytest.raises(pytest.skip.Exception):
        skipped()


def test_a_quick_run_takes_some_spread_over_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "most", 2)
    seen: list[int] = []
    squares(seen=seen)
    assert seen == [1, 3]
