"""The draft of an order's decision, and the formats of its lines and amounts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.actor import Actor
from flows.engine import Asks, Call, Decision, Departed, Effect, Send, Value, Wait
from flows.money import Money, convert_micros
from flows.phrase import Lines, Phrase, Text, phrase
from flows.policy.departure_facts import Kind, Programme, Purpose
from flows.routes import FALLS_BACK
from flows.sourcing import undelivered_news
from flows.sourcing.order import Order
from flows.sourcing.order_effects import Record, RequestOutcome, TellShop, TellStaff
from flows.sourcing.order_facts import SourcingFacts
from flows.sourcing.order_line import Line, Source
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.order_reason import Reason, Why
from flows.sourcing.order_state import CAME_TO_NOTHING, Status

BUNDLED = timedelta(minutes=30)
"""Steps within this time are reported in one message, so that nobody gets three messages in an hour."""

ALIKE = "alternatives"
"""The template that offers products similar to an unavailable one."""

_STEPS = frozenset(
    {
        "reserved", "order_update", "payment_link", "payment_by_hand", "confirm_order", "quote", "part_available",
        "approve_photos", "photos_answered", "waiting_on",
    }
)  # fmt: skip
"""The steps towards a delivered order; a failed order has its own message."""


class OrderDraft:
    """A decision in progress: the order's new state and its effects.

    ``answers`` is the address, with its channel, of the customer's message that causes the decision: the answer goes
    there, even after a STOP.
    """

    def __init__(
        self, order: Order, facts: SourcingFacts, now: datetime, by: Actor, answers: tuple[UUID, str] | None = None
    ) -> None:
        self.order = replace(order, heard=order.heard + 1)
        self.before = order
        self.facts = facts
        self.now = now
        self.by = by
        self.answers = answers
        self.effects: list[Effect] = []
        self.ended: str | None = None

    @property
    def link_died(self) -> bool:
        """Return True if the customer has a link that was payable before this step, and must not be any more."""
        was = self.before.payment
        if was is None or was.state is not PaymentState.OPEN:
            return False
        return any(one.reference == was.reference and one.state is PaymentState.OVER for one in self.order.payments)

    @property
    def stamp(self) -> int:
        """Return the number of the order's decisions: it makes the keys of repeatable messages unique, even within one
        moment."""
        return self.order.heard

    def do(self, *effects: Effect) -> None:
        """Add effects to the decision."""
        self.effects.extend(effects)

    def change(self, **values: object) -> None:
        """Change fields of the order."""
        self.order = replace(self.order, **values)  # type: ignore[arg-type]

    def become(self, status: Status, why: Why | None = None, **values: object) -> None:
        """Move the order to a status; the order's history stores the actor and the reason."""
        self.change(status=status, **values)
        self.do(Record(status.value, self.by, why))

    def shop(self, shop: UUID) -> Text:
        """Return a shop's name as a text."""
        return self.facts.names.get(shop) or phrase("a_shop")

    def money(self, micros: int) -> Money:
        """Return an amount, given in micro-units of the order's currency, for a text."""
        return Money(micros, self.order.currency)

    def cost(self, micros: int) -> str:
        """Format an amount, given in millionths of the order's currency, as histories show it: "1798 INR"."""
        return f"{convert_micros(micros):f} {self.order.currency}"

    def note(self, reason: Reason, **figures: object) -> None:
        """Record in the history something that did not change the status."""
        self.do(Record(self.order.status.value, self.by, Why(reason, figures)))

    def tell_staff(self, about: str, text: Text, but: Actor | None = None) -> None:
        """Notify the staff, once a day for each ``about``; not the actor ``but``, who knows already."""
        self.do(TellStaff(f"order:{self.order.id}:{about}", text, but))

    def call(self, kind: str, key: str, **request: Value) -> None:
        """Queue a call to a provider."""
        self.do(Call(kind, key, request))

    def say(
        self,
        template: str,
        key: str,
        lines: tuple[Line, ...] | None = None,
        *,
        by_day: datetime | None = None,
        asks: Asks | None = None,
        **values: Value,
    ) -> None:
        """Write to the customer about these lines, or all wanted ones; inform the staff if the customer is unreachable.

        ``by_day`` is the latest moment of a message that must not wake anybody: it waits for the morning. A restock and
        an order of an erased customer have no customer.
        """
        if not self.order.has_listener:
            return
        ways = (self.answers, *self.facts.ways) if self.answers else self.facts.ways
        if not ways:
            what = undelivered_news.describe_message(template, str(values.get("happened", "")), self.order.number)
            self.tell_staff(f"unreachable:{key}", phrase("could_not_be_sent", what=what))
            return
        address, channel = ways[0]
        kind = Kind.ANSWER if self.answers else Kind.NUDGE if by_day else Kind.MESSAGE
        programme = Programme.REMINDERS if kind is Kind.NUDGE else None
        self.do(
            Send(
                template, address, channel, key, Purpose.TRANSACTIONAL, kind, programme,
                values=self._make_values(lines, values), latest=by_day, asks=asks,
            )
        )  # fmt: skip
        if template in _STEPS - {"order_update"}:  # what was to be told of before is older than this
            self.change(untold=(), tell_at=None)

    def _make_values(self, lines: tuple[Line, ...] | None, values: Mapping[str, Value]) -> dict[str, Value]:
        """Return the values that every message about the order has, overridden by ``values``; None values are
        left out."""
        about: dict[str, Value] = {
            "order": self.order.number,
            "items": name_lines(self.order.wants if lines is None else lines),
            "currency": self.order.currency,
            "express": "yes" if self.order.express else None,
            **values,
        }
        return {name: value for name, value in about.items() if value is not None}

    def offer_alike(self, key: str, lines: tuple[Line, ...]) -> None:
        """Offer similar products to a customer who agreed to offers, as a separate marketing message, never within an
        order update."""
        if not (self.order.has_listener and self.facts.offers and self.facts.alternatives):
            return
        address, channel = self.facts.offers[0]
        told: dict[str, Value] = {
            "order": self.order.number,
            "items": name_lines(lines),
            "alternatives": self.facts.alternatives,
        }
        self.do(
            Send(ALIKE, address, channel, f"alike:{key}", Purpose.MARKETING, programme=Programme.OFFERS, values=told)
        )

    def say_elsewhere(self, event: Departed) -> None:
        """Repeat a refused message on the next route; if there is none, tell the staff that the customer was not
        informed.

        Steps of an order that has failed since are not repeated.
        """
        lost, ways = self.facts.lost, [way for way, _ in self.facts.ways]
        if not self.order.has_listener or lost is None or event.outcome not in {"refused", "failed"}:
            return
        if lost.template == ALIKE:  # an offer that the rules held back is nobody's business
            return
        if lost.template in _STEPS and self.order.status in CAME_TO_NOTHING:
            return
        after = ways.index(lost.address) + 1 if lost.address in ways else len(ways)
        if after >= len(ways) or event.rule not in FALLS_BACK:
            what, why = undelivered_news.describe_news(lost, self.order.number), undelivered_news.explain(event.rule)
            self.tell_staff(f"lost:{event.key}", phrase("did_not_reach", what=what, channel=event.channel, why=why))
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
        """Tell the customer of a step: at once, or together with others within half an hour after the last report."""
        if not self.order.has_listener:
            return
        untold = (*self.order.untold, *(step for step in steps if step not in self.order.untold))
        self.change(untold=untold)
        if self.order.told_at is not None and self.now < self.order.told_at + BUNDLED:
            self.change(tell_at=self.order.told_at + BUNDLED)
        else:
            self.tell_now()

    def tell_now(self) -> None:
        """Send one message with the latest unreported step."""
        if self.order.untold:
            step = self.order.untold[-1]
            asked = any(ask.asked_at <= self.now for ask in self.order.asks)
            gone = tuple(line for line in self.order.kept if line.wanted) if step in {"shipped", "delivered"} else ()
            self.say(
                "order_update",
                f"update:{step}:{self.stamp}",
                gone or None,
                happened=name_step(step, self.order.source),
                when=self.now,
                expected=self._find_expected_day(step),
                late=self.order.promised_at if step in {"picked", "packed"} and self.order.told_late else None,
                unasked="yes" if step == "checking" and not asked else None,
                paid="yes" if self.order.paid_at else None,
                link=self.facts.page,
                tracking=self.order.parcel or None,
            )
        self.change(untold=(), told_at=self.now, tell_at=None)

    def _find_expected_day(self, step: str) -> datetime | None:
        """Return the expected day of the next step: the departure from us, or the delivery of a shipped order."""
        if step == "checking":
            return self.order.answer_by
        if step == "shipped":
            return self.facts.settings.delivery(self.now, self.now)
        by = self.order.promised_at if step in {"paid", "picked", "sourcing"} else None
        return by if by is not None and by > self.now else None

    def decide(self, waits: tuple[Wait, ...]) -> Decision[Order]:
        """Return the decision; shops whose offer is decided at once get no separate "noted" message."""
        last = {(one.shop, one.line): one for one in self.effects if isinstance(one, TellShop)}
        effects = tuple(
            one
            for one in self.effects
            if not (isinstance(one, TellShop) and one.outcome == RequestOutcome.HELD) or last[one.shop, one.line] is one
        )
        return Decision(self.order, effects, () if self.ended else waits, self.ended)


def name_step(step: str, source: Source) -> str:
    """Return the step's name for the customer; it does not mention a shop if the pieces are our own or made."""
    return _WITHOUT_SHOPS.get(source, step) if step in _TO_FETCH else step


_TO_FETCH = frozenset({"paid", "confirmed", "sourcing"})
_WITHOUT_SHOPS = {Source.OWN: "packing", Source.MADE: "making"}


def name_lines(lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Format lines: "2 Tiger Print Shorts, L"."""
    return tuple(name_pieces(line, line.wanted or line.quantity) for line in lines)


def join_parts(parts: Iterable[Text]) -> Lines:
    """Join texts with commas: "2 Tiger Shorts L, Taj Mug"."""
    return Lines(tuple(parts), between=", ")


def name_order(order: Order) -> Phrase:
    """Format an order's name for the staff: "Order 1234", "Restock R3"."""
    return phrase("restock_called" if order.for_stock else "order_called", number=order.number)


def name_pieces(line: Line, quantity: int) -> str:
    """Format a quantity of a line."""
    many = f"{quantity} " if quantity != 1 else ""
    size = f" {line.size}" if line.size else ""
    return f"{many}{line.title}{size}"


def name_part(order: Order, line: Line, quantity: int) -> str:
    """Format a part of a line, with the number even for one: "1 Tiger Shorts L"."""
    named_so = name_pieces(line, quantity)
    return f"1 {named_so}" if quantity == 1 and order.count_missing(line) and order.count_found(line) else named_so


def name_missing(order: Order) -> tuple[str, ...]:
    """Format the missing pieces with quantities; partly available lines come first."""
    lines = sorted(order.lacks, key=lambda line: not order.count_found(line))
    return tuple(name_part(order, line, order.count_missing(line)) for line in lines)
