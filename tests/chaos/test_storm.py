"""Everything that can fail fails at random under a running campaign, and the checker finds nothing to say.

The seed is part of every failure's report; ``make chaos SEED=…`` draws the same deeds again.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.campaign import Campaign
from tests.chaos.conftest import Size
from tests.chaos.postgres import Postgres
from tests.chaos.storm import brewing, hesitating
from tests.processes.place import Starter
from tests.providers.twilio import NUMBER

pytestmark = [pytest.mark.chaos, pytest.mark.postgres]

RATES = {False: 12.0, True: 60.0}  # a second, in a short storm and in a long one: there are messages to its end
LETTERS = 2
FEWEST = 50  # people
STOPS = 0.1  # the share of departures after which somebody writes STOP
HESITATION = 0.5  # seconds


async def test_a_storm_breaks_no_promise(chaos_server: Postgres, starter: Starter, tmp_path: Path, size: Size) -> None:
    rate = RATES[size.long]
    people = min(10_000, max(FEWEST, int(size.seconds * rate / LETTERS)))
    campaign = Campaign(people, LETTERS)
    print(f"seed {size.seed}")
    async with brewing(chaos_server, starter, tmp_path, campaign, seed=size.seed, rate=rate) as storm:
        storm.twilio.departed = hesitating(storm, STOPS, HESITATION)
        await storm.fleet.start_all()
        await storm.rage(size.seconds, campaign.phones)
        await storm.calm(people * LETTERS)
        found = await storm.prove()
    assert NUMBER in {one.sender for one in found.attempts}
    assert len(found.stopped) > 0
    assert len({one.message for one in found.taken}) > people, f"it was no campaign, with seed {size.seed}"
