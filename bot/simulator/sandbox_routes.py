"""A sandbox's routes, added to those of a service."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aiohttp import web

from bot.metrics import Handler, route_of
from bot.simulator import simulator_campaigns, simulator_cards, simulator_returns, simulator_sourcing
from bot.simulator.agenda import get_driver
from bot.simulator.button_presses import Presses
from bot.simulator.invoice_till import InvoiceTill
from bot.simulator.simulator_api import SimulatorApi, require_local
from bot.simulator.simulator_mails import SimulatorMails
from bot.simulator.simulator_page import SimulatorPage
from bot.web.web_server import Part

if TYPE_CHECKING:
    from bot.app import Service

SHOWN = (simulator_sourcing.SHOWN, simulator_cards.SHOWN, simulator_campaigns.SHOWN, simulator_returns.SHOWN)
"""What each conversation shows on the page."""


def build_pages(service: Service) -> Iterable[Part]:
    """Return the routes of a sandbox, for this machine alone. Raises ValueError for a live service."""
    api = SimulatorApi(service.turns, service.clock, get_driver(service), service.inbox)
    page = SimulatorPage(service, SHOWN)
    mails = SimulatorMails(service.turns)
    return _guard, Presses().add_to, api.add_to, page.add_to, mails.add_to, InvoiceTill(service).add_to


def _guard(app: web.Application) -> None:
    app.middlewares.append(_require_loopback)


@web.middleware
async def _require_loopback(request: web.Request, handler: Handler) -> web.StreamResponse:
    if route_of(request).startswith("/sim"):
        require_local(request)
    return await handler(request)
