"""The number of people who opt out soon after a campaign's message."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, distinct, func, select

from flows.experiments.experiment_arm import Arm
from storage.businesses.businesses import Tenant
from storage.reports.opt_out_report import match_stop
from storage.reports.report_scope import ReportWindow
from storage.schema import consents, messages
from storage.unit import Unit

SOON = timedelta(days=3)
"""How long after a message an opt-out counts as a reaction to it."""
_PAST = timedelta(days=180)


async def stops_of(unit: Unit, tenant: Tenant, campaign: UUID, now: datetime) -> Arm:
    """Return the people that a campaign reached, and how many stopped soon after."""
    return await _count_stops(ReportWindow(unit, tenant, None, None, now), messages.c.campaign == campaign)


async def sum_usual_stops(unit: Unit, tenant: Tenant, but: UUID, now: datetime) -> Arm:
    """Return the people reached and opt-outs of all other campaigns of the last half year."""
    others = and_(messages.c.campaign.is_not(None), messages.c.campaign != but)
    return await _count_stops(ReportWindow(unit, tenant, now - _PAST, None, now), others)


async def _count_stops(scope: ReportWindow, which: ColumnElement[bool]) -> Arm:
    """Return the stops by address: a stop revokes the consent of an address, and the ledger keeps the id from before a
    merge.
    """
    got = and_(scope.unit.owns(messages), which, scope.within(messages.c.left_at))
    soon = and_(consents.c.at >= messages.c.left_at, consents.c.at < scope.later(messages.c.left_at, SOON))
    people = select(func.count(distinct(messages.c.contact)))
    joined = consents.join(messages, and_(messages.c.address == consents.c.address, soon))
    stops = await scope.unit.value(people.select_from(joined).where(match_stop(scope.unit), got))
    return Arm(int(await scope.unit.value(people.where(got))), int(stops))
