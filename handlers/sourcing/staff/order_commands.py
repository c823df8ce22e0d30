"""/order, /orders and /express: open orders, their progress, and their next steps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase, tap
from flows.sourcing.order import Order
from flows.sourcing.order_draft import name_order
from flows.sourcing.order_line import Line, Promise, PromiseState
from flows.sourcing.order_state import FETCHING, Status
from flows.sourcing.shop_ask import Says
from handlers.replies.staff_errands import Errand
from handlers.sourcing import order_words
from handlers.sourcing.actions import order_overview
from handlers.sourcing.actions.order_overview import ExpressShown, ShowExpress, show_express
from handlers.sourcing.order_history import ShownStep
from handlers.sourcing.staff import order_list, order_summary
from handlers.sourcing.staff.order_arguments import ANY_ORDER, SHOWN_ORDER
from handlers.sourcing.staff.order_search_words import SOUGHT
from handlers.sourcing.staff.order_summary import Formatting
from handlers.sourcing.staff.stock_arguments import PAGE
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import LONGEST, Command, IssuedCommand, Reply, list_buttons
from storage.sourcing.partner_shops import Shop
from storage.sourcing.reservations import Reservation
from templates.message_values import one_line, shorten

TOPIC = "orders"
_MOST_LINES = 6
_LONGEST_NOTE = 50


async def _stage(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find a group of orders by its name."""
    group = " ".join(words).casefold()
    stage = next((stage for stage, name in order_overview.NAMES.items() if name == group), None)
    return Missing() if stage is None else FoundArgument(stage)


async def _today(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Parse a request for today's orders, open or not."""
    return FoundArgument(True) if tuple(word.casefold() for word in words) == ("today",) else Missing()


def _describe_order(
    one: order_overview.OrdersShown | order_overview.OrderDetails | order_overview.CameIn,
) -> Reply:
    match one:
        case order_overview.CameIn():
            said = phrase("orders_of_today", many=one.many, **({"amount": one.amount} if one.amount.micros else {}))
            return Reply(said, (order_list.ALL,))
        case order_overview.OrdersShown():
            return order_list.list_orders(one)
    return _describe_one(one)


def _describe_one(one: order_overview.OrderDetails) -> Reply:
    order = one.at_hand.order
    reader = Formatting(one.zone, one.now)
    lines = [_line(order, line, one.shops, one.bringing) for line in order.lines]
    more = [phrase("and_more_lines", many=len(lines) - _MOST_LINES)] if len(lines) > _MOST_LINES else []
    last = [phrase("last_steps", steps=Lines(tuple(map(_step, one.steps)), between="; "))] if one.steps else []
    steps = order_summary.list_steps(order, one.shops, checked=one.checked) if one.at_hand.is_open else []
    typed = Lines(tuple(step for step in steps if not isinstance(step, Ours)), between=" · ")
    parts = (
        _head(order),
        "" if order.for_stock else order_summary.describe_money(order),
        _describe_limits(order, one.shops, reader),
        *lines[:_MOST_LINES],
        *more,
        one.goes_to,
        *order_summary.notes(one.notes),
        *last,
        phrase("next", command=typed) if typed.parts else "",
    )
    buttons = order_summary.label_steps(order, [step for step in steps if isinstance(step, Ours)])
    return Reply(Lines(parts, longest=LONGEST), (*buttons, *(() if steps else (order_list.ALL,))))


def _head(order: Order) -> Text:
    """Format the head: "Order 1234: 3 wanted, 2 kept, 1 here; ₹1,798, sourcing, express."."""
    return phrase(
        "order_head",
        order=name_order(order),
        wanted=sum(line.wanted for line in order.lines),
        kept=sum(one.quantity for one in order.promises),
        here=sum(one.quantity for one in order.promises if _is_here(one)),
        cost=phrase("for_own_shelf") if order.for_stock else Money(order.amount, order.currency),
        status=phrase(f"status_{order.status.value}"),
        express=order.express,
    )


def _is_here(one: Promise) -> bool:
    return one.stand is PromiseState.PICKED or one.shop is None


def _describe_limits(order: Order, shops: Mapping[UUID, Shop], reader: Formatting) -> Text:
    """Format the order's time limits."""
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
    """Format how many shops were asked; a closed or absent shop is asked when it opens."""
    later = {ask.shop for ask in order.asks if order_summary.explain_closed(ask, shops.get(ask.shop), reader)}
    open_ = {ask.shop for ask in order.asks if ask.says is Says.OPEN} - later
    asked = {ask.shop for ask in order.asks} - later
    return phrase("shops_asked", asked=len(asked), open=len(open_), until=order.answer_by, later=len(later))


def _line(order: Order, line: Line, shops: Mapping[UUID, Shop], bringing: Collection[UUID]) -> Text:
    """Format a line with the shops that keep it and its progress: "1. 2 Tiger Shorts L: Connaught 2, to fetch"."""
    name = order_words.pieces(line, line.wanted or line.quantity)
    if not line.wanted:
        return phrase("line_stands", line=line.id, what=name, state=phrase("not_wanted_any_more"))
    kept: list[Text] = [
        phrase(
            "kept_here" if _is_here(one) else "kept_to_come" if one.shop in bringing else "kept_to_fetch",
            who=order_words.name_shop(shops.get(one.shop)) if one.shop else phrase("own_stock"),
            many=one.quantity,
        )
        for one in order.promises
        if one.line == line.id
    ]
    lacking = order.count_missing(line)
    missing = [phrase("so_many_missing", many=lacking)] if lacking else []
    return phrase("line_stands", line=line.id, what=name, state=Lines((*kept, *missing), between="; "))


def _step(step: ShownStep) -> Text:
    return phrase("step", at=step.at, about=step.why or phrase(f"status_{step.status}"), by=step.who)


ORDERS = Command(
    name="orders",
    aliases=("order", "open orders", "orders waiting", "waiting orders", "pending orders"),
    arguments=(PAGE, Argument("today", "", _today), Argument("stage", "", _stage), SHOWN_ORDER, SOUGHT),
    takes=order_overview.ShowOrders,
    does=order_overview.show_orders,
    says=_describe_order,
    topic=TOPIC,
    errands=(Errand.ORDERS, Errand.STATUS),
)


EXPRESS = timedelta(hours=24)


def _express(one: ExpressShown) -> Reply:
    if not one.many:
        return Reply(phrase("no_express_order"), (order_list.ALL,))
    lines = [_row(one, row) for row in one.first]
    more = [phrase("and_more", many=one.many - len(one.first))] if one.many > len(one.first) else []
    text = Lines((phrase("express_head", many=one.many), *lines, *more), longest=LONGEST)
    rows = ((tap("order", row.number), row.number) for row in one.first)
    return Reply(text, (*list_buttons(rows), order_list.ALL))


def _row(one: ExpressShown, row: Reservation) -> Text:
    """Format an express order with the time left of its 24 hours, which start when it is confirmed."""
    values = {"order": row.number, "status": phrase(f"status_{row.status}")}
    if row.promised_at is None:
        return phrase("express_not_confirmed", since=row.created_at, **values)
    left = row.promised_at - one.now
    if left <= timedelta(0):
        return phrase("express_late", late=-left, **values)
    return phrase("express_left", left=left, used=round(100 * ((EXPRESS - left) / EXPRESS)), **values)


EXPRESS_ORDERS = Command(
    name="express",
    aliases=("express orders",),
    arguments=(ANY_ORDER,),
    takes=ShowExpress,
    does=show_express,
    says=_express,
    topic=TOPIC,
)
