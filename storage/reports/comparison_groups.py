"""The people written to and the people left alone: what each group bought afterwards, by our doing or not."""

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
    """People written to and people left alone, each by the first departure they had or were denied."""
    nobody = HoldoutGroup(0, 0, Money(0, scope.currency))
    found = {held: group for _, held, group in await _counted(scope, _first_departures(scope))}
    return found.get(0, nobody), found.get(1, nobody)


async def groups_by(
    scope: Scope, parts: FromClause, key: str = "contact"
) -> Mapping[str, tuple[HoldoutGroup, HoldoutGroup]]:
    """The same by the ``part`` of a query to which each contact belongs, or the ``subject`` of that departure."""
    first = _first_departures(scope)
    people = select(*first.c, parts.c.part).join(parts, parts.c[key] == first.c[key]).subquery()
    return {part: found for (part,), found in (await _paired(scope, people, people.c.part)).items()}


async def groups_by_place(scope: Scope) -> Mapping[tuple[int, str], tuple[HoldoutGroup, HoldoutGroup]]:
    """The same by wording and channel of that first departure.

    A wording is drawn before it is known who is left alone, and who is to be left alone is judged last on the very
    channel: so both groups of a place are alike but for the message. Whom another channel reached afterwards stays
    where it was tried, for nobody knows whom of those left alone the first would have failed.
    """
    people = _first_departures(scope)
    return await _paired(scope, people, people.c.variant, people.c.channel)


async def groups_by_channel(scope: Scope) -> Mapping[str, tuple[HoldoutGroup, HoldoutGroup]]:
    """The same by the channel of that first departure alone."""
    people = _first_departures(scope)
    return {channel: found for (channel,), found in (await _paired(scope, people, people.c.channel)).items()}


async def _paired(
    scope: Scope, people: Subquery, *by: ColumnElement[Any]
) -> dict[tuple[Any, ...], tuple[HoldoutGroup, HoldoutGroup]]:
    nobody = HoldoutGroup(0, 0, Money(0, scope.currency))
    found: dict[tuple[Any, ...], list[HoldoutGroup]] = defaultdict(lambda: [nobody, nobody])
    for part, held, group in await _counted(scope, people, *by):
        found[part][held] = group
    return {part: (treated, control) for part, (treated, control) in found.items()}


async def _counted(
    scope: Scope, people: Subquery, *by: ColumnElement[Any]
) -> list[tuple[tuple[Any, ...], int, HoldoutGroup]]:
    """A group of these people for each part, and whether it was left alone."""
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


def _first_departures(scope: Scope) -> Subquery:
    """One row per person: ``at``, and ``held`` 1 where that departure was withheld.

    A message that failed after it was handed over counts: those left alone would have met the same failures.
    """
    gone = and_(scope.reminder, messages.c.left_at.is_not(None))
    at = case((scope.withheld, messages.c.status_at), else_=messages.c.left_at)
    columns = {"at": at, "held": case((scope.withheld, 1), else_=0), "nth": _nth(at)}
    columns |= {"variant": func.coalesce(messages.c.variant, 0), "channel": messages.c.channel}
    departures = (
        select(messages.c.contact, messages.c.subject, *(one.label(name) for name, one in columns.items()))
        .where(or_(gone, scope.withheld))
        .subquery()
    )
    chosen = departures.c.subject.in_(cart_cohort.left(scope)) if scope.by_cart else scope.within(departures.c.at)
    first = and_(departures.c.nth == 1, chosen)
    asked = _asked(scope)
    alone = or_(asked.c.at.is_(None), asked.c.at > scope.later(departures.c.at, scope.counts_for))
    drawn = or_(departures.c.held == 1, departures.c.contact.in_(_drawn(scope)))
    people = select(*(departures.c[name] for name in _NAMES))
    joined = departures.outerjoin(asked, asked.c.contact == departures.c.contact)
    return people.select_from(joined).where(first, drawn, or_(departures.c.held == 0, alone)).subquery()


def _nth(at: ColumnElement[Any]) -> ColumnElement[int]:
    """Which departure of its person it is; of two at one moment the one that left is the first."""
    order = (at, messages.c.left_at.is_(None), messages.c.id)
    return func.row_number().over(partition_by=messages.c.contact, order_by=order)


def _asked(scope: Scope) -> Subquery:
    """When each person was first reminded at their own wish."""
    first = func.min(messages.c.left_at).label("at")
    query = select(messages.c.contact, first).where(scope.asked_for, scope.taken)
    return query.group_by(messages.c.contact).subquery()


def _drawn(scope: Scope) -> Select[tuple[UUID]]:
    """Who took part in the experiment."""
    return select(draws.c.contact).where(scope.unit.mine(draws), draws.c.experiment == scope.experiment)
