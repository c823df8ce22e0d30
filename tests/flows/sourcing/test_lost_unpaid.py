"""What was found is lost before it is paid, as the staff hears from the shop: all of it, or a part."""

from __future__ import annotations

import pytest

from flows.sourcing.order_events import Given
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import KAROL, ORDER, Play, begun, line


def part_of_two() -> Play:
    """The first line is kept, and nobody has the second."""
    play = Play(shops=(KAROL,)).reserve(begun(line("1", 1), line("2", 1, 350)))
    play.says(KAROL, Says.YES, 1, "1").says(KAROL, Says.NO, 0, "2").wait("wave")
    assert play.status == "part_available"
    play.told()
    return play


@pytest.mark.parametrize("pay", ["after", "cod"])
def test_all_of_it_is_lost_and_the_link_dies_with_it(pay: str) -> None:
    play = Play().reserve(begun(line(), pay=pay)).says(KAROL, Says.YES, 2)
    assert play.status == "available"
    if pay == "after":
        play.linked()
    play.told(), play.calls()
    play.give(Given(ORDER, ASHA))
    assert play.status == "unavailable"
    assert play.told() == ["unavailable"]
    assert play.calls() == ([("cancel_link", "plink_1")] if pay == "after" else [])
    assert not play.the_order.promises


def test_what_is_missing_is_given_up_and_the_rest_is_to_be_paid() -> None:
    play = part_of_two()
    play.give(Given(ORDER, ASHA, ("2",)))
    assert (play.status, play.the_order.amount) == ("available", line("1", 1).price)


def test_what_was_kept_of_a_part_is_lost_and_nothing_is_left() -> None:
    play = part_of_two()
    play.give(Given(ORDER, ASHA, ("1",)))
    assert play.status == "unavailable"
    assert play.told() == ["part_given_up", "unavailable"]


def test_before_anybody_is_asked_nothing_is_lost() -> None:
    play = Play().reserve(begun(line(), pay="first"))
    assert not play.give(Given(ORDER, ASHA))
