"""A yes that is said once more changes nothing of what a shop keeps, and what another has is over whatever it says."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from flows.sourcing.desk.desk_events import OutcomeTold, ShopAnswer, Undone
from flows.sourcing.order_effects import RequestOutcome
from flows.sourcing.order_events import TakenBack
from tests.flows.sourcing.desk.test_desk import FIRST, HOUR, SECOND, SHOP, START, Play, yes
from tests.flows.sourcing.desk.test_desk_undo import UNDO

FETCHED = START + 48 * HOUR


def keeps(*outcomes: str) -> Play:
    play = Play().asks(FIRST, "1234", "1").answers(yes())
    for outcome in outcomes:
        play.give(OutcomeTold(SHOP, FIRST, "1", outcome, 2, FETCHED if outcome == RequestOutcome.PAID else None))
    play.effects.clear()
    play.now += timedelta(minutes=5)
    return play


@pytest.mark.parametrize(
    ("outcomes", "template"),
    [
        pytest.param([RequestOutcome.YOURS], "stock_outcome", id="kept"),
        pytest.param([RequestOutcome.YOURS, RequestOutcome.PAID], "stock_paid", id="paid"),
        pytest.param([RequestOutcome.PAID], "stock_paid", id="in the place of another's"),
    ],
)
def test_a_repeated_yes_is_told_what_is_known_and_no_order_hears_it(outcomes: list[str], template: str) -> None:
    play = keeps(*outcomes).answers(yes())
    assert play.told() == []
    ((said, values),) = play.sent()
    assert (said, values.get("yours") or values["items"]) == (template, ("Tiger Shorts L × 2 (1234)",))
    assert values.get("pickup") == (FETCHED if template == "stock_paid" else None)


@pytest.mark.parametrize("quantity", [2, 5])
def test_what_is_paid_is_asked_about_before_it_is_taken_back_also_after_a_repeated_yes(quantity: int) -> None:
    """Five are a count of its shelf, which the order takes over; it answers that the two are theirs."""
    play = keeps(RequestOutcome.YOURS, RequestOutcome.PAID).answers(yes(quantity=quantity))
    assert play.told() == ([yes(quantity=5)] if quantity == 5 else [])
    if quantity == 5:
        play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.YOURS, 2))
    assert [template for template, _ in play.sent()] == ["stock_paid"]
    play.give(UNDO)
    assert [template for template, _ in play.sent()] == ["stock_paid_undo"]
    assert play.to_orders(TakenBack) == []


def test_undo_is_about_what_was_said_again_last() -> None:
    play = keeps(RequestOutcome.YOURS).asks(SECOND, "1235", "1").answers(yes(SECOND))
    play.give(OutcomeTold(SHOP, SECOND, "1", RequestOutcome.YOURS, 2))
    play.now += timedelta(minutes=5)
    play.answers(yes()).effects.clear()
    play.give(UNDO)
    assert play.to_orders(TakenBack) == [TakenBack(FIRST, SHOP, ("1",))]


def test_a_repeated_yes_is_told_with_the_rest_of_its_reply() -> None:
    play = keeps(RequestOutcome.YOURS).asks(SECOND, "1235", "1")
    play.sent()
    play.answers(yes(), yes(SECOND))
    assert (play.sent(), play.told()) == ([], [yes(SECOND)])
    play.give(OutcomeTold(SHOP, SECOND, "1", RequestOutcome.YOURS, 2))
    ((_, values),) = play.sent()
    assert values["yours"] == ("Tiger Shorts L × 2 (1234)", "Tiger Shorts L × 2 (1235)")


def test_a_yes_to_fewer_than_it_keeps_is_a_new_answer() -> None:
    assert keeps(RequestOutcome.YOURS).answers(yes(quantity=1)).told() == [yes(quantity=1)]


def test_a_yes_to_all_after_a_part_is_a_count() -> None:
    play = Play().asks(FIRST, "1234", "1").answers(ShopAnswer(FIRST, "1", "part", 1))
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.YOURS, 1)).effects.clear()
    assert play.answers(yes()).told() == [yes()]


def test_what_was_given_back_meanwhile_is_said_anew() -> None:
    play = (
        keeps(RequestOutcome.YOURS)
        .give(Undone(((FIRST, "1"),), UUID(int=98)))
        .give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.FREED))
    )
    assert play.answers(yes()).told() == [yes()]


@pytest.mark.parametrize("says", ["yes", "no"])
def test_what_another_has_is_taken_whatever_is_said_to_it(says: str) -> None:
    """ "1 no 2 yes" of which 1 went to another shop meanwhile: the order learns of the no, and the shop that it is."""
    play = Play().asks(FIRST, "1234", "1", "2").give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.SPARED))
    play.effects.clear()
    said = ShopAnswer(FIRST, "1", says, 2 if says == "yes" else 0)
    play.answers(said, yes(line="2"))
    assert play.told() == [said, yes(line="2")]
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.TAKEN if says == "yes" else RequestOutcome.NO, more=True))
    play.give(OutcomeTold(SHOP, FIRST, "2", RequestOutcome.YOURS, 2))
    ((_, values),) = play.sent()
    assert (values["taken"], values["yours"]) == (("Tiger Shorts L × 2 (1234)",), ("Tiger Shorts L × 2 (1234)",))
