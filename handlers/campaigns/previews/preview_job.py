"""The preview of a campaign as a job: it counts the people, judges a sample, stores the result and shows it.

Up to ``SAMPLE`` people are all judged; if there are more, a random sample represents them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flows.campaigns.campaign import UNLAUNCHED, Campaign, CampaignStatus
from flows.campaigns.campaign_preview import CampaignPreview
from flows.campaigns.expected_return import estimate_return
from flows.campaigns.wording_trial_plan import measure_of, plan_trial
from handlers.actions.action import Origin
from handlers.campaigns.previews.campaign_forecast import FoundPeople, foresee
from handlers.campaigns.previews.campaign_outlook import CampaignOutlook, days_it_takes, few_uses, scale, warnings_of
from handlers.campaigns.previews.parallel_campaigns import CampaignBeside, CampaignsBeside
from handlers.campaigns.previews.parallel_messages import find_coming, find_members, find_others
from handlers.engine.turn import Turn
from handlers.forecasts.parallel_plans import PlanBeside, load_plans_beside
from handlers.jobs.job_kind import HeldJob, JobFailed, end_job
from storage.audience.audiences import Audiences, Selection
from storage.campaigns.campaign_mailings import Mailings
from storage.campaigns.campaigns import CampaignMoved, Campaigns
from storage.campaigns.message_history import load_past_messages, load_past_results
from storage.jobs.jobs import JobRecord, Jobs, JobState
from storage.sql import json_codec
from storage.upkeep.table_statistics import Statistics

KIND = "campaign.preview"
SAMPLE = 2_000
"""The people to judge: a share is then known to within 2.2 points, 95 times of 100."""
_AT_ONCE = 100  # people that are judged in one go
_PART = timedelta(milliseconds=300)  # the longest run of judging before other jobs get a turn


@dataclass(frozen=True, slots=True)
class PreviewAsked:
    """The campaign and version to preview, and the ``message`` in whose chat the result is shown."""

    campaign: UUID
    version: int
    message: UUID | None = None


async def start_preview(turn: Turn, origin: Origin, campaign: Campaign) -> UUID:
    """Start the preview of a campaign and return the id of the job. The preview is shown in the chat of its origin, if
    it has one."""
    message = UUID(origin.key) if origin.contact is not None else None
    asked = {"preview": json_codec.dump(PreviewAsked(campaign.id, campaign.version, message))}
    job = JobRecord(turn.unit.ids.make(), KIND, origin.by, turn.now, asked=asked)
    await turn.unit.of(Jobs).add(job, turn.elapsed)
    return job.id


def read_request(job: JobRecord) -> PreviewAsked:
    """Return the request of a job."""
    return json_codec.load(PreviewAsked, job.asked["preview"])


async def begin(held: HeldJob) -> OpenPreview:
    """Return a new preview; it takes seconds. Raises JobFailed if the campaign is missing."""
    await held.act(held.business, lambda turn: turn.unit.of(Statistics).renew())
    return OpenPreview(held, read_request(held.job))


class OpenPreview:
    """A running preview; its figures are in memory until the end."""

    def __init__(self, held: HeldJob, asked: PreviewAsked) -> None:
        self.place: Mapping[str, Any] = held.job.place
        self._held, self._asked = held, asked
        self._found = FoundPeople(0, ())
        self._left: list[UUID] | None = None
        self._tally = CampaignOutlook()
        self._before: CampaignPreview | None = None
        self._sample: Sequence[UUID] = ()
        self._beside: list[CampaignBeside] = []
        self._plans: list[PlanBeside] = []
        self._others: list[int] = []  # places of the parallel campaigns whose members are to be loaded
        self._members: tuple[int, Sequence[UUID]] = (0, ())  # ids to load of the campaign at a place

    async def work(self) -> bool:
        """Count, load other campaigns, judge some people, or store the result; return True at the end. Raises JobFailed
        and LeaseLost."""
        if self._left is None:
            self._left = await self._held.look(self._held.business, self._count)
        elif self._others or self._members[1]:
            await self._look_beside()
        elif self._left:
            await self._judge_on()
        else:
            await self._held.act(self._held.business, self._keep)
            return True
        return False

    def close(self) -> None:
        """Do nothing: a preview holds no resources."""

    async def _load_campaign(self, turn: Turn) -> Campaign:
        campaign = await turn.unit.of(Campaigns).get(self._asked.campaign)
        if campaign is None or campaign.version != self._asked.version or campaign.status not in UNLAUNCHED:
            raise JobFailed("the campaign was changed meanwhile")
        return campaign

    async def _count(self, turn: Turn) -> list[UUID]:
        """Count the people, and draw the sample."""
        campaign = await self._load_campaign(turn)
        asked, audiences = Selection(campaign.criteria, turn.now, turn.zone), turn.unit.of(Audiences)
        people, sample = await audiences.draw_sample(asked, SAMPLE, campaign.id.hex[-12:])
        mailings, more = turn.unit.of(Mailings), people > len(sample)
        reached = await mailings.reach(campaign.channels, asked, sample)
        if more and not any(one.channel for one in reached):  # there may be a few in all
            reached = await mailings.reach(campaign.channels, asked)
        zones = await mailings.zones() if more and any(one.local for one in campaign.hours) else ()
        self._found = FoundPeople(people, reached, zones)
        self._before = await self._foresee(turn, campaign)
        self._beside = await find_others(turn, campaign)
        self._plans = await load_plans_beside(turn, sample)
        self._sample, self._others = sample, list(range(len(self._beside)))
        return sample

    async def _look_beside(self) -> None:
        """Load the sample's members of the next campaign, or the messages to some of them, until the part's time is
        used up. The members are loaded at once, because they share one condition."""
        if not self._members[1]:
            place, self._others = self._others[0], self._others[1:]
            found = partial(find_members, other=self._beside[place], people=self._sample)
            self._members = place, await self._held.look(self._held.business, found)
        first: datetime | None = None
        while self._members[1]:
            place, members = self._members
            some, self._members = members[:_AT_ONCE], (place, members[_AT_ONCE:])
            began = await self._held.look(self._held.business, partial(self._find, place=place, members=some))
            first = first or began
            if began - first >= _PART:
                break

    async def _find(self, turn: Turn, place: int, members: Sequence[UUID]) -> datetime:
        """Load another campaign's messages to these members; return the real time before loading."""
        other, before = self._beside[place], CampaignsBeside(self._beside[:place])
        found = {**other.coming, **await find_coming(turn, other, members, before)}
        self._beside[place] = replace(other, coming=found)
        return turn.elapsed

    async def _judge_on(self) -> None:
        """Judge people in chunks until the part's time is used up."""
        first: datetime | None = None
        while self._left:
            some, self._left = self._left[:_AT_ONCE], self._left[_AT_ONCE:]
            began = await self._held.look(self._held.business, partial(self._judge, some=some))
            first = first or began
            if began - first >= _PART:
                break

    async def _judge(self, turn: Turn, some: Sequence[UUID]) -> datetime:
        """Judge these people; return the real time before judging."""
        campaign = await self._load_campaign(turn)
        there = sum(self._found.count_by_channel().values())
        judged = replace(campaign, holdout=campaign.get_share_left_alone(there), preview=self._before)
        await foresee(turn, judged, some, CampaignsBeside(self._beside, self._plans), self._tally)
        return turn.elapsed

    async def _foresee(self, turn: Turn, campaign: Campaign) -> CampaignPreview:
        """Return the preview so far. Before people are judged, it serves to compute the end of the campaign."""
        trial = plan_trial(campaign, await load_past_results(turn.unit, turn.tenant, measure_of(campaign), turn.now))
        return replace(_preview(turn, campaign, self._found, self._tally), trial=trial)

    async def _keep(self, turn: Turn) -> None:
        """Store the preview and end the job; the staff member gets the preview in the same transaction."""
        campaign = await self._load_campaign(turn)
        preview = await self._foresee(turn, campaign)
        past = await load_past_messages(turn.unit, turn.tenant, turn.now)
        found, whole = CampaignsBeside(self._beside, self._plans), preview.people / max(1, preview.judged)
        also, spent = found.list_near(campaign, self._tally.due, whole), found.sum_spent(campaign)
        brings = estimate_return(past, preview.expected, preview.cost)
        preview = replace(preview, brings=brings, beside=also, spent_beside=spent)
        warnings = {**preview.warnings, **await few_uses(turn, campaign, preview.expected)}
        preview = replace(preview, warnings=warnings | days_it_takes(turn, campaign, preview))
        seen = replace(campaign, status=CampaignStatus.PREVIEWED, preview=preview)
        try:
            await turn.unit.of(Campaigns).change(seen, self._held.job.made_by, turn.now)
        except CampaignMoved:
            raise JobFailed("the campaign was changed meanwhile") from None
        await end_job(turn, self._held.job.id, JobState.DONE)


def _preview(turn: Turn, campaign: Campaign, found: FoundPeople, tally: CampaignOutlook) -> CampaignPreview:
    whole = found.people / tally.judged if tally.judged else 1.0
    channels = found.count_by_channel()
    by_channel = scale(tally.by_channel, whole)
    return CampaignPreview(
        version=campaign.version + 1,  # saving it is a change
        at=turn.now,
        people=found.people,
        reached=sum(channels.values()),
        by_channel=by_channel,
        by_locale=scale(tally.by_locale, whole),
        judged=tally.judged,
        excluded=scale(tally.excluded, whole),
        later=scale(tally.later, whole),
        held_out=round(tally.held_out * whole),
        cost=round(tally.cost * whole),
        currency=turn.business.currency,
        seconds=max((many / turn.business.rate_of(one) for one, many in by_channel.items()), default=0.0),
        samples=tally.samples,
        longest=tally.longest,
        segments=tally.segments,
        warnings=warnings_of(turn, campaign, channels, tally),
        zones=tuple(sorted({*found.zones, *(one.zone for one in found.sample if one.zone and one.channel)})),
    )
