"""The preview of a campaign as a job: its people are counted, a sample of them is judged, and what comes of it is kept
and shown to whoever asked.

Up to ``SAMPLE`` people are all judged; of more, so many that are drawn at random stand for the rest.
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
from flows.campaigns.expected_return import expected
from flows.campaigns.wording_trial_plan import measure_of, planned
from handlers.actions.action import Origin
from handlers.campaigns.previews.campaign_forecast import FoundPeople, foresee
from handlers.campaigns.previews.campaign_outlook import CampaignOutlook, days_it_takes, few_uses, scaled, warnings_of
from handlers.campaigns.previews.parallel_campaigns import CampaignBeside, CampaignsBeside
from handlers.campaigns.previews.parallel_messages import coming, members_of, others
from handlers.engine.turn import Turn
from handlers.forecasts.parallel_plans import PlanBeside, plans_beside
from handlers.jobs.job_kind import HeldJob, JobFailed, end_job
from storage.audience.audiences import Audiences, Selection
from storage.campaigns.campaign_mailings import Mailings
from storage.campaigns.campaigns import CampaignMoved, Campaigns
from storage.campaigns.message_history import past_messages, past_of
from storage.jobs.jobs import JobRecord, Jobs, JobState
from storage.sql import json_codec
from storage.upkeep.table_statistics import Statistics

KIND = "campaign.preview"
SAMPLE = 2_000
"""People of whom each is judged: of these a share is known to within 2.2 points, 95 times of 100."""
_AT_ONCE = 100  # people that are judged in one go
_PART = timedelta(milliseconds=300)  # in which people are judged before the jobs of others are looked at


@dataclass(frozen=True, slots=True)
class PreviewAsked:
    """Which version of which campaign is to be looked through, and the ``message`` in whose chat that is told."""

    campaign: UUID
    version: int
    message: UUID | None = None


async def look_through(turn: Turn, origin: Origin, campaign: Campaign) -> UUID:
    """Have a campaign looked through, and shown in the chat of whoever asks in one; the id of the job."""
    message = UUID(origin.key) if origin.contact is not None else None
    asked = {"preview": json_codec.dump(PreviewAsked(campaign.id, campaign.version, message))}
    job = JobRecord(turn.unit.ids.new(), KIND, origin.by, turn.now, asked=asked)
    await turn.unit.of(Jobs).add(job, turn.elapsed)
    return job.id


def asked_of(job: JobRecord) -> PreviewAsked:
    """What a job is to look through."""
    return json_codec.load(PreviewAsked, job.asked["preview"])


async def begin(held: HeldJob) -> OpenPreview:
    """A preview from its start on: it takes seconds. Raises JobFailed for a campaign that is not there."""
    await held.act(held.business, lambda turn: turn.unit.of(Statistics).renew())
    return OpenPreview(held, asked_of(held.job))


class OpenPreview:
    """A preview under way; what was found is kept in memory until its end."""

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
        self._others: list[int] = []  # places of those beside whose members are to be found
        self._members: tuple[int, Sequence[UUID]] = (0, ())  # of the one at a place, that are to be looked at

    async def work(self) -> bool:
        """Count, look at campaigns beside it, judge some people, or keep what was found; whether that was the last.
        Raises JobFailed, LeaseLost."""
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
        """Nothing is held."""

    async def _campaign(self, turn: Turn) -> Campaign:
        campaign = await turn.unit.of(Campaigns).get(self._asked.campaign)
        if campaign is None or campaign.version != self._asked.version or campaign.status not in UNLAUNCHED:
            raise JobFailed("the campaign was changed meanwhile")
        return campaign

    async def _count(self, turn: Turn) -> list[UUID]:
        """Count the people, and draw a sample to be judged."""
        campaign = await self._campaign(turn)
        asked, audiences = Selection(campaign.criteria, turn.now, turn.zone), turn.unit.of(Audiences)
        people, sample = await audiences.drawn(asked, SAMPLE, campaign.id.hex[-12:])
        mailings, more = turn.unit.of(Mailings), people > len(sample)
        reached = await mailings.reach(campaign.channels, asked, sample)
        if more and not any(one.channel for one in reached):  # there may be a few in all
            reached = await mailings.reach(campaign.channels, asked)
        zones = await mailings.zones() if more and any(one.local for one in campaign.hours) else ()
        self._found = FoundPeople(people, reached, zones)
        self._before = await self._foreseen(turn, campaign)
        self._beside = await others(turn, campaign)
        self._plans = await plans_beside(turn, sample)
        self._sample, self._others = sample, list(range(len(self._beside)))
        return sample

    async def _look_beside(self) -> None:
        """Find the members of the next one among the sample, all at once as their condition is the same, or what some
        of them get, for as long as a part may take."""
        if not self._members[1]:
            place, self._others = self._others[0], self._others[1:]
            found = partial(members_of, other=self._beside[place], people=self._sample)
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
        """Find what these members get of another campaign; the real time before it."""
        other, before = self._beside[place], CampaignsBeside(self._beside[:place])
        found = {**other.coming, **await coming(turn, other, members, before)}
        self._beside[place] = replace(other, coming=found)
        return turn.elapsed

    async def _judge_on(self) -> None:
        """Judge some people after the other, for as long as a part may take."""
        first: datetime | None = None
        while self._left:
            some, self._left = self._left[:_AT_ONCE], self._left[_AT_ONCE:]
            began = await self._held.look(self._held.business, partial(self._judge, some=some))
            first = first or began
            if began - first >= _PART:
                break

    async def _judge(self, turn: Turn, some: Sequence[UUID]) -> datetime:
        """Judge these people; the real time before it."""
        campaign = await self._campaign(turn)
        there = sum(self._found.by_channel().values())
        judged = replace(campaign, holdout=campaign.left_alone(there), preview=self._before)
        await foresee(turn, judged, some, CampaignsBeside(self._beside, self._plans), self._tally)
        return turn.elapsed

    async def _foreseen(self, turn: Turn, campaign: Campaign) -> CampaignPreview:
        """The preview so far: before people are judged the zones and counts by which the end is known."""
        trial = planned(campaign, await past_of(turn.unit, turn.tenant, measure_of(campaign), turn.now))
        return replace(_preview(turn, campaign, self._found, self._tally), trial=trial)

    async def _keep(self, turn: Turn) -> None:
        """Keep what was foreseen, and end the job with it: whoever asked is told in the same transaction."""
        campaign = await self._campaign(turn)
        preview = await self._foreseen(turn, campaign)
        past = await past_messages(turn.unit, turn.tenant, turn.now)
        found, whole = CampaignsBeside(self._beside, self._plans), preview.people / max(1, preview.judged)
        also, spent = found.told(campaign, self._tally.due, whole), found.spent(campaign)
        brings = expected(past, preview.expected, preview.cost)
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
    channels = found.by_channel()
    by_channel = scaled(tally.by_channel, whole)
    return CampaignPreview(
        version=campaign.version + 1,  # keeping it is a change
        at=turn.now,
        people=found.people,
        reached=sum(channels.values()),
        by_channel=by_channel,
        by_locale=scaled(tally.by_locale, whole),
        judged=tally.judged,
        excluded=scaled(tally.excluded, whole),
        later=scaled(tally.later, whole),
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
