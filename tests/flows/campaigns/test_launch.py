"""A launch lets its waves begin one after the other, and the rest of a contest as soon as one wording has won."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.campaigns.contest import LARGEST, LOOKS, WITHIN, WordingContest
from flows.campaigns.launch import Begin, Compare, Event, Launch, LaunchDecided, Launched, LaunchFacts, decide
from flows.campaigns.trial import Measure, Trial
from flows.campaigns.waves import Wave, latest_of, parted
from flows.engine import Decision, Elapsed, Wait

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
CONTEST = WordingContest().launched(Trial(Measure.CLICKS, 0.05, 0.02), 1_000)
WAVES = parted((Wave(NOW, NOW),), CONTEST)
LATEST = latest_of(WAVES, 1_000, 10.0)


def step(state: Launched | None, event: Event, now: datetime = NOW) -> Decision[Launched]:
    found = decide(state, event, LaunchFacts(), now)
    assert found is not None
    return found


def test_the_first_part_is_what_the_trial_needs_and_half_of_the_people_at_most() -> None:
    trial = Trial(Measure.CLICKS, 0.05, 0.02)
    assert WordingContest().launched(trial, 1_000).share == LARGEST
    assert WordingContest().launched(trial, 100_000).share == trial.needed * 2 / 100_000
    assert (WAVES[0].part, WAVES[1].rest, WAVES[1].due) == (LARGEST, True, NOW + WITHIN)


def test_whether_one_has_won_is_looked_at_until_the_rest_goes_out() -> None:
    begun = step(None, Launch(WAVES, LATEST))
    assert begun.effects == (Begin(0),)
    assert begun.waits == (Wait("wave", NOW + WITHIN), Wait("look", NOW + LOOKS))
    looked = step(begun.state, Elapsed("look"), NOW + LOOKS)
    assert looked.effects == (Compare(),)
    assert looked.waits == (Wait("wave", NOW + WITHIN), Wait("look", NOW + 2 * LOOKS))
    last = step(looked.state, Elapsed("wave"), NOW + WITHIN)
    assert (last.effects, last.waits) == ((Begin(1),), (Wait("over", LATEST),))


def test_a_winner_lets_the_rest_go_at_once() -> None:
    begun = step(None, Launch(WAVES, LATEST))
    won = step(begun.state, LaunchDecided(), NOW + timedelta(hours=2))
    assert (won.effects, won.waits) == ((Begin(1),), (Wait("over", LATEST),))
    assert won.state.waves[1].due == NOW + timedelta(hours=2)
    assert decide(won.state, LaunchDecided(), LaunchFacts(), NOW + timedelta(hours=3)) is None


def test_a_launch_without_a_contest_never_looks() -> None:
    begun = step(None, Launch((Wave(NOW, NOW),), LATEST))
    assert begun.waits == (Wait("over", LATEST),)
