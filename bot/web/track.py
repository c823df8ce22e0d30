"""The page of an order, for whoever has its link: no login, no script, nothing that is kept on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from bot.turns import OpenTurns
from handlers.turn import Turn, UnknownBusiness
from storage.reservations import find_tracked
from storage.store import Away

if TYPE_CHECKING:
    from templates.tracking import OrderPage

_TOKEN = re.compile(r"[0-9A-Za-z]{22}")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
_MOST_TAGS = 8


@dataclass(frozen=True, slots=True)
class OrderPages:
    """``GET /track/{token}``."""

    turns: OpenTurns

    def add_to(self, app: web.Application) -> None:
        """The route; HEAD comes along."""
        app.router.add_get("/track/{token}", self.show)

    async def show(self, http: web.Request) -> web.Response:
        """The page; one that says what to do where there is no such order, or where the database is away."""
        from templates.tracking import render_notice, render_order  # the pages are loaded with the first who looks

        try:
            page = await self._page(http.match_info["token"])
        except Away:
            return _answer(render_notice("away", _wanted(http)), 503, {"Retry-After": "30"})
        if page is None:
            return _answer(render_notice("unknown", _wanted(http)), 404)
        return _answer(render_order(page), 200)

    async def _page(self, token: str) -> OrderPage | None:
        if not _TOKEN.fullmatch(token):
            return None
        business = await self.turns.store.read("", lambda unit: find_tracked(unit, token))
        if business is None:
            return None
        try:
            return await self.turns.look(business, lambda turn: _shown(turn, token))
        except UnknownBusiness:
            return None


async def _shown(turn: Turn, token: str) -> OrderPage | None:
    from handlers.sourcing.page import show

    return await show(turn, token)


def _answer(text: str, status: int, headers: dict[str, str] | None = None) -> web.Response:
    """A page that may load nothing but its own style, and that neither caches nor search engines keep."""
    from templates.tracking import policy

    always = {
        "Content-Security-Policy": policy(),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "no-store",
    }
    return web.Response(text=text, status=status, content_type="text/html", headers=always | (headers or {}))


def _wanted(http: web.Request) -> list[str]:
    """The languages that the reader's browser asks for, the dearest first as browsers write them."""
    return _TAG.findall(http.headers.get("Accept-Language", "")[:200])[:_MOST_TAGS]
