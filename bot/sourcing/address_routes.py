"""The page for a customer's delivery address.

Posting its form requires the link, and a saved address uses the link up, so no further token is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.web.private_form import PrivateForm
from bot.web.private_page import render_private_page
from handlers.engine.turn import Turn
from handlers.sourcing.pages.order_links import ADDRESS_PATH

if TYPE_CHECKING:
    from handlers.engine.sealed_links import Notice
    from templates.address_form import AddressPage

    Shown: TypeAlias = AddressPage | Notice


class AddressPages(PrivateForm["Shown"]):
    """``GET /address/{token}`` shows the form, ``POST`` submits it."""

    def __init__(self, turns: OpenTurns) -> None:
        super().__init__(turns, "address", ADDRESS_PATH)

    async def open_page(self, turn: Turn, token: str) -> Shown:
        """Return the empty form, or a notice."""
        from handlers.sourcing.customer.address.address_form_page import load_page  # loaded with the first who looks

        return await load_page(turn, token)

    async def submit(self, turn: Turn, token: str, typed: Mapping[str, str]) -> Shown:
        """Save the address, or return the form with its errors."""
        from handlers.sourcing.customer.address.address_form_page import take

        return await take(turn, token, typed)

    def page(self, http: web.Request, page: Shown) -> web.Response:
        """Return the response with a form or a notice."""
        from templates.address_form import AddressPage, render_form
        from templates.private_pages import make_page_policy

        if not isinstance(page, AddressPage):
            return self.notice(http, page.name, page.locale)
        return render_private_page(render_form(page), 422 if page.wrong else 200, make_page_policy())
