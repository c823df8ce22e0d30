"""How long an answer to STOP waits: longer than anything that was judged before it is being handed to the provider."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from bot import service_run, stop_wait
from bot.app import FINISHING
from bot.channels.provider_http import SEND, _limit
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from bot.sender import JUDGED
from storage.database.stores import DatabaseAway

# https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides: the whole of a request, 15 s at most
TWILIO = timedelta(seconds=15)
WHO = UUID(int=7)


def test_it_waits_longer_than_a_message_may_take_to_its_provider() -> None:
    assert stop_wait.PATIENCE > JUDGED + SEND


def test_its_answer_is_in_time_for_twilio_and_for_a_stop_of_the_service() -> None:
    assert TWILIO - timedelta(seconds=3) >= stop_wait.PATIENCE, "it is stored before, too"
    assert stop_wait.PATIENCE.total_seconds() < service_run.ANSWERING < FINISHING


def test_no_channel_takes_longer_over_a_message() -> None:
    for account in (Twilio("sms", "AC1", "token", "+13145550100"), Telegram("1:token", "secret")):
        api: Any = getattr(account, "_http", None) or account._api  # type: ignore[union-attr]
        assert api._wire.timeout == SEND
        assert _limit(SEND).total == SEND.total_seconds() < _limit(SEND).ceil_threshold, "no second is added to it"


@pytest.mark.parametrize("spooled", [False, True], ids=["stored", "spooled"])
async def test_giving_up_is_told(monkeypatch: pytest.MonkeyPatch, spooled: bool) -> None:
    monkeypatch.setattr(stop_wait, "PATIENCE", timedelta(seconds=0.1))

    async def look(business: str, work: object) -> frozenset[UUID]:
        return frozenset({WHO})

    async def act(business: str, work: object, *, ahead: bool = False) -> UUID:
        return WHO

    turns: Any = SimpleNamespace(look=look, act=act, store=SimpleNamespace(listen=lambda name: asyncio.Event()))
    waiting = stop_wait.Stops(turns, SimpleNamespace(), alone=True)  # type: ignore[arg-type]
    said: Any = SimpleNamespace(keyword="STOP", text="STOP", channel="sms", address="+13145550142")
    with capture_logs() as lines:
        await (waiting.wait_until_heard("tiger", said) if spooled else waiting.wait_until_still("tiger", WHO))
    assert [(one["log_level"], one["business"], one["contact"]) for one in lines] == [("warning", "tiger", str(WHO))]
    assert "+1314" not in str(lines)


async def test_a_database_that_cannot_say_what_leaves_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stop_wait, "PATIENCE", timedelta(seconds=0.1))
    looked = 0

    async def look(business: str, work: object) -> frozenset[UUID]:
        nonlocal looked
        looked += 1
        if looked == 1:
            raise DatabaseAway("the connection broke")
        return frozenset()

    turns: Any = SimpleNamespace(look=look, store=SimpleNamespace(listen=lambda name: asyncio.Event()))
    await stop_wait.Stops(turns, SimpleNamespace(), alone=True).wait_until_still("tiger", WHO)  # type: ignore[arg-type]
    assert looked == 2, "it was asked again, and only then answered"


async def test_a_hundred_stops_take_one_connection_and_leave_the_others_to_the_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What they wait for needs a connection, too: each look by itself filled the pool, and nothing ended."""
    monkeypatch.setattr(stop_wait, "PATIENCE", timedelta(seconds=30))
    monkeypatch.setattr(stop_wait, "_GLANCE", 0.0)  # by turns of the loop, whatever else the machine does
    people = [UUID(int=number) for number in range(100)]
    open_, most, looks, leaving = 0, 0, 0, set(people)

    class Unit:
        class messages:
            @staticmethod
            async def find_sold_to(wanted: list[UUID]) -> set[UUID]:
                return leaving & set(wanted)

    async def look(business: str, work: Any) -> Any:
        nonlocal open_, most, looks
        open_, looks = open_ + 1, looks + 1
        most = max(most, open_)
        await asyncio.sleep(0)
        found = await work(SimpleNamespace(unit=Unit))
        leaving.difference_update(people[: 25 * looks])
        open_ -= 1
        return found

    turns: Any = SimpleNamespace(look=look, store=SimpleNamespace(listen=lambda name: asyncio.Event()))
    waiting = stop_wait.Stops(turns, SimpleNamespace(), alone=True)  # type: ignore[arg-type]
    await asyncio.gather(*(waiting.wait_until_still("tiger", one) for one in people))
    assert most == 1
    assert looks <= 10, "all who wait share each of them"


async def test_whoever_waits_no_longer_ends_nobody_elses_look() -> None:
    began, may_end = asyncio.Event(), asyncio.Event()

    async def look(business: str, work: object) -> frozenset[UUID]:
        began.set()
        await may_end.wait()
        return frozenset()

    turns: Any = SimpleNamespace(look=look, store=SimpleNamespace(listen=lambda name: asyncio.Event()))
    waiting = stop_wait.Stops(turns, SimpleNamespace(), alone=True)  # type: ignore[arg-type]
    first, second = (asyncio.create_task(waiting.wait_until_still("tiger", WHO)) for _ in range(2))
    await began.wait()
    first.cancel()
    may_end.set()
    await second
    with pytest.raises(asyncio.CancelledError):
        await first
