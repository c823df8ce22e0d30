"""``bench staff``: how long the staff wait for the answer to a command, in a shop that has lived for a month.

The month of the sample shop is played on a pushed clock first. Then its owner writes each command through the service's
own intake, and the time is taken until the answer has left.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from statistics import median

from bot import observe
from bot.app import Service, assemble
from bot.bench import measure, shop
from bot.bench.sheet import Sheet, at_most
from bot.clock import PushedClock, SystemClock
from bot.config import load
from bot.simulator.acts import Acts
from bot.simulator.sample import Sample
from bot.simulator.samples import live_a_month, samples
from storage.migrate import migrate

COMMANDS, LIMIT, SLOWEST, ANSWER = "each command", "limit", "slowest command", "answer"
LONGEST = 200.0  # ms at the median
ASKED = (
    "hello", "how are we doing this week?", "no words of ours", "/help", "/stats", "/stats_7d_more", "/digest",
    "/questions", "/answers", "/orders", "/shops", "/stock", "/fetch", "/paid", "/express", "/restock", "/settings",
    "/staff", "/setup", "/pause", "/resume",
)  # fmt: skip
"""What is written: each that answers by itself."""
_TIMES, _FIRST = 9, 1  # of each command, and of those the first, which loads what is loaded once
_BETWEEN = timedelta(minutes=15)  # who writes the same more often is a machine to Parley


async def measure_staff(runs: int = 3, sample: str = "delhi") -> Sheet:
    """Run it; ``sample`` is a shop of ``parley demo --shop``. Raises AssertionError where a command is not answered."""
    chosen = samples()[sample]
    sheet = Sheet("staff", {"shop": sample, "runs": runs, "times": _TIMES - _FIRST})
    async with _lived(chosen) as service:
        for _ in range(runs):
            taken = {text: await _asked(service, chosen, text) for text in ASKED}
            for text, milliseconds in taken.items():
                sheet.note(text, ANSWER, "p50", "ms", milliseconds)
            sheet.note(COMMANDS, SLOWEST, "p50", "ms", max(taken.values()))
            sheet.note(LIMIT, SLOWEST, "p50", "ms", LONGEST)
    sheet.compare("slowest command / limit", (COMMANDS, SLOWEST, "p50"), (LIMIT, SLOWEST, "p50"), at_most(1))
    return sheet


@asynccontextmanager
async def _lived(sample: Sample) -> AsyncIterator[Service]:
    """A sandbox in a temporary file, behind whose clock lies the sample's month."""
    with shop.folder() as folder:
        settings = load(shop.environment(f"sqlite:///{folder}/month.db"))
        observe.configure(settings.model_copy(update={"log_level": "error"}))
        await migrate(settings.database_url)
        service = assemble(settings, PushedClock(sample.first_moment(SystemClock().now())))
        await live_a_month(service, sample)
        await service.start()
        try:
            yield service
        finally:
            await service.stop()


async def _asked(service: Service, sample: Sample, text: str) -> float:
    """Milliseconds until the answer has left, the median of so many times."""
    sandbox, acts = service.sandbox, Acts(service.turns, service.clock, service.inbox)
    assert sandbox is not None, "its clock is pushed"
    milliseconds = []
    for _ in range(_TIMES):
        await sandbox.push(service.clock.now() + _BETWEEN)
        began = measure.stopwatch()
        await acts.say(sample.business, {"from": sample.owner, "text": text})
        came = await sandbox.settle()
        milliseconds.append((measure.stopwatch() - began) * 1000)
        assert came.sent > 0, f"{text!r} is answered"
    return median(milliseconds[_FIRST:])
