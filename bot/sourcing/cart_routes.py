"""The page to change a picked order's lines, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.web.private_form import Deeds, PrivateForm
from bot.web.private_page import render_private_page
from handlers.sourcing.pages.cart_link import PATH

if TYPE_CHECKING:
    from templates.cart_page import CartPage


class CartPages(PrivateForm["CartPage"]):
    """``GET /cart/{token}`` shows the lines, ``POST`` changes them."""

    def __init__(self, turns: OpenTurns) -> None:
        super().__init__(turns, "cart", PATH + "{token}")

    def load(self) -> Deeds[CartPage]:
        """Import the functions of the form."""
        from handlers.sourcing.customer.ordering.cart_form import load_page, take

        return load_page, take

    def page(self, http: web.Request, page: CartPage) -> web.Response:
        """Return the response with a form."""
        from templates.cart_page import render_form
        from templates.private_pages import make_page_policy

        return render_private_page(render_form(page), 422 if page.is_empty or page.wrong else 200, make_page_policy())
