"""The rate limits of a key, in this process: above what a shop needs, and below what a runaway script requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from handlers.api.routes import MAKE_INVITE, ApiRoute
from handlers.engine.rate_limits import Buckets, Rate

ANY = Rate(a_second=500, burst=5000)
RATES: Mapping[ApiRoute, Rate] = MappingProxyType({MAKE_INVITE: Rate(a_second=10, burst=600)})
"""Routes with a rate of their own, besides the one of all: an invite is made for a person who looks at a page."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whether a request is admitted: after ``wait`` seconds, 0 means now. ``limit`` is how many requests are allowed at
    once, ``left`` how many of them are left, and ``full_in`` the seconds until all are allowed again."""

    wait: int
    limit: int
    left: int
    full_in: int

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the rate limit headers for the caller."""
        told = {"Limit": self.limit, "Remaining": self.left, "Reset": self.full_in}
        return {f"RateLimit-{name}": str(figure) for name, figure in told.items()}


class Admission:
    """The token buckets of every key."""

    def __init__(self) -> None:
        self._all = Buckets(ANY)
        self._own = {route: Buckets(rate) for route, rate in RATES.items()}

    def admit(self, key: UUID, route: ApiRoute, elapsed: datetime) -> Admitted:
        """Count a request and return its admission, by the limit that is reached first."""
        own = self._own.get(route)
        wait = (own.take(key, elapsed) if own else 0) or self._all.take(key, elapsed)
        tight = min((one for one in (own, self._all) if one), key=lambda one: one.count_left(key, elapsed))
        return Admitted(wait, tight.rate.burst, tight.count_left(key, elapsed), tight.get_full_in(key, elapsed))
