"""How often a key may ask, in this process: far more than a shop needs, and less than a runaway script asks."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from handlers.api.routes import MAKE_INVITE, Route
from handlers.limits import Buckets, Rate

ANY = Rate(a_second=500, burst=5000)
RATES: Mapping[Route, Rate] = MappingProxyType({MAKE_INVITE: Rate(a_second=10, burst=600)})
"""Routes with a rate of their own, besides the one of all: an invite is made for a person who looks at a page."""


class Admission:
    """The buckets of every key."""

    def __init__(self) -> None:
        self._all = Buckets(ANY)
        self._own = {route: Buckets(rate) for route, rate in RATES.items()}

    def wait(self, key: UUID, route: Route, elapsed: datetime) -> int:
        """0 when the key may ask now, which counts; else after how many seconds."""
        own = self._own.get(route)
        return (own.take(key, elapsed) if own else 0) or self._all.take(key, elapsed)
