"""``parley key``: create, list, rotate and revoke API keys."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from bot.commands import options
from bot.commands.failures import FAILED
from handlers.engine.checked_fields import utc

if TYPE_CHECKING:
    from bot.config import Settings
    from storage.businesses.access import ApiKey
    from storage.unit import Unit


def create(
    business: options.Business,
    scope: Annotated[
        list[str],
        typer.Option(
            metavar="LIST",
            help="The scopes: events (send events), read, write, admin (erase customers). May be given several times.",
        ),
    ],
    label: Annotated[str, typer.Option(metavar="TEXT", help="A note for parley key list: where the key is used.")] = "",
    expires: Annotated[str, typer.Option(metavar="TIME", help="The lifetime, like 90d [until revoked].")] = "",
    sponsor: Annotated[
        str, typer.Option(metavar="NAME", help="The partner whose offers and reports the key is for, and no others.")
    ] = "",
    json: options.Json = False,
) -> None:
    """Create an API key and print it.

    The key is shown only now; Parley stores only its hash. The key of a partner (--sponsor) has the scopes read and
    write at most.

    \b
    Example:
      parley key create --business tiger --scope events,read --label "web shop" --expires 365d
    """
    settings = options.load_settings()
    scopes, wanted = _scopes(",".join(scope)), {"label": _label(label), "ends_after": _stretch(expires)}
    try:
        key = asyncio.run(_create(settings, business, scopes, wanted, sponsor))
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--sponsor") from None
    options.tell({"business": business, "scopes": scopes, "key": key}, key, as_json=json)


def show(business: options.Business, json: options.Json = False) -> None:
    """List the API keys of a business: scopes, last use and expiry.

    The keys themselves cannot be shown again.

    \b
    Example:
      parley key list --business tiger
    """
    settings = options.load_settings()
    keys, now = asyncio.run(_list(settings, business))
    if json:
        options.print_json({"business": business, "keys": [_view(key) for key in keys]})
    elif not keys:
        typer.echo("there is no key yet: parley key create")
    else:
        for key in keys:
            typer.echo(_line(key, now))


def revoke(
    identity: Annotated[str, typer.Argument(metavar="ID", help="The id from parley key list.")],
    business: options.Business,
    json: options.Json = False,
) -> None:
    """Revoke an API key; running services refuse it within a second.

    \b
    Example:
      parley key revoke 019cd3a6-5c1e-7f1a-9d5e-2b8f3c6a7d10 --business tiger
    """
    settings = options.load_settings()
    which = options.read_id(identity, " of a key; parley key list shows them", "ID")
    revoked = asyncio.run(_revoke(settings, business, which))
    if json:
        options.print_json({"business": business, "id": str(which), "revoked": revoked})
    elif revoked:
        typer.echo(f"{which} is revoked: running services refuse it within a second")
    else:
        typer.echo(f"{business} has no key {which} that works; parley key list shows them", err=True)
    if not revoked:
        raise typer.Exit(FAILED)


def rotate(
    identity: Annotated[str, typer.Argument(metavar="ID", help="The id from parley key list.")],
    business: options.Business,
    overlap: Annotated[str, typer.Option(metavar="TIME", help="How long the old key still works.")] = "24h",
    json: options.Json = False,
) -> None:
    """Replace an API key by a new one with the same scopes, label and lifetime, and print it.

    The old key expires after the overlap.

    \b
    Example:
      parley key rotate 019cd3a6-5c1e-7f1a-9d5e-2b8f3c6a7d10 --business tiger --overlap 7d
    """
    settings = options.load_settings()
    which = options.read_id(identity, " of a key; parley key list shows them", "ID")
    still = _stretch(overlap, "--overlap") or timedelta()
    key = asyncio.run(_rotate(settings, business, which, still))
    if key is None:
        typer.echo(f"{business} has no key {which} that works; parley key list shows them", err=True)
        raise typer.Exit(FAILED)
    options.tell({"business": business, "replaces": str(which), "key": key}, key, as_json=json)


def _scopes(text: str) -> tuple[str, ...]:
    from handlers.actions.api_keys import check_scopes

    try:
        return check_scopes([word.strip() for word in text.split(",") if word.strip()])
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--scope") from None


def _label(text: str) -> str | None:
    from handlers.actions.api_keys import LONGEST_LABEL

    label = " ".join(text.split())
    if len(label) > LONGEST_LABEL or not label.isprintable():
        wrong = f"must be at most {LONGEST_LABEL} characters that can be printed"
        raise typer.BadParameter(wrong, param_hint="--label")
    return label or None


def _stretch(text: str, option: str = "--expires") -> timedelta | None:
    from handlers.business_file.file_values import duration

    try:
        return duration(text) if text else None
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint=option) from None


async def _create(
    settings: Settings, business: str, scopes: tuple[str, ...], wanted: dict[str, Any], sponsor: str
) -> str:
    from bot.database import open_database
    from handlers.actions.api_keys import create_key
    from storage.promotions.sponsors import Sponsors

    async with open_database(settings) as database:
        vault, now = database.vault(settings), database.clock.now()

        async def make(unit: Unit) -> str:
            found = await unit.of(Sponsors).find_by_name(sponsor) if sponsor else None
            if sponsor and (found is None or found.removed_at is not None):
                raise ValueError(f"{business} has no partner called {sponsor!r}")
            return await create_key(unit, scopes, now, vault, **wanted, sponsor=found.id if found else None)

        return await database.store.write(business, make)


async def _list(settings: Settings, business: str) -> tuple[list[ApiKey], datetime]:
    from bot.database import open_database
    from handlers.actions.api_keys import list_keys

    async with open_database(settings) as database:
        return list(await database.store.read(business, list_keys)), database.clock.now()


async def _revoke(settings: Settings, business: str, identity: UUID) -> bool:
    from bot.database import open_database
    from handlers.actions.api_keys import revoke_key

    async with open_database(settings) as database:
        now = database.clock.now()
        return await database.store.write(business, lambda unit: revoke_key(unit, identity, now))


async def _rotate(settings: Settings, business: str, identity: UUID, overlap: timedelta) -> str | None:
    from bot.database import open_database
    from handlers.actions.api_keys import rotate_key

    async with open_database(settings) as database:
        vault, now = database.vault(settings), database.clock.now()
        return await database.store.write(
            business, lambda unit: rotate_key(unit, identity, now, vault, overlap=overlap)
        )


def _line(key: ApiKey, now: datetime) -> str:
    used = f"last used {key.used_at:%Y-%m-%d}" if key.used_at else "never used"
    named = f"  {key.label}" if key.label else ""
    whose = "  of a partner" if key.sponsor else ""
    scopes = ",".join(sorted(key.scopes))
    return f"{key.id}  {scopes}{whose}  made {key.created_at:%Y-%m-%d}  {used}  {_end(key, now)}{named}"


def _end(key: ApiKey, now: datetime) -> str:
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    if key.expires_at is None:
        return "does not end"
    return f"{'ends' if key.works(now) else 'ended'} {key.expires_at:%Y-%m-%d}"


def _view(key: ApiKey) -> dict[str, object]:
    return {
        "id": str(key.id),
        "label": key.label,
        "scopes": sorted(key.scopes),
        "partner": key.sponsor and str(key.sponsor),
        "created_at": utc(key.created_at),
        "expires_at": utc(key.expires_at),
        "revoked_at": utc(key.revoked_at),
        "last_used_on": key.used_at and f"{key.used_at:%Y-%m-%d}",
    }
