"""The invoices of the Stripe on loopback: customers, items, invoices, and what becomes of them.

Written after Stripe's public reference, as the description in ``shared/specs`` stops at Checkout and refunds:
https://docs.stripe.com/api/customers, https://docs.stripe.com/api/invoiceitems, https://docs.stripe.com/api/invoices,
https://docs.stripe.com/invoicing/overview.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.providers.stripe import Event, StripeStand

_CUSTOMER_FIELDS = {"name", "email"}
_ITEM_FIELDS = {"customer", "invoice", "currency", "amount", "description"}
_INVOICE_FIELDS = {
    "customer", "currency", "collection_method", "days_until_due", "auto_advance", "pending_invoice_items_behavior",
    "description",
}  # fmt: skip
_METADATA = re.compile(r"metadata\[([a-z_]{1,40})\]")
# What may become of an invoice: https://docs.stripe.com/invoicing/integration/workflow-transitions
_PAYABLE = {"open", "uncollectible"}


@dataclass(slots=True)
class Billing:
    """``customers``, ``items`` and ``invoices`` by their ids; what happens to an invoice gives an event to deliver."""

    stand: StripeStand
    customers: dict[str, dict[str, Any]] = field(default_factory=dict)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    invoices: dict[str, dict[str, Any]] = field(default_factory=dict)

    def route(self, router: web.UrlDispatcher) -> None:
        router.add_post("/v1/customers", self._create_customer)
        router.add_get("/v1/customers", self._list_customers)
        router.add_post("/v1/invoiceitems", self._create_item)
        router.add_get("/v1/invoiceitems", self._list_items)
        router.add_post("/v1/invoices", self._create_invoice)
        router.add_get("/v1/invoices", self._list_invoices)
        router.add_get("/v1/invoices/{id}", self._fetch_invoice)
        router.add_post("/v1/invoices/{id}/finalize", self._finalize)
        router.add_post("/v1/invoices/{id}/pay", self._settle)

    def pay(self, invoice: str) -> Event:
        """The customer paid on the hosted page."""
        told = self.invoices[invoice]
        assert told["status"] in _PAYABLE, f"nobody can pay an invoice that is {told['status']}"
        told |= {"status": "paid", "amount_paid": told["total"], "amount_remaining": 0}
        return self.stand.event("invoice.paid", told)

    def fail(self, invoice: str) -> Event:
        """A payment on the hosted page was refused."""
        return self.stand.event("invoice.payment_failed", self.invoices[invoice])

    def lapse(self, invoice: str) -> Event:
        """The due date is over."""
        return self.stand.event("invoice.overdue", self.invoices[invoice])

    def write_off(self, invoice: str) -> Event:
        """The operator gave up on it, in Stripe's dashboard."""
        self.invoices[invoice]["status"] = "uncollectible"
        return self.stand.event("invoice.marked_uncollectible", self.invoices[invoice])

    def told(self, invoice: str) -> Event:
        """The event of an invoice that was finalized or settled by its call."""
        kind = {"open": "finalized", "paid": "paid"}[self.invoices[invoice]["status"]]
        return self.stand.event(f"invoice.{kind}", self.invoices[invoice])

    def add(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """A draft, by the fields of the call."""
        name = f"in_{len(self.invoices) + 1:024}"
        invoice = {
            "id": name, "object": "invoice", "status": "draft", "customer": asked["customer"],
            "currency": asked["currency"], "collection_method": asked["collection_method"], "number": None,
            "hosted_invoice_url": None, "total": 0, "amount_due": 0, "amount_paid": 0, "amount_remaining": 0,
            "due_date": None, "days": int(asked["days_until_due"]), "metadata": _read_metadata(asked),
            "auto_advance": asked.get("auto_advance") == "true",
        }  # fmt: skip
        self.invoices[name] = invoice
        return invoice

    async def _create_customer(self, request: web.Request) -> web.Response:
        return await self.stand.once(request, _wrong_customer, self._add_customer)

    async def _create_item(self, request: web.Request) -> web.Response:
        return await self.stand.once(request, self._wrong_item, self._add_item)

    async def _create_invoice(self, request: web.Request) -> web.Response:
        return await self.stand.once(request, self._wrong_invoice, self.add)

    async def _fetch_invoice(self, request: web.Request) -> web.Response:
        return await self.stand.show(request, self.invoices, "invoice")

    def _add_customer(self, asked: Mapping[str, str]) -> dict[str, Any]:
        name = f"cus_{len(self.customers) + 1:014}"
        told = {"name": asked.get("name"), "email": asked.get("email"), "metadata": _read_metadata(asked)}
        self.customers[name] = {"id": name, "object": "customer", **told}
        return self.customers[name]

    async def _list_customers(self, request: web.Request) -> web.Response:
        return await self.stand.show_all(request, _find(self.customers, email=request.query.get("email")))

    def _wrong_item(self, asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        yield from _find_unknown(asked, _ITEM_FIELDS)
        invoice = self.invoices.get(asked.get("invoice", ""))
        if invoice is None or invoice["customer"] != asked.get("customer"):
            yield "resource_missing", "No such invoice"
        elif invoice["status"] != "draft":
            yield "invoice_not_editable", "This invoice is no longer editable"
        elif invoice["currency"] != asked.get("currency"):
            yield "invoice_currency_mismatch", "The currency of the item must match that of the invoice"
        if not re.fullmatch("-?[1-9][0-9]{0,11}|0", asked.get("amount", "")):
            yield "parameter_invalid_integer", "Invalid integer: amount"
        if len(asked.get("description", "")) > 500:
            yield "parameter_invalid_string", "Invalid string: description"

    def _add_item(self, asked: Mapping[str, str]) -> dict[str, Any]:
        name = f"ii_{len(self.items) + 1:024}"
        about = {key: asked[key] for key in ("customer", "invoice", "currency", "description")}
        self.items[name] = about | {
            "id": name, "object": "invoiceitem", "amount": int(asked["amount"]), "metadata": _read_metadata(asked),
        }  # fmt: skip
        invoice = self.invoices[asked["invoice"]]
        for amount in ("total", "amount_due", "amount_remaining"):
            invoice[amount] += int(asked["amount"])
        return self.items[name]

    async def _list_items(self, request: web.Request) -> web.Response:
        return await self.stand.show_all(request, _find(self.items, invoice=request.query.get("invoice")))

    def _wrong_invoice(self, asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        yield from _find_unknown(asked, _INVOICE_FIELDS)
        customer = self.customers.get(asked.get("customer", ""))
        if customer is None:
            yield "resource_missing", "No such customer"
        elif not customer["email"]:
            yield "missing_email", "The customer must have a valid email address to be sent an invoice"
        if not re.fullmatch("[a-z]{3}", asked.get("currency", "")):
            yield "parameter_invalid", "Invalid currency"
        if asked.get("collection_method") != "send_invoice" or not asked.get("days_until_due", "").isdigit():
            yield "parameter_missing", "days_until_due is required with send_invoice"
        if asked.get("pending_invoice_items_behavior") != "exclude":
            yield "parameter_invalid", "this stand-in knows no pending items"

    async def _list_invoices(self, request: web.Request) -> web.Response:
        return await self.stand.show_all(request, _find(self.invoices, customer=request.query.get("customer")))

    async def _finalize(self, request: web.Request) -> web.Response:
        return await self._move(request, {"draft"}, self._open)

    async def _settle(self, request: web.Request) -> web.Response:
        """Take an invoice as paid elsewhere: https://docs.stripe.com/api/invoices/pay, ``paid_out_of_band``."""
        return await self._move(
            request, _PAYABLE, lambda invoice: invoice.update(status="paid", amount_remaining=0), "paid_out_of_band"
        )

    async def _move(self, request: web.Request, before: set[str], change: Any, needs: str = "") -> web.Response:
        """Change an invoice that has one of these states; the call sets the flag that it ``needs``."""
        invoice = self.invoices.get(request.match_info["id"])

        def find_wrong(asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
            if needs and asked.get(needs) != "true":
                yield "parameter_missing", f"this stand-in has no card to charge: {needs}"
            elif invoice is None:
                yield "resource_missing", "No such invoice"
            elif invoice["status"] not in before:
                yield "invalid_request_error", f"This invoice is {invoice['status']}"

        def move(_asked: Mapping[str, str]) -> dict[str, Any]:
            assert invoice is not None
            change(invoice)
            return invoice

        return await self.stand.once(request, find_wrong, move)

    def _open(self, invoice: dict[str, Any]) -> None:
        now, code = self.stand.clock(), f"{len(self.invoices):04}"
        due = int((now + timedelta(days=invoice["days"])).timestamp())
        page = f"https://invoice.stripe.com/i/acct_1/{invoice['id']}?s=ap"
        invoice |= {"status": "open", "number": f"A1B2C3D4-{code}", "hosted_invoice_url": page, "due_date": due}


def _wrong_customer(asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from _find_unknown(asked, _CUSTOMER_FIELDS)
    if "@" not in asked.get("email", ""):
        yield "email_invalid", "Invalid email address"


def _find_unknown(asked: Mapping[str, str], known: set[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(set(asked) - known):
        if not _METADATA.fullmatch(name):
            yield "parameter_unknown", f"Received unknown parameter: {name}"


def _read_metadata(asked: Mapping[str, str]) -> dict[str, str]:
    return {found[1]: told for name, told in asked.items() if (found := _METADATA.fullmatch(name))}


def _find(kept: Mapping[str, dict[str, Any]], **wanted: str | None) -> list[dict[str, Any]]:
    return [one for one in kept.values() if all(told in {None, one[name]} for name, told in wanted.items())]
