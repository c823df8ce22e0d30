"""An owner's first fifteen minutes, live: the commands as she types them, real processes, and a Bot API on loopback."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession

from handlers.replies.automatic_senders import PROMPTLY
from tests.delivery import shop
from tests.processes.waiting import until
from tests.providers.peers import free_port
from tests.providers.telegram import TOKEN, USERNAME, Message, TelegramStand

ROOT = Path(__file__).parents[2]
ASHA, GITA = 9001, 7102
PATIENCE = 30  # seconds for a process on a slow machine
INIT = (
    "init", "shop.toml", "--yes", "--name", "Tiger Tees", "--country", "IN", "--channels", "telegram",
    "--telegram", USERNAME, "--owner", "Asha",
)  # fmt: skip
SOLD = """
[sourcing]
pay = "cod"

[[products]]
sku = "SHORTS"
title = "Tiger Shorts"
sizes = ["M", "L"]
price = 899
own_stock = { M = 2, L = 2 }

[[products]]
sku = "MUG"
title = "Taj Mug"
price = 350
own_stock = 3
"""


@dataclass
class Chat:
    """Somebody's chat with the bot; ``read`` counts the messages that they have read.

    Before each text and press they take ``slowness`` seconds: a customer quicker than a person is taken for a machine.
    """

    stand: TelegramStand
    who: int
    log: Path
    read: int = 0
    slowness: float = 0.0

    async def says(self, text: str, *, to: Message | None = None) -> None:
        """Write, or answer one of the bot's messages."""
        await asyncio.sleep(self.slowness)
        beside = {"reply_to_message": {"message_id": to.id, "date": 0, "chat": {"id": self.who}}} if to else {}
        await self.stand.say(self.who, text, **beside)

    async def presses(self, message: Message, label: str) -> None:
        """Press the button of that label, after the time that a person takes to read it."""
        await asyncio.sleep(self.slowness)
        data = next(key["callback_data"] for key in message.keys if key["text"].endswith(label))
        await self.stand.press(self.who, message, data)

    async def hears(self, words: str) -> Message:
        """Wait for the next message that holds these words; those before it are read as well."""

        async def look() -> list[Message]:
            theirs = [one for one in self.stand.messages if one.chat == self.who]
            found = next((at for at, one in enumerate(theirs) if at >= self.read and words in one.text), None)
            if found is None:
                return []
            self.read = found + 1
            return [theirs[found]]

        (message,) = await until(f"{words!r} to {self.stand.people[self.who]}", look, PATIENCE, self._told)
        return message

    def _told(self) -> str:
        unread = [one.text for one in self.stand.messages if one.chat == self.who][self.read :]
        return "\n---\n".join([*unread, self.log.read_text()[-3000:]])


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStand]:
    async with TelegramStand(people={ASHA: "Asha", GITA: "Gita"}) as stand:
        yield stand


def parley(folder: Path, environ: dict[str, str], *arguments: str) -> str:
    """What a command says; it has to end well."""
    command = [sys.executable, "-m", "bot", *arguments]
    ended = subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, timeout=PATIENCE * 2, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@contextmanager
def serving(folder: Path, environ: dict[str, str], log: Path) -> Iterator[None]:
    """``parley serve``, until the block ends; it is asked to end, and does."""
    with log.open("w") as out:
        command = [sys.executable, "-m", "bot", "serve"]
        with subprocess.Popen(command, cwd=folder, env=environ, stdout=out, stderr=out) as served:
            try:
                yield
            finally:
                served.send_signal(signal.SIGTERM)
                ended = served.wait(PATIENCE)
            assert ended == 0


async def test_an_owner_is_set_up_and_sells_in_her_first_minutes(tmp_path: Path, telegram: TelegramStand) -> None:
    port, log = free_port(), tmp_path / "service.log"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    environ |= {"PYTHONPATH": str(ROOT), "PARLEY_TELEGRAM_API_URL": telegram.url, "PARLEY_PORT": str(port)}
    assert "parley apply shop.toml" in parley(tmp_path, environ, *INIT)
    (tmp_path / ".env").write_text(f"PARLEY_SECRET_KEY={shop.KEY}\nTIGER_TEES_TELEGRAM_TOKEN={TOKEN}\n")
    (tmp_path / ".env").chmod(0o600)
    with (tmp_path / "shop.toml").open("a") as file:
        file.write(SOLD)
    link = re.search(rf"https://t\.me/{USERNAME}\?start=(\S+)", parley(tmp_path, environ, "apply", "shop.toml"))
    assert link is not None
    asha, gita = Chat(telegram, ASHA, log), Chat(telegram, GITA, log, slowness=PROMPTLY.total_seconds() + 0.1)
    with serving(tmp_path, environ, log):
        await until("the web", lambda: _answers(port), PATIENCE, lambda: log.read_text()[-3000:])
        await _is_set_up(asha, link[1])
        await _asks(gita, asha)
        await _buys(gita, asha)


async def _is_set_up(asha: Chat, token: str) -> None:
    """Her link makes her the owner; the five steps, a text changed on the way."""
    await asha.says(f"/start {token}")
    await asha.hears("You are the owner of Tiger Tees")
    await asha.presses(await asha.hears("Step 1 of 5"), "Send me one")
    await asha.hears("in your cart at Tiger Tees")
    await asha.presses(await asha.hears("This is what your customers get"), "Next step")
    second = await asha.hears("Step 2 of 5")
    assert f"https://t.me/{USERNAME}" in second.text
    await asha.presses(second, "Got it")
    third = await asha.hears("Step 3 of 5")
    await asha.says("/text cart_reminder {brand}: {items} waits for you. {link} STOP ends this")
    await asha.presses(await asha.hears("STOP ends this"), "Change it")
    await asha.hears("Done. ")
    await asha.presses(third, "Keep it")
    await asha.presses(await asha.hears("Step 4 of 5"), "Keep it")
    await asha.presses(await asha.hears("Step 5 of 5"), "No one else")
    await asha.hears("You are set up")


async def _asks(gita: Chat, asha: Chat) -> None:
    """A customer comes by the link, asks what nobody saved an answer for, and is answered by the owner."""
    await gita.says("/start")
    await gita.hears("Tiger Tees")
    await gita.says("do you wrap it as a gift for my sister")
    alert = await asha.hears("do you wrap it as a gift for my sister")
    await asha.says("/questions")
    # A person takes this long at least. By then the id that the alert got is stored.
    await asha.hears("for an answer, the longest first")
    await asha.says("Yes, in red paper.", to=alert)
    await gita.hears("Yes, in red paper.")


async def _buys(gita: Chat, asha: Chat) -> None:
    """By a product's link; two products in one order, to the door, paid there."""
    await gita.says("/start buy_SHORTS")
    await gita.hears("size")
    await gita.says("L")
    await gita.hears("Shall we order it?")
    await gita.says("and a taj mug")
    summary = await gita.hears("Shall we order it?")
    assert "Tiger Shorts L and Taj Mug: ₹1,249" in summary.text
    await gita.presses(summary, "Yes, order it")
    await gita.presses(await gita.hears("You pay ₹1,249 on delivery"), "Yes, send it")
    await gita.hears("confirmed")
    await gita.says("Flat 4, Shanti Apartments, 12 MG Road, New Delhi 110001")
    await gita.hears("goes to Flat 4, Shanti Apartments, 12 MG Road, New Delhi 110001")
    await asha.hears("is confirmed")
    await asha.says("/orders")
    await asha.hears("1 open.")


async def _answers(port: int) -> bool:
    try:
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            return answer.status == 200
    except (ClientError, OSError):
        return False
