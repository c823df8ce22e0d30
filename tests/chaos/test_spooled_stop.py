"""A STOP that a spool took is as good as one in the ledger: nothing marketing leaves anywhere once it was answered."""

from __future__ import annotations

import pytest

from bot.inbox import Inbox
from bot.sender import SenderWorker
from flows.delivery import MessageStatus
from flows.events import MessageReceived
from flows.policy.departure_facts import Programme, Purpose
from handlers.people.inbound_event import InboundEvent
from tests.delivery import shop
from tests.delivery.cut import Cut
from tests.delivery.house import HalfHandClock, open_house
from tests.delivery.shop import ANN, NUMBER, TIGER

pytestmark = pytest.mark.postgres


@pytest.fixture
def server(packaged_postgres: str) -> str:
    """Where several processes send."""
    return packaged_postgres


async def test_what_a_spool_took_a_moment_ago_holds_back_other_processes(database: str) -> None:
    """Its row in the database still says that it is there and empty, as it did a moment before."""
    async with open_house(database, clock=HalfHandClock(shop.MORNING)) as house:
        await house.remind()
        await house.service.inbox.step()
        cut = Cut(house.service.turns.store, house.clock, house.service.turns.tools)
        cut.away = 1
        said = MessageReceived("sms", ANN, NUMBER, "SM1", "STOP", house.clock.now())
        await Inbox(cut, house.service.spool).take(TIGER, InboundEvent("twilio", "SM1", said, None))
        assert house.service.spool.waiting
        marketing = {"purpose": Purpose.MARKETING, "programme": Programme.REMINDERS}
        offer = await house.post(await house.address("sms", ANN), "offer", text="offer", **marketing)
        await SenderWorker(house.service.turns, house.service.accounts).step()  # as another process would
        assert (await house.message(offer)).status is not MessageStatus.SENT
