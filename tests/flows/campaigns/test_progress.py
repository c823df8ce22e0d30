"""When the progress of a campaign is looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.campaigns.progress_watch import Look, ProgressFacts, Watch, WatchCalledOff, Watched, decide
from flows.engine import Decision, Elapsed

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FACTS = ProgressFacts()


def looks(latest: datetime) -> list[int]:
    """The minutes after its beginning at which it is looked at."""
    decided: Decision[Watched] | None = decide(None, Watch(latest), FACTS, NOW)
    found: list[int] = []
    while decided is not None and decided.ended is None:
        (wait,) = decided.waits
        assert wait.due_at is not None
        found.append(int((wait.due_at - NOW).total_seconds()) // 60)
        decided = decide(decided.state, Elapsed("look"), FACTS, wait.due_at)
        assert decided is not None
        assert decided.effects == (Look(),)
    return found


def test_it_is_looked_at_soon_and_then_every_ten_minutes_until_its_end() -> None:
    assert looks(NOW + timedelta(minutes=38)) == [1, 3, 7, 15, 25, 35, 38]


def test_one_that_is_over_at_once_is_looked_at_once() -> None:
    assert looks(NOW) == [0]


def test_what_else_happens_concerns_it_not() -> None:
    assert decide(None, Elapsed("look"), FACTS, NOW) is None


def test_what_is_called_off_is_looked_at_no_more() -> None:
    begun = decide(None, Watch(NOW + timedelta(days=2)), FACTS, NOW)
    assert begun is not None
    over = decide(begun.state, WatchCalledOff(), FACTS, NOW)
    assert over is not None
    assert (over.ended, over.effects, over.waits) == ("called off", (), ())
