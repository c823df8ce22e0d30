"""``parley restore``: restore a backup, and prevent repeated messages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import options
from bot.commands.backup import NotHere
from handlers.engine.checked_fields import utc

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.database import Installation
    from handlers.engine.turn import Turn
    from storage.upkeep.restored_database import HeldWork


class Served(Exception):
    """A running service uses the database; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """The result: the time of the backup, the file of the replaced database, and the held work of each business."""

    taken_at: datetime
    replaced: Path | None
    held: Mapping[str, HeldWork]


def restore(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", exists=True, dir_okay=False, readable=True)] = None,
    in_place: Annotated[
        bool,
        typer.Option("--in-place", help="After restoring by other means: only hold messages that may have left."),
    ] = False,
    json: options.Json = False,
) -> None:
    """Restore the backup FILE in place of the SQLite database.

    Stop all services of the database first. The replaced database stays next to it, as FILE.replaced-TIME.

    Messages that are due by now may have left after the backup, and there is no way to know. Such messages become
    unknown and are not sent again; such conversations, events and calls are parked (parley parked). Opt-outs since
    the backup are lost, so marketing is paused: enter them (docs/operations/backups.md), then /resume. Later messages
    leave on time. Use --in-place for only this part, after pg_restore or a recovery to a point in time.

    \b
    Example:
      parley restore /var/backups/parley.backup
      parley restore --in-place
    """
    if (file is None) is not in_place:
        raise typer.BadParameter("name the backup, or use --in-place without one", param_hint="FILE")
    settings = options.load_settings()
    restored = asyncio.run(_hold_in_place(settings) if file is None else _restore(settings, file))
    options.tell(_render_json(restored), "\n".join(_render_text(restored)), as_json=json)


async def _restore(settings: Settings, backup: Path) -> Restored:
    from bot.app import choose_spool
    from bot.clock import SystemClock
    from bot.database import require_folder
    from storage.database.backup import check, put_in_place, unpack_copy
    from storage.database.schema_version import get_head
    from storage.database.stores import sqlite_file

    file = sqlite_file(settings.database_url)
    if file is None:
        raise NotHere("restore PostgreSQL with its own tools, then run parley restore --in-place")
    require_folder(settings)
    stamp = check(backup, get_head())  # before the spool's folder, which locking makes: a refusal leaves nothing behind
    with _hold_spool(choose_spool(file)), unpack_copy(backup, stamp, file) as part:
        held = await _hold(settings.model_copy(update={"database_url": f"sqlite:///{part}"}), stamp.taken_at)
        return Restored(stamp.taken_at, put_in_place(part, file, SystemClock().now()), held)


@contextmanager
def _hold_spool(spool: Path) -> Iterator[None]:
    """Lock the spool, so that no service can start; its files stay. Raises SpoolInUse if a service runs."""
    from bot.spool_files import SpoolFolder

    folder = SpoolFolder(spool)
    try:
        yield
    finally:
        folder.release()


async def _hold_in_place(settings: Settings) -> Restored:
    """Hold messages as of the newest one, as nothing else in the database tells the time of the copy."""
    from bot.app import choose_spool
    from bot.database import open_database
    from storage.businesses.service_operations import find_newest_time
    from storage.database.stores import sqlite_file

    file = sqlite_file(settings.database_url)
    with nullcontext() if file is None else _hold_spool(choose_spool(file)):
        async with open_database(settings) as database:
            if file is None:
                await _make_sure_unserved(database)
            taken_at = await database.store.read("", find_newest_time) or database.clock.now()
        return Restored(taken_at, None, await _hold(settings, taken_at))


async def _make_sure_unserved(database: Installation) -> None:
    """Raise Served if a running service uses the database."""
    from storage.upkeep.restored_database import is_served

    elapsed = database.clock.get_real_time()
    if await database.store.read("", lambda unit: is_served(unit, elapsed)):
        raise Served("a service uses this database: stop all of them, wait 10 seconds, then try again")


async def _hold(settings: Settings, taken_at: datetime) -> dict[str, HeldWork]:
    from bot.conversations import CONVERSATIONS
    from bot.database import open_database
    from storage.upkeep.restored_database import forget_spools

    async with open_database(settings) as database:
        await database.store.write("", forget_spools)
        turns = database.turns(settings, CONVERSATIONS)
        return {business: await _hold_one(database, settings, business, taken_at) for business in await turns.tenants()}


async def _hold_one(database: Installation, settings: Settings, business: str, taken_at: datetime) -> HeldWork:
    """Hold a business's work that may have left already, and notify its staff, in one transaction."""
    from bot.conversations import CONVERSATIONS
    from handlers.staff_notices import alerts
    from storage.upkeep.restored_database import hold

    async def work(turn: Turn) -> HeldWork:
        held = await hold(turn.unit, taken_at, turn.now)
        about = f"restored:{taken_at.isoformat()}"
        await alerts.tell(turn, about, f"Parley's database was restored as of {_time(taken_at)}. {_explain(held)}.")
        return held

    return await database.turns(settings, CONVERSATIONS).act(business, work)


def _explain(held: HeldWork) -> str:
    return (
        f"{sum(held.messages.values())} messages may have left since and are held as unknown; {held.conversations} "
        f"conversations, {held.events} events and {held.calls} calls are parked; {held.kept} messages leave when they "
        "are due. Marketing is paused: check the opt-outs since then, then /resume"
    )


def _render_text(restored: Restored) -> list[str]:
    lines = [f"the database is as of {_time(restored.taken_at)}"]
    if restored.replaced is not None:
        lines.append(f"the earlier database is in {restored.replaced}; delete it when you no longer need it")
    lines += [f"{business}: {_explain(held)}" for business, held in restored.held.items()]
    return [*lines, "now: parley doctor, parley parked, then parley serve"]


def _render_json(restored: Restored) -> dict[str, object]:
    return {
        "taken_at": utc(restored.taken_at),
        "replaced": str(restored.replaced) if restored.replaced else None,
        "held": {
            business: {
                "messages": dict(held.messages),
                "conversations": held.conversations,
                "events": held.events,
                "calls": held.calls,
                "kept": held.kept,
            }
            for business, held in restored.held.items()
        },
    }


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
