"""STOPs at random moments into a campaign that four processes send: who was answered gets nothing more of it.

Everybody stops, shortly after the first letter to them has set out. Nothing else goes wrong here, so that
the race is run by everybody; what a storm does to it is seen there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from subprocess import Popen

import pytest

from tests.chaos.campaign import Campaign
from tests.chaos.conftest import Size
from tests.chaos.evidence import Attempt
from tests.chaos.postgres import Postgres
from tests.chaos.storm import Storm, brewing, hesitating
from tests.delivery.service import until

pytestmark = [pytest.mark.chaos, pytest.mark.postgres]

RATES = {False: 100.0, True: 400.0}  # a second
LETTERS = 3
A_PLACE = timedelta(seconds=0.1)  # so much longer the campaign lasts for each person in it
HESITATION = 0.3  # seconds between a letter's departure and the moment somebody writes STOP
A_PERSON = 2.0  # seconds that one may take at most, on a machine that others use


async def test_who_was_answered_gets_nothing_more(
    chaos_server: Postgres, starter: Popen[str], tmp_path: Path, size: Size
) -> None:
    print(f"seed {size.seed}")
    campaign = Campaign(size.people, LETTERS, spread=size.people * A_PLACE)
    async with brewing(chaos_server, starter, tmp_path, campaign, seed=size.seed, rate=RATES[size.long]) as storm:
        storm.twilio.tells = False
        storm.twilio.departed = _everybody(storm)
        await storm.fleet.start_all()
        await until("the last STOP", lambda: _all_stopped(storm, size.people), patience=60 + A_PERSON * size.people)
        await storm.calm()
        found = await storm.prove()
    offers = Counter(one.phone for one in found.attempts if one.text.startswith("Offer"))
    spared = [phone for phone in campaign.phones if offers[phone] < LETTERS]
    confirmed = Counter(one.phone for one in found.attempts if not one.text.startswith(("Offer", "Your order")))
    assert set(offers) == set(campaign.phones), "somebody got nothing and so never wrote"
    wrote = {one.phone: one.written for one in found.stopped}
    raced = {one.phone for one in found.attempts if one.text.startswith("Offer") and one.real > wrote[one.phone]}
    waits = sorted(one.real - one.written for one in found.stopped)
    print(f"{len(raced)} raced, {len(spared)} spared, half were answered in {waits[len(waits) // 2]:.2f} s")
    assert len(raced.union(spared)) > size.people / 3, "all had left before they wrote: it was no race"
    assert confirmed == dict.fromkeys(campaign.phones, 1), "a confirmation is missing, or came twice"


def _everybody(storm: Storm) -> Callable[[Attempt], None]:
    """Each writes after their first letter has set out."""
    return hesitating(storm, 1.0, HESITATION)


async def _all_stopped(storm: Storm, people: int) -> bool:
    return len(storm.stopped) == people and not storm.stopping
