"""The bodies of requests."""

from __future__ import annotations

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError


async def body_of(http: web.Request) -> bytes:
    """All of it; 400 where the caller hung up before its end, or packed it as nobody can unpack it."""
    try:
        return await http.read()
    except (web.RequestPayloadError, HttpProcessingError, ConnectionError) as error:
        raise web.HTTPBadRequest(text=f"the body cannot be read: {type(error).__name__}") from None
