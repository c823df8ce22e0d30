"""The page on which a customer fills in where an order goes: no login, no script, nothing that is kept on the way.

Only who has the link can post its form, and an address that was told uses the link up, so no further token is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aiohttp import web

from bot.sourcing.private_page import private_page
from bot.turns import OpenTurns
from bot.web.bodies import body_of
from handlers.sealed import Expired, business_of
from handlers.sourcing.pages.links import ADDRESS_PATH
from handlers.turn import Turn, UnknownBusiness
from storage.database import DatabaseAway

if TYPE_CHECKING:
    from handlers.sourcing.customer.address.form import Notice
    from templates.address import AddressPage

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
_MOST_TAGS = 8
_LONGEST_FORM = 16 * 1024  # bytes; letters of India take nine each in a form
_MOST_FIELDS = 20
_STATUS = {"saved": 200, "used": 410, "over": 410, "expired": 410, "unknown": 404, "away": 503}


@dataclass(frozen=True, slots=True)
class AddressPages:
    """``GET /address/{token}`` shows the form, ``POST`` takes it."""

    turns: OpenTurns

    def add_to(self, app: web.Application) -> None:
        """The routes; HEAD comes along."""
        app.router.add_get(ADDRESS_PATH + "{token}", self.show)
        app.router.add_post(ADDRESS_PATH + "{token}", self.take)

    async def show(self, http: web.Request) -> web.Response:
        """Return the form, or a page that says why there is none."""
        token = http.match_info["token"]

        async def look(turn: Turn) -> AddressPage | Notice:
            from handlers.sourcing.customer.address.form import show  # loaded with the first who looks

            return await show(turn, token)

        business = business_of(token)
        try:
            return _notice(http, "unknown") if business is None else _page(http, await self.turns.look(business, look))
        except UnknownBusiness:
            return _notice(http, "unknown")
        except Expired:
            return _notice(http, "expired")
        except DatabaseAway:
            return _notice(http, "away")

    async def take(self, http: web.Request) -> web.Response:
        """Keep the address, or return the form with what is wrong. 400 for no form, 413 for what is too long."""
        token, typed = http.match_info["token"], await _form(http)

        async def act(turn: Turn) -> AddressPage | Notice:
            from handlers.sourcing.customer.address.form import take

            return await take(turn, token, typed)

        business = business_of(token)
        try:
            return _notice(http, "unknown") if business is None else _page(http, await self.turns.act(business, act))
        except UnknownBusiness:
            return _notice(http, "unknown")
        except Expired:
            return _notice(http, "expired")
        except DatabaseAway:
            return _notice(http, "away")


async def _form(http: web.Request) -> dict[str, str]:
    """Return what was typed, by field."""
    body = await body_of(http, _LONGEST_FORM)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise web.HTTPBadRequest(text="this is no form of ours") from None
    return {name: value.replace("\r\n", "\n").replace("\x00", "") for name, value in pairs}


def _page(http: web.Request, page: AddressPage | Notice) -> web.Response:
    from templates.address import AddressPage, render_form

    if not isinstance(page, AddressPage):
        return _notice(http, page.name, page.locale)
    return _answer(render_form(page), 422 if page.wrong else 200)


def _notice(http: web.Request, name: str, locale: str = "") -> web.Response:
    from templates.address import render_notice

    status = _STATUS[name]
    asked = _TAG.findall(http.headers.get("Accept-Language", "")[:200])[:_MOST_TAGS]
    text = render_notice(name, [locale] if locale else asked)
    return _answer(text, status, {"Retry-After": "30"} if status == 503 else {})


def _answer(text: str, status: int, headers: dict[str, str] | None = None) -> web.Response:
    from templates.address import policy

    return private_page(text, status, policy(), headers)
