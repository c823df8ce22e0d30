"""``GET /i/{token}``: the picture of one pixel that counts an opened mail. It is the same for every token, sets no
cookie, and waits for no database: while that is away, the open waits in the spool."""

from __future__ import annotations

import base64
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from bot.inbox import Inbox
from bot.open_turns import OpenTurns
from bot.spool import Full
from bot.web.link_visitors import Visitors
from bot.web.sealed_files import ALWAYS
from flows.events import MessageOpened
from handlers.delivery.open_counting import PATH, read_pixel_link
from handlers.engine.sealed_links import read_business
from handlers.engine.turn import UnknownBusiness
from handlers.people.inbound_event import InboundEvent

_GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
# Kept by a program or its proxy, it would be fetched once all the same; a mail is often shown on another site.
_HEADERS = ALWAYS | {"Content-Type": "image/gif", "Cross-Origin-Resource-Policy": "cross-origin"}


@dataclass(frozen=True, slots=True)
class OpenPixels:
    """The picture whose address ``make_pixel_link`` makes."""

    turns: OpenTurns
    inbox: Inbox
    visitors: Visitors = field(default_factory=Visitors)

    def add_to(self, app: web.Application) -> None:
        """Add the route; a HEAD counts nothing."""
        app.router.add_get(PATH + "{token}", self.show)

    async def show(self, http: web.Request) -> web.Response:
        """Return the picture, once the open is stored."""
        if http.method == "GET":
            await self._count(http.match_info["token"])
        return web.Response(body=_GIF, headers=_HEADERS)

    async def _count(self, token: str) -> None:
        business = read_business(token)
        message = None if business is None else read_pixel_link(self.turns.tools.seeds, business, token)
        if business is None or message is None or not self.visitors.is_new(token, self.turns.clock.get_real_time()):
            return
        event = MessageOpened(message, self.turns.clock.now())
        with suppress(Full, UnknownBusiness):  # an open uncounted is better than a mail with a broken picture
            await self.inbox.take(business, InboundEvent("link", f"open:{message}", event, None))
