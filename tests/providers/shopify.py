"""A Shopify shop on loopback: a real server that checks what it is sent, and fails in each way when told to."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.providers.shopify_bulk import BulkStand
from tests.providers.shopify_codes import DiscountStand, error

VERSION = "2026-07"


class Trouble(StrEnum):
    """What befalls the next call."""

    ERROR = "error"  # 500, and nothing was done
    BUSY = "busy"  # 503 with Retry-After
    THROTTLED = "throttled"  # 200 with an error of the whole query, as Shopify tells it
    UNAUTHORIZED = "unauthorized"  # 401
    FORBIDDEN = "forbidden"  # 403
    FROZEN = "frozen"  # 402
    MOVED = "moved"  # 301 to another domain
    CUT_BEFORE = "cut before"  # the connection ends before anything is done
    CUT_AFTER = "cut after"  # it is done, and the connection ends before the answer
    GARBAGE = "garbage"  # 200 with a page of HTML
    EMPTY = "empty"  # 200 with JSON that holds nothing
    DENIED = "denied"  # 200 with an error: the token lacks a scope
    BROKEN = "broken"  # 200 with an error of Shopify's own
    SILENT = "silent"  # no answer until the shop closes


@dataclass
class ShopifyStand:
    """``async with ShopifyStand() as shop: Shopify(…, api_url=shop.url)``; ``discounts`` are those that were made.

    ``coded`` has them with their codes.
    ``tokens`` are those that the app ``client`` was given, each for ``lasts`` seconds; the last opens the shop.
    ``refuses_tokens`` is the status with which it gives none.
    """

    token: str = "shpat_test"
    client: str = "0123456789abcdef0123456789abcdef"
    lasts: int = 86_399
    tokens: list[str] = field(default_factory=list)
    refuses_tokens: int | None = None
    secret: str = "shpss_test"
    domain: str = "parley-dev.myshopify.com"
    scopes: tuple[str, ...] = ("read_orders", "write_customers", "write_discounts")
    coded: DiscountStand = field(default_factory=DiscountStand)
    subscriptions: list[dict[str, str]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    bulk: BulkStand = field(default_factory=BulkStand)
    url: str = ""
    _troubles: deque[Trouble | None] = field(default_factory=deque)
    _closing: asyncio.Event = field(default_factory=asyncio.Event)
    _runner: web.AppRunner | None = None

    @property
    def discounts(self) -> list[dict[str, Any]]:
        """The discounts that were made."""
        return self.coded.made

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/admin/api/{version}/graphql.json", self._graphql)
        app.router.add_post("/admin/oauth/access_token", self._grant)
        app.router.add_get("/results/{name}", self.bulk.result)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()

    def fail_next(self, *troubles: Trouble | None) -> None:
        """What the next calls meet, one each; None is a call that goes well."""
        self._troubles.extend(troubles)

    async def send(self, topic: str, payload: object, to_url: str, secret: str | None = None, **more: str) -> int:
        """Deliver a signed webhook, as Shopify does; ``more`` are headers (``X_Shopify_Event_Id="…"``). Its status."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        headers = webhook_headers(topic, body, secret or self.secret, self.domain)
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        async with aiohttp.ClientSession() as session, session.post(to_url, data=body, headers=headers) as answer:
            return answer.status

    async def _grant(self, request: web.Request) -> web.StreamResponse:
        """https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant"""
        form = dict(await request.post())
        if self.refuses_tokens is not None:
            return web.Response(status=self.refuses_tokens, text="<html>Oops, something went wrong.</html>")
        if form != {"grant_type": "client_credentials", "client_id": self.client, "client_secret": self.secret}:
            return web.json_response({"error": "invalid_client"}, status=400)
        self.tokens.append(f"shpat_{len(self.tokens) + 1}")
        self.token = self.tokens[-1]
        scope = ",".join(self.scopes)
        return web.json_response({"access_token": self.token, "scope": scope, "expires_in": self.lasts})

    async def _graphql(self, request: web.Request) -> web.StreamResponse:
        trouble = self._troubles.popleft() if self._troubles else None
        if trouble is Trouble.SILENT:
            await self._closing.wait()
        if trouble is Trouble.CUT_BEFORE:
            return _cut(request)
        if trouble in _ANSWERS:
            return _ANSWERS[trouble]()
        if request.match_info["version"] != VERSION:
            return web.json_response({"errors": "Not Found"}, status=404)
        if request.headers.get("X-Shopify-Access-Token") != self.token:
            return web.json_response({"errors": "[API] Invalid API key or access token"}, status=401)
        if request.content_type != "application/json":
            return web.json_response({"errors": {"query": "Required parameter missing or invalid"}}, status=400)
        answer = self._answered(await request.json())
        return _cut(request) if trouble is Trouble.CUT_AFTER else web.json_response(answer)

    def _answered(self, call: Mapping[str, Any]) -> dict[str, Any]:
        query, variables = call["query"], call.get("variables") or {}
        for name, coded in self.coded.operations().items():
            if name in query:
                self.calls.append(name.rstrip("("))
                return coded(variables, query)
        operations: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "webhookSubscriptionCreate(": self._subscribe,
            "webhookSubscriptions(": self._list_subscriptions,
            "shop {": self._shop,
            "query scopes {": self._shop,
            "bulkOperationRunQuery(": lambda given: self.bulk.start(given, self.url),
            "bulkOperations(": self.bulk.latest,
            "bulkOperation(": self.bulk.look,
        }
        for name, operation in operations.items():
            if name in query:
                self.calls.append(name.rstrip("( {"))
                return operation(variables)
        return error("undefinedField", "Field doesn't exist on type 'QueryRoot'")

    def _subscribe(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        wanted = {"topic": variables["topic"], "uri": variables["webhookSubscription"]["uri"]}
        mistakes = []
        if not wanted["uri"].startswith(("https://", "http://127.0.0.1")):
            mistakes = [
                {"field": ["webhookSubscription", "uri"], "message": "Address protocol http:// is not supported"}
            ]
        elif wanted in self.subscriptions:
            mistakes = [{"field": ["webhookSubscription", "uri"], "message": "Address for this topic is already taken"}]
        else:
            self.subscriptions.append(wanted)
        made = None if mistakes else {"id": f"gid://shopify/WebhookSubscription/{len(self.subscriptions)}"}
        return {"data": {"webhookSubscriptionCreate": {"webhookSubscription": made, "userErrors": mistakes}}}

    def _list_subscriptions(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        return {"data": {"webhookSubscriptions": {"nodes": list(self.subscriptions)}}}

    def _shop(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        scopes = [{"handle": scope} for scope in self.scopes]
        shop = {"name": "Parley Dev", "myshopifyDomain": self.domain}
        return {"data": {"shop": shop, "currentAppInstallation": {"accessScopes": scopes}}}


def webhook_headers(topic: str, body: bytes, secret: str, domain: str) -> dict[str, str]:
    """The headers of one delivery, signed over the exact bytes."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": domain,
        "X-Shopify-API-Version": VERSION,
        "X-Shopify-Webhook-Id": str(uuid.uuid4()),
        "X-Shopify-Event-Id": str(uuid.uuid4()),
        "X-Shopify-Hmac-Sha256": base64.b64encode(digest).decode(),
    }


def _throttled() -> web.Response:
    status = {"maximumAvailable": 2000.0, "currentlyAvailable": 4, "restoreRate": 2.0}
    cost = {"requestedQueryCost": 10, "actualQueryCost": None, "throttleStatus": status}
    return web.json_response({**error("THROTTLED", "Throttled"), "extensions": {"cost": cost}})


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


_ANSWERS: dict[Trouble | None, Callable[[], web.Response]] = {
    Trouble.ERROR: lambda: web.Response(status=500),
    Trouble.BUSY: lambda: web.Response(status=503, headers={"Retry-After": "7"}),
    Trouble.THROTTLED: _throttled,
    Trouble.UNAUTHORIZED: lambda: web.json_response({"errors": "[API] Invalid API key or access token"}, status=401),
    Trouble.FORBIDDEN: lambda: web.json_response({"errors": "Access denied"}, status=403),
    Trouble.FROZEN: lambda: web.json_response({"errors": "Unavailable Shop"}, status=402),
    Trouble.MOVED: lambda: web.Response(status=301, headers={"Location": "https://other.example/"}),
    Trouble.GARBAGE: lambda: web.Response(text="<html>", content_type="text/html"),
    Trouble.EMPTY: lambda: web.json_response([]),
    Trouble.DENIED: lambda: web.json_response(error("ACCESS_DENIED", "Access denied")),
    Trouble.BROKEN: lambda: web.json_response(error("INTERNAL_SERVER_ERROR", "Internal error")),
}
