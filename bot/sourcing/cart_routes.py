"""The page to change a picked order's lines, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.web.private_form import PrivateForm
from bot.web.private_page import render_private_page
from handlers.engine.turn import Turn
from handlers.sourcing.pages.cart_link import PATH

if TYPE_CHECKING:
    from handlers.engine.sealed_links import Notice
    from templates.cart_page import CartPage

    Shown: TypeAlias = CartPage | Notice


class CartPages(PrivateForm["Shown"]):
    """``GET /cart/{token}`` shows the lines, ``POST`` changes them."""

    def __init__(self, turns: OpenTurns) -> None:
        super().__init__(turns, "cart", PATH)

    async def open_page(self, turn: Turn, token: str) -> Shown:
        """Return the lines, or a notice."""
        from handlers.sourcing.customer.ordering.cart_form import load_page  # loaded with the first who looks

        return await load_page(turn, token)

    async def submit(self, turn: Turn, token: str, typed: Mapping[str, str]) -> Shown:
        """Change the lines; the summary is sent to the chat."""
        from handlers.sourcing.customer.ordering.cart_form import take

        return await take(turn, token, typed)

    def page(self, http: web.Request, page: Shown) -> web.Response:
        """Return the response with a form or a notice."""
        from templates.cart_page import CartPage, render_form
        from templates.private_pages import make_page_policy

        if not isinstance(page, CartPage):
            return self.notice(http, page.name, page.locale)
        return render_private_page(render_form(page), 422 if page.is_empty or page.wrong else 200, make_page_policy())
