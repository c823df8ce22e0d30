"""What the benchmarks rest on: figures and goals, people whose hour is permitted, signed webhooks, and asking."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.bench import (
    bench_people,
    child_process,
    idle_bench,
    peer_queues,
    process_memory,
    request_load,
    signed_webhooks,
)
from bot.bench.bench_account import TOKEN
from bot.bench.bench_sheet import Goal, Sheet, at_least, at_most, spread
from bot.bench.bench_shop import ADDRESS, DOMAIN, SHOP, SHOPIFY_SECRET, with_pointing
from bot.bench.database_copies import QUEUES
from bot.bench.stopwatch import find_percentile
from bot.channels.channel import ChannelRequest
from bot.channels.twilio import twilio_inbound
from bot.clock import PushedClock
from bot.ids import Ids
from bot.stores.shopify import Shopify
from flows.events import CartUpdated, MessageReceived
from flows.policy.departure import judge
from flows.policy.departure_facts import AddressState, ConsentState, Departure, House, Kind, Person, Programme, Purpose
from flows.policy.verdict import Outcome
from storage.schema import addresses, contacts, mentions, metadata, permissions
from templates.message_library import Library
from tests.cases import each

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
OURS, THEIRS = ("Parley", "0 ms", "messages"), ("bare client", "0 ms", "messages")


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([5.0], 0.99, 5.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([float(n) for n in range(1, 101)], 0.99, 99.0),
        ([float(n) for n in range(1, 101)], 1.0, 100.0),
        ([1.0, 2.0], 0.0, 1.0),
    ],
)
def test_percentiles_are_of_the_nearest_rank(values: list[float], share: float, expected: float) -> None:
    assert find_percentile(values, share) == expected


def test_what_points_into_an_emptied_table_is_emptied_and_no_customer() -> None:
    chosen = with_pointing(QUEUES)
    assert {*QUEUES, mentions} <= set(chosen)
    assert not {contacts, addresses, permissions} & set(chosen)
    left = [table for table in metadata.sorted_tables if table not in chosen]
    assert not [table.name for table in left for key in table.foreign_keys if key.column.table in chosen]


def test_nothing_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        find_percentile([], 0.5)


@pytest.mark.parametrize(
    ("goal", "value", "met"),
    [
        pytest.param(at_least(0.5), 0.5, True, id="just enough"),
        pytest.param(at_least(0.5), 0.49, False, id="too little"),
        pytest.param(at_most(0.8), 0.8, True, id="just not too much"),
        pytest.param(at_most(0.8), 0.81, False, id="too much"),
    ],
)
def test_a_goal_is_kept_or_not(goal: Goal, value: float, met: bool) -> None:
    assert goal.meets(value) is met


def test_ratios_are_within_one_run() -> None:
    sheet = Sheet("delivery", {})
    for ours, theirs in ((50.0, 100.0), (30.0, 30.0), (90.0, 300.0)):
        sheet.note(*OURS, "/s", ours)
        sheet.note(*THEIRS, "/s", theirs)
    sheet.compare("Parley / bare", OURS, THEIRS, at_least(0.5))
    sheet.differ("bare - Parley", THEIRS, OURS, "/s")
    first, second = sheet.to_json()["ratios"]
    assert first == {
        "name": "Parley / bare",
        "case": "0 ms",
        "unit": "",
        "median": 0.5,
        "low": 0.3,
        "high": 1.0,
        "runs": [0.5, 1.0, 0.3],
        "goal": "≥ 0.5",
        "met": True,
    }
    assert (second["runs"], second["unit"], "goal" in second) == ([50.0, 0.0, 210.0], "/s", False)


def test_who_was_not_measured_is_compared_with_nobody() -> None:
    sheet = Sheet("delivery", {})
    sheet.note(*OURS, "/s", 5.0)
    sheet.note(*THEIRS, "/s", None)
    sheet.compare("Parley / bare", OURS, THEIRS)
    assert (len(sheet.figures), sheet.ratios) == (1, [])


def test_figures_have_four_digits_that_mean_something() -> None:
    assert spread([1234.5678, 0.000123456]) == {
        "median": 617.3,
        "low": 0.0001235,
        "high": 1235.0,
        "runs": [1235.0, 0.0001235],
    }


@each("hour", range(24))
@each("day", [datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 7, 4, tzinfo=UTC)], ids=["sunday", "holiday"])
def test_at_every_hour_there_are_people_whose_hour_is_permitted(day: datetime, hour: int) -> None:
    now = day + timedelta(hours=hour, minutes=17)
    ids = Ids(PushedClock(now))
    people = list(bench_people.generate_members(ids, 30, bench_people.list_homes_awake(now)))
    for later in (timedelta(0), timedelta(minutes=59)):
        assert {judge(departure(one, now), now + later).outcome for one in people} == {Outcome.SEND}
    assert len({one.number for one in people}) == 30


def departure(one: bench_people.CrowdMember, now: datetime) -> Departure:
    """What is known about a person's reminder."""
    return Departure(
        kind=Kind.MESSAGE,
        purpose=Purpose.MARKETING,
        programme=Programme.REMINDERS,
        channel="sms",
        subject=None,
        person=Person((one.number,), (one.home.place,)),
        address_state=AddressState.USABLE,
        consent=ConsentState.CONFIRMED,
        house=House(SHOP.country, SHOP.timezone),
        due_at=now,
    )


def test_no_two_of_many_people_have_one_number() -> None:
    numbers = [
        one.number
        for one in bench_people.generate_members(Ids(PushedClock(NOON)), 25_000, bench_people.load_homes()[:2])
    ]
    assert len(set(numbers)) == 25_000


def test_the_bare_client_posts_the_text_that_people_get() -> None:
    person = next(bench_people.generate_members(Ids(PushedClock(NOON)), 1, bench_people.load_homes()))
    form = bench_people.fill_form(Library.load(), person)
    assert form["Body"].startswith("Tiger Tees: You left Tiger Print Shorts")
    assert (form["To"], form["From"]) == (person.number, SHOP.channels[0].address)


def test_webhooks_are_proven_and_read_as_real_ones() -> None:
    people = list(bench_people.generate_members(Ids(PushedClock(NOON)), 3, bench_people.load_homes()))
    shopify = Shopify(DOMAIN, SHOPIFY_SECRET, "")
    read = []
    for number, one in enumerate(signed_webhooks.make_webhooks(people, 6, "series", NOON)):
        request = parsed(one)
        if number % 2:
            shopify.prove(request)
            read += [(type(one.event), one.external_id) for one in shopify.read(request, NOON)]
        else:
            twilio_inbound.prove(request, TOKEN)
            read += [
                (type(one), one.provider_id)
                for one in twilio_inbound.read(request, NOON)
                if isinstance(one, MessageReceived)
            ]
    assert [kind for kind, _ in read] == [MessageReceived, CartUpdated] * 3
    assert len(set(read)) == 6


def parsed(raw: bytes) -> ChannelRequest:
    """A request from the bytes of the wire."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return ChannelRequest(ADDRESS + first.split()[1], dict(line.split(": ", 1) for line in lines), body)


@asynccontextmanager
async def listening(answer: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[int]:
    """A server on loopback that answers everything so; its port."""
    app = web.Application()
    app.router.add_route("*", "/{place:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield int(runner.addresses[0][1])
    await runner.cleanup()


async def test_requests_are_sent_over_so_many_connections_and_counted() -> None:
    peers_seen: set[object] = set()

    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        peers_seen.add(request.transport.get_extra_info("peername"))
        body = await request.read()
        return web.Response(status=503 if body == b"7" else 200, text="x" * 100_000)

    async with listening(answer) as port:
        requests = [request_load.request("/any", {}, str(number).encode()) for number in range(20)]
        done = await request_load.press(port, requests, 3)
    assert (dict(done.statuses), len(done.waits), len(peers_seen)) == ({200: 19, 503: 1}, 20, 3)
    assert done.rate > 0
    assert done.slowest(1) == max(done.waits)


async def test_asking_goes_on_until_told_to_stop() -> None:
    stop = asyncio.Event()

    async def answer(_request: web.Request) -> web.Response:
        if next(counted) == 4:
            stop.set()
        return web.Response()

    counted = itertools.count()
    async with listening(answer) as port:
        (done,), told = await request_load.ask_until(stop.wait(), port, itertools.repeat(request_load.request("/", {})))
    assert (dict(done.statuses), told) == ({200: 5}, True)


async def test_no_answer_but_200_counts_while_some_work_goes_on() -> None:
    stop = asyncio.Event()

    async def answer(_request: web.Request) -> web.Response:
        stop.set()
        return web.Response(status=503)

    async with listening(answer) as port:
        with pytest.raises(request_load.RequestFailed, match="503"):
            await request_load.ask_until(stop.wait(), port, itertools.repeat(request_load.request("/", {})))


async def test_a_server_that_hangs_up_is_no_measurement() -> None:
    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async with listening(answer) as port:
        with pytest.raises(request_load.RequestFailed, match="closed"):
            await request_load.press(port, [request_load.request("/", {})], 1)


async def test_a_child_says_and_is_told(tmp_path: Path) -> None:
    code = "import json, sys; print(json.dumps({'ready': True})); print(sys.stdin.readline(), flush=True)"
    async with child_process.running("echo", [sys.executable, "-u", "-c", code], tmp_path) as process:
        assert await process.read_message() == {"ready": True}
        assert await process.ask(number=7) == {"number": 7}


async def test_a_child_that_dies_leaves_its_last_words(tmp_path: Path) -> None:
    code = "import sys; sys.exit('the disk is full')"
    async with child_process.running("poor thing", [sys.executable, "-c", code], tmp_path) as process:
        with pytest.raises(child_process.Died, match="poor thing ended: the disk is full"):
            await process.read_message()


def test_a_child_has_no_settings_but_those_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_LISTEN_URL", "postgresql://elsewhere/db")
    given = child_process.make_environment({"PARLEY_LOG_LEVEL": "error"})
    assert [name for name in given if name.startswith("PARLEY_")] == ["PARLEY_LOG_LEVEL"]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
async def test_memory_is_that_of_a_process_and_what_it_started(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, json\n"
        "inner = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE)\n"
        "print(json.dumps({'inner': inner.pid}), flush=True); input(); inner.communicate(b'end\\n')"
    )
    async with child_process.running("family", [sys.executable, "-c", code], tmp_path) as process:
        inner = (await process.read_message())["inner"]
        assert process_memory.list_family(process.id) == [process.id, inner]
        async with process_memory.watch_memory([process.id]) as held:
            await asyncio.sleep(0)
        assert held.peak is not None
        assert held.fair is not None
        assert held.peak >= held.fair > 0
        await process.tell(end=True)
        with pytest.raises(child_process.Died):
            await process.read_message()
    assert (process_memory.measure_peak(os.getpid()) or 0) >= (process_memory.measure_resident() or 0) > 0


def test_a_process_that_is_gone_holds_nothing_that_is_told() -> None:
    assert (process_memory.measure_peak(2**22 + 1), process_memory.list_family(2**22 + 1)) == (None, [2**22 + 1])


def test_dependencies_are_other_people_s_modules_that_ours_name() -> None:
    found = idle_bench.list_dependencies()
    assert {"twilio.rest", "telegram", "sqlalchemy", "aiohttp", "alembic"} <= found
    assert {name.partition(".")[0] for name in found} & {"bot", "flows", "asyncio", "celery"} == set()


async def test_a_missing_package_is_a_reason_to_skip() -> None:
    assert await peer_queues.explain_failed_import(sys.executable, "json, asyncio") is None
    assert "has not all of json, no_such_package" in str(
        await peer_queues.explain_failed_import(sys.executable, "json, no_such_package")
    )
    assert await peer_queues.explain_failed_import("/no/such/python", "json") == "/no/such/python cannot be started"
