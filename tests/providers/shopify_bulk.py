"""Bulk operations of a Shopify shop on loopback: queries run over its records, results as files, and what may go wrong.

https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

MOST = 5  # of one app in one shop
_KEPT = timedelta(days=7)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[{}]|\([^)]*\)")
_TYPES = {"customers": "Customer", "orders": "Order", "lineItems": "LineItem"}
_FIELDS = {
    "Customer": "id firstName lastName locale numberOfOrders defaultEmailAddress defaultPhoneNumber defaultAddress"
    " createdAt updatedAt tags",
    "Order": "id name createdAt processedAt updatedAt cancelledAt currencyCode phone email customerLocale test"
    " displayFinancialStatus displayFulfillmentStatus discountCodes totalPriceSet customer shippingAddress"
    " billingAddress refunds fulfillments lineItems",
    "LineItem": "id title variantTitle sku vendor quantity originalUnitPriceSet",
    "defaultEmailAddress": "emailAddress",
    "defaultPhoneNumber": "phoneNumber marketingState marketingOptInLevel marketingUpdatedAt",
    "address": "firstName lastName name phone countryCodeV2 provinceCode province city zip",
    "refunds": "id createdAt totalRefundedSet",
    "fulfillments": "createdAt deliveredAt trackingInfo",
    "trackingInfo": "company url",
    "money": "shopMoney",
    "shopMoney": "amount currencyCode",
}
_LIKE = {
    "customer": "Customer", "defaultAddress": "address", "shippingAddress": "address", "billingAddress": "address",
    "totalPriceSet": "money", "totalRefundedSet": "money", "originalUnitPriceSet": "money",
}  # fmt: skip
Selection = dict[str, "Selection"]


@dataclass
class Running:
    """An operation and the file that it makes."""

    id: str
    query: str
    lines: list[bytes]
    roots: int
    left: int  # looks until it is over
    status: str = "CREATED"
    error: str | None = None
    completed_at: datetime | None = None
    partial: bool = False

    @property
    def body(self) -> bytes:
        """The result, or as much as there is."""
        return b"".join(self.lines)


@dataclass
class BulkStand:
    """The operations of a shop whose ``customers`` and ``orders`` are nodes; an order's lines are its ``lineItems``.

    An operation is over at its look of number ``looks``. ``breaks`` is (status, error code, lines of partial data) for
    the next one; ``others`` are so many of another kind that run, one of which ends at each try. A result is cut after
    ``cuts`` bytes, as often as there are any, lacks its last ``lacks`` lines, and says ``claims`` for its size.
    """

    customers: list[dict[str, Any]] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)
    looks: int = 1
    breaks: tuple[str, str | None, int] | None = None
    others: int = 0
    cuts: list[int] = field(default_factory=list)
    lacks: int = 0
    claims: int | None = None
    scattered: bool = False
    operations: list[Running] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    _origin: str = ""

    def start(self, variables: Mapping[str, Any], origin: str) -> dict[str, Any]:
        """``bulkOperationRunQuery``, with ``groupObjects``."""
        self._origin = origin
        running = sum(one.status in {"CREATED", "RUNNING"} for one in self.operations)
        if self.others + running >= MOST:
            self.others -= 1
            mistake = {"code": "OPERATION_IN_PROGRESS", "field": None, "message": "A bulk operation is in progress"}
            return {"data": {"bulkOperationRunQuery": {"bulkOperation": None, "userErrors": [mistake]}}}
        what, selection = _root(_parsed(variables["query"]))
        lines = [line for node in getattr(self, what) for line in _lines(node, selection, _TYPES[what])]
        if self.scattered:
            lines.sort(key=lambda line: "__parentId" in line)
        made = Running(
            f"gid://shopify/BulkOperation/{len(self.operations) + 1}",
            variables["query"],
            [json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines],
            len(getattr(self, what)),
            self.looks,
        )
        self.operations.append(made)
        return {"data": {"bulkOperationRunQuery": {"bulkOperation": self._told(made), "userErrors": []}}}

    def latest(self, _variables: Mapping[str, Any]) -> dict[str, Any]:
        """``bulkOperations``, the newest first."""
        return {"data": {"bulkOperations": {"nodes": [self._told(one) for one in reversed(self.operations)]}}}

    def look(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """``bulkOperation``: it goes on with each look."""
        found = next((one for one in self.operations if one.id == variables["id"]), None)
        if found is not None:
            self._go_on(found)
        return {"data": {"bulkOperation": found and self._told(found)}}

    async def result(self, request: web.Request) -> web.StreamResponse:
        """The file, without any token: its address is the proof."""
        assert "X-Shopify-Access-Token" not in request.headers, "the token is for Shopify alone"
        found = next(one for one in self.operations if one.id.rpartition("/")[2] == request.match_info["name"])
        if found.completed_at is None or found.completed_at + _KEPT < datetime.now(UTC):
            return web.Response(status=403, text="<Error><Code>ExpiredToken</Code></Error>")
        body = b"".join(found.lines[: len(found.lines) - self.lacks])
        asked = request.headers.get("Range", "")
        self.fetched.append(asked)
        at = int(asked.removeprefix("bytes=").rstrip("-") or 0)
        response = web.StreamResponse(status=206 if asked else 200)
        response.content_length = len(body) - at
        await response.prepare(request)
        if self.cuts:
            await response.write(body[at : at + self.cuts.pop(0)])
            if request.transport is not None:
                request.transport.close()
            return response
        await response.write(body[at:])
        return response

    def _go_on(self, one: Running) -> None:
        one.left -= 1
        if one.completed_at is not None:
            return
        one.status = "RUNNING" if one.left > 0 else "COMPLETED"
        if one.left <= 0:
            one.completed_at = datetime.now(UTC)
            if self.breaks is not None:
                one.status, one.error, many = self.breaks
                one.lines, one.partial, self.breaks = one.lines[:many], many > 0, None

    def _told(self, one: Running) -> dict[str, Any]:
        over, url = one.status == "COMPLETED", f"{self._origin}/results/{one.id.rpartition('/')[2]}"
        size = len(one.body) if self.claims is None else self.claims
        return {
            "id": one.id,
            "status": one.status,
            "errorCode": one.error,
            "query": one.query,
            "objectCount": str(len(one.lines) if one.completed_at else 0),
            "rootObjectCount": str(one.roots if one.completed_at else 0),
            "fileSize": str(size) if over and one.lines else None,
            "url": url if over and one.lines else None,
            "partialDataUrl": url if one.partial else None,
            "createdAt": "2026-03-02T12:00:00Z",
            "completedAt": one.completed_at and one.completed_at.isoformat(),
        }


def _parsed(query: str) -> Selection:
    """The fields that a query selects."""
    words = iter(word for word in _WORD.findall(query) if not word.startswith("("))
    assert next(words) == "{", "a query without a name"
    return _selection(words)


def _selection(words: Iterator[str]) -> Selection:
    found: Selection = {}
    last = ""
    for word in words:
        if word == "}":
            return found
        if word == "{":
            found[last] = _selection(words)
        else:
            found[word] = {}
            last = word
    raise AssertionError("a bracket is not closed")


def _root(selection: Selection) -> tuple[str, Selection]:
    """The one connection that a bulk query is over, and what is selected of its nodes."""
    ((what, connection),) = selection.items()
    return what, connection["edges"]["node"]


def _lines(node: Mapping[str, Any], selection: Selection, kind: str) -> Iterator[dict[str, Any]]:
    """The line of a record and those of what is nested in it, right below."""
    nested = {name: told for name, told in selection.items() if "edges" in told}
    yield _picked(node, {name: told for name, told in selection.items() if name not in nested}, kind)
    for name, told in nested.items():
        for one in node.get(name, ()):
            yield _picked(one, told["edges"]["node"], _TYPES[name]) | {"__parentId": node["id"]}


def _picked(node: Any, selection: Selection, kind: str) -> Any:
    if node is None or not selection:
        return node
    if isinstance(node, list):
        return [_picked(one, selection, kind) for one in node]
    known = _FIELDS[_LIKE.get(kind, kind)].split()
    assert set(selection) <= set(known), f"{kind} has no {set(selection) - set(known)}"
    return {name: _picked(node.get(name), told, name) for name, told in selection.items()}


def a_customer(number: int, **more: Any) -> dict[str, Any]:
    """A customer of the shop in Alabama, with a number of their own."""
    return {
        "id": f"gid://shopify/Customer/{number}",
        "firstName": "Person",
        "lastName": str(number),
        "locale": "en-US",
        "numberOfOrders": "0",
        "defaultEmailAddress": {"emailAddress": f"person{number}@example.com"},
        "defaultPhoneNumber": {"phoneNumber": f"+1205{2_000_000 + number}", "marketingState": "NOT_SUBSCRIBED"},
        "defaultAddress": {
            "countryCodeV2": "US",
            "provinceCode": "AL",
            "province": "Alabama",
            "city": "Mobile",
            "zip": "35203",
        },
        "createdAt": "2026-01-02T10:00:00Z",
        "updatedAt": "2026-02-01T10:00:00Z",
        "tags": [],
    } | more


def an_order(number: int, customer: int | None, price: str = "20.00", **more: Any) -> dict[str, Any]:
    """An order of two shirts by a customer, or by a guest."""
    return {
        "id": f"gid://shopify/Order/{number}",
        "name": f"#{number}",
        "createdAt": "2026-02-10T10:00:00Z",
        "processedAt": "2026-02-10T10:00:00Z",
        "updatedAt": "2026-02-11T10:00:00Z",
        "cancelledAt": None,
        "currencyCode": "USD",
        "phone": None,
        "email": f"guest{number}@example.com" if customer is None else f"person{customer}@example.com",
        "customerLocale": "en-US",
        "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": "UNFULFILLED",
        "discountCodes": [],
        "totalPriceSet": _money(f"{2 * float(price):.2f}"),
        "customer": None if customer is None else a_customer(customer),
        "shippingAddress": {"countryCodeV2": "US", "provinceCode": "AL", "zip": "35203", "phone": None},
        "billingAddress": None,
        "refunds": [],
        "fulfillments": [],
        "lineItems": [
            {
                "id": f"gid://shopify/LineItem/{number}1",
                "title": "Tiger shirt",
                "variantTitle": "L",
                "sku": "TIGER-L",
                "vendor": "Tiger Tees",
                "quantity": 2,
                "originalUnitPriceSet": _money(price),
            }
        ],
    } | more


def a_refund(number: int, amount: str, at: str = "2026-02-12T10:00:00Z") -> dict[str, Any]:
    """Money that went back."""
    return {"id": f"gid://shopify/Refund/{number}", "createdAt": at, "totalRefundedSet": _money(amount)}


def _money(amount: str) -> dict[str, Any]:
    return {"shopMoney": {"amount": amount, "currencyCode": "USD"}}
