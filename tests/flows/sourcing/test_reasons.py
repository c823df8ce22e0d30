"""Why money goes back is a value that is kept with it: one repayment for each payment, reason and lines."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.engine import Departed, Elapsed
from flows.money import MICROS
from flows.sourcing import refund_news, refunds
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_effects import Record
from flows.sourcing.order_events import CalledOff, Given, Handed
from flows.sourcing.order_facts import Lost, SourcingFacts
from flows.sourcing.order_payment import RefundReason
from flows.sourcing.shop_ask import Says
from storage.sql import json_codec
from tests.actors import ASHA
from tests.cases import each
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, KAROL, ORDER, Play, begun, line
from tests.flows.sourcing.words import noted


def bought() -> Play:
    """Two lines of two shops, paid by one payment."""
    play = Play().reserve(begun(line(), line("2", 1)))
    play.says(KAROL, Says.YES, 2).says(CONNAUGHT, Says.YES, 1, "2").linked().paid()
    play.effects.clear()
    return play


def notes(play: Play) -> list[str]:
    return [told for one in play.effects if isinstance(one, Record) and "goes back" in (told := noted(one))]


def test_one_line_and_then_the_rest_of_one_payment() -> None:
    play = bought()
    play.give(Given(ORDER, ASHA, ("2",)))
    play.give(CalledOff(ORDER, ASHA))
    first, rest = play.the_order.repayments
    assert [(one.reason, one.lines, one.amount) for one in (first, rest)] == [
        (RefundReason.LINES, ("2",), 899 * MICROS),
        (RefundReason.EVERYTHING, ("1",), 1798 * MICROS),
    ]
    assert first.reference != rest.reference
    assert notes(play) == ["899 INR goes back: Thing 2 L", "1798 INR goes back: all of it"]


def test_what_goes_back_last_names_what_it_was_paid_for() -> None:
    """What went back before is not told once more with the rest."""
    play = bought()
    play.give(Given(ORDER, ASHA, ("2",)))
    play.give(CalledOff(ORDER, ASHA))
    draft = OrderDraft(play.the_order, play.facts(), play.now, ASHA)
    assert [one.id for one in refund_news._lines_of(draft, play.the_order.repayments[-1])] == ["1"]


@each("reason", list(RefundReason))
def test_it_is_kept_with_the_order_as_it_is(reason: RefundReason) -> None:
    play = bought()
    draft = OrderDraft(play.the_order, play.facts(), play.now, ASHA)
    refunds.send_back(draft, "pay_1", MICROS, reason, "razorpay", lines=("1", "2"))
    assert json_codec.load(Order, json_codec.dump(draft.order)) == draft.order


def test_each_reason_and_each_lines_have_a_reference_of_their_own_and_it_is_sent_once() -> None:
    play = bought()
    draft = OrderDraft(play.the_order, play.facts(), play.now, ASHA)
    asked = [(reason, lines) for reason in RefundReason for lines in ((), ("1",), ("2",), ("1", "2"))]
    for reason, lines in asked + asked:
        refunds.send_back(draft, "pay_1", MICROS, reason, "razorpay", lines=lines)
    sent = [(one.reason, one.lines) for one in draft.order.repayments]
    asked += [one for one in asked if one[0] in refunds.AGAIN]  # what may happen to the same lines once more
    assert sorted(sent, key=str) == sorted(asked, key=str)
    assert len({one.reference for one in draft.order.repayments}) == len(asked)


class Lossy(Play):
    """Its last message did not reach the customer."""

    lost = ""

    def facts(self) -> SourcingFacts:
        known = super().facts()
        return replace(known, lost=Lost(self.lost, CUSTOMER[0], {})) if self.lost else known


def lose(play: Lossy, template: str) -> list[str]:
    """What the staff is told when a message is found not to have come."""
    play.staff_told()
    play.lost = template
    play.give(Departed(UUID(int=9), UUID(int=8), template, "whatsapp", "refused", "expired"))
    return play.staff_told()


def test_a_step_of_an_order_that_came_to_nothing_is_not_missed() -> None:
    play = Lossy()
    play.reserve().says(KAROL, Says.YES, 2).linked().paid()
    assert len(lose(play, "order_update")) == 1
    play.give(CalledOff(ORDER, ASHA))
    assert lose(play, "order_update") == []
    assert len(lose(play, "refunded")) == 1


def test_a_step_that_was_not_told_before_it_was_called_off_is_not_told_after() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2).linked().paid()
    play.later(minutes=5).give(Handed(ORDER, KAROL, ASHA))
    assert play.the_order.untold
    play.give(CalledOff(ORDER, ASHA))
    assert {wait.name for wait in play.waits}.isdisjoint({"tell"})
    play.told()
    play.later(minutes=30).give(Elapsed("tell"))
    assert play.told() == []
