"""The benchmarks run with small sizes and tell what they found as JSON; how quick anything was is asserted nowhere."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.__main__ import main
from bot.bench import bench_shop
from bot.bench.audience_bench import AUDIENCES
from bot.bench.bench_sheet import Sheet
from bot.bench.sheet_table import render

SMALL = {
    "delivery": ["--messages", "30", "--latency", "0"],
    "mails": ["--messages", "30", "--quiet", "0.2"],
    "inbound": ["--requests", "50", "--connections", "50", "--acting"],
    "prompts": ["--requests", "30"],
    "reaction": ["--rates", "300", "--seconds", "1"],
    "outage": ["--carts", "40", "--connections", "4", "--backlog", "50", "--spooled", "20000"],
    "backlog": ["--few", "200", "--many", "300"],
    "fanout": ["--customers", "240", "--quiet", "0.1"],
    "campaign": ["--people", "1200", "--quiet", "0.1", "--processes", "2"],
    "find": ["--people", "300", "--texts", "20"],
    "import": ["--people", "200", "--quiet", "0.1"],
    "audience": ["--people", "300"],
    "orders": ["--orders", "12"],
    "sourcing": ["--few", "30", "--many", "60", "--shops", "30"],
}
"""Those that have a database. Each runs every second day, on one kind: a service and its stand-ins are started."""
APART = {
    "staff": ["--customers", "8", "--times", "1"],
    "idle": [],
    "experiments": ["--tests", "20", "--people", "2000"],
}
FOUND = {
    "delivery": {"messages", "peak memory", "peak memory, shared once"},
    "mails": {"mails", "page, p99"},
    "inbound": {"webhooks", "p99"},
    "prompts": {"answers", "p99"},
    "reaction": {"taken", "acted upon", "reaction, p50", "reaction, p99"},
    "outage": {"carts", "spool read", "processor until it is read", "backlog sent after it"},
    "backlog": {"claim of 100", "look for work"},
    "fanout": {"seconds", "peak memory", "writer held, p99", "writer held, most", "webhook, p99", "page, p99"},
    "campaign": {
        *("seconds", "processor", "resident before", "resident after", "page, p99", "seen by the last process"),
        *("count", "sample judged and rendered", "all but its sample"),
    },
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

# Whose figures are there, in which case: some of each bench that has a database.
THERE = {
    "delivery": [("Parley", "0 ms", "messages"), ("bare client", "0 ms", "messages")],
    "mails": [
        ("Parley", "alone", "mails"),
        ("bare aiosmtplib", "alone", "mails"),
        ("Parley", "meanwhile", "page, p99"),
    ],
    "inbound": [("Parley", "50 connections", "p99")],
    "prompts": [("Parley", case, "answers") for case in ("webhooks", "10 offers", "1 000 offers")],
    "reaction": [("Parley", "300 webhooks a second", name) for name in ("taken", "reaction, p99")],
    "outage": [
        ("Parley", "out of the spool", "carts"),
        *(("Parley", case, "spool read") for case in ("spool alone", "beside a backlog, cores busy")),
    ],
    "backlog": [("Parley", "200 due behind 300", "claim of 100")],
    "fanout": [(who, "many", "seconds") for who in ("Parley", "bare INSERT … SELECT")],
    "campaign": [(who, "into the queue", "seconds") for who in ("Parley", "bare INSERT … SELECT")],
    "find": [("Parley", "tag", "p95")],
    "import": [(who, "whole", "seconds") for who in ("Parley", "the driver alone")],
    "audience": [("Parley", audience, "people") for audience in AUDIENCES],
    "orders": [(who, "an order's webhook", "processor") for who in ("totals kept", "no totals")],
    "sourcing": [("Parley", "60 open orders", "one reply")],
}
WORKERS = ("Parley, 2 workers", "0 ms", "messages")


def ended(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Runs a command: its exit code and what it wrote."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    written = capsys.readouterr()
    return int(end.value.code or 0), written.out, written.err


@pytest.mark.long
@pytest.mark.parametrize("bench", SMALL)
def test_each_prints_json(bench: str, server: str | None, database: str, capsys: pytest.CaptureFixture[str]) -> None:
    beside = [] if server is None else ["--database-url", database]
    crewed = bench == "delivery" and server is not None  # a SQLite file has one process
    told = _told(capsys, bench, *SMALL[bench], *beside, *(("--workers", "2") if crewed else ()))
    assert told["settings"]["database"] == ("SQLite" if server is None else "PostgreSQL")
    medians = {(one["who"], one["case"], one["name"]): one["median"] for one in told["figures"]}
    assert all(medians[each] > 0 for each in [*THERE[bench], *([WORKERS] if crewed else [])])
    if bench == "audience":
        assert medians["Parley", "ranks of all", "peak"] > medians["Parley", "ranks of all", "growth"]


@pytest.mark.long
@pytest.mark.parametrize("bench", APART)
def test_each_that_has_no_database_prints_json(bench: str, capsys: pytest.CaptureFixture[str]) -> None:
    _told(capsys, bench, *APART[bench])


def _told(capsys: pytest.CaptureFixture[str], bench: str, *arguments: str) -> dict[str, Any]:
    """What a benchmark says of itself after one run."""
    runs = 2 if bench == "backlog" else 1  # one of them more than once; it starts no process
    code, out, err = ended(capsys, "bench", bench, *arguments, "--runs", str(runs), "--json")
    assert (code, err) == (0, "")
    told: dict[str, Any] = json.loads(out)
    assert told["bench"] == bench
    assert {"Python", "SQLite", "aiohttp", "SQLAlchemy"} <= told["versions"].keys()
    assert {"processor", "cores", "memory", "system"} == told["machine"].keys()
    assert {one["name"] for one in told["figures"]} == FOUND[bench]
    assert all(len(one["runs"]) == runs and one["low"] <= one["median"] <= one["high"] for one in told["figures"])
    assert any("goal" in one for one in told["ratios"])
    return told


@pytest.mark.parametrize("bench", [*SMALL, *APART])
def test_each_has_help_with_an_example(bench: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ended(capsys, "bench", bench, "--help")
    assert code == 0
    assert f"Example:\n    parley bench {bench}" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["delivery", "--latency", "0,fast"], "'0,fast' are not whole numbers", id="no number"),
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


async def test_a_database_of_somebody_s_is_left_alone(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await bench_shop.prepare_business(database)
    monkeypatch.setattr(bench_shop, "BUSINESS", "another")
    with pytest.raises(bench_shop.Lived, match="this database holds bench; a benchmark empties its own"):
        await bench_shop.prepare_business(database)


async def test_a_second_run_begins_anew(database: str) -> None:
    await bench_shop.prepare_business(database)
    await bench_shop.prepare_business(database)
    async with bench_shop.open_store(database) as store:
        assert [one.channel for one in await store.read(bench_shop.BUSINESS, lambda unit: unit.senders.all())] == [
            "shopify",
            "sms",
        ]


def test_a_sheet_can_be_read() -> None:
    sheet = Sheet("delivery", {"runs": 2})
    for value in (1.0, 3.0):
        sheet.note("Parley", "0 ms", "messages", "/s", value)
    sheet.skip("Celery", "needs redis-server")
    text = render(sheet)
    assert "median of 2 runs" in text
    assert "Parley  0 ms  messages  2 /s    1 to 3" in text
    assert text.endswith("not measured: Celery: needs redis-server")
