"""A shop at Shopify whose records are taken over into a running service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.app import Service
from bot.stores.shopify import Shopify
from bot.stores.shopify_records import CustomerRecords, OrderRecords, RecordsShop
from bot.stores.shopify_taking import TakenOver, Taking
from handlers.importing.customer_row import RowOutcome
from tests.handlers.importing.files import TIGER, Folder
from tests.providers.shopify import ShopifyStand

KINDS: Mapping[str, type[CustomerRecords] | type[OrderRecords]] = {"customers": CustomerRecords, "orders": OrderRecords}


class Watch:
    """What somebody would see of it; the run ends as one that is killed does where ``dies`` after so many records."""

    def __init__(self, dies: int | None = None) -> None:
        self.lines: list[str] = []
        self.begun: list[tuple[str, int, int]] = []
        self.rows: list[RowOutcome] = []
        self.many = 0
        self._dies = dies

    def tell(self, line: str) -> None:
        self.lines.append(line)

    def begin(self, what: str, many: int, done: int) -> None:
        self.begun.append((what, many, done))

    def became(self, rows: Sequence[RowOutcome], many: int) -> None:
        self.rows += rows
        self.many += many
        if self._dies is not None and self.many >= self._dies:
            raise Killed

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """Each record of which something was not taken over: its id, and the reasons."""
        return [(row.row.record.cells[0], "; ".join(row.mistakes)) for row in self.rows if row.mistakes]


class Killed(Exception):
    """The process is gone."""


class Taker(Folder):
    """The service, and the shop that it asks."""

    def __init__(self, service: Service, at: Path, stand: ShopifyStand) -> None:
        super().__init__(service, at)
        self.stand = stand
        self.pauses: list[float] = []

    async def take(self, what: str, watch: Watch | None = None) -> TakenOver:
        """Run the import of that kind, without any wait."""
        tenant = await self.service.turns.tenant(TIGER)
        store = Shopify(self.stand.domain, self.stand.secret, self.stand.token, self.stand.url)

        def shop() -> RecordsShop:
            return RecordsShop(self.stand.domain, TIGER, tenant.business.country, self.service.clock.now())

        try:
            watch = watch or Watch()
            return await Taking(self.service.turns, shop, store.bulk, KINDS[what](), watch, self._pause).take()
        finally:
            await store.close()

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
