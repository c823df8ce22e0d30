"""A Razorpay on loopback: payment links, payments and refunds; its webhooks are sent when, and as often as, told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from tests.providers import Fault, Server

KEY_ID = "rzp_test_1"
KEY_SECRET = "rzp_secret_0001"
WEBHOOK_SECRET = "rzp_hooks_0001"

_LINK_FIELDS = {
    "upi_link", "amount", "currency", "accept_partial", "first_min_partial_amount", "description", "reference_id",
    "customer", "expire_by", "notify", "reminder_enable", "notes", "callback_url", "callback_method", "options",
}  # fmt: skip
_REFUND_FIELDS = {"amount", "speed", "notes", "receipt"}
_KEY = re.compile(r"[A-Za-z0-9_-]{10,}")
_TAKEN = (
    "payment link with given reference_id: {} already exists. Please create a payment link with a different "
    "reference_id"
)
_OTHER = "Different request with the same idempotency key has already been processed."
_SOONEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Hook:
    """One webhook, signed over its bytes, to be sent as often as a test likes."""

    event: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(slots=True)
class RazorpayStand(Server):
    """``links``, ``payments`` and ``refunds`` by their ids. ``webhook`` is where hooks go, ``secret`` signs them.

    A stand-in that is not ``lists_references`` ignores that filter, as some accounts are told to do; without
    ``balance`` refunds are refused; ``instant`` ones are processed when they are made.
    """

    key_id: str = KEY_ID
    key_secret: str = KEY_SECRET
    secret: str = WEBHOOK_SECRET
    webhook: str = ""
    lists_references: bool = True
    balance: bool = True
    instant: bool = False
    links: dict[str, dict[str, Any]] = field(default_factory=dict)
    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    _keys: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def route(self, router: web.UrlDispatcher) -> None:
        router.add_post("/v1/payment_links", self._create_link)
        router.add_get("/v1/payment_links", self._list_links)
        router.add_get("/v1/payment_links/{id}", self._fetch_link)
        router.add_post("/v1/payment_links/{id}/cancel", self._cancel_link)
        router.add_post("/v1/payments/{id}/refund", self._create_refund)
        router.add_get("/v1/payments/{id}/refunds", self._list_refunds)
        router.add_get("/v1/refunds/{id}", self._fetch_refund)

    def bar(self, request: web.Request) -> web.Response | None:
        basic = base64.b64encode(f"{self.key_id}:{self.key_secret}".encode()).decode()
        return None if request.headers.get("Authorization") == f"Basic {basic}" else _no(401, "Authentication failed")

    def pay(self, link: str, amount: int | None = None) -> Hook:
        """Somebody pays a link, the whole of it unless told; the webhook that tells of it."""
        told = self.links[link]
        assert told["status"] == "created", f"nobody can pay a link that is {told['status']}"
        paid = told["amount"] if amount is None else amount
        payment = {
            "id": f"pay_{len(self.payments) + 1:014}", "entity": "payment", "amount": paid, "status": "captured",
            "currency": told["currency"], "captured": True, "amount_refunded": 0, "email": "void@razorpay.com",
            "contact": "+919555501234", "notes": [], "created_at": self._seconds(),
        }  # fmt: skip
        self.payments[payment["id"]] = payment
        whole = paid >= told["amount"]
        told |= {"status": "paid" if whole else "partially_paid", "amount_paid": paid}
        told["payments"] = [{"payment_id": payment["id"], "amount": paid, "status": "captured", "method": "upi"}]
        event = "payment_link.paid" if whole else "payment_link.partially_paid"
        return self.hook(event, payment_link=told, payment=payment)

    def expire(self, link: str) -> Hook:
        """A link's time is over."""
        self.links[link] |= {"status": "expired", "expired_at": self._seconds()}
        return self.hook("payment_link.expired", payment_link=self.links[link])

    def cancelled(self, link: str) -> Hook:
        """What is told of a link that was taken back."""
        return self.hook("payment_link.cancelled", payment_link=self.links[link])

    def move(self, refund: str, status: str) -> Hook:
        """A refund is ``processed`` or ``failed``, or was only ``created``."""
        told = self.refunds[refund]
        told["status"] = "pending" if status == "created" else status
        return self.hook(f"refund.{status}", refund=told, payment=self.payments[told["payment_id"]])

    def hook(self, event: str, **entities: Mapping[str, Any]) -> Hook:
        """A webhook as Razorpay signs it."""
        payload = {name: {"entity": dict(entity)} for name, entity in entities.items()}
        document = {"entity": "event", "account_id": "acc_Dev0000000001", "event": event, "contains": list(entities)}
        body = json.dumps(document | {"payload": payload, "created_at": self._seconds()}).encode()
        return Hook(event, body, webhook_headers(body, self.secret))

    async def tell(self, *hooks: Hook) -> list[int]:
        """Send webhooks in this order; what each was answered."""
        return [await self._deliver(self.webhook, hook.body, hook.headers) for hook in hooks]

    async def _create_link(self, request: web.Request) -> web.Response:
        fault = self._next()
        asked = await _body(request)
        wrong = next(self._wrong_link(asked), None)
        if wrong is not None:
            return _no(400, wrong)
        return await self._give(request, fault, self._add_link(asked) if fault.carried_out else None)

    def _wrong_link(self, asked: Mapping[str, Any]) -> Iterator[str]:
        """What Razorpay complains of, the first thing first."""
        unknown = sorted(set(asked) - _LINK_FIELDS)
        if unknown:
            yield f"{unknown[0]} is/are not required and should not be sent"
        yield from _wrong_amount(asked.get("amount"))
        if not re.fullmatch("[A-Z]{3}", asked.get("currency", "INR")):
            yield "currency: wrong input field"
        reference = asked.get("reference_id", "")
        if len(reference) > 40:
            yield "reference_id: the length must be no more than 40."
        if reference and any(link["reference_id"] == reference for link in self.links.values()):
            yield _TAKEN.format(reference)
        ends = asked.get("expire_by")
        if ends is not None and (not isinstance(ends, int) or ends < (self.clock() + _SOONEST).timestamp()):
            yield "expire_by should be at least 15 minutes after current time"
        if asked.get("callback_method", "get") != "get" or ("callback_method" in asked) != ("callback_url" in asked):
            yield "callback_method: must be a valid value."

    def _add_link(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        name = f"plink_{len(self.links) + 1:014}"
        link = {
            "id": name, "currency": "INR", "reference_id": "", "expire_by": 0, "expired_at": 0, "cancelled_at": 0,
            "amount_paid": 0, "payments": None, "status": "created", "short_url": f"https://rzp.io/i/{name[-7:]}",
            "created_at": self._seconds(), **asked,
        }  # fmt: skip
        self.links[name] = link
        return link

    async def _list_links(self, request: web.Request) -> web.Response:
        fault, query = self._next(), request.query
        found = list(reversed(self.links.values()))
        if "reference_id" in query:
            wanted = query["reference_id"]
            found = [link for link in found if link["reference_id"] == wanted] if self.lists_references else []
        skip, count = int(query.get("skip", 0)), int(query.get("count", 10))
        return await self._give(request, fault, {"payment_links": found[skip : skip + min(count, 100)]})

    async def _fetch_link(self, request: web.Request) -> web.Response:
        fault, link = self._next(), self.links.get(request.match_info["id"])
        return _no(400, "The id provided does not exist") if link is None else await self._give(request, fault, link)

    async def _cancel_link(self, request: web.Request) -> web.Response:
        fault, link = self._next(), self.links.get(request.match_info["id"])
        if link is None:
            return _no(400, "The id provided does not exist")
        if link["status"] != "created":
            return _no(400, f"Payment Link cannot be cancelled because it is {link['status']}")
        if fault.carried_out:
            link |= {"status": "cancelled", "cancelled_at": self._seconds()}
        return await self._give(request, fault, link)

    async def _create_refund(self, request: web.Request) -> web.Response:
        """The idempotency key comes first: whoever has it already is answered what it was answered then."""
        fault, body = self._next(), await request.read()
        key, known = request.headers.get("X-Refund-Idempotency"), None
        if key is not None:
            if not _KEY.fullmatch(key):
                return _no(400, "The idempotency key provided is invalid")
            known = self._keys.get(key)
        if known is not None and known[0] != body:
            return _no(400, _OTHER)
        if known is not None:
            return await self._give(request, fault, self.refunds[known[1]])
        payment, asked = self.payments.get(request.match_info["id"]), json.loads(body)
        wrong = next(self._wrong_refund(payment, asked), None)
        if payment is None or wrong is not None:
            return _no(400, wrong or "")
        if not fault.carried_out:
            return await self._give(request, fault, None)
        refund = self._add_refund(payment, asked)
        if key is not None:
            self._keys[key] = body, refund["id"]
        return await self._give(request, fault, refund)

    def _wrong_refund(self, payment: Mapping[str, Any] | None, asked: Mapping[str, Any]) -> Iterator[str]:
        if payment is None:
            yield "The id provided does not exist"
            return
        if set(asked) - _REFUND_FIELDS:
            yield "extra fields should not be sent"
        yield from _wrong_amount(asked.get("amount", payment["amount"]))
        if payment["amount_refunded"] + asked.get("amount", payment["amount"]) > payment["amount"]:
            yield "The total refund amount is greater than the refund payment amount"
        if not self.balance:
            yield "Your account does not have enough balance to carry out the refund operation."

    def _add_refund(self, payment: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
        name = f"rfnd_{len(self.refunds) + 1:014}"
        refund = {
            "id": name, "entity": "refund", "currency": payment["currency"], "payment_id": payment["id"], "notes": [],
            "receipt": None, "status": "processed" if self.instant else "pending", "created_at": self._seconds(),
            "amount": payment["amount"], **asked,
        }  # fmt: skip
        payment["amount_refunded"] += refund["amount"]
        self.refunds[name] = refund
        return refund

    async def _list_refunds(self, request: web.Request) -> web.Response:
        fault, payment = self._next(), request.match_info["id"]
        if payment not in self.payments:
            return _no(400, "The id provided does not exist")
        found = [refund for refund in self.refunds.values() if refund["payment_id"] == payment]
        return await self._give(request, fault, {"entity": "collection", "count": len(found), "items": found})

    async def _fetch_refund(self, request: web.Request) -> web.Response:
        fault, refund = self._next(), self.refunds.get(request.match_info["id"])
        return (
            _no(400, "The id provided does not exist") if refund is None else await self._give(request, fault, refund)
        )

    async def _give(self, request: web.Request, fault: Fault, shown: Mapping[str, Any] | None) -> web.Response:
        if fault.status:
            after = {"Retry-After": str(fault.after)} if fault.after else {}
            answer = _no(fault.status, fault.said or "We are facing some trouble completing your request", **after)
        else:
            answer = web.json_response(shown)
        return await self._answer(request, fault, answer)

    def _seconds(self) -> int:
        return int(self.clock().timestamp())


def webhook_headers(body: bytes, secret: str) -> dict[str, str]:
    """The headers of one delivery, signed over the exact bytes."""
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    event = hashlib.sha256(body).hexdigest()[:14]
    return {"Content-Type": "application/json", "X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event}


def seconds(moment: datetime) -> int:
    """A moment as Razorpay writes it."""
    return int(moment.timestamp())


async def _body(request: web.Request) -> dict[str, Any]:
    assert request.content_type == "application/json", "Razorpay takes JSON"
    found: dict[str, Any] = json.loads(await request.read())
    return found


def _wrong_amount(amount: object) -> Iterator[str]:
    if not isinstance(amount, int) or isinstance(amount, bool):
        yield "amount: must be an integer."
    elif amount < 100:
        yield "The amount must be at least INR 1.00"


def _no(status: int, description: str, **headers: str) -> web.Response:
    code = "SERVER_ERROR" if status >= 500 else "BAD_REQUEST_ERROR"
    error = {"code": code, "description": description, "source": "NA", "step": "NA", "reason": "NA", "metadata": {}}
    return web.json_response({"error": error}, status=status, headers=headers)
