"""A preview of a campaign: who would not get it and why, how long it takes, and what is worth knowing before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from flows.campaigns.preview import CampaignPreview
from flows.campaigns.waves import SLACK
from tests.delivery import shop
from tests.delivery.campaigned import found, launched, people
from tests.delivery.house import House


async def _preview(house: House, which: Any) -> CampaignPreview:
    preview = (await found(house, which)).preview
    assert preview is not None
    return preview


@pytest.mark.parametrize("rate", [0.05, 4.0])
async def test_how_long_it_takes_and_its_end_go_by_the_rate_of_its_own_sender(house: House, rate: float) -> None:
    """A shop that may send one SMS in twenty seconds needs longer than a long code usually does."""
    await house.apply(shop.file(sms_rate=rate))
    await people(house, 6)
    spring = await launched(house, channels=("sms",))
    queue = timedelta(seconds=6 / rate)
    assert (await _preview(house, spring)).seconds == queue.total_seconds()
    assert (await found(house, spring)).latest == house.clock.now() + queue + SLACK
