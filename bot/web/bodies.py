"""The bodies of requests."""

from __future__ import annotations

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError


async def body_of(http: web.Request, most: int | None = None) -> bytes:
    """All of it; 400 where the caller hung up before its end, 413 for more than ``most`` bytes or than is taken."""
    if most is not None and (http.content_length or 0) > most:
        raise web.HTTPRequestEntityTooLarge(most, http.content_length or 0)
    try:
        body = await http.read()
    except (web.RequestPayloadError, HttpProcessingError, ConnectionError) as error:
        raise web.HTTPBadRequest(text=f"the body cannot be read: {type(error).__name__}") from None
    if most is not None and len(body) > most:
        raise web.HTTPRequestEntityTooLarge(most, len(body))
    return body
