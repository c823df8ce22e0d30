"""The course of a campaign if it were launched at a moment: its waves, its contest, and its end.

The preview and the launch share this code, so a launch does exactly what the preview showed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from flows.business import Business
from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_preview import CampaignPreview
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_waves import (
    AHEAD,
    Wave,
    add_follow,
    find_end,
    pace_waves,
    split_waves,
    split_waves_by_day,
    waves_by_hour,
)
from flows.campaigns.follow_up import FIRST_STEP
from flows.campaigns.send_schedule import Schedule
from flows.campaigns.wording_contest import WordingContest
from flows.money import Money
from flows.policy.message_distance import DISTANCE_RULE
from flows.policy.message_price import convert_worth

_WHOLE = 1_000_000  # micro-units
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CampaignCourse:
    """A campaign's ``schedule`` with its moment, its ``contest`` (None if it has none), and its ``waves`` in order.

    Nothing of the first step leaves after ``first_until``, and nothing at all after ``latest``; both are aware.
    """

    schedule: Schedule
    contest: WordingContest | None
    waves: tuple[Wave, ...]
    first_until: datetime
    latest: datetime


def course_of(campaign: Campaign, preview: CampaignPreview | None, business: Business, now: datetime) -> CampaignCourse:
    """Compute the course of a campaign that is launched ``now``; ``preview`` gives the number and zones of its people.
    A campaign sent at once is due ``now``."""
    own = business.timezone
    schedule = Schedule(now, campaign.schedule.local) if campaign.schedule.at_once else campaign.schedule
    zones, people = (preview.zones, preview.reached) if preview is not None else ((), 0)
    rate = min(business.rate_of(channel) for channel in campaign.channels)
    due = [schedule if one == campaign.schedule else one for one in campaign.hours]
    hours = pace_waves(waves_by_hour(due, zones, own, now), campaign.terms, now)
    contest, first = _contest(campaign, preview, hours, own)
    more, in_all = (
        _count_more_days(preview, campaign.terms, business, one) for one in (1, 1 + len(campaign.terms.follow_ups))
    )
    distance = _distance(preview, business)
    first_until = find_end(first, people, rate) + more + distance
    waves = add_follow(first, campaign.terms.follow_ups, first_until, own)
    waves = tuple(sorted([*waves, *_delay_follow_ups(waves, more)], key=lambda wave: wave.begins))
    return CampaignCourse(schedule, contest, waves, first_until, find_end(waves, people, rate) + in_all + distance)


def _distance(preview: CampaignPreview | None, business: Business) -> timedelta:
    """Return the delay of a campaign's end because some people recently got a message of another plan or campaign."""
    waits = preview is not None and DISTANCE_RULE in preview.later
    return business.policy.marketing_distance if waits else timedelta(0)


def count_days(preview: CampaignPreview, terms: Terms, business: Business, steps: int = 1) -> int:
    """Return how many days the first messages, or ``steps`` messages to all people, need under the daily spending
    limit; 1 if one day's money is enough. The limit covers this campaign within its budget and other running campaigns.
    """
    limit = (business.daily_spend or 0) * _WHOLE
    if not limit or not preview.expected or not preview.cost:
        return 1
    cost = convert_worth(Money(preview.cost, preview.currency), business.spends_in)
    each, budget = cost / preview.expected, terms.budget
    most = cost * steps if budget is None else min(cost * steps, convert_worth(budget, business.spends_in))
    a_day = limit // each * each if each <= limit else limit  # no part of a message leaves
    return max(1, ceil((most + preview.spent_beside) / a_day))


def _count_more_days(preview: CampaignPreview | None, terms: Terms, business: Business, steps: int) -> timedelta:
    """Return the delay of ``steps`` messages by the daily spending limit: the days they need; none if they need less
    than half a day's money. One day is a reserve, as other messages use the limit too."""
    if preview is None or not business.daily_spend:
        return timedelta(0)
    days = count_days(preview, terms, business, steps)
    twice = convert_worth(Money(preview.cost, preview.currency), business.spends_in) * steps * 2 + preview.spent_beside
    return timedelta(days=days) if days > 1 or twice > business.daily_spend * _WHOLE else timedelta(0)


def _delay_follow_ups(waves: Iterable[Wave], more: timedelta) -> Iterable[Wave]:
    """Return follow-up waves for people who get the first message up to ``more`` late: one for each day of delay, and
    one for messages sent on the last day after the campaign's hour."""
    last: dict[int, datetime] = {}
    for wave in waves if more else ():
        last[wave.step] = max(wave.due, last.get(wave.step, wave.due))
    dues = ((step, due + (day + 1) * _DAY) for step, due in last.items() for day in range(more // _DAY + 1))
    return [Wave(due - AHEAD, due, step=step, missed=True) for step, due in dues if step > FIRST_STEP]


def _contest(
    campaign: Campaign, preview: CampaignPreview | None, hours: tuple[Wave, ...], own: str
) -> tuple[WordingContest | None, tuple[Wave, ...]]:
    """Return the contest of a campaign with the part that is sent first, and its waves."""
    if campaign.contest is None or preview is None or preview.trial is None:
        return None, hours
    contest = campaign.contest.set_share(preview.trial, preview.expected)
    parts = split_waves_by_day(hours, contest, own) if campaign.has_hours else split_waves(hours, contest)
    return replace(contest, until=min(one.begins for one in parts if one.rest)), parts
