"""Ordering in chat: which product, which size, how many, a summary with the price, and a yes.

wanted ──> product ──> size ──> quantity ──> summary ──yes──> ordered
              └────────┴───────────┴────────────┴──no──> dropped; a day of silence: unanswered
What they named at once is not asked again; a product without sizes has no second question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from flows.engine import Decision, Effect, Elapsed, Internal, Left, Own, Question, Send, Value, Void, Wait
from flows.money import MICROS
from flows.policy.facts import Kind, Purpose

NAME = "picking"
PATIENCE = timedelta(hours=24)
MOST_PIECES = 50
"""Pieces of one order in chat: whoever wants more is a case for a person."""
MOST_UNREAD = 2
"""So often in a row is asked again what was not understood; after that it is left to a person."""


@dataclass(frozen=True, slots=True)
class Ware:
    """A product as it can be ordered. ``sizes`` is empty where it has none; ``price`` is for one, in micro-units."""

    product: UUID
    sku: str
    title: str
    sizes: tuple[str, ...]
    price: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody wants to order: the one of ``wares`` or one of several; ``size`` "" and ``quantity`` 0 were not said."""

    wares: tuple[Ware, ...]
    address: UUID
    channel: str
    message: UUID
    size: str = ""
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class Picked:
    """What they said to our last question: some of the wares, a size, a number, or yes or no to the summary.

    All of it left empty: it was for us, and we did not understand it.
    """

    address: UUID
    channel: str
    message: UUID
    wares: tuple[UUID, ...] = ()
    size: str = ""
    quantity: int = 0
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class PickingFacts:
    """What is sold now, by product: a price that moved is shown anew, what is gone is not ordered.

    ``pay_first``: it is paid before it is looked for, so nobody is told that there is nothing to pay now.
    """

    pay_first: bool = False
    sold: Mapping[UUID, Ware] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlaceOrder(Own):
    """Reserve it, as if the shop's system had told of it."""

    ware: Ware
    size: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Picking:
    """What is known of the order so far, and where the person writes. ``unread`` counts what we did not understand."""

    wares: tuple[Ware, ...]
    address: UUID
    channel: str
    size: str = ""
    quantity: int = 0
    unread: int = 0
    version: int = 1

    @property
    def step(self) -> str:
        """What is to be asked next."""
        if len(self.wares) != 1:
            return "product"
        if self.wares[0].sizes and self.size not in self.wares[0].sizes:
            return "size"
        return "summary" if self.quantity else "quantity"


QUESTIONS = {
    "product": Question("pick_product", "choice"),
    "size": Question("pick_size", "choice"),
    "quantity": Question("pick_quantity", "choice"),
    "summary": Question("pick_summary", "yes_no"),
}
Event: TypeAlias = Internal | Wanted | Picked


def decide(state: Picking | None, event: Event, facts: PickingFacts, now: datetime) -> Decision[Picking] | None:
    """The next step of an order in chat; None when the event does not concern it."""
    match event:
        case Wanted():
            begun = Picking(event.wares, event.address, event.channel, event.size, event.quantity)
            return _ask(begun, event, facts, now)
        case Picked() if state is not None:
            return _picked(state, event, facts, now)
        case Elapsed("answer") if state is not None:
            return Decision(state, (Void(),), ended="unanswered")
        case Left("erased" | "opted_out" as reason) if state is not None:
            return Decision(state, (Void(),), ended=reason)
    return None


def _picked(state: Picking, event: Picked, facts: PickingFacts, now: datetime) -> Decision[Picking] | None:
    if event.agrees is False:
        return Decision(state, (_say("pick_dropped", event),), ended="dropped")
    if event.agrees and state.step == "summary":
        return _agreed(state, event, facts, now)
    wares = tuple(one for one in state.wares if one.product in event.wares) or state.wares
    told = replace(
        state, wares=wares, size=event.size or state.size, quantity=event.quantity or state.quantity,
        address=event.address, channel=event.channel, unread=0,
    )  # fmt: skip
    if replace(told, address=state.address, channel=state.channel, unread=state.unread) != state:
        return _ask(told, event, facts, now)
    if state.unread >= MOST_UNREAD:
        return None
    return _ask(replace(told, unread=state.unread + 1), event, facts, now)


def _agreed(state: Picking, event: Picked, facts: PickingFacts, now: datetime) -> Decision[Picking]:
    """They said yes to what they saw: what costs something else now is shown anew, what is gone is told."""
    (ware,) = state.wares
    sold = facts.sold.get(ware.product)
    if sold is None or (state.size and state.size not in sold.sizes):
        return Decision(state, (_say("pick_gone", event, items=named(state)),), ended="gone")
    if sold != ware:
        return _ask(replace(state, wares=(sold,)), event, facts, now)
    return Decision(state, (PlaceOrder(ware, state.size, state.quantity),), ended="ordered")


def _ask(state: Picking, event: Wanted | Picked, facts: PickingFacts, now: datetime) -> Decision[Picking]:
    """The one question that is open now; what was named and does not exist is asked for like what was not named."""
    step = state.step
    if step == "product":
        ask = _say("pick_product", event, lines=_numbered(one.title for one in state.wares))
    elif step == "size":
        (ware,) = state.wares
        ask = _say("pick_size", event, item=ware.title, lines=_numbered(ware.sizes))
    elif step == "quantity":
        ask = _say("pick_quantity", event, items=named(state), most=MOST_PIECES)
    else:
        ask = _say(
            "pick_summary", event, items=named(state), amount=total(state), later=None if facts.pay_first else "yes"
        )
    return Decision(state, (Void(), ask), (Wait("answer", now + PATIENCE, QUESTIONS[step]),))


def named(state: Picking) -> tuple[str, ...]:
    """What is ordered as people call it: "2 Tiger Shorts L"."""
    (ware,) = state.wares
    many = f"{state.quantity} " if state.quantity > 1 else ""
    return (f"{many}{ware.title} {state.size}".rstrip(),)


def total(state: Picking) -> Decimal:
    """What it costs, in whole currency units."""
    return Decimal(state.wares[0].price * state.quantity) / MICROS


def _numbered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{number}. {name}" for number, name in enumerate(names, 1))


def _say(template: str, event: Wanted | Picked, **values: Value) -> Effect:
    key, given = f"answer:{event.message}:{template}", {name: one for name, one in values.items() if one is not None}
    return Send(template, event.address, event.channel, key, Purpose.TRANSACTIONAL, Kind.ANSWER, values=given)
