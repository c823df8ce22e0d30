"""A regular check of a campaign: when a wording has won, the other people get it; many opt-outs alert the staff."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flows.actor import SYSTEM
from flows.campaigns import campaign_launch as launching
from flows.campaigns.campaign import ALIVE, RUNNING, Campaign
from flows.campaigns.campaign_launch import LaunchDecided, Launched
from flows.campaigns.wording_contest import WordingContest, find_best, is_tied, move_until
from flows.campaigns.wording_trial import TrialResult
from flows.phrase import phrase
from handlers.actions.action import Refused
from handlers.campaigns.codes import code_supply
from handlers.campaigns.sending import campaign_departure_checks
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.jobs.job_kind import HeldJob
from handlers.staff_notices import alerts
from storage.campaigns.campaign_changes import CampaignChanges
from storage.campaigns.campaign_tallies import make_scope
from storage.campaigns.campaign_trials import load_trial
from storage.campaigns.campaigns import Campaigns
from storage.jobs.jobs import JobRecord, Jobs, JobState
from storage.sql import json_codec

KIND = "campaign.contest"


@dataclass(frozen=True, slots=True)
class WinnerAsked:
    """The campaign to check for a winner and for many opt-outs."""

    campaign: UUID


async def ask_whether(turn: Turn, campaign: Campaign) -> None:
    """Queue the check of a campaign as a job, because it takes too long for a timer."""
    asked = {"winner": json_codec.dump(WinnerAsked(campaign.id))}
    job = JobRecord(turn.unit.ids.make(), KIND, campaign.made_by, turn.now, asked=asked)
    await turn.unit.of(Jobs).add(job, turn.elapsed)


@dataclass(frozen=True, slots=True)
class Looked:
    """A campaign with the end of its contest, delayed by pauses, and the comparison of its wordings, None if there is
    none. ``over``: the contest has ended."""

    campaign: Campaign
    contest: WordingContest
    found: TrialResult | None
    over: bool

    @property
    def winner(self) -> int | None:
        """Return the number of the wording that the rest of the people gets: the winner, or at the end the leader."""
        won = self.found.winner if self.found is not None else None
        if won is not None or not self.over:
            return won
        return 0 if self.found is None else find_best(self.found)

    @property
    def has_won(self) -> bool:
        """Return True if a wording has won by the statistical rule."""
        return self.found is not None and self.found.winner is not None

    @property
    def says(self) -> str:
        """Return the name of the phrase that announces the winner."""
        if self.found is None or (not self.has_won and is_tied(self.found)):
            return "campaign_best_untold"
        if self.campaign.has_own_hours:
            return "campaign_best_goes_at"
        return "campaign_best_goes_daily" if self.campaign.has_hours else "campaign_best_goes_out"


async def begin(held: HeldJob) -> OpenContest:
    """Return a check of a campaign; it takes seconds."""
    return OpenContest(held, json_codec.load(WinnerAsked, held.job.asked["winner"]).campaign)


class OpenContest:
    """A check of a campaign, which may have no contest, in one part."""

    def __init__(self, held: HeldJob, campaign: UUID) -> None:
        self.place: Mapping[str, Any] = held.job.place
        self._held, self._campaign = held, campaign

    async def work(self) -> bool:
        """Send the winning wording to the rest if there is one, and warn about many opt-outs; return True, as it is one
        part. Raises LeaseLost."""
        looked = await self._held.look(self._held.business, self._look)
        if looked is not None:
            await self._held.act(self._held.business, lambda turn: self._keep(turn, looked))
        many = await self._held.look(self._held.business, self._find_stops)
        if many is not None:
            await self._held.act(self._held.business, lambda turn: campaign_departure_checks.warn(turn, *many))
        await self._held.end(JobState.DONE)
        return True

    def close(self) -> None:
        """Do nothing: a check holds no resources."""

    async def _look(self, turn: Turn) -> Looked | None:
        """Return the state of the contest; None if there is none to decide or the campaign is paused."""
        campaign = await turn.unit.of(Campaigns).get(self._campaign)
        contest = campaign.contest if campaign else None
        run = await turn.unit.runs.get_open(launching.NAME, str(self._campaign))
        if campaign is None or contest is None or not _is_open(campaign) or run is None:
            return None
        launched = json_codec.load(Launched, run.state)
        until = min((one.begins for one in launched.waves if one.rest), default=contest.ends(campaign.begins))
        paused = await turn.unit.of(CampaignChanges).measure_pause(campaign.id, campaign.begins, turn.now)
        end = move_until(until, paused, launched.latest)
        asked = replace(campaign, contest=replace(contest, until=end))
        found = await load_trial(make_scope(turn.unit, turn.tenant, asked, turn.now), asked)
        return Looked(asked, replace(contest, until=end), found, turn.now >= end)

    async def _find_stops(self, turn: Turn) -> tuple[Campaign, int, int, float] | None:
        """Return the campaign with its opt-outs if they are too many; None if not."""
        campaign = await turn.unit.of(Campaigns).get(self._campaign)
        found = (
            await campaign_departure_checks.too_many(turn, campaign) if campaign and campaign.status in ALIVE else None
        )
        return None if campaign is None or found is None else (campaign, *found)

    async def _keep(self, turn: Turn, looked: Looked) -> None:
        """Store the end of the contest if a pause has delayed it; release the rest once its wording is decided."""
        campaigns = turn.unit.of(Campaigns)
        campaign, winner = await campaigns.get(self._campaign), looked.winner
        if campaign is None or not _is_open(campaign):
            return
        if winner is None:
            if campaign.contest != looked.contest:
                await campaigns.change(replace(campaign, contest=looked.contest), SYSTEM, turn.now, "contest")
            return
        decided = replace(looked.contest, winner=winner, decided_at=turn.now)
        await campaigns.change(replace(campaign, contest=decided), SYSTEM, turn.now, "decided")
        await _want_codes(turn, campaign, winner)
        said = phrase(looked.says, name=campaign.name, variant=campaign.variants[winner])
        await alerts.tell(turn, f"contest:{campaign.id}", said)
        run = await turn.unit.runs.get_open(launching.NAME, str(campaign.id))
        if run is not None:
            await host.advance(turn, run, LaunchDecided(looked.has_won, winner))


async def _want_codes(turn: Turn, campaign: Campaign, winner: int) -> None:
    """Have codes of the winner's offer made for the rest; the launch made only the codes of its own share."""
    offer, preview, latest = campaign.offers[winner], campaign.preview, campaign.latest
    if not campaign.terms.has_own_offers or offer is None or preview is None or latest is None:
        return
    with suppress(Refused):  # missing codes are made as their messages leave
        await code_supply.have_made(turn, campaign, offer, preview.expected, latest, campaign.pool_of(offer))


def _is_open(campaign: Campaign) -> bool:
    """Return True if the campaign's contest is to be decided now."""
    return campaign.contest is not None and campaign.contest.winner is None and campaign.status in RUNNING
