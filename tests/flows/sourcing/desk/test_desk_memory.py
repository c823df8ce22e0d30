"""What a desk remembers and says: so many as were understood, for two days after it is over, and for whom it keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.sourcing.desk.desk_events import Closed, OutcomeTold, ShopAnswer, ToOrder
from flows.sourcing.order_effects import RequestOutcome
from flows.sourcing.order_events import ShopGone
from tests.flows.sourcing.desk.test_desk import FIRST, SECOND, SHOP, Play, yes


@pytest.mark.parametrize(
    ("says", "outcome", "quantity", "name"),
    [
        pytest.param("yes", RequestOutcome.YOURS, 3, "yours", id="fewer are needed than it has"),
        pytest.param("part", RequestOutcome.HELD, 1, "held", id="a part of it"),
    ],
)
def test_the_echo_says_how_many(says: str, outcome: str, quantity: int, name: str) -> None:
    play = Play().asks(FIRST, "1234", "1", quantity=5)
    play.sent()
    play.answers(ShopAnswer(FIRST, "1", says, quantity)).give(OutcomeTold(SHOP, FIRST, "1", outcome, quantity))
    ((_, values),) = play.sent()
    assert values[name] == (f"Tiger Shorts L × {quantity} (1234)",)


@pytest.mark.parametrize(("hours", "known"), [(47, True), (49, False)])
def test_what_is_over_is_remembered_for_two_days(hours: int, known: bool) -> None:
    play = Play().asks(FIRST, "1234", "1").give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.SPARED))
    play.now += timedelta(hours=hours)
    play.asks(SECOND, "1235", "1")
    assert play.desk is not None
    assert (play.desk.find(FIRST, "1") is not None) is known


def test_who_counts_on_a_shop_that_closes_hears_of_it() -> None:
    """One order waits for its answer, one has its word; of what it was spared nobody hears."""
    play = Play().asks(FIRST, "1234", "1", "2").asks(SECOND, "1235", "1")
    play.answers(yes()).give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.YOURS, 2))
    play.give(OutcomeTold(SHOP, FIRST, "2", RequestOutcome.SPARED)).effects.clear()
    play.give(Closed(SHOP, "removed"))
    assert play.effects == [ToOrder(ShopGone(FIRST, SHOP)), ToOrder(ShopGone(SECOND, SHOP))]


def test_nobody_counts_on_a_shop_that_answered_no() -> None:
    play = (
        Play()
        .asks(FIRST, "1234", "1")
        .answers(ShopAnswer(FIRST, "1", "no"))
        .give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.NO))
    )
    play.effects.clear()
    assert play.give(Closed(SHOP, "removed")).effects == []
