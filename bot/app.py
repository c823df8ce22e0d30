"""The composition root: the only place that names concrete channels, stores, flows, clocks and databases."""

from __future__ import annotations

import zoneinfo
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bot.accounts import VendorAccounts
from bot.clock import Clock, PushedClock, SystemClock
from bot.config import Settings
from bot.database import sqlite_file
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

FLOWS = (
    Flow(recovery.NAME, sequence.State, sequence.decide, _recovery_facts),
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
        """Finish what is held, what hears first and the database last; one that fails keeps none from its end."""
        async with AsyncExitStack() as closing:
            closing.push_async_callback(self.turns.store.close)
            closing.push_async_callback(self.accounts.close)
            closing.push_async_callback(self.spool.close)
            closing.push_async_callback(self.workers.stop)
            if self.polling is not None:
                closing.push_async_callback(self.polling.stop)

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
        return Spool(file.with_name(f"{file.name}.spool"), clock)
    for number in range(1, MOST_PROCESSES):
        with suppress(Occupied):
            return Spool(Path("spool" if number == 1 else f"spool.{number}"), clock)
    return Spool(Path(f"spool.{MOST_PROCESSES}"), clock)
