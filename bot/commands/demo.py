"""``parley demo``: the whole product on this machine, without any account."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from bot.commands import options
from bot.service_loading import load_service

DATABASE_URL = "sqlite:///demo.db"
_DELHI_URL = "sqlite:///demo-delhi.db"  # a database of its own: both demos can be kept


class SampleShop(StrEnum):
    """The sample businesses; `bot/simulator/demo_businesses.py` holds them."""

    TIGER = "tiger"
    DELHI = "delhi"


def demo(
    shop: Annotated[
        SampleShop,
        typer.Option(help="tiger: a shop in St. Louis, texting in USD; delhi: souvenirs by WhatsApp, in INR."),
    ] = SampleShop.TIGER,
    port: options.Port = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start again with a new database.")] = False,
) -> None:
    """Run the whole product on this machine, without any account.

    The demo has a sample business with 30 days of data, and opens its page.

    Nothing leaves this machine. The database is demo.db (demo-delhi.db for --shop delhi), unless
    PARLEY_DATABASE_URL is set.

    \b
    Example:
      parley demo --shop delhi --port 9000
    """
    url = DATABASE_URL if shop is SampleShop.TIGER else _DELHI_URL
    settings = options.load_settings(database_url=url, port=port)
    with load_service():
        from bot.demo import run_demo as run
        from bot.simulator.demo_businesses import samples

    run(settings, samples()[shop], open_browser=not no_open, fresh=fresh)
