"""A service on a database of the test's own, with a business of which the test says how it is connected."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import Service, assemble
from bot.clock import PushedClock
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import read_business_file
from tests.providers.telegram import SECRET, TOKEN, USERNAME

HEAD = """[business]
id = "tiger"
name = "Tiger Tees"
country = "US"
timezone = "America/Chicago"
currency = "USD"
"""
TELEGRAM = f"""
[channels.telegram]
provider = "telegram"
token = "{TOKEN}"
secret = "{SECRET}"
username = "{USERNAME}"
"""


@asynccontextmanager
async def installed(settings: Settings, clock: PushedClock) -> AsyncIterator[Service]:
    """The service, not started."""
    service = assemble(settings, clock)
    try:
        yield service
    finally:
        await service.accounts.close()
        await service.spool.close()
        await service.turns.store.close()


async def apply(service: Service, more: str, head: str = HEAD) -> None:
    """Apply a business file of these sections."""
    file = read_business_file(head + more, {})
    now, elapsed = service.clock.now(), service.clock.get_real_time()
    await apply_file(CONVERSATIONS, service.turns.store, file, service.vault, now, elapsed)
