"""``/p/{token}/record``: a person's own record, after a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.web.private_form import Deeds, PrivateForm
from bot.web.private_page import render_private_page
from handlers.people.end_links import PREFERENCES_PATH, RECORD_PATH

if TYPE_CHECKING:
    from handlers.privacy.record_access import RecordShown

_STATUS = {"wrong": 401, "many": 429}  # a wrong code counts as a guess (bot/web/guess_throttle.py)


class RecordPages(PrivateForm["RecordShown"]):
    """``GET`` offers a code and changes nothing; ``POST`` sends one, takes one, and shows the record."""

    def __init__(self, turns: OpenTurns) -> None:
        super().__init__(turns, "record", f"{PREFERENCES_PATH}{{token}}{RECORD_PATH}")

    def load(self) -> Deeds[RecordShown]:
        """Import the functions of the form."""
        from handlers.privacy.record_access import load_form, submit_form

        return load_form, submit_form

    def page(self, http: web.Request, page: RecordShown) -> web.Response:
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
