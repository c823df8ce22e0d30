"""What Docker asks a container: the port that its command was told, and nothing where there is none."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.healthcheck import find_port
from bot.web.web_server import build

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("command", "surroundings", "port"),
    [
        ("parley serve --host 0.0.0.0 --port 8080", {}, "8080"),
        ("parley serve --port=9000", {}, "9000"),
        ("python -m bot serve", {"PARLEY_PORT": "7000"}, "7000"),
        ("parley serve", {}, "8080"),
        ("parley worker", {"PARLEY_PORT": "7000"}, None),
        ("/sbin/docker-init -- parley worker --port 8080", {}, "8080"),
    ],
)
def test_where_a_command_listens(command: str, surroundings: dict[str, str], port: str | None) -> None:
    assert find_port(command.split(), surroundings) == port


async def check(command: str, tmp_path: Path) -> int:
    """The check as the Dockerfile has it, of a container with that command; its exit code."""
    found = re.search(
        r'HEALTHCHECK[^\n]*\\\n\s+CMD \["python", "/opt/parley/([^"]+)"\]', (ROOT / "Dockerfile").read_text()
    )
    assert found is not None
    words = tmp_path / "cmdline"
    words.write_text(command.replace(" ", "\0"))
    process = await asyncio.create_subprocess_exec(
        sys.executable, ROOT / found[1], words, stderr=asyncio.subprocess.DEVNULL
    )
    return await process.wait()


async def test_a_container_is_as_well_as_what_it_runs(tmp_path: Path) -> None:
    async def alive(_: web.Request) -> web.Response:
        return web.Response()

    def add_to(app: web.Application) -> None:
        app.router.add_get("/healthz", alive)

    async with TestServer(build(add_to)) as server:
        assert await check(f"parley serve --port {server.port}", tmp_path) == 0
        port = server.port
    assert await check(f"parley serve --port {port}", tmp_path) != 0
    assert await check("parley worker", tmp_path) == 0
