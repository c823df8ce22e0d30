"""The service in this process, against real stand-ins, with both of its times moved by hand.

Nothing runs by itself here: ``settle`` lets the three workers step until nothing moves, so a test says exactly what
happened before what.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from aiohttp import web

from bot.app import Service, assemble
from bot.clock import SystemClock
from bot.config import Settings
from bot.consumer import Consumer as NewsWorker
from bot.conversations import CONVERSATIONS
from bot.sender import SenderWorker
from bot.timers import Timers
from bot.web.connection_door import ConnectionDoor
from bot.web.web_server import build
from bot.web.webhooks import Webhooks
from bot.web_application import build_application
from flows.events import Event
from flows.policy.departure_facts import Kind, Programme, Purpose
from handlers.actions.business_file_apply import apply_file
from handlers.api.message_endpoints import show_messages
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.people.people import Address, Identity
from storage.sending.message import Message
from storage.sending.senders import Sender as SenderRow
from tests.delivery import shop
from tests.delivery.shop import TIGER
from tests.providers.peers import free_port
from tests.providers.shopify import ShopifyStand
from tests.providers.telegram import TelegramStand
from tests.providers.twilio import TwilioStand

T = TypeVar("T")
STILL = 200  # steps after which a service that still moves never will be still


class HandClock(SystemClock):
    """Both times stand until a test moves them; a live service, not a sandbox, for the sandbox drives itself."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self._now = self._elapsed = now

    def now(self) -> datetime:
        return self._now

    def get_real_time(self) -> datetime:
        return self._elapsed

    def get_steady_date(self) -> datetime:
        return self.get_real_time()

    def push(self, now: timedelta = timedelta(0), elapsed: timedelta = timedelta(0)) -> None:
        """Move the shop's time and real time, each by itself."""
        self._now += now
        self._elapsed += elapsed


class HalfHandClock(HandClock):
    """The shop's time stands, and real time runs: for tests in which things truly happen side by side."""

    def get_real_time(self) -> datetime:
        return SystemClock.get_real_time(self)


@dataclass
class House:
    """One service and what stands around it."""

    service: Service
    clock: HandClock
    twilio: TwilioStand
    telegram: TelegramStand
    shopify: ShopifyStand
    consumer: NewsWorker
    timers: Timers
    sender: SenderWorker
    _told: list[str] = field(default_factory=list)

    async def act(self, work: Callable[[Turn], Awaitable[T]]) -> T:
        """One turn of the shop."""
        return await self.service.turns.act(TIGER, work)

    @property
    def url(self) -> str:
        """Where it listens."""
        return str(self.service.settings.public_url)

    async def apply(self, text: str) -> None:
        """Apply a business file."""
        store, clock = self.service.turns.store, self.clock
        await apply_file(CONVERSATIONS, store, shop.read(text), self.service.vault, clock.now(), clock.get_real_time())

    async def tell(self, event: Event) -> IntakeResult:
        """The shop tells an event."""
        self._told.append(f"evt_{len(self._told)}")
        return await self.service.inbox.take(TIGER, InboundEvent("api", self._told[-1], event, None))

    async def settle(self) -> None:
        """Let the workers step until nothing moves at this moment."""
        for _ in range(STILL):
            if not await self.step():
                return
        raise AssertionError("it is never still")

    async def step(self) -> int:
        """One step of each worker; first of all what a busy database had put into the spool."""
        kept = await self.service.inbox.recover()
        return kept + await self.consumer.step() + await self.timers.step() + await self.sender.step()

    async def pass_(self, now: timedelta = timedelta(0), elapsed: timedelta = timedelta(0)) -> None:
        """Move the times and settle."""
        self.clock.push(now, elapsed)
        await self.settle()

    async def address(self, channel: str, value: str) -> Address:
        """An address, made when it is new."""

        async def find(turn: Turn) -> Address:
            found = await turn.unit.people.address(channel, value)
            if found is None:  # what is told of a line alone would make another person of who was told with more
                await turn.unit.people.resolve([Identity(channel, value)], turn.now)
                found = await turn.unit.people.address(channel, value)
            assert found is not None
            return found

        return await self.act(find)

    async def post(self, to: Address, key: str, *, text: str | None = "Your order left.", **letter: object) -> UUID:
        """Queue a letter without any conversation around it: transactional unless told."""
        given: dict[str, object] = {"kind": Kind.MESSAGE, "purpose": Purpose.TRANSACTIONAL, "text": text} | letter
        made = await self.act(lambda turn: post(turn, to, OutboundMessage(key=key, **given)))  # type: ignore[arg-type]
        assert made is not None, f"{key} was used before"
        return made

    async def offer(self, to: Address, key: str = "offer", *, text: str = "offer", **letter: Any) -> UUID:
        """Queue marketing, of the reminders unless told."""
        marketing = {"purpose": Purpose.MARKETING, "programme": Programme.REMINDERS}
        return await self.post(to, key, text=text, **marketing | letter)

    async def message(self, message: UUID) -> Message:
        """A message as it stands."""
        found = await self.act(lambda turn: turn.unit.messages.get(message))
        assert found is not None
        return found

    async def verdicts(self) -> str:
        """A line for each message to somebody, oldest first: how it stands, and why; for a test that waits in vain."""

        async def look(turn: Turn) -> list[dict[str, Any]]:
            return await show_messages(turn, await turn.unit.messages.page(None, None, None, 1000))

        return "\n".join(
            f"{one['template'] or one['text']} to {one['address']}: {one['status']}"
            + "".join(f"; {said['outcome']} {said['rule']}: {said['reason']}" for said in one["verdicts"])
            for one in reversed(await self.act(look))
            if one["direction"] == "out"
        )

    async def reminders(self) -> list[Message]:
        """All cart reminders, oldest first."""

        async def find(turn: Turn) -> list[Message]:
            page = await turn.unit.messages.page(None, None, None, 1000)
            return [one for one in reversed(page) if one.template == "cart_reminder"]

        return await self.act(find)

    async def line(self, channel: str = "sms") -> SenderRow:
        """The sender of a channel."""
        found = await self.act(lambda turn: turn.unit.senders.find_for_channel(channel))
        assert found is not None
        return found

    async def remind(self, who: object = None, channels: tuple[str, ...] = ("sms",)) -> Message:
        """Somebody agreed, left a cart behind, and the reminder's time came; the reminder as it then stands."""
        person = shop.customer() if who is None else who
        await self.tell(shop.consented(person, self.clock.now(), channels))  # type: ignore[arg-type]
        await self.tell(shop.cart(person, self.clock.now()))  # type: ignore[arg-type]
        await self.settle()
        await self.pass_(now=shop.FIRST_STEP)
        return (await self.reminders())[0]

    def alerts(self) -> list[str]:
        """What the owner was told in her chat."""
        return [message.text for message in self.telegram.messages if message.chat == shop.OWNER]

    def texts_to(self, phone: str) -> list[str]:
        """What Twilio took for a number, on both of its channels."""
        taken = [one for one in self.twilio.messages if one.first("To").removeprefix("whatsapp:") == phone]
        return [one.first("Body") or one.first("ContentSid") for one in taken]

    def chats_to(self, chat: int) -> list[str]:
        """What the bot wrote in a chat."""
        return [message.text for message in self.telegram.messages if message.chat == chat]


@asynccontextmanager
async def open_house(
    database: str,
    now: datetime = shop.MORNING,
    text: str | None = None,
    clock: HandClock | None = None,
    twilio: TwilioStand | None = None,
    *,
    whole: bool = False,
    public: bool = True,
    origins: Mapping[str, object] | None = None,
) -> AsyncIterator[House]:
    """A service on a migrated database with its shop applied, its webhooks (or the ``whole`` web) on loopback.

    One that is not ``public`` has told nobody where it listens, so that no receipts come. ``origins`` are where other
    providers stand (``razorpay_api_url``).
    """
    clock, port = clock or HandClock(now), free_port()
    async with AsyncExitStack() as stack:
        twilio = await stack.enter_async_context(twilio or TwilioStand(clock=clock.now))
        telegram = await stack.enter_async_context(TelegramStand(clock=clock.now, people=dict(shop.PEOPLE)))
        shopify = await stack.enter_async_context(ShopifyStand())
        url = f"http://127.0.0.1:{port}"
        service = assemble(
            Settings.model_validate(
                {
                    "database_url": database,
                    "secret_key": shop.KEY,
                    "public_url": url if public else None,
                    "twilio_api_url": twilio.url,
                    "telegram_api_url": telegram.url,
                    "shopify_api_url": shopify.url,
                    **(origins or {}),
                }
            ),
            clock,
        )
        stack.push_async_callback(service.stop)
        telegram.webhook, telegram.secret = f"{url}/channels/telegram/{TIGER}", shop.SECRETS["BOT_SECRET"]
        await _listen(stack, service, port, whole=whole)
        turns = service.turns
        house = House(service, clock, twilio, telegram, shopify, NewsWorker(turns), Timers(turns),
                      SenderWorker(turns, service.accounts, service.spool))  # fmt: skip
        await house.apply(text or shop.file())
        yield house


async def _listen(stack: AsyncExitStack, service: Service, port: int, *, whole: bool) -> None:
    hooks = Webhooks(service.accounts, service.inbox, service.clock, service.settings.public_url)
    app = build_application(service) if whole else build(hooks.add_to)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await ConnectionDoor(runner, "127.0.0.1", port).start()
