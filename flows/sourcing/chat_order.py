"""Ordering in chat: which product, which size, how many, a summary with the price, and a yes.

wanted ──> product ──> size ──> summary ──yes──> ordered
              │          │        │         │  ▲ └──change──> lines ──> line ──more, fewer, size, out──> summary
asked ────────┴──────────┴────────┴──> offer┘  └──a number, goods── each step
Below the lines, and below one line, "Add something" asks for one more product. A no ends the order. While a line is
picked beside others, or changed, it leaves only that line or that change. A day of silence ends the order as well. What
the customer named at once is not asked again. Who asked whether something can be had gets an offer: how soon, and for
how much.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from flows.availability import Availability, Promisable
from flows.engine import Decision, Elapsed, Internal, Left, Own, Question, Send, Value, Void, Wait
from flows.money import convert_micros
from flows.policy.departure_facts import Kind, Purpose
from flows.sourcing import basket, waitlist_question
from flows.sourcing.basket import Ordering
from flows.sourcing.order_wishes import Orderable, OrderWish, Picked, Wanted

NAME = "ordering"
PATIENCE = timedelta(hours=24)
UNANSWERED = "unanswered"
"""The end of an order in chat by silence. A later yes shows its lines again."""
ORDERED = "ordered"
"""The end of an order in chat by a yes."""
DROPPED = "dropped"
"""The end of an order in chat by a no."""
CHANGE = "change"
"""The button of the summary that shows the lines."""
ADD = "add"
"""The button in the lists of lines and of one line that shows the catalogue."""


@dataclass(frozen=True, slots=True)
class OrderingFacts:
    """The current catalogue by product: a changed price is shown again, a sold-out product is not ordered.

    ``pay_first``: payment comes before the search, so no message says that nothing is due now. ``off`` is a referral's
    discount, in micro-units. ``express_fee`` is in whole units, None if express is not offered. ``offered``, if
    requested, is the earliest availability by product and size. ``standing`` are the numbers of the person's earlier
    orders that have not left. ``page`` is the address of this order's page, "" for none.
    """

    pay_first: bool = False
    express_fee: int | None = None
    sold: Mapping[UUID, Orderable] = field(default_factory=dict)
    off: int = 0
    offered: Mapping[tuple[UUID, str], Promisable] = field(default_factory=dict)
    standing: tuple[str, ...] = ()
    page: str = ""


@dataclass(frozen=True, slots=True)
class PlaceOrder(Own):
    """Reserve these lines as one order, exactly as summed up, as if the shop's system had reported it."""

    lines: tuple[Wanted, ...]
    express: bool = False


QUESTIONS = {
    "product": Question("pick_product", "choice"),
    "size": Question("pick_size", "choice"),
    "offer": Question("pick_offer", "yes_no"),
    "summary": Question("pick_summary", "yes_no"),
    "lines": Question("pick_lines", "choice"),
    "line": Question("pick_line", "choice"),
}
Event: TypeAlias = Internal | OrderWish | Picked


def decide(state: Ordering | None, event: Event, facts: OrderingFacts, now: datetime) -> Decision[Ordering] | None:
    """Return the next step of an order in chat; None if the event does not concern it."""
    match event:
        case OrderWish():
            return _ask(_begin_order(event, state), event, facts, now)
        case Picked() if state is not None:
            return _take_pick(state, event, facts, now)
        case Elapsed("answer") if state is not None:
            return Decision(state, (Void(),), ended=UNANSWERED)
        case Left("erased" | "opted_out" as reason) if state is not None:
            return Decision(state, (Void(),), ended=reason)
    return None


def labels(state: Ordering) -> tuple[str, ...]:
    """Return the choices of the open question, in the order of its numbers; empty if it has no list."""
    step = state.step
    if step == "product":
        return tuple(one.title for one in state.current.wares)
    if step == "size":
        return state.current.ware.sizes
    return basket.name_lines(state.lines) if step == "lines" else ()


def _begin_order(event: OrderWish, before: Ordering | None) -> Ordering:
    """Return a new order with the wished goods, or the open order with them added."""
    where = (event.address, event.channel)
    if before is None or basket.upgrade_order(before).asks:
        return Ordering(*where, basket.merge_lines(event.goods), asks=event.asks, express=event.express)
    new = basket.add_goods(basket.upgrade_order(before), event.goods, joins=True)
    assert new is not None, "a wish names goods"
    return replace(new, express=new.express or event.express)


def _take_pick(state: Ordering, event: Picked, facts: OrderingFacts, now: datetime) -> Decision[Ordering] | None:
    is_old, state = state.is_old, basket.upgrade_order(state)
    if event.agrees is False and not state.editing_lines:
        left = basket.drop_open_line(state)
        return _drop_order(state, event, facts) if left is None else _ask(left, event, facts, now)
    if is_old or event.again:
        return _ask(state, event, facts, now)
    if event.agrees and state.step in {"offer", "summary"}:
        return _agree_order(state, event, facts, now)
    new = _change_order(state, event, facts)
    if new is None or new.lines:
        return None if new is None else _ask(new, event, facts, now)
    return _drop_order(new, event, facts)


def _change_order(state: Ordering, event: Picked, facts: OrderingFacts) -> Ordering | None:
    """Return the order changed by an answer; None for an unreadable answer."""
    if event.agrees is not None:
        return replace(state, editing=None)
    if event.changes and state.step == "summary":
        return replace(state, editing=1 if len(state.lines) == 1 else basket.LIST)
    if event.express and facts.express_fee is not None:
        express = replace(state, express=True, editing=None)
        return basket.add_goods(express, event.goods, joins=event.joins) if event.goods else express
    if event.adds:
        return basket.ask_by_list(state, event.adds) if state.open is None else state
    if event.counts:
        return basket.set_counts(state, event.counts)
    if event.choices:
        return basket.take_places(state, event.choices)
    return basket.add_goods(state, event.goods, joins=event.joins) if event.goods else None


def _drop_order(state: Ordering, event: Picked, facts: OrderingFacts) -> Decision[Ordering]:
    """Drop this order; earlier ones are not affected."""
    several = "yes" if len(facts.standing) > 1 else None
    told = _say("pick_dropped", event, orders=facts.standing or None, several=several)
    return Decision(state, (Void(), told), ended=DROPPED)


def _agree_order(state: Ordering, event: Picked, facts: OrderingFacts, now: datetime) -> Decision[Ordering]:
    """Place the order as shown. If a price changed, show it again; if an article is gone, say so."""
    left, gone = basket.as_sold(state.lines, facts.sold)
    if not left:
        return Decision(state, (Void(), _say("pick_gone", event, items=basket.name_lines(gone))), ended="gone")
    if left != state.lines:
        return _ask(replace(state, lines=left, asks=False), event, facts, now, gone=basket.name_lines(gone))
    agreed = replace(state, address=event.address, channel=event.channel)
    return Decision(agreed, (Void(), PlaceOrder(state.lines, state.express)), ended=ORDERED)


def _ask(
    state: Ordering, event: OrderWish | Picked, facts: OrderingFacts, now: datetime, gone: tuple[str, ...] = ()
) -> Decision[Ordering]:
    """Ask the next open question."""
    if state.step == "offer":
        return _offer(state, event, facts, now)
    values = _values(state, facts) | {"gone": gone or None}
    template = QUESTIONS[state.step].name
    picture = None
    if state.step in {"size", "summary"}:
        state, picture = basket.take_picture(state)
    ask = _say(template, event, **values, picture=picture)
    return Decision(state, (Void(), ask), (Wait("answer", now + PATIENCE, QUESTIONS[state.step]),))


def _values(state: Ordering, facts: OrderingFacts) -> dict[str, Value]:
    """Return the values for the text of the open question."""
    step, line = state.step, state.current
    if step == "product":
        return {"lines": number_lines(labels(state)), "tagged": _price_lines(line.wares)}
    if step == "size":
        lacks = line.size or None
        return {"item": line.ware.title, "lines": number_lines(labels(state)), "lacks": lacks, "amount": line.ware.cost}
    if step == "lines":
        return {"lines": number_lines(labels(state)), "link": facts.page or None, "more": basket.find_place(state)}
    if step == "line":
        line = basket.get_edited_line(state)
        sized = "yes" if basket.has_sizes(line) else None
        return {"item": line.named, "sized": sized, "more": basket.find_place(state)}
    return _sum_up(state, facts)


def _sum_up(state: Ordering, facts: OrderingFacts) -> dict[str, Value]:
    """Return all lines with their cost, plus the fee of an express order and minus the discount of a referral."""
    fee = Decimal(facts.express_fee) if facts.express_fee is not None else None
    price = basket.compute_cost(state.lines) + ((fee or 0) if state.express else 0)
    off = min(convert_micros(facts.off), price)
    return {
        "items": basket.name_lines(state.lines),
        "amount": price - off,
        "off": off or None,
        "express": fee if state.express else None,
        "fee": None if state.express else fee,
        "later": None if facts.pay_first else "yes",
    }


def _offer(state: Ordering, event: OrderWish | Picked, facts: OrderingFacts, now: datetime) -> Decision[Ordering]:
    """Tell the day and the price of the goods; for sold-out goods, the other available sizes."""
    line = state.current
    offered = facts.offered.get(line.article)
    if offered is None:
        return Decision(state, (Void(), _say("pick_gone", event, items=basket.name_lines([line]))), ended="gone")
    if offered.availability is Availability.TEMPORARILY_OUT:
        return _take_out(state, event, facts, now)
    values: dict[str, Value] = {
        "items": basket.name_lines([line]),
        "soon": offered.availability.value,
        "days": offered.days,
        "amount": line.cost,
        "url": line.ware.url or None,
        "pieces": line.quantity if line.quantity > 1 else None,
    }
    state, picture = basket.take_picture(state)
    ask = _say("pick_offer", event, **values, picture=picture)
    return Decision(state, (Void(), ask), (Wait("answer", now + PATIENCE, QUESTIONS["offer"]),))


def _take_out(state: Ordering, event: OrderWish | Picked, facts: OrderingFacts, now: datetime) -> Decision[Ordering]:
    line = replace(state.current, quantity=0)
    product, size = line.article
    others = tuple(one for one in line.ware.sizes if _is_there(facts.offered.get((product, one))))
    if not others:
        told = _say("out_now", event, items=basket.name_lines([line]))
        return Decision(state, (Void(), replace(told, asks=waitlist_question.asks([(product, size)]))), ended="out")
    told = _say("pick_out", event, items=basket.name_lines([line]), others=others)
    unsized = replace(state, lines=(replace(state.current, size=""),))
    return Decision(unsized, (Void(), told), (Wait("answer", now + PATIENCE, QUESTIONS["size"]),))


def _is_there(offered: Promisable | None) -> bool:
    return offered is not None and offered.availability is not Availability.TEMPORARILY_OUT


def _price_lines(wares: Iterable[Orderable]) -> tuple[str, ...]:
    """Return the lines of ``number_lines`` with the price of one piece, in the form for the ``price`` filter of
    texts."""
    return number_lines(f"{one.title} | {one.cost}" for one in wares)


def read_title(row: str) -> str:
    """Return the title of a product in a row of its list: "1. Taj Mug | 350"."""
    return row.partition(". ")[2].rpartition(" | ")[0]


def number_lines(names: Iterable[str]) -> tuple[str, ...]:
    """Return the numbered lines of a list, for a choice by number."""
    return tuple(f"{number}. {name}" for number, name in enumerate(names, 1))


def _say(template: str, event: OrderWish | Picked, **values: Value) -> Send:
    key, given = f"answer:{event.message}:{template}", {name: one for name, one in values.items() if one is not None}
    return Send(template, event.address, event.channel, key, Purpose.TRANSACTIONAL, Kind.ANSWER, values=given)
