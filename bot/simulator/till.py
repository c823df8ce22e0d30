"""The page behind simulated payment links: the bill and a button that pays."""

from __future__ import annotations

import html
from dataclasses import dataclass
from string import Template
from typing import TYPE_CHECKING, Any
from uuid import UUID

from aiohttp import web

from bot.payments import simulated_payments as payments
from bot.simulator.agenda import get_driver
from bot.simulator.simulator_api import read_body, refuse_field
from bot.simulator.simulator_assets import PAGES, make_headers
from flows.money import Money
from flows.sourcing.order_draft import name_pieces
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.order_state import Status
from handlers.engine.turn import Turn
from storage.sourcing.order_payments import Payments
from storage.sourcing.reservations import Reservation, Reservations
from templates import formats

if TYPE_CHECKING:
    from bot.app import Service

_SAID = {
    "open": "Nothing is really paid: this is a sandbox.",
    "paid": "Paid. Thank you! You can close this page.",
    "over": "This link is not open any more, and nothing was paid.",
}
_PAYABLE = frozenset({Status.RESERVED.value, Status.AVAILABLE.value})


@dataclass(frozen=True, slots=True)
class Bill:
    """A link's bill; ``state`` is open, paid or over."""

    business: str
    brand: str
    order: str
    items: tuple[str, ...]
    amount: Money
    state: str

    def to_json(self) -> dict[str, Any]:
        """Return the bill in the form that the page with the phones needs."""
        cost = {"amount": str(self.amount), "currency": self.amount.currency}
        return {"brand": self.brand, "order": self.order, "items": list(self.items), "state": self.state, **cost}


class Till:
    """``/sim/pay/{link}`` for people, ``/sim/api/pay`` for the phones; a link is paid once."""

    def __init__(self, service: Service) -> None:
        self._turns = service.turns
        self._take = service.inbox.take
        self._clock = service.clock
        self._sandbox = get_driver(service)

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/sim/pay/{link}", self.show)
        app.router.add_post("/sim/pay/{link}", self.press)
        app.router.add_get("/sim/api/pay", self.look)
        app.router.add_post("/sim/api/pay", self.pay)

    async def show(self, http: web.Request) -> web.Response:
        """Return the page of a link."""
        return _page(await self._bill(http.match_info["link"]))

    async def press(self, http: web.Request) -> web.Response:
        """Pay the bill, and redirect to the page, so that a reload pays nothing."""
        link = http.match_info["link"]
        bill = await self._bill(link)
        if bill.state == "open":
            await self._record_payment(bill, link)
            await self._sandbox.settle()  # what is shown next is what came of it
        raise web.HTTPSeeOther(http.rel_url.raw_path)

    async def look(self, http: web.Request) -> web.Response:
        """Handle ``?link=…``: return the bill of a link, and whether it can be paid."""
        return web.json_response((await self._bill(http.query.get("link", ""))).to_json())

    async def pay(self, http: web.Request) -> web.Response:
        """Handle ``{"link"}``: pay the link's bill. 422 for a link that is paid or over."""
        link = str((await read_body(http)).get("link") or "")
        bill = await self._bill(link)
        if bill.state != "open":
            raise refuse_field("link", _SAID[bill.state])
        await self._record_payment(bill, link)
        return web.json_response(bill.to_json() | {"state": "paid"}, status=202)

    async def _record_payment(self, bill: Bill, link: str) -> None:
        await self._take(bill.business, payments.make_event(link, self._clock.now()))

    async def _bill(self, link: str) -> Bill:
        """Return the bill of a link of any business; 404 for an unknown link."""
        try:
            reference, amount = payments.read_link(link)
            payment = UUID(hex=reference)
        except ValueError:
            raise web.HTTPNotFound(text="no payment link is called so") from None
        for business in await self._turns.tenants():
            bill = await self._turns.look(business, lambda turn: _bill(turn, payment, link, amount))
            if bill is not None:
                return bill
        raise web.HTTPNotFound(text="no order is paid by this link")


async def _bill(turn: Turn, payment: UUID, link: str, amount: Money) -> Bill | None:
    identity = await turn.unit.of(Payments).find_order(payment, link)
    order = await turn.unit.of(Reservations).get(identity) if identity else None
    if order is None:
        return None
    lines = (await turn.unit.of(Reservations).lines([order.id]))[order.id]
    items = [name_pieces(line, line.wanted) for line, _ in lines if line.wanted]
    items += ["Express, within 24 hours"] if order.express else []
    return Bill(turn.business.id, turn.business.name, order.number, tuple(items), amount, _state(order, link))


def _state(order: Reservation, link: str) -> str:
    """Return a link's state: "paid" once the order is paid, "open" while the order waits for this link, else "over"."""
    if order.payment == PaymentState.PAID.value:
        return "paid"
    waits = order.payment == PaymentState.OPEN.value and order.status in _PAYABLE
    return "open" if waits and (order.link or "").endswith(f"/{link}") else "over"


def _page(bill: Bill) -> web.Response:
    cost = formats.format_money(bill.amount.decimal, bill.amount.currency, "en")
    button = f'<form method="post"><button class="primary">Pay {html.escape(cost)}</button></form>'
    filled = Template(PAGES.joinpath("sim-pay.html").read_text(encoding="utf-8")).substitute(
        brand=html.escape(bill.brand),
        order=html.escape(bill.order),
        items="".join(f"<li>{html.escape(item)}</li>" for item in bill.items),
        total=html.escape(cost),
        said=_SAID[bill.state],
        button=button if bill.state == "open" else "",
    )
    return web.Response(text=filled, content_type="text/html", headers=make_headers(forms=True))
