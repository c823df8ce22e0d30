"""``GET /o/{token}``: the link of an offer's banner. A visit is counted, and leads to the offer's approved page."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from bot.clock import Clock
from bot.inbox import Inbox
from bot.open_turns import OpenTurns
from bot.spool import Full
from bot.web.link_visitors import Visitors
from flows.promotions.promotion_events import OfferVisited
from handlers.engine.sealed_links import read_business
from handlers.engine.turn import UnknownBusiness
from handlers.intake.intake import InboundEvent
from handlers.intake.store_events import is_robot
from handlers.returns.offer_link import PATH, Target, find_target
from storage.database.stores import DatabaseAway

_GONE = "This link has expired."


@dataclass(frozen=True, slots=True)
class OfferLinks:
    """The route of banners' links."""

    turns: OpenTurns
    inbox: Inbox
    clock: Clock
    visitors: Visitors = field(default_factory=Visitors)

    def add_to(self, app: web.Application) -> None:
        """Add the route; HEAD requests count as visits of robots."""
        app.router.add_get(f"{PATH}{{token}}", self.visit)

    async def visit(self, http: web.Request) -> web.Response:
        """Count the visit and redirect; 404 for a token that is not ours or an offer that is gone."""
        token = http.match_info["token"]
        business = read_business(token)
        try:
            target = await self.turns.look(business, lambda turn: find_target(turn, token)) if business else None
        except DatabaseAway:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None
        except UnknownBusiness:
            target = None
        if business is None or target is None:
            raise web.HTTPNotFound(text=_GONE)
        await self._count(http, business, target)
        headers = {"Location": target.url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return web.Response(status=302, headers=headers)

    async def _count(self, http: web.Request, business: str, target: Target) -> None:
        """Count at most one visit of people and one of robots per minute, as ``bot/web/short_link_routes.py`` does."""
        purpose = http.headers.get("Sec-Purpose") or http.headers.get("Purpose")
        robot = is_robot(http.method, http.headers.get("User-Agent"), purpose)
        at, elapsed = self.clock.now(), self.clock.get_real_time()
        who = "robot" if robot else "person"
        identity = f"{target.prompt}:{who}:{at:%Y-%m-%dT%H:%M}:{elapsed:%Y-%m-%dT%H:%M}"
        if self.visitors.is_new(identity, elapsed):
            with suppress(Full):  # a click uncounted is better than a customer turned away
                event = OfferVisited(target.prompt, robot, at)
                await self.inbox.take(business, InboundEvent("offer", identity, event, None))
