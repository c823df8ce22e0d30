"""What an order may know when it decides, and the draft in which a decision comes about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from flows.business import Sourcing
from flows.engine import Call, Decision, Departed, Effect, Send, Value, Wait
from flows.money import MICROS
from flows.policy.facts import Kind, Purpose
from flows.sequence import FALLS_BACK
from flows.sourcing.news import Record, TellStaff
from flows.sourcing.order import Line, Order, Status

BUNDLED = timedelta(minutes=30)
"""Steps that come within so short a time are told together, so that nobody gets three messages in an hour."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A shop that may be asked about a line. ``opens_at`` None is open now; ``commission`` is for one piece."""

    shop: UUID
    commission: int
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A message to the customer that did not reach them, as it was to leave."""

    template: str
    address: UUID
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Off:
    """Money off that the customer may use, in micro-units of the business's currency."""

    credit: UUID
    amount: int


@dataclass(frozen=True, slots=True)
class SourcingFacts:
    """What is known beside the order itself.

    ``ways`` are the addresses at which the customer can be written to with their channels, the best first; ``own`` the
    free pieces of our own stock by line; ``shops`` those that may have a line, the likeliest first; ``page`` the
    address of the order's page; ``provider`` through whom new payments go, "" for nobody; ``lost`` what did not reach
    the customer; ``off`` what a referral takes off the price, once.
    """

    settings: Sourcing = field(default_factory=Sourcing)
    ways: tuple[tuple[UUID, str], ...] = ()
    own: Mapping[str, int] = field(default_factory=dict)
    shops: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    names: Mapping[UUID, str] = field(default_factory=dict)
    alternatives: tuple[str, ...] = ()
    page: str | None = None
    provider: str = ""
    lost: Lost | None = None
    off: Off | None = None


class Draft:
    """A decision while it comes about: the order as it will be, and what is to be done."""

    def __init__(self, order: Order, facts: SourcingFacts, now: datetime, by: str) -> None:
        self.order = order
        self.facts = facts
        self.now = now
        self.by = by
        self.effects: list[Effect] = []
        self.ended: str | None = None

    def do(self, *effects: Effect) -> None:
        """Ask for these effects."""
        self.effects.extend(effects)

    def change(self, **values: object) -> None:
        """Have the order with these values."""
        self.order = replace(self.order, **values)  # type: ignore[arg-type]

    def become(self, status: Status, note: str = "", **values: object) -> None:
        """Go on to a state, which the order's history keeps with who and why."""
        self.change(status=status, **values)
        self.do(Record(status.value, self.by, note))

    def note(self, note: str) -> None:
        """Keep what happened without a change of state."""
        self.do(Record(self.order.status.value, self.by, note))

    def staff(self, about: str, text: str) -> None:
        """Tell the staff; ``about`` makes it once a day."""
        self.do(TellStaff(f"order:{self.order.id}:{about}", text))

    def call(self, kind: str, key: str, **request: Value) -> None:
        """Ask a provider for something."""
        self.do(Call(kind, key, request))

    def say(self, template: str, key: str, lines: tuple[Line, ...] | None = None, **values: Value) -> None:
        """Write to the customer about these lines, or all that are wanted; the staff is told where nobody can be.

        Nobody is a restock's customer.
        """
        if self.order.for_stock:
            return
        if not self.facts.ways:
            self.staff("unreachable", f"Order {self.order.number}: we cannot write to the customer ({template}).")
            return
        address, channel = self.facts.ways[0]
        about: dict[str, Value] = {
            "order": self.order.number,
            "items": named(self.order.wants if lines is None else lines),
            "currency": self.order.currency,
            **values,
        }
        told = {name: value for name, value in about.items() if value is not None}
        self.do(Send(template, address, channel, key, Purpose.TRANSACTIONAL, Kind.MESSAGE, values=told))

    def say_elsewhere(self, event: Departed) -> None:
        """What was refused on one way goes by the next; where there is none, the staff knows that they do not know."""
        lost, ways = self.facts.lost, [way for way, _ in self.facts.ways]
        if self.order.for_stock or lost is None or event.outcome not in {"refused", "failed"}:
            return
        after = ways.index(lost.address) + 1 if lost.address in ways else len(ways)
        if after >= len(ways) or event.rule not in FALLS_BACK:
            what = f"“{lost.template}” did not reach the customer on {event.channel} ({event.rule})"
            self.staff(f"lost:{lost.template}", f"Order {self.order.number}: {what}. Tell them another way.")
            return
        address, channel = self.facts.ways[after]
        key = f"{event.key}:{channel}"
        self.do(
            Send(
                lost.template, address, channel, key, Purpose.TRANSACTIONAL, values=lost.values,
                fallback_of=event.message,
            )
        )  # fmt: skip

    def tell(self, *steps: str) -> None:
        """Tell the customer of a step: at once, or together with what comes within the half hour after the last."""
        if self.order.for_stock:
            return
        untold = (*self.order.untold, *(step for step in steps if step not in self.order.untold))
        self.change(untold=untold)
        if self.order.told_at is not None and self.now < self.order.told_at + BUNDLED:
            self.change(tell_at=self.order.told_at + BUNDLED)
        else:
            self.tell_now()

    def tell_now(self) -> None:
        """One message with the latest step that was not told."""
        if self.order.untold:
            step = self.order.untold[-1]
            expected = self.order.promised_at if step in {"paid", "picked", "sourcing"} else None
            expected = self.order.answer_by if step == "checking" else expected
            making = step == "paid" and self.order.made
            self.say(
                "order_update",
                f"update:{step}:{int(self.now.timestamp())}",
                happened="making" if making else step,
                when=self.now,
                expected=expected,
                paid="yes" if self.order.paid_at else None,
                link=self.facts.page,
                tracking=self.order.parcel or None,
            )
        self.change(untold=(), told_at=self.now, tell_at=None)

    def decide(self, waits: tuple[Wait, ...]) -> Decision[Order]:
        """What it comes to."""
        return Decision(self.order, tuple(self.effects), () if self.ended else waits, self.ended)


def named(lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Lines as people call them: "2 Tiger Print Shorts, L"."""
    return tuple(one_named(line, line.wanted or line.quantity) for line in lines)


def one_named(line: Line, quantity: int) -> str:
    """Some pieces of a line as people call them."""
    many = f"{quantity} " if quantity != 1 else ""
    size = f" {line.size}" if line.size else ""
    return f"{many}{line.title}{size}"


def amount(micros: int) -> Decimal:
    """Micro-units as whole units, exactly."""
    return Decimal(micros) / MICROS
