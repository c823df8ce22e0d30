"""The rows that store events of people, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table, and_, func, join, select, union_all

from storage.audience.criteria_setting import Setting
from storage.schema import (
    carts,
    clicks,
    contacts,
    messages,
    order_lines,
    orders,
    refunds,
    returned_lines,
    returns,
    visits,
)
from storage.sending.written_messages import match_person
from storage.store.carts import OPEN


@dataclass(frozen=True, slots=True)
class EventRows:
    """The rows of a kind of events: one each in ``source``, of a ``person``, ``at`` a moment.

    ``money`` is an amount with its currency. Goods are rows of ``lines``, whose column ``whose`` names the event;
    ``event`` is that event's id.
    """

    source: FromClause
    person: ColumnElement[Any]
    at: ColumnElement[Any]
    where: tuple[ColumnElement[bool], ...]
    money: tuple[ColumnElement[Any], ColumnElement[Any]] | None = None
    fields: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    event: ColumnElement[Any] | None = None
    lines: Table | None = None
    whose: str = ""
    apart: bool = False


def _make_order_rows(column: str, *, goods: bool = False, money: bool = True) -> Callable[[Setting], EventRows]:
    """Return orders by one of their moments; "created" are those that count: placed and not cancelled."""

    def make_rows(setting: Setting) -> EventRows:
        rows = orders.alias()
        at = rows.c[column]
        counts = (rows.c.cancelled_at.is_(None),) if goods else ()
        where = (rows.c.business == setting.business, rows.c.contact.is_not(None), at.is_not(None), *counts)
        total = (rows.c.total, rows.c.currency) if money else None
        lines: dict[str, Any] = {"event": rows.c.id, "lines": order_lines, "whose": "order"} if goods else {}
        return EventRows(rows, rows.c.contact, at, where, total, **lines)

    return make_rows


def _refunds(setting: Setting) -> EventRows:
    rows, of = refunds.alias(), orders.alias()
    source = join(of, rows, and_(rows.c.business == of.c.business, rows.c.order == of.c.id))
    money = (rows.c.amount, func.coalesce(rows.c.currency, of.c.currency))
    return EventRows(
        source, of.c.contact, rows.c.at, (of.c.business == setting.business, of.c.contact.is_not(None)), money
    )


def _carts(setting: Setting, *states: str) -> EventRows:
    rows = carts.alias()
    state = (rows.c.status.in_(states),) if states else ()
    where = (rows.c.business == setting.business, rows.c.contact.is_not(None), *state)
    return EventRows(rows, rows.c.contact, rows.c.as_of, where, (rows.c.total, rows.c.currency))


def _returns(setting: Setting) -> EventRows:
    rows = returns.alias()
    where = (rows.c.business == setting.business, rows.c.contact.is_not(None))
    goods: dict[str, Any] = {"event": rows.c.id, "lines": returned_lines, "whose": "returned"}
    return EventRows(rows, rows.c.contact, rows.c.at, where, fields={"city": rows.c.city}, **goods)


def _visits(setting: Setting) -> EventRows:
    rows = visits.alias()
    fields = {name: rows.c[name] for name in ("place", "page")}
    return EventRows(rows, rows.c.contact, rows.c.at, (rows.c.business == setting.business,), fields=fields)


def _replies(setting: Setting) -> EventRows:
    rows = messages.alias()
    where = (rows.c.business == setting.business, rows.c.left_at.is_(None), match_person(rows))
    return EventRows(rows, rows.c.contact, rows.c.created_at, where, fields={"channel": rows.c.channel})


def _clicks(setting: Setting) -> EventRows:
    """Return the rows of clicks, a ledger that keeps people's ids from before a merge."""
    met = (clicks.c.business == setting.business, clicks.c.robot.is_(False))
    own = select(clicks.c.contact, clicks.c.at).where(*met, clicks.c.contact.is_not(None))
    roots = _roots(setting)
    merged = select(roots.c.root, clicks.c.at).where(*met, clicks.c.contact == roots.c.id)
    rows = union_all(own, merged).subquery()
    return EventRows(rows, rows.c.contact, rows.c.at, (), apart=True)


def _roots(setting: Setting) -> Any:
    """Return the merged contacts, each with every contact that it was merged into."""
    first = contacts.alias()
    merged = select(first.c.id, first.c.merged_into.label("root"))
    here = (first.c.business == setting.business, first.c.merged_into.is_not(None))
    roots = merged.where(*here).cte("roots", recursive=True, nesting=True)
    on = contacts.alias()
    there = (on.c.business == setting.business, on.c.id == roots.c.root, on.c.merged_into.is_not(None))
    return roots.union(select(roots.c.id, on.c.merged_into).where(*there))


KEPT: Mapping[str, Callable[[Setting], EventRows]] = MappingProxyType(
    {
        "order.created": _make_order_rows("placed_at", goods=True),
        "order.paid": _make_order_rows("paid_at"),
        "order.cancelled": _make_order_rows("cancelled_at"),
        "order.refunded": _refunds,
        "order.shipped": _make_order_rows("shipped_at", money=False),
        "order.delivered": _make_order_rows("delivered_at", money=False),
        "cart.updated": _carts,
        "cart.abandoned": lambda setting: _carts(setting, OPEN),
        "return.completed": _returns,
        "customer.visited": _visits,
        "message.clicked": _clicks,
        "message.replied": _replies,
    }
)
