"""A Twilio that writes down all that it sees, and tells its receipts doubled and out of order."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from typing import Self, TextIO
from urllib.parse import parse_qs, parse_qsl, urlsplit

from aiohttp import ClientError, ClientSession, TCPConnector, web

from tests.chaos.evidence import Attempt, Fact, Receipt, Stopped, Taken, write
from tests.providers import Fault
from tests.providers.twilio import NUMBER, Message, TwilioStand

DOUBLED = 0.3  # the share of receipts that come twice
TOGETHER = 8  # receipts on their way at a time
AGAIN = 0.3  # seconds before something that was not answered with 200 is posted again
LONGEST = 30.0  # seconds after which an answer does not come: one to STOP may take ten


@dataclass
class WatchedTwilio(TwilioStand):
    """``facts`` and ``log`` hold what it saw; ``pushed`` says how far real time is moved. ``departed`` hears of sends.

    With ``tells`` it posts the receipts of what it takes, ``sent`` and ``delivered``, in any order.
    """

    chance: random.Random = field(default_factory=lambda: random.Random(7))
    log: TextIO = field(default_factory=StringIO)
    pushed: Callable[[], float] = lambda: 0.0
    departed: Callable[[Attempt], None] = lambda attempt: None
    tells: bool = True
    facts: list[Fact] = field(default_factory=list)
    telling: set[asyncio.Task[None]] = field(default_factory=set)
    flying: int = 0
    most_flying: int = 0
    _door: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TOGETHER))

    def saw(self, fact: Fact) -> None:
        """Write it down."""
        self.facts.append(fact)
        write(self.log, fact)

    async def __aenter__(self) -> Self:
        await TwilioStand.__aenter__(self)
        await self._the(self._session).close()
        self._session = ClientSession(connector=TCPConnector(limit=0))  # people do not wait for one another
        return self

    async def stop(self, phone: str, text: str, url: str) -> None:
        """Somebody writes STOP; posted, the same again, until it is answered with 200."""
        written = time.time()
        sid = f"SMs{self.chance.getrandbits(120):030x}"
        await self._until_answered(lambda: self.say(phone, NUMBER, text, url=url, MessageSid=sid))
        self.saw(Stopped(phone, written, time.time()))

    async def _create(self, request: web.Request) -> web.Response:
        now = time.time()
        form = dict(parse_qsl((await request.read()).decode()))
        attempt = Attempt(now, now + self.pushed(), _id(form), form["To"], form["Body"], form["From"])
        self.saw(attempt)
        self.departed(attempt)
        self.flying += 1
        self.most_flying = max(self.most_flying, self.flying)
        try:
            return await TwilioStand._create(self, request)
        finally:
            self.flying -= 1

    def _store(self, form: Mapping[str, list[str]], fault: Fault) -> Message:
        message = TwilioStand._store(self, form, fault)
        one = {name: values[0] for name, values in form.items()}
        self.saw(Taken(time.time(), _id(one), message.sid, one["Body"]))
        if self.tells:
            task = asyncio.create_task(self._tell(message))
            self.telling.add(task)
            task.add_done_callback(self.telling.discard)
        return message

    async def _tell(self, message: Message) -> None:
        statuses = ["sent", "delivered"]
        statuses += [one for one in statuses if self.chance.random() < DOUBLED]
        self.chance.shuffle(statuses)
        for status in statuses:
            async with self._door:
                await self._until_answered(partial(self.receipt, message.sid, status))
            self.saw(Receipt(message.sid, status))

    async def _until_answered(self, post: Callable[[], Awaitable[int]]) -> None:
        """Post it, the same again, until the answer is 200."""
        while True:
            with suppress(ClientError, OSError):  # a time-out is one of these
                async with asyncio.timeout(LONGEST):
                    if await post() == 200:
                        return
            await asyncio.sleep(AGAIN)


def _id(form: Mapping[str, str]) -> str:
    """Our id rides in the address of the receipts."""
    (found,) = parse_qs(urlsplit(form["StatusCallback"]).query)["m"]
    return found
