"""``/u/{token}``: the end of marketing by a link. ``GET`` changes nothing, as link previews and scanners open it, too.

A mail program posts ``List-Unsubscribe=One-Click`` there, without cookie or redirect (RFC 8058). While the database is
away, the end waits in the spool, and the page names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from aiohttp import web

from bot.inbox import Inbox
from bot.open_turns import OpenTurns
from bot.spool import Full
from bot.web.form_fields import read_page_form
from bot.web.private_form import list_languages
from bot.web.private_page import render_private_page
from flows.events import MarketingEnded
from handlers.engine.sealed_links import read_business
from handlers.engine.turn import UnknownBusiness
from handlers.people.end_links import PATH, read_end_link
from handlers.people.inbound_event import InboundEvent
from storage.database.stores import DatabaseAway

_LONGEST = 4096  # bytes of a form
_ONE_CLICK = ("List-Unsubscribe", "One-Click")


@dataclass(frozen=True, slots=True)
class EndPages:
    """The page of the link that ``make_end_link`` makes."""

    turns: OpenTurns
    inbox: Inbox

    def add_to(self, app: web.Application) -> None:
        """Add the routes; they answer HEAD too."""
        app.router.add_get(PATH + "{token}", self.show)
        app.router.add_post(PATH + "{token}", self.take)

    async def show(self, http: web.Request) -> web.Response:
        """Return the page with its buttons; 404 for a token that we did not make."""
        found = self._read(http)
        return await self._show(http, *found) if found else _notice(http, "unknown", 404)

    async def take(self, http: web.Request) -> web.Response:
        """End marketing and return the page that says so, once the end is stored. 400 for another form, 503 if it could
        not be stored.
        """
        from templates.end_page import EVERYWHERE, FIELD, HERE  # loaded with the first who looks

        found = self._read(http)
        if found is None:
            return _notice(http, "unknown", 404)
        form = await read_page_form(http, _LONGEST, 0)
        one_click, pressed = form.get(_ONE_CLICK[0]) == _ONE_CLICK[1], form.get(FIELD)
        if not one_click and pressed not in {HERE, EVERYWHERE}:
            raise web.HTTPBadRequest(text="press a button of the page")
        business, address = found
        everywhere = pressed == EVERYWHERE and not one_click
        event = MarketingEnded(address, everywhere, one_click, self.turns.clock.now())
        try:
            await self.inbox.take(business, InboundEvent("link", uuid4().hex, event, None))
        except Full:
            return _notice(http, "away", 503)
        except UnknownBusiness:
            return _notice(http, "unknown", 404)
        return await self._show(http, business, address, here=True, everywhere=everywhere)

    def _read(self, http: web.Request) -> tuple[str, UUID] | None:
        """Return the business and the address of a token that we made."""
        token = http.match_info["token"]
        business = read_business(token)
        address = None if business is None else read_end_link(self.turns.tools.seeds, business, token)
        return None if business is None or address is None else (business, address)

    async def _show(
        self, http: web.Request, business: str, address: UUID, *, here: bool = False, everywhere: bool = False
    ) -> web.Response:
        from handlers.people.end_page import load_page
        from templates.end_page import make_plain_page, render_page
        from templates.private_pages import make_page_policy

        try:
            page = await self.turns.look(business, lambda turn: load_page(turn, address))
            if page is not None:  # what the spool has is not in the database yet
                page = replace(page, here=page.here or here, everywhere=page.everywhere or everywhere)
        except DatabaseAway:
            page = make_plain_page(list_languages(http), here=here, everywhere=everywhere)
        except UnknownBusiness:
            page = None
        if page is None:
            return _notice(http, "unknown", 404)
        return render_private_page(render_page(page), 200, make_page_policy())


def _notice(http: web.Request, name: str, status: int) -> web.Response:
    from templates.end_page import PAGE
    from templates.private_pages import make_page_policy, render_notice

    more = {"Retry-After": "30"} if status == 503 else {}
    return render_private_page(render_notice(PAGE, name, list_languages(http)), status, make_page_policy(), more)
