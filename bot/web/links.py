"""Short links: a stored URL for a stored code, a visit counted, and never a redirect to anywhere else."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from bot.clock import Clock
from bot.inbox import Inbox
from bot.spool import Full
from bot.turns import OpenTurns
from flows.events import LinkVisited
from handlers.intake import News
from handlers.visits import is_robot
from storage.links import find_link
from storage.store import Away

_GONE = "This link is not known here. Please write to the shop you have it from."


@dataclass(frozen=True, slots=True)
class ShortLinks:
    """``GET /l/{code}``."""

    turns: OpenTurns
    inbox: Inbox
    clock: Clock

    def add_to(self, app: web.Application) -> None:
        """The route; HEAD comes along, as a robot."""
        app.router.add_get("/l/{code}", self.visit)

    async def visit(self, http: web.Request) -> web.Response:
        """Count the visit and lead on."""
        code = http.match_info["code"]
        try:
            link = await self.turns.store.read("", lambda unit: find_link(unit, code)) if code.isalnum() else None
        except Away:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None
        if link is None or not link.url.startswith(("https://", "http://")):
            raise web.HTTPNotFound(text=_GONE)
        purpose = http.headers.get("Sec-Purpose") or http.headers.get("Purpose")
        robot = is_robot(http.method, http.headers.get("User-Agent"), purpose)
        at = self.clock.now()
        event = LinkVisited(code, robot, at)
        identity = f"{code}:{at.isoformat()}:{self.clock.elapsed().isoformat()}"
        with suppress(Full):  # a click uncounted is better than a customer turned away
            await self.inbox.take(link.business, News("link", identity, event, None))
        headers = {"Location": link.url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return web.Response(status=302, headers=headers)
