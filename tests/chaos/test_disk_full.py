"""The disk is full: what cannot be kept is not answered with 200, what was answered is there, and work goes on after.

A real small disk is needed, which only root can mount; skipped for others.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import FileIO
from pathlib import Path

import pytest
from sqlalchemy import select

from flows.delivery import MessageStatus
from handlers.engine.turn import Turn
from storage.database.stores import DatabaseAway
from storage.schema import consents
from storage.sending.message import Message
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import NUMBER

SIZE = "12m"
PHONES = [f"+131455501{line}" for line in range(20, 30)]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that is soon full."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.getuid() != 0:
        pytest.skip("only root can mount a small disk")
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


async def test_a_full_disk_loses_nothing(disk: Path, migrated_file: Path) -> None:
    database = shutil.copy(migrated_file, disk / "parley.db")
    async with open_house(f"sqlite:///{database}", text=shop.file(sms_rate=100)) as house:
        for phone in PHONES:
            await house.post(await house.address("sms", phone), f"order:{phone}")
        url = f"{house.url}/channels/twilio/{shop.TIGER}/inbound"
        _fill(disk)
        answers = {phone: await house.twilio.say(phone, NUMBER, "STOP", url=url) for phone in PHONES}
        with suppress(DatabaseAway):
            await house.settle()
        taken = Counter(one.first("To") for one in house.twilio.messages)
        (disk / "filler").unlink()
        await house.service.inbox.step()
        await house.settle()
        await house.pass_(elapsed=3 * shop.MINUTE)
        await house.pass_(elapsed=3 * shop.MINUTE)
        assert set(answers.values()) <= {200, 503}, "an answer that says neither"
        assert {phone for phone, status in answers.items() if status == 200} <= await _stopped(house)
        sent = Counter(one.first("To") for one in house.twilio.messages if one.first("Body").startswith("Your order"))
        assert sent == dict.fromkeys(PHONES, 1), f"while it was full: {taken}"
        assert {one.status for one in await _orders(house)} == {MessageStatus.SENT}


def _fill(disk: Path) -> None:
    """To the last byte."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        for size in (1 << 16, 1 << 10, 1):
            while _fits(filler, size):
                pass


def _fits(filler: FileIO, size: int) -> bool:
    try:
        return bool(filler.write(b"x" * size))
    except OSError as error:
        return error.errno != errno.ENOSPC


async def _stopped(house: House) -> set[str]:
    async def look(turn: Turn) -> set[str]:
        rows = await turn.unit.rows(select(consents.c.address).where(consents.c.action == "revoked"))
        found = [await turn.unit.people.address_by_id(row.address) for row in rows]
        return {address.value for address in found}

    return await house.act(look)


async def _orders(house: House) -> list[Message]:
    page = await house.act(lambda turn: turn.unit.messages.page(None, None, None, 100))
    return [one for one in page if one.direction == "out" and one.text == "Your order left."]
