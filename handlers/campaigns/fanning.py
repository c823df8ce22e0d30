"""A wave of a campaign as a job: its people are put into the queue, channel by channel and chunk by chunk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.waves import Wave
from handlers.jobs.held import HeldJob
from handlers.jobs.kind import JobFailed, JobKind
from handlers.turn import Turn
from storage import codec
from storage.audience.audiences import Selection
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.mailings import CampaignWay, Mailings
from storage.fanout import SMALLEST, Chunk, Fanout, next_size
from storage.jobs.jobs import JobRecord, Jobs, JobState
from storage.lots import Allotment

KIND = "campaign"
_AT_ONCE = 200  # people whose lots are drawn in one go, so that requests are read in between


@dataclass(frozen=True, slots=True)
class WaveAsked:
    """Which wave of which campaign is to be put into the queue."""

    campaign: UUID
    wave: int
    waves: tuple[Wave, ...]


async def ask(turn: Turn, campaign: Campaign, wave: int, waves: tuple[Wave, ...]) -> None:
    """Have a wave put into the queue."""
    asked = {"wave": codec.dump(WaveAsked(campaign.id, wave, waves))}
    job = JobRecord(turn.unit.ids.new(), KIND, campaign.made_by, turn.now, asked=asked)
    await turn.unit.of(Jobs).add(job, turn.elapsed)


async def ways_of(turn: Turn, campaign: Campaign) -> list[CampaignWay]:
    """The ways of a campaign, in the order in which they are tried: its channels that have a sender."""
    found = [(channel, await turn.unit.senders.for_channel(channel)) for channel in campaign.channels]
    return [CampaignWay(channel, sender.id) for channel, sender in found if sender is not None]


async def begin(held: HeldJob) -> OpenFanout:
    """The wave at the place where it stands. Raises JobFailed for one of a campaign that is not there."""
    asked = codec.load(WaveAsked, held.job.asked["wave"])

    async def look(turn: Turn) -> tuple[Campaign, list[Fanout]]:
        campaign = await turn.unit.of(Campaigns).get(asked.campaign)
        if campaign is None:
            raise JobFailed("there is no such campaign")
        selection = Selection(campaign.criteria, turn.now, turn.zone)
        make = partial(turn.unit.of(Mailings).fanout, campaign, asked.waves[asked.wave], asked.waves)
        return campaign, [await make(way, selection) for way in await ways_of(turn, campaign)]

    campaign, fanouts = await held.look(held.business, look)
    return OpenFanout(held, campaign.id, fanouts)


class OpenFanout:
    """A wave under way. ``place`` has the number of the ``way``, the last contact that was looked at on it, the
    ``size`` of the next chunk and how many were ``queued``."""

    def __init__(self, held: HeldJob, campaign: UUID, fanouts: Sequence[Fanout]) -> None:
        self.place: Mapping[str, Any] = held.job.place
        self._held = held
        self._campaign = campaign
        self._fanouts = fanouts
        self._size = int(self.place.get("size", SMALLEST))

    async def work(self) -> bool:
        """One chunk; whether that was the last. Raises LeaseLost."""
        way = int(self.place.get("way", 0))
        if way >= len(self._fanouts) or await self._is_over():
            await self._held.end(JobState.DONE)
            return True
        fanout, after = self._fanouts[way], self.place.get("after")
        chunk = await self._find(fanout, UUID(after) if after else None)
        await self._queue(fanout, chunk, await self._draw(fanout, chunk), way)
        return False

    def close(self) -> None:
        """Nothing is held."""

    async def _is_over(self) -> bool:
        async def look(turn: Turn) -> bool:
            campaign = await turn.unit.of(Campaigns).get(self._campaign)
            return campaign is None or campaign.is_over

        return await self._held.look(self._held.business, look)

    async def _find(self, fanout: Fanout, after: UUID | None) -> Chunk:
        return await self._held.look(self._held.business, lambda turn: fanout.find(turn.unit, after, self._size))

    async def _draw(self, fanout: Fanout, chunk: Chunk) -> list[Allotment]:
        lots: list[Allotment] = []

        async def draw(turn: Turn) -> None:
            drawing = partial(turn.tools.seeds.drawing, turn.business.id)
            for begin in range(0, len(chunk.people), _AT_ONCE):
                lots.extend(fanout.draw_lots(chunk.people[begin : begin + _AT_ONCE], turn.unit.ids, drawing))
                await asyncio.sleep(0)

        await self._held.look(self._held.business, draw)
        return lots

    async def _queue(self, fanout: Fanout, chunk: Chunk, lots: Sequence[Allotment], way: int) -> None:
        """Write a chunk and the place behind it, in one transaction."""

        async def queue(turn: Turn) -> tuple[dict[str, Any], datetime]:
            queued = int(self.place.get("queued", 0)) + await fanout.queue(turn.unit, lots, turn.now)
            on = {"way": way + 1, "after": None} if chunk.last is None else {"way": way, "after": str(chunk.last)}
            place = {**on, "size": self._size, "queued": queued}
            await turn.unit.of(Jobs).note(self._held.job.id, place=place, done=queued)
            return place, turn.elapsed

        async def look(turn: Turn) -> datetime:
            return turn.elapsed

        self.place, began = await self._held.act(self._held.business, queue)
        self._size = next_size(self._size, await self._held.look(self._held.business, look) - began)


FANOUT = JobKind(begin, asked_for=False)
