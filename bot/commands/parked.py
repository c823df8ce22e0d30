"""``parley parked``: list and retry jobs that failed five times."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from bot.commands import options
from bot.commands.failures import FAILED
from bot.commands.tenants import list_businesses
from flows.actor import COMMAND_LINE
from flows.engine import Subject
from handlers.engine.checked_fields import utc

if TYPE_CHECKING:
    from bot.config import Settings
    from storage.events.parked_work import Parked

EVERYTHING = "all"
MOST = 1000  # of each queue and business


def parked(
    release: Annotated[str | None, typer.Option(metavar="ID|all", help="Retry this job, or all, at once.")] = None,
    business: options.AnyBusiness = None,
    json: options.Json = False,
) -> None:
    """List or retry jobs that failed five times.

    Jobs are events, waits of conversations (wait) and messages to send (outbox). Search the log for a job's id to
    see its history. Consent, quiet hours and caps are checked again before a message leaves. The exit code is 1
    while jobs are parked, or if --release matched none.

    \b
    Example:
      parley parked
      parley parked --release 019cd3a6-5c1e-7f1a-9d5e-2b8f3c6a7d10
      parley parked --release all --business tiger
    """
    settings = options.load_settings()
    if release is None:
        _list(settings, business, as_json=json)
    else:
        which = None if release == EVERYTHING else options.read_id(release, "; parley parked lists them", "--release")
        _release(settings, business, which, as_json=json)


def _list(settings: Settings, business: str | None, *, as_json: bool) -> None:
    found = asyncio.run(_find(settings, business))
    if as_json:
        options.print_json({"parked": [_view(whose, one) for whose, one in found]})
    elif not found:
        typer.echo("nothing is parked")
    else:
        for whose, one in found:
            typer.echo(f"{whose}  {one.queue:6}  {one.id}  {_story(one)}")
        typer.echo("when the cause is fixed: parley parked --release ID, or --release all")
    if found:
        raise typer.Exit(FAILED)


def _release(settings: Settings, business: str | None, which: UUID | None, *, as_json: bool) -> None:
    released = asyncio.run(_put_back(settings, business, which))
    if as_json:
        options.print_json({"released": released})
    elif released:
        for one in released:
            typer.echo(f"{one['business']}  {one['queue']:6}  {one['id']}  put back")
    else:
        typer.echo("nothing is parked" if which is None else f"nothing with the id {which} is parked", err=True)
    if not released:
        raise typer.Exit(FAILED)


async def _find(settings: Settings, business: str | None) -> list[tuple[str, Parked]]:
    from bot.database import open_database
    from storage.events.parked_work import list_parked as list_parked

    async with open_database(settings) as database:
        return [
            (whose, one)
            for whose in await list_businesses(database, business)
            for one in await database.store.read(whose, lambda unit: list_parked(unit, MOST))
        ]


async def _put_back(settings: Settings, business: str | None, which: UUID | None) -> list[dict[str, str]]:
    """Release the parked work of each business in one transaction, with an audit entry for each item; return
    the items."""
    from bot.database import open_database
    from storage.events.parked_work import release
    from storage.unit import Unit

    async with open_database(settings) as database:
        now = database.clock.now()

        async def work(unit: Unit) -> list[dict[str, str]]:
            released = await release(unit, which)
            for queue, identity in released:
                await unit.access.log(COMMAND_LINE, "released", now, Subject(queue, identity))
            return [{"business": unit.business, "queue": queue, "id": str(identity)} for queue, identity in released]

        chosen = await list_businesses(database, business)
        return [one for whose in chosen for one in await database.store.write(whose, work)]


def _story(one: Parked) -> str:
    from bot.secret_masks import hush

    reason = hush(one.reason) if one.reason else "the log says why, under this id"
    return f"{one.what}, {one.since:%Y-%m-%d %H:%M} UTC: {reason}"


def _view(whose: str, one: Parked) -> dict[str, str | None]:
    from bot.secret_masks import hush

    reason = hush(one.reason) if one.reason else None
    return {
        "business": whose,
        "queue": one.queue.value,
        "id": str(one.id),
        "what": one.what,
        "since": utc(one.since),
        "reason": reason,
    }
