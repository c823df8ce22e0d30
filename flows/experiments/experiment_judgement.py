"""The result of an experiment: a winner, no visible difference, or not enough data yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from flows.experiments.experiment_arm import Arm, find_leading
from flows.experiments.experiment_design import Design
from flows.experiments.share_differences import Difference, compare_rates, information, score
from flows.experiments.stopping_boundaries import Boundary

LEAST = 100
"""Minimum people in each arm before one can win: a convention, as people of the first hour differ from those of a whole
day."""


class Conclusion(StrEnum):
    """The conclusion of an experiment."""

    NOT_ENOUGH = "not_enough"  # too few people so far, or at the end
    NO_DIFFERENCE = "no_difference"  # the planned people are there, and none is the best
    WINNER = "winner"  # one is better than each other


@dataclass(frozen=True, slots=True)
class Judgement:
    """The result of an experiment, with arms by their places.

    ``leader`` has the highest rate so far (the winner, if there is one) and ``rival`` the next; both are None while an
    arm has no people. ``difference`` is the leader's lead over the rival; its interval is valid after any number of
    looks. The leader is better than the arms ``behind``, for any conclusion. ``more`` is the largest number of people
    that an arm still needs by the plan.
    """

    conclusion: Conclusion
    more: int
    leader: int | None = None
    rival: int | None = None
    difference: Difference | None = None
    behind: tuple[int, ...] = ()


@dataclass(frozen=True)
class Contest:
    """A comparison of the leading arm with each other one."""

    arms: Sequence[Arm]
    leader: int
    over: bool

    @cached_property
    def others(self) -> tuple[int, ...]:
        """Return the places of all arms but the leader."""
        return tuple(place for place in range(len(self.arms)) if place != self.leader)

    @property
    def rival(self) -> int:
        """Return the place of the second best arm."""
        return max(self.others, key=lambda place: self.arms[place].rate)

    @cached_property
    def scores(self) -> tuple[tuple[float, float], ...]:
        """Return for each other arm the leader's lead in standard deviations, and its information."""
        best = self.arms[self.leader]
        return tuple((score(best, self.arms[place]), information(best, self.arms[place])) for place in self.others)

    def beaten(self, boundary: Boundary) -> tuple[int, ...]:
        """Return the places of the arms that the leader beats by the boundary."""
        return tuple(
            place
            for place, (above, known) in zip(self.others, self.scores, strict=True)
            if above >= boundary.compute_needed(known, over=self.over)
        )

    def compute_lead(self, place: int, boundary: Boundary) -> Difference | None:
        """Return the leader's lead over another arm (C. Jennison and B. W. Turnbull's repeated confidence interval,
        Journal of the Royal Statistical Society B 51, 1989, 305-361)."""
        best, other = self.arms[self.leader], self.arms[place]
        return compare_rates(best, other, boundary.compute_needed(information(best, other), over=self.over))


def judge(arms: Sequence[Arm], design: Design, *, over: bool = False, least: int = LEAST) -> Judgement:
    """Return the experiment's result; repeated looks are safe until ``over``.

    ``over`` means that the end has come and nothing more is counted: unchanged arms give the same answer. The end must
    be set beforehand, as a date or as the planned people, and not depend on the results. Each arm needs ``least``
    people before one wins. Raises ValueError if the arms do not fit the design.

    The winner beats every other arm, each at the full alpha. This names a false winner with a probability of at most
    alpha if two arms are equally good, and less if more are (R. L. Berger, Technometrics 24, 1982, 295-300). Arms
    behind a leader that is no winner are found with alpha divided among all pairs (Bonferroni).
    """
    if len(arms) != design.arms:
        raise ValueError(f"{len(arms)} arms are not the {design.arms} of the design")
    fewest = min(arm.people for arm in arms)
    more = max(0, design.people - fewest)
    if not fewest:
        return Judgement(Conclusion.NOT_ENOUGH, more)
    contest = Contest(arms, find_leading(arms), over)
    rival, boundary = contest.rival, design.boundary()
    difference = contest.compute_lead(rival, boundary)
    if fewest < least:
        return Judgement(Conclusion.NOT_ENOUGH, more, contest.leader, rival, difference)
    beaten = contest.beaten(boundary)
    if beaten == contest.others:
        return Judgement(Conclusion.WINNER, more, contest.leader, rival, difference, beaten)
    conclusion = Conclusion.NO_DIFFERENCE if over and not more else Conclusion.NOT_ENOUGH
    behind = contest.beaten(design.boundary(design.arms * (design.arms - 1) // 2))
    return Judgement(conclusion, more, contest.leader, rival, difference, behind)
