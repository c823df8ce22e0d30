"""A shop's desk: asked in one message, within its hours, reminded once, and told what came of each answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest

from flows.engine import Departed, Elapsed, Send, Wait
from flows.sourcing.desk import desk_flow as shop_desk
from flows.sourcing.desk.desk_draft import DeskFacts
from flows.sourcing.desk.desk_events import (
    AskedBack,
    Assured,
    LinesAsked,
    OutcomeTold,
    ShopAnswer,
    ShopReplied,
    ToOrder,
    Undone,
)
from flows.sourcing.desk.desk_requests import Desk
from flows.sourcing.desk.request_rounds import DIVIDED
from flows.sourcing.order_effects import RequestedLine, RequestOutcome, TellStaff
from flows.sourcing.order_events import StockAnswered, TakenBack
from flows.sourcing.order_facts import Lost
from tests.flows.sourcing.words import english

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
T = TypeVar("T")
SHOP, FIRST, SECOND = UUID(int=1), UUID(int=2), UUID(int=3)
WAY = (UUID(int=4), "whatsapp")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Play:
    """A desk played by hand."""

    def __init__(self) -> None:
        self.desk: Desk | None = None
        self.now = START
        self.opens_at: datetime | None = None
        self.effects: list[Any] = []
        self.waits: tuple[Wait, ...] = ()

    def give(self, event: Any) -> Play:
        facts = DeskFacts(WAY, self.opens_at, "hi-Latn")
        decision = shop_desk.decide(self.desk, event, facts, self.now)
        assert decision is not None
        self.desk, self.waits = decision.state, decision.waits
        self.effects += decision.effects
        return self

    def asks(self, order: UUID, number: str, *lines: str, quantity: int = 2) -> Play:
        wanted = tuple(RequestedLine(line, "Tiger Shorts", "L", quantity, 150_000_000) for line in lines)
        return self.give(LinesAsked(SHOP, order, number, wanted, "INR", self.now + DAY, HOUR))

    def answers(self, *answers: ShopAnswer) -> Play:
        return self.give(ShopReplied(answers, UUID(int=99)))

    def wait(self, name: str) -> Play:
        due = {wait.name: wait.due_at for wait in self.waits}[name]
        assert due is not None
        self.now = max(self.now, due)
        if self.opens_at is not None and self.now >= self.opens_at:
            self.opens_at = None
        return self.give(Elapsed(name))

    def sent(self) -> list[tuple[str, dict[str, Any]]]:
        found = [(one.template, dict(one.values)) for one in self.effects if isinstance(one, Send)]
        self.effects = [one for one in self.effects if not isinstance(one, Send)]
        return found

    def expected(self) -> str:
        """What is expected of the shop by what it was asked last."""
        asked = [one.asks.expects for one in self.effects if isinstance(one, Send) and one.asks is not None]
        return asked[-1]

    def told(self) -> list[ShopAnswer]:
        """The answers that orders were told."""
        return [
            ShopAnswer(one.order, one.line, one.says, one.quantity, one.ready_at, one.price, one.other)
            for one in self.to_orders(StockAnswered)
        ]

    def to_orders(self, kind: type[T]) -> list[T]:
        """What orders were told of one kind, each by this shop."""
        told = [one.event for one in self.effects if isinstance(one, ToOrder)]
        assert {one.shop for one in told} <= {SHOP}
        return [one for one in told if isinstance(one, kind)]


def yes(order: UUID = FIRST, line: str = "1", quantity: int = 2) -> ShopAnswer:
    return ShopAnswer(order, line, "yes", quantity)


def test_one_request_is_asked_at_once_with_what_it_earns() -> None:
    ((template, values),) = Play().asks(FIRST, "1234", "1").sent()
    assert template == "stock_request"
    assert (values["order"], values["item"], values["size"], values["quantity"]) == ("1234", "Tiger Shorts", "L", 2)
    assert str(values["commission"]) == "300"


def test_several_lines_of_an_order_are_one_message_with_numbers() -> None:
    ((template, values),) = Play().asks(FIRST, "1234", "1", "2").sent()
    assert template == "stock_requests"
    assert values["asks"] == ("1. Tiger Shorts L × 2 (1234)", "2. Tiger Shorts L × 2 (1234)")


def test_orders_that_come_within_minutes_are_asked_together() -> None:
    play = Play().asks(FIRST, "1234", "1")
    play.sent()
    play.now += timedelta(minutes=1)
    play.asks(SECOND, "1235", "1").asks(UUID(int=5), "1236", "1")
    assert play.sent() == []
    play.wait("ask")
    assert play.now == START + timedelta(minutes=5)
    ((template, values),) = play.sent()
    assert (template, values["many"]) == ("stock_requests", 2)


def test_nothing_is_asked_while_the_shop_is_closed() -> None:
    play = Play()
    play.opens_at = START + timedelta(hours=9)
    play.asks(FIRST, "1234", "1").asks(SECOND, "1235", "1")
    assert play.sent() == []
    play.wait("ask")
    assert play.now == START + timedelta(hours=9)
    assert [template for template, _ in play.sent()] == ["stock_requests"]
    play.wait("remind")
    assert play.now == START + timedelta(hours=10) + DIVIDED


def test_it_is_reminded_once() -> None:
    play = Play().asks(FIRST, "1234", "1", quantity=1)
    play.sent()
    play.wait("remind")
    assert play.now == START + HOUR
    assert [template for template, _ in play.sent()] == ["stock_reminder"]
    assert "remind" not in {wait.name for wait in play.waits}


def test_each_message_that_asked_is_remembered_with_its_numbers() -> None:
    play = Play().asks(FIRST, "1234", "1", "2", "3").answers(yes(line="1"))
    play.wait("remind")
    assert play.desk is not None
    first, second = ([one.find_asking(number) for one in play.desk.requests] for number in (1, 2))
    assert [one and (one.line, one.round, one.place) for one in first] == [("1", 1, 1), ("2", 1, 2), ("3", 1, 3)]
    assert [one and (one.line, one.round, one.place) for one in second] == [None, ("2", 2, 1), ("3", 2, 2)]


def test_an_answered_request_is_not_reminded() -> None:
    play = Play().asks(FIRST, "1234", "1").answers(yes())
    assert "remind" not in {wait.name for wait in play.waits}
    assert play.told() == [yes()]


def test_what_came_of_one_reply_is_told_in_one_message() -> None:
    play = Play().asks(FIRST, "1234", "1").asks(SECOND, "1235", "1")
    play.now += timedelta(minutes=5)
    play.give(Elapsed("ask"))
    play.sent()
    play.answers(yes(), ShopAnswer(SECOND, "1", "no"))
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.YOURS, 2))
    assert play.sent() == []
    play.give(OutcomeTold(SHOP, SECOND, "1", RequestOutcome.NO))
    ((template, values),) = play.sent()
    assert template == "stock_outcome"
    assert values["yours"] == ("Tiger Shorts L × 2 (1234)",)
    assert values["nothing"] == ("Tiger Shorts L × 2 (1235)",)


def test_what_comes_of_it_late_is_not_waited_for() -> None:
    play = Play().asks(FIRST, "1234", "1", "2")
    play.sent()
    play.answers(yes(), yes(line="2")).give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.YOURS, 2))
    play.wait("echo")
    ((template, values),) = play.sent()
    assert (template, values["yours"]) == ("stock_outcome", ("Tiger Shorts L × 2 (1234)",))


def test_what_is_sold_while_an_answer_is_awaited_is_told_with_its_day() -> None:
    play = Play().asks(FIRST, "1234", "1", "2")
    play.sent()
    by = START + 3 * DAY
    play.answers(yes(), yes(line="2")).give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.PAID, 2, by))
    assert play.sent() == []
    play.wait("echo")
    assert play.sent() == [("stock_paid", {"items": ("Tiger Shorts L × 2 (1234)",), "pickup": by})]


def test_what_comes_of_two_lines_in_one_step_is_one_message() -> None:
    play = Play().asks(FIRST, "1234", "1", "2").answers(yes(), yes(line="2"))
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.YOURS, 2)).give(
        OutcomeTold(SHOP, FIRST, "2", RequestOutcome.YOURS, 2)
    )
    play.sent()
    by = START + 3 * DAY
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.PAID, 2, by, more=True))
    assert play.sent() == []
    assert "echo" in {wait.name for wait in play.waits}
    play.give(OutcomeTold(SHOP, FIRST, "2", RequestOutcome.PAID, 2, by))
    assert play.sent() == [("stock_paid", {"items": ("Tiger Shorts L × 2 (1234)",) * 2, "pickup": by})]
    assert "echo" not in {wait.name for wait in play.waits}


def test_what_was_to_come_with_more_is_told_though_no_more_concerns_the_shop() -> None:
    play = Play().asks(FIRST, "1234", "1").answers(yes()).give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.YOURS, 2))
    play.sent()
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.FREED, more=True)).give(
        OutcomeTold(SHOP, FIRST, "9", RequestOutcome.FREED)
    )
    assert [template for template, _ in play.sent()] == ["stock_freed"]


def test_what_is_fetched_on_two_days_is_ready_for_the_first() -> None:
    play = Play().asks(FIRST, "1234", "1").asks(SECOND, "1235", "1")
    play.sent()
    early, late = START + 2 * DAY, START + 3 * DAY
    play.answers(yes(), yes(SECOND)).give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.PAID, 2, early))
    play.give(OutcomeTold(SHOP, SECOND, "1", RequestOutcome.PAID, 2, late))
    ((_, values),) = play.sent()
    assert values["pickup"] == early


def test_a_shop_that_is_not_needed_is_thanked() -> None:
    play = Play().asks(FIRST, "1234", "1")
    play.sent()
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.SPARED))
    ((template, values),) = play.sent()
    assert (template, values["items"]) == ("stock_taken", ("Tiger Shorts L (1234)",))


def test_a_shop_that_was_not_asked_yet_hears_nothing() -> None:
    play = Play()
    play.opens_at = START + timedelta(hours=9)
    play.asks(FIRST, "1234", "1").give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.SPARED))
    assert play.sent() == []
    assert "ask" not in {wait.name for wait in play.waits}


def test_undo_takes_the_last_answer_back() -> None:
    play = Play().asks(FIRST, "1234", "1").answers(yes()).give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.YOURS, 2))
    play.sent()
    play.give(Undone((), UUID(int=98)))
    assert play.to_orders(TakenBack) == [TakenBack(FIRST, SHOP, ("1",))]
    assert [template for template, _ in play.sent()] == ["stock_undone"]
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.FREED))
    assert play.sent() == []


def test_undo_without_anything_said_says_so() -> None:
    play = Play().asks(FIRST, "1234", "1")
    play.sent()
    play.give(Undone((), UUID(int=98)))
    assert [template for template, _ in play.sent()] == ["stock_nothing_to_undo"]


def test_what_cannot_be_read_is_asked_back_once_and_short() -> None:
    play = Play().asks(FIRST, "1234", "1")
    play.sent()
    play.give(AskedBack(((FIRST, "1"),), UUID(int=97)))
    assert [template for template, _ in play.sent()] == ["stock_unclear"]
    play.asks(SECOND, "1235", "1")
    play.give(AskedBack(((FIRST, "1"), (SECOND, "1")), UUID(int=96)))
    assert [template for template, _ in play.sent()][-1] == "stock_which"


def test_what_was_closed_long_ago_is_forgotten() -> None:
    play = Play().asks(FIRST, "1234", "1").give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.SPARED))
    play.now += timedelta(days=3)
    play.asks(SECOND, "1235", "1")
    assert play.desk is not None
    assert [one.order for one in play.desk.requests] == [SECOND]


def test_what_a_shop_keeps_is_remembered_until_it_is_fetched() -> None:
    play = Play().asks(FIRST, "1234", "1").answers(yes()).give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.YOURS, 2))
    play.now += timedelta(days=6)
    play.asks(SECOND, "1235", "1")
    assert play.desk is not None
    assert [one.order for one in play.desk.requests] == [FIRST, SECOND]


def paid() -> Play:
    """A desk that keeps a paid thing for each of two orders."""
    play = Play().asks(FIRST, "1234", "1").asks(SECOND, "1235", "1")
    play.answers(yes(), yes(SECOND))
    for order in (FIRST, SECOND):
        play.give(OutcomeTold(SHOP, order, "1", RequestOutcome.PAID, 2, START + DAY))
    play.sent()
    play.effects.clear()
    return play


def no(order: UUID) -> ShopAnswer:
    return ShopAnswer(order, "1", "no")


def test_all_that_is_paid_and_taken_back_one_after_the_other_is_asked_about_and_settled_together() -> None:
    play = paid().answers(no(FIRST)).answers(no(SECOND))
    asked = [values["items"] for _, values in play.sent()]
    assert asked == [("Tiger Shorts L × 2 (1234)",), ("Tiger Shorts L × 2 (1234)", "Tiger Shorts L × 2 (1235)")]
    assert play.told() == []
    play.give(Assured(True, UUID(int=97)))
    assert play.told() == [no(FIRST), no(SECOND)]


def test_what_was_doubted_and_is_said_to_be_there_after_all_is_asked_about_no_more() -> None:
    play = paid().answers(no(FIRST)).answers(yes())
    assert play.told() == []
    play.answers(no(SECOND))
    assert play.sent()[-1][1]["items"] == ("Tiger Shorts L × 2 (1235)",)


def test_a_doubt_that_nobody_answered_in_time_is_not_asked_about_once_more() -> None:
    play = paid().answers(no(FIRST))
    play.now += HOUR + timedelta(minutes=1)
    play.answers(no(SECOND))
    assert play.sent()[-1][1]["items"] == ("Tiger Shorts L × 2 (1235)",)


def test_what_is_told_twice_in_one_moment_is_two_messages() -> None:
    play = Play().asks(FIRST, "1234", "1").answers(yes()).give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.YOURS, 2))
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.FREED))
    sends = [one for one in play.effects if isinstance(one, Send)]
    assert [one.template for one in sends] == ["stock_request", "stock_outcome", "stock_freed"]
    assert len({one.key for one in sends}) == len(sends)


def test_it_is_asked_and_reminded_for_what_is_missing_then() -> None:
    play = Play().asks(FIRST, "1234", "1", quantity=5).give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.FEWER, 2))
    play.wait("remind")
    assert [(template, values["quantity"]) for template, values in play.sent()] == [
        ("stock_request", 5),
        ("stock_reminder", 2),
    ]


def test_what_the_staff_gave_it_is_told_as_theirs() -> None:
    play = (
        Play()
        .asks(FIRST, "1234", "1")
        .answers(ShopAnswer(FIRST, "1", "no"))
        .give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.NO))
    )
    play.sent()
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.PAID, 2))
    ((template, values),) = play.sent()
    assert (template, values["team"]) == ("stock_paid", "yes")


def given(quantity: int, outcome: str = RequestOutcome.YOURS, **more: Any) -> OutcomeTold:
    """The staff says that the shop has what it was never asked for."""
    wanted = (RequestedLine("1", "Tiger Shorts", "L", quantity, 0),)
    asks = LinesAsked(SHOP, FIRST, "1234", wanted, "INR", START + DAY, timedelta(0))
    return OutcomeTold(SHOP, FIRST, "1", outcome, quantity, given=asks, **more)


def test_a_shop_that_was_never_asked_hears_what_it_was_given() -> None:
    play = Play().give(given(1))
    assert play.sent() == [("stock_outcome", {"arranged": ("Tiger Shorts L × 1 (1234)",)})]
    assert {wait.name for wait in play.waits} == set()  # nothing is asked and nothing is reminded of
    ((template, values),) = play.give(given(1, RequestOutcome.PAID, by=START + DAY)).sent()
    assert (template, values["team"], values["pickup"]) == ("stock_paid", "yes", START + DAY)


def test_a_day_that_has_passed_is_not_told_to_the_shop() -> None:
    play = Play().give(given(1))
    play.sent()
    ((template, values),) = play.give(given(1, RequestOutcome.PAID, by=START - DAY)).sent()
    assert template == "stock_paid"
    assert values.get("pickup") is None


def test_what_it_was_given_without_being_asked_it_can_take_back() -> None:
    play = Play().give(given(1)).give(Undone((), UUID(int=99)))
    assert play.to_orders(TakenBack) == [TakenBack(FIRST, SHOP, ("1",))]


LOST = Departed(UUID(int=8), UUID(int=9), "echo:1", "whatsapp", "refused", "whatsapp-window")


def lost(template: str, event: Departed = LOST, **values: Any) -> list[str]:
    """What the staff hears when such a message does not reach the shop."""
    facts = DeskFacts(WAY, name="Karol", lost=Lost(template, WAY[0], values))
    decision = shop_desk.decide(Play().asks(FIRST, "1234", "1").desk, event, facts, START)
    effects: tuple[Any, ...] = decision.effects if decision else ()
    return [english(one.text) for one in effects if isinstance(one, TellStaff)]


@pytest.mark.parametrize(
    ("template", "values", "told"),
    [
        ("stock_outcome", {"yours": ["A"], "arranged": ["B"]}, "To be kept aside: A, B."),
        ("stock_outcome", {"nothing": ["A"], "freed": ["B"]}, "No longer needed: B."),
        ("stock_paid", {"items": ["A", "B"]}, "Sold, and to be ready: A, B."),
        ("stock_freed", {"items": ["A"]}, "No longer needed: A."),
    ],
)
def test_what_a_shop_did_not_hear_the_staff_tells_it(template: str, values: Any, told: str) -> None:
    assert lost(template, **values) == [
        "We could not tell Karol by WhatsApp: they have not written for 24 hours, and it has no approved template. "
        f"Tell them another way. {told}"
    ]


@pytest.mark.parametrize(
    ("template", "values"),
    [("stock_outcome", {"nothing": ["A"], "held": ["B"]}), ("stock_request", {"item": "A"}), ("stock_taken", {})],
)
def test_what_a_shop_can_do_without_is_told_nobody(template: str, values: Any) -> None:
    assert lost(template, **values) == []


def test_each_message_that_a_shop_did_not_hear_is_told_by_itself() -> None:
    facts = DeskFacts(WAY, name="Karol", lost=Lost("stock_freed", WAY[0], {"items": ("A",)}))
    desk = Play().asks(FIRST, "1234", "1").desk
    events = [LOST, replace(LOST, message=UUID(int=10))]
    found = [shop_desk.decide(desk, event, facts, START) for event in events]
    abouts = {effect.about for one in found if one for effect in one.effects if isinstance(effect, TellStaff)}
    assert len(abouts) == 2


@pytest.mark.parametrize(
    ("outcome", "why"),
    [(RequestOutcome.HANDED, {"handed": ("Tiger Shorts L",)}), (RequestOutcome.FREED, {"undone": ("Tiger Shorts L",)})],
    ids=["fetched", "taken back"],
)
def test_undo_of_what_is_over_says_why_not(outcome: str, why: dict[str, Any]) -> None:
    play = Play().asks(FIRST, "1234", "1").answers(yes()).give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.YOURS, 2))
    if outcome == RequestOutcome.FREED:
        play.give(Undone((), UUID(int=98)))
    play.give(OutcomeTold(SHOP, FIRST, "1", outcome))
    play.sent()
    assert play.give(Undone((), UUID(int=99))).sent() == [("stock_nothing_to_undo", why)]
