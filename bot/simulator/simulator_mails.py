"""The mailbox of a sandbox's page: a mail's headers and text, and its HTML for a frame without rights."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.simulator import simulator_assets
from bot.simulator.simulated_mails import get_part, load_mails, put_pictures_in
from bot.simulator.simulator_deeds import choose_business
from handlers.engine.turn import Turn

_FRAME: Mapping[str, str] = {
    **simulator_assets.make_headers(),
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin",
}
"""A mail brings its styles along, and nothing else of it may run, load or leave."""
_URL = re.compile(r"<(https://[^>]+)>")


class SimulatorMails:
    """``/sim/api/mails/{message}`` and its HTML, for the mailbox of the page."""

    def __init__(self, turns: OpenTurns) -> None:
        self._turns = turns

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/sim/api/mails/{message}", self.show)
        app.router.add_get("/sim/api/mails/{message}/html", self.show_html)

    async def show(self, http: web.Request) -> web.Response:
        """Return ``{"from", "to", "subject", "text", "unsubscribe"}``.

        ``unsubscribe`` is the path for the POST of RFC 8058, None without the headers for it.
        """
        mail, _ = await self._load(http)
        one_click = mail["List-Unsubscribe-Post"] and _URL.search(str(mail["List-Unsubscribe"]))
        told = {name: str(mail[name] or "") for name in ("From", "To", "Subject")}
        end = urlsplit(one_click[1]).path if one_click else None
        known: dict[str, Any] = {name.lower(): value for name, value in told.items()}
        return web.json_response(known | {"text": get_part(mail, "plain"), "unsubscribe": end})

    async def show_html(self, http: web.Request) -> web.Response:
        """Return the HTML. The addresses in the shop's own name, which nobody has registered, lead to this service."""
        mail, base = await self._load(http)
        page = put_pictures_in(mail)
        page = page.replace(f'"{base}/', '"/') if base else page
        return web.Response(text=page, content_type="text/html", headers=_FRAME)

    async def _load(self, http: web.Request) -> tuple[EmailMessage, str | None]:
        """Return the mail, and the domain of its links. 404 for an unknown mail."""
        business = await choose_business(self._turns, http.query.get("business"))
        try:
            message = UUID(http.match_info["message"])
        except ValueError:
            raise web.HTTPNotFound(text="a mail is named by the id of its message") from None

        async def load(turn: Turn) -> tuple[EmailMessage | None, str | None]:
            return (await load_mails(turn, [message])).get(message), turn.link_base

        mail, base = await self._turns.look(business, load)
        if mail is None:
            raise web.HTTPNotFound(text="no such mail is kept")
        return mail, base
