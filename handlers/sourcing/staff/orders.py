"""/order and /orders: what is open, how far it is, and what is to be done next."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from flows.counting import counted
from flows.phrase import Ours, phrase, sentences, tap
from flows.sourcing.ask import Says
from flows.sourcing.line import Line, Stand
from flows.sourcing.order import Order
from flows.sourcing.status import FETCHING, GOING_ON, Status
from handlers.admins import said
from handlers.admins.arguments import Missing
from handlers.admins.asking import which
from handlers.admins.command import Asked, Command, Reply
from handlers.admins.examples import fill
from handlers.sourcing import shown
from handlers.sourcing.staff import standing
from handlers.sourcing.staff.meant import Meant, order_of
from handlers.turn import Turn
from storage.sourcing.histories import Histories, Step
from storage.sourcing.reservations import Reservation, Reservations, Staged
from storage.sourcing.shops import Shop, Shops
from storage.sourcing.stages import Stage
from templates.values import one_line, shorten

TOPIC = "orders"
_MOST_OF_GROUP = 3
_MOST_LISTED = 30
_MOST_STEPS = 3
_MOST_LINES = 6
_LONGEST_NOTE = 50
_GROUPS = MappingProxyType(
    {
        Stage.LOST: "Cannot be had",
        Stage.NOBODY: "Nobody left to ask",
        Stage.REFUNDING: "Money going back",
        Stage.TO_FETCH: "To fetch",
        Stage.TO_MAKE: "To make",
        Stage.LACKING: "Asking shops again",
        Stage.TO_CHECK: "To check",
        Stage.TO_PACK: "To pack",
        Stage.TO_SHIP: "To ship",
        Stage.CHOOSES: "Customer chooses",
        Stage.TO_CONFIRM: "Customer to say yes",
        Stage.TO_PAY: "To be paid",
        Stage.ASKING: "Asking shops",
        Stage.ON_ITS_WAY: "On the way",
    }
)
_OPEN = tuple(status.value for status in GOING_ON)
_PROMISED = frozenset(status.value for status in FETCHING)


async def show(asked: Asked) -> str | Reply:
    """One order where a number is said, all of a group where that is named, else what is open."""
    if not asked.arguments:
        return await _all(asked.turn)
    group = " ".join(asked.arguments).casefold()
    stage = next((stage for stage, name in _GROUPS.items() if name.casefold() == group), None)
    if stage is not None:
        return await _of_group(asked.turn, stage)
    meant = await order_of(asked.turn, asked.arguments)
    if isinstance(meant, Missing):
        example = phrase("example", command=Ours(await fill(asked.turn, "/order_{tapped}")))
        question = sentences(phrase("which_order"), example)
        return which(question, (), phrase("all_that_are_open"), understood=False)
    if isinstance(meant, Reply):
        return meant
    shops = {shop.id: shop for shop in await asked.turn.unit.of(Shops).every()}
    return said.short(await _told(asked.turn, meant, shops))


async def _told(turn: Turn, meant: Meant, shops: Mapping[UUID, Shop]) -> list[str]:
    order = meant.order
    lines = [_line(order, line, shops) for line in order.lines]
    more = [f"and {len(lines) - _MOST_LINES} more lines"] if len(lines) > _MOST_LINES else []
    steps = await turn.unit.of(Histories).history(order.id)
    last = [_step(turn, step) for step in reversed(steps[-_MOST_STEPS:])]
    return [
        _head(turn, order),
        "" if order.for_stock else standing.money(order, standing.eyes(turn)),
        _when(turn, order, shops),
        *lines[:_MOST_LINES],
        *more,
        f"Last: {'; '.join(last)}." if last else "",
        f"Next: {_next(turn, order, shops) if meant.is_open else '/orders'}",
    ]


def _next(turn: Turn, order: Order, shops: Mapping[UUID, Shop]) -> str:
    return standing.next_step(order, shops, checked=turn.business.sourcing.quality_check)


def _head(turn: Turn, order: Order) -> str:
    """Numbers first: "Order 1234: 3 pieces, 2 kept, 1 of them here; ₹1,798, sourcing, express."."""
    wanted = sum(line.wanted for line in order.lines)
    found = sum(one.quantity for one in order.promises)
    here = sum(one.quantity for one in order.promises if one.stand is Stand.PICKED or one.shop is None)
    express = ", express" if order.express else ""
    cost = "for our own shelf" if order.for_stock else said.cost(turn, order.amount, order.currency)
    status = order.status.value.replace("_", " ")
    return f"{order.called}: {wanted} wanted, {found} kept, {here} here; {cost}, {status}{express}."


def _when(turn: Turn, order: Order, shops: Mapping[UUID, Shop]) -> str:
    """By when what happens."""
    if order.promised_at is not None and order.status in FETCHING:
        late = order.promised_at <= turn.now
        left = f"late by {said.stretch(turn.now - order.promised_at)}"
        left = left if late else f"{said.stretch(order.promised_at - turn.now)} left"
        return f"Promised for {said.at(turn, order.promised_at)}: {left}."
    if order.status is Status.SHIPPED and order.parcel:
        return f"Tracking: {shorten(one_line(order.parcel), _LONGEST_NOTE, '…')}."
    if order.status in {Status.CHECKING, Status.RESERVED}:
        return _answers(turn, order, shops)
    if order.status in {Status.AVAILABLE, Status.PART_AVAILABLE}:
        return f"Kept until {said.at(turn, order.reserved_until)}."
    return ""


def _answers(turn: Turn, order: Order, shops: Mapping[UUID, Shop]) -> str:
    """How many shops were asked; one that is closed or away is asked when it opens."""
    reader = standing.eyes(turn)
    later = {ask.shop for ask in order.asks if standing.closed(ask, shops.get(ask.shop), reader)}
    open_ = {ask.shop for ask in order.asks if ask.says is Says.OPEN} - later
    asked = {ask.shop for ask in order.asks} - later
    unasked = f" {counted(len(later), 'more is', 'more are')} closed or away." if later else ""
    return f"Shops asked: {len(asked)}, {len(open_)} still to answer, until {said.at(turn, order.answer_by)}.{unasked}"


def _line(order: Order, line: Line, shops: Mapping[UUID, Shop]) -> str:
    """Who keeps what of a line, and how far it is: "1. 2 Tiger Shorts L: Connaught 2, to fetch"."""
    name = shown.pieces(line, line.wanted or line.quantity)
    if not line.wanted:
        return f"{line.id}. {name}: not wanted any more"
    parts = []
    for one in order.promises:
        if one.line != line.id:
            continue
        who = shown.shop_name(shops.get(one.shop)) if one.shop else "own stock"
        far = "here" if one.stand is Stand.PICKED or one.shop is None else "to fetch"
        parts.append(f"{who} {one.quantity}, {far}")
    lacking = order.missing(line)
    parts += [f"{lacking} missing"] if lacking else []
    return f"{line.id}. {name}: {'; '.join(parts)}"


def _step(turn: Turn, step: Step) -> str:
    about = step.note or step.status.replace("_", " ")
    return f"{said.at(turn, step.at)} {shorten(one_line(about), _LONGEST_NOTE, '…')} ({step.by})"


async def _all(turn: Turn) -> str:
    """The open orders by what they wait for, each group's most urgent by name."""
    found = await turn.unit.of(Reservations).by_stage(_MOST_OF_GROUP)
    groups = [(name, found[stage]) for stage, name in _GROUPS.items() if stage in found]
    if not groups:
        return "No order is open.\nMore: /shops · /stock"
    total, first = sum(group.many for _, group in groups), groups[0][1].first[0]
    fast = await turn.unit.of(Reservations).count(_OPEN, express=True)
    hurry = f", {fast} of them express (/express)" if fast else ""
    lines = [_group(turn, name, group) for name, group in groups]
    return said.short([f"{total} open{hurry}.", *lines, f"One of them: {tap('order', first.number)}"])


def _group(turn: Turn, name: str, group: Staged) -> str:
    named = [_short(turn, one) for one in group.first]
    more = [f"{group.many - len(named)} more: {tap('orders', name.lower())}"] if group.many > len(named) else []
    return f"{name} ({group.many}): {', '.join([*named, *more])}"


async def _of_group(turn: Turn, stage: Stage) -> str:
    """The orders of one group, the most urgent first; what does not fit comes up as those are done."""
    found = (await turn.unit.of(Reservations).by_stage(_MOST_LISTED)).get(stage)
    name = _GROUPS[stage]
    if found is None:
        return f"{name}: no order.\nAll that are open: /orders"
    named = ", ".join(_short(turn, one) for one in found.first)
    rest = f", and {found.many - len(found.first)} after these" if found.many > len(found.first) else ""
    return f"{name} ({found.many}): {named}{rest}\nAll that are open: /orders"


def _short(turn: Turn, one: Reservation) -> str:
    """An order in a list: its tap, and whether it is late."""
    late = one.promised_at is not None and one.status in _PROMISED and one.promised_at <= turn.now
    mark = " late" if late else ""
    what = " express" if one.express else " restock" if one.for_stock else ""
    return f"{tap('order', one.number)}{mark}{what}"


ORDERS = Command(
    name="orders",
    aliases=("order", "open orders"),
    usage="/orders",
    help="what is open, by what it waits for; /order {order} shows one",
    run=show,
    topic=TOPIC,
)
