"""The trial of a campaign's wordings: the people for each, the successes, and the verdict
(flows/campaigns/wording_trial.py).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, case, distinct, exists, func, select

from flows.campaigns.campaign import Campaign
from flows.campaigns.wording_trial import Measure, TrialResult, judge_trial
from flows.campaigns.wording_trial_plan import get_counting_time, plan_trial
from flows.experiments.experiment_arm import Arm
from storage.campaigns.campaign_steps import IS_FIRST
from storage.reports.report_scope import ReportWindow, Scope
from storage.schema import attributions, campaigns, clicks, messages, orders
from storage.unit import Unit

_NOBODY = Arm(0, 0)
_MOST = 20_000  # past messages read: enough to know their share within a third of a point


async def load_trial(scope: Scope, campaign: Campaign) -> TrialResult | None:
    """Return how the wordings of a campaign compare now, or compared at the end that its launch set.

    Later results count for its figures and not here: with a moving end one could keep looking until a version wins.
    """
    foreseen = campaign.preview.trial if campaign.preview else None
    trial = foreseen or plan_trial(campaign, _NOBODY)
    if trial is None or trial.arms != len(campaign.variants) or campaign.latest is None:
        return None
    within = get_counting_time(campaign, trial.measure, scope.counts_for)
    later = within or timedelta() if trial.measure is Measure.CLICKS else scope.counts_for
    end = _end(campaign, campaign.latest, later)
    arms = await _load_arms(scope, trial.measure, trial.arms, end, within)
    return judge_trial(trial, arms, over=scope.now >= end)


def _end(campaign: Campaign, latest: datetime, later: timedelta) -> datetime:
    """Return the moment that ends the trial, ``later`` after the last departure of the first part: the rest of a
    contest was not randomly assigned."""
    if campaign.contest is None:
        return latest + later
    return campaign.contest.decided_at or campaign.contest.ends(campaign.begins)


async def _load_arms(
    scope: Scope, measure: Measure, many: int, until: datetime, within: timedelta | None = None
) -> list[Arm]:
    """Return the arms by place, with messages and successes before ``until``. A person is one success at most;
    follow-ups have their own wordings and are left out. With ``within``, only people who have had the message for that
    long count, with their successes in that time: equal time for all.
    """
    columns = (messages.c.id, messages.c.contact, messages.c.variant)
    left = messages.c.left_at < until if within is None else messages.c.left_at <= min(until, scope.now) - within
    given = select(*columns).where(scope.departed, IS_FIRST, left).subquery()
    if measure is Measure.PURCHASES:
        happened = _match_bought(scope, scope.own, given, until, within or scope.counts_for)
    else:
        soon = None if within is None else scope.later(messages.c.left_at, within)
        happened = _match_succeeded(scope.unit, measure, given, until, soon)
    succeeded = case((happened, given.c.contact))
    query = select(
        given.c.variant,
        func.count(distinct(given.c.contact)).label("people"),
        func.count(distinct(succeeded)).label("successes"),
    ).group_by(given.c.variant)
    found = {row.variant: Arm(row.people, row.successes) for row in await scope.unit.rows(query)}
    return [found.get(place, _NOBODY) for place in range(many)]


async def load_past_arm(period: ReportWindow, measure: Measure, counts_for: timedelta) -> Arm:
    """Return all campaign messages of a period, up to a limit of the newest, as one arm; for clicks those with
    a link.
    """
    unit, now = period.unit, period.now
    left = and_(period.within(messages.c.left_at), messages.c.contact.is_not(None))
    nowhere = exists().where(unit.owns(campaigns), campaigns.c.id == messages.c.campaign, campaigns.c.url == "")
    led = [~nowhere] if measure is Measure.CLICKS else []
    ours = messages.c.campaign.is_not(None)
    sent = select(messages.c.id).where(unit.owns(messages), left, ours, *led)
    given = sent.order_by(messages.c.left_at.desc()).limit(_MOST).subquery()
    if measure is Measure.PURCHASES:
        happened = _match_bought(period, ours, given, now, counts_for)
    else:
        happened = _match_succeeded(unit, measure, given, now)
    succeeded = case((happened, 1))
    query = select(func.count().label("people"), func.count(succeeded).label("successes")).select_from(given)
    (row,) = await unit.rows(query)
    return Arm(row.people, row.successes)


def _match_bought(
    period: ReportWindow, own: ColumnElement[bool], given: Subquery, until: datetime, within: timedelta
) -> ColumnElement[bool]:
    """Return the ``given`` of our ``own`` messages followed by an order ``within`` that time."""
    unit, left = period.unit, messages.c.left_at
    behind = (orders.c.placed_at >= left, orders.c.placed_at < period.later(left, within), orders.c.placed_at < until)
    theirs = (unit.owns(messages), unit.owns(orders), orders.c.contact == messages.c.contact)
    return given.c.id.in_(select(messages.c.id).where(*theirs, own, *behind, orders.c.cancelled_at.is_(None)))


def _match_succeeded(
    unit: Unit, measure: Measure, given: Subquery, until: datetime, soon: ColumnElement[Any] | None = None
) -> ColumnElement[bool]:
    """Return the messages that brought a click or an order before ``until``, and before ``soon``, a moment of each
    message.
    """

    def match_before(whose: ColumnElement[UUID], at: ColumnElement[datetime]) -> list[ColumnElement[bool]]:
        own = [] if soon is None else [unit.owns(messages), messages.c.id == whose, at < soon]
        return [at < until, *own]

    if measure is Measure.CLICKS:
        opened = (unit.owns(clicks), clicks.c.robot.is_(False), *match_before(clicks.c.message, clicks.c.at))
        return given.c.id.in_(select(clicks.c.message).where(*opened))
    its = (unit.owns(attributions), unit.owns(orders), attributions.c.order == orders.c.id)
    placed = (orders.c.cancelled_at.is_(None), *match_before(attributions.c.message, orders.c.placed_at))
    return given.c.id.in_(select(attributions.c.message).where(*its, *placed))
