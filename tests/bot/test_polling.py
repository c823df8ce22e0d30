"""Telegram polled: stored before it is confirmed, once, whatever goes wrong in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.app import Service
from bot.channel_polling import FULL_PAUSE, Polling
from bot.clock import PushedClock
from bot.config import Settings
from bot.inbox import Inbox
from bot.spool import Full
from flows.delivery import Outgoing
from handlers.people.inbound_event import InboundEvent, IntakeResult
from tests.bot.installed import HEAD, TELEGRAM, apply, installed
from tests.providers.telegram import TOKEN, TelegramStand
from tests.single import events_by_status

PATIENCE = 5  # seconds for what should come at once


@dataclass(slots=True)
class Bot(TelegramStand):
    """A Bot API whose next polls are answered as told."""

    answers: list[web.Response] = field(default_factory=list)

    def bar(self, request: web.Request) -> web.Response | None:
        return self.answers.pop(0) if self.answers and request.path.endswith("getUpdates") else None


@dataclass(slots=True)
class Heard:
    """The service's inbox; it tells what was taken, and fails first as often as told."""

    inbox: Inbox
    failures: list[Exception] = field(default_factory=list)
    taken: asyncio.Queue[tuple[InboundEvent, IntakeResult]] = field(default_factory=asyncio.Queue)

    async def take(self, business: str, news: InboundEvent) -> IntakeResult:
        if self.failures:
            raise self.failures.pop(0)
        taken = await self.inbox.take(business, news)
        self.taken.put_nowait((news, taken))
        return taken

    async def next(self) -> tuple[InboundEvent, IntakeResult]:
        return await asyncio.wait_for(self.taken.get(), PATIENCE)


@dataclass(slots=True)
class Rests:
    """Pauses that are over as soon as somebody has seen them."""

    pauses: asyncio.Queue[timedelta] = field(default_factory=asyncio.Queue)
    seen: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def __call__(self, pause: timedelta) -> None:
        self.pauses.put_nowait(pause)
        await self.seen.acquire()

    async def next(self) -> float:
        pause = await asyncio.wait_for(self.pauses.get(), PATIENCE)
        self.seen.release()
        return pause.total_seconds()


@pytest.fixture
async def provider() -> AsyncIterator[Bot]:
    async with Bot() as stand:
        yield stand


@pytest.fixture
async def service(database: str, clock: PushedClock, provider: Bot) -> AsyncIterator[Service]:
    async with installed(Settings(database_url=database, telegram_api_url=provider.url), clock) as service:
        await apply(service, TELEGRAM)
        yield service


@pytest.fixture
def heard(service: Service) -> Heard:
    return Heard(service.inbox)


@pytest.fixture
def rests() -> Rests:
    return Rests()


@pytest.fixture
async def polling(service: Service, heard: Heard, rests: Rests) -> AsyncIterator[Polling]:
    polling = Polling(service.turns, service.accounts.channel, heard.take, service.clock, rest=rests)
    yield polling
    await polling.stop()


def update(text: str) -> dict[str, Any]:
    """The first update of a bot."""
    chat = {"id": 99, "type": "private", "first_name": "Asha"}
    person = {"id": 99, "is_bot": False, "first_name": "Asha"}
    said = {"message_id": 600, "date": 1772463600, "from": person, "chat": chat, "text": text}
    return {"update_id": 900_001, "message": said}


async def stored(service: Service) -> dict[str, int]:
    return await service.turns.store.read("tiger", events_by_status)


async def test_a_conversation(polling: Polling, provider: Bot, service: Service, heard: Heard) -> None:
    account = await service.accounts.channel("tiger", "telegram")
    assert account is not None
    await account.perform(Outgoing(service.turns.store.ids.make(), "99", "In stock?"))
    await provider.say(99, "/start abc")
    await polling.follow()
    news, taken = await heard.next()
    assert (news.source, news.external_id, taken.duplicate) == ("telegram", "telegram:7000000001:99:502", False)
    assert getattr(news.event, "text", None) == "/start abc"
    assert news.raw is None, "an update may quote what someone else wrote"
    await provider.block(99)
    blocked = (await heard.next())[0].external_id
    assert blocked.startswith("telegram:")
    assert ":99:" not in blocked, "an address stays out of keys"
    assert await stored(service) == {"new": 2}


async def test_a_press_stops_spinning(polling: Polling, provider: Bot, service: Service, heard: Heard) -> None:
    press = {"id": "press1", "from": {"id": 99, "is_bot": False, "first_name": "Asha"}, "data": "yes:1"}
    await provider._tell({"callback_query": press | {"chat_instance": "1"}})
    await provider.say(99, "and more")
    await polling.follow()
    await heard.next()
    await heard.next()
    assert provider.answered == ["press1"]


async def test_what_was_not_confirmed_comes_again_and_changes_nothing(
    polling: Polling, provider: Bot, service: Service, heard: Heard
) -> None:
    await provider.say(99, "hi")
    told = list(provider._updates)
    await polling.follow()
    assert not (await heard.next())[1].duplicate
    await polling.stop()
    provider._updates = told
    again = Polling(service.turns, service.accounts.channel, heard.take, service.clock)
    await again.start()
    assert (await heard.next())[1].duplicate
    await again.stop()
    assert await stored(service) == {"new": 1}


async def test_one_that_cannot_be_read_is_kept_and_passed(
    polling: Polling, provider: Bot, service: Service, heard: Heard
) -> None:
    absurd = update("hi")
    absurd["message"] |= {"date": 10**18}
    provider._updates = [{"update_id": 1, "message": 5}, {"update_id": 2, "poll": {}}, {**absurd, "update_id": 3}]
    await provider.say(99, "hi")
    await polling.follow()
    for reason in ("AttributeError", "OSError"):
        news, _ = await heard.next()
        assert (news.event, news.reason) == (None, f"a Telegram message that cannot be read: {reason}")
    assert (await heard.next())[0].event is not None
    assert await stored(service) == {"new": 1, "unreadable": 2}


@pytest.mark.parametrize(
    ("trouble", "advice"),
    [
        pytest.param("webhook", "run parley doctor --fix", id="a webhook is set"),
        pytest.param("token", "fix [channels.telegram] token", id="the token was revoked"),
    ],
)
async def test_trouble_is_told_once_with_what_to_do(
    polling: Polling, provider: Bot, rests: Rests, heard: Heard, trouble: str, advice: str
) -> None:
    setattr(provider, trouble, "other")
    with capture_logs() as logs:
        await polling.follow()
        assert [await rests.next() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert [log["event"] for log in logs] == ["polling held up"]
    assert advice in logs[0]["reason"]
    assert TOKEN not in str(logs)
    setattr(provider, trouble, {"webhook": "", "token": TOKEN}[trouble])
    await provider.say(99, "hi")
    rests.seen.release()
    await heard.next()


async def test_a_network_that_is_gone(polling: Polling, provider: Bot, rests: Rests, heard: Heard) -> None:
    await provider.refuse()
    await polling.follow()
    assert [await rests.next() for _ in range(2)] == [1, 2]
    await provider.accept()
    await provider.say(99, "hi")
    rests.seen.release()
    await heard.next()


async def test_retry_after_is_obeyed(polling: Polling, provider: Bot, rests: Rests, heard: Heard) -> None:
    busy = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 17}}
    provider.answers = [web.json_response(busy, status=429)]
    await provider.say(99, "hi")
    await polling.follow()
    assert await rests.next() == 17
    await heard.next()


async def test_a_full_spool_leaves_it_with_telegram(
    polling: Polling, provider: Bot, rests: Rests, heard: Heard
) -> None:
    heard.failures = [Full("no room")]
    await provider.say(99, "hi")
    await polling.follow()
    assert await rests.next() == FULL_PAUSE.total_seconds()
    assert (await heard.next())[0].external_id == "telegram:7000000001:99:501"


async def test_a_mistake_of_ours_does_not_silence_the_bot(
    polling: Polling, provider: Bot, rests: Rests, heard: Heard
) -> None:
    heard.failures = [RuntimeError("a bug") for _ in range(5)]
    await provider.say(99, "one")
    await provider.say(99, "two")
    with capture_logs() as logs:
        await polling.follow()
        for _ in range(4):
            await rests.next()
        news, _ = await heard.next()
    assert (news.event, news.reason) == (None, "failed 5 times: RuntimeError")
    assert (await heard.next())[0].external_id == "telegram:7000000001:99:502"
    assert [log["event"] for log in logs if log["event"] != "taken"] == ["update failed"] * 5


async def test_a_bot_is_not_polled_next_to_webhooks(service: Service, heard: Heard, provider: Bot) -> None:
    polling = Polling(service.turns, service.accounts.channel, heard.take, service.clock, posted=True)
    await provider.say(99, "hello")
    await polling.follow()
    assert polling._polls == {}
    await polling.stop()


async def test_bots_come_and_go(polling: Polling, provider: Bot, service: Service, heard: Heard) -> None:
    await apply(service, "", HEAD)
    await polling.follow()
    assert polling._polls == {}
    await apply(service, TELEGRAM)
    await polling.follow()
    await provider.say(99, "hi")
    await heard.next()
    await apply(service, "")
    await polling.follow()
    assert polling._polls == {}


async def test_another_bot_begins_anew(
    polling: Polling, provider: Bot, service: Service, heard: Heard, rests: Rests
) -> None:
    await provider.say(99, "hi")
    await polling.follow()
    await heard.next()
    rests.seen = asyncio.Semaphore(10_000)  # until the file is applied, the first bot's token is not known any more
    provider.token = TOKEN.replace("7000000001", "7000000002")
    await apply(service, TELEGRAM.replace(TOKEN, provider.token))
    provider._updates = [update("first of the other's, with a number that the first bot is past")]
    provider._news.set()
    assert (await heard.next())[0].external_id == "telegram:7000000002:99:600"


async def test_stopping_is_prompt(polling: Polling, provider: Bot) -> None:
    await polling.start()
    await asyncio.wait_for(provider.heard.wait(), PATIENCE)
    await asyncio.wait_for(polling.stop(), PATIENCE)
