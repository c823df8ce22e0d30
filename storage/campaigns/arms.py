"""The wordings of a campaign as arms of an experiment: how many people were given each, and how many did what it asks
(flows/campaigns/trial.py).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, case, distinct, exists, func, select

from flows.campaigns.trial import Measure
from flows.experiments.arm import Arm
from storage.campaigns.steps import IS_FIRST
from storage.reports.scope import Scope
from storage.schema import attributions, campaigns, clicks, messages, orders
from storage.unit import Unit

NOBODY = Arm(0, 0)
_MOST = 20_000  # past messages that are looked at: their share is then known to within a third of a point


async def arms_of(
    scope: Scope, measure: Measure, many: int, until: datetime, within: timedelta | None = None, *, anyhow: bool = False
) -> list[Arm]:
    """The arms by their places, of messages and successes before ``until``. A person is one success at most; a
    follow-up has wordings of its own, and is none of these. With ``within`` only those are counted who have had their
    message for so long by now, and of them what they did so soon behind it: as much time for all. ``anyhow`` counts
    each order that they placed as long as one counts for a message, by our doing or not: where some have a code to use
    and others none, only those of the first would else be known as ours."""
    columns = (messages.c.id, messages.c.contact, messages.c.variant)
    left = messages.c.left_at < until if within is None else messages.c.left_at <= min(until, scope.now) - within
    given = select(*columns).where(scope.departed, IS_FIRST, left).subquery()
    if anyhow and measure is Measure.ORDERS:
        happened = _bought(scope, given, until, within or scope.counts_for)
    else:
        soon = None if within is None else scope.later(messages.c.left_at, within)
        happened = _succeeded(scope.unit, measure, given, until, soon)
    succeeded = case((happened, given.c.contact))
    query = select(
        given.c.variant,
        func.count(distinct(given.c.contact)).label("people"),
        func.count(distinct(succeeded)).label("successes"),
    ).group_by(given.c.variant)
    found = {row.variant: Arm(row.people, row.successes) for row in await scope.unit.rows(query)}
    return [found.get(place, NOBODY) for place in range(many)]


async def past_arm(unit: Unit, measure: Measure, since: datetime, until: datetime, now: datetime) -> Arm:
    """All that campaigns sent since then up to ``until``, the newest at most, as one arm; of clicks what had a link."""
    left = and_(messages.c.left_at >= since, messages.c.left_at <= until, messages.c.contact.is_not(None))
    nowhere = exists().where(unit.mine(campaigns), campaigns.c.id == messages.c.campaign, campaigns.c.url == "")
    led = [~nowhere] if measure is Measure.CLICKS else []
    sent = select(messages.c.id).where(unit.mine(messages), left, messages.c.campaign.is_not(None), *led)
    given = sent.order_by(messages.c.left_at.desc()).limit(_MOST).subquery()
    succeeded = case((_succeeded(unit, measure, given, now), 1))
    query = select(func.count().label("people"), func.count(succeeded).label("successes")).select_from(given)
    (row,) = await unit.rows(query)
    return Arm(row.people, row.successes)


def _bought(scope: Scope, given: Subquery, until: datetime, within: timedelta) -> ColumnElement[bool]:
    """The messages behind which their person placed an order ``within`` that time."""
    unit, left = scope.unit, messages.c.left_at
    behind = (orders.c.placed_at >= left, orders.c.placed_at < scope.later(left, within), orders.c.placed_at < until)
    theirs = (unit.mine(messages), unit.mine(orders), orders.c.contact == messages.c.contact, scope.own)
    return given.c.id.in_(select(messages.c.id).where(*theirs, *behind, orders.c.cancelled_at.is_(None)))


def _succeeded(
    unit: Unit, measure: Measure, given: Subquery, until: datetime, soon: ColumnElement[Any] | None = None
) -> ColumnElement[bool]:
    """The messages that brought a click or an order before ``until``, and before ``soon``, which is each one's own."""

    def counted(whose: ColumnElement[UUID], at: ColumnElement[datetime]) -> list[ColumnElement[bool]]:
        own = [] if soon is None else [unit.mine(messages), messages.c.id == whose, at < soon]
        return [at < until, *own]

    if measure is Measure.CLICKS:
        opened = (unit.mine(clicks), clicks.c.robot.is_(False), *counted(clicks.c.message, clicks.c.at))
        return given.c.id.in_(select(clicks.c.message).where(*opened))
    its = (unit.mine(attributions), unit.mine(orders), attributions.c.order == orders.c.id)
    placed = (orders.c.cancelled_at.is_(None), *counted(attributions.c.message, orders.c.placed_at))
    return given.c.id.in_(select(attributions.c.message).where(*its, *placed))
