"""A backup is taken while messages wait, they leave, and it is brought back: nothing arrives a second time."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from flows.delivery import MessageStatus
from flows.events import Customer
from handlers.engine.turn import Turn
from storage.businesses import service_operations
from storage.events.parked_work import release
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, FIRST_STEP
from tests.processes.place import ROOT

BEA = "+13145550130"  # an order of hers is on its way
PEOPLE = [shop.customer(f"+131455501{number}", None, "Ravi") for number in range(20, 25)]


@pytest.fixture
def server() -> None:
    """A file: PostgreSQL is copied by its own tools."""
    return


@dataclass(frozen=True, slots=True)
class Commands:
    """``parley`` as anybody runs it, on one database."""

    database: str

    async def run(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and what it printed."""
        ours = {"PARLEY_DATABASE_URL": self.database, "PARLEY_SECRET_KEY": shop.KEY, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "bot", *arguments]
        ended = await asyncio.to_thread(
            subprocess.run, command, env=os.environ | ours, capture_output=True, text=True, check=False
        )
        return ended.returncode, ended.stdout if ended.returncode == 0 else ended.stderr

    async def told(self, *arguments: str) -> dict[str, Any]:
        """What one that works tells programs."""
        code, printed = await self.run(*arguments, "--json")
        assert code == 0, printed
        found: dict[str, Any] = json.loads(printed)
        return found


@pytest.fixture
def commands(database: str) -> Commands:
    return Commands(database)


async def leave_a_cart(house: House, who: Customer, name: str) -> None:
    await house.tell(shop.consented(who, house.clock.now(), ("sms",)))
    await house.tell(shop.cart(who, house.clock.now(), name))


async def queue(house: House) -> None:
    """Reminders and texts that wait to leave, one conversation whose time is in the future, one unread question."""
    for number, who in enumerate(PEOPLE):
        await leave_a_cart(house, who, f"c{number}")
    while await house.consumer.step():
        pass
    house.clock.push(FIRST_STEP)
    while await house.timers.step() + await house.consumer.step():
        pass
    await house.post(await house.address("sms", BEA), "order:1")
    await leave_a_cart(house, shop.customer(ANN, None), "later")
    while await house.consumer.step():
        pass
    assert await house.twilio.say(PEOPLE[0].phone or "", shop.NUMBER, "help", url=inbound(house)) == 200


def inbound(house: House) -> str:
    return f"{house.url}/channels/twilio/{shop.TIGER}/inbound"


async def resume(turn: Turn) -> None:
    """As /resume does."""
    await turn.unit.businesses.resume()
    await turn.unit.outbox.release(turn.now)


async def test_nothing_arrives_twice(database: str, commands: Commands, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    copy = str(tmp_path / "kept" / "parley.backup")
    async with open_house(database) as first:
        await queue(first)
        assert (await commands.told("backup", copy))["file"] == copy
        await first.settle()
        await first.pass_(now=FIRST_STEP, elapsed=timedelta(minutes=1))
        sent = {one.first("To"): one.first("Body") for one in first.twilio.messages}
        assert (len(first.twilio.messages), set(sent)) == (8, {ANN, BEA, *(who.phone for who in PEOPLE)})
        code, why = await commands.run("restore", copy)
        assert (code, "Parley is already running here" in why) == (1, True), why
    restored = await commands.told("restore", copy)
    assert restored["held"][shop.TIGER] == {
        "messages": {"sms": 6},
        "conversations": 6,
        "events": 1,
        "calls": 0,
        "kept": 0,
    }
    assert await asyncio.to_thread(Path(restored["replaced"]).exists)
    async with open_house(database, SystemClock().now() + timedelta(minutes=1)) as second:
        await second.settle()
        await second.act(resume)
        for _ in range(5):
            await second.pass_(now=timedelta(hours=1), elapsed=timedelta(minutes=2))
        assert second.twilio.messages == []
        assert ["6 messages may have left" in text for text in second.alerts()] == [True]
        assert await second.service.turns.store.read("", service_operations.count_in_doubt) == {"sms": 6}
        await goes_on(second)


async def goes_on(house: House) -> None:
    """What is new leaves, and so does what a person puts back."""
    await house.act(lambda turn: release(turn.unit))
    await house.settle()
    assert {one.first("To") for one in house.twilio.messages} == {PEOPLE[0].phone}
    await house.post(await house.address("sms", BEA), "order:2", text="Your order arrives today.")
    await house.settle()
    assert house.texts_to(BEA) == ["Your order arrives today."]
    assert {one.status for one in await house.reminders()} == {MessageStatus.UNKNOWN}


async def test_brought_back_by_hand(database: str, commands: Commands, tmp_path: Path) -> None:
    async with open_house(database) as first:
        await queue(first)
    plain = tmp_path / "by-hand.db"
    await asyncio.to_thread(shutil.copy, database.removeprefix("sqlite:///"), plain)
    code, why = await commands.run("restore", str(plain))
    assert (code, "parley restore --in-place" in why) == (1, True)
    restored = await commands.told("restore", "--in-place")
    assert (restored["replaced"], restored["held"][shop.TIGER]["messages"]) == (None, {"sms": 6})
    async with open_house(database, SystemClock().now() + timedelta(minutes=1)) as second:
        await second.act(resume)
        await second.pass_(now=timedelta(hours=1), elapsed=timedelta(minutes=2))
        assert second.twilio.messages == []


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        pytest.param(("restore",), 2, "--in-place", id="neither"),
        pytest.param(("restore", "a.backup", "--in-place"), 2, "--in-place", id="both"),
        pytest.param(("backup", "{database}"), 1, "is the database itself", id="onto itself"),
    ],
)
async def test_mistakes(
    database: str, commands: Commands, tmp_path: Path, arguments: tuple[str, ...], code: int, why: str
) -> None:
    (tmp_path / "a.backup").touch()
    file = database.removeprefix("sqlite:///")
    ended, told = await commands.run(*(one.format(database=file) for one in arguments))
    assert (ended, why in told, "Traceback" in told) == (code, True, False)


async def test_postgresql_is_sent_to_its_own_tools(tmp_path: Path) -> None:
    commands = Commands("postgresql://nobody@127.0.0.1:1/none")
    ended = await commands.run("backup", str(tmp_path / "a.backup"))
    assert (ended[0], "pg_dump" in ended[1]) == (1, True)
