"""Which wording is better, in the words that an owner reads."""

from __future__ import annotations

import pytest

from flows.campaigns.trial import Measure, Trial, tried
from flows.experiments.arm import Arm
from handlers.campaigns.results.resulting import compared
from templates.phrases import Phrases
from templates.speech import Speech

TRIAL = Trial(Measure.CLICKS, 0.05, 0.02)
WORDS = {
    "a winner": (
        [Arm(200, 4), Arm(200, 60)], False,
        "B is the better one: +28.0 points of clicks ({low} to {high}).",
    ),
    "too few": (
        [Arm(150, 9), Arm(140, 7)], False,
        "A is ahead by +1.0 points of clicks ({low} to {high}). Not enough yet to say which is better: "
        "2167 more people each.",
    ),
    "many, and not clear": (
        [Arm(2400, 120), Arm(2400, 115)], False,
        "A is ahead by +0.2 points of clicks ({low} to {high}). Not enough yet to say which is better.",
    ),
    "no difference at the end": (
        [Arm(2400, 120), Arm(2400, 115)], True,
        "No difference in clicks between the wordings (A: {low} to {high} points).",
    ),
    "a handful": (
        [Arm(99, 9), Arm(140, 7)], False,
        "Which wording is better cannot be told yet: it takes 2208 more people each.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("arms", "over", "words"), WORDS.values(), ids=WORDS)
def test_what_is_said_of_wordings(arms: list[Arm], over: bool, words: str) -> None:
    found = tried(TRIAL, arms, over=over)
    ahead = found.judgement.difference
    ends = {name: f"{getattr(ahead, name) * 100:+.1f}" for name in ("low", "high")} if ahead else {}
    assert Speech(Phrases.load(), "en", {}, {}).say(compared("AB", found)) == words.format(**ends)


def test_nothing_is_said_of_one_wording() -> None:
    assert compared("A", None) == ""
