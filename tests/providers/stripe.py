"""A Stripe on loopback: sessions, refunds, invoices; its webhooks are sent, and signed, when a test says so."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.providers import Clock, Fault, Server
from tests.providers.stripe_billing import Billing

SECRET_KEY = "sk_test_0001"
WEBHOOK_SECRET = "whsec_0001"
REMEMBERED = timedelta(
    hours=24
)  # how long an idempotency key is known: https://docs.stripe.com/api/idempotent_requests

_ITEM = "line_items[0]"
_SESSION_FIELDS = {
    "mode", "client_reference_id", "expires_at", "success_url", "cancel_url", "metadata[parley]",
    "payment_intent_data[metadata][parley]", f"{_ITEM}[quantity]", f"{_ITEM}[price_data][currency]",
    f"{_ITEM}[price_data][unit_amount]", f"{_ITEM}[price_data][product_data][name]",
}  # fmt: skip
_REFUND_FIELDS = {"payment_intent", "amount", "metadata[parley]", "reason"}
_SOONEST, _LATEST = timedelta(minutes=30), timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it is delivered, each time with a signature of that moment."""

    type: str
    body: bytes


@dataclass(slots=True)
class StripeStand(Server):
    """``sessions``, ``payments`` (intents) and ``refunds`` by their ids. ``webhook`` is where events go.

    Without ``balance`` refunds are refused; ``instant`` ones succeed when they are made. ``endpoints`` are what the
    account has set up; a key that is ``restricted`` may not list them. Events are signed by the ``watch``, which tells
    real time; without one by the ``clock``. Invoices are in ``billing``.
    """

    secret_key: str = SECRET_KEY
    secret: str = WEBHOOK_SECRET
    webhook: str = ""
    balance: bool = True
    instant: bool = False
    restricted: bool = False
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    endpoints: list[dict[str, Any]] = field(default_factory=list)
    watch: Clock | None = None
    billing: Billing = field(init=False)
    _keys: dict[str, tuple[datetime, bytes, web.Response]] = field(default_factory=dict)
    _told: int = 0

    def __post_init__(self) -> None:
        self.billing = Billing(self)

    def route(self, router: web.UrlDispatcher) -> None:
        self.billing.route(router)
        router.add_post("/v1/checkout/sessions", self._create_session)
        router.add_get("/v1/checkout/sessions", self._list_sessions)
        router.add_get("/v1/checkout/sessions/{id}", self._fetch_session)
        router.add_post("/v1/checkout/sessions/{id}/expire", self._expire_session)
        router.add_post("/v1/refunds", self._create_refund)
        router.add_get("/v1/refunds", self._list_refunds)
        router.add_get("/v1/refunds/{id}", self._fetch_refund)
        router.add_get("/v1/webhook_endpoints", self._list_endpoints)

    def bar(self, request: web.Request) -> web.Response | None:
        known = request.headers.get("Authorization") == f"Bearer {self.secret_key}"
        return None if known else _no(401, "invalid_request_error", "Invalid API Key provided: sk_****1")

    def pay(self, session: str, *, delayed: bool = False) -> Event:
        """Somebody pays; ``delayed`` is a bank debit, which takes days and is then settled or bounces."""
        told = self.sessions[session]
        assert told["status"] == "open", f"nobody can pay a session that is {told['status']}"
        intent = {
            "id": f"pi_{len(self.payments) + 1:024}", "object": "payment_intent", "amount": told["amount_total"],
            "currency": told["currency"], "status": "processing" if delayed else "succeeded", "refunded": 0,
        }  # fmt: skip
        self.payments[intent["id"]] = intent
        told |= {"status": "complete", "payment_intent": intent["id"], "url": None}
        told["payment_status"] = "unpaid" if delayed else "paid"
        return self.event("checkout.session.completed", told)

    def settle(self, session: str) -> Event:
        """The bank of a delayed payment paid."""
        told = self.sessions[session]
        self.payments[told["payment_intent"]]["status"] = "succeeded"
        told["payment_status"] = "paid"
        return self.event("checkout.session.async_payment_succeeded", told)

    def bounce(self, session: str) -> Event:
        """The bank of a delayed payment did not pay."""
        told = self.sessions[session]
        self.payments[told["payment_intent"]]["status"] = "requires_payment_method"
        return self.event("checkout.session.async_payment_failed", told)

    def expire(self, session: str) -> Event:
        """A session's time is over, or somebody ended it."""
        told = self.sessions[session]
        told |= {"status": "expired", "url": None}
        return self.event("checkout.session.expired", told)

    def move(self, refund: str, status: str) -> Event:
        """A refund is ``pending``, ``succeeded`` or ``failed``."""
        told = self.refunds[refund]
        told["status"] = status
        return self.event({"pending": "refund.created", "failed": "refund.failed"}.get(status, "refund.updated"), told)

    def event(self, type_: str, about: Mapping[str, Any]) -> Event:
        """An event as Stripe keeps it: the same, and under the same id, each time it is delivered."""
        self._told += 1
        document = {"id": f"evt_{self._told:024}", "object": "event", "created": self._seconds(), "type": type_}
        return Event(type_, json.dumps(document | {"livemode": False, "data": {"object": dict(about)}}).encode())

    async def tell(self, *events: Event) -> list[int]:
        """Deliver events in this order, signed now; what each was answered."""
        now = self.watch or self.clock
        return [
            await self._deliver(self.webhook, event.body, webhook_headers(event.body, self.secret, now()))
            for event in events
        ]

    async def _create_session(self, request: web.Request) -> web.Response:
        return await self.once(request, self._wrong_session, self._add_session)

    def _wrong_session(self, asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """The code and the words of what Stripe complains of."""
        for name in sorted(set(asked) - _SESSION_FIELDS):
            yield "parameter_unknown", f"Received unknown parameter: {name}"
        for name in ("mode", "success_url", "cancel_url", f"{_ITEM}[quantity]", f"{_ITEM}[price_data][currency]"):
            if not asked.get(name):
                yield "parameter_missing", f"Missing required param: {name}."
        if not re.fullmatch("[a-z]{3}", asked.get(f"{_ITEM}[price_data][currency]", "")):
            yield "parameter_invalid", "Invalid currency"
        if not re.fullmatch("[1-9][0-9]{0,11}", asked.get(f"{_ITEM}[price_data][unit_amount]", "")):
            yield "parameter_invalid_integer", "Invalid integer: unit_amount"
        ends = datetime.fromtimestamp(int(asked.get("expires_at", 0)), self.clock().tzinfo)
        if not self.clock() + _SOONEST <= ends <= self.clock() + _LATEST:
            yield "parameter_invalid", "The `expires_at` timestamp must be between 30 minutes and 24 hours from now"

    def _add_session(self, asked: Mapping[str, str]) -> dict[str, Any]:
        name = f"cs_test_{len(self.sessions) + 1:024}"
        session = {
            "id": name, "object": "checkout.session", "mode": asked["mode"], "status": "open",
            "payment_status": "unpaid", "payment_intent": None, "url": f"https://checkout.stripe.com/c/pay/{name}",
            "client_reference_id": asked.get("client_reference_id"), "expires_at": int(asked["expires_at"]),
            "currency": asked[f"{_ITEM}[price_data][currency]"], "metadata": _metadata(asked),
            "amount_total": int(asked[f"{_ITEM}[price_data][unit_amount]"]) * int(asked[f"{_ITEM}[quantity]"]),
        }  # fmt: skip
        self.sessions[name] = session
        return session

    async def _list_sessions(self, request: web.Request) -> web.Response:
        return await self._give(request, self._next(), _list(list(self.sessions.values())))

    async def _fetch_session(self, request: web.Request) -> web.Response:
        fault, session = self._next(), self.sessions.get(request.match_info["id"])
        if session is None:
            return _no(404, "resource_missing", "No such checkout.session")
        shown = dict(session)
        if "payment_intent" in request.query.getall("expand[]", []) and shown["payment_intent"]:
            shown["payment_intent"] = self.payments[shown["payment_intent"]]
        return await self._give(request, fault, shown)

    async def _expire_session(self, request: web.Request) -> web.Response:
        fault, session = self._next(), self.sessions.get(request.match_info["id"])
        if session is None:
            return _no(404, "resource_missing", "No such checkout.session")
        if session["status"] != "open":
            return _no(400, "invalid_request_error", "Only Checkout Sessions with a status in [open] can be expired.")
        if fault.carried_out:
            session |= {"status": "expired", "url": None}
        return await self._give(request, fault, session)

    async def _create_refund(self, request: web.Request) -> web.Response:
        return await self.once(request, self._wrong_refund, self._add_refund)

    def _wrong_refund(self, asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for name in sorted(set(asked) - _REFUND_FIELDS):
            yield "parameter_unknown", f"Received unknown parameter: {name}"
        intent = self.payments.get(asked.get("payment_intent", ""))
        if intent is None:
            yield "resource_missing", "No such payment_intent"
            return
        amount = asked.get("amount", str(intent["amount"]))
        if not re.fullmatch("[1-9][0-9]{0,11}", amount):
            yield "parameter_invalid_integer", "Invalid integer: amount"
        elif intent["refunded"] + int(amount) > intent["amount"]:
            yield "charge_already_refunded", "Refund amount is greater than unrefunded amount on charge"
        if not self.balance:
            yield "balance_insufficient", "You have insufficient funds in your Stripe account."

    def _add_refund(self, asked: Mapping[str, str]) -> dict[str, Any]:
        intent = self.payments[asked["payment_intent"]]
        refund = {
            "id": f"re_{len(self.refunds) + 1:024}", "object": "refund", "currency": intent["currency"],
            "payment_intent": intent["id"], "amount": int(asked.get("amount", intent["amount"])),
            "status": "succeeded" if self.instant else "pending", "metadata": _metadata(asked),
        }  # fmt: skip
        intent["refunded"] += refund["amount"]
        self.refunds[refund["id"]] = refund
        return refund

    async def _list_refunds(self, request: web.Request) -> web.Response:
        wanted = request.query.get("payment_intent")
        found = [one for one in self.refunds.values() if wanted in {None, one["payment_intent"]}]
        return await self._give(request, self._next(), _list(found))

    async def _fetch_refund(self, request: web.Request) -> web.Response:
        fault, refund = self._next(), self.refunds.get(request.match_info["id"])
        if refund is None:
            return _no(404, "resource_missing", "No such refund")
        return await self._give(request, fault, refund)

    async def _list_endpoints(self, request: web.Request) -> web.Response:
        if self.restricted:
            return _no(403, "invalid_request_error", "The provided key does not have the required permissions")
        return await self._give(request, self._next(), _list(self.endpoints))

    async def show(self, request: web.Request, kept: Mapping[str, Any], what: str) -> web.Response:
        """The answer to a GET of one thing by its id."""
        found, fault = kept.get(request.match_info["id"]), self._next()
        return (
            _no(404, "resource_missing", f"No such {what}")
            if found is None
            else await self._give(request, fault, found)
        )

    async def show_all(self, request: web.Request, found: list[dict[str, Any]]) -> web.Response:
        """The answer to a GET of a list, newest first."""
        return await self._give(request, self._next(), _list(found[-int(request.query.get("limit", "10")) :]))

    async def once(self, request: web.Request, wrong: Any, add: Any) -> web.Response:
        """A POST with an idempotency key: known for 24 hours, and refused for another body.

        What fails validation is not kept, as Stripe says; what was carried out is, whatever befell the answer.
        """
        fault, body, key = self._next(), await request.read(), request.headers.get("Idempotency-Key")
        if key is None:
            return _no(400, "invalid_request_error", "this stand-in wants an Idempotency-Key with everything")
        known = self._keys.get(key)
        if known is not None and self.clock() - known[0] < REMEMBERED:
            if known[1] != body:
                return _no(
                    400, "idempotency_error", "Keys for idempotent requests can only be used with the same parameters"
                )
            return await self._answer(request, fault, _copied(known[2]))
        asked = dict(parse_qsl(body.decode(), keep_blank_values=True))
        mistake = next(wrong(asked), None)
        if mistake is not None:
            return _no(400, *mistake)
        if not fault.carried_out:
            return await self._give(request, fault, None)
        answer = web.json_response(add(asked))
        self._keys[key] = self.clock(), body, answer
        return await self._give(request, fault, json.loads(answer.body))  # type: ignore[arg-type]

    async def _give(self, request: web.Request, fault: Fault, shown: Mapping[str, Any] | None) -> web.Response:
        if fault.status:
            after = {"Retry-After": str(fault.after)} if fault.after else {}
            answer = _no(fault.status, "api_error", fault.said or "Something went wrong on Stripe's end.", **after)
        else:
            answer = web.json_response(shown)
        return await self._answer(request, fault, answer)

    def _seconds(self) -> int:
        return int(self.clock().timestamp())


def webhook_headers(body: bytes, secret: str, at: datetime) -> dict[str, str]:
    """The headers of one delivery, signed over the moment and the exact bytes."""
    moment = str(int(at.timestamp()))
    signature = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    told = f"t={moment},v1={signature},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39"
    return {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": told}


def _metadata(asked: Mapping[str, str]) -> dict[str, str]:
    return {"parley": asked["metadata[parley]"]} if "metadata[parley]" in asked else {}


def _list(found: list[dict[str, Any]]) -> dict[str, Any]:
    return {"object": "list", "data": list(reversed(found)), "has_more": False}


def _copied(answer: web.Response) -> web.Response:
    return web.Response(body=answer.body, content_type="application/json", headers={"Idempotent-Replayed": "true"})


def _no(status: int, code: str, message: str, **headers: str) -> web.Response:
    error = {"type": "invalid_request_error", "code": code, "message": message}
    return web.json_response({"error": error}, status=status, headers=headers)
