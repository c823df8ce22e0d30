"""The sealer of audit logs: in a service and in a sandbox, every few seconds, and never past a broken chain."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.audit_sealer import EVERY, AuditSealer
from flows.actor import COMMAND_LINE
from handlers.engine.turn import Turn
from storage.businesses.audit_verification import ChainReport, verify_chain
from storage.schema import audit, audit_checkpoints
from storage.unit import Unit
from tests.bot.simulator.shop import sandbox
from tests.delivery.house import House, open_house
from tests.delivery.shop import TIGER
from tests.processes.waiting import until


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.chdir(tmp_path)
    async with open_house(database) as opened:
        yield opened


async def do_something(house: House) -> None:
    async def log(turn: Turn) -> None:
        await turn.unit.access.log(COMMAND_LINE, "paused", turn.now)

    await house.act(log)


async def check(house: House) -> ChainReport:
    turns = house.service.turns
    key = turns.tools.seeds.make_audit_key(TIGER)
    return await turns.store.read(TIGER, lambda unit: verify_chain(unit, key))


async def test_entries_are_sealed_every_few_seconds(house: House) -> None:
    sealer = AuditSealer(house.service.turns)
    await do_something(house)
    while await sealer.step():
        pass
    await do_something(house)
    assert await sealer.step() == 0
    house.clock.push(now=EVERY)
    with capture_logs() as logs:
        assert await sealer.step() == 1
    report = await check(house)
    assert (report.unsealed, report.broken) == (0, None)
    assert [(one["business"], one["number"], one["hash"]) for one in logs] == [(TIGER, report.number, report.hash)]


async def test_a_sealer_stops_at_an_older_head_and_says_so_once(house: House) -> None:
    sealer = AuditSealer(house.service.turns)
    await do_something(house)
    while await sealer.step():
        pass

    async def start_anew(unit: Unit) -> None:
        await unit.remove(audit_checkpoints)
        await unit.change_all(audit, number=None, hash=None)

    await house.service.turns.store.write(TIGER, start_anew)
    with capture_logs() as logs:
        for _ in range(2):
            house.clock.push(now=EVERY)
            assert await sealer.step() == 0
    assert [(one["event"], one["log_level"]) for one in logs] == [("audit chain broken", "error")]


async def test_a_live_service_seals_by_itself(house: House) -> None:
    await do_something(house)
    await house.service.workers.start()

    async def is_sealed() -> bool:
        return (await check(house)).number > 0

    await until("a sealed entry", is_sealed)
    await house.service.workers.stop()


async def test_a_sandbox_seals_what_it_played(database: str) -> None:
    async with sandbox(database) as service:
        assert service.sandbox is not None
        await service.sandbox.push(service.clock.now() + timedelta(hours=1))
        await service.sandbox.settle()
        key = service.turns.tools.seeds.make_audit_key("tiger")
        report = await service.turns.store.read("tiger", lambda unit: verify_chain(unit, key))
        assert (report.number > 0, report.unsealed, report.broken) == (True, 0, None)
