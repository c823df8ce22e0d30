"""The world of one transcript: the real service on a real database, stand-ins for providers, and the clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from aiohttp import ClientSession, web

from bot.app import Service, assemble
from bot.clock import PushedClock
from bot.config import Settings
from bot.consumer import Consumer as NewsWorker
from bot.conversations import CONVERSATIONS, HOLDINGS
from bot.ids import Ids
from bot.open_turns import OpenTurns
from bot.recurring_work import Recurring
from bot.sender import SHORT, SenderWorker
from bot.timers import Timers
from bot.web.short_link_routes import ShortLinks
from bot.web.web_server import build
from bot.web.webhooks import Webhooks
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import read_business_file
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.businesses import businesses
from storage.database.stores import make_database
from storage.people.people import Address
from storage.sending.message import Message
from storage.sending.verdicts import Judged
from tests.providers import Server
from tests.providers.proposer import ProposerStand
from tests.providers.razorpay import KEY_ID, RazorpayStand
from tests.providers.shopify import ShopifyStand
from tests.providers.stripe import StripeStand
from tests.providers.telegram import SECRET, USERNAME, TelegramStand
from tests.providers.telegram import TOKEN as BOT
from tests.providers.twilio import ACCOUNT, NUMBER, TOKEN, WHATSAPP, TwilioStand
from tests.transcripts.post import Post
from tests.transcripts.script import SOURCED, Script, business_file

BUSINESS = "tiger"
PUBLIC = "https://tigr.example"
_FAST = 1000


@dataclass(slots=True)
class World:
    """What a transcript is played in. A stand-in is there when the script names it; ``post`` brings their payments."""

    script: Script
    database: str
    clock: PushedClock
    service: Service
    twilio: TwilioStand | None = None
    telegram: TelegramStand | None = None
    shopify: ShopifyStand | None = None
    razorpay: RazorpayStand | None = None
    stripe: StripeStand | None = None
    proposer: ProposerStand | None = None
    post: Post = field(default_factory=Post)
    origin: str = ""
    settings: tuple[str, ...] = ()
    start_links: dict[str, str] = field(default_factory=dict)
    told: list[InboundEvent] = field(default_factory=list)
    told_before: int = 0
    _crews: list[Crew] = field(default_factory=list)
    _runner: web.AppRunner | None = None
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def open(self, *, applied: bool = False) -> None:
        """Start everything and apply the business's file, where it was not ``applied`` before."""
        await self._listen()
        if not applied:
            await self.apply(self.script.business)
        await self.service.start()
        for _ in range(self.script.workers - 1):
            self._crews.append(Crew.beside(self.service, self.database))
        if self.telegram is not None:
            self.telegram.webhook, self.telegram.secret = f"{PUBLIC}/channels/telegram/{BUSINESS}", SECRET
        for name, stand in (("razorpay", self.razorpay), ("stripe", self.stripe)):
            if stand is not None:
                stand.webhook = f"{PUBLIC}/webhooks/{name}/{BUSINESS}"
        await self.settle()

    async def close(self) -> None:
        """Stop everything, in reverse order."""
        for crew in self._crews:
            await crew.turns.store.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await self.service.stop()
        await self._stack.aclose()

    async def restart(self) -> None:
        """The service stops and another one takes over, on the same database at the same moment."""
        if self._runner is not None:
            await self._runner.cleanup()
        await self.service.stop()
        self.service = assemble(self.service.settings, self.clock, fleeting=_is_its_own(self.script))
        await self._listen()
        await self.service.start()

    async def apply(self, settings: str) -> None:
        """Apply the shop's file with these settings over those it had."""
        self.settings = (*self.settings, settings)
        sourced = SOURCED in self.script.options
        file = read_business_file(business_file(self.settings, self._senders(), sourced=sourced), {})
        store, vault = self.service.turns.store, self.service.vault
        applied = await apply_file(CONVERSATIONS, store, file, vault, self.now, self.clock.get_real_time())
        self.start_links |= {link.name: link.url for link in applied.links}
        await asyncio.sleep(0)
        self.service.turns.store.listen("businesses").set()

    async def take(self, consumer: InboundEvent) -> None:
        """News arrive, twice where the script says so, and are acted upon."""
        self.told.append(consumer)
        for _ in range(2 if self.script.told_twice else 1):
            await self.service.inbox.take(BUSINESS, consumer)
        await self.settle()

    async def settle(self) -> None:
        """Until nothing moves: all workers at once, and providers that bring what they took to its end."""
        sandbox = self.service.sandbox
        assert sandbox is not None
        while True:
            await asyncio.gather(sandbox.rest(), *(crew.settle() for crew in self._crews))
            held = self.twilio is None or all(one.told != "queued" for one in self.twilio.messages)
            if held or self.twilio is None:
                return
            await self.twilio.deliver()

    async def push(self, to: datetime) -> None:
        """Play everything that falls due until ``to``, in order of time."""
        await self.settle()
        sandbox = self.service.sandbox
        assert sandbox is not None
        while (due := await sandbox.find_next_due()) is not None and due <= to:
            await self._move(due)
        await self._move(to)

    async def _move(self, to: datetime) -> None:
        self.clock.push(to)
        await self.service.turns.store.write("", lambda unit: businesses.push_clock(unit, to))
        await self.settle()

    async def visit(self, url: str, agent: str) -> int:
        """Somebody opens a short link; the answer's status."""
        path = url.removeprefix(PUBLIC)
        headers = {"User-Agent": agent}
        async with (
            ClientSession() as session,
            session.get(self.origin + path, headers=headers, allow_redirects=False) as answer,
        ):
            return answer.status

    async def messages(self) -> Sequence[Message]:
        """Every message, oldest first."""
        found: list[Message] = await self.look(lambda turn: turn.unit.messages.page(None, None, None, 1000))
        return found[::-1]

    async def verdicts(self, of: Sequence[UUID]) -> Mapping[UUID, Sequence[Judged]]:
        """The verdicts on these messages."""
        found: Mapping[UUID, Sequence[Judged]] = await self.look(lambda turn: turn.unit.verdicts.find_verdicts(of))
        return found

    async def address(self, channel: str, value: str) -> Address | None:
        """Somebody's address."""
        found: Address | None = await self.look(lambda turn: turn.unit.people.address(channel, value))
        return found

    async def look(self, work: Any) -> Any:
        """Ask the database something."""
        return await self.service.turns.look(BUSINESS, work)

    def _senders(self) -> Mapping[str, Mapping[str, Any]]:
        account = {"provider": "twilio", "account_sid": ACCOUNT, "auth_token": TOKEN, "rate": _FAST}
        channels: dict[str, Any] = {}
        if self.twilio is not None:
            names = ("cart_reminder", "cart_reminder_last", "cart_reminder_again")
            templates = {name: f"HX{number:032}" for number, name in enumerate(names, start=1)}
            channels["sms"] = {**account, "from": NUMBER}
            channels["whatsapp"] = {**account, "from": WHATSAPP, "templates": templates}
        if self.telegram is not None:
            bot = {"provider": "telegram", "token": BOT, "secret": SECRET, "username": USERNAME, "rate": _FAST}
            channels["telegram"] = bot
        senders: dict[str, Any] = {"channels": channels}
        if self.shopify is not None:
            keys = {"webhook_secret": self.shopify.secret, "access_token": self.shopify.token}
            senders["stores"] = {"shopify": {"domain": self.shopify.domain, **keys}, "simulator": "none"}
        if self.proposer is not None:
            senders["understanding"] = self.proposer.settings
        payments = self._payments()
        return senders | ({"payments": {**payments, "simulator": "none"}} if payments else {})

    def _payments(self) -> dict[str, Any]:
        accounts: dict[str, Any] = {}
        if self.razorpay is not None:
            keys = {"key_secret": self.razorpay.key_secret, "webhook_secret": self.razorpay.secret}
            accounts["razorpay"] = {"key_id": KEY_ID, **keys}
        if self.stripe is not None:
            accounts["stripe"] = {"secret_key": self.stripe.secret_key, "webhook_secret": self.stripe.secret}
        return accounts

    async def _listen(self) -> None:
        service = self.service
        hooks = Webhooks(service.accounts, service.inbox, service.clock, service.settings.public_url)
        links = ShortLinks(service.turns, service.inbox, service.clock)
        self._runner = web.AppRunner(build(hooks.add_to, links.add_to), access_log=None)
        await self._runner.setup()
        port = int(self.origin.rpartition(":")[2]) if self.origin else 0
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        stands: tuple[Server | None, ...] = (self.twilio, self.telegram, self.razorpay, self.stripe)
        for stand in stands:
            if stand is not None:
                stand.public = {PUBLIC: self.origin}


@dataclass(frozen=True, slots=True)
class Crew:
    """Another process's workers on the same database."""

    turns: OpenTurns
    consumer: NewsWorker
    timers: Timers
    sender: SenderWorker

    @classmethod
    def beside(cls, service: Service, database: str) -> Crew:
        """Workers with a store of their own, and the accounts of ``service``."""
        turns = OpenTurns(make_database(database, Ids(service.clock), HOLDINGS), service.clock, service.turns.tools)
        sender = SenderWorker(turns, service.accounts)
        recurring = Recurring(turns, CONVERSATIONS.daily_jobs)  # as a crew of the service: any of them may get it
        return cls(turns, NewsWorker(turns, recurring), Timers(turns), sender)

    async def settle(self) -> None:
        """Work until there is nothing to do."""
        while True:
            if sum([await worker.step() for worker in (self.consumer, self.timers, self.sender)]):
                continue
            gaps = [gap for worker in (self.consumer, self.sender) if (gap := await worker.get_pause()) is not None]
            gap = min(gaps, default=None)
            if gap is None or gap > SHORT:
                return
            await asyncio.sleep(max(gap.total_seconds(), 0.005))


def _is_its_own(script: Script) -> bool:
    """Whether nobody else has the database open: then nothing waits for a thread, which a third of a play was."""
    return script.workers == 1


@asynccontextmanager
async def world(
    script: Script, database: str, key: str | None = None, *, applied: bool = False
) -> AsyncIterator[World]:
    """A world that is running, and is taken down whatever happens in it; ``applied``: its business stands there."""
    async with AsyncExitStack() as stack:
        clock = PushedClock(script.start)
        twice = script.told_twice
        twilio = (_TwiceTwilio if twice else TwilioStand)(clock=clock.now)
        twilio.answers_stop = "twilio answers stop" in script.options
        telegram = (_TwiceTelegram if twice else TelegramStand)(clock=clock.now, people=_chats(script))
        stands: dict[str, Any] = {"twilio": twilio, "telegram": telegram, "shopify": ShopifyStand()}
        stands |= {
            "razorpay": RazorpayStand(clock=clock.now),
            "stripe": StripeStand(clock=clock.now, watch=clock.get_real_time),
            "proposer": ProposerStand(),
        }
        named: dict[str, Any] = {
            name: await stack.enter_async_context(stands[name]) for name in sorted(script.providers)
        }
        settings = Settings(
            database_url=database,
            secret_key=key,
            public_url=PUBLIC,
            **{f"{name}_api_url": stand.url for name, stand in named.items() if name != "proposer"},
        )
        made = World(script, database, clock, assemble(settings, clock, fleeting=_is_its_own(script)), **named)
        made.post.twice = twice
        take = made.service.phones.take
        if twice and take is not None:
            made.service.phones.take = _twice(take)
        try:
            await made.open(applied=applied)
            yield made
        finally:
            await made.close()


def _chats(script: Script) -> dict[int, str]:
    people = script.people.values()
    return {int(one.ways["telegram"]): one.full for one in people if "telegram" in one.ways}


def _twice(take: Any) -> Any:
    async def both(business: str, incoming: InboundEvent) -> IntakeResult:
        await take(business, incoming)
        taken: IntakeResult = await take(business, incoming)
        return taken

    return both


class _TwiceTwilio(TwilioStand):
    """Delivers every webhook twice."""

    async def _deliver(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        await TwilioStand._deliver(self, url, body, headers)
        return await TwilioStand._deliver(self, url, body, headers)


class _TwiceTelegram(TelegramStand):
    """Delivers every update twice."""

    async def _deliver(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        await TelegramStand._deliver(self, url, body, headers)
        return await TelegramStand._deliver(self, url, body, headers)
