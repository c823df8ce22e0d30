"""Options that several commands share, and the settings of the process."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

if TYPE_CHECKING:
    from bot.config import Settings

DOTENV = Path(".env")

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Business = Annotated[str, typer.Option("--business", "-b", metavar="ID", help="The id of the business.")]
AnyBusiness = Annotated[
    str | None, typer.Option("--business", "-b", metavar="ID", help="The id of the business [all].")
]
Host = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="The address to listen on [PARLEY_HOST, else 127.0.0.1].")
]
Port = Annotated[str | None, typer.Option(metavar="PORT", help="The port to listen on [PARLEY_PORT, else 8080].")]


def load_settings(*, secret_required: bool = False, database_url: str | None = None, **options: object) -> Settings:
    """Return the settings of this process. Raises WrongSettings."""
    from bot.config import DATABASE_URL, load

    default = database_url or DATABASE_URL
    return load(os.environ, DOTENV, secret_required=secret_required, database_url=default, **options)


def tell(value: object, text: str, *, as_json: bool) -> None:
    """Print a command's result: as JSON for programs, else as text."""
    if as_json:
        print_json(value)
    else:
        typer.echo(text)


def read_id(text: str, what: str, hint: str) -> UUID:
    """Parse an id. Raises typer.BadParameter, whose message names ``what`` was expected."""
    try:
        return UUID(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no id{what}", param_hint=hint) from None


def print_json(value: object) -> None:
    """Print one JSON value on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
