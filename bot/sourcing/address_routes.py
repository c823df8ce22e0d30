"""The page for a customer's delivery address.

Posting its form requires the link, and a saved address uses the link up, so no further token is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.web.private_form import Deeds, PrivateForm
from bot.web.private_page import render_private_page
from handlers.sourcing.pages.order_links import ADDRESS_PATH

if TYPE_CHECKING:
    from templates.address_form import AddressPage


class AddressPages(PrivateForm["AddressPage"]):
    """``GET /address/{token}`` shows the form, ``POST`` submits it."""

    def __init__(self, turns: OpenTurns) -> None:
        super().__init__(turns, "address", ADDRESS_PATH + "{token}")

    def load(self) -> Deeds[AddressPage]:
        """Import the functions of the form."""
        from handlers.sourcing.customer.address.address_form_page import load_page, take

        return load_page, take

    def page(self, http: web.Request, page: AddressPage) -> web.Response:
        """Return the response with a form."""
        from templates.address_form import render_form
        from templates.private_pages import make_page_policy

        return render_private_page(render_form(page), 422 if page.wrong else 200, make_page_policy())
