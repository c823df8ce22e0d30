"""The database is gone for a minute while a campaign runs and people write: nothing is lost, and nothing leaves twice.

Real time passes only for as long as processes need; the rest of the minute is pushed.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.chaos.campaign import Campaign
from tests.chaos.conftest import Size
from tests.chaos.postgres import Postgres
from tests.chaos.storm import Storm, brewing
from tests.processes.place import Starter
from tests.processes.waiting import until

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.postgres]

RATE = 10.0
MINUTE = 60.0  # seconds
A_MOMENT = 2.0  # seconds of it that are real, but in `make chaos`


@pytest.mark.parametrize("crash", [False, True], ids=["stopped", "crashed"])
async def test_a_database_that_is_gone_for_a_minute(
    chaos_server: Postgres, starter: Starter, tmp_path: Path, size: Size, *, crash: bool
) -> None:
    if not crash and not size.long:
        pytest.skip("crashed is the worse; make chaos runs both")
    campaign = Campaign(30, 2)
    async with brewing(chaos_server, starter, tmp_path, campaign, seed=size.seed, rate=RATE) as storm:
        await storm.fleet.start_all()
        await until("the campaign", lambda: _began(storm))
        await storm.server.stop(crash=crash)
        try:
            for phone in campaign.phones[::4]:
                storm.stop(phone)
            await asyncio.sleep(A_MOMENT)
            seen = len(storm.twilio.messages)
            await asyncio.sleep(MINUTE - A_MOMENT if size.long else A_MOMENT)
            storm.fleet.push(0 if size.long else MINUTE - 2 * A_MOMENT)
            assert len(storm.twilio.messages) == seen, "something left while nobody could write it down"
        finally:
            await storm.server.start()
        await storm.calm(len(campaign.phones) * campaign.letters)
        found = await storm.prove()
    assert {one.phone for one in found.stopped} == set(campaign.phones[::4])


async def _began(storm: Storm) -> bool:
    return len(storm.twilio.messages) > 5
