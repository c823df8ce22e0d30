"""What the address alone answers."""

from __future__ import annotations

from aiohttp.test_utils import TestClient, TestServer

from bot.simulator.sandbox_routes import build_pages
from bot.web_application import build_application
from tests.bot.simulator.shop import sandbox


async def test_a_live_service_says_that_it_runs(database: str) -> None:
    async with sandbox(database) as service, TestClient(TestServer(build_application(service))) as client:
        answer = await client.get("/")
        assert (answer.status, answer.content_type) == (200, "text/plain")
        assert (await answer.text()).startswith("Parley runs here.")


async def test_a_sandbox_leads_to_its_page(database: str) -> None:
    async with sandbox(database) as service, TestClient(TestServer(build_application(service, build_pages))) as client:
        answer = await client.get("/", allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (302, "/sim")
