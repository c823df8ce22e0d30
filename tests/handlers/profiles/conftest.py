"""A sample shop with its API on loopback: what it is told by events is worked through, then asked for again."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.app import Service
from bot.conversations import CONVERSATIONS
from bot.web.web_server import build
from handlers.actions.api_keys import SCOPES
from handlers.api.api_app import ApiServices, add_routes
from handlers.api.event_envelope import make_envelope_model
from handlers.api.request_body import read_body
from handlers.people.inbound_event import InboundEvent
from storage.businesses.access import ApiKey
from storage.people.people import Identity
from storage.unit import Unit
from tests.bot.simulator.shop import sandbox
from tests.handlers.api.conftest import LION, bearer, rig

__all__ = ["rig"]
TIGER = "tiger"
KEYS = {
    "all": ApiKey(TIGER, UUID(int=1), frozenset(SCOPES)),
    "foreign": ApiKey(LION.id, UUID(int=2), frozenset(SCOPES)),
    **{scope: ApiKey(TIGER, UUID(int=3), frozenset({scope})) for scope in SCOPES},
}
DANA = {"id": "c1", "name": "Dana Reyes", "phone": "+13145550142", "email": "dana@example.com", "country": "US"}
NOOR = {"id": "c2", "name": "Noor Khan", "phone": "+13145550143"}
OMAR = {"id": "c3", "name": "Omar Diaz", "phone": "+13145550144"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def error(self) -> tuple[int, str, str | None]:
        """The status, the code and the field of a refusal."""
        return self.status, self.body["error"]["code"], self.body["error"]["field"]


@dataclass(slots=True)
class Shop:
    """The shop and its API."""

    service: Service
    http: TestClient[web.Request, web.Application]
    told: int = field(default=0)

    async def tell(self, kind: str, data: dict[str, Any], at: str | None = None, source: str = "api") -> None:
        """An event of a system of the shop, worked through."""
        self.told += 1
        sandboxed = self.service.sandbox
        assert sandboxed is not None
        now = self.service.clock.now()
        body = json.dumps(
            {"id": f"e{self.told}", "type": kind, "occurred_at": at or now.isoformat(), "data": data}
        ).encode()
        event = read_body(make_envelope_model(CONVERSATIONS.told), body).event(now)
        await self.service.inbox.take(TIGER, InboundEvent(source, f"e{self.told}", event, body))
        await sandboxed.settle()

    async def order(self, ref: str, who: dict[str, Any], total: str = "64.00", at: str | None = None) -> None:
        """An order of one kurta."""
        items = [{"sku": "KUR", "title": "Kurta", "brand": "Leaf", "quantity": 1, "price": total}]
        order = {"order_id": ref, "number": f"N-{ref}", "currency": "USD", "total": total, "items": items}
        await self.tell("order.created", {**order, "customer": who}, at)

    async def ask(self, method: str, path: str, body: object = None, key: str = "all", **headers: str) -> Answer:
        """What a request is answered; a name of a header with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()} | bearer(key)
        sent: dict[str, Any] = {} if body is None else {"json": body}
        async with self.http.request(method, path, headers=named, **sent) as answer:
            document = await answer.json() if answer.content_type == "application/json" else await answer.text()
            return Answer(answer.status, document, answer.headers)

    async def get(self, path: str, key: str = "all", **headers: str) -> Any:
        """The document of an answer that must be 200."""
        answer = await self.ask("GET", path, None, key, **headers)
        assert answer.status == 200, (path, answer.body)
        return answer.body

    async def id_of(self, who: dict[str, Any]) -> UUID:
        """The id of a customer that was told."""

        async def look(unit: Unit) -> UUID:
            called = Identity("customer", f"api:{who['id']}")
            return (await unit.people.find_known([called]))[called].contact

        return await self.service.turns.store.read(TIGER, look)


Client = Callable[[web.Application], Awaitable[TestClient[web.Request, web.Application]]]


@pytest.fixture
async def shop(database: str, aiohttp_client: Client) -> AsyncIterator[Shop]:
    """The sample shop without its customers' carts, and a second business with a key of its own."""
    async with sandbox(database) as service:
        turns = service.turns
        for _ in range(2):  # a reader that looked during the first write looks again after the second
            await turns.store.write(LION.id, lambda unit: unit.businesses.put(LION, service.clock.now()))

        async def find(token: str) -> ApiKey | None:
            return KEYS.get(token)

        api = ApiServices(turns, find, service.inbox.take, service.clock.now, None)
        http = await aiohttp_client(build(lambda app: add_routes(app, api, CONVERSATIONS)))
        yield Shop(service, http)
