"""The wordings of a campaign as arms of an experiment: how many people were given each, and how many did what it asks
(flows/campaigns/trial.py).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, case, distinct, exists, func, select

from flows.campaigns.trial import Measure
from flows.experiments.arm import Arm
from storage.campaigns.steps import IS_FIRST
from storage.reports.scope import Scope
from storage.schema import attributions, campaigns, clicks, messages, orders
from storage.unit import Unit

NOBODY = Arm(0, 0)
_MOST = 20_000  # past messages that are looked at: their share is then known to within a third of a point


async def arms_of(scope: Scope, measure: Measure, many: int, until: datetime) -> list[Arm]:
    """The arms by their places, of messages and successes before ``until``. A person is one success at most; a
    follow-up has wordings of its own, and is none of these."""
    columns = (messages.c.id, messages.c.contact, messages.c.variant)
    given = select(*columns).where(scope.departed, IS_FIRST, messages.c.left_at < until).subquery()
    succeeded = case((_succeeded(scope.unit, measure, given, until), given.c.contact))
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


def _succeeded(unit: Unit, measure: Measure, given: Subquery, until: datetime) -> ColumnElement[bool]:
    """The messages that brought a click or an order before ``until``."""
    if measure is Measure.CLICKS:
        opened = and_(unit.mine(clicks), clicks.c.robot.is_(False), clicks.c.at < until)
        return given.c.id.in_(select(clicks.c.message).where(opened))
    counted = and_(unit.mine(attributions), unit.mine(orders), attributions.c.order == orders.c.id)
    placed = and_(orders.c.placed_at < until, orders.c.cancelled_at.is_(None))
    return given.c.id.in_(select(attributions.c.message).where(counted, placed))
