"""Responses with a page whose link is secret, so that no cache or search engine stores it."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web


def render_private_page(text: str, status: int, policy: str, more: Mapping[str, str] | None = None) -> web.Response:
    """Return a page that loads nothing but its own style. ``policy`` is its Content-Security-Policy."""
    always = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "no-store",
    }
    return web.Response(text=text, status=status, content_type="text/html", headers=always | dict(more or {}))
