"""A process that computes the nightly cuts and reads every rank by them: ``python -m bot.bench.rank_process URL``.

It reports the memory once the first ranks were read, then the peak of all the work, in MB; both are None if the system
reports none.
"""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from uuid import UUID

from bot.bench import bench_shop, child_process, process_memory
from bot.bench.bench_shop import BUSINESS
from storage.store.customer_totals import START
from storage.store.rank_cuts import STRIDE, CustomerCuts, Walk
from storage.unit import Unit


async def _rank(url: str) -> None:
    async with bench_shop.open_store(url) as store:
        await store.read(BUSINESS, partial(_read, after=START))  # loads code and fills SQLite's cache
        child_process.say(before=process_memory.measure_resident())
        walk = Walk()
        while not await store.write(BUSINESS, partial(_cut, walk=walk)):
            pass
        people, after = 0, START
        while found := await store.read(BUSINESS, partial(_read, after=after)):
            people, after = people + len(found), found[-1]
        child_process.say(peak=process_memory.measure_peak(), people=people)


async def _cut(unit: Unit, walk: Walk) -> bool:
    return await unit.of(CustomerCuts).go_on(walk)


async def _read(unit: Unit, after: UUID) -> list[UUID]:
    cuts = await unit.of(CustomerCuts).get()
    return [] if cuts is None else list(await unit.of(CustomerCuts).ranks(cuts, after, STRIDE))


if __name__ == "__main__":
    asyncio.run(_rank(sys.argv[1]))
