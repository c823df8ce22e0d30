"""What the tests of the spool share: a clock whose real time is pushed too, news, and a writer that gets killed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.conversations import EVENTS
from bot.spool import Spool
from flows.events import CartUpdated, Customer, Item, MessageReceived
from flows.money import Money
from handlers.engine.turn import UnknownBusiness
from handlers.people.inbound_event import InboundEvent
from storage.database.stores import DatabaseAway

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SHOP = "kiln"


class StillClock:
    """Both times stand still until they are pushed."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    def get_real_time(self) -> datetime:
        return self.moment

    def get_steady_date(self) -> datetime:
        return self.moment

    def push(self, by: timedelta) -> None:
        self.moment += by


class Shelf:
    """A place to put news: refuses while ``shut``, knows one business, stores nothing twice."""

    def __init__(self) -> None:
        self.shut = False
        self.takes: int | None = None  # so many more, then it shuts
        self.poison: set[str] = set()
        self.put_count = 0
        self.ids: list[str] = []

    async def put(self, records: Sequence[tuple[str, InboundEvent]]) -> int:
        """As many of the first as it takes; what is wrong with the very first is raised."""
        stored = 0
        for business, told in records:
            try:
                self._put(business, told)
            except Exception:
                if stored:
                    break
                raise
            stored += 1
        return stored

    def _put(self, business: str, news: InboundEvent) -> None:
        if self.takes is not None:
            self.shut = self.takes == 0
            self.takes -= not self.shut
        if self.shut:
            raise DatabaseAway("shut")
        if business != SHOP:
            raise UnknownBusiness(f"no business {business!r}")
        if news.external_id in self.poison:
            raise ValueError(news.external_id)
        self.put_count += 1
        if news.external_id not in self.ids:
            self.ids.append(news.external_id)


def news(name: str, text: str = "haan 2 hai", raw: bytes | None = b"Body=haan+2+hai") -> InboundEvent:
    """A message of somebody, whose id at the provider is ``name``."""
    event = MessageReceived("sms", "+13145550101", "+13145550100", name, text, NOW)
    return InboundEvent("twilio", name, event, raw)


def cart(name: str, *, completed: bool = False) -> InboundEvent:
    """A cart of somebody else, whose id at the shop is ``name``."""
    price, who = Money(40_000_000, "USD"), Customer(id="7", phone="+13145550102")
    event = CartUpdated(name, price, (Item("K-1", "Kurta"),), "https://kiln.example/c", who, NOW, completed=completed)
    return InboundEvent("shopify", name, event, None)


def numbered(count: int, start: int = 0) -> list[str]:
    """So many names."""
    return [f"SM{number:04}" for number in range(start, start + count)]


async def fill(spool: Spool, names: Iterable[str]) -> None:
    """One after the other, as somebody who waits for each answer."""
    for name in names:
        await spool.append(SHOP, news(name))


def main(folder: Path) -> None:
    """Append until killed; each name is printed once it is safe."""

    async def write() -> None:
        spool = Spool(folder, StillClock(), EVENTS)
        for name in numbered(9000):
            await spool.append(SHOP, news(name, text="x" * 500))
            print(name, flush=True)

    asyncio.run(write())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
