"""``parley bench``: benchmarks against built-in stand-ins, for anybody to repeat."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands import options

if TYPE_CHECKING:
    from bot.bench.bench_sheet import Sheet

Runs = Annotated[int, typer.Option(min=1, help="How often everything is measured.")]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        callback=lambda url: _own(url),
        help="A database of the benchmark's own, which it empties [a temporary SQLite file].",
    ),
]
Peers = Annotated[
    str | None, typer.Option(metavar="PYTHON", help="The Python that has the extra 'peers' [the one that runs this].")
]


def build() -> typer.Typer:
    """The benchmarks, a command each."""
    app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Benchmarks against built-in stand-ins.")
    for command in (
        delivery, inbound, reaction, outage, backlog, fanout, campaign, find, audience, orders, sourcing, staff, idle,
        experiments, reading,
    ):  # fmt: skip
        app.command(command.__name__)(command)
    app.command("import")(bringing)
    return app


def delivery(
    messages: Annotated[int, typer.Option(min=1, help="How many wait in the outbox.")] = 20_000,
    latency: Annotated[str, typer.Option(metavar="MS,…", help="How long the provider takes to answer.")] = "0,50,200",
    workers: Annotated[int, typer.Option(min=1, help="Processes beside one; more than one on PostgreSQL.")] = 1,
    log_level: Annotated[str, typer.Option(help="What the workers log, to a file.")] = "info",
    peers_at: Annotated[str, typer.Option(metavar="MS,…", help="The latencies at which other queues run, too.")] = "0",
    peer_messages: Annotated[int, typer.Option(min=1, help="How many messages the other queues get.")] = 5_000,
    peers: Peers = None,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Messages a second from the outbox to the provider, every one judged; beside the bare client and other queues.

    \b
    Example:
      parley bench delivery --messages 500 --runs 1
      parley bench delivery --workers 2 --database-url postgresql://user:password@host/bench
    """
    if workers > 1 and not (database_url or "").startswith("postgres"):
        raise typer.BadParameter("a SQLite file has one process; give it --database-url", param_hint="--workers")
    from bot.bench.delivery_bench import DeliveryPlan, measure_delivery

    plan = DeliveryPlan(
        runs=runs,
        messages=messages,
        latencies=_numbers(latency, "--latency"),
        workers=workers,
        database_url=database_url,
        log_level=log_level,
        peers=peers,
        peers_at=_numbers(peers_at, "--peers-at"),
        peer_messages=min(peer_messages, messages),
    )
    _show(measure_delivery(plan), json=json)


def inbound(
    requests: Annotated[int, typer.Option(min=1, help="How many at each number of connections.")] = 10_000,
    connections: Annotated[str, typer.Option(metavar="N,…", help="How many post at the same time.")] = "1,50,200",
    acting: Annotated[bool, typer.Option("--acting", help="Let the workers act upon the news meanwhile.")] = False,
    log_level: Annotated[str, typer.Option(help="What the service logs, to a file.")] = "info",
    peers: Peers = None,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Webhooks a second, signed and committed before the answer; beside bare aiohttp and FastAPI.

    \b
    Example:
      parley bench inbound --requests 500 --runs 1
    """
    from bot.bench.inbound_bench import InboundPlan, measure_inbound

    plan = InboundPlan(runs, requests, _numbers(connections, "--connections"), acting, database_url, log_level, peers)
    _show(measure_inbound(plan), json=json)


def reaction(
    rates: Annotated[str, typer.Option(metavar="N,…", help="Webhooks a second.")] = "150,300,600",
    seconds: Annotated[float, typer.Option(min=1, help="For how long at each rate.")] = 20.0,
    log_level: Annotated[str, typer.Option(help="What the service logs, to a file.")] = "info",
    database_url: DatabaseUrl = None,
    runs: Runs = 3,
    json: options.Json = False,
) -> None:
    """How soon a text is answered while carts come in, and how many of them are acted upon a second.

    \b
    Example:
      parley bench reaction --rates 100 --seconds 5 --runs 1
    """
    from bot.bench.reaction_bench import ReactionPlan, measure_reaction

    plan = ReactionPlan(runs, seconds, _numbers(rates, "--rates"), database_url=database_url, log_level=log_level)
    _show(measure_reaction(plan), json=json)


def outage(
    carts: Annotated[int, typer.Option(min=1, help="How many come while the database is away.")] = 5_000,
    connections: Annotated[int, typer.Option(min=1, help="How many post at the same time.")] = 20,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """What is told while the database is away: how fast it is kept, and stored when the database is back.

    \b
    Example:
      parley bench outage --carts 500 --runs 1
    """
    from bot.bench.outage_bench import OutagePlan, measure_outage

    _show(measure_outage(OutagePlan(runs, carts, connections, database_url)), json=json)


def backlog(
    few: Annotated[int, typer.Option(min=200, help="Rows that are due in the small case.")] = 10_000,
    many: Annotated[int, typer.Option(min=200, help="Rows in the large cases.")] = 1_000_000,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """What a claim from the outbox costs with few and with many rows, due and not due yet.

    \b
    Example:
      parley bench backlog --many 20000 --runs 1
    """
    from bot.bench.backlog_bench import BacklogPlan, measure_backlog

    _show(measure_backlog(BacklogPlan(runs, few, many, database_url)), json=json)


def fanout(
    customers: Annotated[int, typer.Option(min=120, help="How many the shop has; five in six get it.")] = 1_200_000,
    quiet: Annotated[float, typer.Option(help="Seconds of quiet to compare with.")] = 5.0,
    log_level: Annotated[str, typer.Option(help="What the service logs, to a file.")] = "info",
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """A campaign to most customers into the outbox, while webhooks and pages are served.

    \b
    Example:
      parley bench fanout --customers 12000 --quiet 1 --runs 1
    """
    from bot.bench.fanout_bench import FanoutPlan, measure_fanout

    _show(measure_fanout(FanoutPlan(runs, customers, quiet, database_url, log_level)), json=json)


def campaign(
    people: Annotated[int, typer.Option(min=1_200, help="How many get it.")] = 1_000_000,
    quiet: Annotated[float, typer.Option(help="Seconds of quiet to compare with.")] = 5.0,
    processes: Annotated[int, typer.Option(min=1, help="How many are to see its pause.")] = 4,
    database_url: DatabaseUrl = None,
    runs: Runs = 3,
    json: options.Json = False,
) -> None:
    """A campaign drafted, previewed, launched, queued wave by wave and paused, while pages are served.

    \b
    Example:
      parley bench campaign --people 12000 --quiet 1 --runs 1
    """
    from bot.bench.campaign_bench import CampaignPlan, measure_campaign

    _show(measure_campaign(CampaignPlan(runs, people, quiet, processes, database_url)), json=json)


def find(
    people: Annotated[int, typer.Option(min=200, help="How many there are.")] = 1_000_000,
    texts: Annotated[int, typer.Option(min=1, help="How many are looked for in each way.")] = 200,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """One person among many by name, number, mail, order and tag, beside a LIKE over everybody; the API asked the same.

    \b
    Example:
      parley bench find --people 20000 --runs 1
    """
    from bot.bench.find_bench import FindPlan, measure_find

    _show(measure_find(FindPlan(runs, people, texts, database_url)), json=json)


def audience(
    people: Annotated[int, typer.Option(min=200, help="How many there are, with ten lines of orders each.")] = 200_000,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    peers: Peers = None,
    json: options.Json = False,
) -> None:
    """Audiences of five conditions counted beside a bare count; ranks from totals beside orders and pandas.

    \b
    Example:
      parley bench audience --people 40000 --runs 1
    """
    from bot.bench.audience_bench import AudiencePlan, measure_audience

    _show(measure_audience(AudiencePlan(runs, people, database_url, peers)), json=json)


def orders(
    webhooks: Annotated[int, typer.Option("--orders", min=1, help="How many are placed.")] = 6_000,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """What keeping totals of customers costs a webhook of an order.

    \b
    Example:
      parley bench orders --orders 600 --runs 1
    """
    from bot.bench.order_bench import OrdersPlan, measure_orders

    _show(measure_orders(OrdersPlan(runs, webhooks, database_url)), json=json)


def bringing(
    people: Annotated[int, typer.Option(min=100, help="How many rows the file has.")] = 1_000_000,
    quiet: Annotated[float, typer.Option(help="Seconds of quiet to compare with.")] = 5.0,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """A file of customers brought in while webhooks are served, beside the driver alone with the same rows.

    \b
    Example:
      parley bench import --people 10000 --quiet 1 --runs 1
    """
    from bot.bench.import_bench import ImportPlan, measure_import

    _show(measure_import(ImportPlan(runs, people, quiet, database_url)), json=json)


def sourcing(
    few: Annotated[int, typer.Option(min=30, help="Open orders in the small case.")] = 100,
    many: Annotated[int, typer.Option(min=30, help="Open orders in the large case.")] = 10_000,
    shops: Annotated[int, typer.Option(min=3, help="How many shops are asked, three for each order.")] = 200,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """What one shopkeeper's reply costs with few and with many open orders: read, matched, and its order decided.

    \b
    Example:
      parley bench sourcing --many 1000 --runs 1
    """
    from bot.bench.sourcing_bench import SourcingPlan, measure_sourcing

    _show(measure_sourcing(SourcingPlan(runs, few, many, shops, database_url)), json=json)


def staff(
    customers: Annotated[int | None, typer.Option(min=1, help="How many live in the shop [all of the sample].")] = None,
    times: Annotated[int, typer.Option(min=1, help="How often each command is written behind the first time.")] = 8,
    runs: Runs = 3,
    json: options.Json = False,
) -> None:
    """How long the staff of a shop that has lived for a month wait for the answer to each command.

    \b
    Example:
      parley bench staff --runs 1
    """
    from bot.bench.staff_bench import StaffPlan, measure_staff

    _show(measure_staff(StaffPlan(runs, times, customers)), json=json)


def idle(runs: Runs = 5, json: options.Json = False) -> None:
    """What an idle service holds, and how long it imports before it answers.

    \b
    Example:
      parley bench idle --runs 1
    """
    from bot.bench.idle_bench import measure_idle

    _show(measure_idle(runs), json=json)


def experiments(
    tests: Annotated[int, typer.Option(min=1, help="How many are played in each case.")] = 10_000,
    people: Annotated[int, typer.Option(min=200, help="The most people of an arm.")] = 20_000,
    runs: Runs = 1,
    json: options.Json = False,
) -> None:
    """How often experiments name a false winner or miss a true one, and intervals the truth; beside other rules.

    \b
    Example:
      parley bench experiments --tests 500 --people 2000
    """
    from bot.bench.experiment_bench import ExperimentsPlan, measure_experiments

    _show(measure_experiments(ExperimentsPlan(runs, tests, people)), json=json)


def reading(
    characters: Annotated[int, typer.Option(min=64, max=4_096, help="How long each text is.")] = 4_096,
    tries: Annotated[int, typer.Option(min=1, help="How often each text is read; the fastest counts.")] = 3,
    runs: Runs = 1,
    json: options.Json = False,
) -> None:
    """The CPU time of hostile texts in the chats of customers, shops and staff; each may take 50 ms.

    \b
    Example:
      parley bench reading --tries 1
    """
    from bot.bench.reading_bench import ReadingPlan, measure_reading

    _show(measure_reading(ReadingPlan(runs, characters, tries)), json=json)


def _own(url: str | None) -> str | None:
    """The address of a database as every process finds it, whatever folder it runs in. Raises WrongSettings."""
    if url is None:
        return None
    from bot.config import load
    from storage.database.stores import sqlite_file

    file = sqlite_file(load({"PARLEY_DATABASE_URL": url}).database_url)
    return url if file is None else f"sqlite:///{file.absolute()}"


def _numbers(text: str, option: str) -> tuple[int, ...]:
    """Whole numbers with commas between, as ``0,50,200``. Raises typer.BadParameter."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise typer.BadParameter(f"{text!r} are no whole numbers; write them like 0,50,200", param_hint=option)
    return tuple(int(part) for part in parts)


def _show(work: Coroutine[Any, Any, Sheet], *, json: bool) -> None:
    from bot.bench.sheet_table import render

    sheet = asyncio.run(work)
    options.tell(sheet.as_json(), render(sheet), as_json=json)
