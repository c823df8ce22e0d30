"""The aiohttp application: its parts, limits, and errors that tell a caller what to do."""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

import structlog
from aiohttp import web

from bot.metrics import route_of
from bot.spool import Full
from bot.web.connection_door import HTTP, NAME, note_beginning
from handlers.api.api_refusals import Code
from handlers.engine.turn import UnknownBusiness
from storage.database.stores import DatabaseAway

log = structlog.get_logger()

LARGEST_BODY = 1024 * 1024  # bytes; beyond it 413
_CODES = {code.status: code.value for code in Code}  # the API's words, wherever a request came in

_REQUEST_ID = "X-Request-Id"
_NAMED: ContextVar[str] = ContextVar("request", default="")
_OWN_ID = re.compile(r"[A-Za-z0-9._-]{1,100}")  # of a caller: it goes into the log

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Part = Callable[[web.Application], None]
"""Adds its routes to the application."""


def build(*parts: Part) -> web.Application:
    """Return an application with the routes of these parts."""
    middlewares = [_name_request, note_beginning, _tell_errors, _refuse_packed]
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=middlewares, handler_args=HTTP)
    app.on_response_prepare.append(_sign)
    for part in parts:
        part(app)
    return app


@web.middleware
async def _name_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give each request an id for support questions and the log: the caller's own, else a new one."""
    own = request.headers.get(_REQUEST_ID, "")
    _NAMED.set(own if _OWN_ID.fullmatch(own) else secrets.token_hex(8))
    return await handler(request)


@web.middleware
async def _tell_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Return errors in the API's JSON form; our own faults are logged with their place, which the answer leaves out."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400 or error.content_type == "application/json":
            raise
        error.__traceback__ = None  # the request keeps that of a wrong path, and its frames keep the request
        return _error(error.status, error.text or error.reason, error)
    except (DatabaseAway, Full) as away:
        return _error(503, str(away))
    except UnknownBusiness as unknown:
        return _error(404, str(unknown))
    except Exception as error:  # the last line: no caller sees a traceback
        log.error("request failed", method=request.method, route=route_of(request), id=_NAMED.get(), exc_info=error)
        return _error(500, "something went wrong here; it is logged")


@web.middleware
async def _refuse_packed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a compressed body unread: no provider compresses its requests, and no part of the web decompresses one."""
    packing = request.headers.get("Content-Encoding", "identity").strip().lower()
    if packing != "identity":
        raise web.HTTPUnsupportedMediaType(text="send the body as it is, without Content-Encoding")
    return await handler(request)


async def _sign(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = NAME
    response.headers[_REQUEST_ID] = _NAMED.get()


def _error(status: int, message: str, error: web.HTTPException | None = None) -> web.Response:
    """Return an error that concerns no single field of the request; errors of fields are answered by the routes."""
    code = _CODES.get(status) or (error.reason.lower().replace(" ", "_") if error is not None else "internal")
    headers = {"Retry-After": "5"} if status == 503 else {}
    if error is not None:
        headers |= {name: value for name, value in error.headers.items() if name in {"Retry-After", "Allow"}}
    told = {"error": {"code": code, "message": message, "field": None}}
    return web.json_response(told, status=status, headers=headers)
