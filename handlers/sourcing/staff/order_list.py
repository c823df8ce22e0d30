"""Lists of orders by their next step, for /orders, the morning message and a customer's card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase, sentences, tap
from flows.sourcing.lateness import UNDELIVERED
from handlers.conversation.person_hooks import UnderWay
from handlers.engine.turn import Turn
from handlers.sourcing import customer_orders
from handlers.sourcing.actions.order_list_entries import ListedOrder
from handlers.sourcing.actions.order_overview import NAMES, OrdersShown
from handlers.staff_chat.staff_command import Reply, list_buttons
from handlers.staff_notices.staff_greeting import Today, find_day_start, find_month_start
from storage.sourcing.order_stages import Stage
from storage.sourcing.reservations import Reservation, Reservations, Staged

LONGEST = 1000
"""Characters of a list of orders, with buttons under it on every channel."""
ALL: tuple[str, Text] = ("/orders", phrase("button_all_orders"))
"""The button of all open orders."""


def list_orders(one: OrdersShown) -> Reply:
    """Return a page of open orders by group, with a button for each, for the next page and for the round of shops."""
    rows = [row for group in one.groups.values() for row in group.first if row.id in one.listed]
    if not one.groups:
        return _list_over(one)
    many = sum(group.many for group in one.groups.values())
    head = [] if one.stage else [phrase("orders_head", many=many, express=one.express)]
    lines = [line for stage, group in one.groups.items() for line in _group(stage, group, one.listed)]
    unlisted = [stage for stage, group in one.groups.items() if one.more and not _group(stage, group, one.listed)]
    waits = [sentences(phrase(f"group_{stage.value}"), str(one.groups[stage].many)) for stage in unlisted]
    rest = [phrase("and_more", many=many - len(rows))] if one.sought and one.more else []
    name = [NAMES[one.stage]] if one.stage else []
    further = "" if one.sought or not one.more else tap("orders", *name, "page", str(one.more))
    text = Lines(
        (
            *head,
            *lines,
            Lines(tuple(waits), between=" · "),
            *rest,
            "" if one.sought or one.stage else phrase("to_find_an_order"),
        ),
        longest=LONGEST,
    )
    return Reply(text, (*_buttons(rows, further), *_list_steps(one)))


def _list_steps(one: OrdersShown) -> Iterator[tuple[str, Text]]:
    """Yield the buttons of the round if goods wait at shops, of the express orders, and of all orders."""
    if Stage.TO_FETCH in one.groups and not one.sought:
        yield "/fetch", phrase("button_round")
    if one.express:
        yield "/express", phrase("button_express")
    if one.sought or one.stage:
        yield ALL


def _list_over(one: OrdersShown) -> Reply:
    """Say that no order is open; for a search, list the last matching orders that have ended."""
    if one.stage:
        return Reply(phrase("no_order_in_group", group=phrase(f"group_{one.stage.value}")), (ALL,))
    if not one.sought:
        return Reply(phrase("no_open_order"), (("/shops", Ours("/shops")), ("/stock", Ours("/stock"))))
    lines = [_line(one.listed[row.id], over=True) for row in one.over]
    head = phrase("found_over" if lines else "found_nothing")
    return Reply(Lines((head, *lines), longest=LONGEST), (*_buttons(one.over), ALL))


def _buttons(rows: Sequence[Reservation], more: str = "") -> tuple[tuple[str, Text], ...]:
    return list_buttons(((tap("order", row.number), row.number) for row in rows), more)


def _group(stage: Stage, group: Staged, listed: Mapping[UUID, ListedOrder]) -> list[Text]:
    lines = [_line(listed[row.id]) for row in group.first if row.id in listed]
    head = phrase("order_group", group=phrase(f"group_{stage.value}"), many=group.many)
    return [head, *lines] if lines else []


def _line(one: ListedOrder, *, over: bool = False) -> Text:
    """Format the order after its number."""
    return sentences(one.row.number, describe_order(one, over=over))


def describe_order(one: ListedOrder, *, over: bool = False) -> Text:
    """Format the facts of an order: "Ravi (…4410): 2 Tiger Shorts L · Connaught Souvenirs · 2 d · ₹1,798 · late"."""
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
    """Report the groups of orders that wait for us, overdue parcels, and today's and this month's orders."""
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
