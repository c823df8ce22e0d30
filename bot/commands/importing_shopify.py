"""``parley import shopify``: the customers and orders of a Shopify shop, from Shopify's API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import options
from bot.commands.failures import FAILED
from bot.commands.progress import Bar, format_figures

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.open_turns import OpenTurns
    from bot.stores.shopify import Shopify
    from bot.stores.shopify_records import Records
    from bot.stores.shopify_taking import TakenOver
    from handlers.importing.customer_row import RowOutcome


class ShopifyImportKind(StrEnum):
    """The kinds of records that can be imported separately."""

    CUSTOMERS = "customers"
    ORDERS = "orders"


def shopify(
    business: options.Business,
    only: Annotated[ShopifyImportKind | None, typer.Option(help="Import only customers or only orders.")] = None,
    json: options.Json = False,
) -> None:
    """Import the customers and orders of your Shopify shop through Shopify's API.

    Shopify writes them to a file (a bulk operation), which may take minutes. Then they are imported in parts, while the
    service goes on. Nobody gets a message, no reminder begins or ends, no order is attributed to a message, and newer
    events of the shop stay. After an interruption run the command again: it continues, and nobody is imported twice.
    After a complete import, it fetches everything again and keeps known data.

    Consents to SMS need the date that Shopify has for them; others are not imported. Without the scope read_all_orders
    Shopify shows only the orders of the last 60 days. Rejected records go to shopify-customers.rejected.csv and
    shopify-orders.rejected.csv, with the reason.

    \b
    Example:
      parley import shopify --business tiger
      parley import shopify --business tiger --only customers
    """
    kinds = [only] if only is not None else list(ShopifyImportKind)
    done = asyncio.run(_import(options.load_settings(), business, kinds))
    lines = [_sentence(kind, taken) for kind, taken in done.items()]
    told = {"business": business, **{kind.value: asdict(taken) for kind, taken in done.items()}}
    options.tell(told, "\n".join(lines), as_json=json)
    broken = [taken.broken for taken in done.values() if taken.broken]
    for one in broken:
        typer.echo(f"parley: {one}", err=True)
    if broken:
        raise typer.Exit(FAILED)


async def _import(
    settings: Settings, business: str, kinds: Sequence[ShopifyImportKind]
) -> dict[ShopifyImportKind, TakenOver]:
    from bot.stores.shopify_records import CustomerRecords, OrderRecords

    each: dict[ShopifyImportKind, Records] = {
        ShopifyImportKind.CUSTOMERS: CustomerRecords(),
        ShopifyImportKind.ORDERS: OrderRecords(),
    }
    done = {}
    async with _open_shop(settings, business) as (turns, store):
        await _demand_scopes(turns, store, [each[kind] for kind in kinds])
        for kind in kinds:
            done[kind] = await _take(turns, business, store, each[kind])
    return done


@asynccontextmanager
async def _open_shop(settings: Settings, business: str) -> AsyncIterator[tuple[OpenTurns, Shopify]]:
    """Open the database and the connected shop. Raises Unfinished if no shop is connected."""
    from bot.channels.simulated_channel import Phones
    from bot.conversations import CONVERSATIONS
    from bot.database import open_database
    from bot.stores.shopify import Shopify
    from bot.stores.shopify_gathering import Unfinished
    from bot.stores.shopify_records import SOURCE
    from bot.vendor_accounts import VendorAccounts

    async with open_database(settings) as database:
        turns = database.turns(settings, CONVERSATIONS)
        tenant = await turns.tenant(business)
        if all(one.provider != SOURCE for one in tenant.business.stores):
            raise Unfinished(f"{business} has no Shopify shop: put [stores.shopify] into its file and apply")
        vault, phones = database.vault(settings), Phones(database.clock)
        accounts = VendorAccounts(turns, settings, vault, phones, sandbox=database.sandbox)
        try:
            store = await accounts.store(business, SOURCE)
            if not isinstance(store, Shopify):
                why = (
                    "its secrets cannot be read: apply its file again"
                    if store is None
                    else ("a sandbox calls no outside service; point PARLEY_SHOPIFY_API_URL to a fake on this machine")
                )
                raise Unfinished(f"Shopify was not asked: {why}")
            yield turns, store
        finally:
            await accounts.close()


async def _demand_scopes(turns: OpenTurns, store: Shopify, records: Sequence[Records]) -> None:
    """Print which orders Shopify's permissions leave out. Raises Unfinished if a needed permission is missing."""
    from bot.stores.shopify_gathering import Unfinished, explain_denial
    from bot.stores.shopify_scopes import reach
    from flows.delivery import Answer

    held = await store.scopes()
    if isinstance(held, Answer):
        raise Unfinished(f"Shopify was not called: {held.detail}; run parley doctor")
    for one in records:
        if not held.issuperset(one.scopes):
            raise Unfinished(explain_denial(one))
    if any(one.what == ShopifyImportKind.ORDERS.value for one in records):
        typer.echo(reach(held, turns.clock.now()), err=True)


async def _take(turns: OpenTurns, business: str, store: Shopify, records: Records) -> TakenOver:
    from bot.stores.shopify_records import RecordsShop
    from bot.stores.shopify_taking import Taking

    tenant = await turns.tenant(business)

    def shop() -> RecordsShop:
        return RecordsShop(store.domain, business, tenant.business.country, turns.clock.now())

    with Watching(records.what) as watching:
        return await Taking(turns, shop, store.bulk, records, watching, asyncio.sleep).take()


class Watching:
    """The progress of an import on a terminal, and the file of rejected records."""

    def __init__(self, what: str) -> None:
        from contextlib import ExitStack

        self._path = Path(f"shopify-{what}.rejected.csv")
        self._stack = ExitStack()

    def __enter__(self) -> Watching:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self._stack.__exit__(kind, why, at)

    def tell(self, line: str) -> None:
        """Print a line on standard error."""
        typer.echo(line, err=True)

    def begin(self, what: str, many: int, done: int) -> None:
        """Show a bar that starts where the last run ended; the earlier rejected records stay in their file."""
        from handlers.importing.import_rejects import Rejects

        self._rejects = self._stack.enter_context(Rejects(self._path, ("shopify_id",), ",", goes_on=done > 0))
        self._bar = self._stack.enter_context(Bar(many, what))
        self._step(done)

    def became(self, rows: Sequence[RowOutcome], many: int) -> None:
        """Update the bar after a committed part."""
        for row in rows:
            self._rejects.add(row)
        self._rejects.flush()
        self._step(many)

    def _step(self, many: int) -> None:
        for _ in range(many):
            self._bar.step()


def _sentence(kind: ShopifyImportKind, taken: TakenOver) -> str:
    told = dict(taken.figures)
    partly, left = told.pop("in_part"), told.pop("left", 0)
    sentence = f"{kind.value}: {format_figures(told | {'imported partly': partly})}"
    if left:
        sentence += f"; {format_figures({'of the last hours left to the webhooks, which report them': left})}"
    rejects = Path(f"shopify-{kind.value}.rejected.csv")
    return f"{sentence}; the reasons are in {rejects}" if rejects.exists() else sentence
