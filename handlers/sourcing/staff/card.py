"""What the message about an order says: at a glance what it is, how it stands, who answered what, and the next step.

It stands until the next change, so it names moments and never how long something still takes. No customer is named: it
is kept where no erasure looks for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from flows.phrase import tap
from flows.sourcing.ask import Ask, Says
from flows.sourcing.line import Line, Promise, Source, Stand
from flows.sourcing.order import Order
from flows.sourcing.paying import QUOTE
from flows.sourcing.status import FETCHING, OVER, UNPAID, Status
from handlers.admins import said
from handlers.sourcing import shown
from handlers.sourcing.staff import standing
from handlers.sourcing.staff.standing import Eyes
from storage.sourcing.shops import Shop
from templates.values import one_line, shorten

_MOST_SHOPS = 5  # of those asked, and of those that keep something, by name
_MOST_LINES = 4
_LONGEST_TRACKING = 60
_SAYS = {
    Says.OPEN: "waits",
    Says.NO: "no",
    Says.SILENT: "no answer",
    Says.TAKEN_BACK: "took it back",
}
_MANY = {
    Says.OPEN: ("waits", "wait"),
    Says.NO: ("has none", "have none"),
    Says.SILENT: ("gave no answer", "gave no answer"),
    Says.TAKEN_BACK: ("took it back", "took it back"),
}
_GETTING = {Source.SHOPS: "Being fetched", Source.OWN: "Being packed", Source.MADE: "Being made"}
_CLOSED = ("is closed", "are closed")
_OFFERS = ("has some", "have some")
_RANKS = (Says.YES, Says.PART, Says.LATER, Says.OPEN, Says.TAKEN_BACK, Says.NO, Says.SILENT)  # the best answer first


def card(order: Order, shops: Mapping[UUID, Shop], reader: Eyes, *, checked: bool = False) -> str:
    """The message about an order, for its owners' phones; ``shops`` are those that it asked or that keep for it.
    ``checked``: its customer is to approve photos before it is packed."""
    searched = order.status in UNPAID | {Status.UNAVAILABLE} or bool(order.lacks and order.status in FETCHING)
    kept = order.status in UNPAID | FETCHING - {Status.PACKED}
    lines = [
        _head(order, reader),
        _status(order, reader),
        _asked(order, shops, reader) if searched else "",
        _kept(order, shops) if kept else "",
        _made(order) if kept else "",
        _missing(order) if kept and order.promises else "",
        standing.money(order, reader) if _has_money(order) else "",
        _next(order, shops, checked=checked),
    ]
    return said.short(lines)


def _next(order: Order, shops: Mapping[UUID, Shop], *, checked: bool) -> str:
    if order.status in OVER:
        return f"More: {tap('order', order.number)}"
    return f"Next: {standing.next_step(order, shops, checked=checked)}"


def _has_money(order: Order) -> bool:
    """Whether there is anything to say of it: nobody pays for our own shelf, nor before something is found."""
    return not order.for_stock and bool(order.paid_at or order.payments or order.repayments or order.pay == "cod")


def _head(order: Order, reader: Eyes) -> str:
    """Numbers first: "Order 1234: 2 Tiger Shorts L, Taj Mug; ₹2,148, express, by Tue 11:00"."""
    pieces = [shown.pieces(line, line.wanted or line.quantity) for line in order.wants or order.lines]
    what = said.listed(pieces, _MOST_LINES)
    if not order.wants:
        return f"{order.called}: {what}; nothing of it is left."
    whose = "for our own shelf" if order.for_stock else reader.cost(order.amount, order.currency)
    return f"{order.called}: {what}; {whose}{_express(order, reader)}."


def _express(order: Order, reader: Eyes) -> str:
    """By when an express order is to be here, which is counted from its confirmation."""
    if not order.express:
        return ""
    return f", express, by {reader.at(order.promised_at)}" if order.promised_at else ", express, 24 h once confirmed"


def _status(order: Order, reader: Eyes) -> str:
    """How it stands, and until when."""
    until, promised = reader.at(order.reserved_until), ""
    if order.promised_at is not None:
        promised = f", promised for {reader.at(order.promised_at)}"
    tracking = shorten(one_line(order.parcel), _LONGEST_TRACKING, "…")
    words = {
        Status.RESERVED: "Taken in",
        Status.CHECKING: f"Asking shops, who answer by {reader.at(order.answer_by)}",
        Status.AVAILABLE: _found(order, until),
        Status.PART_AVAILABLE: f"A part of it is found: the customer chooses until {until}",
        Status.UNAVAILABLE: "No shop offered it",
        Status.EXPIRED: "It was found, and not paid in time",
        Status.CONFIRMED: f"Confirmed{promised}",
        Status.SOURCING: f"{_GETTING[order.source]}{promised}",
        Status.QUALITY_CHECK: f"{'Made' if order.made else 'Here'}, being checked{promised}",
        Status.PACKED: f"Packed{promised}",
        Status.SHIPPED: f"On its way{f': {tracking}' if tracking else ''}",
        Status.DELIVERED: "On our shelf" if order.for_stock else "Delivered",
        Status.CANNOT_SOURCE: "It was promised, and cannot be had",
        Status.REFUNDING: "The money is going back",
        Status.REFUNDED: "The money is back",
        Status.CANCELLED: "Called off",
    }
    return f"{words[order.status]}."


def _found(order: Order, until: str) -> str:
    if not order.made:
        return f"All of it is found, and kept until {until}"
    return f"Offered: the customer answers until {until}" if order.pay == QUOTE else f"Agreed, to be paid until {until}"


def _asked(order: Order, shops: Mapping[UUID, Shop], reader: Eyes) -> str:
    """Who was asked and said what, the best answers first; many are counted."""
    asks: dict[UUID, list[Ask]] = {}
    for ask in order.asks:
        if ask.says is not Says.SPARED:
            asks.setdefault(ask.shop, []).append(ask)
    ranked = sorted(asks.values(), key=lambda theirs: min(_RANKS.index(ask.says) for ask in theirs))
    named = [_answer(order, one, shops.get(one[0].shop), reader) for one in ranked[:_MOST_SHOPS]]
    return f"Asked: {'; '.join([*named, *_counted(ranked[_MOST_SHOPS:], shops, reader)])}." if named else ""


def _answer(order: Order, asks: list[Ask], shop: Shop | None, reader: Eyes) -> str:
    """What one shop said: "Connaught yes"."""
    return f"{shown.shop_name(shop)} {_of_each(order, asks, shop, reader)}"


def _of_each(order: Order, asks: list[Ask], shop: Shop | None, reader: Eyes) -> str:
    """Once where it is the same of all, else line by line."""
    told = [(line := order.line(ask.line), _words(line, ask, shop, order.currency, reader)) for ask in asks]
    if len({words for _, words in told}) == 1:
        return told[0][1]
    return ", ".join(f"{words} ({shown.pieces(line, 1)})" for line, words in told if line is not None)


def _words(line: Line | None, ask: Ask, shop: Shop | None, currency: str, reader: Eyes) -> str:
    """An answer in a word or two: "yes", "1 of 2, wants ₹950", "yes from Wed 18:00"."""
    closed = standing.closed(ask, shop, reader)
    if closed:
        return closed
    wanted = line.wanted if line else ask.quantity
    words = _SAYS.get(ask.says) or ("yes" if ask.quantity >= wanted else f"{ask.quantity} of {wanted}")
    if ask.ready_at is not None and ask.quantity:
        words = f"{words} from {reader.at(ask.ready_at)}"
    return f"{words}, wants {reader.cost(ask.price, currency)}" if ask.price is not None else words


def _counted(rest: list[list[Ask]], shops: Mapping[UUID, Shop], reader: Eyes) -> list[str]:
    """Those who are not named: "12 more wait", "180 more have none"."""
    many: dict[tuple[str, str], int] = {}
    for asks in rest:
        best = min(asks, key=lambda ask: _RANKS.index(ask.says))
        words = _CLOSED if standing.closed(best, shops.get(best.shop), reader) else _MANY.get(best.says, _OFFERS)
        many[words] = many.get(words, 0) + 1
    return [f"{count} more {words[count > 1]}" for words, count in many.items()]


def _kept(order: Order, shops: Mapping[UUID, Shop]) -> str:
    """What is kept by whom, and what of it is here: "Taj Mug (own stock, here); 2 Tiger Shorts L (Connaught)"."""
    places: dict[UUID | None, list[Promise]] = {}
    for promise in _of_lines(order, made=False):
        places.setdefault(promise.shop, []).append(promise)
    told = [_place(order, shops, shop, theirs) for shop, theirs in places.items()]
    more = [f"{len(told) - _MOST_SHOPS} more shops"] if len(told) > _MOST_SHOPS else []
    return f"Kept: {'; '.join([*told[:_MOST_SHOPS], *more])}." if told else ""


def _place(order: Order, shops: Mapping[UUID, Shop], shop: UUID | None, theirs: Iterable[Promise]) -> str:
    promises = tuple(theirs)
    who = "own stock" if shop is None else shown.shop_name(shops.get(shop))
    here = sum(one.quantity for one in promises if one.shop is None or one.stand is Stand.PICKED)
    many = sum(one.quantity for one in promises)
    far = "" if order.status in UNPAID or not here else ", here" if here == many else f", {here} here"
    return f"{shown.kept(order, promises)} ({who}{far})"


def _made(order: Order) -> str:
    """What nobody keeps, because we make it."""
    made = _of_lines(order, made=True)
    return f"Made by us: {shown.kept(order, made)}." if made else ""


def _of_lines(order: Order, *, made: bool) -> tuple[Promise, ...]:
    """What is promised of the lines that are made for it alone, or of all others."""
    lines = {line.id for line in order.lines if line.made}
    return tuple(one for one in order.promises if (one.line in lines) is made)


def _missing(order: Order) -> str:
    return f"Missing: {shown.missing(order)}." if order.lacks else ""
