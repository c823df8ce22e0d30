"""What operators ask over HTTP, on a real server and a real database."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import PushedClock
from bot.conversations import HOLDINGS
from bot.ids import Ids
from bot.metrics import FRESH, MOST_CODES, OTHER, Codes, Metrics, Timing
from bot.spool import LIMIT
from bot.vault import Vault
from bot.web.health_routes import LOOKED_AT, Health, Tables, derive_metrics_token
from bot.web.web_server import build
from flows.business import Business
from flows.delivery import Answer, Failure, MessageStatus
from storage.database.schema_version import get_head
from storage.database.stores import Database, make_database
from storage.sending.outbox import Priority
from storage.unit import Unit
from tests.bot.spooling import StillClock
from tests.conftest import START
from tests.storage.world import SHOP, do, entry, queued
from tests.upgrades.stored import execute

TOKEN = derive_metrics_token(Vault("k" * 32))
NOW = timedelta(0)
Client = TestClient[web.Request, web.Application]


@dataclass(slots=True)
class Disk:
    """A spool that holds so many bytes."""

    size: int = 0


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def client(store: Database, clock: PushedClock, disk: Disk, metrics: Metrics) -> AsyncIterator[Client]:
    async def echo(http: web.Request) -> web.Response:
        if http.match_info["business"] == "closed":
            raise web.HTTPUnauthorized(text="no")
        if http.match_info["business"] == "full":
            raise web.HTTPServiceUnavailable(text="the spool is full")
        if http.match_info["business"] == "broken":
            raise RuntimeError("a mistake of ours")
        return web.Response()

    def add_echo(app: web.Application) -> None:
        app.router.add_post("/webhooks/shopify/{business}", echo)

    tables = Tables(store, clock)
    app = build(
        Health(store, clock, metrics, lambda: disk.size, TOKEN, tables, fresh=NOW).add_to,
        Timing(metrics, clock).add_to,
        add_echo,
    )
    async with TestClient(TestServer(app)) as opened:
        yield opened


async def figures(client: Client) -> dict[str, float]:
    """The figures by name and labels."""
    async with client.get("/metrics") as answer:
        assert answer.status == 200
        text = await answer.text()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


async def test_it_lives(client: Client) -> None:
    async with client.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_it_is_ready(client: Client) -> None:
    async with client.get("/readyz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ready"})


async def test_a_full_spool_is_not_ready(client: Client, disk: Disk) -> None:
    disk.size = LIMIT
    async with client.get("/readyz") as answer:
        assert answer.status == 503
        assert await answer.json() == {"status": "unavailable", "reasons": ["the spool is full"]}


async def test_another_version_is_not_ready(store: Database, clock: PushedClock, metrics: Metrics, disk: Disk) -> None:
    app = build(Health(store, clock, metrics, lambda: disk.size, TOKEN, Tables(store, clock, "9999")).add_to)
    async with TestClient(TestServer(app)) as client, client.get("/readyz") as answer:
        assert answer.status == 503
        assert "this program needs 9999" in (await answer.json())["reasons"][0]


async def test_other_tables_under_its_name_are_not_ready(store: Database, database: str) -> None:
    """Somebody's hand took a column out, and put it back: either is seen within a minute."""
    clock = StillClock()
    tables = Tables(store, clock)
    seen = []
    for change in ("size TO width", "width TO size"):
        seen.append(await tables.trouble())
        await execute(database, f"ALTER TABLE spools RENAME COLUMN {change}")
        seen.append(await tables.trouble())
        clock.push(LOOKED_AT)
    told = f"the database says it is {get_head()}, but its tables differ: spools.size is missing,"
    assert [str(one).partition(" spools.width")[0] for one in seen] == ["None", "None", told, told]
    assert await tables.trouble() is None


async def test_a_database_that_was_migrated_meanwhile_is_not_ready(store: Database, database: str) -> None:
    """At once, and back at once when it is what it was."""
    tables = Tables(store, StillClock())
    seen = [await tables.trouble()]
    bring = "UPDATE alembic_version SET version_num = "
    for revision in ("9999", get_head()):
        await execute(database, f"{bring} '{revision}'")
        seen.append(await tables.trouble())
    assert seen == [None, f"the database is at 9999, this program needs {get_head()}", None]


async def test_a_database_that_is_away(tmp_path: Path, clock: PushedClock, metrics: Metrics, disk: Disk) -> None:
    nowhere = make_database(f"sqlite:///{tmp_path}/gone/parley.db", Ids(clock), HOLDINGS)
    app = build(Health(nowhere, clock, metrics, lambda: disk.size, TOKEN, Tables(nowhere, clock)).add_to)
    async with TestClient(TestServer(app)) as client:
        async with client.get("/readyz") as answer:
            assert answer.status == 503
            assert "did not answer" in (await answer.json())["reasons"][0]
        async with client.get("/healthz") as answer:
            assert answer.status == 200
        found = await figures(client)
        assert (found["parley_database_up"], [name for name in found if "outbox" in name]) == (0, [])
    await nowhere.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 200, id="this machine"),
        pytest.param({"X-Forwarded-For": "203.0.113.7"}, 401, id="elsewhere"),
        pytest.param({"X-Forwarded-For": "127.0.0.1"}, 401, id="elsewhere, pretending"),
        pytest.param({"X-Forwarded-For": "203.0.113.7", "Authorization": f"Bearer {TOKEN}"}, 200, id="with the token"),
        pytest.param({"X-Forwarded-For": "203.0.113.7", "Authorization": "Bearer no"}, 401, id="with another token"),
        pytest.param({"X-Forwarded-For": "203.0.113.7", "Authorization": "Bearer é"}, 401, id="with another script"),
    ],
)
async def test_who_may_see_the_figures(client: Client, headers: dict[str, str], status: int) -> None:
    async with client.get("/metrics", headers=headers) as answer:
        assert answer.status == status
        if status == 200:
            assert answer.headers["Content-Type"].startswith("text/plain; version=")


def test_the_token_is_the_installations() -> None:
    assert re.fullmatch("[0-9a-f]{64}", TOKEN)
    assert derive_metrics_token(Vault("k" * 32)) == TOKEN
    assert derive_metrics_token(Vault("q" * 32)) != TOKEN


async def test_what_stands(client: Client, store: Database, disk: Disk) -> None:
    async def fill(unit: Unit) -> None:
        await unit.businesses.put(Business(SHOP, "Kiln", "US", "America/Chicago", "USD"), START)
        late, sender = await queued(unit), await unit.senders.put("sms", "twilio", "+13145550100", 1, START)
        await unit.outbox.add(entry(late, sender, due_at=START - timedelta(seconds=90)))
        await unit.outbox.add(entry(await queued(unit), sender, priority=Priority.ANSWER, due_at=None))
        await queued(unit, status=MessageStatus.UNKNOWN)
        await queued(unit, status=MessageStatus.FAILED, code="30003")

    await do(store, fill)
    disk.size = 77
    found = await figures(client)
    expected = {
        "parley_database_up": 1,
        "parley_spool_bytes": 77,
        'parley_outbox_messages{priority="sequence"}': 1,
        'parley_outbox_messages{priority="answer"}': 1,
        'parley_outbox_messages{priority="bulk"}': 0,
        'parley_outbox_due{priority="sequence"}': 1,
        'parley_outbox_due{priority="answer"}': 0,
        'parley_outbox_oldest_seconds{priority="sequence"}': 90,
        'parley_outbox_oldest_seconds{priority="answer"}': 0,
        'parley_unknown_outcomes{channel="sms"}': 1,
        'parley_messages{channel="sms",code="30003",direction="out",status="failed"}': 1,
        'parley_messages{channel="sms",code="",direction="out",status="queued"}': 2,
        'parley_events{status="unreadable"}': 0,
        'parley_parked{queue="events"}': 0,
        "parley_spool_limit_bytes": LIMIT,
        "parley_events_oldest_seconds": 0,
        "parley_waits_oldest_seconds": 0,
    }
    assert {name: found.get(name) for name in expected} == expected


async def test_what_is_gone_is_not_shown_again(client: Client, store: Database) -> None:
    async def fill(unit: Unit) -> UUID:
        return (await queued(unit, status=MessageStatus.UNKNOWN)).id

    message = await do(store, fill)
    assert 'parley_unknown_outcomes{channel="sms"}' in await figures(client)
    await do(store, lambda unit: unit.messages.reach(message, MessageStatus.DELIVERED, START))
    assert 'parley_unknown_outcomes{channel="sms"}' not in await figures(client)


@pytest.mark.parametrize(("business", "status"), [("tiger", 200), ("closed", 401), ("broken", 500)])
async def test_requests_are_timed_by_route(client: Client, business: str, status: int) -> None:
    await client.post(f"/webhooks/shopify/{business}")
    await client.get("/wp-login.php")
    found = await figures(client)
    assert found[f'parley_http_seconds_count{{route="/webhooks/shopify/{{business}}",status="{status}"}}'] == 1
    assert found['parley_http_seconds_count{route="?",status="404"}'] == 1
    assert business not in str(found)


async def test_calls_are_counted_by_channel(client: Client, metrics: Metrics) -> None:
    metrics.count_call("telegram", Answer(failure=Failure.BLOCKED, code="403"), timedelta(seconds=1))
    metrics.count_call("shopify", Answer(provider_id="1"), timedelta(seconds=1))
    found = await figures(client)
    assert found['parley_send_seconds_count{channel="telegram"}'] == 1
    assert found['parley_handed_over_total{channel="telegram",code="403",outcome="blocked"}'] == 1
    assert found['parley_handed_over_total{channel="shopify",code="",outcome="taken"}'] == 1


async def test_the_database_is_asked_seldom(store: Database, clock: PushedClock, metrics: Metrics) -> None:
    at, soon, later = clock.get_real_time(), FRESH / 2, FRESH

    async def unknown(after: timedelta) -> bool:
        return b"parley_unknown_outcomes{" in await metrics.scrape(store, START, at + after, 0)

    assert not await unknown(NOW)
    await do(store, lambda unit: queued(unit, status=MessageStatus.UNKNOWN))
    assert [await unknown(soon), await unknown(later)] == [False, True]


@pytest.mark.parametrize(
    ("held", "failures", "paused", "state"),
    [
        pytest.param(None, 9, False, "working", id="its rest is over"),
        pytest.param(timedelta(seconds=5), 0, False, "held", id="told to wait"),
        pytest.param(timedelta(seconds=5), 5, False, "circuit", id="failing"),
        pytest.param(timedelta(seconds=5), 5, True, "paused", id="stopped"),
    ],
)
async def test_how_senders_are(
    client: Client, store: Database, clock: PushedClock, held: timedelta | None, failures: int, paused: bool, state: str
) -> None:
    elapsed = clock.get_real_time()

    async def fill(unit: Unit) -> None:
        sender = await unit.senders.put("sms", "twilio", "+13145550100", 1, elapsed)
        for _ in range(failures):
            await unit.senders.count_failure(sender)
        if held is not None:
            await unit.senders.rest_until(sender, elapsed + held + timedelta(minutes=1))
        if paused:
            await unit.senders.pause(sender, "no credentials", START)

    await do(store, fill)
    found = {name: value for name, value in (await figures(client)).items() if name.startswith("parley_senders")}
    assert found == {f'parley_senders{{channel="sms",state="{state}"}}': 1}


async def test_what_happens_here_is_counted(client: Client, metrics: Metrics) -> None:
    metrics.count_departure("sms", Priority.ANSWER, timedelta(seconds=3))
    metrics.count_departure("sms", Priority.ANSWER, timedelta(seconds=-1))  # clocks of two hosts
    metrics.count_claim("outbox", 40)
    metrics.lease_lost("outbox")
    found = await figures(client)
    assert found['parley_send_delay_seconds_sum{channel="sms",priority="answer"}'] == 3
    assert found['parley_send_delay_seconds_count{channel="sms",priority="answer"}'] == 2
    assert found['parley_claimed_total{queue="outbox"}'] == 40
    assert found['parley_lease_losses_total{queue="outbox"}'] == 1


async def test_what_is_shed_is_counted(client: Client) -> None:
    await client.post("/webhooks/shopify/full")
    found = await figures(client)
    assert found['parley_shed_total{route="/webhooks/shopify/{business}"}'] == 1


@given(codes=st.lists(st.one_of(st.none(), st.text(max_size=60), st.integers(0, 10**6).map(str)), max_size=300))
def test_codes_are_bounded(codes: list[str | None]) -> None:
    bound = Codes()
    shown = {bound.limit(code) for code in codes}
    assert len(shown - {"", OTHER}) <= MOST_CODES
    assert all(len(one) <= 40 and "\n" not in one for one in shown)


def test_many_codes() -> None:
    bound = Codes()
    shown = [bound.limit(str(code)) for code in range(30_000, 30_500)]
    assert shown == [str(code) for code in range(30_000, 30_000 + MOST_CODES)] + [OTHER] * (500 - MOST_CODES)
    assert bound.limit("30007") == "30007"
