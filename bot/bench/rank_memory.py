"""The memory of ranking all customers in a process of its own, compared with pandas on the same orders."""

from __future__ import annotations

from pathlib import Path

from bot.bench import child_process, peer_queues, process_memory
from bot.bench.bench_sheet import Sheet, at_most
from storage.database.stores import sqlite_file

WHO, PEER = "Parley", "pandas"
CASE, PEAK, GROWTH = "ranks of all", "peak", "growth"
PEAK_GOAL = 0.2
GROWTH_GOAL = 10.0  # MB, however many customers there are


async def weigh(sheet: Sheet, url: str, folder: Path, python: str) -> None:
    """Measure the peak memory of the nightly ranking, and of pandas. Raises Died."""
    async with child_process.running("ranker", child_process.module("bot.bench.rank_process", url), folder) as ranker:
        before = (await ranker.read_message())["before"]
        peak = (await ranker.read_message())["peak"]
    sheet.note(WHO, CASE, PEAK, "MB", peak)
    sheet.note(WHO, CASE, GROWTH, "MB", None if peak is None or before is None else peak - before)
    sheet.note("limit", CASE, GROWTH, "MB", GROWTH_GOAL)
    file = sqlite_file(url)
    lacking = "it reads a SQLite file" if file is None else await peer_queues.find_missing_library("pandas", python)
    if lacking is not None or file is None:
        sheet.skip(PEER, lacking or "")
        return
    command = [python, "-m", "tests.peers.pandas_ranks", str(file)]
    async with child_process.running(PEER, command, folder) as pandas:
        await pandas.read_message()
        sheet.note(PEER, CASE, PEAK, "MB", process_memory.measure_peak(pandas.id))


def note_ratios(sheet: Sheet) -> None:
    """Add the ratios of the measured peaks to the sheet."""
    sheet.compare("peak / pandas", (WHO, CASE, PEAK), (PEER, CASE, PEAK), at_most(PEAK_GOAL))
    sheet.compare("growth / limit", (WHO, CASE, GROWTH), ("limit", CASE, GROWTH), at_most(1.0))
