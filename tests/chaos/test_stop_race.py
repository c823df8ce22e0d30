"""STOPs at random moments into a campaign that four processes send: who was answered gets nothing more of it.

Everybody stops, shortly after the first letter to them has set out. Nothing else goes wrong here, so that
the race is run by everybody; what a storm does to it is seen there.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.chaos.campaign import Campaign, fill
from tests.chaos.conftest import Size
from tests.chaos.evidence import Evidence
from tests.chaos.gauges import busy_under, quantiles, read, shares
from tests.chaos.postgres import Postgres
from tests.chaos.storm import Storm, brewing, hesitating
from tests.processes.place import Starter
from tests.processes.waiting import until

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.postgres]

RATE = 100.0  # a second
LETTERS = 3
LATER = timedelta(seconds=20)  # until when the last letters fall due
HESITATION = 0.3  # seconds between a letter's departure and the moment somebody writes STOP
WAVE = 100  # people whose letters are queued while no more than half as many wait for an answer to their STOP
PATIENCE = 300.0  # seconds for a wave, on a machine that others use


async def test_who_was_answered_gets_nothing_more(
    chaos_server: Postgres, starter: Starter, tmp_path: Path, size: Size
) -> None:
    print(f"seed {size.seed}")
    campaign = Campaign(size.people, LETTERS, spread=LATER)
    async with brewing(chaos_server, starter, tmp_path, None, seed=size.seed, rate=RATE) as storm:
        storm.twilio.tells = False
        storm.twilio.departed = hesitating(storm, 1.0, HESITATION)
        await storm.fleet.start_all()
        began, before = time.monotonic(), _busy(storm)
        for first in range(0, size.people, WAVE):
            places = range(first, min(first + WAVE, size.people))
            await fill(storm.fleet.database, storm.fleet.shift, campaign, places)
            await until("a wave's STOPs", partial(_stopped, storm, places.stop), PATIENCE, storm.fleet.said)
        used = shares(before, _busy(storm), time.monotonic() - began)
        await storm.calm(size.people * LETTERS)
        found = await storm.prove()
    _tell(found, time.monotonic() - began, used)
    offers = Counter(one.phone for one in found.attempts if one.text.startswith("Offer"))
    confirmed = Counter(one.phone for one in found.attempts if not one.text.startswith(("Offer", "Your order")))
    assert set(offers) == set(campaign.phones), "somebody got nothing and so never wrote"
    spared = {phone for phone in campaign.phones if offers[phone] < LETTERS}
    assert len(_raced(found) | spared) > size.people / 3, "all had left before they wrote: it was no race"
    assert confirmed == dict.fromkeys(campaign.phones, 1), "a confirmation is missing, or came twice"


def _raced(found: Evidence) -> set[str]:
    """To whom a letter set out after they had written."""
    wrote = {one.phone: one.written for one in found.stopped}
    return {one.phone for one in found.attempts if one.text.startswith("Offer") and one.real > wrote[one.phone]}


def _busy(storm: Storm) -> dict[str, float]:
    """Seconds of a core that each used so far."""
    fleet = {name: read(pid).busy for name, pid in storm.fleet.pids.items()}
    return fleet | {"PostgreSQL": busy_under(storm.server.pid), "the test": read(os.getpid()).busy}


def _tell(found: Evidence, seconds: float, used: str) -> None:
    written = [one.written for one in found.stopped]
    pace = len(written) / (max(written) - min(written))
    waits = quantiles(one.real - one.written for one in found.stopped)
    print(f"{len(written)} STOPs, {pace:.1f} a second; {len(_raced(found))} raced a letter; {seconds:.0f} s in all")
    print(f"half / 90 / 99 / all of 100 were answered within {waits} s")
    print(f"of a core: {used}")


async def _stopped(storm: Storm, people: int) -> bool:
    return len(storm.stopped) == people and len(storm.stopping) < WAVE / 2
