"""What came of a campaign: the messages and their lives, and the report of its experiment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, case, distinct, exists, func, select

from flows.campaigns.campaign import Campaign
from flows.campaigns.trial import Measure, TrialResult, planned, tried
from flows.delivery import MessageStatus
from storage.businesses import Tenant
from storage.campaigns.arms import NOBODY, arms_of
from storage.campaigns.breakdown import CampaignPart, parts_of
from storage.reports.experiment import experiment_report
from storage.reports.lasting import lasting
from storage.reports.scope import Scope
from storage.reports.values import ExperimentReport
from storage.schema import clicks, messages
from storage.unit import Unit

REPLIES = timedelta(days=3)
"""For so long after a message what somebody writes from there counts as a reply to it."""


@dataclass(frozen=True, slots=True)
class CampaignResults:
    """People by what became of their message; each may be in several. ``report`` has orders, money and the lift,
    ``trial`` how its wordings compare: None where there is one. ``by_channel`` are the people by the channel of what
    left, the most first. ``unknown`` are those of the sent of whose message nobody knows whether it came."""

    planned: int
    sent: int
    delivered: int
    read: int
    clicked: int
    replied: int
    report: ExperimentReport
    trial: TrialResult | None = None
    by_channel: Mapping[str, int] = field(default_factory=dict)
    unknown: int = 0


async def results_of(unit: Unit, tenant: Tenant, campaign: Campaign, now: datetime) -> CampaignResults:
    """What came of a campaign until now."""
    its = and_(unit.mine(messages), messages.c.campaign == campaign.id)
    lived = select(
        func.count(distinct(messages.c.contact)).label("planned"),
        *(
            func.count(distinct(case((fate, messages.c.contact)))).label(name)
            for name, fate in (
                ("sent", messages.c.left_at.is_not(None)),
                ("delivered", messages.c.delivered_at.is_not(None)),
                ("read", messages.c.read_at.is_not(None)),
                ("unknown", messages.c.status == MessageStatus.UNKNOWN.value),
            )
        ),
    ).where(its)
    (row,) = await unit.rows(lived)
    report = await experiment_report(unit, tenant, f"campaign:{campaign.id}", None, None, None, now)
    scope = _scope(unit, tenant, campaign, now)
    clicked, replied = await _clicked(unit, campaign), await _replied(scope, campaign)
    trial, by_channel = await trial_of(scope, campaign), await _by_channel(unit, campaign)
    lives = (row.planned, row.sent, row.delivered, row.read)
    return CampaignResults(*lives, clicked, replied, report, trial, by_channel, row.unknown)


def _scope(unit: Unit, tenant: Tenant, campaign: Campaign, now: datetime) -> Scope:
    return Scope(unit, tenant, None, None, now, f"campaign:{campaign.id}")


async def trial_now(unit: Unit, tenant: Tenant, campaign: Campaign, now: datetime) -> TrialResult | None:
    """How the wordings of a campaign compare at that moment, without its other figures."""
    return await trial_of(_scope(unit, tenant, campaign, now), campaign)


async def parts_now(unit: Unit, tenant: Tenant, campaign: Campaign, now: datetime) -> list[CampaignPart]:
    """The figures of a campaign by wording, channel and step."""
    return await parts_of(_scope(unit, tenant, campaign, now), campaign)


async def trial_of(scope: Scope, campaign: Campaign) -> TrialResult | None:
    """How the wordings of a campaign compare by now, or did at the end that was set for that at its launch.

    What comes later counts for its figures and not for this: an end that moves with them would be looking until one of
    them wins.
    """
    foreseen = campaign.preview.trial if campaign.preview else None
    trial = foreseen or planned(campaign, NOBODY)
    if trial is None or trial.arms != len(campaign.variants) or campaign.latest is None:
        return None
    end = _end(campaign, campaign.latest, scope.counts_for if trial.measure is Measure.ORDERS else timedelta())
    arms = await arms_of(scope, trial.measure, trial.arms, end)
    return tried(trial, arms, over=scope.now >= end)


def _end(campaign: Campaign, latest: datetime, counts_for: timedelta) -> datetime:
    """The moment behind which nothing decides: what the rest of a contest does was not drawn by chance."""
    if campaign.contest is None:
        return latest + counts_for
    return campaign.contest.decided_at or campaign.contest.ends(campaign.schedule.at)


async def _by_channel(unit: Unit, campaign: Campaign) -> dict[str, int]:
    """How many people were written to on each channel; what another stands in place of is left out."""
    its = and_(unit.mine(messages), messages.c.campaign == campaign.id, messages.c.left_at.is_not(None), lasting())
    query = select(messages.c.channel, func.count(distinct(messages.c.contact)).label("many")).where(its)
    rows = await unit.rows(query.group_by(messages.c.channel))
    return {row.channel: row.many for row in sorted(rows, key=lambda row: (-row.many, row.channel))}


async def _clicked(unit: Unit, campaign: Campaign) -> int:
    """How many people opened the link; what robots open does not count."""
    joined = messages.join(clicks, and_(unit.mine(clicks), clicks.c.message == messages.c.id))
    its = and_(unit.mine(messages), messages.c.campaign == campaign.id, clicks.c.robot.is_(False))
    return int(await unit.value(select(func.count(distinct(messages.c.contact))).select_from(joined).where(its)))


async def _replied(scope: Scope, campaign: Campaign) -> int:
    """How many people wrote from the address soon after."""
    unit, came = scope.unit, messages.alias("came")
    wrote = exists().where(
        came.c.business == messages.c.business,
        came.c.address == messages.c.address,
        came.c.direction == "in",
        came.c.created_at >= messages.c.left_at,
        came.c.created_at < scope.later(messages.c.left_at, REPLIES),
    )
    its = and_(unit.mine(messages), messages.c.campaign == campaign.id, messages.c.left_at.is_not(None))
    return int(await unit.value(select(func.count(distinct(messages.c.contact))).where(its, wrote)))
