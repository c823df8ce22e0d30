"""Sponsors' invoices at Stripe: made in steps. Each step finds what an earlier call made.

https://docs.stripe.com/api/invoices, https://docs.stripe.com/api/invoiceitems, https://docs.stripe.com/api/customers.
Our id is in the metadata of what we make. Stripe forgets an idempotency key after 24 hours, so each step looks first
and makes only what is missing; the key is for two simultaneous calls. The lists that are looked at are consistent at
once, which Stripe's search is not.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any
from uuid import UUID

from bot.payments.payment_provider import read_state
from bot.payments.rest_client import Rest, join_path
from bot.payments.stripe_webhook import OUR_INVOICE, SCALE, read_our_invoice
from flows.delivery import Answer, Failure
from flows.sponsor_invoice_call import InvoiceAnswer, InvoiceOrder, InvoiceState
from handlers.engine.checked_fields import CheckedField, Wrong

_SPONSOR, _LINE = "parley_sponsor", "parley_line"
_DRAFT = "draft"
_PAGE = "100"
_INVOICES, _INVOICE, _ITEMS, _CUSTOMERS = "/v1/invoices", "/v1/invoices/{}", "/v1/invoiceitems", "/v1/customers"
_TEXT, _NAME = 500, 250  # characters of a line and of a customer's name
# https://docs.stripe.com/api/invoices/object#invoice_object-status; only events tell of overdue and failed.
_STATES = {
    "open": InvoiceState.OPEN,
    "paid": InvoiceState.PAID,
    "void": InvoiceState.VOID,
    "uncollectible": InvoiceState.UNCOLLECTIBLE,
}


class _Stopped(Exception):
    """A call that failed ends the steps; ``answer`` says how."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.detail)
        self.answer = answer


class StripeInvoices:
    """The invoices of one account."""

    def __init__(self, api: Rest) -> None:
        self._api = api

    async def issue_invoice(self, order: InvoiceOrder) -> Answer:
        """Issue an invoice, or go on where an earlier call stopped. A repeat returns the first invoice as it is now."""
        try:
            return _read_answer(await self._issue(order))
        except _Stopped as stopped:
            return stopped.answer
        except Wrong as wrong:
            return self._api.hide_error(wrong)
        except ValueError as fraction:
            return Answer(failure=Failure.ALERT, code="amount", detail=str(fraction))

    async def settle_invoice(self, invoice: UUID, provider_id: str) -> Answer:
        """Mark an open invoice as paid outside Stripe; return the state of any other:
        https://docs.stripe.com/api/invoices/pay
        """
        path, form = join_path(_INVOICE + "/pay", provider_id), {"paid_out_of_band": "true"}
        paid = await self._api.ask("POST", path, _key(invoice, "settle"), data=form)
        if isinstance(paid, Answer) and paid.failure is Failure.ALERT:
            return await self.look_invoice(invoice, provider_id)
        return self._api.read(paid, _read_answer)

    async def look_invoice(self, invoice: UUID, provider_id: str) -> Answer:
        """Return an invoice as it is now: https://docs.stripe.com/api/invoices/retrieve"""
        del invoice
        return self._api.read(await self._api.ask("GET", join_path(_INVOICE, provider_id)), _read_answer)

    async def _issue(self, order: InvoiceOrder) -> CheckedField:
        amounts = [SCALE.to_minor(line.amount) for line in order.lines]  # all or nothing: before the first call
        customer = await self._find_customer(order) or await self._make_customer(order)
        invoice = await self._find_invoice(customer, order.invoice) or await self._make_invoice(customer, order)
        if _read_status(invoice) != _DRAFT:
            return invoice
        name = _read_name(invoice)
        there = await self._find_lines(name)
        for at, line in enumerate(order.lines):
            if str(at) not in there:
                await self._add_line(customer, name, order, at, line.text, amounts[at])
        await self._check_total(name, sum(amounts))
        path, key = join_path(_INVOICE + "/finalize", name), _key(order.invoice, "finalize")
        return await self._ask("POST", path, key, data={"auto_advance": "false"})

    async def _find_customer(self, order: InvoiceOrder) -> str | None:
        """Return the sponsor's customer with this address; a new address is a new customer."""
        found = await self._ask("GET", _CUSTOMERS, params={"email": order.email, "limit": _PAGE})
        ours = (one for one in found["data"].read_each() if one["metadata"][_SPONSOR].text() == order.sponsor.hex)
        return next(map(_read_name, ours), None)

    async def _make_customer(self, order: InvoiceOrder) -> str:
        form = {"name": order.name[:_NAME], "email": order.email, f"metadata[{_SPONSOR}]": order.sponsor.hex}
        # The same sponsor under another name or address is another request, which needs a key of its own.
        told = blake2b(f"{order.name}\n{order.email}".encode(), digest_size=8).hexdigest()
        return _read_name(await self._ask("POST", _CUSTOMERS, _key(order.sponsor, told), data=form))

    async def _find_invoice(self, customer: str, ours: UUID) -> CheckedField | None:
        found = await self._ask("GET", _INVOICES, params={"customer": customer, "limit": _PAGE})
        return next((one for one in found["data"].read_each() if read_our_invoice(one) == ours), None)

    async def _make_invoice(self, customer: str, order: InvoiceOrder) -> CheckedField:
        form = {
            "customer": customer, "currency": order.total.currency.lower(), "collection_method": "send_invoice",
            "days_until_due": str(order.days_until_due), "auto_advance": "false",
            # Items that the operator has waiting for the same customer are none of this invoice.
            "pending_invoice_items_behavior": "exclude",
            f"metadata[{OUR_INVOICE}]": order.invoice.hex, f"metadata[{_SPONSOR}]": order.sponsor.hex,
        }  # fmt: skip
        form |= {"description": order.note[:_TEXT]} if order.note else {}
        return await self._ask("POST", _INVOICES, _key(order.invoice, "invoice"), data=form)

    async def _find_lines(self, invoice: str) -> set[str | None]:
        found = await self._ask("GET", _ITEMS, params={"invoice": invoice, "limit": _PAGE})
        return {item["metadata"][_LINE].text() for item in found["data"].read_each()}

    async def _add_line(
        self, customer: str, invoice: str, order: InvoiceOrder, at: int, text: str, amount: int
    ) -> None:
        form = {
            "customer": customer, "invoice": invoice, "currency": order.total.currency.lower(),
            "amount": str(amount), "description": text[:_TEXT], f"metadata[{_LINE}]": str(at),
        }  # fmt: skip
        await self._ask("POST", _ITEMS, _key(order.invoice, f"line-{at}"), data=form)

    async def _check_total(self, invoice: str, total: int) -> None:
        """Stop before an invoice that somebody changed in Stripe's dashboard is sent."""
        draft = await self._ask("GET", join_path(_INVOICE, invoice))
        if draft["total"].number() != total:
            why = f"{invoice} has other lines than we gave it: correct or delete the draft in Stripe"
            raise _Stopped(Answer(failure=Failure.ALERT, code="total", detail=why))

    async def _ask(self, method: str, path: str, headers: dict[str, str] | None = None, **request: Any) -> CheckedField:
        found = await self._api.ask(method, path, headers, **request)
        if isinstance(found, Answer):
            raise _Stopped(found)
        return found


def _key(ours: UUID, step: str) -> dict[str, str]:
    return {"Idempotency-Key": f"{ours.hex}-{step}"}


def _read_name(found: CheckedField) -> str:
    return found["id"].must(CheckedField.identifier)


def _read_status(invoice: CheckedField) -> str:
    return invoice["status"].must(lambda field: field.text(40))


def _read_answer(invoice: CheckedField) -> Answer:
    """Read an invoice that is no draft any more. Raises Wrong."""
    name = _read_name(invoice)
    told = InvoiceAnswer(name, read_state(invoice, _STATES), invoice["hosted_invoice_url"].url() or "")
    return Answer(name, values=told.to_values())
