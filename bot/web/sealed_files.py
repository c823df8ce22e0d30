"""What is answered behind a link that opens one file for a while: kept nowhere, framed by nobody, and inert."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

ALWAYS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noimageindex",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def refusal(status: int, text: str, headers: Mapping[str, str] | None = None) -> web.Response:
    """A sentence for whoever has a link that opens nothing."""
    return web.Response(text=text, status=status, content_type="text/plain", headers=ALWAYS | dict(headers or {}))
