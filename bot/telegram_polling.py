"""Telegram without a public address: each bot is polled for its updates, and they are stored before Telegram drops
them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from bot.channels.channel import ChannelRequest, Inbound, Unreadable
from bot.clock import Clock
from bot.open_turns import OpenTurns
from bot.spool import Full
from bot.web.webhooks import make_external_id
from flows.channels import TELEGRAM, Provider
from flows.delivery import Answer
from flows.events import MessageReceived
from handlers.engine.turn import UnknownBusiness
from handlers.people.inbound_event import InboundEvent
from storage.database.stores import DatabaseAway
from storage.events.event_inbox import MOST_ATTEMPTS

if TYPE_CHECKING:
    from handlers.intake.intake import IntakeResult

log = structlog.get_logger()

FOLLOW = timedelta(seconds=1)  # how soon a bot that was just applied is asked
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(seconds=60)
FULL_PAUSE = timedelta(seconds=30)
SOURCE = CHANNEL = TELEGRAM.name

# What to do about each refusal that does not pass by itself: https://core.telegram.org/bots/api#getting-updates
_ADVICE = {
    "401": "Telegram does not know this token: fix [channels.telegram] token and apply",
    "404": "Telegram does not know this token: fix [channels.telegram] token and apply",
    "409": "a webhook is set, or another process polls this bot: run parley doctor --fix, or stop the other one",
}

T = TypeVar("T")
Rest = Callable[[timedelta], Awaitable[None]]
AccountOf = Callable[[str, str], Awaitable[Any | None]]
"""Returns a business's account of a channel, a new one if its settings changed; None if it cannot be built."""
Take = Callable[[str, InboundEvent], "Awaitable[IntakeResult]"]
"""Stores an inbound event of a business. Raises UnknownBusiness, Full."""


async def _sleep(pause: timedelta) -> None:
    await asyncio.sleep(pause.total_seconds())


class Polling:
    """The pollers of all businesses' bots, added and removed with the businesses. Run it in one process, and only
    without webhooks."""

    def __init__(
        self, turns: OpenTurns, account_of: AccountOf, take: Take, clock: Clock, *, rest: Rest = _sleep
    ) -> None:
        self._turns = turns
        self._account_of = account_of
        self._take = take
        self._clock = clock
        self._rest = rest
        self._bots: dict[str, _Bot] = {}
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start polling."""
        self._task = asyncio.create_task(self._keep_following(), name="polling")

    async def stop(self) -> None:
        """Store the updates received so far and stop polling; Telegram stores the rest."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await asyncio.gather(*(self._drop(business) for business in list(self._bots)))

    async def follow(self) -> None:
        """Start polling new bots, and stop polling removed ones. Raises DatabaseAway."""
        wanted = {business for business, tenant in (await self._turns.tenants()).items() if _has_bot(tenant.business)}
        for business in self._bots.keys() - wanted:
            await self._drop(business)
        for business in sorted(wanted - self._bots.keys()):
            self._bots[business] = _Bot(business, self._account_of, self._take, self._clock, self._rest)
            self._bots[business].start()

    async def _keep_following(self) -> None:
        while True:
            try:
                await self.follow()
            except DatabaseAway as away:
                log.warning("database away", worker="polling", reason=str(away))
            await _sleep(FOLLOW)

    async def _drop(self, business: str) -> None:
        await self._bots.pop(business).stop()


class _Bot:
    """One polled bot. ``offset`` is the first update that is not yet stored; Telegram keeps all from there on."""

    def __init__(self, business: str, account_of: AccountOf, take: Take, clock: Clock, rest: Rest) -> None:
        self._business = business
        self._account_of = account_of
        self._take = take
        self._clock = clock
        self._rest = rest
        self._account: Any | None = None
        self._offset: int | None = None
        self._stuck = (0, 0)  # an update that could not be stored, and how often
        self._failures = 0
        self._told: str | None = None
        self._waiting = False  # for Telegram or for time, rather than storing
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name=f"polling {self._business}")

    async def stop(self) -> None:
        self._stopping = True
        if self._task is not None:
            if self._waiting:
                self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while not self._stopping:
            try:
                pause = await self._poll_once()
            except (DatabaseAway, UnknownBusiness) as gone:
                pause = self._back_off("database", str(gone))
            except Full as full:
                self._tell("spool", str(full))
                pause = FULL_PAUSE
            except Exception as error:  # a mistake of ours must not silence a bot: shown, and tried again
                log.error("polling failed", business=self._business, exc_info=error)
                pause = self._back_off("polling", type(error).__name__)
            if pause is not None and not self._stopping:
                await self._wait(self._rest(pause))

    async def _poll_once(self) -> timedelta | None:
        """Poll once and store what comes; return how long to pause before the next poll."""
        from bot.channels.telegram import Failed

        account: Any = await self._account_of(self._business, CHANNEL)
        if account is None:
            return self._back_off("account", "the bot's token cannot be read or used: run parley doctor")
        if self._stopping:  # meanwhile: nobody waits for another long poll
            return None
        if account is not self._account:  # another bot counts its updates anew
            self._account, self._offset = account, None
        try:
            updates: tuple[tuple[int, bytes], ...] = await self._wait(account.poll(self._offset))
        except Failed as failed:
            return self._handle_refusal(failed.answer)
        if self._told is not None:
            log.info("polling again", business=self._business)
        self._failures, self._told = 0, None
        return await self._store_all(account, updates)

    async def _store_all(self, account: Any, updates: tuple[tuple[int, bytes], ...]) -> timedelta | None:
        for number, body in updates:
            try:
                await self._store(account, body)
            except (DatabaseAway, Full, UnknownBusiness):
                raise
            except Exception as error:  # a mistake of ours: tried again, kept as unreadable, and never in the way
                log.error("update failed", business=self._business, exc_info=error)
                self._stuck = (number, self._stuck[1] + 1 if self._stuck[0] == number else 1)
                if self._stuck[1] < MOST_ATTEMPTS:
                    return FIRST_PAUSE
                await self._keep_unreadable(body, f"failed {MOST_ATTEMPTS} times: {type(error).__name__}")
            self._offset = number + 1
        return None

    async def _store(self, account: Any, body: bytes) -> None:
        try:
            found: tuple[Inbound, ...] = account.read(ChannelRequest("", {}, body), self._clock.now())
        except Unreadable as unreadable:
            await self._keep_unreadable(body, str(unreadable)[:500])
            return
        for event in found:
            await self._take(self._business, InboundEvent(SOURCE, make_external_id(event), event, None))
            if isinstance(event, MessageReceived) and event.callback is not None:
                await account.answer_callback(event.callback)

    async def _keep_unreadable(self, body: bytes, reason: str) -> None:
        identity = f"unreadable:{sha256(body).hexdigest()}"
        await self._take(self._business, InboundEvent(SOURCE, identity, None, body, reason))

    def _handle_refusal(self, answer: Answer) -> timedelta:
        pause = self._back_off(answer.code or "network", _ADVICE.get(answer.code or "", answer.detail))
        return pause if answer.after is None else answer.after

    def _back_off(self, what: str, reason: str) -> timedelta:
        """Count a failure and return the pause, twice as long each time, up to a limit."""
        self._tell(what, reason)
        self._failures += 1
        longer: int = 2 ** min(self._failures - 1, 10)
        return min(FIRST_PAUSE * longer, LONGEST_PAUSE)

    def _tell(self, what: str, reason: str) -> None:
        """Log each problem once, not at every try."""
        if what != self._told:
            log.warning("polling held up", business=self._business, what=what, reason=reason)
        self._told = what

    async def _wait(self, something: Awaitable[T]) -> T:
        self._waiting = True
        try:
            return await something
        finally:
            self._waiting = False


def _has_bot(business: Any) -> bool:
    settings = business.channel(CHANNEL)
    return settings is not None and settings.provider == Provider.TELEGRAM
