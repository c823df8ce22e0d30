"""The API on a real server on loopback, with a real database behind it; the test runs once on each kind."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from openapi_schema_validator import OAS31Validator

from bot.clock import PushedClock
from bot.conversations import CONVERSATIONS
from bot.open_turns import OpenTurns
from bot.web.web_server import build
from flows.business import Business, ChannelSettings
from handlers.api.api_app import ApiServices, add_routes
from handlers.engine.seeds import Seeds
from handlers.engine.turn import Tools
from handlers.intake import intake
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.businesses.access import ApiKey, find_key
from storage.businesses.businesses import bump
from storage.database.stores import Database
from storage.unit import Unit
from templates.message_library import Library
from tests.conftest import START

KEYS = {
    "tell-key": ("events",),
    "read-key": ("read",),
    "write-key": ("write",),
    "admin-key": ("admin",),
    "other-key": ("events", "read", "write", "admin"),
}
__all__ = ["OTHER", "READ", "START", "TELL", "Rig", "bearer", "token_hash"]

CHANNELS = (
    ChannelSettings("sms", "twilio", "+13145550100", "AC1"),
    ChannelSettings("whatsapp", "twilio", "+13145550101", "AC1"),
    ChannelSettings("telegram", "telegram", "tigertees_bot"),
)
TIGER = Business("tiger", "Tiger Tees", "US", "America/Chicago", "USD", channels=CHANNELS)
LION = Business(
    "lion", "Lion Mugs", "US", "America/Chicago", "USD", channels=(ChannelSettings("sms", "twilio", "MG1", "AC1"),)
)


def bearer(key: str) -> dict[str, str]:
    """The header that proves a call."""
    return {"Authorization": f"Bearer {key}"}


TELL, READ, OTHER = bearer("tell-key"), bearer("read-key"), bearer("other-key")


def token_hash(token: str) -> str:
    """How this installation keeps tokens."""
    return blake2b(token.encode(), key=b"k" * 32, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Rig:
    """A served API, and what stands behind it."""

    http: TestClient[web.Request, web.Application]
    turns: OpenTurns
    clock: PushedClock

    async def post(self, path: str, body: object, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        """Status and document that answer a JSON body, or bytes as they are."""
        sent = {"data": io.BytesIO(body)} if isinstance(body, bytes) else {"json": body}
        async with self.http.post(path, headers=TELL if headers is None else headers, **sent) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        """Status and document that answer a path and query as they are written."""
        async with self.http.get(path, headers=READ if headers is None else headers) as answer:
            return answer.status, await answer.json()


Client = Callable[[web.Application], Awaitable[TestClient[web.Request, web.Application]]]


@pytest.fixture
async def rig(store: Database, clock: PushedClock, aiohttp_client: Client) -> Rig:
    """Two businesses with their keys, served."""
    tools = Tools(Library.load(), Seeds(b"s" * 32), CONVERSATIONS, None, token_hash)
    turns = OpenTurns(store, clock, tools)
    for business, keys in ((TIGER, ("tell-key", "read-key", "write-key", "admin-key")), (LION, ("other-key",))):
        await store.write(business.id, lambda unit, b=business, k=keys: _settle(unit, b, k, clock.now()))  # type: ignore[misc]

    async def take(business: str, news: InboundEvent) -> IntakeResult:
        return await turns.act(business, lambda turn: intake.take(turn, news))

    async def find(token: str) -> ApiKey | None:
        return await store.read("", lambda unit: find_key(unit, (token_hash(token),)))

    app = build(lambda app: add_routes(app, ApiServices(turns, find, take, clock.now, None), CONVERSATIONS))
    return Rig(await aiohttp_client(app), turns, clock)


async def _settle(unit: Unit, business: Business, keys: tuple[str, ...], now: datetime) -> None:
    await unit.businesses.put(business, now)
    for key in keys:
        await unit.access.add_key(token_hash(key), KEYS[key], now)
    for channel in business.channels:
        await unit.senders.put(channel.channel, channel.provider, channel.address, channel.rate, now)
    await bump(unit)


def check(document: Mapping[str, Any], shape: str, answer: Mapping[str, Any]) -> None:
    """What is answered has the shape of that name in the API's document, and no field besides."""
    components = {"components": document["components"]}
    OAS31Validator({"$ref": f"#/components/schemas/{shape}", **components}).validate(answer)
    assert list(answer) == list(document["components"]["schemas"][shape]["properties"])
