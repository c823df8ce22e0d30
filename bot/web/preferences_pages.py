"""``/p/{token}``: a person's preferences for marketing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.web.private_form import PrivateForm
from bot.web.private_page import render_private_page
from handlers.engine.turn import Turn
from handlers.people.end_links import PREFERENCES_PATH

if TYPE_CHECKING:
    from handlers.engine.sealed_links import Notice
    from templates.preferences_page import PreferencesPage

    Shown: TypeAlias = PreferencesPage | Notice


class PreferencesPages(PrivateForm["Shown"]):
    """``GET /p/{token}`` shows the preferences, ``POST`` changes them."""

    def __init__(self, turns: OpenTurns) -> None:
        super().__init__(turns, "preferences", PREFERENCES_PATH)

    async def open_page(self, turn: Turn, token: str) -> Shown:
        """Return the preferences, or a notice."""
        from handlers.privacy.preferences_page import load_page  # loaded with the first who looks

        return await load_page(turn, token)

    async def submit(self, turn: Turn, token: str, typed: Mapping[str, str]) -> Shown:
        """Store the preferences."""
        from handlers.privacy.preferences_page import take

        return await take(turn, token, typed)

    async def check_form(self, business: str, typed: Mapping[str, str]) -> Mapping[str, str]:
        """Return the form; 400 for a value that the page does not offer."""
        from templates.preferences_page import OFTEN, PAUSES

        if typed.get("often", OFTEN[0]) not in OFTEN or typed.get("pause", "") not in PAUSES:
            raise web.HTTPBadRequest(text="choose one of the page's values")
        return typed

    def page(self, http: web.Request, page: Shown) -> web.Response:
        """Return the response with the page or a notice."""
        from templates.preferences_page import PreferencesPage, render_page
        from templates.private_pages import make_page_policy

        if not isinstance(page, PreferencesPage):
            return self.notice(http, page.name, page.locale)
        return render_private_page(render_page(page), 200, make_page_policy())
