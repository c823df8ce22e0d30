"""Half of what it can do, for long: memory and open files of each process stay level, and no promise is broken.

``make soak MINUTES=30`` draws the curve into docs/soak.svg.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from tests.chaos.campaign import Campaign, Supply, supplying
from tests.chaos.conftest import Size
from tests.chaos.curve import Look, draw, grown
from tests.chaos.gauges import read
from tests.chaos.postgres import Postgres
from tests.chaos.storm import Storm, brewing
from tests.processes.place import ROOT, Starter
from tests.processes.waiting import until

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.postgres]

RATE = 1000.0  # a second: more than a fleet on a small machine can do
PEOPLE = 400
BURST = 1000  # messages by which is measured what it can do
BETWEEN = 3.0  # seconds between two looks
LOOKS = 20  # at least, or a quarter of them says nothing


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
    _draw(looks, f"{most / 2:.0f} messages a second, half of what these four processes did at most", tmp_path)
    assert grown(looks) == []


async def _most(storm: Storm, supply: Supply) -> float:
    """How many messages a second leave when many wait, all their receipts taken."""
    began = time.monotonic()
    await supply.post(BURST)
    await until("the last receipt", lambda: _told(storm, BURST), told=storm.fleet.said)
    return BURST / (time.monotonic() - began)


async def _soak(storm: Storm, supply: Supply, pace: float, seconds: float) -> list[Look]:
    looks: list[Look] = []
    began, posted = time.monotonic(), supply.posted
    while len(looks) < LOOKS or looks[-1].at < seconds:
        at = time.monotonic() - began
        looks.append(Look(at, {name: read(pid) for name, pid in storm.fleet.pids.items()}))
        while (now := time.monotonic() - began) < at + BETWEEN:
            await supply.post(int(pace * now) - (supply.posted - posted))
            await asyncio.sleep(1 / 4)
    return looks


def _draw(looks: list[Look], title: str, folder: Path) -> None:
    told = os.environ.get("CHAOS_PICTURE")
    file = ROOT / told if told else folder / "soak.svg"
    file.write_text(draw(looks, title))
    print(f"the curve: {file}")
    for name, one in looks[-1].readings.items():
        first = looks[len(looks) // 4].readings[name]
        print(f"{name}: {first.memory:.1f} MB and {first.files} files, then {one.memory:.1f} MB and {one.files}")


async def _told(storm: Storm, many: int) -> bool:
    return len(storm.twilio.messages) >= many and not storm.twilio.telling
