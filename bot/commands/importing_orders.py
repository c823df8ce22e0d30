"""``parley import orders``: past orders from a file."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import typer

from bot.commands import options
from bot.commands.importing_file import DryRun, FileWanted, Mapped, Source, TableFile, open_import, read_wish
from bot.commands.progress import Bar, format_figures, number
from flows.actor import COMMAND_LINE

if TYPE_CHECKING:
    from bot.config import Settings
    from handlers.engine.turn import Turn
    from handlers.importing.order_file import OrderSurvey
    from handlers.importing.order_row import OrderOutcome


def orders(
    file: TableFile,
    business: options.Business,
    mapped: Mapped = None,
    source: Source = None,
    dry_run: DryRun = False,
    json: options.Json = False,
) -> None:
    """Import past orders, so that totals, ranks and audiences include them.

    A row is a line of an order; rows of one order are adjacent. Shows the field of each column and the total of the
    orders, then imports them. Customers are matched by id, phone or e-mail, and created if unknown. Nothing is sent,
    no reminder begins or ends, and no order is attributed to a message. You can import the same file again. An order
    that came from your shop's system stays unchanged. Rejected rows go to FILE.rejected.csv.

    A column is one of: order, number, date, customer (its id), phone, whatsapp, email, name, country, sku, title,
    variant, size, brand, category, quantity, price (of one piece), amount (of the line), total (of the order),
    currency, discount_code, status, cancelled_at, refunded (how much).

    \b
    Example:
      parley import orders orders.csv --business tiger --dry-run
      parley import orders orders.csv --business tiger --map "Bill=order" --map "Value=total"
    """
    wish = read_wish(file, business, mapped, source, dry_run=dry_run)
    found, done, rejects = asyncio.run(_import_orders(options.load_settings(), wish))
    told = {"business": business, "found": _orders_view(found), "done": done, "rejects": rejects}
    where = f"; the reasons are in {rejects}" if rejects else ""
    became = f"{_orders_counted(found)}{where}\nnothing was imported: this was --dry-run"
    options.tell(told, became if done is None else f"{_became(done)}{where}", as_json=json)


def _became(done: dict[str, int]) -> str:
    """Format the results: "3 new, 0 changed, 0 same, 1 refused, 2 imported partly"."""
    told = dict(done)
    partly = told.pop("in_part")
    return format_figures(told | {"imported partly": partly})


async def _import_orders(settings: Settings, wish: FileWanted) -> tuple[OrderSurvey, dict[str, int] | None, str | None]:
    """Return the survey of the file, the results of its orders, and the file of rejected rows."""
    from handlers.importing.customer_row import RowFate
    from handlers.importing.import_rejects import Rejects, make_rejects_path
    from handlers.importing.order_file import bring_orders, open_orders, survey_orders

    async with open_import(settings, wish, open_orders) as (turns, sheet):
        found = await survey_orders(turns, wish.business, sheet)
        if wish.dry_run:
            return found, None, None
        typer.echo(_orders_counted(found), err=True)
        rejects, partly = Rejects(make_rejects_path(wish.file), sheet.columns.heads, sheet.table.separator), 0
        with rejects, Bar(found.orders + found.refused, "orders") as bar:

            def note_outcome(outcome: OrderOutcome) -> None:
                nonlocal partly
                partly += outcome.fate is not RowFate.REFUSED and bool(outcome.mistakes)
                for row in outcome.rows():
                    rejects.add(row)
                bar.step()

            done = await bring_orders(turns, wish.business, sheet, note_outcome)
        became = {fate.value: done[fate] for fate in RowFate}
        await turns.act(wish.business, partial(_log_orders, done=became))
        return found, became | {"in_part": partly}, str(rejects.path) if rejects.many else None


async def _log_orders(turn: Turn, done: dict[str, int]) -> None:
    await turn.unit.access.log(COMMAND_LINE, "imported orders", turn.now, None, **done)


def _orders_counted(found: OrderSurvey) -> str:
    """Format the figures of the file: "2 434 orders with 2 434 lines, 113 910.60 USD, 2 400 of known customers, …"."""
    from flows.money import Money

    worth = [Money(micros, code).with_code for code, micros in sorted(found.worth.items())]
    told = [f"{number(found.orders)} orders with {number(found.lines)} lines", *worth]
    told += [f"{number(found.customers)} of known customers", f"{number(found.known)} known already"]
    return ", ".join([*told, f"{number(found.refused)} refused"])


def _orders_view(found: OrderSurvey) -> dict[str, Any]:
    from flows.money import Money

    counts = {name: getattr(found, name) for name in ("orders", "lines", "customers", "known", "refused")}
    return {**counts, "worth": {code: str(Money(micros, code)) for code, micros in sorted(found.worth.items())}}
