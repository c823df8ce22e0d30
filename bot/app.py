"""The composition root: the only place that names concrete channels, stores, flows, clocks and databases."""

from __future__ import annotations

import asyncio
import zoneinfo
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import structlog

from bot.accounts import VendorAccounts
from bot.clock import Clock, PushedClock, SystemClock
from bot.config import Settings
from bot.database import sqlite_file
from bot.gathering import all_of
from bot.ids import Ids
from bot.inbox import Inbox
from bot.metrics import MeasuredAccounts, Metrics
from bot.news import News
from bot.polling import Polling
from bot.sender import Sender
from bot.simulator.channel import Phones
from bot.spool import Spool
from bot.spool_files import Occupied
from bot.timers import Timers
from bot.turns import OpenTurns
from bot.vault import Vault
from bot.workers import LiveWorkers, Sandbox
from flows import opt_in, recovery, sequence
from flows.engine import Subject
from flows.opt_in import OptInFacts
from flows.sequence import SequenceFacts
from handlers.seeds import Seeds
from handlers.turn import Flow, Tools, Turn
from storage.facts.recovery import recovery_facts
from storage.operations import release_leases
from storage.store import open_store
from templates.library import Library

log = structlog.get_logger()


async def _recovery_facts(turn: Turn, contact: UUID, subject: Subject | None) -> SequenceFacts:
    thing = subject.id if subject else "-"
    codes = [
        turn.tools.seeds.discount_code(turn.business.id, contact, thing, str(step))
        for step, _ in enumerate(turn.business.recovery.steps)
    ]
    return await recovery_facts(turn.unit, turn.tenant, contact, subject, codes, turn.draw, turn.now)


async def _opt_in_facts(_turn: Turn, _contact: UUID, _subject: Subject | None) -> OptInFacts:
    return OptInFacts()


MOST_PROCESSES = 64  # on one host and in one working folder
# Seconds, 15 in all: to finish, to end what was cut short, to close. systemd and Docker are told to wait longer before
# they kill (docs/operations). A call takes 10 at most, and so does an answer to STOP that waits for one.
FINISHING, CUTTING, CLOSING = 12.0, 1.0, 2.0

FLOWS = (
    Flow(recovery.NAME, sequence.State, sequence.decide, _recovery_facts, recovery.known),
    Flow(opt_in.NAME, opt_in.Asked, opt_in.decide, _opt_in_facts),
)


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that runs, built but not started."""

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
    polling: Polling | None

    async def start(self) -> None:
        """Take over what a dead process left, then begin to work."""
        if self.sandbox is not None or sqlite_file(self.settings.database_url) is not None:
            await self.turns.store.write("", release_leases)  # one process at a time serves such a database
        await self.inbox.recover()
        await self.workers.start()
        if self.polling is not None:
            await self.polling.start()

    async def stop(self) -> None:
        """Finish what is held, then give everything back: within 15 seconds in all."""
        try:
            await self.finish(FINISHING)
        finally:
            await self.close()

    async def finish(self, longest: float) -> None:
        """Ask for nothing more and let what is under way end, for at most so many seconds and one to cut it short."""
        polled = [within(longest, "polling", self.polling.stop())] if self.polling is not None else []
        await all_of([*polled, within(longest + CUTTING, "workers", self.workers.stop(longest))])

    async def close(self) -> None:
        """Give back what is held, the database last; one that fails or hangs keeps none from its end."""
        time = asyncio.get_running_loop().time
        ends = time() + CLOSING

        async def give_back(what: str, close: Callable[[], Awaitable[None]]) -> None:
            await within(ends - time(), what, close())

        async with AsyncExitStack() as closing:
            closing.push_async_callback(give_back, "database", self.turns.store.close)
            closing.push_async_callback(give_back, "accounts", self.accounts.close)
            closing.push_async_callback(give_back, "spool", self.spool.close)

    @property
    def sandbox(self) -> Sandbox | None:
        """The driver of the pushed clock; None in a live service."""
        return self.workers if isinstance(self.workers, Sandbox) else None


def assemble(settings: Settings, clock: SystemClock | PushedClock) -> Service:
    """Build a service on a migrated database; a pushed clock makes it a sandbox. Nothing is started, nothing called."""
    zoneinfo.reset_tzpath(to=[])  # the package's zones, the same on every machine
    sandbox = isinstance(clock, PushedClock)
    vault = Vault(settings.require_secret(sandbox=sandbox))
    store = open_store(settings.database_url, Ids(clock))
    tools = Tools(
        library=Library.load(),
        seeds=Seeds(vault.keyed("seeds")),
        flows=FLOWS,
        public_url=settings.address(sandbox=sandbox),
        token_hash=vault.hash_token,
    )
    turns = OpenTurns(store, clock, tools)
    phones = Phones(clock)
    accounts = VendorAccounts(turns, settings, vault, phones, sandbox=sandbox)
    spool = open_spool(settings, clock)
    inbox = Inbox(turns, spool, beats=not sandbox)
    phones.take = inbox.take
    metrics = Metrics()
    news, timers = News(turns), Timers(turns)
    sender = Sender(turns, MeasuredAccounts(accounts, metrics, clock), spool)
    workers = (
        Sandbox(turns, clock, news, timers, sender, inbox)
        if isinstance(clock, PushedClock)
        else LiveWorkers(turns, news, timers, sender, inbox)
    )
    polling = None if settings.public_url else Polling(turns, accounts, inbox, clock)
    return Service(settings, clock, turns, vault, accounts, phones, spool, inbox, metrics, workers, polling)


def open_spool(settings: Settings, clock: Clock) -> Spool:
    """Where this process keeps inbound while the database is away: beside a SQLite file, else in the working folder.

    Several processes beside one PostgreSQL take the first of ``spool``, ``spool.2`` … that is free, and with it what a
    dead one left there. Raises spool_files.Occupied when another process serves the same SQLite file.
    """
    file = sqlite_file(settings.database_url)
    if file is not None:
        return Spool(spool_of(file), clock)
    for number in range(1, MOST_PROCESSES):
        with suppress(Occupied):
            return Spool(Path("spool" if number == 1 else f"spool.{number}"), clock)
    return Spool(Path(f"spool.{MOST_PROCESSES}"), clock)


def spool_of(file: Path) -> Path:
    """The folder of a SQLite file's spool; whoever holds it serves the file."""
    return file.with_name(f"{file.name}.spool")


async def within(longest: float, what: str, work: Awaitable[None]) -> None:
    """Wait for something that ends, and no longer than so many seconds."""
    try:
        await asyncio.wait_for(work, max(longest, 0))
    except TimeoutError:
        log.warning("cut short", what=what)
