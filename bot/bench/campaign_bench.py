"""``bench campaign``: a campaign to a million people, from its draft to its pause, by the service's own code.

Its audience has three conditions; it has two wordings, a control group of a tenth, two channels in order, a link, and
10:00 local time in five zones. It runs in the web application's process while pages are requested. The same run
measures, for comparison: bare INSERT … SELECT statements of the same rows, a bare count of the same people, rendering
the preview's sample alone, and, for memory, the same campaign to a tenth of the people.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Insert, String, Text, and_, cast, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.bench import bench_shop, campaign_readers, child_process, stopwatch
from bot.bench.bench_sheet import Sheet, at_most
from bot.bench.bench_shop import BUSINESS
from bot.bench.child_process import Child
from bot.bench.database_copies import copy_database
from bot.bench.delivery_bench import LostDelivery
from bot.bench.request_load import ask_until, request
from bot.clock import SystemClock
from bot.config import load as settings
from bot.vault import Vault
from flows.channels import SMS
from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind, Programme, Purpose
from handlers.actions.api_keys import create_key
from storage.database.stores import make_driver_url, sqlite_file
from storage.schema import addresses, contacts, draws, messages, outbox
from storage.sending.outbox import Priority
from storage.sql.column_types import Id, Moment

OURS, BARE = "Parley", "bare INSERT … SELECT"
QUEUE, PREVIEW, PAUSE = "into the queue", "preview", "pause"
SECONDS, SPENT, PAGE, SEEN = "seconds", "processor", "page, p99", "seen by the last process"
BEFORE, AFTER = "resident before", "resident after"
COUNT, RENDER, REST = "count", "sample judged and rendered", "all but its sample"
QUIET, BUSY = "quiet", "meanwhile"
MANY, FEW = "many", "a tenth"
_PAGES = ("/api/v1/messages", "/api/notifications/campaigns")
_ID = UUID(int=1)


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """The measurement: ``people`` in the campaign, seconds of page requests before, and ``processes`` that must see
    its pause."""

    runs: int = 3
    people: int = 1_000_000
    quiet: float = 5.0
    processes: int = 4
    database_url: str | None = None


@dataclass(frozen=True, slots=True)
class _Crowded:
    """A database with ``everyone`` people in it, and the API key that opens its pages."""

    url: str
    everyone: int
    key: str

    @property
    def people(self) -> int:
        """Return the size of the audience."""
        return campaign_readers.count_audience(self.everyone)


async def measure_campaign(plan: CampaignPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises LostDelivery, RequestFailed, Lived, Died."""
    sheet = Sheet("campaign", _settings(plan))
    with bench_shop.make_folder() as folder:
        base = await _prepare(
            plan.database_url or f"sqlite:///{folder}/base.db", campaign_readers.count_people_for(plan.people)
        )
        for run in range(plan.runs):
            async with copy_database(base.url, folder) as url:
                await _write_bare(sheet, url, base.people)
            async with copy_database(base.url, folder) as url:
                await _ours(sheet, plan, _Crowded(url, base.everyone, base.key), folder, run)
    _compare(sheet)
    return sheet


def _settings(plan: CampaignPlan) -> dict[str, Any]:
    everyone = campaign_readers.count_people_for(plan.people)
    return {
        **bench_shop.describe_database(plan.database_url),
        "runs": plan.runs,
        "customers": everyone,
        "people": campaign_readers.count_audience(everyone),
        "a tenth": campaign_readers.count_repeat_buyers(everyone),
        "processes": plan.processes,
        "analyzed": "PostgreSQL, as autovacuum does",
    }


async def _prepare(url: str, everyone: int) -> _Crowded:
    await bench_shop.prepare_business(url, campaign_readers.HOUSE, campaign_readers.SECRETS)
    now, vault = SystemClock().now(), Vault(settings(bench_shop.make_environment(url)).require_secret())
    async with bench_shop.open_store(url) as store:
        await campaign_readers.fill(store, everyone)
        key = await store.write(BUSINESS, lambda unit: create_key(unit, ("read",), now, vault))
    await bench_shop.settle_down(url, counted=True)
    return _Crowded(url, everyone, key)


async def _write_bare(sheet: Sheet, url: str, many: int) -> None:
    """Write the same rows (messages, outbox entries, draws) by bare statements while nothing else runs."""
    async with bench_shop.open_store(url) as store:
        sender = await bench_shop.find_sender(store)
    engine = create_async_engine(make_driver_url(url))
    began, spent = stopwatch.read_stopwatch(), time.process_time()
    async with engine.begin() as connection:
        for statement in _statements(connection, sender):
            await connection.execute(statement)
    took, spent = stopwatch.read_stopwatch() - began, time.process_time() - spent
    await engine.dispose()
    async with bench_shop.open_store(url) as store:
        left = await store.read(BUSINESS, lambda unit: unit.value(select(func.count()).select_from(outbox)))
    if left != many:
        raise LostDelivery(f"the bare statements queued {left} of {many}")
    sheet.note(BARE, QUEUE, SECONDS, "s", took)
    if sqlite_file(url) is not None:  # a server's is its own
        sheet.note(BARE, QUEUE, SPENT, "s", spent)


def _statements(connection: AsyncConnection, sender: UUID) -> Iterator[Insert]:
    now = literal(SystemClock().now(), Moment())
    postgres = connection.dialect.name == "postgresql"
    person = func.replace(cast(contacts.c.id, Text), "-", "") if postgres else func.lower(func.hex(contacts.c.id))
    told = {
        "direction": "out",
        "channel": SMS.name,
        "purpose": Purpose.MARKETING.value,
        "programme": Programme.OFFERS.value,
        "kind": Kind.MESSAGE.value,
        "template": "campaign",
        "experiment": f"campaign:{_ID}",
        "status": MessageStatus.QUEUED.value,
        "data": "{}",
        "subject_kind": "campaign",
    }
    theirs: dict[str, ColumnElement[Any]] = {
        "business": contacts.c.business,
        "id": contacts.c.id,
        "address": addresses.c.id,
        "contact": contacts.c.id,
        "sender": literal(sender, Id()),
        "due_at": now,
    }
    message: dict[str, ColumnElement[Any]] = {
        **{name: literal(value, String) for name, value in told.items()},
        "key": literal(f"campaign:{_ID}:1:", String) + person,
        "step": literal(1),
        "variant": literal(0),
        "campaign": literal(_ID, Id()),
        "subject": literal(_ID, Id()),
        **dict.fromkeys(("status_at", "created_at", "latest"), now),
    }
    yield _insert(messages, {**theirs, **message})
    entry: dict[str, ColumnElement[Any]] = {
        "kind": literal("message"),
        "priority": literal(int(Priority.BULK)),
        "marketing": literal(True),
    }
    yield _insert(outbox, {**theirs, **entry})
    drawn: dict[str, ColumnElement[Any]] = {
        "business": contacts.c.business,
        "contact": contacts.c.id,
        "experiment": literal(f"campaign:{_ID}"),
        "chance": literal(0.1),
        "draw": literal(0.5),
        "held_out": literal(False, Boolean),
    }
    yield _insert(draws, drawn)


def _insert(table: Any, found: dict[str, ColumnElement[Any]]) -> Insert:
    theirs = and_(addresses.c.business == contacts.c.business, addresses.c.contact == contacts.c.id)
    wanted = and_(contacts.c.business == BUSINESS, contacts.c.orders >= 1, addresses.c.channel == SMS.name)
    query = select(*found.values()).select_from(contacts.join(addresses, theirs)).where(wanted)
    return insert(table).from_select(list(found), query)


async def _ours(sheet: Sheet, plan: CampaignPlan, base: _Crowded, folder: Path, run: int) -> None:
    """Run the campaigns in a serving process with page requests before and meanwhile; then the pause."""
    environ = bench_shop.make_environment(base.url)
    async with child_process.running(
        f"web {run}", child_process.module("bot.bench.campaign_web"), folder, environ
    ) as process:
        port, pages = (await process.read_message())["port"], make_pages(base.key)
        await _look_through(sheet, process, FEW, 2, campaign_readers.count_repeat_buyers(base.everyone))
        few = await process.ask(do="launch", name=FEW)
        await _look_through(sheet, process, MANY, 1, base.people)
        await ask_until(asyncio.sleep(1), port, pages)
        (quiet,), _ = await ask_until(asyncio.sleep(plan.quiet), port, pages)
        (busy,), many = await ask_until(process.ask(do="launch", name=MANY), port, pages)
        await _check(base)
        sheet.note(OURS, QUEUE, SECONDS, "s", many["seconds"])
        sheet.note(OURS, QUEUE, SPENT, "s", many["spent"])
        for case_, told in ((FEW, few), (MANY, many)):
            sheet.note(OURS, case_, BEFORE, "MB", told["before"])
            sheet.note(OURS, case_, AFTER, "MB", told["after"])
        for when, load in ((QUIET, quiet), (BUSY, busy)):
            sheet.note(OURS, f"{QUEUE}, {when}", PAGE, "ms", load.slowest(0.99) * 1000)
        await _pause(sheet, plan, process, many["id"], environ, folder)


async def _look_through(sheet: Sheet, process: Child, name: str, orders: int, many: int) -> None:
    told = await process.ask(do="preview", name=name, criteria=campaign_readers.make_criteria(orders))
    if told["people"] != many:
        raise LostDelivery(f"{told['people']} of {many} people are of the campaign")
    if name == MANY:
        sheet.note(OURS, PREVIEW, SECONDS, "s", told["seconds"])
        sheet.note(OURS, PREVIEW, RENDER, "s", told["render"])
        sheet.note(OURS, PREVIEW, REST, "s", max(told["seconds"] - told["render"], 0.0))
        sheet.note(OURS, PREVIEW, COUNT, "s", told["count"])


async def _check(base: _Crowded) -> None:
    """Check that everybody was drawn and queued once for each campaign."""
    wanted = base.people + campaign_readers.count_repeat_buyers(base.everyone)
    async with bench_shop.open_store(base.url) as store:
        for table in (messages, outbox, draws):
            query = select(func.count()).select_from(table)
            found = await store.read(BUSINESS, lambda unit, query=query: unit.value(query))  # type: ignore[misc]
            if found != wanted:
                raise LostDelivery(f"{found} of {wanted} rows of {table.name} were written")


async def _pause(
    sheet: Sheet, plan: CampaignPlan, process: Child, campaign: str, environ: dict[str, str], folder: Path
) -> None:
    """Measure the time from the commit of a pause until the last judging process sees it."""
    async with AsyncExitStack() as stack:
        command = child_process.module("bot.bench.judging_process")
        starting = (
            child_process.running(f"judge {place}", command, folder, environ) for place in range(plan.processes)
        )
        judges = [await stack.enter_async_context(one) for one in starting]
        for judge in judges:
            await judge.read_message()
            if (await judge.ask(campaign=campaign))["waits"]:
                raise LostDelivery("the campaign was paused before its pause")
        paused = (await process.ask(do="pause", name=MANY))["at"]
        seen = [(await judge.read_message())["at"] for judge in judges]
    sheet.note(OURS, PAUSE, SEEN, "s", max(max(seen) - paused, 0.0))


def make_pages(key: str) -> Iterator[bytes]:
    """Return requests for the pages of the API, each page in turn, without an end."""
    headers = {"Authorization": f"Bearer {key}"}
    return itertools.cycle([request(page, headers, method="GET") for page in _PAGES])


def _compare(sheet: Sheet) -> None:
    sheet.compare("campaign / bare", (OURS, QUEUE, SECONDS), (BARE, QUEUE, SECONDS), at_most(20))
    sheet.compare("campaign / bare, processor", (OURS, QUEUE, SPENT), (BARE, QUEUE, SPENT))
    sheet.differ("memory: after - before", (OURS, MANY, AFTER), (OURS, MANY, BEFORE), "MB", at_most(10))
    over, under = (OURS, f"{QUEUE}, {BUSY}", PAGE), (OURS, f"{QUEUE}, {QUIET}", PAGE)
    sheet.compare(f"{PAGE}: {BUSY} / {QUIET}", over, under, at_most(5))
    sheet.compare("preview without its sample / a count", (OURS, PREVIEW, REST), (OURS, PREVIEW, COUNT), at_most(2))
    sheet.bind(SEEN, (OURS, PAUSE, SEEN), "s", at_most(1))
