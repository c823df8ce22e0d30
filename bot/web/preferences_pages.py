"""``/p/{token}``: a person's preferences for marketing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.web.private_form import Deeds, PrivateForm
from bot.web.private_page import render_private_page
from handlers.people.end_links import PREFERENCES_PATH

if TYPE_CHECKING:
    from templates.preferences_page import PreferencesPage


class PreferencesPages(PrivateForm["PreferencesPage"]):
    """``GET /p/{token}`` shows the preferences, ``POST`` changes them."""

    def __init__(self, turns: OpenTurns) -> None:
        super().__init__(turns, "preferences", PREFERENCES_PATH + "{token}")

    def load(self) -> Deeds[PreferencesPage]:
        """Import the functions of the form."""
        from handlers.privacy.preferences_page import load_page, take

        return load_page, take

    async def read(self, http: web.Request) -> Mapping[str, str]:
        """Return the fields; a browser with Global Privacy Control says with each form not to share the person's data.

        https://www.w3.org/TR/gpc/; Cal. Code Regs. tit. 11, 7025. Only a form counts: mail programs open links.
        """
        typed = await super().read(http)
        return {**typed, "sharing": "no"} if http.headers.get("Sec-GPC") == "1" else typed

    async def check_form(self, business: str, typed: Mapping[str, str]) -> Mapping[str, str]:
        """Return the form; 400 for a value that the page does not offer."""
        from templates.preferences_page import OFTEN, PAUSES

        if typed.get("often", OFTEN[0]) not in OFTEN or typed.get("pause", "") not in PAUSES:
            raise web.HTTPBadRequest(text="choose one of the page's values")
        return typed

    def page(self, http: web.Request, page: PreferencesPage) -> web.Response:
        """Return the response with the page."""
        from templates.preferences_page import render_page
        from templates.private_pages import make_page_policy

        return render_private_page(render_page(page), 200, make_page_policy())
