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
    look = Wait("look", NOW + WITHIN + LOOKS)
    assert (last.effects, last.waits) == ((Begin(1),), (Wait("over", LATEST), look))


def test_a_winner_lets_the_rest_go_at_once() -> None:
    begun = step(None, Launch(WAVES, LATEST))
    won = step(begun.state, LaunchDecided(), NOW + timedelta(hours=2))
    look = Wait("look", NOW + timedelta(hours=2) + LOOKS)
    assert (won.effects, won.waits) == ((Begin(1),), (Wait("over", LATEST), look))
    assert won.state.waves[1].due == NOW + timedelta(hours=2)
    assert decide(won.state, LaunchDecided(), LaunchFacts(), NOW + timedelta(hours=3)) is None


def test_without_a_contest_it_is_looked_less_and_less_often_for_a_day() -> None:
    found, looks, now = step(None, Launch((Wave(NOW, NOW),), LATEST)), [], NOW
    while len(found.waits) > 1:
        now = found.waits[1].due_at or NOW
        looks.append(now - NOW)
        found = step(found.state, Elapsed("look"), now)
        assert found.effects == (Compare(),)
    assert looks == [LOOKS * 2**many for many in range(7)]
    assert found.waits == (Wait("over", LATEST),)


def test_before_its_first_wave_nothing_is_looked_at() -> None:
    later = NOW + timedelta(hours=5)
    assert step(None, Launch((Wave(later, later),), LATEST)).waits == (Wait("wave", later),)
