"""A shop that is asked for very many things: no message to it is longer than a message may be."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from flows.engine import Elapsed
from flows.sourcing.desk.desk_events import AskedBack, LinesAsked, OutcomeTold, ShopAnswer
from flows.sourcing.desk.list_fit import CHARACTERS, few
from flows.sourcing.order_effects import RequestedLine, RequestOutcome
from tests.flows.sourcing.desk.test_desk import DAY, HOUR, SHOP, Play

_MANY = 120
_LATER = timedelta(minutes=6)


def _asked(title: str = "Tiger Shorts") -> Play:
    play = Play()
    for at in range(1, _MANY + 1):
        wanted = (RequestedLine("a", title, "L", 1, 150_000_000),)
        play.give(LinesAsked(SHOP, UUID(int=at), f"P{20000 + at}", wanted, "INR", play.now + DAY, HOUR))
    return play


def _keys() -> tuple[tuple[UUID, str], ...]:
    return tuple((UUID(int=at), "a") for at in range(1, _MANY + 1))


def test_asked_back_of_the_first_and_how_many_more() -> None:
    play = _asked()
    play.sent()
    play.give(AskedBack(_keys(), UUID(int=900)))
    [(template, values)] = play.sent()
    asks = values["asks"]
    assert (template, len(asks), asks[0], asks[14], asks[15]) == (
        "stock_which", 16, "1. Tiger Shorts L × 1 (P20001)", "15. Tiger Shorts L × 1 (P20015)", "+ 105",
    )  # fmt: skip
    assert play.desk is not None
    last = play.desk.round
    assert [one.number for one in play.desk.requests if one.round == last] == [f"P{20000 + at}" for at in range(1, 16)]


@pytest.mark.parametrize("deed", ["ask", "remind"])
def test_long_names_are_asked_for_in_several_messages(deed: str) -> None:
    play = _asked("A statue of a tiger in white marble, carved by hand in Makrana, with a stand of sandalwood")
    play.sent()
    play.now += _LATER
    play.wait("ask")
    if deed == "remind":
        play.now += _LATER
        play.wait("ask")
        play.sent()
        play.now += 2 * HOUR
        play.give(Elapsed("remind"))
    [(_, values)] = play.sent()
    assert 1 < len(values["asks"]) < 15
    assert sum(map(len, values["asks"])) <= CHARACTERS
    assert play.desk is not None
    assert sum(one.round == play.desk.round for one in play.desk.requests) == len(values["asks"])


def test_outcomes_of_many_are_told_in_as_much_as_a_message_holds() -> None:
    play = _asked()
    play.sent()
    play.answers(*(ShopAnswer(*key, "yes", 1) for key in _keys()))
    for at, key in enumerate(_keys()):
        outcome = RequestOutcome.YOURS if at % 2 else RequestOutcome.TAKEN
        play.give(OutcomeTold(SHOP, *key, outcome, 1))
    [(template, values)] = play.sent()
    assert template == "stock_outcome"
    assert sum(len(one) for name in ("yours", "taken") for one in values[name]) <= CHARACTERS + 100
    for name in ("yours", "taken"):
        assert values[name][-1] == f"+ {60 - len(values[name]) + 1}"


@pytest.mark.parametrize(
    ("lines", "most", "shown"),
    [
        (["a", "b"], 2, ("a", "b")),
        (["a", "b", "c"], 2, ("a", "b", "+ 1")),
        (["a" * 30, "b"], 2, ("a" * 30, "+ 1")),
        ([], 2, ()),
    ],
)
def test_the_first_and_how_many_more(lines: list[str], most: int, shown: tuple[str, ...]) -> None:
    assert few(lines, most, 10) == shown
