"""The commands of ``parley``. Each imports what it needs when it runs: ``--help`` must not wait for a database."""

from __future__ import annotations

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
    for name, command in (
        ("demo", demo.demo),
        ("init", init.init),
        ("serve", serve.serve),
        ("worker", serve.worker),
        ("migrate", migrate.migrate),
        ("apply", apply.apply),
        ("doctor", doctor.doctor),
        ("parked", parked.parked),
        ("why", why.why),
        ("consent", consent.consent),
        ("backup", backup.backup),
        ("restore", restore.restore),
    ):
        app.command(name)(command)
    keys = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="API keys of a business.")
    keys.command("create")(key.create)
    keys.command("list")(key.show)
    keys.command("rotate")(key.rotate)
    keys.command("revoke")(key.revoke)
    app.add_typer(keys, name="key")
    given = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Export the data of a person.")
    given.command("contact")(contact.export)
    app.add_typer(given, name="export")
    deleted = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Erase the data of a person for good.")
    deleted.command("contact")(contact.erase)
    app.add_typer(deleted, name="erase")
    words = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Unclear messages, as a report or a file.")
    words.command("report")(understanding.report)
    words.command("export")(understanding.export)
    app.add_typer(words, name="understanding")
    brought_in = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Import customers and orders.")
    brought_in.command("customers")(importing.customers)
    brought_in.command("orders")(importing_orders.orders)
    brought_in.command(importing_shopify.shopify.__name__)(importing_shopify.shopify)
    app.add_typer(brought_in, name="import")
    made_anew = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Recompute cached totals.")
    made_anew.command("totals")(rebuild.totals)
    app.add_typer(made_anew, name="rebuild")
    checked = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The audit log of a business.")
    checked.command("verify")(audit.verify)
    app.add_typer(checked, name="audit")
    app.add_typer(bench.build(), name="bench")
    return app


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
