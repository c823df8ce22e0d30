"""A pause with an end: it comes once, it may be named anew, and /resume overtakes it."""

from datetime import UTC, datetime, timedelta

from flows.engine import Elapsed, Left, Wait
from flows.sending_pause import EndedBefore, EndNamed, Ends, PauseFacts, SendAgain, decide

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOON, ONE = NOW + timedelta(hours=3), NOW + timedelta(hours=4)
PAUSED = PauseFacts(paused=True)


def test_an_end_is_waited_for_and_may_be_named_anew() -> None:
    for state in (None, Ends(NOON)):
        decided = decide(state, EndNamed(ONE), PAUSED, NOW)
        assert decided is not None
        assert (decided.state, decided.waits, decided.ended) == (Ends(ONE), (Wait("end", ONE),), None)


def test_at_its_end_it_is_sent_again() -> None:
    decided = decide(Ends(NOON), Elapsed("end"), PAUSED, NOON)
    assert decided is not None
    assert (decided.effects, decided.ended) == ((SendAgain(),), "over")


def test_what_was_resumed_is_not_resumed_again() -> None:
    resumed = decide(Ends(NOON), EndedBefore(), PAUSED, NOW)
    over = decide(Ends(NOON), Elapsed("end"), PauseFacts(paused=False), NOON)
    assert resumed is not None
    assert over is not None
    assert (resumed.effects, resumed.ended, over.effects) == ((), "resumed", ())


def test_with_whoever_named_it_an_end_is_erased_and_the_pause_stays() -> None:
    decided = decide(Ends(NOON), Left("erased"), PAUSED, NOW)
    assert decided is not None
    assert (decided.effects, decided.ended) == ((), "erased")
    assert decide(Ends(NOON), Left("opted_out"), PAUSED, NOW) is None
