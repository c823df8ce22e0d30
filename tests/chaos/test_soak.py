"""Half of what it can do, for long, with a kill every few minutes: memory and open files of each life stay level, and
no promise is broken.

``make soak MINUTES=40`` draws the curve into docs/soak.svg.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from tests.chaos.campaign import Campaign, Supply, supplying
from tests.chaos.conftest import Size
from tests.chaos.curve import Look, draw, grown, lives
from tests.chaos.fleet import SIZE
from tests.chaos.gauges import read
from tests.chaos.postgres import Postgres
from tests.chaos.storm import Storm, brewing
from tests.processes.place import ROOT, Starter
from tests.processes.waiting import until

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.postgres]

RATE = 1000.0  # a second: more than a fleet on a small machine can do
PEOPLE = 400
BURST = 1000  # messages by which is measured what it can do
PATIENCE = 600.0  # seconds for them beside other work
BETWEEN = 3.0  # seconds between two looks
LOOKS = 20  # at least, or a quarter of them says nothing
KILLS = 240.0  # seconds between two kills, of each process in turn; in a short soak a third of it


async def test_memory_and_files_stay_level(
    chaos_server: Postgres, starter: Starter, tmp_path: Path, size: Size
) -> None:
    campaign = Campaign(PEOPLE, 0)
    async with brewing(chaos_server, starter, tmp_path, campaign, seed=size.seed, rate=RATE) as storm:
        await storm.fleet.start_all()
        await storm.calm(PEOPLE)
        async with supplying(storm.fleet.database, storm.fleet.shift, campaign) as supply:
            most = await _most(storm, supply)
            print(f"{most:.0f} messages a second at most, so {most / 2:.0f} for {size.seconds / 60:.0f} min")
            looks = await _soak(storm, supply, most / 2, size.seconds)
        await storm.calm(supply.posted)
        await storm.prove()
    title = f"{most / 2:.0f} messages a second, half of what these processes did at most; {len(storm.deeds)} kills"
    _draw(looks, title, tmp_path)
    assert grown(looks) == []


async def _most(storm: Storm, supply: Supply) -> float:
    """How many messages a second leave when many wait, all their receipts taken."""
    began = time.monotonic()
    await supply.post(BURST)
    await until("the last receipt", lambda: _told(storm, BURST), PATIENCE, storm.fleet.said)
    return BURST / (time.monotonic() - began)


async def _soak(storm: Storm, supply: Supply, pace: float, seconds: float) -> list[Look]:
    looks: list[Look] = []
    seconds = max(seconds, LOOKS * BETWEEN)
    gap = min(KILLS, seconds / 3)
    began, posted = time.monotonic(), supply.posted
    while not looks or looks[-1].at < seconds:
        at = time.monotonic() - began
        looks.append(Look(at, {name: read(pid) for name, pid in storm.fleet.pids.items()}))
        while (now := time.monotonic() - began) < at + BETWEEN:
            await supply.post(int(pace * now) - (supply.posted - posted))
            await asyncio.sleep(1 / 4)
        if gap * (1 + len(storm.deeds)) < now < seconds - gap / 2:
            await _kill_next(storm)
    return looks


async def _kill_next(storm: Storm) -> None:
    """End one as a power cut would, each in its turn, and start it again."""
    which = len(storm.deeds) % SIZE
    storm.deeds.append(f"kill {which}")
    storm.fleet.kill(which)
    await storm.fleet.members[which].dead()
    storm.fleet.start(which)


def _draw(looks: list[Look], title: str, folder: Path) -> None:
    told = os.environ.get("CHAOS_PICTURE")
    file = ROOT / told if told else folder / "soak.svg"
    file.write_text(draw(looks, title))
    print(f"the curve: {file}")
    for name, life in lives(looks):
        first, last, minutes = life[len(life) // 4], life[-1], len(life) * BETWEEN / 60
        print(
            f"{name}, {minutes:.0f} min: {first.memory:.1f} MB and {first.files} files, "
            f"then {last.memory:.1f} MB and {last.files}"
        )


async def _told(storm: Storm, many: int) -> bool:
    return len(storm.twilio.messages) >= many and not storm.twilio.telling
