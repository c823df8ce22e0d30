"""Of what is there in part, what is missing is counted, to its customer and in its history."""

from __future__ import annotations

from uuid import UUID

import pytest

from flows.engine import CustomerReplied, Send
from flows.sourcing.order_effects import Record
from flows.sourcing.order_events import Given, ParcelMoved, TakenBack
from flows.sourcing.order_line import Line
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA, STORE
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, ORDER, Play, begun, line
from tests.flows.sourcing.words import noted


def part(*lines: Line, there: int = 1) -> Play:
    """So many pieces of the first line are there, and nothing of the others."""
    play = Play(shops=(CONNAUGHT,)).reserve(begun(*(lines or (line(),))))
    play.says(CONNAUGHT, Says.PART, there)
    for other in lines[1:]:
        play.says(CONNAUGHT, Says.NO, 0, other.id)
    if play.status == "checking":
        play.wait("wave")
    assert play.status == "part_available"
    return play


def the_word(play: Play, template: str) -> Send:
    (said,) = [one for one in play.effects if isinstance(one, Send) and one.template == template]
    return said


def test_one_of_two_is_there_and_the_other_one_is_missing() -> None:
    said = the_word(part(), "part_available").values
    assert (said["have"], said["missing"], said["other"]) == (("1 Thing 1 L",), ("1 Thing 1 L",), "yes")


def test_what_is_missing_of_a_line_that_is_there_comes_first() -> None:
    play = Play(shops=(CONNAUGHT,)).reserve(begun(line("1", 1), line("2", 3)))
    play.says(CONNAUGHT, Says.NO).says(CONNAUGHT, Says.PART, 1, "2").wait("wave")
    said = the_word(play, "part_available").values
    assert said["missing"] == ("2 Thing 2 L", "Thing 1 L")


def test_where_nothing_of_a_line_is_there_nothing_is_called_the_other() -> None:
    said = the_word(part(line("1", 1), line("2", 1)), "part_available").values
    assert (said["have"], said["missing"], "other" in said) == (("Thing 1 L",), ("Thing 2 L",), False)


def test_its_history_counts_what_is_missing() -> None:
    notes = [noted(one) for one in part().effects if isinstance(one, Record)]
    assert "without 1 Thing 1 L" in notes


def test_who_waits_hears_how_much_is_looked_for() -> None:
    play = part()
    play.give(CustomerReplied("choice", *CUSTOMER, UUID(int=70), choice=2))
    assert the_word(play, "waiting_on").values["items"] == ("1 Thing 1 L",)


@pytest.mark.parametrize("pay", ["after", "cod"])
def test_what_was_left_out_of_a_line_is_counted(pay: str) -> None:
    play = Play(shops=(CONNAUGHT,), own={"1": 1}).reserve(begun(line(), pay=pay)).says(CONNAUGHT, Says.YES, 1)
    if pay == "cod":
        play.give(CustomerReplied("yes", *CUSTOMER, UUID(int=70)))
    else:
        play.linked().paid()
    play.give(TakenBack(ORDER, CONNAUGHT, ("1",)))
    play.give(ParcelMoved(ORDER, "packed", ASHA))
    assert "packed: 1 Thing 1 L is missing" in play.staff_told()[-1]
    play.give(ParcelMoved(ORDER, "shipped", STORE))
    play.effects.clear()
    play.give(Given(ORDER, ASHA))
    assert "1 Thing 1 L: said staff:Asha" in [noted(one) for one in play.effects if isinstance(one, Record)]
    if pay == "cod":
        assert the_word(play, "part_given_up").values["items"] == ("1 Thing 1 L",)
