"""What no caller can help: a database that is away, a business that is gone. It is told in the same form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

import pytest
from aiohttp import web

from bot.conversations import CONVERSATIONS
from handlers.api.api_app import ApiServices, add_routes
from handlers.api.api_refusals import Code
from handlers.api.store_event_data import CART
from handlers.engine.turn import Turn, UnknownBusiness
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.businesses.access import ApiKey
from storage.database.stores import DatabaseAway
from tests.handlers.api.conftest import OTHER, Client

T = TypeVar("T")
KEY = ApiKey("tiger", UUID(int=1), frozenset({"events", "read"}))


class NoTurns:
    """Turns where none can be opened."""

    def __init__(self, reason: Exception) -> None:
        self._reason = reason

    async def act(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        raise self._reason

    async def look(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        raise self._reason

    async def take(self, business: str, news: InboundEvent) -> IntakeResult:
        raise self._reason


async def find(token: str) -> ApiKey | None:
    """A key from a cache, which a database that is away does not need."""
    return KEY


REASONS = {
    "the database is away": (DatabaseAway("it is away"), 503, "unavailable", {"Retry-After": "5"}),
    "the business is gone": (UnknownBusiness("tiger"), 401, "unauthorized", {"WWW-Authenticate": "Bearer"}),
}


@pytest.mark.parametrize(("reason", "status", "code", "headers"), REASONS.values(), ids=REASONS)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_form_stays_the_same(
    aiohttp_client: Client, method: str, reason: Exception, status: int, code: str, headers: dict[str, str]
) -> None:
    gone, app = NoTurns(reason), web.Application()
    add_routes(app, ApiServices(gone, find, gone.take, lambda: datetime.now(UTC), None), CONVERSATIONS)
    http = await aiohttp_client(app)
    event = {"id": "e1", "type": "cart.updated", "occurred_at": "2026-03-02T15:04:05Z", "data": CART}
    path, body = ("/api/v1/messages", None) if method == "GET" else ("/api/v1/events", event)
    async with http.request(method, path, json=body, headers=OTHER) as answer:
        assert (answer.status, (await answer.json())["error"]["code"]) == (status, code)
        assert headers.items() <= answer.headers.items()


def test_every_code_has_a_status_of_its_own() -> None:
    assert len({code.status for code in Code}) == len(Code)
