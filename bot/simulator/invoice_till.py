"""The page behind a simulated invoice: what is to be paid, and a button that pays."""

from __future__ import annotations

import html
from string import Template
from typing import TYPE_CHECKING
from uuid import UUID

from aiohttp import web

from bot.payments import simulated_payments as payments
from bot.simulator.agenda import get_driver
from bot.simulator.simulator_assets import PAGES, make_headers
from flows.money import Money
from storage.events.event_inbox import event_id
from templates import formats

if TYPE_CHECKING:
    from bot.app import Service

_SAID = {True: "Paid. Thank you! You can close this page.", False: "Nothing is really paid: this is a sandbox."}


class InvoiceTill:
    """``/sim/invoice/{business}/{name}``; an invoice is paid once."""

    def __init__(self, service: Service) -> None:
        self._turns = service.turns
        self._take = service.inbox.take
        self._clock = service.clock
        self._sandbox = get_driver(service)

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/sim/invoice/{business}/{name}", self.show)
        app.router.add_post("/sim/invoice/{business}/{name}", self.press)

    async def show(self, http: web.Request) -> web.Response:
        """Return the page of an invoice; 404 for an unknown business and an invalid name."""
        business, name, number, total = await self._read(http)
        paid = event_id(business, payments.SOURCE, payments.make_event_id(name))
        known = await self._turns.look(business, lambda turn: turn.unit.inbox.is_known(paid))
        return _page((await self._turns.tenant(business)).business.name, number, total, paid=known)

    async def press(self, http: web.Request) -> web.Response:
        """Pay the invoice, and redirect to the page, so that a reload pays nothing."""
        business, name, _, _ = await self._read(http)
        await self._take(business, payments.make_invoice_event(name, self._clock.now()))
        await self._sandbox.settle()
        raise web.HTTPSeeOther(http.rel_url.raw_path)

    async def _read(self, http: web.Request) -> tuple[str, str, str, Money]:
        """Return the business, and the name, number and total of the invoice."""
        business, name = http.match_info["business"], http.match_info["name"]
        try:
            reference, total = payments.read_link(name)
            UUID(hex=reference)
        except ValueError:
            raise web.HTTPNotFound(text="no invoice is called so") from None
        if business not in await self._turns.tenants():
            raise web.HTTPNotFound(text="no business is called so")
        return business, name, payments.make_invoice_number(reference), total


def _page(brand: str, number: str, total: Money, *, paid: bool) -> web.Response:
    cost = formats.format_money(total.decimal, total.currency, "en")
    button = f'<form method="post"><button class="primary">Pay {html.escape(cost)}</button></form>'
    filled = Template(PAGES.joinpath("sim-invoice.html").read_text(encoding="utf-8")).substitute(
        brand=html.escape(brand),
        number=html.escape(number),
        total=html.escape(cost),
        said=_SAID[paid],
        button="" if paid else button,
    )
    return web.Response(text=filled, content_type="text/html", headers=make_headers(forms=True))
