"""Ordering in chat: which product, which size, how many, a summary with the price, and a yes.

wanted ──> product ──> size ──> quantity ──> summary ──yes──> ordered
              │          │          ▲            │
asked ────────┴──────────┴──> offer ┘            └──no, at each step──> dropped; a day of silence: unanswered
What they named at once is not asked again; a product without sizes has no second question. Who asked whether something
is to be had is told how soon and for how much first: that is the offer, and a yes or a number to it begins the order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from flows.availability import Availability, Promisable
from flows.engine import Decision, Effect, Elapsed, Internal, Left, Own, Question, Send, Value, Void, Wait
from flows.money import amount
from flows.policy.facts import Kind, Purpose
from flows.sourcing.wishes import Next, Orderable, OrderWish, Picked

NAME = "ordering"
PATIENCE = timedelta(hours=24)
MOST_PIECES = 50
"""Pieces of one order in chat: whoever wants more is a case for a person."""
MOST_UNREAD = 2
"""So often in a row is asked again what was not understood; after that it is left to a person."""


@dataclass(frozen=True, slots=True)
class OrderingFacts:
    """What is sold now, by product: a price that moved is shown anew, what is gone is not ordered.

    ``pay_first``: it is paid before it is looked for, so nobody is told that there is nothing to pay now. ``off`` is
    what a referral takes off the price, in micro-units. ``offered``, where that was asked: how soon it can be had, by
    product and size.
    """

    pay_first: bool = False
    sold: Mapping[UUID, Orderable] = field(default_factory=dict)
    off: int = 0
    offered: Mapping[tuple[UUID, str], Promisable] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlaceOrder(Own):
    """Reserve it, as if the shop's system had told of it."""

    ware: Orderable
    size: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Ordering:
    """What is known of the order so far, and where the person writes. ``unread`` counts what we did not understand.

    ``asks``: they asked whether it is to be had, and have not said yet that they want it.
    """

    wares: tuple[Orderable, ...]
    address: UUID
    channel: str
    size: str = ""
    quantity: int = 0
    unread: int = 0
    asks: bool = False
    later: tuple[Next, ...] = ()
    version: int = 1

    @property
    def step(self) -> str:
        """What is to be asked next."""
        if len(self.wares) != 1:
            return "product"
        if self.wares[0].sizes and self.size not in self.wares[0].sizes:
            return "size"
        if self.asks:
            return "offer"
        return "summary" if self.quantity else "quantity"

    @property
    def named(self) -> tuple[str, ...]:
        """The article as people call it: "2 Tiger Shorts L"."""
        (ware,) = self.wares
        many = f"{self.quantity} " if self.quantity > 1 else ""
        return (f"{many}{ware.title} {self.size}".rstrip(),)

    @property
    def cost(self) -> Decimal:
        """What it costs, in whole currency units."""
        return self.wares[0].cost * self.quantity


QUESTIONS = {
    "product": Question("pick_product", "choice"),
    "size": Question("pick_size", "choice"),
    "offer": Question("pick_offer", "yes_no"),
    "quantity": Question("pick_quantity", "choice"),
    "summary": Question("pick_summary", "yes_no"),
}
Event: TypeAlias = Internal | OrderWish | Picked


def decide(state: Ordering | None, event: Event, facts: OrderingFacts, now: datetime) -> Decision[Ordering] | None:
    """The next step of an order in chat; None when the event does not concern it."""
    match event:
        case OrderWish():
            return _ask(_begun(event), event, facts, now)
        case Picked() if state is not None:
            return _picked(state, event, facts, now)
        case Elapsed("answer") if state is not None:
            return Decision(state, (Void(),), ended="unanswered")
        case Left("erased" | "opted_out" as reason) if state is not None:
            return Decision(state, (Void(),), ended=reason)
    return None


def _begun(event: OrderWish) -> Ordering:
    return Ordering(
        event.wares, event.address, event.channel, event.size, event.quantity, asks=event.asks, later=event.later
    )


def _picked(state: Ordering, event: Picked, facts: OrderingFacts, now: datetime) -> Decision[Ordering] | None:
    if event.agrees is False:
        return Decision(state, (_say("pick_dropped", event),), ended="dropped")
    if event.agrees and state.step == "summary":
        return _agreed(state, event, facts, now)
    asks = state.asks and not event.agrees and not event.quantity
    wares = tuple(one for one in state.wares if one.product in event.wares) or state.wares
    size = event.size or ("" if event.lacks else state.size)
    told = replace(
        state, wares=wares, size=size, quantity=event.quantity or state.quantity,
        address=event.address, channel=event.channel, unread=0, asks=asks,
    )  # fmt: skip
    if replace(told, address=state.address, channel=state.channel, unread=state.unread) != state:
        return _ask(told, event, facts, now)
    if event.lacks:
        return _ask(told, event, facts, now)
    if state.step == "offer" or state.unread >= MOST_UNREAD:  # whoever only asked is not urged
        return None
    return _ask(replace(told, unread=state.unread + 1), event, facts, now)


def _agreed(state: Ordering, event: Picked, facts: OrderingFacts, now: datetime) -> Decision[Ordering]:
    """A customer agreed to an offer: a changed price is shown anew, an article that is gone is told."""
    (ware,) = state.wares
    sold = facts.sold.get(ware.product)
    if sold is None or (state.size and state.size not in sold.sizes):
        return Decision(state, (_say("pick_gone", event, items=state.named),), ended="gone")
    if sold != ware:
        return _ask(replace(state, wares=(sold,)), event, facts, now)
    agreed = replace(state, address=event.address, channel=event.channel)
    placed = PlaceOrder(ware, state.size, state.quantity)
    if not state.later:
        return Decision(agreed, (placed,), ended="ordered")
    first, *rest = state.later
    following = Ordering((first.ware,), event.address, event.channel, first.size, first.quantity, later=tuple(rest))
    asked = _ask(following, event, facts, now)
    return replace(asked, effects=(placed, *asked.effects))


def _ask(state: Ordering, event: OrderWish | Picked, facts: OrderingFacts, now: datetime) -> Decision[Ordering]:
    """The one question that is open now; what was named and does not exist is asked for like what was not named."""
    step = state.step
    if step == "offer":
        return _offer(state, event, facts, now)
    if step == "product":
        ask = _say("pick_product", event, lines=numbered(one.title for one in state.wares))
    elif step == "size":
        (ware,) = state.wares
        amount = ware.cost if state.asks else None
        lines = numbered(ware.sizes)
        ask = _say("pick_size", event, item=ware.title, lines=lines, lacks=event.lacks or None, amount=amount)
    elif step == "quantity":
        ask = _say("pick_quantity", event, items=state.named, most=MOST_PIECES)
    else:
        ask = _summed_up(state, event, facts)
    return Decision(state, (Void(), ask), (Wait("answer", now + PATIENCE, QUESTIONS[step]),))


def _offer(state: Ordering, event: OrderWish | Picked, facts: OrderingFacts, now: datetime) -> Decision[Ordering]:
    """The article's day and price; for one that is gone, the other sizes to be had."""
    (ware,) = state.wares
    offered = facts.offered.get((ware.product, state.size))
    if offered is None:
        return Decision(state, (Void(), _say("pick_gone", event, items=state.named)), ended="gone")
    wait = Wait("answer", now + PATIENCE, QUESTIONS["offer"])
    if offered.availability is not Availability.TEMPORARILY_OUT:
        soon, amount = offered.availability.value, ware.cost * (state.quantity or 1)
        ask = _say("pick_offer", event, items=state.named, soon=soon, days=offered.days, amount=amount)
        return Decision(state, (Void(), ask), (wait,))
    others = tuple(size for size in ware.sizes if _is_there(facts.offered.get((ware.product, size))))
    told = _say("pick_out", event, items=replace(state, quantity=0).named, others=others or None)
    if not others:
        return Decision(state, (Void(), told), ended="out")
    return Decision(replace(state, size=""), (Void(), told), (replace(wait, question=QUESTIONS["size"]),))


def _is_there(offered: Promisable | None) -> bool:
    return offered is not None and offered.availability is not Availability.TEMPORARILY_OUT


def _summed_up(state: Ordering, event: OrderWish | Picked, facts: OrderingFacts) -> Effect:
    """The article and its price, less the discount of a referral."""
    off = min(amount(facts.off), state.cost)
    return _say(
        "pick_summary",
        event,
        items=state.named,
        amount=state.cost - off,
        off=off or None,
        later=None if facts.pay_first else "yes",
    )


def numbered(names: Iterable[str]) -> tuple[str, ...]:
    """The lines of a list from which one is taken by its number."""
    return tuple(f"{number}. {name}" for number, name in enumerate(names, 1))


def _say(template: str, event: OrderWish | Picked, **values: Value) -> Effect:
    key, given = f"answer:{event.message}:{template}", {name: one for name, one in values.items() if one is not None}
    return Send(template, event.address, event.channel, key, Purpose.TRANSACTIONAL, Kind.ANSWER, values=given)
