"""Short links: a stored URL for a stored code. Visits are counted, and redirects go only to stored URLs."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from aiohttp import web

from bot.clock import Clock
from bot.inbox import Inbox
from bot.open_turns import OpenTurns
from bot.proxies import Proxies
from bot.spool import Full
from bot.web.link_visitors import Visitors
from flows.events import LinkVisited
from handlers.people.inbound_event import InboundEvent
from storage.database.stores import DatabaseAway
from storage.sending.short_links import EXAMPLE, Link, find_link

_GONE = "This link is unknown. Please write to the shop that sent it."
_EXAMPLE = "This is the link of an example. In a real message it opens the customer's cart or page."
_TOO_OFTEN = "Too many requests for unknown links from your address. Try again in a minute."
LASTS = timedelta(days=90)
"""How long a link works: later its purpose is over, and a guessed code must not open it."""


@dataclass(frozen=True, slots=True)
class ShortLinks:
    """``GET /l/{code}``."""

    turns: OpenTurns
    inbox: Inbox
    clock: Clock
    proxies: Proxies = field(default_factory=Proxies)
    visitors: Visitors = field(default_factory=Visitors)

    def add_to(self, app: web.Application) -> None:
        """Add the route; HEAD requests count as visits of robots."""
        app.router.add_get("/l/{code}", self.visit)

    async def visit(self, http: web.Request) -> web.Response:
        """Count the visit and redirect; 404 for an unknown or expired link, 429 for a visitor who guesses."""
        who, elapsed = self.proxies.visitor(http), self.clock.get_real_time()
        if self.visitors.guesses(who, elapsed):
            raise web.HTTPTooManyRequests(text=_TOO_OFTEN, headers={"Retry-After": "60"})
        code = http.match_info["code"]
        link = await self._link(code)
        if link is None and code == EXAMPLE:
            return web.Response(text=_EXAMPLE)
        if link is None:
            self.visitors.count_miss(who, elapsed)
            raise web.HTTPNotFound(text=_GONE)
        await self._count(link, http)
        headers = {"Location": link.url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return web.Response(status=302, headers=headers)

    async def _link(self, code: str) -> Link | None:
        """Return the link of a code if it is a web address and has not expired."""
        try:
            link = await self.turns.store.read("", lambda unit: find_link(unit, code)) if code.isalnum() else None
        except DatabaseAway:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None
        if link is None or not link.url.startswith(("https://", "http://")):
            return None
        over = link.created_at is not None and link.created_at + LASTS <= self.clock.now()
        return None if over else link

    async def _count(self, link: Link, http: web.Request) -> None:
        """Count at most one visit of people and one of robots per minute, as each costs two rows."""
        from handlers.intake.store_events import is_robot  # what events do loads with the first

        purposes = (http.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
        robot = is_robot(http.method, http.headers.get("User-Agent"), " ".join(purposes))
        at, elapsed = self.clock.now(), self.clock.get_real_time()
        identity = f"{link.code}:{'robot' if robot else 'person'}:{at:%Y-%m-%dT%H:%M}:{elapsed:%Y-%m-%dT%H:%M}"
        if not self.visitors.is_new(identity, elapsed):
            return
        with suppress(Full):  # a click uncounted is better than a customer turned away
            await self.inbox.take(
                link.business, InboundEvent("link", identity, LinkVisited(link.code, robot, at), None)
            )
