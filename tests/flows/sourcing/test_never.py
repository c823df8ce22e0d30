"""What must never happen, whatever comes and in whatever order: events drawn at random, and what holds after each."""

from __future__ import annotations

from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from flows.engine import Call, Called, CustomerReplied, Elapsed, Send
from flows.events import LinkEnded, PaymentArrived, RefundMoved
from flows.money import Money
from flows.sourcing.order import FOR_STOCK, Order
from flows.sourcing.order_effects import AddOwn, Await, Book, FreeOwn, TakeOwn, TellStaff, UseOwn
from flows.sourcing.order_events import (
    Assigned,
    CalledOff,
    Given,
    Handed,
    ParcelMoved,
    Restock,
    Settled,
    ShopGone,
    StockAnswered,
    TakenBack,
)
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.order_state import Status
from flows.sourcing.refund_watch import LOOK_EVERY
from flows.sourcing.refunds import sum_owed, sum_unconfirmed
from tests.actors import ASHA
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, EAST, HAUZ, KAROL, ORDER, Play, begun, line

SHOPS = st.sampled_from([CONNAUGHT, KAROL, HAUZ, EAST])
LINES = st.sampled_from(["1", "2", "3"])
RUN = UUID(int=9)
FINAL = {Status.DELIVERED, Status.REFUNDED, Status.CANCELLED, Status.EXPIRED, Status.UNAVAILABLE}


class AnOrder(RuleBasedStateMachine):
    """An order, its shops, its customer and its payment provider, all of them careless."""

    def __init__(self) -> None:
        super().__init__()
        self.play = Play()
        self.came: dict[str, int] = {}
        self.asked_back: dict[UUID, tuple[str, int]] = {}
        self.stock = 0
        self.booked: dict[tuple[UUID, str, bool], int] = {}
        self.final: Status | None = None

    @initialize(
        own=st.integers(0, 3),
        pay=st.sampled_from(["after", "first", "cod", FOR_STOCK]),
        lines=st.integers(1, 3),
        pays=st.booleans(),
    )
    def begin(self, own: int, pay: str, lines: int, pays: bool) -> None:
        self.stock = own
        self.play = Play(own={"1": own}, provider="razorpay" if pays else "")
        names = [line(str(one), one, 100 * one) for one in range(1, lines + 1)]
        if pay == FOR_STOCK:
            self.play.give(Restock(begun(*names, pay=pay), ASHA))
        else:
            self.play.reserve(begun(*names, pay=pay, express=own == 2, fee=50 if own == 2 else 0))

    @rule(shop=SHOPS, name=LINES, says=st.sampled_from(["yes", "part", "later", "no"]), quantity=st.integers(0, 4))
    def a_shop_answers(self, shop: UUID, name: str, says: str, quantity: int) -> None:
        self.play.give(StockAnswered(ORDER, shop, name, says, quantity if says != "no" else 0))

    @rule(shop=SHOPS, name=LINES)
    def a_shop_takes_it_back(self, shop: UUID, name: str) -> None:
        self.play.give(TakenBack(ORDER, shop, (name,)))

    @rule(shop=SHOPS)
    def a_shop_is_gone(self, shop: UUID) -> None:
        self.play.give(ShopGone(ORDER, shop))

    @rule()
    def a_link_is_made(self) -> None:
        if any(not one.link and not one.by_hand for one in self.play.the_order.payments):
            self.play.linked()

    @rule(odd=st.booleans(), which=st.integers(0, 2))
    def money_comes(self, odd: bool, which: int) -> None:
        payments = [one for one in self.play.the_order.payments if one.link]
        if not payments:
            return
        asked = payments[which % len(payments)]
        amount = asked.amount + (1 if odd else 0)
        payment = f"pay_{len(self.came)}"
        self.came[payment] = amount
        event = PaymentArrived(
            "razorpay", asked.reference.hex, asked.link, payment, Money(amount, "INR"), self.play.now
        )
        self.play.give(event)
        self.play.give(event)

    @rule(state=st.sampled_from(["processed", "failed", "pending"]))
    def a_refund_moves(self, state: str) -> None:
        for one in self.play.the_order.repayments:
            amount = Money(one.amount, "INR")
            self.play.give(RefundMoved("razorpay", one.reference.hex, "r", one.payment, state, amount, self.play.now))

    @rule(failure=st.sampled_from([None, "permanent"]))
    def a_refund_is_answered(self, failure: str | None) -> None:
        for one in self.play.the_order.repayments:
            values = {} if failure else {"refund": f"r{one.reference}", "state": "pending"}
            self.play.give(Called(RUN, "refund", f"refund:{one.reference}", values, failure))

    @rule(state=st.sampled_from(["processed", "failed", "pending"]), failure=st.sampled_from([None, "retry", "setup"]))
    def a_look_is_answered(self, state: str, failure: str | None) -> None:
        for one in self.play.the_order.repayments:
            values = {"reference": one.reference.hex, "state": state}
            self.play.give(Called(RUN, "look_refund", "look", values, failure))

    @rule(which=st.integers(0, 5))
    def time_passes(self, which: int) -> None:
        due = [wait for wait in self.play.waits if wait.due_at is not None and wait.name != "over"]
        if due:
            wait = due[which % len(due)]
            assert wait.due_at is not None
            self.play.now = max(self.play.now, wait.due_at)
            self.play.give(Elapsed(wait.name))

    @rule(intent=st.sampled_from(["yes", "no", "cancel_order", "unclear"]), choice=st.sampled_from([None, 1, 2, 3]))
    def the_customer_writes(self, intent: str, choice: int | None) -> None:
        self.play.give(CustomerReplied(intent, *CUSTOMER, ORDER, None, choice))

    @rule(what=st.sampled_from(["handed", "given", "part", "off", "settled", "assigned", "ended"]), shop=SHOPS)
    def the_staff_acts(self, what: str, shop: UUID) -> None:
        payment = self.play.the_order.payment
        event = {
            "handed": Handed(ORDER, shop, ASHA),
            "given": Given(ORDER, ASHA),
            "part": Given(ORDER, ASHA, ("1",)),
            "off": CalledOff(ORDER, ASHA),
            "settled": Settled(ORDER, ASHA),
            "assigned": Assigned(ORDER, shop, (("1", 100),), ASHA),
            "ended": LinkEnded("razorpay", payment.reference.hex if payment else "", "", "expired", self.play.now),
        }[what]
        self.play.give(event)

    @rule(to=st.sampled_from(["packed", "shipped", "delivered"]))
    def it_moves(self, to: str) -> None:
        self.play.give(ParcelMoved(ORDER, to, ASHA))

    @invariant()
    def no_piece_is_promised_twice(self) -> None:
        order = self.play.order
        for one in order.lines if order else ():
            assert self.play.the_order.count_found(one) <= one.wanted

    @invariant()
    def no_money_moves_twice(self) -> None:
        if self.play.order is None:
            return
        back: dict[str, int] = {}
        for one in self.play.the_order.repayments:
            if one.state != "failed":
                back[one.payment] = back.get(one.payment, 0) + one.amount
        for payment, amount in back.items():
            assert amount <= self.came[payment], "more goes back than came"

    @invariant()
    def every_refund_is_asked_for_once(self) -> None:
        calls = [one.key for one in self.play.effects if getattr(one, "kind", "") == "refund"]
        assert len(calls) == len(set(calls))

    @invariant()
    def own_stock_adds_up(self) -> None:
        if self.play.order is None:
            return
        free = self.stock
        for effect in self.play.effects:
            if isinstance(effect, TakeOwn):
                free -= effect.quantity
            elif isinstance(effect, FreeOwn):
                free += effect.quantity
            assert free >= 0 or not isinstance(effect, TakeOwn)
            assert free <= self.stock, "more is free than there was"
        used = sum(one.quantity for one in self.play.effects if isinstance(one, UseOwn))
        used -= sum(one.quantity for one in self.play.effects if isinstance(one, FreeOwn) and one.packed)
        held = sum(
            one.quantity for one in self.play.the_order.promises if one.shop is None and one.stand is PromiseState.HELD
        )
        assert self.stock - free >= used
        assert self.stock - free == held + used or self.play.the_order.status in {Status.SHIPPED, Status.DELIVERED}, (
            self.stock, free, held, used,
        )  # fmt: skip

    @invariant()
    def a_restock_moves_no_money_and_writes_to_nobody(self) -> None:
        if self.play.order is None or not self.play.order.for_stock:
            return
        order, effects = self.play.order, self.play.effects
        assert not [one for one in effects if isinstance(one, Send | Await | TakeOwn | FreeOwn | UseOwn)]
        assert {one.kind for one in effects if isinstance(one, Call)} <= {"split"}
        assert not [one for one in effects if isinstance(one, Book) and one.reverse]
        assert (order.payments, order.repayments, order.amount, order.paid_at) == ((), (), 0, None)

    @invariant()
    def our_own_stock_grows_by_what_was_fetched(self) -> None:
        if self.play.order is None:
            return
        order = self.play.order
        for line_ in order.lines:
            came = [one for one in self.play.effects if isinstance(one, AddOwn) and one.line.id == line_.id]
            picked = [one for one in order.promises if one.line == line_.id and one.stand is PromiseState.PICKED]
            fetched = sum(one.quantity for one in picked) if order.for_stock else 0
            assert sum(one.quantity for one in came) == fetched

    @invariant()
    def a_shop_earns_once(self) -> None:
        earned: dict[tuple[UUID, str], int] = {}
        for effect in self.play.effects:
            if isinstance(effect, Book):
                key = (effect.shop, effect.line)
                earned[key] = earned.get(key, 0) + (-1 if effect.reverse else 1) * effect.amount
                assert earned[key] >= 0, "it gives back more than it earned"

    @invariant()
    def what_is_owed_is_fetched_or_goes_back(self) -> None:
        """Money that came and was kept is for something: the order goes on, or it goes back, or the staff knows."""
        order = self.play.order
        if order is None or order.status not in {Status.EXPIRED, Status.UNAVAILABLE, Status.CANCELLED}:
            return
        kept = sum(one.amount for one in order.payments if one.state is PaymentState.PAID)
        back = sum(one.amount for one in order.repayments)
        assert back >= kept, f"{order.status} keeps {kept - back}"

    @invariant()
    def nothing_is_sold_that_is_empty(self) -> None:
        """What is offered, asked to be paid or fetched holds something; a part that is offered is kept by somebody."""
        order = self.play.order
        if order is None:
            return
        if order.status in {Status.AVAILABLE, Status.PART_AVAILABLE, Status.CONFIRMED, Status.SOURCING}:
            assert order.wants, f"{order.status} holds nothing"
        if order.status is Status.PART_AVAILABLE:
            assert order.promises, "nobody keeps what is offered"

    @invariant()
    def it_always_waits_for_something(self) -> None:
        """No order that is not over stands still for ever: a time wakes it, or it waits for the staff, who was told."""
        order = self.play.order
        if order is None or self.play.ended or order.status in FINAL:
            return
        if order.status in {Status.SHIPPED, Status.PACKED, Status.QUALITY_CHECK}:
            return
        if order.status is Status.REFUNDING and (_is_called(order) or _is_the_staffs(order)):
            return
        if order.all_picked or (order.status is Status.SOURCING and not order.lacks):
            return
        assert [wait for wait in self.play.waits if wait.due_at is not None], f"{order.status} waits for nothing"

    @invariant()
    def money_on_its_way_is_looked_after(self) -> None:
        """Whatever became of its order: the provider is asked when it is time, or the staff was told."""
        order = self.play.order
        if order is None or self.play.ended:
            return
        pending = [one for one in order.repayments if one.pending and not one.unheard]
        assert ("look_refund" in {wait.name for wait in self.play.waits}) == bool(pending)
        assert all(one.look_at is not None and one.look_at <= self.play.now + LOOK_EVERY for one in pending)
        told = [one.about for one in self.play.effects if isinstance(one, TellStaff)]
        unheard = [one for one in order.repayments if one.unheard]
        assert all(told.count(f"order:{ORDER}:unheard:{one.reference}") == 1 for one in unheard)


def _is_called(order: Order) -> bool:
    """Whether a provider is asked to send money back: each call is answered, be it in three days."""
    return any(one.state == "asked" for one in order.repayments)


def _is_the_staffs(order: Order) -> bool:
    """Whether the staff was told to send money back, or to look whether it went."""
    return bool(sum_owed(order) or sum_unconfirmed(order))


TestAnOrder = AnOrder.TestCase
TestAnOrder.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
