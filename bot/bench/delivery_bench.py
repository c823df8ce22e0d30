"""``bench delivery``: durable messages, each judged, from the outbox to the recording of the provider's answer.

The same run measures the bare client with the same forms, and task queues of other projects if installed, which judge
nothing. Ours is timed from the start of its workers until its outbox is empty; a queue, to its advantage, from its
first request to its last answer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select

from bot.bench import bench_people, bench_shop, child_process, peer_queues
from bot.bench.bare_client import CONNECTIONS
from bot.bench.bench_people import CrowdMember
from bot.bench.bench_sheet import Sheet, at_least, at_most
from bot.bench.bench_shop import BUSINESS
from bot.bench.child_process import Child
from bot.bench.process_memory import HeldMemory, watch_memory
from bot.bench.twilio_stub import PATH, Stand, run_stub
from bot.clock import SystemClock
from bot.ids import Ids
from flows.channels import SMS
from flows.delivery import MessageStatus
from flows.policy.departure_facts import Programme
from storage.database.stores import Database
from storage.schema import messages
from storage.unit import Unit
from templates.message_library import Library

RATE = "messages"
MEMORY, FAIR_MEMORY = "peak memory", "peak memory, shared once"
BARE = "bare client"


class LostDelivery(Exception):
    """A message did not arrive or arrived twice, so the figures are worthless."""


@dataclass(frozen=True, slots=True)
class DeliveryPlan:
    """The measurement. ``latencies`` are in milliseconds; ``database_url`` None is a SQLite file for each run.

    ``peers`` is the Python with the packages of the other queues. They run only at ``peers_at`` (milliseconds), with
    ``peer_messages`` messages, because some are slow.
    """

    runs: int = 5
    messages: int = 20_000
    latencies: tuple[int, ...] = (0, 50, 200)
    workers: int = 1
    database_url: str | None = None
    log_level: str = "info"
    peers: str | None = None
    peers_at: tuple[int, ...] = (0,)
    peer_messages: int = 5_000


async def measure_delivery(plan: DeliveryPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises LostDelivery, Lived, NoHour, Died."""
    sheet = Sheet("delivery", _settings(plan))
    with bench_shop.make_folder() as folder:
        async with run_stub(folder) as stand, AsyncExitStack() as stack:
            rivals = await peer_queues.open_queues(stack, folder, plan.peers, sheet)
            for run in range(plan.runs):
                for latency in plan.latencies:
                    await _round(sheet, plan, stand, _make_spool(folder / f"{run}-{latency}"), latency, rivals)
    _compare(sheet, plan, [rival.name for rival in rivals])
    return sheet


def _settings(plan: DeliveryPlan) -> dict[str, Any]:
    return {
        **bench_shop.describe_database(plan.database_url),
        "runs": plan.runs,
        "messages": plan.messages,
        "latencies (ms)": list(plan.latencies),
        "workers": plan.workers,
        "log level": plan.log_level,
        "connections of the bare client": CONNECTIONS,
        "messages of the queues": plan.peer_messages,
    }


async def _round(
    sheet: Sheet, plan: DeliveryPlan, stand: Stand, folder: Path, latency: int, rivals: Sequence[peer_queues.PeerQueue]
) -> None:
    """Run once at one latency: ours, the bare client, the others."""
    case = f"{latency} ms"
    people = await _ours(sheet, plan, stand, folder, case, 1, latency / 1000)
    if plan.workers > 1:
        people = await _ours(sheet, plan, stand, folder, case, plan.workers, latency / 1000)
    forms = _forms(folder, people)
    await stand.set(latency / 1000)
    await _send_bare(sheet, stand, folder, case, forms, plan.messages)
    if latency in plan.peers_at:
        few = _forms(folder, people[: plan.peer_messages])
        for rival in rivals:
            await stand.set(latency / 1000)
            told = await rival.drain(stand, few, min(plan.peer_messages, len(people)))
            sheet.note(rival.name, case, RATE, "/s", told.rate)
            _note_memory(sheet, rival.name, case, told.held)


def _make_spool(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def _ours(
    sheet: Sheet, plan: DeliveryPlan, stand: Stand, folder: Path, case: str, workers: int, latency: float
) -> list[CrowdMember]:
    url = plan.database_url or f"sqlite:///{folder}/parley.db"
    people = await queue_reminders(url, plan.messages)
    await stand.set(latency)
    told, held = await _drain(url, stand, folder, workers, plan.log_level)
    await _check(url, stand, plan.messages)
    took = max(one["ended"] for one in told) - min(one["began"] for one in told)
    sheet.note(_who(workers), case, RATE, "/s", plan.messages / took)
    _note_memory(sheet, _who(workers), case, held)
    return people


def _who(workers: int) -> str:
    return "Parley" if workers == 1 else f"Parley, {workers} workers"


async def queue_reminders(url: str, many: int, others: int = 0) -> list[CrowdMember]:
    """Return the people of a fresh database whose outbox holds ``many`` messages that may leave: each of the first
    people has one, and ``others`` behind them have none."""
    await bench_shop.prepare_business(url)
    clock = SystemClock()
    ids, now = Ids(clock), clock.now()
    people = list(bench_people.generate_members(ids, many + others, bench_people.list_homes_awake(now)))
    async with bench_shop.open_store(url) as store:
        await bench_people.settle_in(store, people, Programme.REMINDERS, now)
        await bench_people.queue(store, people[:many], await bench_shop.find_sender(store), ids, now)
    await bench_shop.settle_down(url)
    return people


async def _drain(
    url: str, stand: Stand, folder: Path, workers: int, log_level: str
) -> tuple[list[dict[str, Any]], HeldMemory]:
    environ = bench_shop.make_environment(url, PARLEY_TWILIO_API_URL=stand.url, PARLEY_LOG_LEVEL=log_level)
    async with AsyncExitStack() as stack:
        team = [
            await stack.enter_async_context(_worker(f"worker {number}", folder, environ)) for number in range(workers)
        ]
        async with watch_memory([one.id for one in team]) as held:
            for one in team:
                await one.tell(go=True)
            return [await one.read_message() for one in team], held


@asynccontextmanager
async def _worker(name: str, folder: Path, environ: dict[str, str]) -> AsyncIterator[Child]:
    async with child_process.running(
        name, child_process.module("bot.bench.outbox_drain", SMS.name), folder, environ
    ) as process:
        await process.read_message()
        yield process


async def _check(url: str, stand: Stand, many: int) -> None:
    """Check that every message was sent once, and nothing else was. Raises LostDelivery."""
    taken = await stand.take_totals()
    async with bench_shop.open_store(url) as store:
        standing = await count_statuses(store)
    if (taken.many, taken.people) != (many, many) or standing.get(MessageStatus.SENT.value) != many:
        raise LostDelivery(
            f"of {many} messages the provider took {taken.many}, to {taken.people} people; ours: {standing}"
        )


async def count_statuses(store: Database) -> dict[str, int]:
    """Return the number of messages in each status."""

    async def count(unit: Unit) -> dict[str, int]:
        query = select(messages.c.status, func.count().label("many")).where(unit.owns(messages))
        return {row.status: row.many for row in await unit.rows(query.group_by(messages.c.status))}

    return await store.read(BUSINESS, count)


def _forms(folder: Path, people: Sequence[CrowdMember]) -> Path:
    """Write the same texts as forms, one per line, and return the file."""
    library = Library.load()
    file = folder / "forms"
    file.write_text("".join(f"{urlencode(bench_people.fill_form(library, one))}\n" for one in people), encoding="ascii")
    return file


async def _send_bare(sheet: Sheet, stand: Stand, folder: Path, case: str, forms: Path, many: int) -> None:
    command = child_process.module("bot.bench.bare_client", stand.url + PATH, str(forms))
    async with child_process.running("bare", command, folder) as process:
        await process.read_message()
        async with watch_memory([process.id]) as held:
            told = await process.ask(go=True)
    sheet.note(BARE, case, RATE, "/s", many / (told["ended"] - told["began"]))
    _note_memory(sheet, BARE, case, held)


def _note_memory(sheet: Sheet, who: str, case: str, held: HeldMemory) -> None:
    sheet.note(who, case, MEMORY, "MB", held.peak)
    sheet.note(who, case, FAIR_MEMORY, "MB", held.fair)


def _compare(sheet: Sheet, plan: DeliveryPlan, rivals: Sequence[str]) -> None:
    goals = {"Celery": at_least(3.5), "taskiq": at_least(1)}
    for latency in plan.latencies:
        case = f"{latency} ms"
        ours = (_who(1), case, RATE)
        sheet.compare("Parley / bare client", ours, (BARE, case, RATE), at_least(0.9 if latency else 0.3))
        for rival in rivals:
            goal = next((goal for name, goal in goals.items() if rival.startswith(name)), None)
            sheet.compare(f"Parley / {rival}", ours, (rival, case, RATE), goal)
            if rival.startswith("Celery"):
                for name, limit in ((MEMORY, at_most(0.8)), (FAIR_MEMORY, None)):
                    sheet.compare(f"{name}: Parley / {rival}", (_who(1), case, name), (rival, case, name), limit)
        if plan.workers > 1:
            goal = at_least(1.3 if plan.workers == 2 else 2)
            sheet.compare(f"{plan.workers} workers / 1", (_who(plan.workers), case, RATE), ours, goal)
