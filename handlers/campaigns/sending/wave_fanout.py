"""A wave of a campaign as a job: it queues the messages of its people, chunk by chunk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flows.audience.audience_expansion import BadAudience
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.campaign_waves import Wave, find_habits_end, make_missed_wave
from flows.phrase import phrase
from handlers.campaigns.campaign_reference import to_tap
from handlers.engine.turn import Turn
from handlers.jobs.job_kind import HeldJob, JobFailed, JobKind
from handlers.staff_notices import alerts
from storage.audience.audiences import Selection
from storage.campaigns.active_hours import Habits
from storage.campaigns.campaign_mailings import CampaignWay, Mailings
from storage.campaigns.campaigns import Campaigns
from storage.jobs.jobs import AGAIN, JobRecord, Jobs, JobState
from storage.sending.fanout import SMALLEST, Chunk, Drawing, Fanout
from storage.sending.mailing_lots import Allotment
from storage.sql import json_codec
from storage.sql.transaction import IdMaker
from storage.upkeep.table_statistics import Statistics

KIND = "campaign"
PART = timedelta(milliseconds=500)
"""How long chunks are written in a row before other jobs get a turn."""
SEEN = timedelta(days=180)
"""How far back habits count."""
BREATH = 0.005  # seconds between two chunks, enough to answer one page request
_AT_ONCE = 200  # people whose draws are made in one go, so that requests are read in between


@dataclass(frozen=True, slots=True)
class WaveAsked:
    """The campaign and wave to queue."""

    campaign: UUID
    wave: int
    waves: tuple[Wave, ...]


async def ask(turn: Turn, campaign: Campaign, wave: int, waves: tuple[Wave, ...]) -> None:
    """Start the job that queues the messages of a wave."""
    asked = {"wave": json_codec.dump(WaveAsked(campaign.id, wave, waves))}
    job = JobRecord(turn.unit.ids.make(), KIND, campaign.made_by, turn.now, asked=asked)
    await turn.unit.of(Jobs).add(job, turn.elapsed)


async def list_ways(turn: Turn, campaign: Campaign) -> list[CampaignWay]:
    """Return the campaign's channels that have a sender, in order."""
    found = [(channel, await turn.unit.senders.find_for_channel(channel)) for channel in campaign.channels]
    return [CampaignWay(channel, sender.id) for channel, sender in found if sender is not None]


async def begin(held: HeldJob) -> OpenFanout:
    """Open a wave at its stored place. Raises JobFailed if its campaign is missing, has no channel with a sender, or
    uses a deleted audience."""
    asked = json_codec.load(WaveAsked, held.job.asked["wave"])

    async def look(turn: Turn) -> tuple[list[WaveWalk], Urn]:
        campaign = await turn.unit.of(Campaigns).get(asked.campaign)
        if campaign is None:
            raise JobFailed("there is no such campaign")
        selection = Selection(campaign.criteria, turn.now, turn.zone)
        make = partial(turn.unit.of(Mailings).fanout, campaign)
        ways = await list_ways(turn, campaign)
        if not ways:
            raise JobFailed("no channel of the campaign can send")
        urn = Urn(turn.unit.ids, partial(turn.tools.seeds.make_drawing, turn.business.id))
        try:
            return [WaveWalk(one, await make(one, of, ways[0], selection, ways[1:])) for one, of in _walks(asked)], urn
        except BadAudience as gone:  # a retry would fail again, and other jobs would wait for it
            raise JobFailed(str(gone)) from gone

    await held.act(held.business, lambda turn: turn.unit.of(Statistics).renew())
    return OpenFanout(held, asked, *await held.look(held.business, look))


def _walks(asked: WaveAsked) -> list[tuple[Wave, Sequence[Wave]]]:
    """Return the walk of the wave; after the last wave also one over people who were missed."""
    wave = asked.waves[asked.wave]
    if wave.missed:
        return [(wave, (wave,))]
    missed = make_missed_wave(wave, asked.waves)
    return [(wave, asked.waves), *([(missed, (missed,))] if missed is not None else [])]


@dataclass(frozen=True, slots=True)
class WaveWalk:
    """A walk over all people of a ``wave``, once; ``fanout`` queues their messages."""

    wave: Wave
    fanout: Fanout


@dataclass(frozen=True, slots=True)
class Urn:
    """The source of message ids and random draws."""

    ids: IdMaker
    drawing: Drawing


class OpenFanout:
    """A running wave. ``place`` has the current ``walk``, the last contact, whether that is the ``end``, the ``size``
    of the next chunk and how many messages were ``queued``."""

    def __init__(self, held: HeldJob, asked: WaveAsked, walks: Sequence[WaveWalk], urn: Urn) -> None:
        self.place: Mapping[str, Any] = held.job.place
        self._held = held
        self._campaign = asked.campaign
        self._habits_until = find_habits_end(asked.waves[asked.wave], asked.waves)
        self._walks = walks
        self._urn = urn
        self._size = int(self.place.get("size", SMALLEST))
        self._began: datetime | None = None

    async def work(self) -> bool:
        """Queue chunks until the part's time is used up; return True after the last. Raises LeaseLost."""
        first: datetime | None = None
        while not self.place.get("end"):
            found = await self._find()
            if found is None:
                break
            chunk, now = found
            await self._queue(chunk, await self._draw(chunk))
            await asyncio.sleep(BREATH)
            first = first or now
            if now - first >= PART:
                await self._held.act(self._held.business, self._rest)
                return False
        await self._held.act(self._held.business, self._rest)
        await self._held.end(JobState.DONE)
        return True

    def close(self) -> None:
        """Do nothing: a wave holds no resources."""

    @property
    def _walk(self) -> WaveWalk:
        return self._walks[int(self.place.get("walk", 0))]

    async def _find(self) -> tuple[Chunk, datetime] | None:
        """Return the next chunk, and the real time before it was loaded; None if the campaign has ended."""
        after = self.place.get("after")

        async def look(turn: Turn) -> tuple[Chunk, datetime] | None:
            campaign = await turn.unit.of(Campaigns).get(self._campaign)
            if campaign is None or campaign.is_over:
                return None
            await self._measure(turn)
            chunk = await self._walk.fanout.find(turn.unit, UUID(after) if after else None, self._size)
            return await self._select_hour(turn, chunk), turn.elapsed

        return await self._held.look(self._held.business, look)

    async def _select_hour(self, turn: Turn, chunk: Chunk) -> Chunk:
        """Return the people of a chunk whose usual hour is the wave's hour; all of them if the wave has none."""
        hour = self._walk.wave.hour
        if hour is None or not chunk.people:
            return chunk
        until = self._habits_until
        known = await turn.unit.of(Habits).find_best_hours(chunk.people, until - SEEN, until)
        otherwise = hour if self._walk.wave.unknown else None
        return replace(chunk, people=[one for one in chunk.people if known.get(one, otherwise) == hour])

    async def _rest(self, turn: Turn) -> None:
        """Update the count of the queue between parts; senders and runs need it."""
        await self._measure(turn)
        await turn.unit.of(Statistics).renew()

    async def _measure(self, turn: Turn) -> None:
        """Adapt the chunk size to the time that the last chunk took, not counting the pause after it."""
        if self._began is not None:
            took = turn.elapsed - self._began - timedelta(seconds=BREATH)
            self._size, self._began = self._walk.fanout.choose_size(self._size, took), None

    async def _draw(self, chunk: Chunk) -> list[Allotment]:
        lots: list[Allotment] = []
        for begin in range(0, len(chunk.people), _AT_ONCE):
            some = chunk.people[begin : begin + _AT_ONCE]
            lots.extend(self._walk.fanout.draw_lots(some, self._urn.ids, self._urn.drawing))
            await asyncio.sleep(0)
        return lots

    async def _queue(self, chunk: Chunk, lots: Sequence[Allotment]) -> None:
        """Write a chunk and the place after it in one transaction."""

        async def queue(turn: Turn) -> tuple[dict[str, Any], datetime]:
            queued = int(self.place.get("queued", 0)) + await self._walk.fanout.queue(turn.unit, lots, turn.now)
            place = {**self._find_place_behind(chunk), "size": self._size, "queued": queued}
            await turn.unit.of(Jobs).note(self._held.job.id, place=place, done=queued)
            return place, turn.elapsed

        self.place, self._began = await self._held.act(self._held.business, queue)

    def _find_place_behind(self, chunk: Chunk) -> dict[str, Any]:
        """Return the place after a chunk; after the last chunk the start of the next walk, or the end."""
        walk = int(self.place.get("walk", 0))
        if chunk.last is not None:
            return {"walk": walk, "after": str(chunk.last)}
        return {"walk": walk + 1} if walk + 1 < len(self._walks) else {"walk": walk, "end": True}


async def report_abandoned(turn: Turn, job: JobRecord) -> None:
    """Alert owners and managers that a wave was abandoned: people not queued yet get nothing unless it is resumed."""
    if job.state is not JobState.FAILED:
        return
    campaign = await turn.unit.of(Campaigns).get(json_codec.load(WaveAsked, job.asked["wave"]).campaign)
    if campaign is None or campaign.status is CampaignStatus.CANCELLED:
        return
    named = {"name": campaign.name, "command": to_tap(campaign, "resume")}
    if await list_ways(turn, campaign):
        said = phrase("campaign_wave_failed", job=str(job.id), **named)
    else:
        said = phrase("campaign_wave_unsent", **named)
    await alerts.tell(turn, f"campaign-wave:{job.id}:{job.figures.get(AGAIN, 0)}", said)


async def begin_again(turn: Turn, campaign: UUID) -> bool:
    """Queue the abandoned waves of a campaign again from their stored place; nobody is queued twice. Return False if
    there are none."""
    jobs, begun = turn.unit.of(Jobs), False
    for job in await jobs.list_failed(KIND):
        if json_codec.load(WaveAsked, job.asked["wave"]).campaign == campaign:
            begun = await jobs.begin_again(job) or begun
    return begun


FANOUT = JobKind(begin, told=report_abandoned, asked_for=False)
