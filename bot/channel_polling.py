"""Mailboxes, and channels without a public address: each account is polled for what people do, which is stored before
its provider drops it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any, TypeVar

import structlog

from bot.channels.channel import Acknowledging, ChannelRequest, Polled, PollRefused, Unreadable
from bot.channels.channel_vendors import VENDORS
from bot.clock import Clock
from bot.open_turns import OpenTurns
from bot.spool import Full
from bot.web.webhooks import make_external_id
from flows.business import Business, ChannelSettings
from flows.channels import SIMULATED
from flows.events import MessageReceived
from handlers.engine.turn import UnknownBusiness
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.database.stores import DatabaseAway
from storage.events.event_inbox import MOST_ATTEMPTS

log = structlog.get_logger()

FOLLOW = timedelta(seconds=1)  # how soon an account that was just applied is asked
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(seconds=60)
FULL_PAUSE = timedelta(seconds=30)

T = TypeVar("T")
Rest = Callable[[timedelta], Awaitable[None]]
AccountOf = Callable[[str, str], Awaitable[Any | None]]
"""Returns a business's account of a channel, a new one if its settings changed; None if it cannot be built."""
Take = Callable[[str, InboundEvent], "Awaitable[IntakeResult]"]
"""Stores an inbound event of a business. Raises UnknownBusiness, Full."""


async def _sleep(pause: timedelta) -> None:
    await asyncio.sleep(pause.total_seconds())


class Polling:
    """The polls of all businesses' accounts, added and removed with the businesses. Run it in one process.

    ``posted``: providers with webhooks post to us, so only mailboxes are polled.
    """

    def __init__(
        self,
        turns: OpenTurns,
        account_of: AccountOf,
        take: Take,
        clock: Clock,
        *,
        rest: Rest = _sleep,
        posted: bool = False,
    ) -> None:
        self._turns = turns
        self._posted = posted
        self._account_of = account_of
        self._take = take
        self._clock = clock
        self._rest = rest
        self._polls: dict[tuple[str, str], _Poll] = {}
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start polling."""
        self._task = asyncio.create_task(self._keep_following(), name="polling")

    async def stop(self) -> None:
        """Store the updates received so far and stop polling; the providers store the rest."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await asyncio.gather(*map(self._drop, list(self._polls)))

    async def follow(self) -> None:
        """Start polling new accounts, and stop polling removed ones. Raises DatabaseAway."""
        tenants = (await self._turns.tenants()).items()
        wanted = {(name, one.channel): one for name, tenant in tenants for one in self._list(tenant.business)}
        for key in self._polls.keys() - wanted.keys():
            await self._drop(key)
        for business, channel in sorted(wanted.keys() - self._polls.keys()):
            settings = wanted[business, channel]
            poll = _Poll(business, settings, self._account_of, self._take, self._clock, self._rest)
            self._polls[business, channel] = poll
            poll.start()

    async def _keep_following(self) -> None:
        while True:
            try:
                await self.follow()
            except DatabaseAway as away:
                log.warning("database away", worker="polling", reason=str(away))
            await _sleep(FOLLOW)

    def _list(self, business: Business) -> list[ChannelSettings]:
        real = (one for one in business.channels if one.provider != SIMULATED)
        return [one for one in real if VENDORS[one.provider].polls(one, posted=self._posted)]

    async def _drop(self, key: tuple[str, str]) -> None:
        await self._polls.pop(key).stop()


class _Poll:
    """One polled account. ``offset`` is the first update that is not yet stored; the provider keeps all from there
    on."""

    def __init__(
        self, business: str, settings: ChannelSettings, account_of: AccountOf, take: Take, clock: Clock, rest: Rest
    ) -> None:
        self._business = business
        self._channel, self._source = settings.channel, settings.provider
        self._account_of = account_of
        self._take = take
        self._clock = clock
        self._rest = rest
        self._account: Polled | None = None
        self._offset: int | None = None
        self._stuck = (0, 0)  # an update that could not be stored, and how often
        self._failures = 0
        self._told: str | None = None
        self._waiting = False  # for the provider or for time, rather than storing
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name=f"polling {self._business} {self._channel}")

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
            except Exception as error:  # a mistake of ours must not silence a channel: shown, and tried again
                log.error("polling failed", business=self._business, channel=self._channel, exc_info=error)
                pause = self._back_off("polling", type(error).__name__)
            if pause is not None and not self._stopping:
                await self._wait(self._rest(pause))

    async def _poll_once(self) -> timedelta | None:
        """Poll once and store what comes; return how long to pause before the next poll."""
        account: Polled | None = await self._account_of(self._business, self._channel)
        if account is None:
            return self._back_off("account", "its secrets cannot be read or used: run parley doctor")
        if self._stopping:  # meanwhile: nobody waits for another long poll
            return None
        if account is not self._account:  # another account counts its updates anew
            self._account, self._offset = account, None
        try:
            updates = await self._wait(account.poll(self._offset))
        except PollRefused as refused:
            return self._handle_refusal(refused)
        if self._told is not None:
            log.info("polling again", business=self._business, channel=self._channel)
        self._failures, self._told = 0, None
        return await self._store_all(account, updates)

    async def _store_all(self, account: Polled, updates: Sequence[tuple[int, bytes]]) -> timedelta | None:
        for number, body in updates:
            try:
                await self._store(account, body)
            except (DatabaseAway, Full, UnknownBusiness):
                raise
            except Exception as error:  # a mistake of ours: tried again, kept as unreadable, and never in the way
                log.error("update failed", business=self._business, channel=self._channel, exc_info=error)
                self._stuck = (number, self._stuck[1] + 1 if self._stuck[0] == number else 1)
                if self._stuck[1] < MOST_ATTEMPTS:
                    return FIRST_PAUSE
                await self._keep_unreadable(body, f"failed {MOST_ATTEMPTS} times: {type(error).__name__}")
            self._offset = number + 1
        return None

    async def _store(self, account: Polled, body: bytes) -> None:
        try:
            found = account.read(ChannelRequest("", {}, body), self._clock.now())
        except Unreadable as unreadable:
            await self._keep_unreadable(body, str(unreadable)[:500])
            return
        for event in found:
            await self._take(self._business, InboundEvent(self._source, make_external_id(event), event, None))
            pressed = isinstance(event, MessageReceived) and event.callback
            if pressed and isinstance(account, Acknowledging):
                await account.answer_callback(pressed)

    async def _keep_unreadable(self, body: bytes, reason: str) -> None:
        identity = f"unreadable:{sha256(body).hexdigest()}"
        await self._take(self._business, InboundEvent(self._source, identity, None, body, reason))

    def _handle_refusal(self, refused: PollRefused) -> timedelta:
        answer = refused.answer
        pause = self._back_off(answer.code or "network", refused.advice or answer.detail)
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
            channel = self._channel
            log.warning("polling held up", business=self._business, channel=channel, what=what, reason=reason)
        self._told = what

    async def _wait(self, something: Awaitable[T]) -> T:
        self._waiting = True
        try:
            return await something
        finally:
            self._waiting = False
