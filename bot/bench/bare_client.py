"""The bare client: posts the same fields with aiohttp, a hundred at a time, without any check or storage.

``python -m bot.bench.bare_client URL FILE`` reads one form a line. It parses the form and builds it again, as every
sender must.
"""

from __future__ import annotations

import asyncio
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

from aiohttp import ClientSession, TCPConnector

from bot.bench import child_process, stopwatch
from bot.bench.bench_account import ACCOUNT, TOKEN

CONNECTIONS = 100
HEADERS = {"Authorization": "Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()}


async def _post_all(url: str, forms: list[dict[str, str]]) -> None:
    async with ClientSession(connector=TCPConnector(limit=CONNECTIONS), headers=HEADERS) as session:
        child_process.say(ready=True)
        await child_process.receive_message()
        began, waiting = stopwatch.read_stopwatch(), iter(forms)
        async with asyncio.TaskGroup() as group:
            for _ in range(CONNECTIONS):
                group.create_task(_post(session, url, waiting))
        child_process.say(began=began, ended=stopwatch.read_stopwatch())


async def _post(session: ClientSession, url: str, waiting: Iterator[dict[str, str]]) -> None:
    for form in waiting:
        async with session.post(url, data=form) as answer:
            answer.raise_for_status()
            await answer.read()


if __name__ == "__main__":
    asyncio.run(_post_all(sys.argv[1], [dict(parse_qsl(line)) for line in Path(sys.argv[2]).read_text().splitlines()]))
