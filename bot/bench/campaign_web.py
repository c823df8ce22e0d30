"""The real web application drafting, previewing, launching, queueing and pausing a campaign: ``python -m
bot.bench.campaign_web``; the environment holds its settings.

It prints its port; then each input line is a command, answered when done: ``preview`` drafts a campaign and computes
its preview, ``launch`` launches it and queues all of its waves, ``pause`` pauses it. The service's own code does each
step, one after the other, and the clock is pushed from wave to wave. Nothing is sent, since the sender is not started.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from bot.bench import campaign_readers, process_memory, stopwatch, web_process
from bot.bench.bench_shop import BUSINESS
from bot.clock import SystemClock
from flows.actor import Actor, ActorKind
from flows.campaigns import campaign_launch as launching_flow
from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_launch import Launched
from flows.campaigns.campaign_texts import CampaignText
from storage.sql import json_codec

if TYPE_CHECKING:
    from bot.app import Service
    from bot.jobs.job_workbench import Workbench
    from bot.timers import Timers
    from handlers.engine.turn import Turn

_BY = Actor(ActorKind.STAFF, "01900000-0000-7000-8000-000000000001")
_TEXTS = (
    CampaignText("Hi {name|friend}, lamps are here: {link}", "A"),
    CampaignText("Lamps from 9 dollars at {brand}, {name|friend}: {link}", "B"),
)
_LOCAL, _TOMORROW = "10:00", timedelta(days=1)
_TIMES = 3  # the median of so many previews is taken, and of as many counts and samples
_AT_ONCE = 100  # people who are judged in one go, as the preview does


class CampaignStuck(Exception):
    """A campaign has no preview, or does not exist; the message says which."""


class BenchClock(SystemClock):
    """A clock whose business time can be pushed ahead of the machine's time."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead

    def go_to(self, moment: datetime) -> None:
        """Push the business's time forward to ``moment``."""
        self.ahead += max(moment - self.now(), timedelta())


@dataclass(slots=True)
class LaunchDesk:
    """The staff member who drafts and launches, with the two workers that run waits and background jobs."""

    clock: BenchClock
    campaigns: dict[str, UUID] = field(default_factory=dict)
    workers: tuple[Timers, Workbench] | None = None

    async def obey(self, service: Service, order: dict[str, Any]) -> dict[str, Any]:
        """Run one command of the parent process."""
        if self.workers is None:
            from bot.conversations import CONVERSATIONS
            from bot.jobs.job_workbench import Workbench
            from bot.timers import Timers

            self.workers = Timers(service.turns), Workbench(service.turns, CONVERSATIONS)
        name = order["name"]
        match order["do"]:
            case "preview":
                return await self._preview(service, name, order["criteria"])
            case "launch":
                return await self._launch(service, name)
            case other:
                assert other == "pause", "nothing else is ordered"
                return await self._pause(service, name)

    async def _preview(self, service: Service, name: str, criteria: dict[str, Any]) -> dict[str, Any]:
        """Draft a campaign for tomorrow morning in local time, and compute its preview several times."""
        from handlers.campaigns.drafts.campaign_draft import NewCampaign, save_draft

        at = self.clock.now() + _TOMORROW
        new = NewCampaign(
            name, json.dumps(criteria), "them", _TEXTS, at, _LOCAL, campaign_readers.CHANNELS, holdout=0.1
        )
        drafted = await service.turns.act(BUSINESS, lambda turn: save_draft(turn, _origin(f"draft {name}"), new))
        self.campaigns[name] = drafted.id
        taken = [await self._measure_look(service, name, again=number > 0) for number in range(_TIMES)]
        seen = await self._campaign(service, name)
        if seen.preview is None:
            raise CampaignStuck("the campaign was not looked through")
        what = ("count", "render", "seconds")
        return {"people": seen.preview.people} | {
            one: stopwatch.find_percentile(took, 0.5) for one, took in zip(what, zip(*taken, strict=True), strict=True)
        }

    async def _measure_look(self, service: Service, name: str, *, again: bool) -> tuple[float, float, float]:
        """Return the seconds of the people count, of judging and rendering the sample, and of the whole preview.

        ``again`` requests a new preview; the first was requested by the draft.
        """
        from handlers.campaigns.previews.preview_job import start_preview

        campaign = await self._campaign(service, name)
        count, render = await _time_alone(service, campaign)
        if again:
            await service.turns.act(BUSINESS, lambda turn: start_preview(turn, _origin(f"{turn.now}"), campaign))
        began = stopwatch.read_stopwatch()
        await self._work()
        seconds = stopwatch.read_stopwatch() - began
        if (await self._campaign(service, name)).preview == campaign.preview:
            raise CampaignStuck("the campaign was not looked through again")
        return count, render, seconds

    async def _launch(self, service: Service, name: str) -> dict[str, Any]:
        """Launch a campaign and start each wave at its hour."""
        from handlers.campaigns.launch_action import LaunchCampaign, launch

        named, before = self._find_named(name), process_memory.measure_resident()
        began, spent = stopwatch.read_stopwatch(), time.process_time()
        await service.turns.act(BUSINESS, lambda turn: launch(turn, _origin(f"launch {name}"), LaunchCampaign(named)))
        await self._work()
        waves = 0
        while (begins := await self._find_next_wave(service, name)) is not None:
            self.clock.go_to(begins)
            await self._work()
            waves += 1
        seconds, spent = stopwatch.read_stopwatch() - began, time.process_time() - spent
        held = {"before": before, "after": process_memory.measure_resident(), "peak": process_memory.measure_peak()}
        return {"id": str(self.campaigns[name]), "seconds": seconds, "spent": spent, "waves": waves, **held}

    async def _pause(self, service: Service, name: str) -> dict[str, Any]:
        """Pause the campaign; return the moment of the commit."""
        from handlers.campaigns.sending.campaign_control import MoveCampaign, pause

        command = MoveCampaign(self._find_named(name))
        await service.turns.act(BUSINESS, lambda turn: pause(turn, _origin(f"pause {name}"), command))
        return {"at": stopwatch.read_stopwatch()}

    async def _work(self) -> None:
        """Run the workers until nothing is due at this hour."""
        assert self.workers is not None, "orders need the workers"
        timers, workbench = self.workers
        while await timers.step() or await workbench.step():
            pass

    async def _find_next_wave(self, service: Service, name: str) -> datetime | None:
        """Return the start of the next wave; None after the last."""
        which = self.campaigns[name]

        async def look(turn: Turn) -> datetime | None:
            run = await turn.unit.runs.get_open(launching_flow.NAME, str(which))
            if run is None:
                _refuse_unknown(name)
            state = json_codec.load(Launched, run.state)
            return state.waves[state.begun].begins if state.begun < len(state.waves) else None

        return await service.turns.look(BUSINESS, look)

    async def _campaign(self, service: Service, name: str) -> Campaign:
        from storage.campaigns.campaigns import Campaigns

        found = await service.turns.look(BUSINESS, lambda turn: turn.unit.of(Campaigns).get(self.campaigns[name]))
        return found or _refuse_unknown(name)

    def _find_named(self, name: str) -> Any:
        from handlers.campaigns.sending.campaign_control import NamedCampaign

        return NamedCampaign(self.campaigns[name], name)


async def _time_alone(service: Service, campaign: Campaign) -> tuple[float, float]:
    """Return the seconds of counting the campaign's people, and of judging and rendering its preview's sample."""
    from handlers.campaigns.previews.campaign_forecast import foresee
    from handlers.campaigns.previews.campaign_outlook import CampaignOutlook
    from handlers.campaigns.previews.parallel_campaigns import CampaignsBeside
    from handlers.campaigns.previews.preview_job import SAMPLE
    from storage.audience.audiences import Audiences, Selection

    def select(turn: Turn) -> Selection:
        return Selection(campaign.criteria, turn.now, turn.zone)

    turns, began = service.turns, stopwatch.read_stopwatch()
    await turns.look(BUSINESS, lambda turn: turn.unit.of(Audiences).count(select(turn)))
    count = stopwatch.read_stopwatch() - began
    seed = campaign.id.hex[-12:]
    _, people = await turns.look(BUSINESS, lambda turn: turn.unit.of(Audiences).draw_sample(select(turn), SAMPLE, seed))
    tally, began = CampaignOutlook(), stopwatch.read_stopwatch()
    for first in range(0, len(people), _AT_ONCE):
        some = people[first : first + _AT_ONCE]
        await turns.look(
            BUSINESS, partial(foresee, campaign=campaign, people=some, beside=CampaignsBeside(), tally=tally)
        )
    return count, stopwatch.read_stopwatch() - began


def _origin(key: str) -> Any:
    from handlers.actions.action import Origin

    return Origin(_BY, key)


def _refuse_unknown(name: str) -> NoReturn:
    raise CampaignStuck(f"{name} is not there")


if __name__ == "__main__":
    clock = BenchClock()
    asyncio.run(web_process.serve(LaunchDesk(clock).obey, clock))
