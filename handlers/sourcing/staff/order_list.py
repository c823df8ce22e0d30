"""Lists of orders by their next step, for /orders, the morning greeting and the card of a customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase, sentences, tap
from flows.sourcing.lateness import UNDELIVERED
from handlers.conversation.person_hooks import UnderWay
from handlers.engine.turn import Turn
from handlers.sourcing import customer_orders
from handlers.sourcing.actions.order_list_entries import ListedOrder
from handlers.sourcing.actions.order_overview import OrdersShown, StageShown
from handlers.staff.staff_greeting import Today, find_day_start, find_month_start
from storage.sourcing.order_stages import Stage
from storage.sourcing.reservations import Reservation, Reservations, Staged

LONGEST = 1800
"""Characters of a list of orders: two screens of a phone, for a business with thirty open orders."""
LONGEST_GROUP = 3500
"""Characters of the list of one requested group."""
NAMES = MappingProxyType(
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
"""Groups of orders by their names in commands, in their display order."""


def list_all_groups(one: OrdersShown) -> Text:
    """Return the open orders by group, each group's most urgent with all distinguishing values."""
    groups = [(stage, one.groups[stage]) for stage in NAMES if stage in one.groups]
    if not groups:
        return _list_over(one) if one.sought else phrase("no_open_order")
    head = phrase("orders_head", many=sum(group.many for _, group in groups), express=one.express)
    lines = [line for stage, group in groups for line in _group(stage, group, one.listed)]
    return Lines((head, *lines, _describe_round(one)), longest=LONGEST)


def _describe_round(one: OrdersShown) -> Text:
    """Return the round if goods wait at shops, and the way to find one of many orders."""
    fetch = phrase("next", command=Ours("/fetch")) if Stage.TO_FETCH in one.groups and not one.sought else ""
    return Lines((fetch, phrase("all_that_are_open" if one.sought else "to_find_an_order")))


def _list_over(one: OrdersShown) -> Text:
    """Return the last matching orders that are over."""
    lines = [_line(one.listed[row.id], over=True) for row in one.over]
    head = phrase("found_over" if lines else "found_nothing")
    return Lines((head, *lines, phrase("all_that_are_open")), longest=LONGEST)


def _group(stage: Stage, group: Staged, listed: Mapping[UUID, ListedOrder]) -> list[Text]:
    lines = [_line(listed[row.id]) for row in group.first]
    rest = group.many - len(group.first)
    more = [phrase("more_orders", many=rest, command=tap("orders", NAMES[stage]))] if rest > 0 else []
    return [phrase("order_group", group=phrase(f"group_{stage.value}"), many=group.many), *lines, *more]


def list_one_group(one: StageShown) -> Text:
    """Return the orders of one group; the others appear as earlier ones are done."""
    after = phrase("all_that_are_open")
    if one.found is None:
        return Lines((phrase("no_order_in_group", group=phrase(f"group_{one.stage.value}")), after))
    head = phrase("order_group", group=phrase(f"group_{one.stage.value}"), many=one.found.many)
    lines = [_line(one.listed[row.id]) for row in one.found.first]
    rest = one.found.many - len(one.found.first)
    more = [phrase("and_after_these", many=rest)] if rest > 0 else []
    fetch = [phrase("next", command=Ours("/fetch"))] if one.stage is Stage.TO_FETCH else []
    return Lines((head, *lines, *more, *fetch, after), longest=LONGEST_GROUP)


def _line(one: ListedOrder, *, over: bool = False) -> Text:
    """Return the order after the tap that shows it."""
    return sentences(tap("order", one.row.number), describe_order(one, over=over))


def describe_order(one: ListedOrder, *, over: bool = False) -> Text:
    """Return the values of an order: "Ravi (…4410): 2 Tiger Shorts L · Connaught Souvenirs · 2 d · ₹1,798 · late"."""
    what = {
        "who": one.who or phrase("mark_restock"),
        "what": one.what,
        "age": one.age,
        "amount": one.amount if one.amount.micros else "",
        "shops": one.shops or "",
    }
    status = phrase(f"status_{one.row.status}") if over else ""
    return phrase("listed_order", **what, late=one.late, express=one.row.express, status=status, homeless=one.homeless)


_OURS = (
    Stage.LOST, Stage.NOBODY, Stage.REFUNDING, Stage.TO_FETCH, Stage.TO_MAKE, Stage.TO_CHECK, Stage.TO_PACK,
    Stage.TO_SHIP,
)  # fmt: skip
"""Groups that wait for one of us, the most urgent first."""
_MOST = 100  # parcels to count


async def report_today(turn: Turn) -> Today:
    """Return each group of orders that waits for us, parcels that should have arrived, and today's and this month's
    orders.
    """
    from storage.sourcing.sourcing_report import sum_revenue_since

    reservations = turn.unit.of(Reservations)
    groups = await reservations.group_by_stage(1)
    waits = [phrase(f"wait_{one.value}", many=groups[one].many) for one in _OURS if one in groups]
    if away := await reservations.list_undelivered(turn.now - UNDELIVERED, _MOST):
        waits.append(phrase("wait_undelivered", many=len(away)))
    many, _ = await reservations.sum_incoming(find_day_start(turn))
    brought = await sum_revenue_since(turn.unit, turn.tenant, find_month_start(turn), turn.now)
    came = [phrase("came_in_today", many=many)] if many else []
    earned = [phrase("ordered_this_month", amount=brought)] if brought.micros > 0 else []
    return Today(tuple(waits), (*came, *earned), ("orders",) if waits or many else ())


async def list_underway(turn: Turn, contact: UUID) -> Sequence[UnderWay]:
    """Return each open order, the newest first."""
    orders = await customer_orders.list_unfinished(turn, contact)
    return [UnderWay(customer_orders.make_row_subject(one), one.number, _order_under_way(one)) for one in orders]


def _order_under_way(row: Reservation) -> Text:
    status, cost = phrase(f"status_{row.status}"), Money(row.amount, row.currency)
    return phrase("order_under_way", number=row.number, cost=cost, status=status, command=tap("order", row.number))
