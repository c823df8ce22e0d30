"""/order and /orders: what is open, how far it is, and what is to be done next."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase, sentences, tap
from flows.sourcing.ask import Says
from flows.sourcing.draft import order_called
from flows.sourcing.line import Line, Promise, PromiseState
from flows.sourcing.order import Order
from flows.sourcing.status import FETCHING, Status
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.command import LONGEST, Asked, Command, Reply
from handlers.sourcing import shown
from handlers.sourcing.actions import orders_shown
from handlers.sourcing.history import ShownStep
from handlers.sourcing.staff import order_summary
from handlers.sourcing.staff.order_arguments import SHOWN_ORDER
from handlers.sourcing.staff.order_summary import Formatting
from storage.sourcing.reservations import Reservation, Staged
from storage.sourcing.shops import Shop
from storage.sourcing.stages import Stage
from templates.values import one_line, shorten

TOPIC = "orders"
_MOST_LINES = 6
_LONGEST_NOTE = 50
_NAMES = MappingProxyType(
    {
        Stage.LOST: "cannot be had",
        Stage.NOBODY: "nobody left to ask",
        Stage.REFUNDING: "money going back",
        Stage.TO_FETCH: "to fetch",
        Stage.TO_MAKE: "to make",
        Stage.LACKING: "asking shops again",
        Stage.TO_CHECK: "to check",
        Stage.TO_PACK: "to pack",
        Stage.TO_SHIP: "to ship",
        Stage.CHOOSES: "customer chooses",
        Stage.TO_CONFIRM: "customer to say yes",
        Stage.TO_PAY: "to be paid",
        Stage.ASKING: "asking shops",
        Stage.ON_ITS_WAY: "on the way",
    }
)
"""Groups of orders by their names in commands, in the order in which they are told."""


async def _stage(_asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """A group of orders, by its name."""
    group = " ".join(words).casefold()
    stage = next((stage for stage, name in _NAMES.items() if name == group), None)
    return Missing() if stage is None else Found(stage)


def _said(one: orders_shown.OrdersShown | orders_shown.StageShown | orders_shown.OrderDetails) -> Text:
    match one:
        case orders_shown.OrdersShown():
            return _all(one)
        case orders_shown.StageShown():
            return _group_alone(one)
    return _one(one)


def _one(one: orders_shown.OrderDetails) -> Text:
    order = one.at_hand.order
    reader = Formatting(one.zone, one.now)
    lines = [_line(order, line, one.shops) for line in order.lines]
    more = [phrase("and_more_lines", many=len(lines) - _MOST_LINES)] if len(lines) > _MOST_LINES else []
    last = [phrase("last_steps", steps=Lines(tuple(map(_step, one.steps)), between="; "))] if one.steps else []
    step = order_summary.next_step(order, one.shops, checked=one.checked) if one.at_hand.is_open else Ours("/orders")
    parts = (
        _head(order),
        "" if order.for_stock else order_summary.money(order),
        _when(order, one.shops, reader),
        *lines[:_MOST_LINES],
        *more,
        *last,
        phrase("next", command=step),
    )
    return Lines(parts, longest=LONGEST)


def _head(order: Order) -> Text:
    """Numbers first: "Order 1234: 3 wanted, 2 kept, 1 here; ₹1,798, sourcing, express."."""
    return phrase(
        "order_head",
        order=order_called(order),
        wanted=sum(line.wanted for line in order.lines),
        kept=sum(one.quantity for one in order.promises),
        here=sum(one.quantity for one in order.promises if _is_here(one)),
        cost=phrase("for_own_shelf") if order.for_stock else Money(order.amount, order.currency),
        status=phrase(f"status_{order.status.value}"),
        express=order.express,
    )


def _is_here(one: Promise) -> bool:
    return one.stand is PromiseState.PICKED or one.shop is None


def _when(order: Order, shops: Mapping[UUID, Shop], reader: Formatting) -> Text:
    """By when what happens."""
    if order.promised_at is not None and order.status in FETCHING:
        late = order.promised_at <= reader.now
        return phrase(
            "promised_for", at=order.promised_at, **({"late": reader.now - order.promised_at} if late else {})
        )
    if order.status is Status.SHIPPED and order.parcel:
        return phrase("tracking_is", tracking=shorten(one_line(order.parcel), _LONGEST_NOTE, "…"))
    if order.status in {Status.CHECKING, Status.RESERVED}:
        return _answers(order, shops, reader)
    if order.status in {Status.AVAILABLE, Status.PART_AVAILABLE}:
        return phrase("kept_until", until=order.reserved_until)
    return ""


def _answers(order: Order, shops: Mapping[UUID, Shop], reader: Formatting) -> Text:
    """How many shops were asked; one that is closed or away is asked when it opens."""
    later = {ask.shop for ask in order.asks if order_summary.closed(ask, shops.get(ask.shop), reader)}
    open_ = {ask.shop for ask in order.asks if ask.says is Says.OPEN} - later
    asked = {ask.shop for ask in order.asks} - later
    return phrase("shops_asked", asked=len(asked), open=len(open_), until=order.answer_by, later=len(later))


def _line(order: Order, line: Line, shops: Mapping[UUID, Shop]) -> Text:
    """Who keeps what of a line, and how far it is: "1. 2 Tiger Shorts L: Connaught 2, to fetch"."""
    name = shown.pieces(line, line.wanted or line.quantity)
    if not line.wanted:
        return phrase("line_stands", line=line.id, what=name, state=phrase("not_wanted_any_more"))
    kept: list[Text] = [
        phrase(
            "kept_here" if _is_here(one) else "kept_to_fetch",
            who=shown.shop_name(shops.get(one.shop)) if one.shop else phrase("own_stock"),
            many=one.quantity,
        )
        for one in order.promises
        if one.line == line.id
    ]
    lacking = order.missing(line)
    missing = [phrase("so_many_missing", many=lacking)] if lacking else []
    return phrase("line_stands", line=line.id, what=name, state=Lines((*kept, *missing), between="; "))


def _step(step: ShownStep) -> Text:
    return phrase("step", at=step.at, about=step.why or phrase(f"status_{step.status}"), by=step.who)


def _all(one: orders_shown.OrdersShown) -> Text:
    """The open orders by what they wait for, each group's most urgent by name."""
    groups = [(stage, one.groups[stage]) for stage in _NAMES if stage in one.groups]
    if not groups:
        return phrase("no_open_order")
    first = groups[0][1].first[0]
    head = phrase("orders_head", many=sum(group.many for _, group in groups), express=one.express)
    lines = [_group(stage, group, one.now) for stage, group in groups]
    return Lines((head, *lines, phrase("one_of_them", command=tap("order", first.number))), longest=LONGEST)


def _group(stage: Stage, group: Staged, now: datetime) -> Text:
    named = [_short(one, now) for one in group.first]
    rest = group.many - len(named)
    more = [phrase("more_orders", many=rest, command=tap("orders", _NAMES[stage]))] if rest > 0 else []
    return _of_group(stage, group, Lines((*named, *more), between=", "))


def _of_group(stage: Stage, group: Staged, orders: Text) -> Text:
    return phrase("order_group", group=phrase(f"group_{stage.value}"), many=group.many, orders=orders)


def _group_alone(one: orders_shown.StageShown) -> Text:
    """Orders that do not fit come up as earlier ones are done."""
    after = phrase("all_that_are_open")
    if one.found is None:
        return Lines((phrase("no_order_in_group", group=phrase(f"group_{one.stage.value}")), after))
    named = Lines(tuple(_short(row, one.now) for row in one.found.first), between=", ")
    rest = one.found.many - len(one.found.first)
    orders = Lines((named, *([phrase("and_after_these", many=rest)] if rest > 0 else [])), between=", ")
    return Lines((_of_group(one.stage, one.found, orders), after))


def _short(one: Reservation, now: datetime) -> Text:
    """An order in a list: its tap, and whether it is late."""
    late = [phrase("mark_late")] if orders_shown.is_late(one, now) else []
    what = [phrase("mark_express")] if one.express else [phrase("mark_restock")] if one.for_stock else []
    return sentences(tap("order", one.number), *late, *what)


ORDERS = Command(
    name="orders",
    aliases=("order", "open orders"),
    near=("todo", "today", "pending", "fetch", "pickup", "waiting", "pedidos", "pedido", "ऑर्डर", "aaj"),
    arguments=(Argument("stage", "", _stage), SHOWN_ORDER),
    takes=orders_shown.ShowOrders,
    does=orders_shown.show_orders,
    says=_said,
    topic=TOPIC,
)
