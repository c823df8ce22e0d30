"""The REST API on aiohttp: every endpoint, and its documentation, loaded with the first request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aiohttp import web

from handlers.api.endpoint import ApiServices
from handlers.api.routes import SHOW_DOCUMENT, SHOW_MANUAL, ApiRoute
from handlers.api.unknown_paths import make_guide

if TYPE_CHECKING:
    from handlers.api.request_dispatch import Handler
    from handlers.conversation import Conversations

__all__ = ["ApiServices", "add_handler", "add_routes"]

# The manual shows our own text only; it needs no scripts and no external files.
_MANUAL_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def add_routes(app: web.Application, api: ApiServices, conversations: Conversations) -> None:
    """Serve the API on ``app``: ``/api/v1/…``, ``/api/openapi.json`` and ``/api/docs``.

    Unknown paths and methods anywhere in ``app`` get a refusal in the API's form too.
    """
    endpoints = _Endpoints(api, conversations)
    for route in conversations.routes:
        add_handler(app, route, endpoints.handler(route))
    documentation = _Documentation(conversations, api.public_url)
    add_handler(app, SHOW_DOCUMENT, documentation.show_document)
    add_handler(app, SHOW_MANUAL, documentation.show_manual)
    app.middlewares.append(make_guide())


def add_handler(app: web.Application, route: ApiRoute, handler: Handler) -> None:
    """Serve a route, next to the other methods of its path; a GET also answers HEAD."""
    resource = app.router.add_resource(route.path)
    for method in ("GET", "HEAD") if route.method == "GET" else (route.method,):
        resource.add_route(method, handler)


class _Endpoints:
    """The handlers of all routes, loaded and made with the first request for any of them."""

    def __init__(self, api: ApiServices, conversations: Conversations) -> None:
        self._api = api
        self._conversations = conversations

    def handler(self, route: ApiRoute) -> Handler:
        async def handle(request: web.Request) -> web.Response:
            return await self._handlers[route](request)

        return handle

    @cached_property
    def _handlers(self) -> Mapping[ApiRoute, Handler]:
        from handlers.api.request_dispatch import serve

        return {endpoint.route: serve(endpoint, self._api) for endpoint in self._conversations.endpoints}


class _Documentation:
    """The OpenAPI document and the manual, written with the first request for either: in a thread, as it takes .6 s."""

    def __init__(self, conversations: Conversations, public_url: str | None) -> None:
        self._conversations = conversations
        self._public_url = public_url

    async def show_document(self, _request: web.Request) -> web.Response:
        text = await asyncio.to_thread(lambda: self._json)
        return web.Response(text=text, content_type="application/json")

    async def show_manual(self, _request: web.Request) -> web.Response:
        text = await asyncio.to_thread(lambda: self._manual)
        return web.Response(text=text, content_type="text/html", headers=_MANUAL_HEADERS)

    @cached_property
    def _document(self) -> dict[str, Any]:
        from handlers.api.openapi import describe

        return describe(self._conversations.endpoints, self._public_url)

    @cached_property
    def _json(self) -> str:
        return json.dumps(self._document)

    @cached_property
    def _manual(self) -> str:
        from handlers.api.api_manual import write_manual

        return write_manual(self._document)
