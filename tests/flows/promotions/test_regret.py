"""The choice learns: it loses less than a choice by chance, and its picture can be read."""

from __future__ import annotations

from statistics import fmean
from xml.etree import ElementTree

from tests.flows.promotions.regret import TEN, Rule, Scene, choose_ours, choose_randomly, play
from tests.flows.promotions.regret_picture import Line, Panel, draw_panels

FEW = Scene("4 promotions", (0.02, 0.04, 0.06, 0.15))


def test_the_choice_loses_less_than_one_by_chance() -> None:
    """The runs have fixed seeds: a third of the loss with four promotions, less than nine tenths early with ten."""
    assert _lose(FEW, choose_ours) < _lose(FEW, choose_randomly) / 3
    assert _lose(TEN, choose_ours) < 0.9 * _lose(TEN, choose_randomly)


def _lose(scene: Scene, rule: Rule) -> float:
    return fmean(play(scene, rule, 2000, run)[-1] for run in range(3))


def test_results_that_come_late_are_counted_late() -> None:
    never = Scene("late", FEW.click_rates, late=1000)
    assert play(FEW, choose_ours, 1000, 1)[-1] < 0.75 * play(never, choose_ours, 1000, 1)[-1]


def test_the_picture_has_each_rule_in_each_panel() -> None:
    lines = (Line("random", (0.0, 20.0, 40.0)), Line("<ours>", (0.0, 5.0, 6.0)), Line("best fixed", (0.0, 0.0, 0.0)))
    text = draw_panels([Panel("one", lines, 2000), Panel("two", lines, 100)])
    picture = ElementTree.fromstring(text)  # noqa: S314 - our own
    found = [one.text for one in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert [found.count(text) for text in ("random", "<ours>", "best fixed", "one", "2 000")] == [2, 2, 2, 1, 1]
