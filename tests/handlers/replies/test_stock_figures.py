"""The goals of reading shopkeepers, on the development data where it is at hand and on our own phrases everywhere."""

import pytest

from tests import stock_figures as figures
from tests.reply_figures import DATA

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="no development data beside the repository")


def _reach_the_goals(counts: figures.Answers, share: float) -> None:
    """Of what is not read at once nearly all is asked back: a reply that is not exact, "just one in L other is M"."""
    assert counts.share >= share
    assert counts.misread / counts.lines <= 0.015
    assert counts.wrong_yes == 0
    assert counts.left_open / counts.unclear >= 0.97


@needs_data
def test_shopkeepers_are_understood() -> None:
    _reach_the_goals(figures.count(figures.read_data())["all"], share=0.83)


@needs_data
def test_what_they_say_is_understood_whole() -> None:
    assert len(list(figures.find_misunderstood(figures.read_data()))) <= 1


@pytest.mark.parametrize(("held_out", "share"), [(False, 0.7), (True, 0.8)], ids=["seen", "held-out"])
def test_own_phrases(held_out: bool, share: float) -> None:
    _reach_the_goals(figures.count(figures.read_phrases(held_out=held_out))["all"], share)


@pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held-out"])
def test_own_phrases_are_understood_whole(held_out: bool) -> None:
    lines = list(figures.read_phrases(held_out=held_out))
    assert len(list(figures.find_misunderstood(lines))) <= len(lines) / 500


@pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held-out"])
def test_one_text_for_three_requests(held_out: bool) -> None:
    counts = figures.count_lists(figures.read_lists(held_out=held_out))
    assert counts.wrong_yes == 0
    assert counts.right / (counts.right + counts.asked + counts.misread) >= 0.85
