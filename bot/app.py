"""The composition root: it builds clock, database and workers; vendors' accounts are built in vendor_accounts.py."""

from __future__ import annotations

import asyncio
import zoneinfo
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog

from bot.audit_sealer import AuditSealer
from bot.channel_polling import Polling
from bot.channels.simulated_channel import Phones
from bot.charts.chart_studio import Studio
from bot.clock import Clock, PushedClock, SystemClock
from bot.concurrent_tasks import all_of
from bot.config import Settings
from bot.consumer import Consumer
from bot.conversations import CONVERSATIONS, EVENTS, HOLDINGS, get_performers
from bot.ids import Ids
from bot.inbox import Inbox
from bot.jobs.job_workbench import Workbench
from bot.metrics import Metrics
from bot.open_turns import OpenTurns
from bot.recurring_work import Recurring
from bot.sender import SenderWorker
from bot.spool import Spool
from bot.spool_files import SpoolInUse
from bot.timers import Timers
from bot.vault import Vault
from bot.vendor_accounts import VendorAccounts
from bot.workers import LiveWorkers, Sandbox, Workers
from handlers.engine.seeds import Seeds
from handlers.engine.turn import Tools
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.businesses.service_operations import release_leases
from storage.database.postgres import PostgresDatabase
from storage.database.sqlite import SqliteDatabase
from storage.database.stores import Database, make_database, make_driver_url, sqlite_file
from templates.message_library import Library

if TYPE_CHECKING:
    from bot.process_bells import Ringing

log = structlog.get_logger()


MOST_PROCESSES = 64  # on one host and in one working folder
# Seconds, 15 in all: to finish, to end unfinished work, to close. systemd and Docker wait longer before they kill
# (docs/operations). A call takes 10 at most, and so does an answer to STOP that waits for one.
FINISHING, CUTTING, CLOSING = 12.0, 1.0, 2.0


@dataclass(frozen=True, slots=True)
class Service:
    """The whole service, built but not started."""

    settings: Settings
    clock: SystemClock | PushedClock
    turns: OpenTurns
    vault: Vault
    accounts: VendorAccounts
    phones: Phones
    spool: Spool
    inbox: Inbox
    metrics: Metrics
    workers: LiveWorkers | Sandbox
    polling: Polling
    ringing: Ringing | None

    async def start(self) -> None:
        """Take over what a dead process left, then begin to work."""
        if self.sandbox is not None or sqlite_file(self.settings.database_url) is not None:
            await self.turns.store.write("", release_leases)  # one process at a time serves such a database
        await self.inbox.recover()
        await _begin(self.ringing, self.workers, self.polling)

    async def stop(self) -> None:
        """Finish running work, then close everything: within 15 seconds in all."""
        try:
            await self.finish(FINISHING)
        finally:
            await self.close()

    async def finish(self, longest: float) -> None:
        """Stop taking in work and let running work end within ``longest`` seconds, plus one to cut it short."""
        polled = wait_within(longest, "polling", self.polling.stop())
        await all_of([polled, wait_within(longest + CUTTING, "workers", self.workers.stop(longest))])

    async def close(self) -> None:
        """Close the database, the accounts, the wire to other processes and the spool."""
        await _give_back(self.turns.store, self.accounts, self.ringing, self.spool)

    @property
    def sandbox(self) -> Sandbox | None:
        """Return the driver of the pushed clock; None in a live service."""
        return self.workers if isinstance(self.workers, Sandbox) else None


@dataclass(frozen=True, slots=True)
class Crew:
    """A process that works next to those that serve: it sends, runs timers and handles events, and takes nothing in."""

    settings: Settings
    clock: SystemClock
    turns: OpenTurns
    vault: Vault
    accounts: VendorAccounts
    metrics: Metrics
    workers: LiveWorkers
    ringing: Ringing | None

    async def start(self) -> None:
        """Start the workers."""
        await _begin(self.ringing, self.workers)

    async def finish(self, longest: float) -> None:
        """Stop taking work and let running work end within ``longest`` seconds, plus one to cut it short."""
        await wait_within(longest + CUTTING, "workers", self.workers.stop(longest))

    async def close(self) -> None:
        """Close the database, the accounts and the wire to other processes."""
        await _give_back(self.turns.store, self.accounts, self.ringing)


def assemble(
    settings: Settings, clock: SystemClock | PushedClock, vault: Vault | None = None, *, fleeting: bool = False
) -> Service:
    """Build a service on a migrated database; a pushed clock makes it a sandbox. Nothing is started, nothing called.

    ``vault`` is the one opened with the database (``open_vault``). None derives everything from the key alone, which
    suits a database without roots, as a sandbox's. With random roots, all hashes would differ: erased numbers and API
    keys would not be found, and draws and codes would change. ``fleeting`` is the database of ``make_database``.
    """
    sandbox = isinstance(clock, PushedClock)
    vault = vault or Vault(settings.require_secret(sandbox=sandbox))
    turns = _turns(settings, clock, vault, fleeting=fleeting)
    phones = Phones(clock)
    accounts = VendorAccounts(turns, settings, vault, phones, sandbox=sandbox, performed=get_performers)
    spool = open_spool(settings, clock)
    inbox = Inbox(turns, spool, beats=not sandbox, alone=isinstance(turns.store, SqliteDatabase))
    phones.take = inbox.take
    metrics = Metrics()
    recurring, workbench = Recurring(turns, CONVERSATIONS.daily_jobs), Workbench(turns, CONVERSATIONS)
    consumer, timers = Consumer(turns, recurring, metrics), Timers(turns, metrics)
    sender, sealer = SenderWorker(turns, accounts, spool, metrics), AuditSealer(turns)
    workers = (
        Sandbox(turns, clock, consumer, timers, sender, inbox, recurring, workbench, sealer)
        if isinstance(clock, PushedClock)
        else LiveWorkers(turns, consumer, timers, sender, inbox, recurring, workbench, sealer)
    )
    polling = Polling(turns, accounts.channel, inbox.take, clock, posted=bool(settings.public_url))
    ringing = None if sandbox else _make_ringing(settings, turns, metrics)
    return Service(settings, clock, turns, vault, accounts, phones, spool, inbox, metrics, workers, polling, ringing)


def assemble_crew(settings: Settings, clock: SystemClock, vault: Vault | None = None) -> Crew:
    """Build the process that works next to a service on PostgreSQL. As with ``assemble``, nothing is started or
    called."""
    vault = vault or Vault(settings.require_secret())
    turns = _turns(settings, clock, vault)
    phones = Phones(clock)
    accounts = VendorAccounts(turns, settings, vault, phones, sandbox=False, performed=get_performers)

    async def take(business: str, told: InboundEvent) -> IntakeResult:
        from bot.intake_lane import Lane  # few crews have a simulated channel

        return await Lane(turns).take_alone(business, told)

    phones.take = take  # simulated receipts, which are nobody's opt-out
    metrics = Metrics()
    recurring = Recurring(turns, CONVERSATIONS.daily_jobs)
    sender = SenderWorker(turns, accounts, metrics=metrics)
    workers = LiveWorkers(
        turns,
        Consumer(turns, recurring, metrics),
        Timers(turns, metrics),
        sender,
        recurring=recurring,
        workbench=Workbench(turns, CONVERSATIONS),
        sealer=AuditSealer(turns),
    )
    return Crew(settings, clock, turns, vault, accounts, metrics, workers, _make_ringing(settings, turns, metrics))


def _turns(settings: Settings, clock: SystemClock | PushedClock, vault: Vault, *, fleeting: bool = False) -> OpenTurns:
    zoneinfo.reset_tzpath(to=[])  # the package's zones, the same on every machine
    tools = Tools(
        library=Library.load(),
        seeds=Seeds(vault.derive_key("seeds")),
        conversations=CONVERSATIONS,
        public_url=settings.address(sandbox=isinstance(clock, PushedClock)),
        token_hash=vault.hash_token,
        older_hashes=vault.older_hashes,
        artist=Studio(),
        retention_days=settings.retention_days,
    )
    return OpenTurns(make_database(settings.database_url, Ids(clock), HOLDINGS, fleeting=fleeting), clock, tools)


def _make_ringing(settings: Settings, turns: OpenTurns, metrics: Metrics) -> Ringing | None:
    """Return the wire to other processes; None if no other process can exist, as with SQLite."""
    url = settings.wake_url
    if url is None or not isinstance(turns.store, PostgresDatabase):
        return None
    from bot.process_bells import Ringing

    return Ringing(turns.store, make_driver_url(url), uuid4().hex, metrics.registry)


async def _begin(*parts: Ringing | Workers | Polling | None) -> None:
    for part in parts:
        if part is not None:
            await part.start()


async def _give_back(
    store: Database, accounts: VendorAccounts, ringing: Ringing | None = None, spool: Spool | None = None
) -> None:
    """Close the spool first, the database last; a failing or hanging part does not block the others."""
    elapsed = asyncio.get_running_loop().time
    ends = elapsed() + CLOSING

    async def give_back(what: str, close: Callable[[], Awaitable[None]]) -> None:
        await wait_within(ends - elapsed(), what, close())

    async with AsyncExitStack() as closing:
        closing.push_async_callback(give_back, "database", store.close)
        closing.push_async_callback(give_back, "accounts", accounts.close)
        if ringing is not None:
            closing.push_async_callback(give_back, "wake-ups", ringing.stop)
        if spool is not None:
            closing.push_async_callback(give_back, "spool", spool.close)


def open_spool(settings: Settings, clock: Clock) -> Spool:
    """Return the spool of this process for the time without a database: next to a SQLite file, else in the working
    folder.

    Several processes of one PostgreSQL take the first free one of ``spool``, ``spool.2`` …, with the events of a dead
    process. Raises spool_files.SpoolInUse when another process serves the same SQLite file.
    """
    file = sqlite_file(settings.database_url)
    if file is not None:
        return Spool(choose_spool(file), clock, EVENTS)
    for number in range(1, MOST_PROCESSES):
        with suppress(SpoolInUse):
            return Spool(Path("spool" if number == 1 else f"spool.{number}"), clock, EVENTS)
    return Spool(Path(f"spool.{MOST_PROCESSES}"), clock, EVENTS)


def choose_spool(file: Path) -> Path:
    """Return the folder of a SQLite file's spool; the process that holds the folder serves the file."""
    real = file.resolve()  # a link to the file is the same file
    return real.with_name(f"{real.name}.spool")


async def wait_within(longest: float, what: str, work: Awaitable[None]) -> None:
    """Wait for some work for at most ``longest`` seconds; log a warning with its name ``what`` if it is cut short."""
    try:
        await asyncio.wait_for(work, max(longest, 0))
    except TimeoutError:
        log.warning("cut short", what=what)
