"""The import of all customers, or all orders, of a Shopify shop: requested, downloaded, and written part by part.

The operation's id and the progress are stored in the transactions that write, so that a killed run can continue and no
record counts twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar

from bot.channels.provider_http import Wire
from bot.stores.shopify_bulk import DENIED, Bulk, BulkOperation, BulkStatus
from bot.stores.shopify_gathering import KEPT, Gathering, Pause, Unfinished, explain_denial
from bot.stores.shopify_records import SOURCE, Records, RecordsShop
from bot.stores.shopify_result import Expired, Extent, NoResult, Result
from flows.actor import COMMAND_LINE
from handlers.engine.turn import Turn, Turns
from handlers.importing.customer_row import RowFate, RowOutcome
from handlers.importing.import_chunks import retry_run
from handlers.importing.import_load import AnyOutcome
from storage.store.store_imports import StoreImport, StoreImports

PART = 50
"""Records in one part: larger parts would block other requests of the process."""
LEFT = "left"
"""The label of orders that are so new that live events bring them."""
_EXPIRED = "Shopify's result has expired, as it does after a week"
T = TypeVar("T")
_ANEW = 2  # times that it is asked in one run: a result may be too old when we come to it


class Heard(Protocol):
    """An observer of the progress."""

    def tell(self, line: str) -> None:
        """Show a line now."""

    def begin(self, what: str, many: int, done: int) -> None:
        """Begin the import of ``many`` records, ``done`` of them done earlier."""

    def became(self, rows: Sequence[RowOutcome], many: int) -> None:
        """Report a committed part with the outcomes of its rows."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The result of importing a kind of records, in numbers. ``broken`` is the reason if some are missing."""

    figures: Mapping[str, int]
    broken: str = ""


class Taking:
    """The import of one kind of a shop's records; ``pause`` waits some seconds."""

    def __init__(
        self, turns: Turns, shop: Callable[[], RecordsShop], bulk: Bulk, records: Records, heard: Heard, pause: Pause
    ) -> None:
        self._turns = turns
        self._shop = shop
        self._business = shop().business
        self._bulk = bulk
        self._records = records
        self._heard = heard
        self._gathering = Gathering(bulk, records, heard.tell, pause)

    async def take(self) -> TakenOver:
        """Import all records, starting where the last run ended. Raises Unfinished."""
        held = await self._act(lambda turn: turn.unit.of(StoreImports).hold(SOURCE, self._records.what))
        wire = Wire()
        try:
            for _ in range(_ANEW):
                held, operation = await self._gather(held)
                if operation is not None and (taken := await self._take_from(wire, held, operation)) is not None:
                    return taken
                self._heard.tell(f"{_EXPIRED}: {self._records.what} are asked for anew")
                held = await self._act(partial(_record_asked, held=held, operation=""))
        finally:
            await wire.close()
        raise Unfinished(f"Shopify's result of {self._records.what} disappeared; run this again")

    async def _gather(self, held: StoreImport) -> tuple[StoreImport, BulkOperation | None]:
        """Start or resume the operation and wait for its end; the operation is None if its result is no longer
        available."""
        if not held.operation:
            begun = await self._gathering.begin()
            held = await self._act(partial(_record_asked, held=held, operation=begun.id))
            self._heard.tell(f"Shopify is asked for all {self._records.what}: {begun.id}")
        else:
            self._heard.tell(f"going on with {held.operation}, {held.place.get('done', 0)} done")
        found = await self._gathering.wait_for(held.operation)
        over = found is None or found.status is BulkStatus.EXPIRED
        past = found is not None and found.completed_at is not None and found.completed_at + KEPT < self._shop().now
        return held, None if over or past else found

    async def _take_from(self, wire: Wire, held: StoreImport, operation: BulkOperation) -> TakenOver | None:
        """Import the operation's result; return None if it has expired."""
        whole = operation.status is BulkStatus.COMPLETED
        url = operation.url if whole else operation.partial
        if operation.error == DENIED or (url is None and (operation.objects or not whole)):
            await self._end(held)
            raise Unfinished(
                explain_denial(self._records) if operation.error == DENIED else self._describe_failure(operation, 0)
            )
        with closing(Result(nested=self._records.nested)) as result:
            try:
                if url is not None:
                    await result.fetch(wire, url, self._bulk.origin, operation.size if whole else None)
            except Expired:
                return None
            except NoResult as no:
                raise Unfinished(f"{no}; nothing of it is lost: run this again, and it goes on") from None
            try:
                extent = await asyncio.to_thread(result.extent)
            except NoResult as no:
                await self._end(held)
                raise Unfinished(f"{no}; run this again: they are asked anew") from None
            return await self._take_all(held, operation, result, extent)

    async def _take_all(self, held: StoreImport, operation: BulkOperation, result: Result, extent: Extent) -> TakenOver:
        """Import all records of a result. If the result is incomplete, its last record is left out, as it may lack
        nested parts."""
        short = extent.cut or extent.objects < operation.objects or operation.status is not BulkStatus.COMPLETED
        many = extent.roots - (short and extent.roots > 0)
        part = TakenParts(self._turns, self._shop, self._records, held)
        self._heard.begin(self._records.what, many, part.done)
        nodes = islice(result.nodes(part.done), max(0, many - part.done))
        while some := await asyncio.to_thread(lambda: list(islice(nodes, PART))):
            self._heard.became(await part.take(some), len(some))
        await self._end(held, part.figures)
        return TakenOver(part.figures, self._describe_failure(operation, many) if short else "")

    def _describe_failure(self, operation: BulkOperation, many: int) -> str:
        """Format the reason that records are missing."""
        status = operation.status
        if status is BulkStatus.COMPLETED:
            why = f"Shopify's result ends in the middle: {operation.roots} {self._records.what} were to be in it"
        elif status is BulkStatus.CANCELED:
            why = f"the operation was cancelled at Shopify before all {self._records.what} were gathered"
        else:
            why = f"Shopify broke off before all {self._records.what} were gathered ({operation.error or status})"
        done = f"{many} of them were taken over" if many else "nothing was taken over"
        return f"{why}; {done}. Run this again: they are asked anew, and nobody counts twice"

    async def _end(self, held: StoreImport, figures: Mapping[str, int] | None = None) -> None:
        """End the import; if ``figures`` are given, record it like any import."""

        async def over(turn: Turn) -> None:
            await turn.unit.of(StoreImports).note(held, ended_at=turn.now)
            if figures is not None:
                deed = {name: many for name, many in figures.items() if many}
                await turn.unit.access.log(COMMAND_LINE, f"imported {self._records.what}", turn.now, None, **deed)

        await self._act(over)

    async def _act(self, work: Callable[[Turn], Awaitable[T]]) -> T:
        return await retry_run(self._turns.act, self._business, work)


async def _record_asked(turn: Turn, held: StoreImport, operation: str) -> StoreImport:
    return await turn.unit.of(StoreImports).ask(held, operation, turn.now)


class TakenParts:
    """The progress of an import: the number of ``done`` records, their outcomes, and the outcomes of the current part
    by record, so that none counts twice."""

    def __init__(self, turns: Turns, shop: Callable[[], RecordsShop], records: Records, held: StoreImport) -> None:
        self._turns = turns
        self._shop = shop
        self._records = records
        self._held = held
        self.done = int(held.place.get("done", 0))
        self._fates: dict[str, str] = dict(held.place.get("fates", {}))
        self.figures: dict[str, int] = {**{fate.value: 0 for fate in RowFate}, "in_part": 0, **held.figures}

    async def take(self, nodes: Sequence[Any]) -> list[RowOutcome]:
        """Import a part; return its rows' outcomes. Raises HeldElsewhere."""
        before = dict(self._fates)
        shop = self._shop()
        noted = partial(self._note, written=dict(before))
        found = await self._records.take(self._turns, shop, nodes, noted)
        outcomes = [_settle_outcome(one, before) for one in found]
        for one in outcomes:
            self.figures[one.fate.value] += 1
            self.figures["in_part"] += one.fate is not RowFate.REFUSED and bool(one.mistakes)
        if len(outcomes) < len(nodes):
            self.figures[LEFT] = self.figures.get(LEFT, 0) + len(nodes) - len(outcomes)
        self.done, self._fates = self.done + len(nodes), {}
        await retry_run(self._turns.act, shop.business, self._keep)
        return [row for one in outcomes for row in one.rows()]

    async def _note(self, turn: Turn, outcomes: Sequence[AnyOutcome], *, written: dict[str, str]) -> None:
        """Store the outcomes in the transaction that wrote the records."""
        written.update({str(one.line): one.fate.value for one in outcomes})
        await turn.unit.of(StoreImports).note(self._held, place={"done": self.done, "fates": written})

    async def _keep(self, turn: Turn) -> None:
        place = {"done": self.done}
        await turn.unit.of(StoreImports).note(self._held, place=place, figures=self.figures)


def _settle_outcome(outcome: AnyOutcome, before: Mapping[str, str]) -> AnyOutcome:
    """Return the outcome from before a crash, if the record was already written then."""
    fate = before.get(str(outcome.line))
    return outcome if fate is None else replace(outcome, fate=RowFate(fate))
