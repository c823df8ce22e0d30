"""The REST API on aiohttp: every endpoint there is, and its documentation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from handlers.api.astray import answer_astray
from handlers.api.dispatch import Handler, serve
from handlers.api.endpoint import Api, Endpoint
from handlers.api.events import tell_event
from handlers.api.invites import make_invite
from handlers.api.manual import write_manual
from handlers.api.messages import list_messages, show_message
from handlers.api.openapi import describe
from handlers.api.reports import report_recovery

__all__ = ["ENDPOINTS", "Api", "add_routes"]

ENDPOINTS: Sequence[Endpoint[Any]] = (tell_event, make_invite, list_messages, show_message, report_recovery)

# The manual shows what we wrote ourselves; nothing in it is to run or to load.
_MANUAL_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def add_routes(app: web.Application, api: Api) -> None:
    """Serve the API on ``app``: ``/api/v1/…``, ``/api/openapi.json`` and ``/api/docs``.

    Whatever finds no path, or no such method of one, is answered in the API's form too, all over ``app``.
    """
    by_path: dict[str, list[Endpoint[Any]]] = defaultdict(list)
    for endpoint in ENDPOINTS:
        by_path[endpoint.path].append(endpoint)
    for path, endpoints in by_path.items():
        _add(app, path, {endpoint.method: serve(endpoint, api) for endpoint in endpoints})
    document = describe(ENDPOINTS, api.public_url)
    _add(app, "/api/openapi.json", {"GET": _document(document)})
    _add(app, "/api/docs", {"GET": _manual(write_manual(document))})
    app.middlewares.append(answer_astray)


def _add(app: web.Application, path: str, handlers: dict[str, Handler]) -> None:
    served = handlers | ({"HEAD": handlers["GET"]} if "GET" in handlers else {})
    resource = app.router.add_resource(path)
    for method, handler in served.items():
        resource.add_route(method, handler)


def _document(document: dict[str, Any]) -> Handler:
    async def handle(request: web.Request) -> web.Response:
        return web.json_response(document)

    return handle


def _manual(page: str) -> Handler:
    async def handle(request: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html", headers=_MANUAL_HEADERS)

    return handle
