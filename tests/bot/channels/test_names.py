"""Names of providers are resolved beside everything else that needs a thread."""

from __future__ import annotations

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.channels.provider_http import Names
from bot.thread_pools import SPOOL


async def test_a_name() -> None:
    found = await Names().resolve("localhost", 80, socket.AF_INET)
    assert [(one["host"], one["port"], one["hostname"]) for one in found] == [("127.0.0.1", 80, "localhost")]


async def test_a_number_of_ipv6_with_its_zone() -> None:
    (found,) = await Names().resolve("fe80::1%1", 80, socket.AF_INET6)
    assert found["host"] == "fe80::1%1"


async def test_a_name_of_nobody() -> None:
    with pytest.raises(OSError, match=r".+"):
        await Names().resolve("nobody.invalid", 80)


async def test_names_and_the_disk_wait_for_nobody_else() -> None:
    """The one thread of the loop's own executor is taken."""
    going_on = threading.Event()
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(1))
    taken = loop.run_in_executor(None, going_on.wait)
    try:
        async with asyncio.timeout(20):
            assert await Names().resolve("localhost", 80)
            assert await SPOOL.run(len, "line") == 4
    finally:
        going_on.set()
        await taken
