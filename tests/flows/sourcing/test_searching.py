"""Finding what was ordered: own stock, waves, the first full yes, partial ones, and words taken back."""

from __future__ import annotations

from datetime import timedelta

from flows.engine import CustomerReplied
from flows.sourcing.order_effects import AskShop, RequestOutcome
from flows.sourcing.order_events import Assigned, ShopGone, TakenBack
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import (
    CONNAUGHT,
    CUSTOMER,
    EAST,
    HAUZ,
    KAROL,
    ORDER,
    START,
    Play,
    begun,
    line,
    sourcing,
)


def asked(play: Play) -> list[object]:
    """The shops that were asked since the last look."""
    return [one.shop for one in play._take(AskShop)]


def choice(number: int) -> CustomerReplied:
    """The customer takes a numbered answer."""
    return CustomerReplied("unclear", CUSTOMER[0], CUSTOMER[1], ORDER, None, number)


def test_the_first_full_yes_wins_and_the_others_are_spared() -> None:
    play = Play().reserve()
    assert play.status == "checking"
    assert asked(play) == [CONNAUGHT, KAROL, HAUZ]
    play.says(KAROL, Says.YES, 5)
    assert play.status == "available"
    told = [(KAROL, RequestOutcome.YOURS), (CONNAUGHT, RequestOutcome.SPARED), (HAUZ, RequestOutcome.SPARED)]
    assert play.shops_told() == told
    play.says(CONNAUGHT, Says.YES, 2)
    assert play.shops_told() == [(CONNAUGHT, RequestOutcome.TAKEN)]
    assert [one.shop for one in play.the_order.promises] == [KAROL]


def test_own_stock_is_used_first() -> None:
    play = Play(own={"1": 5}).reserve()
    assert play.status == "available"
    assert asked(play) == []
    assert play.own == {"1": 3}


def test_shops_are_asked_for_what_own_stock_lacks() -> None:
    play = Play(own={"1": 1}).reserve()
    (ask,) = {tuple(each.quantity for each in one.wanted) for one in play._take(AskShop)}
    assert ask == (1,)
    play.says(KAROL, Says.YES, 1)
    assert [(one.shop, one.quantity) for one in play.the_order.promises] == [(None, 1), (KAROL, 1)]


def test_partial_answers_are_held_until_they_cover_the_line() -> None:
    play = Play().reserve()
    play.says(CONNAUGHT, Says.PART, 1)
    assert play.shops_told() == [(CONNAUGHT, RequestOutcome.HELD)]
    assert play.status == "checking"
    play.says(HAUZ, Says.PART, 1)
    assert play.status == "available"
    told = [(CONNAUGHT, RequestOutcome.YOURS), (HAUZ, RequestOutcome.YOURS), (KAROL, RequestOutcome.SPARED)]
    assert sorted(play.shops_told(), key=str) == sorted(told, key=str)


def test_a_full_yes_beats_partial_ones_that_are_held() -> None:
    play = Play().reserve().says(CONNAUGHT, Says.PART, 1)
    play.shops_told()
    play.says(HAUZ, Says.YES, 2)
    told = [(HAUZ, RequestOutcome.YOURS), (CONNAUGHT, RequestOutcome.TAKEN), (KAROL, RequestOutcome.SPARED)]
    assert play.shops_told() == told


def test_the_next_wave_is_asked_for_what_the_first_did_not_cover() -> None:
    play = Play().reserve().says(CONNAUGHT, Says.PART, 1)
    asked(play)
    play.wait("wave")
    assert play.now == START + timedelta(hours=1)
    (ask,) = play._take(AskShop)
    assert (ask.shop, [one.quantity for one in ask.wanted]) == (EAST, [1])
    assert (CONNAUGHT, RequestOutcome.YOURS) in play.shops_told()


def test_when_all_have_answered_nobody_waits_for_the_hour() -> None:
    play = Play().reserve()
    asked(play)
    for shop in (CONNAUGHT, KAROL, HAUZ):
        play.says(shop, Says.NO)
    play.wait("wave")
    assert play.now == START
    assert asked(play) == [EAST]
    play.says(EAST, Says.NO).wait("wave")
    assert play.status == "unavailable"
    assert play.told() == ["reserved", "unavailable"]


def test_silence_until_the_deadline_counts_and_moves_on() -> None:
    play = Play().reserve().wait("wave").wait("answer")
    assert play.now == START + timedelta(hours=24)
    assert play.status == "unavailable"
    assert {ask.says for ask in play.the_order.asks} == {Says.SILENT}


def test_a_later_offer_is_taken_when_nobody_has_it_now() -> None:
    play = Play(shops=(CONNAUGHT,)).reserve()
    play.says(CONNAUGHT, Says.LATER, 2, ready_at=START + timedelta(days=1)).wait("wave")
    assert play.status == "available"
    assert play.the_order.promises[0].ready_at == START + timedelta(days=1)


def test_a_customer_who_can_have_a_part_takes_it() -> None:
    play = Play(shops=(CONNAUGHT,)).reserve(begun(line("1", 1), line("2", 1)))
    play.says(CONNAUGHT, Says.YES, 1, "1").says(CONNAUGHT, Says.NO, 0, "2").wait("wave")
    assert play.status == "part_available"
    assert play.told() == ["reserved", "part_available"]
    assert play.give(choice(1))
    assert play.status == "available"
    assert play.calls() == [("payment_link", 899_000_000)]


def test_a_customer_who_waits_is_searched_for_once_more() -> None:
    play = Play(shops=(CONNAUGHT, KAROL)).reserve(begun(line("1", 1), line("2", 1)))
    play.says(CONNAUGHT, Says.YES, 1, "1").says(CONNAUGHT, Says.NO, 0, "2").wait("answer")
    assert play.status == "part_available"
    asked(play)
    assert play.give(choice(2))
    assert play.status == "checking"
    assert asked(play) == [KAROL]
    play.says(KAROL, Says.YES, 1, "2")
    assert play.status == "available"


def test_a_customer_who_wants_nothing_owes_nothing() -> None:
    play = Play(shops=(CONNAUGHT,)).reserve(begun(line("1", 1), line("2", 1)))
    play.says(CONNAUGHT, Says.YES, 1, "1").says(CONNAUGHT, Says.NO, 0, "2").wait("wave")
    play.shops_told()
    assert play.give(choice(3))
    assert play.status == "cancelled"
    assert play.shops_told() == [(CONNAUGHT, RequestOutcome.FREED)]
    assert play.calls() == []


def test_a_shop_that_takes_its_word_back_frees_the_item_and_its_link() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2).linked()
    play.calls()
    assert play.give(TakenBack(ORDER, KAROL, ("1",)))
    assert play.status == "checking"
    assert play.calls() == [("cancel_link", "plink_1")]
    assert EAST in asked(play) or CONNAUGHT in asked(play)
    play.says(CONNAUGHT, Says.YES, 2)
    assert play.status == "available"
    assert play.calls() == [("payment_link", 1798_000_000)]


def test_a_word_taken_back_after_payment_is_searched_for_again() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2).linked().paid()
    asked(play)
    play.give(TakenBack(ORDER, KAROL, ("1",)))
    assert play.status == "sourcing"
    assert asked(play)
    play.says(EAST, Says.YES, 2).says(CONNAUGHT, Says.YES, 2)
    assert len(play.the_order.promises) == 1
    assert play.status == "sourcing"


def test_a_yes_that_is_said_twice_changes_nothing() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2).linked()
    play.shops_told()
    play.calls()
    play.says(KAROL, Says.YES, 2)
    assert play.shops_told() == [(KAROL, RequestOutcome.YOURS)]
    assert play.calls() == []
    assert play.status == "available"


def test_a_yes_that_becomes_a_no_is_a_word_taken_back() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2).says(KAROL, Says.NO)
    assert play.the_order.promises == ()
    assert play.status == "checking"


def test_a_shop_that_is_removed_while_asked_is_not_waited_for() -> None:
    play = Play(shops=(CONNAUGHT,)).reserve()
    assert play.give(ShopGone(ORDER, CONNAUGHT))
    play.wait("wave") if any(wait.name == "wave" and wait.due_at == play.now for wait in play.waits) else None
    assert play.the_order.asks[0].says is Says.SILENT


def test_a_higher_price_is_no_yes_but_a_question_to_the_staff() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2, price=950_000_000)
    assert play.status == "checking"
    assert "wants 950 for one" in " ".join(play.staff_told())
    assert play.give(Assigned(ORDER, KAROL, (("1", 0),), ASHA))
    assert play.status == "available"


def test_our_price_or_less_is_a_yes() -> None:
    assert Play().reserve().says(KAROL, Says.YES, 2, price=250_000_000).status == "available"


def test_more_than_was_asked_is_a_yes_to_what_was_asked() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 1000)
    assert play.the_order.promises[0].quantity == 2


def test_an_express_order_goes_on_after_a_quarter_of_an_hour() -> None:
    play = Play(settings=sourcing(express_fee=149)).reserve(begun(express=True, fee=149)).wait("wave")
    assert play.now == START + timedelta(minutes=15)


def test_the_staff_assigns_a_shop() -> None:
    play = Play(shops=()).reserve()
    assert play.status == "unavailable"
    play = Play().reserve()
    play.give(Assigned(ORDER, EAST, (("1", 100_000_000),), ASHA))
    assert play.status == "available"
    assert (EAST, RequestOutcome.YOURS) in play.shops_told()


def test_the_staff_assigns_a_part_and_the_rest_is_looked_for() -> None:
    play = Play().reserve()
    play.give(Assigned(ORDER, EAST, (("1", 100_000_000),), ASHA, (("1", 1),)))
    assert play.status == "checking"
    assert [(one.shop, one.quantity) for one in play.the_order.promises] == [(EAST, 1)]
    play.says(KAROL, Says.YES, 2)
    assert [(one.shop, one.quantity) for one in play.the_order.promises] == [(EAST, 1), (KAROL, 1)]
    assert play.status == "available"


def test_an_answer_after_the_end_wins_nothing() -> None:
    play = Play().reserve().wait("wave").wait("answer").says(KAROL, Says.YES, 2)
    assert play.status == "unavailable"
    assert play.the_order.promises == ()
    assert (KAROL, RequestOutcome.OVER) in play.shops_told()
