"""``bench fanout``: a campaign to most of a shop's customers, written into messages and outbox while the service
serves.

Each customer gets a variant, a draw for the control group, and their own local time. It runs in the web application's
process, while webhooks and a page are requested. The same run measures, for comparison: one bare INSERT … SELECT of the
same people into the outbox and, for memory, the same campaign to a tenth of them.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Insert, String, Update, and_, case, cast, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import create_async_engine

from bot.bench import bench_people, bench_shop, child_process, signed_webhooks, stopwatch
from bot.bench.bench_people import CrowdMember
from bot.bench.bench_sheet import Sheet, at_most
from bot.bench.bench_shop import BUSINESS
from bot.bench.bulk_rows import Series, fill
from bot.bench.database_copies import copy_database
from bot.bench.delivery_bench import LostDelivery
from bot.bench.request_load import ask_until, request
from bot.clock import SystemClock
from bot.config import load as settings
from bot.ids import Ids
from bot.vault import Vault
from flows.channels import SMS
from flows.policy.departure_facts import AddressState, ConsentState, Programme, Purpose
from handlers.actions.api_keys import create_key
from storage.database.stores import make_driver_url
from storage.schema import addresses, contacts, outbox, permissions
from storage.sending.outbox import Priority
from storage.sql.column_types import Id, Moment

OURS, BARE = "Parley", "bare INSERT … SELECT"
SECONDS, MEMORY, HELD, HELD_MOST = "seconds", "peak memory", "writer held, p99", "writer held, most"
HOOK, PAGE = "webhook, p99", "page, p99"
QUIET, BUSY = "quiet", "meanwhile"
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix")
_OF_SIX = 6  # every sixth customer never bought, and is not of the audience
_TICK = timedelta(microseconds=1)
_MARKERS = ("few", "many")


@dataclass(frozen=True, slots=True)
class FanoutPlan:
    """The measurement. Five in six of the ``customers`` are the audience, and one in twelve is in the small
    audience."""

    runs: int = 5
    customers: int = 1_200_000
    quiet: float = 5.0
    database_url: str | None = None
    log_level: str = "info"

    @property
    def audience(self) -> int:
        """Return the number of customers with at least one order."""
        return self.customers - self.customers // _OF_SIX

    @property
    def small(self) -> int:
        """Return the number of customers with at least two orders."""
        return self.customers // (2 * _OF_SIX)


@dataclass(frozen=True, slots=True)
class _Base:
    """A database full of customers, the people who post webhooks to it, and the API key that opens its pages."""

    url: str
    people: Sequence[CrowdMember]
    key: str


async def measure_fanout(plan: FanoutPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises LostDelivery, RequestFailed, Lived, Died."""
    sheet = Sheet("fanout", _settings(plan))
    with bench_shop.make_folder() as folder:
        base = await _prepare(plan.database_url or f"sqlite:///{folder}/base.db", plan.customers)
        for run in range(plan.runs):
            await _write_bare(sheet, plan, base, folder)
            for orders, many, who in ((2, plan.small, _MARKERS[0]), (1, plan.audience, _MARKERS[1])):
                async with copy_database(base.url, folder) as url:
                    await _ours(sheet, plan, replace(base, url=url), folder, f"{run}-{who}", orders, many)
    _compare(sheet)
    return sheet


def _settings(plan: FanoutPlan) -> dict[str, Any]:
    return {
        **bench_shop.describe_database(plan.database_url),
        "runs": plan.runs,
        "customers": plan.customers,
        "audience": plan.audience,
        "small audience": plan.small,
        "log level": plan.log_level,
    }


async def _prepare(url: str, customers: int) -> _Base:
    await bench_shop.prepare_business(url)
    clock = SystemClock()
    now = clock.now()
    since = now - bench_people.AGREED
    people = list(bench_people.generate_members(Ids(clock), 200, bench_people.load_homes()[:50]))
    vault = Vault(settings(bench_shop.make_environment(url)).require_secret())
    async with bench_shop.open_store(url) as store:
        await fill(store, contacts, customers, lambda series: _contact(series, since))
        await fill(store, addresses, customers, lambda series: _address(series, since))
        await fill(store, permissions, customers, lambda series: _permission(series, since))
        await bench_people.settle_in(store, people, Programme.REMINDERS, now)
        await store.write(BUSINESS, lambda unit: unit.run(_leave_out(people)))
        key = await store.write(BUSINESS, lambda unit: create_key(unit, ("read",), now, vault))
    return _Base(url, people, key)


def _leave_out(people: Sequence[CrowdMember]) -> Update:
    """Exclude the senders of webhooks from the audience."""
    here = and_(contacts.c.business == BUSINESS, contacts.c.id.in_([one.contact for one in people]))
    return update(contacts).where(here).values(orders=0)


def _contact(series: Series, since: Any) -> dict[str, ColumnElement[Any]]:
    """Return the columns of a contact: every sixth never bought, and one in twelve bought twice."""
    place = series.n % (2 * _OF_SIX)
    orders = case((place % _OF_SIX == 0, 0), (place == 1, 2), else_=1)
    return {
        "id": series.identity(),
        "name": literal("Ann Example"),
        "locale": literal("en"),
        "timezone": series.pick(*ZONES),
        "orders": orders,
        "automatic_count": literal(0),
        "created_at": series.moment(since, _TICK),
    }


def _address(series: Series, since: Any) -> dict[str, ColumnElement[Any]]:
    return {
        "id": series.identity(),
        "contact": series.identity(),
        "channel": literal(SMS.name),
        "value": literal("+1555") + cast(1_000_000 + series.n, String),
        "state": literal(AddressState.USABLE.value),
        "state_at": series.moment(since, _TICK),
        "created_at": series.moment(since, _TICK),
    }


def _permission(series: Series, since: Any) -> dict[str, ColumnElement[Any]]:
    return {
        "address": series.identity(),
        "purpose": literal(Purpose.MARKETING.value),
        "programme": literal(Programme.OFFERS.value),
        "state": literal(ConsentState.CONFIRMED.value),
        "since": series.moment(since, _TICK),
    }


async def _write_bare(sheet: Sheet, plan: FanoutPlan, base: _Base, folder: Path) -> None:
    """Write the same people into the outbox by one statement while nothing else runs."""
    async with copy_database(base.url, folder) as url, bench_shop.open_store(url) as store:
        sender = await bench_shop.find_sender(store)
        engine = create_async_engine(make_driver_url(url))
        began = stopwatch.read_stopwatch()
        async with engine.begin() as connection:
            done = await connection.execute(_insert(sender))
        took = stopwatch.read_stopwatch() - began
        await engine.dispose()
        left = await store.read(BUSINESS, lambda unit: unit.value(select(func.count()).select_from(outbox)))
    if left != plan.audience:
        raise LostDelivery(f"the bare statement queued {left} of {plan.audience}: {done.rowcount}")
    sheet.note(BARE, _MARKERS[1], SECONDS, "s", took)


def _insert(sender: UUID) -> Insert:
    found: dict[str, ColumnElement[Any]] = {
        "business": contacts.c.business,
        "id": contacts.c.id,
        "kind": literal("message"),
        "sender": literal(sender, Id()),
        "priority": literal(int(Priority.BULK)),
        "due_at": literal(SystemClock().now(), Moment()),
        "address": addresses.c.id,
        "contact": contacts.c.id,
        "marketing": literal(True),
    }
    theirs = and_(addresses.c.business == contacts.c.business, addresses.c.contact == contacts.c.id)
    wanted = and_(contacts.c.business == BUSINESS, contacts.c.orders >= 1, addresses.c.channel == SMS.name)
    query = select(*found.values()).select_from(contacts.join(addresses, theirs)).where(wanted)
    return insert(outbox).from_select(list(found), query)


async def _ours(sheet: Sheet, plan: FanoutPlan, base: _Base, folder: Path, series: str, orders: int, many: int) -> None:
    """Run the campaign in a serving process with webhooks and page requests before and meanwhile."""
    size = series.partition("-")[2]
    environ = bench_shop.make_environment(base.url, PARLEY_LOG_LEVEL=plan.log_level)
    async with child_process.running(
        f"web {series}", child_process.module("bot.bench.web_process"), folder, environ
    ) as process:
        port = (await process.read_message())["port"]
        page = request("/api/v1/messages", {"Authorization": f"Bearer {base.key}"}, method="GET")
        asked = (_hooks(base, series), itertools.repeat(page))
        await ask_until(asyncio.sleep(1), port, *asked)
        quiet, _ = await ask_until(asyncio.sleep(plan.quiet), port, *asked)
        busy, told = await ask_until(process.ask(do="fan_out", orders=orders), port, *asked)
    if told["queued"] != many:
        raise LostDelivery(f"{told['queued']} of {many} were queued")
    for name, unit, value in (
        (SECONDS, "s", told["seconds"]),
        (MEMORY, "MB", told["peak"]),
        (HELD, "ms", told["held_p99"] * 1000),
        (HELD_MOST, "ms", told["held_most"] * 1000),
    ):
        sheet.note(OURS, size, name, unit, value)
    for when, loads in ((QUIET, quiet), (BUSY, busy)):
        for name, load in zip((HOOK, PAGE), loads, strict=True):
            sheet.note(OURS, f"{size}, {when}", name, "ms", load.slowest(0.99) * 1000)


def _hooks(base: _Base, series: str) -> Iterator[bytes]:
    now = SystemClock().now()
    for number in itertools.count():
        yield from signed_webhooks.make_webhooks(base.people, 50, f"{series}-{number}", now)


def _compare(sheet: Sheet) -> None:
    few, many = _MARKERS
    sheet.compare("seconds: campaign / bare", (OURS, many, SECONDS), (BARE, many, SECONDS), at_most(15))
    sheet.differ("memory: many - few", (OURS, many, MEMORY), (OURS, few, MEMORY), "MB", at_most(10))
    for name in (HOOK, PAGE):
        over, under = (OURS, f"{many}, {BUSY}", name), (OURS, f"{many}, {QUIET}", name)
        sheet.compare(f"{name}: {BUSY} / {QUIET}", over, under, at_most(5))
