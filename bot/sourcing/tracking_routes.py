"""The page of an order, by its link: without login, script or cookies.

Viewing the order or answering for it requires the page's address. Nobody without it can make a browser send an answer,
so no further token is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.web.private_form import list_languages
from bot.web.private_page import render_private_page
from bot.web.request_bodies import read_body
from handlers.engine.turn import Turn, UnknownBusiness
from storage.database.stores import DatabaseAway
from storage.sourcing.reservations import find_tracked

if TYPE_CHECKING:
    from templates.tracking_page import OrderPage

_TOKEN = re.compile(r"[0-9A-Za-z]{22}")
_LONGEST_ANSWER = 200  # bytes of a form; a browser sends some thirty
_ANSWER = re.compile(rb"asked=(\d{1,12})&said=(ship|recheck)")


@dataclass(frozen=True, slots=True)
class OrderPages:
    """``GET /track/{token}``, and ``POST`` with an answer to the photos that are shown there."""

    turns: OpenTurns

    def add_to(self, app: web.Application) -> None:
        """Add the routes; they answer HEAD too."""
        app.router.add_get("/track/{token}", self.show)
        app.router.add_post("/track/{token}", self.answer)

    async def show(self, http: web.Request) -> web.Response:
        """Return the page, or a page with advice if there is no such order or the database is away."""
        from templates.tracking_page import render_order  # the pages are loaded with the first who looks

        token = http.match_info["token"]
        try:
            business = await self._business(token)
            page = await self.turns.look(business, lambda turn: _load_page(turn, token)) if business else None
        except DatabaseAway:
            return _notice(http, "away", 503)
        return _notice(http, "unknown", 404) if page is None else _answer(render_order(page), 200)

    async def answer(self, http: web.Request) -> web.Response:
        """Take the answer once, and redirect to the page, which shows how it was understood.

        An answer that is no longer needed changes nothing. 400 for a form that is not ours, 413 for one that is too
        long.
        """
        token, (said, asked) = http.match_info["token"], await _form(http)
        try:
            business = await self._business(token)
            if business:
                await self.turns.act(business, lambda turn: _take_answer(turn, token, said, asked))
        except DatabaseAway:
            return _notice(http, "away", 503)
        return _answer("", 303, {"Location": token}) if business else _notice(http, "unknown", 404)

    async def _business(self, token: str) -> str | None:
        """Return the business of the token's order. Raises DatabaseAway."""
        if not _TOKEN.fullmatch(token):
            return None
        business = await self.turns.store.read("", lambda unit: find_tracked(unit, token))
        try:
            return (await self.turns.tenant(business)).business.id if business is not None else None
        except UnknownBusiness:
            return None


async def _load_page(turn: Turn, token: str) -> OrderPage | None:
    from handlers.sourcing.pages.order_page import load_page

    return await load_page(turn, token)


async def _take_answer(turn: Turn, token: str, said: str, asked: int) -> None:
    from handlers.sourcing.pages import order_page, photo_page_answers

    opened = await order_page.find_order(turn, token)
    if opened is not None:
        await photo_page_answers.answer(turn, opened[0], said, asked)


async def _form(http: web.Request) -> tuple[str, int]:
    """Return the answer and the number of its question."""
    length = http.content_length
    if length is None or length > _LONGEST_ANSWER:
        raise web.HTTPRequestEntityTooLarge(_LONGEST_ANSWER, length or 0)
    said = _ANSWER.fullmatch(await read_body(http))
    if said is None:
        raise web.HTTPBadRequest(text="this is not an answer of the page")
    return said[2].decode(), int(said[1])


def _notice(http: web.Request, name: str, status: int) -> web.Response:
    from templates.private_pages import render_notice

    text = render_notice("track", name, list_languages(http))
    return _answer(text, status, {"Retry-After": "30"} if status == 503 else None)


def _answer(text: str, status: int, headers: dict[str, str] | None = None) -> web.Response:
    from templates.private_pages import make_page_policy

    return render_private_page(text, status, make_page_policy(images="'self' data:"), headers)
