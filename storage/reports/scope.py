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
    select,
    type_coerce,
)

from flows import recovery
from flows.delivery import LEFT, Status
from flows.policy.facts import Kind, Purpose
from storage.businesses import Tenant
from storage.schema import messages, orders, runs
from storage.unit import Unit

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Scope:
    """The window and the conditions that all figures share."""

    unit: Unit
    tenant: Tenant
    start: datetime | None
    end: datetime | None
    now: datetime

    @property
    def currency(self) -> str:
        return self.tenant.business.currency

    @property
    def of_recovery(self) -> ColumnElement[bool]:
        """A message of a recovery conversation, be it a reminder or an answer."""
        mine = select(runs.c.id).where(self.unit.mine(runs), runs.c.flow == recovery.NAME)
        return and_(self.unit.mine(messages), messages.c.run.in_(mine))

    @property
    def reminder(self) -> ColumnElement[bool]:
        marketing = messages.c.purpose == Purpose.MARKETING.value
        return and_(self.of_recovery, marketing, messages.c.kind == Kind.MESSAGE.value)

    @property
    def asked_for(self) -> ColumnElement[bool]:
        """A reminder at the moment that the person named themselves ("tomorrow"): the holdout does not stop it."""
        return and_(self.of_recovery, messages.c.kind == Kind.ASKED.value)

    @property
    def link(self) -> ColumnElement[bool]:
        """The cart's link, given in answer to a yes."""
        answer = recovery.plan(self.tenant.business).answers["yes"]
        return and_(self.of_recovery, messages.c.kind == Kind.ANSWER.value, messages.c.template == answer)

    @property
    def departed(self) -> ColumnElement[bool]:
        """A planned reminder that was handed over and not known to have been turned away at once."""
        return and_(self.reminder, self.taken)

    @property
    def written(self) -> ColumnElement[bool]:
        """Whatever brought the cart back to mind: a planned reminder, one asked for, or the link in an answer."""
        return and_(or_(self.reminder, self.asked_for, self.link), self.taken)

    @property
    def taken(self) -> ColumnElement[bool]:
        """Handed over, and not known to have been turned away by the provider at once."""
        stayed = or_(messages.c.status.in_(LEFT), messages.c.sent_at.is_not(None))
        return and_(messages.c.left_at.is_not(None), stayed)

    @property
    def withheld(self) -> ColumnElement[bool]:
        held = and_(messages.c.status == Status.REFUSED.value, messages.c.code == "holdout")
        return and_(self.reminder, held)

    def within(self, moment: ColumnElement[Any]) -> ColumnElement[bool]:
        bounds = [moment >= self.start] if self.start else []
        return and_(moment.is_not(None), *bounds, *([moment < self.end] if self.end else []))

    def later(self, moment: ColumnElement[Any], by: timedelta) -> ColumnElement[Any]:
        """``moment`` plus ``by``, for a comparison with another column of moments."""
        if self.unit.postgres:
            return type_coerce(moment, DateTime(timezone=True)) + literal(by, Interval())
        return type_coerce(moment, BigInteger) + by // _MICROSECOND

    def seconds(self, begin: ColumnElement[Any], end: ColumnElement[Any]) -> ColumnElement[float]:
        """From one column of moments to another."""
        if self.unit.postgres:
            aware = DateTime(timezone=True)
            return cast(extract("epoch", type_coerce(end, aware) - type_coerce(begin, aware)), Float)
        gone = type_coerce(end, BigInteger) - type_coerce(begin, BigInteger)
        return cast(gone, Float) * literal(1e-6, Float())

    @property
    def net(self) -> ColumnElement[int]:
        """What an order brought, in micro-units of the business's currency; 0 for one in another."""
        return case((orders.c.currency == self.currency, orders.c.total - orders.c.refunded), else_=0)

    @property
    def standing(self) -> ColumnElement[bool]:
        """An order that was placed and not called off."""
        placed = orders.c.placed_at.is_not(None)
        return and_(self.unit.mine(orders), placed, orders.c.cancelled_at.is_(None))
