"""``parley import customers``: customers from a file."""

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
    from handlers.importing.customer_row import RowOutcome
    from handlers.importing.import_chunks import ImportTally, Survey


def customers(
    file: TableFile,
    business: options.Business,
    mapped: Mapped = None,
    source: Source = None,
    dry_run: DryRun = False,
    json: options.Json = False,
) -> None:
    """Import customers from a file of your shop's system, a spreadsheet or your last provider.

    Shows the field of each column and the number of people, then imports them. Nobody gets a message. Phone numbers
    may be in national format. People known by id, phone or e-mail are updated, not duplicated, so you can import the
    same file again, even after an interruption. A consent needs its source, its text and its time; none is assumed.
    Rejected rows go to FILE.rejected.csv with the reason: fix them there, and import that file. An unclear column that
    may contain opt-outs stops the import before anything is written: map it to opted_out, or ignore it.

    A column is one of: id, name, first_name, last_name, phone, whatsapp, telegram, email, locale, timezone, country,
    region, city, postal_code, birthday, tags, acquired_from, since, orders, updated_at, sms_consent,
    whatsapp_consent, telegram_consent, consent_source, consent_text, consent_at, opted_out, opted_out_reason,
    subscription.

    \b
    Example:
      parley import customers customers.csv --business tiger --dry-run
      parley import customers customers.csv --business tiger --map "Mobile 2=phone" --map "Notes=-"
    """
    wish = read_wish(file, business, mapped, source, dry_run=dry_run)
    found, done, rejects = asyncio.run(_import(options.load_settings(), wish))
    told = {"business": business, "found": _view(found), "done": done and _became(done), "rejects": rejects}
    options.tell(told, _sentence(found, done, rejects), as_json=json)


async def _import(settings: Settings, wish: FileWanted) -> tuple[Survey, ImportTally | None, str | None]:
    """Return the survey of the file, the tally of its rows, and the file of rejected rows."""
    from handlers.importing.customer_file import open_sheet
    from handlers.importing.import_chunks import bring, survey_rows
    from handlers.importing.import_rejects import Rejects, make_rejects_path

    async with open_import(settings, wish, open_sheet) as (turns, sheet):
        for place, column in sheet.how.counted.items():
            typer.echo(f"{sheet.columns.heads[place] or f'(column {place + 1})'}: {column}", err=True)
        rejects = Rejects(make_rejects_path(wish.file), sheet.columns.heads, sheet.table.separator)
        if wish.dry_run:
            with rejects:
                found = await survey_rows(turns, wish.business, sheet.rows(), rejects.add)
            return found, None, str(rejects.path) if rejects.many else None
        found = await survey_rows(turns, wish.business, sheet.rows(), lambda _: None)
        typer.echo(_count_rows(found), err=True)
        with rejects, Bar(found.rows, "rows") as bar:

            def note_outcome(outcome: RowOutcome) -> None:
                rejects.add(outcome)
                bar.step()

            done = await bring(turns, wish.business, sheet.rows(), sheet.how.source, note_outcome)
        await turns.act(wish.business, partial(_log, done=done))
        return found, done, str(rejects.path) if rejects.many else None


async def _log(turn: Turn, done: ImportTally) -> None:
    deed = {fate.value: many for fate, many in done.fates.items()}
    await turn.unit.access.log(COMMAND_LINE, "imported customers", turn.now, None, **deed)


def _count_rows(found: Survey) -> str:
    """Format the figures of the file: "4 812 people, 4 790 with a phone, 310 known already, 22 rows refused"."""
    people = f"{number(found.people)} {'person' if found.people == 1 else 'people'}"
    rows = f"{number(found.refused)} {'row' if found.refused == 1 else 'rows'} refused"
    told = [people, f"{number(found.with_phone)} with a phone", f"{number(found.known)} known already", rows]
    told += [f"{number(found.opted_out)} opted out"]
    told += [f"{number(found.partly)} imported partly"] if found.partly else []
    told += [f"{number(found.spare)} with more than one number; the first is used"] if found.spare else []
    return ", ".join(told)


def _sentence(found: Survey, done: ImportTally | None, rejects: str | None) -> str:
    where = f"; the reasons are in {rejects}" if rejects else ""
    if done is None:
        return f"{_count_rows(found)}{where}\nnothing was imported: this was --dry-run"
    told = _became(done)
    partly = told.pop("in_part")
    opted_out = told.pop("opted_out")
    return f"{format_figures(told | {'opted out': opted_out, 'imported partly': partly})}{where}"


def _view(found: Survey) -> dict[str, int]:
    return {name: getattr(found, name) for name in found.__slots__}


def _became(done: ImportTally) -> dict[str, Any]:
    from handlers.importing.customer_row import RowFate

    return {fate.value: done.fates[fate] for fate in RowFate} | {"in_part": done.partly, "opted_out": done.opted_out}
