"""A sample shop with its API and the page of jobs' files, where jobs are worked at part by part by whom a test says."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from sqlalchemy import Table, func, select

from bot.app import Service
from bot.clock import PushedClock
from bot.conversations import CONVERSATIONS
from bot.jobs.job_file_routes import JobFilePages
from bot.jobs.job_workbench import Workbench
from bot.open_turns import OpenTurns
from bot.web.web_server import build
from handlers.api.api_app import ApiServices, add_routes
from handlers.engine.turn import Turn
from storage.businesses.access import ApiKey
from storage.jobs.jobs import JobRecord, Jobs
from storage.unit import Unit
from tests.bot.simulator.shop import sandbox
from tests.handlers.api.conftest import LION, bearer
from tests.handlers.profiles.conftest import KEYS, TIGER, Answer

T = TypeVar("T")
IMPORT, IMPORT_ORDERS = "/api/customers/import", "/api/orders/import"


class Meddled(OpenTurns):
    """The turns of a process to which something happens before it writes, or looks."""

    def __init__(self, turns: OpenTurns, before: Callable[[str], Awaitable[None]]) -> None:
        super().__init__(turns.store, turns.clock, turns.tools)
        self._before = before

    async def act(self, business: str, work: Callable[[Turn], Awaitable[T]], *, ahead: bool = False) -> T:
        await self._before("act")
        return await super().act(business, work, ahead=ahead)

    async def look(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        await self._before("look")
        return await super().look(business, work)


@dataclass(slots=True)
class Yard:
    """The shop, its API, and its jobs. Nobody works at them but who is told to."""

    service: Service
    http: TestClient[web.Request, web.Application]

    def bench(self, before: Callable[[str], Awaitable[None]] | None = None) -> Workbench:
        """One more process that works at jobs, to which something happens ``before`` it writes or looks."""
        turns = self.service.turns
        return Workbench(turns if before is None else Meddled(turns, before), CONVERSATIONS)

    async def ask(
        self, method: str, path: str, body: str | bytes | None = None, key: str = "all", **headers: str
    ) -> Answer:
        """What a request is answered; a name of a header with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()} | bearer(key)
        data = None if body is None else io.BytesIO(body.encode() if isinstance(body, str) else body)
        path = path.removeprefix("https://tigr.example")
        async with self.http.request(method, path, headers=named, data=data) as answer:
            document = await answer.json() if answer.content_type == "application/json" else await answer.text()
            return Answer(answer.status, document, answer.headers)

    async def asked(self, path: str, body: str | bytes = b"") -> str:
        """The id of a job that was asked for."""
        answer = await self.ask("POST", path, body)
        assert answer.status == 202, answer.body
        return str(answer.body["id"])

    async def shown(self, job: str) -> Any:
        """A job as it stands."""
        answer = await self.ask("GET", f"/api/jobs/{job}")
        assert answer.status == 200, answer.body
        return answer.body

    async def work(self, bench: Workbench | None = None, most: int = 10_000) -> int:
        """Work until nothing is to be done, or so many parts; how many that was."""
        bench = bench or self.bench()
        parts = 0
        while parts < most and await bench.step():
            parts += 1
        return parts

    async def done(self, path: str, body: str | bytes = b"") -> Any:
        """A job that was asked for and worked through."""
        job = await self.asked(path, body)
        await self.work()
        return await self.shown(job)

    async def file(self, job: Any) -> str:
        """The file of a job that is over, by its link."""
        async with self.http.get(job["file"]["url"].removeprefix("https://tigr.example")) as answer:
            assert answer.status == 200
            raw = await answer.read()
            assert len(raw) == job["file"]["size"]
            return raw.decode("utf-8-sig")

    async def many(self, table: Table) -> int:
        """The rows of the shop in a table."""
        query = select(func.count()).select_from(table).where(table.c.business == TIGER)
        return int(await self.service.turns.store.read(TIGER, lambda unit: unit.value(query)))

    async def record(self, job: str) -> JobRecord:
        """The job as it is kept."""

        async def look(unit: Unit) -> JobRecord | None:
            return await unit.of(Jobs).get(UUID(job))

        found = await self.service.turns.store.read(TIGER, look)
        assert found is not None
        return found

    async def later(self, by: timedelta) -> None:
        """Time goes on, the shop's and the real one."""
        clock = self.service.clock
        assert isinstance(clock, PushedClock)
        clock.push(clock.now() + by)
        clock._real.catch_up(clock.get_real_time() + by)


Client = Callable[[web.Application], Awaitable[TestClient[web.Request, web.Application]]]


@pytest.fixture
async def yard(database: str, aiohttp_client: Client) -> AsyncIterator[Yard]:
    """The sample shop, with a second business, whose own workers are stopped."""
    async with sandbox(database) as service:
        turns = service.turns
        for _ in range(2):  # a reader that looked during the first write looks again after the second
            await turns.store.write(LION.id, lambda unit: unit.businesses.put(LION, service.clock.now()))
        await service.workers.stop()

        async def find(token: str) -> ApiKey | None:
            return KEYS.get(token)

        api = ApiServices(turns, find, service.inbox.take, service.clock.now, None)
        pages = JobFilePages(turns, CONVERSATIONS).add_to
        yield Yard(service, await aiohttp_client(build(lambda app: add_routes(app, api, CONVERSATIONS), pages)))
