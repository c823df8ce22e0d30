"""How a campaign goes is looked at now and then: the best wording goes to the rest of its people, once it has won, and
the staff is warned where too many people stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flows.actor import SYSTEM
from flows.campaigns import launch as launching
from flows.campaigns.campaign import ALIVE, Campaign
from flows.campaigns.contest import WordingContest, best
from flows.campaigns.launch import LaunchDecided
from flows.campaigns.trial import TrialResult
from flows.campaigns.waves import Wave
from flows.phrase import phrase
from handlers import alerts, host
from handlers.campaigns.sending import stops
from handlers.jobs.held import HeldJob
from handlers.turn import Turn
from storage import codec
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.results import trial_now
from storage.jobs.jobs import JobRecord, Jobs, JobState

KIND = "campaign.contest"


@dataclass(frozen=True, slots=True)
class WinnerAsked:
    """Which campaign is to be looked at: whether a wording has won, and whether too many people stop."""

    campaign: UUID


async def ask_whether(turn: Turn, campaign: Campaign) -> None:
    """Have a campaign looked at: that takes too long for the turn of a wait."""
    asked = {"winner": codec.dump(WinnerAsked(campaign.id))}
    job = JobRecord(turn.unit.ids.new(), KIND, campaign.made_by, turn.now, asked=asked)
    await turn.unit.of(Jobs).add(job, turn.elapsed)


async def settled(turn: Turn, campaign: Campaign, wave: Wave) -> Campaign:
    """The campaign as its wave goes out: the rest of a contest gets what is best by now, if none has won before."""
    contest = campaign.contest
    if not wave.rest or contest is None or contest.winner is not None:
        return campaign
    found = await trial_now(turn.unit, turn.tenant, campaign, turn.now)
    return await _keep(turn, campaign, contest, 0 if found is None else best(found))


async def _keep(turn: Turn, campaign: Campaign, contest: WordingContest, winner: int) -> Campaign:
    decided = replace(campaign, contest=replace(contest, winner=winner, decided_at=turn.now))
    kept = await turn.unit.of(Campaigns).change(decided, SYSTEM, turn.now, "decided")
    said = "campaign_best_goes_daily" if campaign.has_hours else "campaign_best_goes_out"
    told = phrase(said, name=campaign.name, variant=campaign.variants[winner])
    await alerts.tell(turn, f"contest:{campaign.id}", told)
    return kept


async def begin(held: HeldJob) -> OpenContest:
    """A look at a campaign: it takes seconds."""
    return OpenContest(held, codec.load(WinnerAsked, held.job.asked["winner"]).campaign)


class OpenContest:
    """A campaign that is looked at, with a contest or without one, in one part."""

    def __init__(self, held: HeldJob, campaign: UUID) -> None:
        self.place: Mapping[str, Any] = held.job.place
        self._held, self._campaign = held, campaign

    async def work(self) -> bool:
        """Let the rest go out where a wording has won, and warn where too many people stop; always the last part.

        Raises LeaseLost.
        """
        found = await self._held.look(self._held.business, self._look)
        if found is not None and found.winner is not None:
            winner = found.winner
            await self._held.act(self._held.business, lambda turn: self._decide(turn, winner))
        many = await self._held.look(self._held.business, self._stops)
        if many is not None:
            await self._held.act(self._held.business, lambda turn: stops.warn(turn, *many))
        await self._held.end(JobState.DONE)
        return True

    def close(self) -> None:
        """Nothing is held."""

    async def _look(self, turn: Turn) -> TrialResult | None:
        campaign = await turn.unit.of(Campaigns).get(self._campaign)
        if campaign is None or campaign.contest is None or campaign.contest.winner is not None:
            return None
        return await trial_now(turn.unit, turn.tenant, campaign, turn.now)

    async def _stops(self, turn: Turn) -> tuple[Campaign, int, int, float] | None:
        """The campaign with the stops that are too many; None where they are usual."""
        campaign = await turn.unit.of(Campaigns).get(self._campaign)
        found = await stops.too_many(turn, campaign) if campaign and campaign.status in ALIVE else None
        return None if campaign is None or found is None else (campaign, *found)

    async def _decide(self, turn: Turn, winner: int) -> None:
        campaign = await turn.unit.of(Campaigns).get(self._campaign)
        contest = campaign.contest if campaign else None
        run = await turn.unit.runs.open(launching.NAME, str(self._campaign))
        if campaign is None or contest is None or contest.winner is not None or campaign.status not in ALIVE:
            return
        await _keep(turn, campaign, contest, winner)
        if run is not None:
            await host.advance(turn, run, LaunchDecided())
