"""Recipients and control group: what each group bought afterwards, attributed or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, and_, case, distinct, func, or_, select

from flows.money import Money
from storage.reports import cart_cohort
from storage.reports.report_scope import Scope
from storage.reports.report_values import HoldoutGroup
from storage.schema import draws, messages, orders

_NAMES = ("contact", "subject", "at", "held", "variant", "channel")


async def groups(scope: Scope) -> tuple[HoldoutGroup, HoldoutGroup]:
    """Return recipients and control group, each by the first departure that people got or were denied."""
    nobody = HoldoutGroup(0, 0, Money(0, scope.currency))
    found = {held: group for _, held, group in await _count_groups(scope, _select_first_departures(scope))}
    return found.get(0, nobody), found.get(1, nobody)


async def groups_by(
    scope: Scope, parts: FromClause, key: str = "contact"
) -> Mapping[str, tuple[HoldoutGroup, HoldoutGroup]]:
    """Return the groups by each contact's ``part`` in a query, or by the ``subject`` of that departure."""
    first = _select_first_departures(scope)
    people = select(*first.c, parts.c.part).join(parts, parts.c[key] == first.c[key]).subquery()
    return {part: found for (part,), found in (await _pair_groups(scope, people, people.c.part)).items()}


async def groups_by_place(scope: Scope) -> Mapping[tuple[int, str], tuple[HoldoutGroup, HoldoutGroup]]:
    """Return the groups by wording and channel of the first departure.

    A wording is drawn before the control group is known, and the control group is checked last on that channel. So both
    groups of a place differ only in the message. A person reached later on another channel stays in the first place,
    because nobody knows which control people the first would have failed.
    """
    people = _select_first_departures(scope)
    return await _pair_groups(scope, people, people.c.variant, people.c.channel)


async def groups_by_channel(scope: Scope) -> Mapping[str, tuple[HoldoutGroup, HoldoutGroup]]:
    """Return the groups by the channel of that first departure alone."""
    people = _select_first_departures(scope)
    return {channel: found for (channel,), found in (await _pair_groups(scope, people, people.c.channel)).items()}


async def _pair_groups(
    scope: Scope, people: Subquery, *by: ColumnElement[Any]
) -> dict[tuple[Any, ...], tuple[HoldoutGroup, HoldoutGroup]]:
    nobody = HoldoutGroup(0, 0, Money(0, scope.currency))
    found: dict[tuple[Any, ...], list[HoldoutGroup]] = defaultdict(lambda: [nobody, nobody])
    for part, held, group in await _count_groups(scope, people, *by):
        found[part][held] = group
    return {part: (treated, control) for part, (treated, control) in found.items()}


async def _count_groups(
    scope: Scope, people: Subquery, *by: ColumnElement[Any]
) -> list[tuple[tuple[Any, ...], int, HoldoutGroup]]:
    """Return a group of these people for each part, and whether it is a control group."""
    until = scope.later(people.c.at, scope.counts_for)
    after = and_(orders.c.placed_at >= people.c.at, orders.c.placed_at <= until)
    bought = and_(scope.standing, orders.c.contact == people.c.contact, after)
    query = (
        select(
            *by,
            people.c.held,
            func.count(distinct(people.c.contact)).label("people"),
            func.count(distinct(orders.c.contact)).label("ordered"),
            func.sum(case((orders.c.id.is_not(None), scope.net), else_=0)).label("net"),
        )
        .select_from(people.outerjoin(orders, bought))
        .group_by(*by, people.c.held)
    )
    return [
        (tuple(row[: len(by)]), row.held, HoldoutGroup(row.people, row.ordered, Money(int(row.net), scope.currency)))
        for row in await scope.unit.rows(query)
    ]


def _select_first_departures(scope: Scope) -> Subquery:
    """Select one row per person: ``at``, and ``held`` 1 if that departure was withheld.

    A message that failed after the handover counts: the control group would have met the same failures.
    """
    gone = and_(scope.reminder, messages.c.left_at.is_not(None))
    at = case((scope.withheld, messages.c.status_at), else_=messages.c.left_at)
    columns = {"at": at, "held": case((scope.withheld, 1), else_=0), "nth": _number_departures(at)}
    columns |= {"variant": func.coalesce(messages.c.variant, 0), "channel": messages.c.channel}
    departures = (
        select(messages.c.contact, messages.c.subject, *(one.label(name) for name, one in columns.items()))
        .where(or_(gone, scope.withheld))
        .subquery()
    )
    chosen = departures.c.subject.in_(cart_cohort.list_ids(scope)) if scope.by_cart else scope.within(departures.c.at)
    first = and_(departures.c.nth == 1, chosen)
    asked = _select_asked(scope)
    alone = or_(asked.c.at.is_(None), asked.c.at > scope.later(departures.c.at, scope.counts_for))
    drawn = or_(departures.c.held == 1, departures.c.contact.in_(_select_drawn(scope)))
    people = select(*(departures.c[name] for name in _NAMES))
    joined = departures.outerjoin(asked, asked.c.contact == departures.c.contact)
    return people.select_from(joined).where(first, drawn, or_(departures.c.held == 0, alone)).subquery()


def _number_departures(at: ColumnElement[Any]) -> ColumnElement[int]:
    """Return the number of a person's departure; of two at one moment the sent one is the first."""
    order = (at, messages.c.left_at.is_(None), messages.c.id)
    return func.row_number().over(partition_by=messages.c.contact, order_by=order)


def _select_asked(scope: Scope) -> Subquery:
    """Select when each person first got a reminder at their own wish."""
    first = func.min(messages.c.left_at).label("at")
    query = select(messages.c.contact, first).where(scope.asked_for, scope.taken)
    return query.group_by(messages.c.contact).subquery()


def _select_drawn(scope: Scope) -> Select[tuple[UUID]]:
    """Select the people in the experiment."""
    return select(draws.c.contact).where(scope.unit.owns(draws), draws.c.experiment == scope.experiment)
