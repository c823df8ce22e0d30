"""``/`` of a live service, for visitors who check in a browser that it runs."""

from __future__ import annotations

from aiohttp import web

TOLD = "Parley runs here. People talk to it in their own chats; the API for programs is at /api/docs.\n"


def add_to(app: web.Application) -> None:
    """Add the route."""
    app.router.add_get("/", show)


async def show(_http: web.Request) -> web.Response:
    """Return a sentence that names no business, as this address is public."""
    return web.Response(text=TOLD, headers={"X-Content-Type-Options": "nosniff"})
