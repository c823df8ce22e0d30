"""``parley audit verify``: check the audit log of a business for changes."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands import options
from bot.commands.failures import FAILED
from bot.commands.tenants import list_businesses
from handlers.engine.checked_fields import utc

if TYPE_CHECKING:
    from bot.config import Settings
    from storage.businesses.audit_verification import ChainReport

_KNOWN = re.compile(r"([1-9][0-9]{0,8}):([0-9a-f]{64})")


def verify(
    business: options.Business,
    known: Annotated[
        str | None, typer.Option(metavar="NUMBER:HASH", help="An entry that an earlier check or the log showed.")
    ] = None,
    json: options.Json = False,
) -> None:
    """Check that nobody changed, deleted, inserted or moved an entry of the audit log.

    The service seals entries within seconds; those not sealed yet are counted, not checked. The exit code is 1 for
    a broken chain, and the first wrong entry is printed. Keep the newest number and hash outside the database:
    with --known a later check also finds a chain that was cut, made anew or restored from a backup. An entry that is
    dated too early, as by a wrong clock, is a warning.

    \b
    Example:
      parley audit verify --business tiger
    """
    read = None if known is None else _KNOWN.fullmatch(known)
    if known is not None and read is None:
        raise typer.BadParameter("expected a number, a colon and 64 hexadecimal digits", param_hint="--known")
    entry = None if read is None else (int(read[1]), read[2])
    report = asyncio.run(_verify(options.load_settings(), business, entry))
    options.tell(_view(report), f"{business}: {_describe(report)}", as_json=json)
    if report.broken is not None:
        raise typer.Exit(FAILED)


async def _verify(settings: Settings, business: str, known: tuple[int, str] | None) -> ChainReport:
    from bot.database import open_database
    from handlers.engine.seeds import Seeds
    from storage.businesses.audit_verification import verify_chain

    async with open_database(settings) as database:
        await list_businesses(database, business)
        key = Seeds(database.vault(settings).derive_key("seeds")).make_audit_key(business)
        return await database.store.read(business, lambda unit: verify_chain(unit, key, known))


def _describe(report: ChainReport) -> str:
    waiting = f"{report.unsealed} not sealed yet"
    if report.broken is not None:
        entry = report.broken
        about = f" of {entry.at:%Y-%m-%d %H:%M:%S} UTC, {entry.id}" if entry.at is not None else ""
        return f"BROKEN at entry {entry.number}{about}: {entry.what}; {report.checked} before it match, {waiting}"
    if report.began_at is None:
        return f"OK: nothing is sealed yet, {waiting}"
    newest = f"newest {report.number}:{report.hash}"
    since = f"sealed since {report.began_at:%Y-%m-%d %H:%M} UTC"
    if report.backdated:
        since += f"; WARNING: the time runs backwards at {report.backdated} entries, from {report.first_backdated} on"
    return f"OK: {report.checked} entries match, {report.removed} removed by retention, {waiting}; {since}; {newest}"


def _view(report: ChainReport) -> dict[str, Any]:
    entry = report.broken
    broken = None
    if entry is not None:
        at, identity = (None, None) if entry.at is None else (utc(entry.at), str(entry.id))
        broken = {"number": entry.number, "id": identity, "at": at, "what": entry.what}
    return {
        "ok": entry is None,
        "checked": report.checked,
        "removed": report.removed,
        "unsealed": report.unsealed,
        "began_at": None if report.began_at is None else utc(report.began_at),
        "newest": {"number": report.number, "hash": report.hash},
        "broken": broken,
        "backdated": {"many": report.backdated, "first": report.first_backdated},
    }
