"""A sandbox's clock is pushed through whatever the database does in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import PushedClock
from bot.consumer import Consumer as Reader
from bot.open_turns import OpenTurns
from bot.recurring_work import Recurring
from bot.sender import SHORT, SenderWorker
from bot.timers import Timers
from bot.workers import MOST_MEETINGS, Sandbox
from flows.events import ReceiptArrived
from handlers.people.inbound_event import InboundEvent
from storage.database.stores import RetryTransaction
from storage.events.event_inbox import find_next_try
from tests.bot.simulator.shop import TUESDAY, sandbox


class Crowded(Recurring):
    """Recurring work that meets other transactions so many times."""

    def __init__(self, turns: OpenTurns, times: int) -> None:
        super().__init__(turns, ())
        self.left = times

    async def step(self) -> int:
        if self.left:
            self.left -= 1
            raise RetryTransaction("another transaction was quicker")
        return await super().step()


@pytest.mark.parametrize(("times", "moves"), [(3, True), (MOST_MEETINGS + 1, False)])
async def test_transactions_that_meet_do_not_stop_the_clock(database: str, times: int, *, moves: bool) -> None:
    async with sandbox(database) as service:
        assert isinstance(service.clock, PushedClock)
        crowded = Crowded(service.turns, times)
        turns = service.turns
        news, timers, sender = Reader(turns, crowded), Timers(turns), SenderWorker(turns, service.accounts)
        driver = Sandbox(turns, service.clock, news, timers, sender, service.inbox, crowded)
        to = TUESDAY + timedelta(hours=1)
        if moves:
            await driver.push(to)
        else:
            with pytest.raises(RetryTransaction):
                await driver.push(to)
        assert service.clock.now() == (to if moves else TUESDAY)


async def test_an_event_that_failed_for_a_moment_is_tried_again_before_all_is_still(database: str) -> None:
    async with sandbox(database) as service:
        assert service.sandbox is not None
        unknown = ReceiptArrived("sms", "SM1", "delivered", TUESDAY)  # we have no such message (yet)
        await service.inbox.take("tiger", InboundEvent("twilio", "receipt:SM1:delivered", unknown, None))
        await service.sandbox.settle()
        elapsed = service.clock.get_real_time()
        again = await service.turns.store.read("", lambda unit: find_next_try(unit, elapsed))
        assert again is not None, "the fifth time comes much later"
        assert again - elapsed > SHORT
