"""Money that goes another way than by the provider: settled in cash, sent back by the staff, paid twice."""

from __future__ import annotations

from uuid import UUID

from flows.engine import Called, CustomerReplied, Send
from flows.events import RefundMoved
from flows.money import MICROS, Money
from flows.sourcing.order_effects import TellStaff
from flows.sourcing.order_events import CalledOff, Given, RefundedByHand, Settled, TakenBack
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.refunds import sum_owed
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, KAROL, ORDER, Play, begun, line
from tests.flows.sourcing.words import english

RUN = UUID(int=9)
ALL = 1798 * MICROS


def available() -> Play:
    return Play().reserve().says(KAROL, Says.YES, 2).linked()


def bought() -> Play:
    play = available().paid()
    play.told(), play.calls(), play.staff_told(), play.shops_told()
    return play


def by_hand(play: Play) -> bool:
    return play.give(RefundedByHand(ORDER, ASHA))


def test_a_refused_refund_is_done_by_hand() -> None:
    play = bought()
    play.give(CalledOff(ORDER, ASHA))
    (repayment,) = play.the_order.repayments
    play.give(Called(RUN, "refund", f"refund:{repayment.reference}", {}, "refused"))
    assert sum_owed(play.the_order) == ALL
    play.told()
    assert by_hand(play)
    assert play.status == "refunded"
    assert play.told() == ["refunded"]
    assert play.calls() == [("refund", ALL)]  # the one that was refused, and no other
    assert play.the_order.paid == 0
    assert not by_hand(play)


def test_what_is_sent_by_hand_stays_sent_whatever_the_provider_says_then() -> None:
    play = bought()
    play.give(CalledOff(ORDER, ASHA))
    (repayment,) = play.the_order.repayments
    play.give(Called(RUN, "refund", f"refund:{repayment.reference}", {}, "refused"))
    by_hand(play)
    play.give(RefundMoved("razorpay", repayment.reference.hex, "rfnd", "pay_1", "failed", Money(ALL, "INR"), play.now))
    assert play.status == "refunded"
    assert sum_owed(play.the_order) == 0


def test_money_that_is_on_its_way_is_not_sent_by_hand() -> None:
    play = bought()
    assert not by_hand(play)
    play.give(CalledOff(ORDER, ASHA))
    assert not by_hand(play)
    assert play.status == "refunding"


def test_cash_is_money_that_came_and_goes_back_by_hand() -> None:
    play = available()
    play.give(Settled(ORDER, ASHA))
    assert play.status == "sourcing"
    assert play.the_order.paid == ALL
    play.calls(), play.staff_told()
    play.give(CalledOff(ORDER, ASHA))
    assert play.status == "refunding"
    assert play.calls() == []
    assert ["by hand" in text for text in play.staff_told()] == [True]
    assert sum_owed(play.the_order) == ALL
    by_hand(play)
    assert play.status == "refunded"
    assert play.the_order.paid == 0
    (told,) = (one for one in play.effects if isinstance(one, Send) and one.template == "refunded")
    assert told.values.get("days") is None, "no bank has it"


def test_cash_stays_received_when_the_link_is_made_afterwards() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2)
    play.give(Settled(ORDER, ASHA))
    play.linked()
    assert play.the_order.paid == ALL
    assert [one.state for one in play.the_order.payments] == [PaymentState.OVER, PaymentState.PAID]
    assert ("cancel_link", "plink_1") in play.calls()


def test_a_part_of_what_was_paid_in_cash() -> None:
    play = Play().reserve(begun(line("1"), line("2", 1, 350)))
    play.says(KAROL, Says.YES, 2).says(CONNAUGHT, Says.YES, 1, "2")
    play.give(Settled(ORDER, ASHA))
    play.give(Given(ORDER, ASHA, ("2",)))
    assert play.status == "sourcing"
    assert sum_owed(play.the_order) == 350 * MICROS
    by_hand(play)
    assert play.status == "sourcing"
    assert play.the_order.paid == ALL


def test_who_paid_first_and_takes_the_part_gets_the_rest_back() -> None:
    play = Play(shops=(KAROL,)).reserve(begun(pay="first")).linked().paid().says(KAROL, Says.PART, 1)
    play.wait("wave")
    play.calls()
    assert play.give(CustomerReplied("other", *CUSTOMER, ORDER, choice=1))
    assert play.status == "sourcing"
    assert play.calls() == [("refund", 899 * MICROS)]
    assert play.the_order.paid == play.the_order.amount == 899 * MICROS
    play.give(CalledOff(ORDER, ASHA))
    assert play.calls() == [("refund", 899 * MICROS)]


def test_the_rest_of_a_line_that_came_in_part_is_refunded_as_well_when_it_is_given_up() -> None:
    play = Play(shops=(KAROL,)).reserve(begun(line("1"), line("2", 1, 350), pay="first")).linked().paid()
    play.says(KAROL, Says.PART, 1).says(KAROL, Says.YES, 1, "2")
    play.wait("wave")
    play.give(CustomerReplied("other", *CUSTOMER, ORDER, choice=1))
    play.calls()
    play.give(Given(ORDER, ASHA, ("1",)))
    assert play.calls() == [("refund", 899 * MICROS)]
    assert play.the_order.paid == play.the_order.amount == 350 * MICROS


def test_who_pays_afterwards_and_takes_the_part_is_asked_for_it_alone() -> None:
    play = Play(shops=(KAROL,)).reserve().says(KAROL, Says.PART, 1)
    play.wait("wave")
    assert play.give(CustomerReplied("other", *CUSTOMER, ORDER, choice=1))
    assert play.calls() == [("payment_link", 899 * MICROS)]


def test_what_was_paid_twice_is_still_refunded_once_more_when_it_is_given_up() -> None:
    play = bought().paid(payment="pay_2")
    assert play.calls() == [("refund", ALL)]
    assert play.the_order.paid == ALL
    play.give(CalledOff(ORDER, ASHA))
    assert play.calls() == [("refund", ALL)]
    assert play.status == "refunding"


def test_a_second_payment_that_could_not_go_back_is_owed() -> None:
    play = bought().paid(payment="pay_2")
    (repayment,) = play.the_order.repayments
    play.give(Called(RUN, "refund", f"refund:{repayment.reference}", {}, "refused"))
    assert sum_owed(play.the_order) == ALL
    assert by_hand(play)
    assert sum_owed(play.the_order) == 0
    assert (play.status, play.the_order.paid) == ("sourcing", ALL)


def alerts(play: Play) -> list[tuple[str, str]]:
    """What the staff was told, and what it was about: of one thing it is told once a day."""
    told = [(one.about, english(one.text)) for one in play.effects if isinstance(one, TellStaff)]
    play.effects.clear()
    return told


def told_apart(play: Play, words: str) -> int:
    """How many alerts with these words reach the staff on one day."""
    return len({about for about, text in alerts(play) if words in text})


def test_two_things_to_be_sent_by_hand_on_one_day_are_both_told() -> None:
    play = Play().reserve(begun(line("1", 1, 100), line("2", 1, 100), line("3", 1, 300)))
    for name in "123":
        play.says(KAROL, Says.YES, 1, name)
    play.give(Settled(ORDER, ASHA))
    alerts(play)
    play.give(Given(ORDER, ASHA, ("1",)))
    play.give(Given(ORDER, ASHA, ("2",)))
    assert told_apart(play, "by hand") == 2


def test_a_refund_of_the_account_that_bounces_is_told_on_the_same_day() -> None:
    play = bought()
    play.effects.clear()
    for state in ("processed", "failed"):
        play.give(RefundMoved("razorpay", "", "rfnd", "pay_1", state, Money(ALL, "INR"), play.now))
    assert told_apart(play, "Order 1234") == 2


def test_two_pieces_that_nobody_has_any_more_are_told_on_one_day() -> None:
    play = Play().reserve(begun(line("1", 1), line("2", 1)))
    play.says(KAROL, Says.YES, 1).says(KAROL, Says.YES, 1, "2").linked().paid()
    alerts(play)
    play.shops = (KAROL,)
    for name in "12":
        play.give(TakenBack(ORDER, KAROL, (name,)))
    assert told_apart(play, "/cantsource 1234") == 2


def test_what_is_to_be_asked_for_by_hand_is_told_again_when_it_is_another_sum() -> None:
    play = Play(provider="", shops=(KAROL,)).reserve(begun(line("1", 1, 100), line("2", 1, 200)))
    play.says(KAROL, Says.YES, 1).says(KAROL, Says.YES, 1, "2")
    play.give(TakenBack(ORDER, KAROL, ("1",)))
    play.give(CustomerReplied("choice", *CUSTOMER, ORDER, None, 1))
    assert told_apart(play, "no payment account") == 2


def test_a_refund_by_hand_names_what_was_paid_for_alone() -> None:
    """The second line was given up before the payment, so nothing of it is refunded."""
    play = Play(shops=(KAROL,)).reserve(begun(line("1"), line("2", 1, 350)))
    play.says(KAROL, Says.YES, 2).says(KAROL, Says.NO, 0, "2")
    if play.status == "checking":
        play.wait("wave")
    play.give(CustomerReplied("other", *CUSTOMER, ORDER, choice=1))
    play.linked().paid()
    assert play.the_order.paid == ALL
    play.give(CalledOff(ORDER, ASHA))
    (one,) = play.the_order.repayments
    play.give(Called(RUN, "refund", f"refund:{one.reference}", {}, "refused"))
    play.effects.clear()
    assert by_hand(play)
    (told,) = (one for one in play.effects if isinstance(one, Send) and one.template == "refunded")
    assert told.values["items"] == ("2 Thing 1 L",)
