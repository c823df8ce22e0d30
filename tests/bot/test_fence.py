"""A sandbox whose providers stand elsewhere: what they post is proven and read, and nothing leaves this machine.

The stand-ins listen on loopback and are reached here as 0.0.0.0, which is no loopback address: a call that left would
come to them and be counted.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.app import Service, assemble
from bot.channel_polling import Polling
from bot.clock import PushedClock
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from bot.doctor import examine
from bot.web_application import build_application
from flows.delivery import Outgoing
from handlers.actions.business_file_apply import apply_file
from handlers.calls.call_lifecycle import CallRequest
from storage.businesses.businesses import push_clock
from storage.sending.message import Message
from tests.bot.channels.rig import OURS
from tests.delivery import shop
from tests.delivery.shop import ANN, ANN_CHAT, TIGER
from tests.providers.peers import free_port
from tests.providers.razorpay import RazorpayStand
from tests.providers.shopify import ShopifyStand
from tests.providers.telegram import TelegramStand
from tests.providers.twilio import NUMBER, TwilioStand


@dataclass
class Fenced:
    """A sandbox with its web on loopback, and the providers it must not reach."""

    service: Service
    url: str
    twilio: TwilioStand
    telegram: TelegramStand
    shopify: ShopifyStand
    razorpay: RazorpayStand

    async def messages(self) -> list[Message]:
        """What there is, settled, the oldest first."""
        assert self.service.sandbox is not None
        await self.service.sandbox.settle()
        found = await self.service.turns.store.read(TIGER, lambda unit: unit.messages.page(None, None, None, 100))
        return list(reversed(found))

    def calls(self) -> int:
        """How often a provider was called."""
        calls = len(self.twilio.calls) + len(self.telegram.calls) + len(self.razorpay.calls)
        return calls + len(self.shopify.discounts)


@pytest.fixture
async def fenced(
    database: str, clock: PushedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Fenced]:
    monkeypatch.chdir(tmp_path)
    async with AsyncExitStack() as stack:
        twilio = await stack.enter_async_context(TwilioStand(clock=clock.now))
        telegram = await stack.enter_async_context(TelegramStand(clock=clock.now, people=dict(shop.PEOPLE)))
        shopify = await stack.enter_async_context(ShopifyStand())
        razorpay = await stack.enter_async_context(RazorpayStand(clock=clock.now))
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        stands = {"twilio": twilio.url, "telegram": telegram.url, "shopify": shopify.url, "razorpay": razorpay.url}
        outside = {f"{name}_api_url": at.replace("127.0.0.1", "0.0.0.0") for name, at in stands.items()}  # noqa: S104 - nobody listens there
        ours = {"database_url": database, "secret_key": shop.KEY, "public_url": url}
        settings = Settings.model_validate(ours | outside)
        service = assemble(settings, clock)
        stack.push_async_callback(service.stop)
        store = service.turns.store
        await store.write("", lambda unit: push_clock(unit, clock.now()))
        file = shop.read(shop.file(store=True) + shop.RAZORPAY)
        await apply_file(CONVERSATIONS, store, file, service.vault, clock.now(), clock.get_real_time())
        telegram.webhook, telegram.secret = f"{url}/channels/telegram/{TIGER}", shop.SECRETS["BOT_SECRET"]
        razorpay.webhook = f"{url}/webhooks/razorpay/{TIGER}"
        runner = web.AppRunner(build_application(service), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await service.start()
        yield Fenced(service, url, twilio, telegram, shopify, razorpay)


async def test_what_providers_post_is_proven_and_read(fenced: Fenced) -> None:
    sms, store = f"{fenced.url}/channels/twilio/{TIGER}/inbound", f"{fenced.url}/webhooks/shopify/{TIGER}"
    secret = shop.SECRETS["SHOP_SECRET"]
    assert await fenced.twilio.say(ANN, NUMBER, "HELP", url=sms) == 200
    assert await fenced.telegram.say(ANN_CHAT, "hello") == 200
    assert await fenced.shopify.send("customers/create", {"id": 5}, store, secret) == 200
    paid = fenced.razorpay.hook("payment_link.paid")
    assert await fenced.razorpay.tell(paid) == [200]
    assert [one.text for one in await fenced.messages() if one.direction == "in"] == ["HELP", "hello"]

    fenced.twilio.token = fenced.telegram.secret = fenced.razorpay.secret = "another"
    assert await fenced.razorpay.tell(fenced.razorpay.hook("payment_link.paid")) == [401]
    assert await fenced.twilio.say(ANN, NUMBER, "HELP", url=sms) == 401
    assert await fenced.telegram.say(ANN_CHAT, "hello") == 401
    assert await fenced.shopify.send("customers/create", {"id": 6}, store, "another") == 401


async def test_what_would_leave_fails_with_the_reason_and_is_over(fenced: Fenced) -> None:
    assert await fenced.twilio.say(ANN, NUMBER, "HELP", url=f"{fenced.url}/channels/twilio/{TIGER}/inbound") == 200
    assert await fenced.telegram.say(ANN_CHAT, "HELP") == 200
    left = [one for one in await fenced.messages() if one.direction == "out"]
    assert {(one.status, one.code) for one in left} == {("failed", "sandbox")}
    assert {one.channel for one in left} >= {"sms", "telegram"}
    assert any("A sandbox sends to loopback only." in (one.text or "") for one in left), "the owner is told, once"
    assert fenced.service.sandbox is not None
    pushed = await fenced.service.sandbox.push(fenced.service.clock.now() + timedelta(hours=30))
    assert (pushed.sent, pushed.waiting) == (0, 0)
    assert fenced.calls() == 0


async def test_nothing_is_asked_or_called_out_there(fenced: Fenced) -> None:
    accounts, now = fenced.service.accounts, fenced.service.clock.now()
    for name in ("sms", "whatsapp", "telegram"):
        account = await accounts.channel(TIGER, name)
        assert account is not None
        outgoing = Outgoing(OURS, ANN, "Hi")
        assert (await account.perform(outgoing)).failure == "setup"
        assert not (await account.find(outgoing, now)).asked
        assert (await account.answer_callback("press")).failure == "setup"
        assert (await account.register("https://x.example"), await account.unregister()) == ([], [])
    store = await accounts.store(TIGER, "shopify")
    assert store is not None
    assert await store.register("https://x.example") == []
    discount = {"code": "TEN", "percent": 10, "until": now + timedelta(hours=1)}
    price = {"message": OURS, "channel": "sms", "provider_id": "SM1"}
    money = {"reference": OURS.hex, "amount": 1_000_000, "currency": "INR"}
    link = money | {"description": "Order 1", "expires_at": now + timedelta(hours=9), "back_url": ""}
    for provider, kind, values in (
        ("shopify", "discount", discount),
        ("twilio", "price", price),
        ("razorpay", "payment_link", link),
        ("razorpay", "cancel_link", {"link": "plink_1"}),
        ("razorpay", "look_link", {"link": "plink_1"}),
        ("razorpay", "refund", money | {"payment": "pay_1"}),
        ("razorpay", "look_refund", {"refund": "rfnd_1", "payment": "pay_1"}),
    ):
        call = await accounts.caller(TIGER, provider)
        assert call is not None
        answer = await call(CallRequest(OURS, kind, "Parley TEN", values, now, None, None))
        assert (answer.failure, answer.code, answer.detail) == ("setup", "sandbox", "A sandbox sends to loopback only.")
    assert fenced.calls() == 0


async def test_the_doctor_asks_nobody_and_says_what_to_do(fenced: Fenced) -> None:
    found = await examine(fenced.service.settings, None, True)
    providers = ("telegram", "shopify", "razorpay")
    for name, setting in (("sms", "TWILIO"), *((name, name.upper()) for name in providers)):
        line = f"tiger: {name} was not asked: a sandbox sends to loopback only; point PARLEY_{setting}_API_URL to"
        assert [one.ok for one in found if one.text.startswith(line)] == [False]
    assert fenced.calls() == 0


async def test_a_bot_is_not_polled_and_that_is_told_once(fenced: Fenced) -> None:
    service, rested = fenced.service, asyncio.Semaphore(0)

    async def rest(pause: timedelta) -> None:
        rested.release()
        await asyncio.sleep(0)

    polling = Polling(service.turns, service.accounts.channel, service.inbox.take, service.clock, rest=rest)
    with capture_logs() as logs:
        await polling.follow()
        for _ in range(3):
            await rested.acquire()
        await polling.stop()
    told = [(one["event"], one["reason"]) for one in logs if one["event"].startswith("polling")]
    assert told == [("polling held up", "A sandbox sends to loopback only.")]
    assert fenced.calls() == 0
