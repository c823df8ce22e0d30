"""A sandbox's clock is pushed through whatever the database does in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import PushedClock
from bot.news import News
from bot.recurring import Recurring
from bot.sender import Sender
from bot.timers import Timers
from bot.turns import OpenTurns
from bot.workers import MOST_MEETINGS, Sandbox
from storage.store import Again
from tests.bot.simulator.shop import TUESDAY, sandbox


class Crowded(Recurring):
    """Recurring work that meets other transactions so many times."""

    def __init__(self, turns: OpenTurns, times: int) -> None:
        super().__init__(turns, ())
        self.left = times

    async def step(self) -> int:
        if self.left:
            self.left -= 1
            raise Again("another transaction was quicker")
        return await super().step()


@pytest.mark.parametrize(("times", "moves"), [(3, True), (MOST_MEETINGS + 1, False)])
async def test_transactions_that_meet_do_not_stop_the_clock(database: str, times: int, *, moves: bool) -> None:
    async with sandbox(database) as service:
        assert isinstance(service.clock, PushedClock)
        crowded = Crowded(service.turns, times)
        turns = service.turns
        news, timers, sender = News(turns, crowded), Timers(turns), Sender(turns, service.accounts)
        driver = Sandbox(turns, service.clock, news, timers, sender, service.inbox, crowded)
        to = TUESDAY + timedelta(hours=1)
        if moves:
            await driver.push(to)
        else:
            with pytest.raises(Again):
                await driver.push(to)
        assert service.clock.now() == (to if moves else TUESDAY)
