"""A running sandbox of the sample shop, with its page, for tests here and in the browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from tempfile import TemporaryDirectory

from aiohttp import web

from bot import conversations
from bot.app import Service, assemble
from bot.clock import PushedClock
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from bot.proxies import Proxies
from bot.simulator.demo_businesses import samples
from bot.simulator.sandbox_routes import build_pages
from bot.web.web_server import build
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import make_text_check, read_business_file

TUESDAY = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
"""Ten in the morning in Chicago: nobody is asleep, and no law keeps a reminder back."""
TIGER, DELHI = samples()["tiger"], samples()["delhi"]
MAILED = TIGER.toml.replace("holdout = 0.15", "holdout = 0.0").replace(
    ', arms = [{ text = "cart_reminder_again" }]', ""
)
"""The sample shop without a control group and a test of texts: what a test expects must not hang on a draw."""
_MAIL = re.compile(r"mailing_address = .*\n|\[channels\.email\]\n(.+\n)+\n")
EVERYBODY = _MAIL.sub("", MAILED)
"""The same shop without mail: its customers are on phones and in chats."""


@asynccontextmanager
async def sandbox(url: str, at: datetime = TUESDAY, toml: str | None = EVERYBODY) -> AsyncIterator[Service]:
    """A started service on a migrated database; ``toml`` None leaves the database as it is."""
    with TemporaryDirectory() as media:  # a database on a server has no folder beside it
        service = assemble(Settings(database_url=url, media=media), PushedClock(at), fleeting=True)
        if toml is not None:
            file = read_business_file(toml, {}, make_text_check(service.turns.tools.library))
            now, elapsed = service.clock.now(), service.clock.get_real_time()
            await apply_file(CONVERSATIONS, service.turns.store, file, service.vault, now, elapsed)
        await service.start()
        try:
            yield service
        finally:
            await service.stop()


def application(service: Service) -> web.Application:
    """The sandbox's part of the web, with the pages that conversations bring."""
    return build(*build_pages(service), *conversations.pages(service, Proxies()))
