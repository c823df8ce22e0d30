"""``bench staff``: how long the staff wait for the answer to a command, in a shop with a month of history.

The month of the sample shop is played on a pushed clock first. Then its owner writes each command through the service's
own intake, and the time until the answer is sent is measured.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from statistics import median

from bot import service_log
from bot.app import Service, assemble
from bot.bench import bench_shop, stopwatch
from bot.bench.bench_sheet import Sheet, at_most
from bot.clock import PushedClock, SystemClock
from bot.config import load
from bot.simulator.demo_businesses import play_month, samples
from bot.simulator.sample_business import Sample
from bot.simulator.sample_people import SampleCustomer
from bot.simulator.simulated_acts import Acts
from storage.database.migrate import migrate

COMMANDS, LIMIT, SLOWEST, ANSWER = "each command", "limit", "slowest command", "answer"
LONGEST = 200.0  # ms at the median
ASKED = (
    "hello", "how are we doing this week?", "no words of ours", "/help", "/stats", "/stats_7d_more", "/digest",
    "/questions", "/answers", "/orders", "/shops", "/stock", "/fetch", "/paid", "/express", "/restock", "/settings",
    "/staff", "/setup", "/pause", "/resume",
)  # fmt: skip
"""The commands to measure: each that has a direct answer."""
_BETWEEN = timedelta(minutes=15)  # who writes the same more often is a machine to Parley


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """The measurement: a month of ``shop``, as in ``parley demo --shop``, and ``times`` repeats of each command.
    ``customers`` limits the sample; None for all."""

    runs: int = 3
    times: int = 8
    customers: int | None = None
    shop: str = "delhi"

    @property
    def sample(self) -> Sample:
        """Return the shop, with as many customers and their part of the carts."""
        whole = samples()[self.shop]
        if self.customers is None:
            return whole
        few = self.customers

        def crowd(chance: random.Random) -> list[SampleCustomer]:
            return whole.crowd(chance)[:few]

        return replace(whole, crowd=crowd, carts=few, wishes=whole.wishes[:few])


async def measure_staff(plan: StaffPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises AssertionError if a command is not answered."""
    chosen = plan.sample
    sheet = Sheet("staff", {**asdict(plan), "customers": plan.customers or "all"})
    async with _live_month(chosen) as service:
        for _ in range(plan.runs):
            taken = {text: await _measure_answer(service, chosen, text, plan.times) for text in ASKED}
            for text, milliseconds in taken.items():
                sheet.note(text, ANSWER, "p50", "ms", milliseconds)
            sheet.note(COMMANDS, SLOWEST, "p50", "ms", max(taken.values()))
            sheet.note(LIMIT, SLOWEST, "p50", "ms", LONGEST)
    sheet.compare("slowest command / limit", (COMMANDS, SLOWEST, "p50"), (LIMIT, SLOWEST, "p50"), at_most(1))
    return sheet


@asynccontextmanager
async def _live_month(sample: Sample) -> AsyncIterator[Service]:
    """Yield a sandbox in a temporary file, after the sample's month was played."""
    with bench_shop.make_folder() as folder:
        settings = load(bench_shop.make_environment(f"sqlite:///{folder}/month.db"))
        service_log.configure(settings.model_copy(update={"log_level": "error"}))
        await migrate(settings.database_url)
        service = assemble(settings, PushedClock(sample.find_first_moment(SystemClock().now())))
        await play_month(service, sample)
        await service.start()
        try:
            yield service
        finally:
            await service.stop()


async def _measure_answer(service: Service, sample: Sample, text: str, times: int) -> float:
    """Return the milliseconds until the answer is sent: the median, without the first time, which loads modules."""
    sandbox, acts = service.sandbox, Acts(service.turns, service.clock, service.inbox)
    assert sandbox is not None, "its clock is pushed"
    milliseconds = []
    for _ in range(1 + times):
        await sandbox.push(service.clock.now() + _BETWEEN)
        began = stopwatch.read_stopwatch()
        await acts.say(sample.business, {"from": sample.owner, "text": text})
        came = await sandbox.settle()
        milliseconds.append((stopwatch.read_stopwatch() - began) * 1000)
        assert came.sent > 0, f"{text!r} is answered"
    return median(milliseconds[1:])
