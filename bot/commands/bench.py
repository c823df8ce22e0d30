"""``parley bench``: repeatable benchmarks against built-in stubs."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands import options

if TYPE_CHECKING:
    from bot.bench.bench_sheet import Sheet

Runs = Annotated[int, typer.Option(min=1, help="The number of runs of each measurement.")]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        callback=lambda url: _make_absolute(url),
        help="A database for the benchmark only; it is emptied [a temporary SQLite file].",
    ),
]
Peers = Annotated[
    str | None, typer.Option(metavar="PYTHON", help="The Python with the extra 'peers' [the one that runs this].")
]


def build() -> typer.Typer:
    """Return the benchmarks, a command each."""
    app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Benchmarks against built-in stubs.")
    for command in (
        delivery, mails, inbound, prompts, reaction, outage, backlog, fanout, campaign, find, audience, orders,
        sourcing, staff, idle, experiments, reading,
    ):  # fmt: skip
        app.command(command.__name__)(command)
    app.command("import")(bringing)
    return app


def delivery(
    messages: Annotated[int, typer.Option(min=1, help="The number of messages in the outbox.")] = 20_000,
    latency: Annotated[str, typer.Option(metavar="MS,…", help="The provider's response times.")] = "0,50,200",
    workers: Annotated[int, typer.Option(min=1, help="The number of processes; more than one needs PostgreSQL.")] = 1,
    log_level: Annotated[str, typer.Option(help="The log level of the workers, which log to a file.")] = "info",
    peers_at: Annotated[str, typer.Option(metavar="MS,…", help="The response times for the other queues.")] = "0",
    peer_messages: Annotated[int, typer.Option(min=1, help="The number of messages for the other queues.")] = 5_000,
    peers: Peers = None,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Measure messages a second from the outbox to the provider, all judged; compare a bare client and other queues.

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


def mails(
    messages: Annotated[int, typer.Option(min=1, help="The number of mails in the outbox.")] = 5_000,
    quiet: Annotated[float, typer.Option(help="Seconds without mails, for comparison.")] = 5.0,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Measure mails a second from the outbox to a mail server, all judged; compare a bare loop of aiosmtplib. Request
    pages while mails leave. The mail server is aiosmtpd, of the extra 'dev'.

    \b
    Example:
      parley bench mails --messages 200 --quiet 1 --runs 1
    """
    from bot.bench.mail_bench import MailsPlan, measure_mails

    _show(measure_mails(MailsPlan(runs, messages, quiet, database_url=database_url)), json=json)


def inbound(
    requests: Annotated[int, typer.Option(min=1, help="The number of requests per connection count.")] = 10_000,
    connections: Annotated[str, typer.Option(metavar="N,…", help="How many post at the same time.")] = "1,50,200",
    acting: Annotated[bool, typer.Option("--acting", help="Run the workers on the events at the same time.")] = False,
    log_level: Annotated[str, typer.Option(help="What the service logs, to a file.")] = "info",
    peers: Peers = None,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Measure webhooks a second, signed and committed before the answer; compare bare aiohttp and FastAPI.

    \b
    Example:
      parley bench inbound --requests 500 --runs 1
    """
    from bot.bench.inbound_bench import InboundPlan, measure_inbound

    plan = InboundPlan(runs, requests, _numbers(connections, "--connections"), acting, database_url, log_level, peers)
    _show(measure_inbound(plan), json=json)


def prompts(
    requests: Annotated[int, typer.Option(min=1, help="The number of returns for each brand.")] = 2_000,
    log_level: Annotated[str, typer.Option(help="What the service logs, to a file.")] = "info",
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Measure completed returns a second, decided among 10 and among 1 000 offers; compare webhooks.

    \b
    Example:
      parley bench prompts --requests 300 --runs 1
    """
    from bot.bench.prompts_bench import PromptsPlan, measure_prompts

    _show(measure_prompts(PromptsPlan(runs, requests, database_url, log_level)), json=json)


def reaction(
    rates: Annotated[str, typer.Option(metavar="N,…", help="Webhooks a second.")] = "150,300,600",
    seconds: Annotated[float, typer.Option(min=1, help="The duration of each rate.")] = 20.0,
    log_level: Annotated[str, typer.Option(help="What the service logs, to a file.")] = "info",
    database_url: DatabaseUrl = None,
    runs: Runs = 3,
    json: options.Json = False,
) -> None:
    """Measure the time to answer a text while carts come in, and the carts processed a second.

    \b
    Example:
      parley bench reaction --rates 100 --seconds 5 --runs 1
    """
    from bot.bench.reaction_bench import ReactionPlan, measure_reaction

    plan = ReactionPlan(runs, seconds, _numbers(rates, "--rates"), database_url=database_url, log_level=log_level)
    _show(measure_reaction(plan), json=json)


def outage(
    carts: Annotated[int, typer.Option(min=1, help="The number of checkouts while the database is away.")] = 5_000,
    connections: Annotated[int, typer.Option(min=1, help="How many post at the same time.")] = 20,
    backlog: Annotated[int, typer.Option(min=1, help="The number of waiting marketing messages.")] = 20_000,
    spooled: Annotated[int, typer.Option(min=1, help="The size of the spool beside them, in bytes.")] = 2_000_000,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Measure events during a database outage: how fast they are spooled, and stored when the database is back; also
    beside a backlog of marketing while every core is busy.

    \b
    Example:
      parley bench outage --carts 500 --runs 1
    """
    from bot.bench.outage_bench import OutagePlan, measure_outage

    _show(measure_outage(OutagePlan(runs, carts, connections, backlog, spooled, database_url)), json=json)


def backlog(
    few: Annotated[int, typer.Option(min=200, help="The due rows of the small case.")] = 10_000,
    many: Annotated[int, typer.Option(min=200, help="The rows of the large cases.")] = 1_000_000,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Measure the cost of a claim from the outbox with few and with many rows, due and not due yet.

    \b
    Example:
      parley bench backlog --many 20000 --runs 1
    """
    from bot.bench.backlog_bench import BacklogPlan, measure_backlog

    _show(measure_backlog(BacklogPlan(runs, few, many, database_url)), json=json)


def fanout(
    customers: Annotated[int, typer.Option(min=120, help="The number of customers; five in six get it.")] = 1_200_000,
    quiet: Annotated[float, typer.Option(help="Seconds without load, for comparison.")] = 5.0,
    log_level: Annotated[str, typer.Option(help="What the service logs, to a file.")] = "info",
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Queue a campaign to most customers while the service answers webhooks and pages.

    \b
    Example:
      parley bench fanout --customers 12000 --quiet 1 --runs 1
    """
    from bot.bench.fanout_bench import FanoutPlan, measure_fanout

    _show(measure_fanout(FanoutPlan(runs, customers, quiet, database_url, log_level)), json=json)


def campaign(
    people: Annotated[int, typer.Option(min=1_200, help="The size of the audience.")] = 1_000_000,
    quiet: Annotated[float, typer.Option(help="Seconds without load, for comparison.")] = 5.0,
    processes: Annotated[int, typer.Option(min=1, help="The number of processes that must notice the pause.")] = 4,
    database_url: DatabaseUrl = None,
    runs: Runs = 3,
    json: options.Json = False,
) -> None:
    """Draft, preview, launch, queue and pause a campaign while the service answers pages.

    \b
    Example:
      parley bench campaign --people 12000 --quiet 1 --runs 1
    """
    from bot.bench.campaign_bench import CampaignPlan, measure_campaign

    _show(measure_campaign(CampaignPlan(runs, people, quiet, processes, database_url)), json=json)


def find(
    people: Annotated[int, typer.Option(min=200, help="The number of people in the database.")] = 1_000_000,
    texts: Annotated[int, typer.Option(min=1, help="The number of searches of each kind.")] = 200,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Find one person among many by name, number, mail, order and tag; compare a LIKE over everybody, and the API.

    \b
    Example:
      parley bench find --people 20000 --runs 1
    """
    from bot.bench.find_bench import FindPlan, measure_find

    _show(measure_find(FindPlan(runs, people, texts, database_url)), json=json)


def audience(
    people: Annotated[int, typer.Option(min=200, help="The people, with ten lines of orders each.")] = 200_000,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    peers: Peers = None,
    json: options.Json = False,
) -> None:
    """Count audiences of five conditions; compare a bare count. Compute ranks; compare orders and pandas.

    \b
    Example:
      parley bench audience --people 40000 --runs 1
    """
    from bot.bench.audience_bench import AudiencePlan, measure_audience

    _show(measure_audience(AudiencePlan(runs, people, database_url, peers)), json=json)


def orders(
    webhooks: Annotated[int, typer.Option("--orders", min=1, help="The number of orders.")] = 6_000,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Measure the cost of customer totals for the webhook of an order.

    \b
    Example:
      parley bench orders --orders 600 --runs 1
    """
    from bot.bench.order_bench import OrdersPlan, measure_orders

    _show(measure_orders(OrdersPlan(runs, webhooks, database_url)), json=json)


def bringing(
    people: Annotated[int, typer.Option(min=100, help="The number of rows in the file.")] = 1_000_000,
    quiet: Annotated[float, typer.Option(help="Seconds without load, for comparison.")] = 5.0,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Import a file of customers while the service answers webhooks; compare the bare driver with the same rows.

    \b
    Example:
      parley bench import --people 10000 --quiet 1 --runs 1
    """
    from bot.bench.import_bench import ImportPlan, measure_import

    _show(measure_import(ImportPlan(runs, people, quiet, database_url)), json=json)


def sourcing(
    few: Annotated[int, typer.Option(min=30, help="The open orders of the small case.")] = 100,
    many: Annotated[int, typer.Option(min=30, help="The open orders of the large case.")] = 10_000,
    shops: Annotated[int, typer.Option(min=3, help="The number of shops; each order asks three.")] = 200,
    database_url: DatabaseUrl = None,
    runs: Runs = 5,
    json: options.Json = False,
) -> None:
    """Measure the cost of a shop's reply with few and with many open orders: parse, match, and decide the order.

    \b
    Example:
      parley bench sourcing --many 1000 --runs 1
    """
    from bot.bench.sourcing_bench import SourcingPlan, measure_sourcing

    _show(measure_sourcing(SourcingPlan(runs, few, many, shops, database_url)), json=json)


def staff(
    customers: Annotated[int | None, typer.Option(min=1, help="The number of customers [the whole sample].")] = None,
    times: Annotated[int, typer.Option(min=1, help="The number of repeats of each command.")] = 8,
    runs: Runs = 3,
    json: options.Json = False,
) -> None:
    """Measure the response time of each staff command in a shop with a month of data.

    \b
    Example:
      parley bench staff --runs 1
    """
    from bot.bench.staff_bench import StaffPlan, measure_staff

    _show(measure_staff(StaffPlan(runs, times, customers)), json=json)


def idle(runs: Runs = 5, json: options.Json = False) -> None:
    """Measure the memory of an idle service, and its import time before the first answer.

    \b
    Example:
      parley bench idle --runs 1
    """
    from bot.bench.idle_bench import measure_idle

    _show(measure_idle(runs), json=json)


def experiments(
    tests: Annotated[int, typer.Option(min=1, help="The number of experiments of each case.")] = 10_000,
    people: Annotated[int, typer.Option(min=200, help="The maximum number of people in an arm.")] = 20_000,
    runs: Runs = 1,
    json: options.Json = False,
) -> None:
    """Measure false winners, missed winners and interval coverage of experiments; compare other rules.

    \b
    Example:
      parley bench experiments --tests 500 --people 2000
    """
    from bot.bench.experiment_bench import ExperimentsPlan, measure_experiments

    _show(measure_experiments(ExperimentsPlan(runs, tests, people)), json=json)


def reading(
    characters: Annotated[int, typer.Option(min=64, max=4_096, help="The length of each text.")] = 4_096,
    tries: Annotated[int, typer.Option(min=1, help="The number of readings of each text; the fastest counts.")] = 3,
    runs: Runs = 1,
    json: options.Json = False,
) -> None:
    """Measure the CPU time of hostile texts in the chats of customers, shops and staff; reading has a limit of 20 ms.

    \b
    Example:
      parley bench reading --tries 1
    """
    from bot.bench.reading_bench import ReadingPlan, measure_reading

    _show(measure_reading(ReadingPlan(runs, characters, tries)), json=json)


def _make_absolute(url: str | None) -> str | None:
    """Return a database's address as an absolute one, valid in any folder. Raises WrongSettings."""
    if url is None:
        return None
    from bot.config import load
    from storage.database.stores import sqlite_file

    file = sqlite_file(load({"PARLEY_DATABASE_URL": url}).database_url)
    return url if file is None else f"sqlite:///{file.absolute()}"


def _numbers(text: str, option: str) -> tuple[int, ...]:
    """Parse whole numbers separated by commas: ``0,50,200``. Raises typer.BadParameter."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise typer.BadParameter(f"{text!r} are not whole numbers; write them like 0,50,200", param_hint=option)
    return tuple(int(part) for part in parts)


def _show(work: Coroutine[Any, Any, Sheet], *, json: bool) -> None:
    from bot.bench.sheet_table import render
    from storage.database.store_contract import PATIENCE

    PATIENCE.set(600.0)  # rows and indexes are prepared in bulk
    sheet = asyncio.run(work)
    options.tell(sheet.to_json(), render(sheet), as_json=json)
