"""``/p/{token}/record``: a person's own record, after a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.web.private_form import PrivateForm
from bot.web.private_page import render_private_page
from handlers.engine.turn import Turn
from handlers.people.end_links import PREFERENCES_PATH, RECORD_PATH

if TYPE_CHECKING:
    from handlers.privacy.record_access import RecordShown

    Shown: TypeAlias = RecordShown

_STATUS = {"wrong": 401, "many": 429}  # a wrong code counts as a guess (bot/web/guess_throttle.py)


class RecordPages(PrivateForm["Shown"]):
    """``GET`` offers a code and changes nothing; ``POST`` sends one, takes one, and shows the record."""

    def __init__(self, turns: OpenTurns) -> None:
        super().__init__(turns, "record", PREFERENCES_PATH)

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get(f"{PREFERENCES_PATH}{{token}}{RECORD_PATH}", self.show)
        app.router.add_post(f"{PREFERENCES_PATH}{{token}}{RECORD_PATH}", self.take)

    async def open_page(self, turn: Turn, token: str) -> Shown:
        """Return the page that offers a code, or a notice."""
        from handlers.privacy.record_access import load_form  # loaded with the first who looks

        return await load_form(turn, token)

    async def submit(self, turn: Turn, token: str, typed: Mapping[str, str]) -> Shown:
        """Send a code, take one, or show the record."""
        from handlers.privacy.record_access import submit_form

        return await submit_form(turn, token, typed)

    def page(self, http: web.Request, page: Shown) -> web.Response:
        """Return the response with a page, a file or a notice."""
        from handlers.privacy.record_access import RecordFile
        from templates.private_pages import make_page_policy
        from templates.record_page import CodePage, RecordPage, load_record_style, render_code_page, render_record

        policy = make_page_policy(style=load_record_style())
        if isinstance(page, RecordFile):
            response = render_private_page(page.text, 200, policy)
            response.content_type = "application/json"
            response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
            return response
        if isinstance(page, RecordPage):
            return render_private_page(render_record(page), 200, policy)
        if isinstance(page, CodePage):
            return render_private_page(render_code_page(page), _STATUS.get(page.said, 200), policy)
        return self.notice(http, page.name, page.locale)
