"""``parley consent``: a person's consent lines with their proofs, on the screen or as one file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import typer

from bot.commands import options
from flows.count_phrase import format_count

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.config import Settings
    from bot.open_turns import OpenTurns
    from handlers.actions.person_consents import Whose
    from handlers.engine.turn import Turn
    from storage.consent.consent_evidence import Proof

PAGE = 500  # lines that are read at once
ENDINGS = (".csv", ".jsonl", ".zip")


class Nobody(LookupError):
    """The input matches no person, or several."""


def consent(
    business: options.Business,
    contact: Annotated[
        str, typer.Argument(metavar="[CONTACT]", help="A number, sms:+1…, an id or a name [everybody].")
    ] = "",
    export: Annotated[
        str, typer.Option(metavar="FILE", help="Write all records to a new file: .csv, .jsonl, or .zip with both.")
    ] = "",
    json: options.Json = False,
) -> None:
    """Show a person's consents and opt-outs: when, how, from where, and the text they had read.

    Find an erased person by their number.

    \b
    Example:
      parley consent +13145550142 --business tiger --export dana.zip
    """
    settings = options.load_settings()
    if export:
        file = _make_path(export)
        try:
            lines, digest = asyncio.run(_export(settings, business, contact, file))
        except FileExistsError:  # since we looked
            raise _is_there(export) from None
        told = {"business": business, "file": str(file), "lines": lines, "sha256": digest}
        plain = f"{file}: {format_count(lines, 'line')}, SHA-256 {digest}"
        options.tell(told, plain, as_json=json)
    elif contact:
        views, text = asyncio.run(_show(settings, business, contact))
        options.tell({"business": business, "items": views}, text, as_json=json)
    else:
        raise typer.BadParameter("name a person, or a FILE for --export", param_hint="CONTACT")


def _make_path(name: str) -> Path:
    file = Path(name)
    if file.suffix not in ENDINGS:
        raise typer.BadParameter(f"{name!r} must end with {', '.join(ENDINGS)}", param_hint="--export")
    if file.exists():
        raise _is_there(name)
    return file


def _is_there(name: str) -> typer.BadParameter:
    return typer.BadParameter(f"{name} already exists; name a new file", param_hint="--export")


async def _show(settings: Settings, business: str, contact: str) -> tuple[list[dict[str, Any]], str]:
    from bot.conversations import CONVERSATIONS
    from bot.database import open_database
    from handlers.actions.consent_view import describe_all, view

    async with open_database(settings) as database:
        turns = database.turns(settings, CONVERSATIONS)
        found = [one async for page in _pages(turns, business, contact) for one in page]
        tenant = await turns.tenant(business)
    return [view(one) for one in found], describe_all(found, ZoneInfo(tenant.business.timezone))


async def _export(settings: Settings, business: str, contact: str, file: Path) -> tuple[int, str]:
    """Write the lines to a file; return their number and the file's SHA-256."""
    from bot.conversations import CONVERSATIONS
    from bot.database import open_database
    from handlers.actions.evidence_file import write

    async with open_database(settings) as database:
        about = {"business": business, "about": contact or "everybody", "made_at": database.clock.now()}
        return await write(file, _pages(database.turns(settings, CONVERSATIONS), business, contact), about)


async def _pages(turns: OpenTurns, business: str, contact: str) -> AsyncIterator[Sequence[Proof]]:
    """Yield all lines of one person, or of all people, newest first. Raises Nobody."""
    whose = await turns.look(business, lambda turn: _find_owner(turn, contact))
    before: UUID | None = None
    while True:
        page = await turns.look(business, lambda turn: turn.unit.evidence.page(PAGE, **whose, before=before))  # noqa: B023
        if page:
            yield page
            before = page[-1].id
        if len(page) < PAGE:
            return


async def _find_owner(turn: Turn, contact: str) -> Whose:
    from handlers.actions.person_consents import AreSeveral, find_filter

    try:
        found = await find_filter(turn, contact) if contact else {}
    except AreSeveral as several:
        raise Nobody(f"several people match {contact!r}; name one of them: {several}") from None
    if found is None:
        raise Nobody(f"no person of {turn.business.id} matches {contact!r}")
    return found
