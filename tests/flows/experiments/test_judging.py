"""How an experiment stands, case by case; and by chance: false winners, power, intervals that hold at every look."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from bot.bench.chance_experiments import Scene, claiming, parley, peek_at_every_look, play
from flows.experiments.experiment_arm import Arm
from flows.experiments.experiment_design import Design
from flows.experiments.experiment_judgement import Conclusion, judge
from flows.experiments.share_differences import compare_rates, information
from tests.cases import each

TWO, THREE = Design(0.05, 0.3), Design(0.05, 0.3, arms=3)
END, END_OF_THREE = TWO.people, THREE.people


@each(
    ("arms", "over", "conclusion", "more"),
    [
        pytest.param([Arm(0, 0), Arm(0, 0)], False, Conclusion.NOT_ENOUGH, END, id="nobody"),
        pytest.param([Arm(500, 60), Arm(0, 0)], False, Conclusion.NOT_ENOUGH, END, id="an arm without people"),
        pytest.param([Arm(500, 0), Arm(500, 0)], False, Conclusion.NOT_ENOUGH, END - 500, id="no success"),
        pytest.param([Arm(500, 500), Arm(500, 500)], False, Conclusion.NOT_ENOUGH, END - 500, id="all succeed"),
        pytest.param([Arm(90, 90), Arm(90, 0)], False, Conclusion.NOT_ENOUGH, END - 90, id="clear, of too few"),
        pytest.param([Arm(100, 100), Arm(100, 0)], False, Conclusion.WINNER, END - 100, id="clear, of enough"),
        pytest.param([Arm(1000, 50), Arm(1000, 70)], False, Conclusion.NOT_ENOUGH, END - 1000, id="a plain test's"),
        pytest.param([Arm(1000, 40), Arm(1000, 92)], False, Conclusion.WINNER, END - 1000, id="early"),
        pytest.param([Arm(END, 197), Arm(END, 235)], False, Conclusion.NOT_ENOUGH, 0, id="all there, not over"),
        pytest.param([Arm(END, 197), Arm(END, 235)], True, Conclusion.NO_DIFFERENCE, 0, id="over"),
        pytest.param([Arm(END, 197), Arm(END, 242)], True, Conclusion.WINNER, 0, id="a winner at the end"),
        pytest.param([Arm(1000, 50), Arm(1000, 60)], True, Conclusion.NOT_ENOUGH, END - 1000, id="over too soon"),
        pytest.param([Arm(1000, 50), Arm(1000, 75)], True, Conclusion.WINNER, END - 1000, id="over soon, and clear"),
        pytest.param([Arm(END, 0), Arm(END, 0)], True, Conclusion.NO_DIFFERENCE, 0, id="no success at the end"),
        pytest.param([Arm(END, END), Arm(END, END)], True, Conclusion.NO_DIFFERENCE, 0, id="all succeed at the end"),
    ],
)
def test_two_arms(arms: Sequence[Arm], over: bool, conclusion: Conclusion, more: int) -> None:
    found = judge(arms, TWO, over=over)
    assert (found.conclusion, found.more) == (conclusion, more)
    if conclusion is Conclusion.WINNER:
        assert found.difference is not None
        assert found.difference.low > 0


@pytest.mark.parametrize(
    ("successes", "conclusion", "leader", "rival", "behind"),
    [
        pytest.param((262, 262, 262), Conclusion.NO_DIFFERENCE, 0, 1, (), id="all alike"),
        pytest.param((262, 262, 350), Conclusion.WINNER, 2, 0, (0, 1), id="one is the best"),
        pytest.param((345, 262, 350), Conclusion.NO_DIFFERENCE, 2, 0, (1,), id="two are, one is behind"),
        pytest.param((300, 262, 330), Conclusion.NO_DIFFERENCE, 2, 0, (1,), id="one is behind by all pairs' measure"),
    ],
)
def test_three_arms(
    successes: tuple[int, ...], conclusion: Conclusion, leader: int, rival: int, behind: tuple[int, ...]
) -> None:
    found = judge([Arm(END_OF_THREE, many) for many in successes], THREE, over=True)
    assert (found.conclusion, found.leader, found.rival, found.behind) == (conclusion, leader, rival, behind)


def test_without_people_nobody_leads() -> None:
    found = judge([Arm(50, 1), Arm(0, 0), Arm(50, 2)], THREE)
    assert (found.leader, found.rival, found.difference, found.behind) == (None, None, None, ())


def test_how_many_each_arm_needs_at_least_is_said() -> None:
    arms = [Arm(300, 10), Arm(300, 80)]
    assert judge(arms, TWO).conclusion is Conclusion.WINNER
    assert judge(arms, TWO, least=301).conclusion is Conclusion.NOT_ENOUGH


def test_the_arms_are_those_of_the_design() -> None:
    with pytest.raises(ValueError, match="3 arms are not the 2"):
        judge([Arm(1, 0)] * 3, TWO)


def test_the_interval_is_clear_of_zero_where_there_is_a_winner_and_nowhere_else() -> None:
    chance = random.Random(5)
    for _ in range(600):
        people = chance.randint(1, 200), chance.randint(1, 200)
        found = judge([Arm(one, chance.randint(0, one)) for one in people], TWO, over=chance.random() < 0.5, least=0)
        assert found.difference is not None
        assert (found.difference.low > 0) == (found.conclusion is Conclusion.WINNER)


# By chance. The whole of it, and other rules beside it, are `parley bench experiments`.


@pytest.mark.parametrize(
    ("scene", "design"),
    [
        pytest.param(Scene((0.05, 0.05), END, 50), TWO, id="a look each fifty"),
        pytest.param(Scene((0.05, 0.05), END, 50, late=30), TWO, id="one arm later by a third"),
        pytest.param(Scene((0.05, 0.05), END, 100, at_once=True), TWO, id="all at once"),
        pytest.param(Scene((0.1, 0.1), END, 200), TWO, id="twice the rate that was thought"),
        pytest.param(Scene((0.025, 0.025), END // 2, 50), TWO, id="over early, half the rate"),
        pytest.param(Scene((0.05,) * 3, END_OF_THREE, 100), THREE, id="three arms, and those behind"),
        pytest.param(Scene((0.065, 0.065, 0.05), END_OF_THREE, 100), THREE, id="two are the best"),
    ],
)
def test_a_false_winner_is_named_in_one_of_twenty_at_most(scene: Scene, design: Design) -> None:
    alike = len(set(scene.rates)) == 1
    rules = {"ours": claiming if alike else parley}
    false = sum(play(scene, design, rules, 500, random.Random(2))["ours"].wins[: 3 if alike else 2])
    assert false <= 0.05 + 2 * 0.0097  # two standard errors


def test_who_peeks_with_a_plain_test_names_many() -> None:
    rules = {"peeking": peek_at_every_look}
    assert play(Scene((0.05, 0.05), END, 100), TWO, rules, 500, random.Random(2))["peeking"].any > 0.2


@pytest.mark.parametrize("design", [TWO, THREE], ids=["two arms", "three arms"])
def test_the_best_is_found_as_often_as_planned(design: Design) -> None:
    rates = (design.base_rate,) * (design.arms - 1) + (design.lifted,)
    found = play(Scene(rates, design.people, 100), design, {"ours": parley}, 800, random.Random(4))["ours"]
    assert found.wins[-1] >= design.power - 2 * 0.014  # two standard errors
    assert found.people < 0.9 * design.people


def test_the_interval_holds_at_every_look() -> None:
    scene, chance, tests, missed = Scene((0.065, 0.05), END, 400), random.Random(6), 250, 0
    boundary, truth = TWO.boundary(), 0.015
    for _ in range(tests):
        for (one, other), seen in scene.play_looks(chance):
            needed = boundary.compute_needed(information(one, other), over=seen == END)
            found = compare_rates(one, other, needed)
            assert found is not None
            if not found.low <= truth <= found.high:
                missed += 1
                break
    assert missed / tests <= 0.05 + 2 * 0.014
