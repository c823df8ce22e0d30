"""Large splits: asked for beside the decision, taken while the offers still stand, and never waited for in vain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.engine import Call, Called
from flows.money import MICROS
from flows.sourcing import order_split
from flows.sourcing.order_effects import Record
from flows.sourcing.order_events import CalledOff
from flows.sourcing.order_facts import ShopChoice, SourcingFacts
from flows.sourcing.order_line import Line
from flows.sourcing.planning.split_solver import Holding, Method, Need, Weights, split
from flows.sourcing.shop_ask import Says
from flows.sourcing.sourcing_call_kinds import SPLIT
from tests.actors import ASHA
from tests.flows.sourcing.play import ORDER, Play, begun, line, sourcing
from tests.flows.sourcing.words import noted

SHOPS = tuple(UUID(int=number) for number in range(201, 209))
LINES = tuple(line(str(number), product=UUID(int=100 + number)) for number in range(1, 13))
TOMORROW = timedelta(days=1)


@dataclass
class Market(Play):
    """An order of which all shops are asked at once."""

    wants: tuple[Line, ...] = LINES

    def facts(self) -> SourcingFacts:
        shops = {one.id: tuple(ShopChoice(shop, 100 * MICROS) for shop in self.shops) for one in self.wants}
        return replace(super().facts(), shops=shops)

    def problem(self) -> Call:
        """The one split that was asked for since the last look."""
        found: list[Call] = [one for one in self._take(Call) if one.kind == SPLIT]
        (call,) = found
        return call

    def solved(self, call: Call, **values: Any) -> Market:
        """The split comes."""
        found = order_split.solve(str(call.request["problem"]))
        told = {"shares": order_split.write_shares(found.shares), "method": found.method.value, **values}
        self.give(Called(UUID(int=9), SPLIT, call.key, told))
        return self

    def failed(self, call: Call) -> None:
        """The split cannot be worked out."""
        self.give(Called(UUID(int=9), SPLIT, call.key, {}, "alert"))

    def givers(self) -> set[object]:
        """The shops that keep something."""
        return {one.shop for one in self.the_order.promises}

    def notes(self) -> list[str]:
        """What the history says since the last look, of how it was divided."""
        return [noted(one) for one in self._take(Record) if "split by" in noted(one)]


def offered(*shops: UUID) -> Market:
    """These shops will have two of everything tomorrow, all others said no, and nobody is waited for."""
    play = Market(shops=SHOPS, settings=sourcing(wave=len(SHOPS)))
    play.reserve(begun(*LINES))
    for shop in SHOPS:
        for one in LINES:
            if shop in shops:
                play.says(shop, Says.LATER, 2, one.id, ready_at=play.now + TOMORROW)
            else:
                play.says(shop, Says.NO, name=one.id)
    play.wait("wave")
    return play


def test_few_shops_are_weighed_at_once() -> None:
    play = offered(*SHOPS[: order_split.SOURCES])
    assert play.the_order.dividing is not None  # for its many lines
    small = Market(shops=SHOPS[:2], settings=sourcing(wave=2), wants=LINES[:1])
    small.reserve(begun(*LINES[:1])).says(SHOPS[0], Says.LATER, 2, ready_at=small.now + TOMORROW)
    small.says(SHOPS[1], Says.NO).wait("wave")
    assert (small.status, small.givers()) == ("available", {SHOPS[0]})


def test_a_large_split_is_asked_for_and_the_order_goes_on_with_it() -> None:
    play = offered(*SHOPS)
    call = play.problem()
    assert (play.status, play.givers()) == ("checking", set())
    play.solved(call)
    assert (play.status, len(play.givers()), play.the_order.dividing) == ("available", 1, None)
    assert sum(one.quantity for one in play.the_order.promises) == 24
    assert play.notes() == []


def test_what_is_not_offered_any_more_is_not_given() -> None:
    play = offered(*SHOPS)
    first = play.problem()
    (winner,) = {share.source for share in order_split.solve(str(first.request["problem"])).shares}
    play.says(UUID(winner), Says.NO, name="1")
    play.solved(first)
    assert play.givers() == set()
    second = play.problem()
    assert second.key != first.key
    play.solved(second)
    assert (play.status, len(play.givers())) == ("available", 1)
    assert UUID(winner) not in play.givers()


def test_what_a_shop_gave_at_once_meanwhile_is_not_given_twice() -> None:
    play = offered(*SHOPS)
    call = play.problem()
    play.says(SHOPS[3], Says.YES, 2, "5")
    play.solved(call).solved(play.problem())
    assert play.status == "available"
    assert {one.id: play.the_order.count_found(one) for one in LINES} == {one.id: 2 for one in LINES}


def test_an_answer_to_what_was_asked_before_is_no_answer() -> None:
    play = offered(*SHOPS)
    call = play.problem()
    play.says(SHOPS[3], Says.NO, name="5")
    play.solved(call).solved(call)
    assert (play.status, play.givers()) == ("checking", set())


@pytest.mark.parametrize("how", ["failed", "overdue"])
def test_a_split_that_does_not_come_is_made_the_quick_way(how: str) -> None:
    play = offered(*SHOPS)
    call = play.problem()
    if how == "failed":
        play.failed(call)
    else:
        play.wait("split")
        assert play.the_order.dividing is None
    assert play.status == "available"
    (note,) = play.notes()
    assert note.startswith("split by the quick method, perhaps over more shops than needed: no split came")
    play.solved(call)
    assert sum(one.quantity for one in play.the_order.promises) == 24


def test_the_history_says_that_the_solver_is_not_installed() -> None:
    play = offered(*SHOPS)
    play.solved(play.problem(), method=Method.GREEDY.value)
    (note,) = play.notes()
    assert note.endswith("the extra planning is not installed")


def test_an_order_that_was_called_off_meanwhile_is_given_nothing() -> None:
    play = offered(*SHOPS)
    call = play.problem()
    play.give(CalledOff(ORDER, ASHA))
    play.solved(call)
    assert (play.status, play.givers()) == ("cancelled", set())
    assert play.calls() == []


def test_the_end_of_the_time_to_answer_is_not_forgotten_while_a_split_is_awaited() -> None:
    """Half of what is wanted was offered, in part; nobody else is there to be asked."""
    play = Market(shops=SHOPS, settings=sourcing(wave=len(SHOPS)))
    play.reserve(begun(*LINES))
    for shop in SHOPS[:7]:
        for one in LINES[:11]:
            play.says(shop, Says.LATER, 2, one.id, ready_at=play.now + TOMORROW)
    play.wait("wave")
    call = play.problem()
    play.now = play.the_order.answer_by
    play.wait("answer")
    play.solved(call)
    assert (play.status, len(play.givers())) == ("part_available", 1)
    assert [one.id for one in play.the_order.lacks] == ["12"]


def test_a_split_is_found_from_its_text_as_from_its_values() -> None:
    needs = (Need("1", 3), Need("2", 1))
    holdings = tuple(
        Holding(str(shop), name, 2, timedelta(hours=hours), 150 * MICROS)
        for hours, shop in enumerate(SHOPS)
        for name in ("1", "2")
    )
    weights = Weights(200, 5, 1)
    assert order_split.solve(order_split.write_problem(needs, holdings, weights)) == split(needs, holdings, weights)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"needs": [[1]], "holdings": [], "weights": []}', '{"needs": 3}'])
def test_what_is_no_split_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        order_split.solve(text)


def test_a_quick_split_covers_what_can_be_covered() -> None:
    held = [Holding(str(shop), "1", 1, timedelta(0), 0) for shop in SHOPS]
    found = split([Need("1", 9)], held, quick=True)
    assert (found.method, found.proven, len(found.shares), found.missing) == (Method.GREEDY, False, 8, (Need("1", 1),))
