"""The benchmarks run with small sizes and tell what they found as JSON; how quick anything was is asserted nowhere."""

from __future__ import annotations

import json

import pytest

from bot.__main__ import main
from bot.bench import shop
from bot.bench.audience import AUDIENCES, AudiencePlan, measure_audience
from bot.bench.backlog import BacklogPlan, measure_backlog
from bot.bench.delivery import DeliveryPlan, measure_delivery
from bot.bench.fanout import FanoutPlan, measure_fanout
from bot.bench.find import FindPlan, measure_find
from bot.bench.importing import ImportPlan, measure_import
from bot.bench.inbound import InboundPlan, measure_inbound
from bot.bench.ordered import OrdersPlan, measure_orders
from bot.bench.outage import OutagePlan, measure_outage
from bot.bench.reaction import ReactionPlan, measure_reaction
from bot.bench.sheet import Sheet
from bot.bench.sourcing import SourcingPlan, measure_sourcing
from bot.bench.table import render

SMALL = {
    "delivery": ["--messages", "40", "--latency", "0,5"],
    "inbound": ["--requests", "20", "--connections", "1,50", "--acting"],
    "outage": ["--carts", "40", "--connections", "4"],
    "backlog": ["--few", "200", "--many", "400"],
    "fanout": ["--customers", "240", "--quiet", "0.2"],
    "find": ["--people", "400", "--texts", "30"],
    "import": ["--people", "300", "--quiet", "0.2"],
    "audience": ["--people", "300"],
    "orders": ["--orders", "12"],
    "sourcing": ["--few", "30", "--many", "90", "--shops", "30"],
    "staff": [],
    "idle": [],
    "experiments": ["--tests", "20", "--people", "2000"],
}
FOUND = {
    "delivery": {"messages", "peak memory", "peak memory, shared once"},
    "inbound": {"webhooks", "p99"},
    "outage": {"carts"},
    "backlog": {"claim of 100", "look for work"},
    "fanout": {"seconds", "peak memory", "writer held, p99", "writer held, most", "webhook, p99", "page, p99"},
    "find": {"scan", "median", "p95", "answer"},
    "import": {"seconds", "of these looking through", "peak memory", "webhook, p99"},
    "audience": {"count", "people", "read", "peak", "growth"},
    "orders": {"processor"},
    "sourcing": {"reply matched", "order decides", "one reply", "shops told", "slowest decision"},
    "staff": {"p50"},
    "idle": {"resident memory", "imports"},
    "experiments": {
        *("lowest coverage", "highest coverage", "furthest from 95 %", "coverage"),
        *("false winners", "power", "people, of the planned"),
    },
}


@pytest.fixture
def server(packaged_postgres: str) -> str:
    """What ``database`` stands on: SQLite is what the commands above take by themselves."""
    return packaged_postgres


def ended(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Runs a command: its exit code and what it wrote."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    written = capsys.readouterr()
    return int(end.value.code or 0), written.out, written.err


@pytest.mark.parametrize("bench", SMALL)
def test_each_prints_json(bench: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ended(capsys, "bench", bench, *SMALL[bench], "--runs", "1", "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["bench"] == bench
    assert {"Python", "SQLite", "aiohttp", "SQLAlchemy"} <= told["versions"].keys()
    assert {"processor", "cores", "memory", "system"} == told["machine"].keys()
    assert {one["name"] for one in told["figures"]} == FOUND[bench]
    assert all(len(one["runs"]) == 1 and one["low"] == one["median"] == one["high"] for one in told["figures"])
    assert any("goal" in one for one in told["ratios"])


@pytest.mark.parametrize("bench", SMALL)
def test_each_has_help_with_an_example(bench: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ended(capsys, "bench", bench, "--help")
    assert code == 0
    assert f"Example:\n    parley bench {bench}" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["delivery", "--latency", "0,fast"], "'0,fast' are no whole numbers", id="no number"),
        pytest.param(["delivery", "--workers", "2"], "a SQLite file has one process", id="workers without a server"),
        pytest.param(["delivery", "--runs", "0"], "Input should be greater than or equal to 1", id="no run"),
        pytest.param(
            ["delivery", "--database-url", "mysql://x/y"], "postgresql://user:password@host/database", id="url"
        ),
    ],
)
def test_what_cannot_be_measured_is_told(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = ended(capsys, "bench", *arguments)
    assert code == 2
    assert said in " ".join(err.replace("│", " ").split())


@pytest.mark.postgres
async def test_delivery_on_postgres(database: str) -> None:
    plan = DeliveryPlan(runs=1, messages=30, latencies=(0,), workers=2, database_url=database)
    found = rows(await measure_delivery(plan))
    assert len(found["Parley", "0 ms", "messages"]) == len(found["Parley, 2 workers", "0 ms", "messages"]) == 1


async def test_reaction() -> None:
    plan = ReactionPlan(runs=1, seconds=2.0, rates=(30,))
    found = rows(await measure_reaction(plan))
    assert {("Parley", "30 webhooks a second", name) for name in ("taken", "acted upon", "reaction, p99")} <= set(found)


@pytest.mark.postgres
async def test_inbound_on_postgres(database: str) -> None:
    plan = InboundPlan(runs=1, requests=20, connections=(2,), database_url=database)
    assert ("Parley", "2 connections", "p99") in rows(await measure_inbound(plan))


@pytest.mark.postgres
async def test_outage_on_postgres(database: str) -> None:
    plan = OutagePlan(runs=1, carts=40, connections=4, database_url=database)
    assert ("Parley", "out of the spool", "carts") in rows(await measure_outage(plan))


@pytest.mark.postgres
async def test_backlog_on_postgres(database: str) -> None:
    plan = BacklogPlan(runs=2, few=200, many=300, database_url=database)
    assert len(rows(await measure_backlog(plan))["Parley", "200 due behind 300", "claim of 100"]) == 2


@pytest.mark.postgres
async def test_fanout_on_postgres(database: str) -> None:
    plan = FanoutPlan(runs=1, customers=240, quiet=0.1, database_url=database)
    found = rows(await measure_fanout(plan))
    assert len(found["Parley", "many", "seconds"]) == len(found["bare INSERT … SELECT", "many", "seconds"]) == 1


@pytest.mark.postgres
async def test_find_on_postgres(database: str) -> None:
    plan = FindPlan(runs=1, people=300, texts=20, database_url=database)
    assert len(rows(await measure_find(plan))["Parley", "tag", "p95"]) == 1


@pytest.mark.postgres
async def test_import_on_postgres(database: str) -> None:
    plan = ImportPlan(runs=1, people=300, quiet=0.1, database_url=database)
    found = rows(await measure_import(plan))
    assert len(found["Parley", "whole", "seconds"]) == len(found["the driver alone", "whole", "seconds"]) == 1


@pytest.mark.postgres
async def test_audience_on_postgres(database: str) -> None:
    plan = AudiencePlan(runs=1, people=300, database_url=database)
    found = rows(await measure_audience(plan))
    assert all(found["Parley", audience, "people"][0] > 0 for audience in AUDIENCES)
    assert found["Parley", "ranks of all", "peak"][0] > found["Parley", "ranks of all", "growth"][0]


@pytest.mark.postgres
async def test_orders_on_postgres(database: str) -> None:
    found = rows(await measure_orders(OrdersPlan(runs=1, orders=12, database_url=database)))
    assert found["totals kept", "an order's webhook", "processor"][0] > 0
    assert found["no totals", "an order's webhook", "processor"][0] > 0


@pytest.mark.postgres
async def test_sourcing_on_postgres(database: str) -> None:
    plan = SourcingPlan(runs=1, few=30, many=60, shops=30, database_url=database)
    assert len(rows(await measure_sourcing(plan))["Parley", "60 open orders", "one reply"]) == 1


@pytest.mark.postgres
async def test_a_database_of_somebody_s_is_left_alone(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await shop.fresh(database)
    monkeypatch.setattr(shop, "BUSINESS", "another")
    with pytest.raises(shop.Lived, match="this database holds bench; a benchmark empties its own"):
        await shop.fresh(database)


@pytest.mark.postgres
async def test_a_second_run_begins_anew(database: str) -> None:
    await shop.fresh(database)
    await shop.fresh(database)
    async with shop.opened(database) as store:
        assert [one.channel for one in await store.read(shop.BUSINESS, lambda unit: unit.senders.all())] == [
            "shopify",
            "sms",
        ]


def rows(sheet: Sheet) -> dict[tuple[str, str, str], list[float]]:
    """A sheet's figures by who, case and name."""
    return {(one.who, one.case, one.name): one.runs for one in sheet.figures}


def test_a_sheet_can_be_read() -> None:
    sheet = Sheet("delivery", {"runs": 2})
    for value in (1.0, 3.0):
        sheet.note("Parley", "0 ms", "messages", "/s", value)
    sheet.skip("Celery", "needs redis-server")
    text = render(sheet)
    assert "median of 2 runs" in text
    assert "Parley  0 ms  messages  2 /s    1 to 3" in text
    assert text.endswith("not measured: Celery: needs redis-server")
