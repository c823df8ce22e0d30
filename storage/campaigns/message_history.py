"""The results of the last half year's messages, for planning and forecasts of the next ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, func, select

from flows.campaigns.expected_return import PastMessages
from flows.campaigns.wording_trial import Measure
from flows.experiments.experiment_arm import Arm
from storage.businesses.businesses import Tenant
from storage.campaigns.campaign_trials import load_past_arm
from storage.reports.report_scope import ReportWindow
from storage.schema import attributions, messages, orders
from storage.unit import Unit

HALF_A_YEAR, _A_DAY = timedelta(days=180), timedelta(days=1)


async def load_past_messages(unit: Unit, tenant: Tenant, now: datetime) -> PastMessages:
    """Return the results of campaign messages of half a year, except messages that may still earn orders.

    A person counts once for each campaign. Messages of plans are left out, as they say little about an audience: people
    who left a cart buy far more often.
    """
    until = now - tenant.business.counts_for
    left = and_(unit.owns(messages), messages.c.left_at >= now - HALF_A_YEAR, messages.c.left_at < until)
    theirs = and_(left, messages.c.campaign.is_not(None), messages.c.contact.is_not(None))
    people = select(messages.c.contact, messages.c.campaign).where(theirs).distinct().subquery()
    scope = ReportWindow(unit, tenant, None, None, now)
    counted = and_(unit.owns(attributions), attributions.c.message == messages.c.id)
    joined = messages.join(attributions, counted).join(
        orders, and_(scope.standing, orders.c.id == attributions.c.order)
    )
    sold = select(func.count().label("orders"), func.coalesce(func.sum(scope.net), 0).label("net"))
    (row,) = await unit.rows(sold.select_from(joined).where(theirs))
    return PastMessages(int(await unit.value(select(func.count()).select_from(people))), row.orders, int(row.net))


async def load_sold(
    unit: Unit, tenant: Tenant, start: datetime | None, end: datetime | None, now: datetime
) -> PastMessages:
    """Return the campaign messages that left in a period, as ``people``, and the period's orders attributed to any
    campaign.
    """
    scope = ReportWindow(unit, tenant, start, end, now)
    theirs = and_(unit.owns(messages), messages.c.campaign.is_not(None))
    sent = select(func.count()).where(theirs, scope.within(messages.c.left_at))
    counted = and_(unit.owns(attributions), attributions.c.order == orders.c.id)
    joined = orders.join(attributions, counted).join(messages, and_(theirs, messages.c.id == attributions.c.message))
    sold = select(func.count().label("orders"), func.coalesce(func.sum(scope.net), 0).label("net"))
    (row,) = await unit.rows(sold.select_from(joined).where(scope.standing, scope.within(orders.c.placed_at)))
    return PastMessages(int(await unit.value(sent)), row.orders, int(row.net))


async def load_past_results(unit: Unit, tenant: Tenant, measure: Measure, now: datetime) -> Arm:
    """Return the results of the latest campaign messages, of half a year at most.

    Messages without a full day to be opened are left out, and messages that may still earn orders.
    """
    comes = _A_DAY if measure is Measure.CLICKS else tenant.business.counts_for
    half_a_year = ReportWindow(unit, tenant, now - HALF_A_YEAR, now - comes, now)
    return await load_past_arm(half_a_year, measure, tenant.business.counts_for)
