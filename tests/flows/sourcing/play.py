"""An order played by hand: events go in, the order and what it asked for come out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flows.actor import Actor
from flows.business import Sourcing
from flows.engine import Call, Called, Elapsed, Send, Wait
from flows.events import PaymentArrived
from flows.money import MICROS, Money
from flows.sourcing import order_flow
from flows.sourcing.order import Order
from flows.sourcing.order_effects import AddOwn, FreeOwn, TakeOwn, TellShop, TellStaff
from flows.sourcing.order_events import Reserved, StockAnswered
from flows.sourcing.order_facts import ShopChoice, SourcingFacts
from flows.sourcing.order_line import Line
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Says
from tests.flows.sourcing.words import called, english

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
ORDER = UUID(int=1)
SHORTS, MUG = UUID(int=100), UUID(int=101)
CONNAUGHT, KAROL, HAUZ, EAST = (UUID(int=number) for number in range(11, 15))
CUSTOMER = (UUID(int=50), "whatsapp")


def line(name: str = "1", quantity: int = 2, price: int = 899, product: UUID = SHORTS) -> Line:
    """A line of an order."""
    return Line(name, product, f"SKU-{name}", f"Thing {name}", "L", quantity, price * MICROS)


def begun(*lines: Line, pay: str = "after", express: bool = False, fee: int = 0) -> Order:
    """An order as it begins."""
    day = timedelta(days=1)
    return Order(
        ORDER, "1234", Status.RESERVED, lines or (line(),), "INR", START + 2 * day, START + day, pay, 3, express,
        fee * MICROS,
    )  # fmt: skip


@dataclass
class Play:
    """An order's run: what it decided so far. ``own`` is our free stock by line."""

    order: Order | None = None
    now: datetime = START
    settings: Sourcing = field(default_factory=Sourcing)
    shops: tuple[UUID, ...] = (CONNAUGHT, KAROL, HAUZ, EAST)
    own: dict[str, int] = field(default_factory=dict)
    provider: str = "razorpay"
    effects: list[Any] = field(default_factory=list)
    waits: tuple[Wait, ...] = ()
    ended: str | None = None
    payments: int = 0

    def reserve(self, order: Order | None = None) -> Play:
        """The customer reserves."""
        self.give(Reserved(order or begun()))
        return self

    def give(self, event: Any) -> bool:
        """Let the order decide; False when the event was none of its."""
        if self.ended is not None:
            return False
        decision = order_flow.decide(self.order, event, replace(self.facts(), who=_called(event)), self.now)
        if decision is None:
            return False
        self.order, self.waits, self.ended = decision.state, decision.waits, decision.ended
        self.effects += decision.effects
        for effect in decision.effects:
            if isinstance(effect, TakeOwn):
                self.own[effect.line.id] -= effect.quantity
            elif isinstance(effect, FreeOwn | AddOwn):
                self.own[effect.line.id] = self.own.get(effect.line.id, 0) + effect.quantity
        return True

    def facts(self) -> SourcingFacts:
        """What it may know."""
        lines = self.order.lines if self.order else (line(), line("2"), line("3"))
        shops = {one.id: tuple(ShopChoice(shop, 100 * MICROS) for shop in self.shops) for one in lines}
        names = {CONNAUGHT: "Connaught", KAROL: "Karol Bagh", HAUZ: "Hauz Khas", EAST: "East"}
        return SourcingFacts(
            self.settings, (CUSTOMER,), dict(self.own), shops, names, page="https://t.example", provider=self.provider
        )

    def says(self, shop: UUID, says: Says, quantity: int = 0, name: str = "1", **more: Any) -> Play:
        """A shop answers."""
        self.give(StockAnswered(ORDER, shop, name, says.value, quantity, **more))
        return self

    def linked(self) -> Play:
        """The provider makes the link that was asked for."""
        payment = next(one for one in self.the_order.payments if not one.link and not one.by_hand)
        self.payments += 1
        values = {
            "reference": payment.reference.hex,
            "link": f"plink_{self.payments}",
            "url": f"https://rzp.example/{self.payments}",
        }
        self.give(Called(UUID(int=9), "payment_link", f"payment:{self.payments}", values))
        return self

    def paid(self, amount: int | None = None, payment: str = "pay_1") -> Play:
        """Money comes by the last link."""
        asked = self.the_order.payment
        assert asked is not None
        micros = asked.amount if amount is None else amount * MICROS
        arrived = PaymentArrived("razorpay", asked.reference.hex, asked.link, payment, Money(micros, "INR"), self.now)
        self.give(arrived)
        return self

    def wait(self, name: str) -> Play:
        """The clock goes to that wait, and it is woken; KeyError where it waits for no such thing."""
        due = {wait.name: wait.due_at for wait in self.waits}[name]
        assert due is not None
        self.now = max(self.now, due)
        self.give(Elapsed(name))
        return self

    def later(self, **stretch: float) -> Play:
        """Time passes."""
        self.now += timedelta(**stretch)
        return self

    @property
    def the_order(self) -> Order:
        assert self.order is not None
        return self.order

    @property
    def status(self) -> str:
        return self.the_order.status.value

    def told(self) -> list[str]:
        """What the customer got, in order, since the last look."""
        return [one.template for one in self._take(Send)]

    def shops_told(self) -> list[tuple[UUID, str]]:
        """What shops were told, in order, since the last look."""
        return [(one.shop, one.outcome) for one in self._take(TellShop)]

    def staff_told(self) -> list[str]:
        """What the staff was told, since the last look."""
        return [english(one.text) for one in self._take(TellStaff)]

    def calls(self) -> list[tuple[str, Any]]:
        """What providers were asked for, since the last look: the kind, and the amount or the link."""
        return [(one.kind, one.request.get("amount", one.request.get("link"))) for one in self._take(Call)]

    def _take(self, kind: Any) -> Iterable[Any]:
        found = [one for one in self.effects if isinstance(one, kind)]
        self.effects = [one for one in self.effects if not isinstance(one, kind)]
        return found


def sourcing(**settings: Any) -> Sourcing:
    """Settings that differ from the usual ones."""
    return replace(Sourcing(), **settings)


def _called(event: Any) -> str:
    by = getattr(event, "by", None)
    return "" if by is None else "Karol Bagh Gifts" if by == Actor.shop(KAROL) else called(by)
