"""A campaign over four processes with pauses, other words, kills, STOPs and purchases: everybody got exactly what the
record says.

Two thousand people by itself; CAMPAIGN_PEOPLE=100000 for more, and CHAOS_SEED repeats what chance did.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.chaos import exact
from tests.chaos.conftest import Size
from tests.chaos.evidence import Evidence
from tests.chaos.exact import Record, broken, latest_in_a_pause, recorded
from tests.chaos.fleet import SERVE, SIZE
from tests.chaos.owner import Owner, owning, phones, settle
from tests.chaos.postgres import Postgres
from tests.chaos.storm import LEASE, Storm, brewing
from tests.processes.place import Starter
from tests.processes.waiting import until

PEOPLE = int(os.environ.get("CAMPAIGN_PEOPLE") or "2000")
pytestmark = [pytest.mark.chaos, pytest.mark.postgres, pytest.mark.timeout(300 + PEOPLE // 5)]

SECONDS = 8.0  # that the small one takes at its rate, but for its pauses
FASTEST = 400.0  # a second: more is not to be had of four processes here
PAUSED = (1.2, 1.6)  # seconds
GAP = (0.1, 0.3)  # seconds between two deeds
SOME = 0.002  # the share of all who stop, and who buy, between two deeds
ROUNDS = 1 if PEOPLE < 10_000 else 8  # of all the deeds
PATIENCE = 120.0  # seconds in which the fleet begins to send
CALM = 900.0  # seconds in which a part of it leaves, and what was told meanwhile is answered


@pytest.mark.last  # what leaves within a second of a pause is told by a machine with nothing else to do
async def test_each_person_got_exactly_what_the_record_says(
    chaos_server: Postgres, starter: Starter, tmp_path: Path, size: Size
) -> None:
    print(f"seed {size.seed}")
    rate = min(FASTEST, PEOPLE / SECONDS)
    async with brewing(chaos_server, starter, tmp_path, None, seed=size.seed, rate=rate) as storm:
        storm.twilio.tells = False
        await exact.install(storm.fleet.database)
        async with owning(storm.fleet) as owner:
            names = await settle(owner, phones(PEOPLE))
            await storm.fleet.start_all()
            began = time.monotonic()
            await owner.launch()
            await _begin(storm)
            await _mind(storm, owner, list(names))
            await owner.resume()
            await storm.fleet.start_all()
            await until("the purchases", owner.sold, CALM, storm.fleet.said)
            await storm.calm(PEOPLE)
            took = time.monotonic() - began
        found = await storm.prove(exact.SPARED)
        paused = [(one.begins, one.ends) for one in owner.pauses]
        record = await recorded(storm.fleet.database, paused, owner.worded, names)
        wrong = broken(record, found)
        assert not wrong, "\n".join([*wrong[:20], f"{len(wrong)} in all", storm.story()])
    _tell(record, found, owner, took)
    reasons = Counter(one.code for one in record.mailed if one.status == "refused")
    assert reasons["holdout"] > PEOPLE * 0.05
    assert len(owner.pauses) >= 1
    assert len(found.stopped) == len(storm.stopped) > 0
    assert set(record.bought) == owner.bought


async def _begin(storm: Storm) -> None:
    """Whoever puts it into the queue may die over it; another goes on when the lease has ended."""
    await asyncio.sleep(storm.chance.uniform(0.0, 0.3))
    storm.deeds.append("kill one at the beginning")
    storm.fleet.kill(storm.chance.choice(storm.fleet.living))
    storm.fleet.start_missing()
    await until("its first messages", lambda: _sends(storm), PATIENCE, storm.fleet.said)


async def _sends(storm: Storm) -> bool:
    if not storm.twilio.facts and await storm.still():
        storm.fleet.push(LEASE)
    return bool(storm.twilio.facts)


async def _mind(storm: Storm, owner: Owner, everybody: list[str]) -> None:
    """Every deed, in an order that chance chose, while it goes out; between them some stop and some buy."""
    left = storm.chance.sample(everybody, len(everybody))
    many = max(1, round(PEOPLE * SOME / ROUNDS))
    for number in range(1, ROUNDS + 1):
        for deed in _shuffled(storm, owner, storm.chance):
            storm.deeds.append(deed.__name__)
            await deed()
            for _ in range(many):
                storm.stop(left.pop())
                owner.sell(left.pop())
            await asyncio.sleep(storm.chance.uniform(*GAP))
        await storm.fleet.start_all()
        if number < ROUNDS:
            wanted = PEOPLE * number // ROUNDS
            await until("more of it", lambda wanted=wanted: _has_sent(storm, wanted), CALM, storm.fleet.said)  # type: ignore[misc]


async def _has_sent(storm: Storm, many: int) -> bool:
    """Whether so many have left or can leave no sooner: what was in the hands of one that died waits for a lease."""
    if await storm.still():
        storm.fleet.push(LEASE)
    return len(storm.twilio.messages) >= many * 0.8


def _shuffled(storm: Storm, owner: Owner, chance: random.Random) -> list[Callable[[], Awaitable[None]]]:
    async def paused_for_a_while() -> None:
        await owner.pause()
        await asyncio.sleep(chance.uniform(*PAUSED))
        await owner.resume()

    async def killed_in_a_pause() -> None:
        await owner.pause()
        storm.fleet.kill(chance.choice(storm.fleet.living or range(SIZE)))
        await owner.reword()
        await asyncio.sleep(chance.uniform(*PAUSED))
        storm.fleet.start_missing()
        await owner.resume()

    async def killed() -> None:
        storm.fleet.kill(chance.choice(storm.fleet.living or range(SIZE)))

    async def killed_the_web() -> None:
        storm.fleet.kill(SERVE)

    async def started() -> None:
        storm.fleet.start_missing()

    deck: list[Callable[[], Awaitable[None]]] = [
        paused_for_a_while, killed_in_a_pause, owner.reword, owner.reword, killed, killed_the_web, started,
    ]  # fmt: skip
    chance.shuffle(deck)
    return deck


def _tell(record: Record, found: Evidence, owner: Owner, took: float) -> None:
    states = Counter(f"{one.status} {one.code or ''}".strip() for one in record.mailed)
    print(f"{len(record.mailed)} people in {took:.0f} s: {dict(states.most_common())}")
    print(f"{len(found.attempts)} tries, {len(found.stopped)} STOPs, {len(record.bought)} bought")
    last = latest_in_a_pause(record, found)
    print(f"{len(owner.pauses)} pauses, {len(owner.worded)} wordings; the last let go {last:.3f} s into a pause")
