"""Ordering in chat: which product, which size, a summary with the price, and a yes.

wanted ──> product ──> size ──> count ──> summary ──yes──> ordered
              │          │        │          ▲  │
asked ────────┴──────────┴────────┴──> offer ┘  └──no, at each step──> dropped; a day of silence: unanswered
What they named at once is not asked again; a product without sizes has no second question, and it is one piece unless
they say how many; of "2 or 3" they are asked which (``count``). Who asked whether something is to be had is told how
soon and for how much first: that is the offer, and a yes or a number to it begins the order. An order has several
lines: what is named beside comes after the one that is picked, and all of them stand in one summary, where each can be
changed or left out (``basket``).
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
from flows.sourcing import basket, waitlist
from flows.sourcing.basket import Ordering
from flows.sourcing.picked_lines import is_same
from flows.sourcing.replacing import Placed, as_placed
from flows.sourcing.wishes import Next, Orderable, OrderWish, Picked

NAME = "ordering"
PATIENCE = timedelta(hours=24)
UNANSWERED = "unanswered"
"""How an order in chat ends by silence; what was picked is offered anew to a later yes."""
ORDERED = "ordered"
"""How it ends by a yes."""
DROPPED = "dropped"
"""How it ends by a no; a yes behind that shows it anew."""
MOST_PIECES = 50
"""Pieces of one order in chat: whoever wants more is a case for a person."""
MOST_UNREAD = 1
"""So often in a row is asked again what was not understood, and said to be so; after that it is left to a person."""


@dataclass(frozen=True, slots=True)
class OrderingFacts:
    """What is sold now, by product: a price that moved is shown anew, what is gone is not ordered.

    ``pay_first``: it is paid before it is looked for, so nobody is told that there is nothing to pay now. ``off`` is
    what a referral takes off the price, in micro-units. ``express_fee`` is in whole units, None where nothing is sold
    as express. ``offered``, where that was asked: how soon it can be had, by product and size. ``standing`` are the
    numbers of earlier orders of the person that have not left. ``to`` is where the order goes, as was told before.
    ``replaced`` is what the order holds whose place this one is to take; None for none, and for one that has left.
    """

    pay_first: bool = False
    express_fee: int | None = None
    sold: Mapping[UUID, Orderable] = field(default_factory=dict)
    off: int = 0
    offered: Mapping[tuple[UUID, str], Promisable] = field(default_factory=dict)
    standing: tuple[str, ...] = ()
    to: str = ""
    replaced: Placed | None = None


@dataclass(frozen=True, slots=True)
class PlaceOrder(Own):
    """Reserve these, as if the shop's system had told of it: one order, just as it was summed up; ``told_in`` and
    ``named_in`` and ``instead`` as in ``Ordering``. ``unshown``: the address came with the yes, and no summary
    has shown it."""

    lines: tuple[Next, ...]
    express: bool = False
    told_in: UUID | None = None
    named_in: UUID | None = None
    instead: str = ""
    unshown: bool = False


QUESTIONS = {
    "product": Question("pick_product", "choice"),
    "size": Question("pick_size", "choice"),
    "count": Question("pick_count", "choice"),
    "offer": Question("pick_offer", "yes_no"),
    "summary": Question("pick_summary", "yes_no"),
}
Event: TypeAlias = Internal | OrderWish | Picked


def decide(state: Ordering | None, event: Event, facts: OrderingFacts, now: datetime) -> Decision[Ordering] | None:
    """The next step of an order in chat; None when the event does not concern it."""
    match event:
        case OrderWish():
            return _ask(_begun(event, state), event, facts, now)
        case Picked() if state is not None:
            return _picked(state, event, facts, now)
        case Elapsed("answer") if state is not None:
            return Decision(state, (Void(),), ended=UNANSWERED)
        case Left("erased" | "opted_out" as reason) if state is not None:
            return Decision(state, (Void(),), ended=reason)
    return None


def _begun(event: OrderWish, before: Ordering | None) -> Ordering:
    """The order as it begins; where it goes was told, perhaps, while other goods were picked."""
    where, said = (event.address, event.channel), (event.size, event.quantity)
    return Ordering(
        event.wares,
        *where,
        *said,
        asks=event.asks,
        later=event.later,
        express=event.express,
        over=event.over,
        partly=event.partly,
        told_in=event.message if event.to else before.told_in if before is not None else None,
        named_in=event.message if event.named else before.named_in if before is not None else None,
        instead=event.instead or (before.instead if before is not None else ""),
        doubt=event.doubt,
        replaced=event.replaced,
        aside=_before(event, before),
        tells=bool(_before(event, before)),
        between=event.between,
    )


def _before(event: OrderWish, before: Ordering | None) -> tuple[Next, ...]:
    """What was picked before a wish that begins anew, and is not in it: the summary says that it was left."""
    if event.aside:
        return event.aside
    if before is None or before.asks or event.asks or event.instead or len(before.wares) != 1:
        return ()
    named = {one.product for one in event.wares} | {one.ware.product for one in event.later}
    return tuple(one for one in (*before.kept, before.current, *before.later) if one.ware.product not in named)


def _picked(state: Ordering, event: Picked, facts: OrderingFacts, now: datetime) -> Decision[Ordering] | None:
    if event.agrees is False and (left := basket.left_alone(state)) is not None:
        return _ask(left, event, facts, now)
    if event.agrees is False:
        return Decision(state, (_dropped(event, facts),), ended=DROPPED)
    if event.to:
        state = replace(state, told_in=event.message, named_in=event.message if event.named else state.named_in)
    says_more = event.agrees or event.says_something or event.partly
    if event.again or (
        (event.to or event.where) and not says_more
    ):  # what they asked was answered: nothing was misunderstood
        return _ask(basket.answered(state, event), event, facts, now)
    if event.agrees and not state.takes(event):
        return _ask(replace(state, unread=0, doubt=""), event, facts, now)
    if event.agrees and state.step == "summary" and state.summed:
        return _agreed(state, event, facts, now)
    told = basket.told(state, event, sells_express=facts.express_fee is not None)
    if told is None:
        return Decision(state, (_dropped(event, facts),), ended=DROPPED)
    if event.agrees and not event.partly and state.step == "offer" and told.step == "summary" and not told.later:
        return _agreed(told, event, facts, now)  # all of it was told with the offer
    if event.lacks or basket.differs(told, state):
        return _ask(told, event, facts, now)
    if event.says_something:  # what was said is so already: it is shown once more
        return _ask(told, event, facts, now)
    if state.step == "offer" or state.unread >= MOST_UNREAD:  # whoever only asked is not urged
        return None
    return _ask(replace(told, unread=state.unread + 1), replace(event, partly=True), facts, now)


def _dropped(event: OrderWish | Picked, facts: OrderingFacts) -> Effect:
    """The end of an order that is not wanted; earlier ones go on."""
    several = "yes" if len(facts.standing) > 1 else None
    return _say("pick_dropped", event, orders=facts.standing or None, several=several)


def _agreed(state: Ordering, event: Picked, facts: OrderingFacts, now: datetime) -> Decision[Ordering]:
    """A customer agreed to a summary: a changed price is shown anew, an article that is gone is told."""
    left, gone = basket.as_sold(state.lines, facts.sold)
    if not left:
        return Decision(state, (_say("pick_gone", event, items=basket.named(gone)),), ended="gone")
    if left != state.lines:
        return _ask(basket.of_lines(state, left), event, facts, now, gone=basket.named(gone))
    agreed = replace(state, address=event.address, channel=event.channel)
    place = PlaceOrder(state.lines, state.express, state.told_in, state.named_in, state.instead, bool(event.to))
    return Decision(agreed, (place,), ended=ORDERED)


def _ask(
    state: Ordering, event: OrderWish | Picked, facts: OrderingFacts, now: datetime, gone: tuple[str, ...] = ()
) -> Decision[Ordering]:
    """The one question that is open now; what was named and does not exist is asked for like what was not named."""
    state = basket.advanced(state)
    if as_placed(state, facts.replaced) and not event.to:  # they keep what they had
        return Decision(state, (Void(), _dropped(event, replace(facts, standing=(state.instead,)))), ended=DROPPED)
    step, again = state.step, "yes" if state.unread else None
    if step == "offer":
        return _offer(state, event, facts, now)
    if step == "product":
        lines = numbered(one.title for one in state.wares)
        ask = _say("pick_product", event, lines=lines, tagged=_priced(state.wares), again=again)
    elif step == "size":
        (ware,) = state.wares
        cost = ware.cost if state.asks or (isinstance(event, Picked) and event.prices) else None
        values = {
            "item": ware.title,
            "lines": numbered(ware.sizes),
            "lacks": event.lacks or None,
            "amount": cost,
            "again": again,
            "noted": _noted(state, event),
            "to": event.to or None,
        }
        state, picture = basket.pictured(state)
        ask = _say("pick_size", event, **values, picture=picture)
    elif step == "count":
        (item,) = basket.named((Next(state.wares[0], state.size),))
        ask = _say("pick_count", event, item=item, again=again, to=event.to or None)
    else:
        ask = _summed_up(state, event, facts, gone)
        state, _ = basket.pictured(state)
    asked = replace(
        state,
        summed=step == "summary",
        over=state.over and step != "summary",
        partly=state.partly and step != "summary",
        tells=state.tells and step != "summary",
    )
    return Decision(asked, (Void(), ask), (Wait("answer", now + PATIENCE, QUESTIONS[step]),))


def _noted(state: Ordering, event: OrderWish | Picked) -> tuple[str, ...] | None:
    """The lines beside the one of which the size is asked, where one of them was changed just now."""
    if not isinstance(event, Picked):
        return None
    changed = {one.ware.product for one in event.changes} & {one.ware.product for one in state.kept}
    more = event.beside and any(is_same(pick, one) for pick in event.picks for one in state.kept)
    return basket.named(state.kept) if changed or more else None


def _offer(state: Ordering, event: OrderWish | Picked, facts: OrderingFacts, now: datetime) -> Decision[Ordering]:
    """The article's day and price; for one that is gone, the other sizes to be had."""
    (ware,) = state.wares
    offered = facts.offered.get((ware.product, state.size))
    if offered is None:
        return Decision(state, (Void(), _say("pick_gone", event, items=state.named)), ended="gone")
    wait = Wait("answer", now + PATIENCE, QUESTIONS["offer"])
    if offered.availability is not Availability.TEMPORARILY_OUT:
        soon, amount = offered.availability.value, ware.cost * (state.quantity or 1)
        pieces = state.quantity if state.quantity > 1 else None  # as many as a yes orders
        values = {"items": state.named, "soon": soon, "days": offered.days, "amount": amount, "url": ware.url or None}
        values |= {"to": event.to} if event.to else {}
        state, picture = basket.pictured(state)
        ask = _say("pick_offer", event, **values, pieces=pieces, picture=picture)
        return Decision(state, (Void(), ask), (wait,))
    others = tuple(size for size in ware.sizes if _is_there(facts.offered.get((ware.product, size))))
    named = replace(state, quantity=0).named
    if not others:
        asks = waitlist.asks([(ware.product, state.size)])
        return Decision(state, (Void(), replace(_say("out_now", event, items=named), asks=asks)), ended="out")
    told = _say("pick_out", event, items=named, others=others)
    return Decision(replace(state, size=""), (Void(), told), (replace(wait, question=QUESTIONS["size"]),))


def _is_there(offered: Promisable | None) -> bool:
    return offered is not None and offered.availability is not Availability.TEMPORARILY_OUT


def _summed_up(state: Ordering, event: OrderWish | Picked, facts: OrderingFacts, gone: tuple[str, ...]) -> Send:
    """All lines and what they cost, with the fee of an express order and less the discount of a referral."""
    fee, (cost, off) = _fee(facts), _cost(state, facts)
    to = event.to or (facts.to if state.told_in is not None else "")
    return _say(
        "pick_summary",
        event,
        items=basket.named(state.lines),
        amount=cost - off,
        off=off or None,
        express=fee if state.express else None,
        fee=None if state.express else fee,
        gone=gone or None,
        most=MOST_PIECES if state.over else None,
        partly="yes" if state.partly or (isinstance(event, Picked) and event.partly) else None,
        later=None if facts.pay_first else "yes",
        to=to or None,
        where="yes" if event.where and not to else None,
        picture=basket.pictured(state)[1],
        instead=state.instead or None,
        **_left_aside(state),
    )


def _left_aside(state: Ordering) -> dict[str, Value]:
    """The lines whose place newer goods took, and whether with those that stand there they are more than two."""
    if not (state.tells and state.aside):
        return {}
    several = len(state.lines) + len(state.aside) > 2
    return {"aside": basket.named(state.aside)} | ({"several": "yes"} if several else {})


def total(state: Ordering, facts: OrderingFacts) -> Decimal:
    """What the order of a summary comes to, in whole currency units."""
    cost, off = _cost(state, facts)
    return cost - off


def _cost(state: Ordering, facts: OrderingFacts) -> tuple[Decimal, Decimal]:
    """The price of all lines with the fee, and the discount on that price."""
    cost = basket.cost(state.lines) + ((_fee(facts) or 0) if state.express else 0)
    return cost, min(amount(facts.off), cost)


def _fee(facts: OrderingFacts) -> Decimal | None:
    return Decimal(facts.express_fee) if facts.express_fee is not None else None


def _priced(wares: Iterable[Orderable]) -> tuple[str, ...]:
    """The lines of ``numbered`` with what one piece costs, as the filter ``price`` of texts reads them."""
    return numbered(f"{one.title} | {one.cost}" for one in wares)


def numbered(names: Iterable[str]) -> tuple[str, ...]:
    """The lines of a list from which one is taken by its number."""
    return tuple(f"{number}. {name}" for number, name in enumerate(names, 1))


def _say(template: str, event: OrderWish | Picked, **values: Value) -> Send:
    key, given = f"answer:{event.message}:{template}", {name: one for name, one in values.items() if one is not None}
    return Send(template, event.address, event.channel, key, Purpose.TRANSACTIONAL, Kind.ANSWER, values=given)
