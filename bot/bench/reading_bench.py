"""``bench reading``: the CPU time that hostile texts take, from their intake to the last reader.

A sandbox has a shop that sources. Each text is handled in a transaction that is rolled back, so all meet the same
chats. Reading is the time beyond that of a word without a meaning, whose time is the database's.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from types import MappingProxyType

from bot import service_log
from bot.app import Service, assemble
from bot.bench import bench_shop, hostile_texts
from bot.bench.bench_sheet import Sheet, at_most
from bot.clock import PushedClock, SystemClock
from bot.config import load
from bot.conversations import CONVERSATIONS
from bot.simulator.demo_businesses import samples
from bot.simulator.sample_business import LENGTH, Sample
from bot.simulator.simulated_acts import Acts
from bot.simulator.simulated_phone import read_spoken
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import make_text_check, read_business_file
from handlers.engine.turn import Turn
from handlers.intake import intake, router
from handlers.replies import reading_effort
from storage.database.migrate import migrate

CHATS = MappingProxyType(
    {
        "customer": ("whatsapp:+919800000098", ("hello",)),
        "customer who picks": ("whatsapp:+919800000097", ("I want 2 tiger shorts",)),
        "customer asked to confirm": ("whatsapp:+919800000096", ("I want 2 mugs",)),
        "customer asked where to": ("whatsapp:+919800000095", ("I want 2 mugs", "yes")),
        "shop": ("whatsapp:+919800000011", ()),
        "owner": ("telegram:9001", ("hello",)),
    }
)
"""The writers, and their earlier messages."""
LONGEST = 20.0  # ms
PLAIN = "qwx"
READING, CPU, LIMIT, EACH = "slowest reading", "CPU", "limit", "each text"


class _Undone(Exception):
    """The error that rolls back a text's effects."""


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """The measurement: texts of ``characters`` characters, each timed as the fastest of ``tries``."""

    runs: int = 1
    characters: int = hostile_texts.LONGEST
    tries: int = 3


async def measure_reading(plan: ReadingPlan) -> Sheet:
    """Measure the CPU time of each text in each chat."""
    sheet, sample = Sheet("reading", asdict(plan)), samples()["delhi"]
    texts = hostile_texts.make_cases([ware.title for ware in sample.wares], plan.characters)
    async with open_chats(sample) as service:
        for _ in range(plan.runs):
            slowest = 0.0
            for chat, (writer, _) in CHATS.items():
                plain = min([await measure_cost(service, sample, writer, PLAIN) for _ in range(plan.tries + 2)])
                sheet.note(chat, PLAIN, CPU, "ms", plain)
                for name, text in texts.items():
                    taken = min([await measure_cost(service, sample, writer, text) for _ in range(plan.tries)])
                    sheet.note(chat, name, CPU, "ms", taken)
                    slowest = max(slowest, taken - plain)
            sheet.note(EACH, READING, CPU, "ms", slowest)
            sheet.note(LIMIT, READING, CPU, "ms", LONGEST)
    sheet.compare("slowest reading / limit", (EACH, READING, CPU), (LIMIT, READING, CPU), at_most(1))
    return sheet


@asynccontextmanager
async def open_chats(sample: Sample) -> AsyncIterator[Service]:
    """Open a sandbox in a temporary file and replay the earlier lines of each chat."""
    with bench_shop.make_folder() as folder:
        settings = load(bench_shop.make_environment(f"sqlite:///{folder}/chats.db"))
        service_log.configure(settings.model_copy(update={"log_level": "error"}))
        await migrate(settings.database_url)
        service = assemble(settings, PushedClock(sample.find_first_moment(SystemClock().now()) + LENGTH))
        file = read_business_file(sample.toml, {}, make_text_check(service.turns.tools.library))
        store, clock = service.turns.store, service.clock
        await apply_file(CONVERSATIONS, store, file, service.vault, clock.now(), clock.get_real_time())
        await service.start()
        try:
            for writer, before in CHATS.values():
                for text in before:
                    await _say(service, sample, writer, text)
            yield service
        finally:
            await service.stop()


async def _say(service: Service, sample: Sample, writer: str, text: str) -> None:
    assert service.sandbox is not None, "its clock is pushed"
    await service.sandbox.push(service.clock.now() + timedelta(minutes=1))
    await Acts(service.turns, service.clock, service.inbox).say(sample.business, {"from": writer, "text": text})
    await service.sandbox.settle()


async def measure_cost(service: Service, sample: Sample, writer: str, text: str) -> float:
    """Return the milliseconds of CPU from intake to the last reader, for a text that was not read before."""
    spent = 0.0
    reading_effort.keep_known.cache_clear()

    async def handle(turn: Turn) -> None:
        nonlocal spent
        began = time.process_time()
        message = await read_spoken(turn, {"from": writer, "text": text})
        taken = await intake.take(turn, message.incoming)
        stored = await turn.unit.inbox.get(taken.id)
        assert stored is not None, "it was taken in a moment ago"
        await router.consume(turn, stored)
        spent = (time.process_time() - began) * 1000
        raise _Undone

    try:
        await service.turns.act(sample.business, handle)
    except _Undone:
        return spent
    raise AssertionError("what a text did is undone")
