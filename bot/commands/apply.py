"""``parley apply``: create or update a business from its file."""

from __future__ import annotations

import asyncio
import getpass
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import options
from bot.commands.called import as_called
from bot.commands.failures import WRONG
from bot.service_loading import load_service
from flows.actor import COMMAND_LINE, Actor, ActorKind
from flows.count_phrase import format_count

if TYPE_CHECKING:
    from bot.config import Settings
    from handlers.actions.business_file_apply import Applied
    from handlers.actions.staff_members import StartLink
    from handlers.business_file import BusinessFile, WrongBusinessFile


def apply(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", exists=True, dir_okay=False, readable=True)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the changes without applying them.")] = False,
    json: options.Json = False,
) -> None:
    """Create or update a business from its file.

    Applying the same file twice changes nothing. Prints the changes, and a single-use start link for each member of
    the staff and each partner shop without a linked chat.

    \b
    Example:
      parley apply shop.toml --dry-run
    """
    settings = options.load_settings()
    with load_service():
        from handlers.business_file import WrongBusinessFile

    try:
        applied, is_there = asyncio.run(_apply(settings, _read(file), dry_run=dry_run))
    except WrongBusinessFile as wrong:
        _tell_mistakes(file, wrong, as_json=json)
        raise typer.Exit(WRONG) from None
    lines = _render_text(applied, dry_run=dry_run)
    if not is_there:
        lines.insert(0, "there is no database yet: parley apply without --dry-run makes it")
    told = {**_render_json(applied, dry_run=dry_run), "database": is_there}
    options.tell(told, as_called("\n".join(lines)), as_json=json)


def _read(file: Path) -> BusinessFile:
    from bot.config import read_environment
    from handlers.business_file import FileMistake, WrongBusinessFile, make_text_check, read_business_file
    from templates.message_library import Library

    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise WrongBusinessFile([FileMistake(line, "", "is not UTF-8 text; save the file as UTF-8")]) from None
    return read_business_file(text, read_environment(os.environ, options.DOTENV), make_text_check(Library.load()))


async def _apply(settings: Settings, file: BusinessFile, *, dry_run: bool) -> tuple[Applied, bool]:
    """Return the changes, and whether there is a database. Without one, a dry run uses a temporary empty one."""
    with load_service():
        from bot.conversations import CONVERSATIONS
        from bot.database import is_there, open_database, require_folder
        from handlers.actions.business_file_apply import apply_file

    with TemporaryDirectory(prefix="parley-dry-run-") as folder:
        found = not dry_run or await is_there(settings)
        if not found:
            require_folder(settings)
            settings = settings.model_copy(update={"database_url": f"sqlite:///{folder}/parley.db"})
        async with open_database(settings, create=True) as database:
            vault, clock = database.vault(settings), database.clock
            now, elapsed = clock.now(), clock.get_real_time()
            applied = await apply_file(
                CONVERSATIONS, database.store, file, vault, now, elapsed, dry_run=dry_run, actor=_operator()
            )
    return applied, found


def _operator() -> Actor:
    """Return the user of the command, if known; they are recorded as the person who loosened a rule."""
    try:
        return Actor(ActorKind.SYSTEM, f"{COMMAND_LINE.id} ({getpass.getuser()})")
    except (OSError, KeyError):  # a container's user may have no name
        return COMMAND_LINE


def _tell_mistakes(file: Path, wrong: WrongBusinessFile, *, as_json: bool) -> None:
    if as_json:
        found = [{"line": one.line, "path": one.path, "message": one.message} for one in wrong.mistakes]
        options.print_json({"mistakes": found})
        return
    for one in wrong.mistakes:
        typer.echo(f"{file}:{one.line}: {one.path + ': ' if one.path else ''}{one.message}", err=True)
    typer.echo(f"nothing was applied: {format_count(len(wrong.mistakes), 'mistake')} to fix", err=True)


def _render_json(applied: Applied, *, dry_run: bool) -> dict[str, object]:
    return {
        "business": applied.business,
        "dry_run": dry_run,
        "changes": applied.changes,
        "links": [{"name": link.name, "url": link.url or None} for link in applied.links],
        "warnings": applied.warnings,
        "refused": {"one-sms-per-cart": applied.refused},
        "not_used": applied.later,
        "chosen_in_chat": applied.chosen,
    }


def _render_text(applied: Applied, *, dry_run: bool) -> list[str]:
    number = format_count(len(applied.changes), "change") if applied.changes else "no changes"
    lines = [f"{applied.business}: {number}{' to make' if dry_run else ''}"]
    lines += [f"  {change}" for change in applied.changes]
    lines += [f"in chat: {line}" for line in applied.chosen]
    lines += _links(applied)
    lines += [f"warning: {warning}" for warning in applied.warnings]
    if applied.refused or any("one_sms_per_cart" in warning for warning in applied.warnings):
        lines.append(f"one SMS per cart: the rule has refused {format_count(applied.refused, 'send')} so far")
    if applied.later:
        lines.append(f"not used by this version: {', '.join(applied.later)}")
    return [*lines, "dry run: nothing was written"] if dry_run else [*lines, *_list_next_steps(applied)]


def _links(applied: Applied) -> list[str]:
    if not applied.links:
        return []
    if not all(link.url for link in applied.links):
        return [f"a start link would be made for {', '.join(link.name for link in applied.links)}"]
    title = "not linked yet; each opens their own link, once, within 30 days:"
    return [title, *(f"  {link.name}: {_explain_link(link)}" for link in applied.links)]


def _list_next_steps(applied: Applied) -> list[str]:
    """Return the next steps of a new shop and of a new connection."""
    lines = []
    if any(".webhook_secret:" in change for change in applied.changes):
        lines.append(
            "next: parley doctor --fix, which registers your store's webhooks (Shopify: docs/setup-shopify.md)"
        )
    if any("://" in link.url for link in applied.links):
        lines.append("next: parley serve, then open your link and press Start; parley doctor checks what it can reach")
    return lines


def _explain_link(link: StartLink) -> str:
    """Format a link to open; for a simulated chat the words to write there."""
    return link.url if "://" in link.url else f"{link.url} (written to the shop from a phone of the sandbox)"
