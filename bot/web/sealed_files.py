"""The responses behind a temporary link to one file: not cached, not framed, and unable to run scripts."""

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


def make_refusal(status: int, text: str, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return a response with one sentence, for a link that opens no file."""
    return web.Response(text=text, status=status, content_type="text/plain", headers=ALWAYS | dict(headers or {}))
