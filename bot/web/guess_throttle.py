"""The limit on guesses of keys, codes and tokens.

A household with many wrong guesses gets 429 for a while, without a database query. Requests from this machine or a
private network are not counted here: behind a proxy missing from PARLEY_TRUSTED_PROXIES everybody has the proxy's
address, and one guesser could lock out all. For short links ``visitors`` counts these requests as well, unless such an
unnamed proxy is in between.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.clock import Clock
from bot.proxies import Proxies, mask_household
from handlers.engine.rate_limits import Buckets, Rate

WRONG = Rate(a_second=0.5, burst=30)
_CODES = ("/l/", "/track/", "/address/", "/campaign/", "/cart/", "/page/login/")
_OPEN = ("/webhooks/", "/healthz", "/readyz", "/u/", "/i/")  # signatures and sealed links cannot be guessed

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Throttle:
    """A middleware. ``knows`` returns True for a bearer token that was valid before, which is never refused."""

    proxies: Proxies
    clock: Clock
    knows: Callable[[str], bool]
    wrong: Buckets = field(default_factory=lambda: Buckets(WRONG))

    def add_to(self, app: web.Application) -> None:
        """Guard the paths where guessing is possible."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guard(request, handler)

        app.middlewares.append(guard)

    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        who = self._find_network(request)
        if who is None:
            return await handler(request)
        seconds = self.wrong.wait(who, self.clock.get_real_time())
        if seconds and not self.knows(request.headers.get("Authorization", "").rpartition(" ")[2]):
            message = "too many wrong keys or codes came from your address; try again later"
            raise web.HTTPTooManyRequests(text=message, headers={"Retry-After": str(seconds)})
        try:
            answer = await handler(request)
        except web.HTTPException as error:
            self._note(request, who, error.status)
            raise
        self._note(request, who, answer.status)
        return answer

    def _note(self, request: web.Request, who: str, status: int) -> None:
        if status == (404 if request.path.startswith(_CODES) else 401):
            self.wrong.take(who, self.clock.get_real_time())

    def _find_network(self, request: web.Request) -> str | None:
        """Return the network to count; None if the path cannot be guessed, or the caller is unknown."""
        caller = None if request.path.startswith(_OPEN) else self.proxies.client(request)
        return None if caller is None or caller.is_loopback or caller.is_private else mask_household(caller)
