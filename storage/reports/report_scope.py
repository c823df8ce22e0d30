"""The window of a report and the conditions that all its figures share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Float,
    Interval,
    and_,
    case,
    cast,
    extract,
    literal,
    or_,
    true,
    type_coerce,
)

from flows.delivery import LEFT, MessageStatus
from flows.plan import Plan
from flows.policy.departure_facts import Kind, Purpose
from storage.businesses.businesses import Tenant
from storage.reports.last_messages import lasting
from storage.schema import messages, orders
from storage.store.returned_goods import KEPT
from storage.unit import Unit

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ReportWindow:
    """The window of a report: events from ``start`` up to ``end``, None for no bound, as seen at ``now``."""

    unit: Unit
    tenant: Tenant
    start: datetime | None
    end: datetime | None
    now: datetime

    @property
    def currency(self) -> str:
        return self.tenant.business.currency

    def within(self, moment: ColumnElement[Any]) -> ColumnElement[bool]:
        bounds = [moment >= self.start] if self.start else []
        return and_(moment.is_not(None), *bounds, *([moment < self.end] if self.end else []))

    def later(self, moment: ColumnElement[Any], by: timedelta) -> ColumnElement[Any]:
        """Return ``moment`` plus ``by``, for a comparison with another column of moments."""
        if self.unit.postgres:
            return type_coerce(moment, DateTime(timezone=True)) + literal(by, Interval())
        return type_coerce(moment, BigInteger) + by // _MICROSECOND

    def seconds(self, begin: ColumnElement[Any], end: ColumnElement[Any]) -> ColumnElement[float]:
        """Return the seconds from one column of moments to another."""
        if self.unit.postgres:
            aware = DateTime(timezone=True)
            return cast(extract("epoch", type_coerce(end, aware) - type_coerce(begin, aware)), Float)
        gone = type_coerce(end, BigInteger) - type_coerce(begin, BigInteger)
        return cast(gone, Float) * literal(1e-6, Float())

    @property
    def net(self) -> ColumnElement[int]:
        """Return an order's revenue in micro-units of the business's currency; 0 for one in another."""
        return case((orders.c.currency == self.currency, KEPT), else_=0)

    @property
    def standing(self) -> ColumnElement[bool]:
        """Return the condition on placed orders that were not cancelled."""
        placed = orders.c.placed_at.is_not(None)
        return and_(self.unit.owns(orders), placed, orders.c.cancelled_at.is_(None))


@dataclass(frozen=True, slots=True)
class Scope(ReportWindow):
    """The messages of one experiment in a period. ``plan`` is None for a campaign's."""

    experiment: str
    plan: Plan | None = None

    @property
    def by_cart(self) -> bool:
        """Return True if carts count, in the period of their abandonment; else people, when their message was
        planned.
        """
        return self.plan is not None and self.plan.subject == "cart"

    @property
    def each(self) -> ColumnElement[Any]:
        """Return the unit that a message counts for."""
        return messages.c.subject if self.by_cart else messages.c.contact

    @property
    def counts_for(self) -> timedelta:
        """Return how long after a message a purchase is attributed to it."""
        return self.plan.counts_for if self.plan else self.tenant.business.counts_for

    @property
    def own(self) -> ColumnElement[bool]:
        """Return the condition on messages of this plan or campaign, planned or answers."""
        return and_(self.unit.owns(messages), messages.c.experiment == self.experiment)

    @property
    def reminder(self) -> ColumnElement[bool]:
        marketing = messages.c.purpose == Purpose.MARKETING.value
        return and_(self.own, marketing, messages.c.kind == Kind.MESSAGE.value)

    @property
    def asked_for(self) -> ColumnElement[bool]:
        """Return the condition on reminders at a moment that the person chose ("tomorrow"): the holdout does not stop
        them.
        """
        return and_(self.own, messages.c.kind == Kind.ASKED.value)

    @property
    def link(self) -> ColumnElement[bool]:
        """Return the condition on links in answers to a "yes"."""
        answer = self.plan.answers.get("yes") if self.plan else None
        return and_(self.own, messages.c.kind == Kind.ANSWER.value, messages.c.template == answer)

    @property
    def departed(self) -> ColumnElement[bool]:
        """Return the condition on planned reminders that were handed over and not known to be refused at once."""
        return and_(self.reminder, self.taken)

    @property
    def written(self) -> ColumnElement[bool]:
        """Return the condition on messages that recalled the cart: planned or requested reminders, or an
        answer's link.
        """
        return and_(or_(self.reminder, self.asked_for, self.link), self.taken)

    @property
    def taken(self) -> ColumnElement[bool]:
        """Return the condition on messages handed over, and not known to be refused by the provider at once."""
        stayed = or_(messages.c.status.in_(LEFT), messages.c.sent_at.is_not(None))
        return and_(messages.c.left_at.is_not(None), stayed)

    @property
    def counted(self) -> ColumnElement[bool]:
        """Return the condition on counted messages: of a campaign's fallbacks only the last; all of a plan, which
        distinguishes them."""
        return true() if self.plan else lasting()

    @property
    def withheld(self) -> ColumnElement[bool]:
        held = and_(messages.c.status == MessageStatus.REFUSED.value, messages.c.code == "holdout")
        return and_(self.reminder, held)
