"""The goals of reading shopkeepers, on the development data where it is at hand and on our own phrases everywhere."""

import pytest

from tests import stock_figures as figures
from tests.reply_figures import DATA

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="no development data beside the repository")


def _reach_the_goals(counts: figures.Answers, share: float = 0.95) -> None:
    assert counts.share >= share
    assert counts.wrong_yes / counts.lines <= 0.003
    assert counts.left_open / counts.unclear >= 0.97


@needs_data
def test_shopkeepers_are_understood() -> None:
    # A yes beside another figure or size is asked back: "just one in L other is M".
    _reach_the_goals(figures.count(figures.read_data())["all"], share=0.94)


@needs_data
def test_what_they_say_is_understood_whole() -> None:
    assert len(list(figures.find_misunderstood(figures.read_data()))) <= 1


@pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held-out"])
def test_own_phrases(held_out: bool) -> None:
    _reach_the_goals(figures.count(figures.read_phrases(held_out=held_out))["all"])


@pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held-out"])
def test_own_phrases_are_understood_whole(held_out: bool) -> None:
    lines = list(figures.read_phrases(held_out=held_out))
    assert len(list(figures.find_misunderstood(lines))) <= len(lines) / 500


@pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held-out"])
def test_one_text_for_three_requests(held_out: bool) -> None:
    counts = figures.count_lists(figures.read_lists(held_out=held_out))
    assert counts.wrong_yes == 0
    assert counts.right / (counts.right + counts.asked + counts.misread) >= 0.95
