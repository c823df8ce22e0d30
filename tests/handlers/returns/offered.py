"""The API of the returns service, with keys of the business and of its sponsor."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.conversations import CONVERSATIONS
from bot.web.web_server import build
from handlers.api.api_app import ApiServices, add_routes
from handlers.engine.turn import Turn
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.businesses.access import ApiKey, find_key
from storage.businesses.businesses import bump
from tests.handlers.api.conftest import Client, token_hash
from tests.handlers.returns.returned import Parcels
from tests.storage.promotions.promoted import CONTENT, promotion, sponsor

OFFER: dict[str, Any] = {
    "partner": "Boots & Co", "brand": "Boots & Co", "title": "Winter sale", "text": "20 % off all boots",
    "url": "https://boots.example/winter", "expiry": "2026-05-01T00:00:00Z", "budget": "500.00",
}  # fmt: skip


@dataclass
class OfferApi:
    """The API. Its keys: read, write, admin; and mine, of the sponsor Boots & Co."""

    parcels: Parcels
    http: TestClient[web.Request, web.Application]
    kept: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    async def serve(cls, parcels: Parcels, client: Client) -> OfferApi:
        turns = parcels.turns
        kept: dict[str, bytes] = {}

        async def find(token: str) -> ApiKey | None:
            return await turns.store.read("", lambda unit: find_key(unit, (token_hash(token),)))

        async def take(_business: str, _event: InboundEvent) -> IntakeResult:
            raise AssertionError("no event is told here")

        async def keep(name: str, body: bytes) -> str:
            kept[name] = body
            return "" if body.startswith(b"picture") else "kind"

        async def add(turn: Turn) -> None:
            for token, scopes, of in (
                ("read", ["read"], None), ("write", ["read", "write"], None),
                ("admin", ["read", "write", "admin"], None), ("mine", ["read", "write"], parcels.sponsor.id),
            ):  # fmt: skip
                await turn.unit.access.add_key(token_hash(token), scopes, turn.now, sponsor=of)
            await bump(turn.unit)

        await parcels.act(add)
        services = ApiServices(turns, find, take, parcels.clock.now, None, keep_image=keep)
        return cls(parcels, await client(build(lambda app: add_routes(app, services, CONVERSATIONS))), kept)

    async def ask(
        self, key: str, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any, Mapping[str, str]]:
        """Status, document and headers that answer a request of a key."""
        sent = {"data": io.BytesIO(body)} if isinstance(body, bytes) else {"json": body} if body is not None else {}
        all_ = {"Authorization": f"Bearer {key}", **(headers or {})}
        async with self.http.request(method, path, headers=all_, **sent) as answer:
            document = await answer.json() if answer.content_type == "application/json" else None
            return answer.status, document, answer.headers.copy()

    async def make(self, key: str = "write", **other: Any) -> dict[str, Any]:
        """A new offer."""
        status, made, _ = await self.ask(key, "POST", "/api/v1/offers", OFFER | other)
        assert status == 201, made
        return dict(made)

    async def refuse(self, key: str, method: str, path: str, body: Any = None) -> tuple[int, str, str | None]:
        """Status, code and field of a refusal."""
        status, said, _ = await self.ask(key, method, path, body)
        return status, said["error"]["code"], said["error"].get("field")

    async def add_leaf(self) -> str:
        """Another sponsor with a live offer; return the offer's id."""

        content = replace(CONTENT, url="https://www.leaf.example/")

        async def work(turn: Turn) -> str:
            return str((await promotion(turn.unit, await sponsor(turn.unit, "Leaf"), content=content)).id)

        return await self.parcels.act(work)


def list_keys(of: Sequence[dict[str, Any]]) -> list[str]:
    """The ids of a list."""
    return [one["id"] for one in of]
