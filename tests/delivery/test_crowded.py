"""A crowded database refuses what a provider answered for a while: the answer is kept until it takes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from bot.open_turns import OpenTurns
from bot.sender import SenderWorker
from flows.delivery import Answer
from handlers.calls.call_lifecycle import CallRequest
from handlers.engine.turn import Turn
from storage.database.stores import DatabaseAway, RetryTransaction
from storage.events.runs import RunConflict
from tests.delivery.house import House
from tests.delivery.shop import ANN, MINUTE

T = TypeVar("T")


class Crowded(OpenTurns):
    """Turns that meet others, as often as they are told to."""

    meets: Exception | None = None

    async def act(self, business: str, work: Callable[[Turn], Awaitable[T]], *, ahead: bool = False) -> T:
        if self.meets is not None:
            met, self.meets = self.meets, None
            raise met
        return await super().act(business, work, ahead=ahead)


@pytest.mark.parametrize(
    "meets", [RetryTransaction("6 tries met other transactions (40P01)"), RunConflict("on"), DatabaseAway("restarting")]
)
async def test_what_was_answered_is_asked_once(house: House, meets: Exception) -> None:
    await house.post(await house.address("sms", ANN), "order")
    await house.settle()
    sid = house.twilio.messages[-1].sid
    house.twilio.charge(sid, "-0.00830")
    for status in ("sent", "delivered"):
        assert await house.twilio.receipt(sid, status) == 200
    await house.settle()
    house.clock.push(now=5 * MINUTE)
    turns = Crowded(house.service.turns.store, house.clock, house.service.turns.tools)
    await SenderWorker(turns, _Answering(house, turns, meets)).step()
    page = await house.act(lambda turn: turn.unit.messages.page(None, None, None, 9))
    assert [one.price for one in page if one.direction == "out"] == [8300]
    assert len([call for call in house.twilio.calls if "/Messages/SM" in call.path]) == 1


class _Answering:
    """The accounts of the service; when one has answered a call, the database is met by others."""

    def __init__(self, house: House, turns: Crowded, meets: Exception) -> None:
        self._accounts, self._turns, self._meets = house.service.accounts, turns, meets
        self.channel, self.callback = self._accounts.channel, self._accounts.callback

    async def caller(self, business: str, provider: str) -> Callable[[CallRequest], Awaitable[Answer]] | None:
        ask = await self._accounts.caller(business, provider)
        assert ask is not None

        async def asked(request: CallRequest) -> Answer:
            answer = await ask(request)
            self._turns.meets = self._meets
            return answer

        return asked
