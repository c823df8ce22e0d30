"""One Razorpay account: payment links and refunds. https://razorpay.com/docs/api/payments/payment-links"""

from __future__ import annotations

import base64
import hmac
from datetime import datetime, timedelta
from typing import Any

from bot.channels.channel import ChannelRequest
from bot.channels.inbound_request import get_header, require_header
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
from bot.payments.razorpay_webhook import EVENTS, LINKS, NOTE, READERS, REFUNDS, SCALE, delivery, read_noted_reference
from bot.payments.rest_client import Rest, among, join_path
from bot.stores.storefront import Reading, StoreCheck
from flows.delivery import Answer, Failure
from handlers.engine.checked_fields import CheckedField, Wrong

ORIGIN = "https://api.razorpay.com"
# https://razorpay.com/docs/api/payments/payment-links/create-standard: expire_by is at least 15 minutes ahead, and
# at most six months; a minute more is for clocks that differ.
SHORTEST, LONGEST = timedelta(minutes=16), timedelta(days=180)
_DESCRIPTION = 2048  # characters
_PAGE, _PAGES = 100, 3
_WEBHOOKS = (
    "Razorpay's webhooks are set in its dashboard, not by its API: Account & Settings > Webhooks, address {url}, the "
    "secret of webhook_secret, and the events {events}"
)


class Razorpay:
    """An account by its ``key_id`` (``rzp_live_…``, ``rzp_test_…``) and secret; webhooks have a secret of their own."""

    def __init__(self, key_id: str, key_secret: str, webhook_secret: str, api_url: str = ORIGIN) -> None:
        self._key_id = key_id
        self._webhook_secret = webhook_secret.encode()
        basic = base64.b64encode(f"{key_id}:{key_secret}".encode()).decode()
        self._api = Rest("Razorpay", api_url, f"Basic {basic}", _refusal)

    def prove(self, request: ChannelRequest) -> None:
        """Verify the HMAC-SHA256 of the exact body, in hexadecimal. Raises Unproven.

        https://razorpay.com/docs/webhooks/validate-test
        """
        # A signature by an empty secret proves nothing: anyone can make it.
        proof = hmac.digest(self._webhook_secret, request.body, "sha256").hex() if self._webhook_secret else ""
        require_header("X-Razorpay-Signature", get_header(request, "X-Razorpay-Signature").strip(), proof)

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Reading, ...]:
        """Return the events of a proven webhook; empty if none concern us. Raises Unreadable."""
        return payment_webhook.read("Razorpay", request, now, delivery, READERS)

    async def open_link(self, request: LinkRequest) -> Answer:
        """Create a link, or find the one of an earlier call: Razorpay accepts each reference_id once.

        https://razorpay.com/docs/api/payments/payment-links/create-standard
        """
        try:
            body = _link(request)
        except ValueError as error:
            return Answer(failure=Failure.ALERT, code="amount", detail=str(error))
        made = await self._api.ask("POST", "/v1/payment_links", json=body)
        if isinstance(made, Answer) and _is_taken(made):
            made = await self._find_earlier(request)
        return self._api.read(made, lambda link: _read_link(link, request))

    async def cancel_link(self, link: str) -> Answer:
        """Cancel an open link; return the state of any other link.

        https://razorpay.com/docs/api/payments/payment-links/cancel
        """
        cancelled = await self._api.ask("POST", join_path("/v1/payment_links/{}/cancel", link))
        if isinstance(cancelled, Answer) and cancelled.failure is Failure.ALERT:
            found = await self.look_link(link)
            is_open = found.failure is None and (found.values or {}).get("state") == LinkState.OPEN
            return cancelled if is_open else found
        return self._api.read(cancelled, _read_link_state)

    async def look_link(self, link: str) -> Answer:
        """Return a link's state: https://razorpay.com/docs/api/payments/payment-links/fetch-id-standard"""
        return self._api.read(await self._api.ask("GET", join_path("/v1/payment_links/{}", link)), _read_link_state)

    async def refund(self, request: RefundRequest) -> Answer:
        """Refund once, even if called again: for the same key Razorpay returns the first refund.

        https://razorpay.com/docs/api/refunds/normal-refunds-idempotent. Razorpay does not document how long it
        remembers a key, so the payment's refunds are searched first.
        """
        try:
            amount = SCALE.to_minor(request.amount)
        except ValueError as error:
            return Answer(failure=Failure.ALERT, code="amount", detail=str(error))
        path = join_path("/v1/payments/{}", request.payment)
        there = await self._api.ask("GET", f"{path}/refunds", params={"count": str(_PAGE)})
        before = self._api.read(
            there, lambda refunds: among(refunds["items"], request.reference, read_noted_reference, _read_refund)
        )
        if before.failure is not None or before.provider_id is not None:
            return before
        body = {"amount": amount, "speed": "normal", "receipt": request.reference, "notes": {NOTE: request.reference}}
        key = {"X-Refund-Idempotency": request.reference}
        return self._api.read(await self._api.ask("POST", f"{path}/refund", key, json=body), _read_refund)

    async def look_refund(self, refund: str, payment: str) -> Answer:
        """Return a refund's state: https://razorpay.com/docs/api/refunds/fetch-with-id"""
        return self._api.read(await self._api.ask("GET", join_path("/v1/refunds/{}", refund)), _read_refund)

    async def check(self, url: str | None = None) -> list[StoreCheck]:
        """Check that the key opens the account; list what must be set by hand."""
        found = await self._api.ask("GET", "/v1/payment_links", params={"count": "1"})
        if isinstance(found, Answer):
            return [self._api.explain(found, "key_id or key_secret in [payments.razorpay]", "PARLEY_RAZORPAY_API_URL")]
        test = "; the key is for tests, no money moves" if self._key_id.startswith("rzp_test_") else ""
        lines = [StoreCheck(True, f"Razorpay: payment links are open to {self._key_id}{test}")]
        return lines if url is None else [*lines, StoreCheck(True, _WEBHOOKS.format(url=url, events=", ".join(EVENTS)))]

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()

    async def _find_earlier(self, request: LinkRequest) -> CheckedField | Answer:
        """Return the link of an earlier call that got no answer: by its reference, else among the newest.

        Razorpay's own examples use the filter, but it is reported to be ignored for some accounts.
        """
        asked: list[dict[str, str]] = [{"reference_id": request.reference}]
        asked += [{"count": str(_PAGE), "skip": str(page * _PAGE)} for page in range(_PAGES)]
        for params in asked:
            listed = await self._api.ask("GET", "/v1/payment_links", params=params)
            if isinstance(listed, Answer):
                return listed
            try:
                for link in listed["payment_links"].read_each():
                    if link["reference_id"].identifier() == request.reference:
                        return link
            except Wrong as wrong:
                return self._api.hide_error(wrong)
        return Answer(failure=Failure.UNKNOWN, code="taken", detail="Razorpay has this link and does not list it")


def _link(request: LinkRequest) -> dict[str, Any]:
    """Return the fields of a link. Razorpay sends no notification, as we send our own. Raises ValueError."""
    latest, soonest = request.asked_at + LONGEST, request.asked_at + SHORTEST
    link = {
        "amount": SCALE.to_minor(request.amount),
        "currency": request.amount.currency,
        "accept_partial": False,
        "reference_id": request.reference,
        "description": request.description[:_DESCRIPTION],
        "expire_by": int(min(max(request.expires_at, soonest), latest).timestamp()),
        "notify": {"sms": False, "email": False},
        "reminder_enable": False,
    }
    return link | ({"callback_url": request.back_url, "callback_method": "get"} if request.back_url else {})


def _read_link(link: CheckedField, request: LinkRequest) -> Answer:
    """Read a payment link. A link under our reference but with another amount is not ours, so it is a failure."""
    name, url = link["id"].must(CheckedField.identifier), link["short_url"].must(CheckedField.url)
    if SCALE.money(link["amount"], link["currency"]) != request.amount:
        return Answer(failure=Failure.ALERT, code="taken", detail="Razorpay has another link under this reference")
    return make_open_link(name, url, read_moment(link["expire_by"]) or request.expires_at)


def _read_link_state(link: CheckedField) -> Answer:
    name, state = link["id"].must(CheckedField.identifier), read_state(link, LINKS)
    if state is not LinkState.PAID:
        return standing(name, state)
    payments = [one["payment_id"].identifier() for one in link["payments"].read_each()]
    came = SCALE.money(link["amount_paid"], link["currency"])
    return standing(name, state, next((one for one in reversed(payments) if one), ""), came)


def _read_refund(refund: CheckedField) -> Answer:
    return make_refund_answer(refund["id"].must(CheckedField.identifier), read_state(refund, REFUNDS))


def _refusal(status: int, body: CheckedField) -> Answer:
    """Return the failure of a refusal. Nearly all have the code BAD_REQUEST_ERROR, so the text counts too:
    https://razorpay.com/docs/errors"""
    error = body["error"]
    detail = error["description"].text() or f"status {status}"
    failure = Failure.SENDER if "not have enough balance" in detail.lower() else Failure.ALERT
    reason = error["reason"].text(60)
    code = reason if reason not in {None, "NA"} else error["code"].text(60)
    return Answer(failure=failure, code=code or str(status), detail=f"Razorpay answered {status}: {detail}")


def _is_taken(answer: Answer) -> bool:
    """Return True if the reference already has a link. There is no code for it: "payment link with given reference_id:
    … already exists"."""
    return answer.failure is Failure.ALERT and "reference_id" in answer.detail and "already exists" in answer.detail
