"""A shop says something new of what it keeps: later, fewer or none; nothing empty is ever paid."""

from datetime import timedelta

import pytest

from flows.engine import CustomerReplied, Send
from flows.money import MICROS
from flows.sourcing import order_quote
from flows.sourcing.handover_claims import list_open_claims
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_effects import RequestOutcome
from flows.sourcing.order_events import Handed, HandoverSaid, TakenBack
from flows.sourcing.order_line import Promise
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, KAROL, ORDER, START, Play, begun, line

YES, PART, LATER, NO = Says.YES, Says.PART, Says.LATER, Says.NO
SOON, LATE = START + timedelta(days=1), START + timedelta(days=10)


def kept(shops: tuple[object, ...] = (CONNAUGHT, KAROL), pay: str = "after") -> Play:
    """Two pieces that Connaught keeps; a link to pay them is out, unless it is paid at the door."""
    play = Play(shops=shops).reserve(begun(pay=pay)).says(CONNAUGHT, YES, 2)  # type: ignore[arg-type]
    if pay == "after":
        play.linked()
    play.told(), play.shops_told(), play.staff_told(), play.calls()
    return play


def chooses() -> Play:
    """Two of line 1 are there, line 2 is nowhere, and the customer chooses."""
    play = Play(shops=(CONNAUGHT,)).reserve(begun(line(), line("2", 1)))
    play.says(CONNAUGHT, YES, 2).says(CONNAUGHT, NO, name="2").wait("wave")
    assert play.status == "part_available"
    play.told(), play.shops_told()
    return play


def said(play: Play, template: str) -> dict[str, object]:
    return dict([one.values for one in play.effects if isinstance(one, Send) and one.template == template][-1])


def test_a_delay_within_the_promised_days_is_no_news_of_the_customer() -> None:
    play = kept().says(CONNAUGHT, LATER, 2, ready_at=SOON)
    assert (play.status, play.told(), play.calls()) == ("available", [], [])
    assert play.shops_told() == [(CONNAUGHT, RequestOutcome.YOURS)]
    assert play.the_order.promises == (Promise("1", CONNAUGHT, 2, 100 * MICROS, SOON),)
    play.paid()
    assert play.the_order.promised_at == START + timedelta(days=3)


def test_a_delay_behind_the_promised_days_is_told_once_and_the_link_stays() -> None:
    play = kept().says(CONNAUGHT, LATER, 2, ready_at=LATE)
    values = said(play, "waiting_on")
    assert (values["ready"], values["linked"], values["items"]) == (LATE, "yes", ("2 Thing 1 L",))
    assert (play.told(), play.calls()) == (["waiting_on"], [])
    play.paid()
    assert (play.status, play.the_order.promised_at) == ("sourcing", LATE)


def test_what_was_to_be_there_later_may_be_there_now() -> None:
    play = kept().says(CONNAUGHT, LATER, 2, ready_at=LATE).says(CONNAUGHT, YES, 2).paid()
    assert play.the_order.promised_at == START + timedelta(days=3)


def test_a_delay_of_what_is_paid_is_told_to_the_staff() -> None:
    play = kept().paid()
    play.told(), play.staff_told(), play.shops_told()
    play.says(CONNAUGHT, LATER, 2, ready_at=LATE)
    (text,) = play.staff_told()
    assert "Connaught has 2 Thing 1 L ready only" in text
    assert "The customer was promised it by" in text
    assert (play.status, play.told(), play.shops_told()) == ("sourcing", [], [(CONNAUGHT, RequestOutcome.PAID)])


@pytest.mark.parametrize("pay", ["after", "cod"])
def test_one_of_two_stays_kept_and_the_other_is_looked_for(pay: str) -> None:
    play = kept(pay=pay).says(CONNAUGHT, PART, 1)
    values = said(play, "waiting_on")
    assert (values["gone"], values["had"], values["items"]) == (1, 2, ("Thing 1 L",))
    assert play.told() == ["waiting_on"]
    assert play.shops_told()[0] == (CONNAUGHT, RequestOutcome.YOURS)
    play.says(KAROL, YES, 1)
    assert [(one.shop, one.quantity) for one in play.the_order.promises] == [(CONNAUGHT, 1), (KAROL, 1)]
    assert play.status == "available"


def test_where_nobody_else_is_left_the_rest_is_offered_in_the_same_step() -> None:
    play = kept(shops=(CONNAUGHT,)).says(CONNAUGHT, PART, 1)
    assert said(play, "part_available")["dead"] == "yes"
    assert (play.status, play.told()) == ("part_available", ["part_available"])


def test_one_of_two_that_are_paid_stays_paid() -> None:
    play = kept().paid()
    play.shops_told()
    play.says(CONNAUGHT, PART, 1)
    assert [(one.shop, one.quantity) for one in play.the_order.promises] == [(CONNAUGHT, 1)]
    assert play.shops_told()[0] == (CONNAUGHT, RequestOutcome.PAID)


def test_a_delay_while_the_customer_chooses_leaves_the_offer() -> None:
    play = chooses().says(CONNAUGHT, LATER, 2, ready_at=SOON)
    assert (play.status, play.told()) == ("part_available", [])
    play.says(CONNAUGHT, LATER, 2, ready_at=LATE)
    assert said(play, "part_available")["ready"] == LATE
    play.give(CustomerReplied("x", *CUSTOMER, ORDER, None, 1))
    assert (play.status, play.the_order.amount) == ("available", 1798 * MICROS)


def test_a_no_while_the_customer_chooses_takes_the_offer_back() -> None:
    play = chooses().says(CONNAUGHT, NO)
    assert (play.status, play.told()) == ("unavailable", ["unavailable"])
    assert not play.give(CustomerReplied("x", *CUSTOMER, ORDER, None, 1))


@pytest.mark.parametrize("pay", ["after", "cod"])
def test_an_order_with_nothing_in_it_is_over_and_never_paid(pay: str) -> None:
    play = kept(pay=pay)
    draft = OrderDraft(begun(line("1", 0), pay=pay), play.facts(), START, ASHA)
    order_quote.ask_for_payment(draft)
    assert (draft.order.status, draft.order.paid_at) == ("unavailable", None)


def test_nothing_goes_back_over_a_handover_that_nobody_answered() -> None:
    play = kept().paid()
    assert play.give(HandoverSaid(ORDER, CONNAUGHT))
    play.wait("promised").staff_told()
    for _ in range(3):
        play.wait("late")
        assert ["Nothing is refunded automatically" in text for text in play.staff_told()] == [True]
    assert (play.status, play.the_order.repayments) == ("sourcing", ())
    play.give(HandoverSaid(ORDER, CONNAUGHT, back=True))
    play.wait("late")
    assert (play.status, len(play.the_order.repayments)) == ("refunding", 1)


def test_a_handover_that_is_booked_is_no_claim_any_more() -> None:
    play = kept().paid()
    play.give(HandoverSaid(ORDER, CONNAUGHT))
    play.give(Handed(ORDER, CONNAUGHT, ASHA))
    assert list_open_claims(play.the_order) == ()


def test_a_handover_of_what_the_shop_took_back_is_no_claim_where_it_keeps_the_goods_again() -> None:
    play = kept().paid()
    play.give(HandoverSaid(ORDER, CONNAUGHT))
    play.give(TakenBack(ORDER, CONNAUGHT, ("1",)))
    play.says(CONNAUGHT, YES, 2)
    assert [one.shop for one in play.the_order.promises] == [CONNAUGHT]
    assert list_open_claims(play.the_order) == ()


def test_a_shop_that_keeps_nothing_of_it_hands_nothing_over() -> None:
    assert not kept().give(HandoverSaid(ORDER, CONNAUGHT))
    assert not kept().paid().give(HandoverSaid(ORDER, KAROL))


def test_more_than_it_said_is_kept_where_it_is_missing() -> None:
    play = Play(shops=(CONNAUGHT,)).reserve(begun(line("1", 4))).says(CONNAUGHT, PART, 2).wait("wave")
    assert (play.status, play.the_order.amount) == ("part_available", 4 * 899 * MICROS)
    play.told(), play.shops_told()
    play.says(CONNAUGHT, PART, 3)
    assert (play.told(), play.shops_told()) == (["part_available"], [(CONNAUGHT, RequestOutcome.YOURS)])
    play.says(CONNAUGHT, YES, 9)
    assert (play.status, [one.quantity for one in play.the_order.promises]) == ("available", [4])
