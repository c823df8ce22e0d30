"""The commands of ``parley``. Each imports what it needs when it runs: ``--help`` must not wait for a database."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import (
    apply,
    audit,
    backup,
    bench,
    consent,
    contact,
    demo,
    doctor,
    importing,
    importing_orders,
    importing_shopify,
    init,
    key,
    migrate,
    parked,
    rebuild,
    restore,
    serve,
    understanding,
    why,
)

_ABOUT = """Let a shop chat with its customers by SMS, WhatsApp, Telegram and e-mail.

New here? Begin with: parley demo"""


def build() -> typer.Typer:
    """Return the command line with all its commands."""
    app = typer.Typer(
        name="parley",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(help=_ABOUT)(_main)
    for command in (
        demo.demo, init.init, serve.serve, serve.worker, migrate.migrate, apply.apply, doctor.doctor, parked.parked,
        why.why, consent.consent, backup.backup, restore.restore,
    ):  # fmt: skip
        app.command()(command)
    add = partial(_add_group, app)
    add("key", "API keys of a business.", create=key.create, list=key.show, rotate=key.rotate, revoke=key.revoke)
    add("export", "Export the data of a person.", contact=contact.export)
    add("erase", "Erase the data of a person for good.", contact=contact.erase)
    about = "Unclear messages, as a report or a file."
    add("understanding", about, report=understanding.report, export=understanding.export)
    about, orders, shopify = "Import customers and orders.", importing_orders.orders, importing_shopify.shopify
    add("import", about, customers=importing.customers, orders=orders, shopify=shopify)
    add("rebuild", "Recompute cached totals.", totals=rebuild.totals)
    add("audit", "The audit log of a business.", verify=audit.verify)
    app.add_typer(bench.build(), name="bench")
    return app


def _add_group(app: typer.Typer, name: str, about: str, **commands: Callable[..., None]) -> None:
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=about)
    for inner, work in commands.items():
        group.command(inner)(work)
    app.add_typer(group, name=name)


def _main(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=lambda on: _tell(on)),
    ] = False,
) -> None:
    """Handle the options before every command."""


def _tell(wanted: bool) -> None:
    if wanted:
        typer.echo(_version())
        raise typer.Exit


def _version() -> str:
    """Return the version of the source tree, else of the installed package."""
    import tomllib
    from importlib.metadata import version

    project = Path(__file__).parents[2] / "pyproject.toml"
    if project.exists():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    return version("parley-bot")
