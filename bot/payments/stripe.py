"""One Stripe account: Checkout Sessions, refunds and invoices. https://docs.stripe.com/api/checkout/sessions"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from bot.channels.channel import ChannelRequest
from bot.payments import payment_webhook
from bot.payments.payment_provider import (
    LinkRequest,
    LinkState,
    RefundRequest,
    make_open_link,
    make_refund_answer,
    read_moment,
    read_state,
    standing,
)
from bot.payments.rest_client import Rest, among, join_path
from bot.payments.stripe_invoices import StripeInvoices
from bot.payments.stripe_webhook import (
    EVENTS,
    INVOICES,
    NOTE,
    READERS,
    REFUNDS,
    SCALE,
    StripeWebhook,
    delivery,
    prove,
    read_noted_reference,
    read_paid_amount,
    read_payment_id,
)
from bot.stores.storefront import Reading, StoreCheck
from flows.delivery import Answer, Failure
from flows.sponsor_invoice_call import InvoiceOrder
from handlers.engine.checked_fields import CheckedField, Wrong

ORIGIN = "https://api.stripe.com"
# https://docs.stripe.com/payments/checkout/managing-limited-inventory: 30 minutes to 24 hours ahead; a minute less on
# both sides is for clocks that differ.
SHORTEST, LONGEST = timedelta(minutes=31), timedelta(hours=24) - timedelta(minutes=1)
_NAME = 250  # characters of a product's name on the payer's page
_PAGE = "100"
_SECTION, _SETTING = "secret_key in [payments.stripe]", "PARLEY_STRIPE_API_URL"
_BY_HAND = (
    "Stripe: no webhook goes to {url}; in the dashboard > Developers > Webhooks add it with the events {events}, "
    "and put its signing secret into webhook_secret"
)


class Stripe:
    """An account by its secret key (``sk_live_…``, ``rk_live_…``, ``sk_test_…``) and its endpoint's signing secret.

    ``account`` (``acct_…``) is a connected account that all calls and events are about:
    https://docs.stripe.com/connect/authentication
    """

    def __init__(self, secret_key: str, webhook_secret: str, api_url: str = ORIGIN, account: str = "") -> None:
        self._test = "_test_" in secret_key
        self._webhook_secret = webhook_secret.encode()
        self._account = account
        connected = {"Stripe-Account": account} if account else None
        self._api = Rest("Stripe", api_url, f"Bearer {secret_key}", _refusal, headers=connected)
        self._invoices = StripeInvoices(self._api)

    def prove(self, request: ChannelRequest) -> None:
        """Verify the signature of the exact body, and that it is recent. Raises Unproven."""
        prove(request, self._webhook_secret)

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Reading, ...]:
        """Return the events of a proven webhook; empty if none concern us. Raises Unreadable."""
        return payment_webhook.read("Stripe", request, now, self._read_delivery, READERS)

    def _read_delivery(self, document: CheckedField, now: datetime) -> StripeWebhook:
        """Parse a webhook. One endpoint gets the events of all connected accounts: those of others are none of ours."""
        told = delivery(document, now)
        return told if told.account in {"", self._account} else replace(told, event="")

    async def open_link(self, request: LinkRequest) -> Answer:
        """Create a session. A repeat within 24 hours returns the first one:
        https://docs.stripe.com/api/idempotent_requests

        A later repeat creates another one. The first has expired by then, and nobody ever got its address.
        """
        ends = min(max(request.expires_at, request.asked_at + SHORTEST), request.asked_at + LONGEST)
        try:
            form = _session(request, ends)
        except ValueError as error:
            return Answer(failure=Failure.ALERT, code="link", detail=str(error))
        moved = (
            "" if ends == request.expires_at else f"Stripe allows 30 minutes to 24 hours: it ends at {ends:%H:%M} UTC"
        )
        made = await self._api.ask("POST", "/v1/checkout/sessions", _key(request.reference), data=form)
        return self._api.read(made, lambda session: _read_session(session, ends, moved))

    async def cancel_link(self, link: str) -> Answer:
        """Expire an open session; return the state of any other session.

        https://docs.stripe.com/api/checkout/sessions/expire
        """
        ended = await self._api.ask("POST", join_path("/v1/checkout/sessions/{}/expire", link))
        if isinstance(ended, Answer):
            return await self.look_link(link) if ended.failure is Failure.ALERT else ended
        return self._api.read(
            ended, lambda session: standing(session["id"].must(CheckedField.identifier), LinkState.CANCELLED)
        )

    async def look_link(self, link: str) -> Answer:
        """Return a session's state: https://docs.stripe.com/api/checkout/sessions/retrieve"""
        params = {"expand[]": "payment_intent"}
        found = await self._api.ask("GET", join_path("/v1/checkout/sessions/{}", link), params=params)
        return self._api.read(found, _read_session_state)

    async def refund(self, request: RefundRequest) -> Answer:
        """Refund once. Stripe forgets a key after 24 hours but a refund is retried for days, so the payment's refunds
        are searched first; the key is for two simultaneous calls.

        https://docs.stripe.com/api/refunds/create, https://docs.stripe.com/api/idempotent_requests
        """
        try:
            amount = SCALE.to_minor(request.amount)
        except ValueError as error:
            return Answer(failure=Failure.ALERT, code="amount", detail=str(error))
        params = {"payment_intent": request.payment, "limit": _PAGE}
        there = await self._api.ask("GET", "/v1/refunds", params=params)
        before = self._api.read(
            there, lambda refunds: among(refunds["data"], request.reference, read_noted_reference, _read_refund)
        )
        if before.failure is not None or before.provider_id is not None:
            return before
        form = {"payment_intent": request.payment, "amount": str(amount), f"metadata[{NOTE}]": request.reference}
        return self._api.read(
            await self._api.ask("POST", "/v1/refunds", _key(request.reference), data=form), _read_refund
        )

    async def look_refund(self, refund: str, payment: str) -> Answer:
        """Return a refund's state: https://docs.stripe.com/api/refunds/retrieve"""
        return self._api.read(await self._api.ask("GET", join_path("/v1/refunds/{}", refund)), _read_refund)

    async def issue_invoice(self, order: InvoiceOrder) -> Answer:
        """Issue a hosted invoice, or go on where an earlier call stopped."""
        return await self._invoices.issue_invoice(order)

    async def settle_invoice(self, invoice: UUID, provider_id: str) -> Answer:
        """Mark an open invoice as paid elsewhere; return the state of any other."""
        return await self._invoices.settle_invoice(invoice, provider_id)

    async def look_invoice(self, invoice: UUID, provider_id: str) -> Answer:
        """Return an invoice as it is now."""
        return await self._invoices.look_invoice(invoice, provider_id)

    async def check(self, url: str | None = None) -> list[StoreCheck]:
        """Check that the key opens the account, and that an endpoint at ``url`` gets the events we read."""
        found = await self._api.ask("GET", "/v1/checkout/sessions", params={"limit": "1"})
        if isinstance(found, Answer):
            return [self._api.explain(found, _SECTION, _SETTING)]
        test = "; the key is for tests, no money moves" if self._test else ""
        lines = [StoreCheck(True, f"Stripe: sessions are open to the key{test}")]
        return lines if url is None else [*lines, await self._webhooks(url)]

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()

    async def _webhooks(self, url: str) -> StoreCheck:
        listed = await self._api.ask("GET", "/v1/webhook_endpoints", params={"limit": _PAGE})
        if isinstance(listed, Answer):  # a restricted key may do all we do and not list them
            return StoreCheck(
                True, f"Stripe: the webhooks could not be listed; check that {', '.join(EVENTS)} go to {url}"
            )
        try:
            told = {
                event.text(80)
                for endpoint in listed["data"].read_each()
                if endpoint["url"].text(2048) == url and endpoint["status"].text(40) == "enabled"
                for event in endpoint["enabled_events"].read_each()
            }
        except Wrong as wrong:
            return StoreCheck(False, f"Stripe: the webhooks could not be listed: {wrong}")
        missing = [] if "*" in told else [event for event in EVENTS if event not in told]
        if not told:
            return StoreCheck(False, _BY_HAND.format(url=url, events=", ".join(EVENTS)))
        if missing:
            return StoreCheck(
                False, f"Stripe: {url} does not get {', '.join(missing)}; add these events to the endpoint"
            )
        billing = (
            "" if "*" in told or told.issuperset(INVOICES) else f"; invoices to partners need {', '.join(INVOICES)}"
        )
        return StoreCheck(True, f"Stripe: all {len(EVENTS)} events go to {url}{billing}")


def _key(reference: str) -> dict[str, str]:
    return {"Idempotency-Key": reference}


def _session(request: LinkRequest, ends: datetime) -> dict[str, str]:
    """Return the fields of a session: https://docs.stripe.com/api/checkout/sessions/create. Raises ValueError."""
    if not request.back_url:
        raise ValueError("Stripe leads the payer back to a page: set PARLEY_PUBLIC_URL, or site in [business]")
    item = "line_items[0]"
    return {
        "mode": "payment",
        f"{item}[quantity]": "1",
        f"{item}[price_data][currency]": request.amount.currency.lower(),
        f"{item}[price_data][unit_amount]": str(SCALE.to_minor(request.amount)),
        f"{item}[price_data][product_data][name]": request.description[:_NAME] or request.reference,
        "client_reference_id": request.reference,
        f"metadata[{NOTE}]": request.reference,
        f"payment_intent_data[metadata][{NOTE}]": request.reference,
        "expires_at": str(int(ends.timestamp())),
        "success_url": request.back_url,
        "cancel_url": request.back_url,
    }


def _read_session(session: CheckedField, ends: datetime, moved: str) -> Answer:
    name, url = session["id"].must(CheckedField.identifier), session["url"].must(CheckedField.url)
    return make_open_link(name, url, read_moment(session["expires_at"]) or ends, moved)


def _read_session_state(session: CheckedField) -> Answer:
    """Read the state of a checkout session. A complete but unpaid session stays open until the bank decides, and has
    expired if the bank refused."""
    name, status = session["id"].must(CheckedField.identifier), session["status"].must(lambda field: field.text(40))
    if status != "complete":
        return standing(name, LinkState.EXPIRED if status == "expired" else LinkState.OPEN)
    if session["payment_status"].text(40) == "paid":
        return standing(name, LinkState.PAID, read_payment_id(session), read_paid_amount(session))
    payment = session["payment_intent"]
    bank = payment["status"].text(40) if isinstance(payment.value, dict) else None
    return standing(name, LinkState.EXPIRED if bank in _BOUNCED else LinkState.OPEN)


# https://docs.stripe.com/payments/paymentintents/lifecycle
_BOUNCED = frozenset({"requires_payment_method", "canceled"})


def _read_refund(refund: CheckedField) -> Answer:
    return make_refund_answer(refund["id"].must(CheckedField.identifier), read_state(refund, REFUNDS))


def _refusal(status: int, body: CheckedField) -> Answer:
    """Return the failure of a refusal: https://docs.stripe.com/error-codes. The owner must fund an account without
    money to refund."""
    error = body["error"]
    code = error["code"].text(60) or error["type"].text(60) or str(status)
    failure = Failure.SENDER if code in {"balance_insufficient", "insufficient_funds"} else Failure.ALERT
    return Answer(failure=failure, code=code, detail=f"Stripe answered {status}: {error['message'].text() or code}")
