"""The commands of ``parley``. Each imports what it needs when it runs: ``--help`` must not wait for a database."""

from __future__ import annotations

import typer

from bot.commands import apply, demo, doctor, key, migrate, serve, why

_ABOUT = """Conversations of a shop with its customers, by SMS, WhatsApp and Telegram.

A newcomer begins with: parley demo"""


def build() -> typer.Typer:
    """The command line with all its commands."""
    app = typer.Typer(
        name="parley",
        help=_ABOUT,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    for name, command in (
        ("demo", demo.demo),
        ("serve", serve.serve),
        ("migrate", migrate.migrate),
        ("apply", apply.apply),
        ("doctor", doctor.doctor),
        ("why", why.why),
    ):
        app.command(name)(command)
    keys = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="API keys of a business.")
    keys.command("create")(key.create)
    app.add_typer(keys, name="key")
    return app
