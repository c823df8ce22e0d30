"""Photos that take for ever delay nobody: neither what is answered by text, nor names, nor the spool's disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.photos.photo_development import MOST_SCANS
from bot.workers import LiveWorkers
from tests.bot.photos.pictures import scans
from tests.delivery import shop
from tests.delivery.house import HalfHandClock, House, open_house
from tests.delivery.shop import ANN, OWNER, TIGER
from tests.delivery.test_photos import _open
from tests.processes.waiting import until
from tests.providers.twilio import NUMBER, TwilioStand

BAD = {
    "more scans than a picture has": scans(20_000, 2_000, 1_000),
    "as many as it may have": scans(MOST_SCANS, 5_000, 4_000),
}
PHOTOS = 8
SOON = 20.0  # seconds on a busy machine; one bad photo takes a processor for longer than its 15


class Named(TwilioStand):
    """Reached by a name, as the provider itself is, and so only after that is resolved."""

    @property
    def url(self) -> str:
        return super().url.replace("127.0.0.1", "localhost")


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """With real time, and a single thread for all who name none of their own."""
    clock = HalfHandClock(shop.MORNING)
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    async with open_house(database, clock=clock, twilio=Named(clock=clock.now), whole=True) as opened:
        yield opened


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
async def test_help_is_answered_while_bad_photos_are_looked_at(house: House, body: bytes) -> None:
    await _open(house)
    workers = LiveWorkers(house.service.turns, house.consumer, house.timers, house.sender)
    await workers.start()
    try:
        for _ in range(PHOTOS):
            await house.telegram.say(OWNER, "", caption="1234", **house.telegram.picture(body))

        async def fetched() -> bool:
            return sum("/file/" in call.path for call in house.telegram.calls) >= 2

        await until("the first photos", fetched)
        assert await house.twilio.say(ANN, NUMBER, "HELP", url=f"{house.url}/channels/twilio/{TIGER}/inbound") == 200

        async def answered() -> bool:
            return bool(house.texts_to(ANN))

        await until("the answer to HELP", answered, SOON)
    finally:
        await workers.stop()
