"""The bodies of requests."""

from __future__ import annotations

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError


async def read_body(http: web.Request, most: int | None = None) -> bytes:
    """Return the whole body; 400 if the caller hung up before its end, 413 for more than ``most`` bytes, by default the
    general limit."""
    largest = http.client_max_size if most is None else most
    if (http.content_length or 0) > largest:
        raise web.HTTPRequestEntityTooLarge(largest, http.content_length or 0)
    body = bytearray()
    try:
        async for part in http.content.iter_any():  # the request would keep it until the connection's next one
            body += part
            if len(body) > largest:
                raise web.HTTPRequestEntityTooLarge(largest, len(body))
    except (web.RequestPayloadError, HttpProcessingError, ConnectionError) as error:
        raise web.HTTPBadRequest(text=f"the body cannot be read: {type(error).__name__}") from None
    return bytes(body)
