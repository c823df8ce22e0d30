"""Discount codes in a Shopify shop; needs the scope ``write_discounts``.

https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/discountCodeBasicCreate,
https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/discountCodeFreeShippingCreate and
https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/discountCodeDeactivate
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from bot.stores.shopify_admin import Admin, refusal
from bot.stores.storefront import DiscountRequest
from flows.delivery import Answer, Failure
from handlers.engine.checked_fields import CheckedField, Wrong

_CREATE = """
mutation discountCodeBasicCreate($basicCodeDiscount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $basicCodeDiscount) {
    codeDiscountNode { id }
    userErrors { code field message }
  }
}
"""
_SHIP_FREE = """
mutation discountCodeFreeShippingCreate($freeShippingCodeDiscount: DiscountCodeFreeShippingInput!) {
  discountCodeFreeShippingCreate(freeShippingCodeDiscount: $freeShippingCodeDiscount) {
    codeDiscountNode { id }
    userErrors { code field message }
  }
}
"""
_END = """
mutation discountCodeDeactivate($id: ID!) {
  discountCodeDeactivate(id: $id) {
    codeDiscountNode { id }
    userErrors { code field message }
  }
}
"""
_NODE = """
query codeDiscountNode($id: ID!) { codeDiscountNode(id: $id) { id } }
"""
_FIND = """
query codeDiscountNodeByCode($code: String!) {
  codeDiscountNodeByCode(code: $code) {
    id
    codeDiscount { ... on DiscountCodeBasic { title } ... on DiscountCodeFreeShipping { title } }
  }
}
"""


async def create(admin: Admin, request: DiscountRequest) -> Answer:
    """Create the code. If it exists under our title, it is ours: the answer of an earlier call was lost."""
    answer = await _make(admin, request)
    if answer.code != "TAKEN":
        return answer
    found = await call(admin, _FIND, {"code": request.code}, _node)
    if found.failure is not None:
        return replace(answer, failure=Failure.RETRY, detail="the code is taken, and Shopify did not name its discount")
    return found if found.provider_id and found.detail == request.title else answer


async def end(admin: Admin, discount: str) -> Answer:
    """Deactivate the discount; a deleted one has ended too."""
    answer = await call(admin, _END, {"id": discount}, _read_change("discountCodeDeactivate"))
    if answer.failure is not Failure.ALERT:
        return answer
    found = await call(admin, _NODE, {"id": discount}, lambda data: Answer(provider_id=_id(data)))
    return Answer() if found.failure is None and found.provider_id is None else answer


async def _make(admin: Admin, request: DiscountRequest) -> Answer:
    if request.percent is None and request.amount is None:
        given = {**_input(request), "destination": {"all": True}}
        made = _read_change("discountCodeFreeShippingCreate")
        return await call(admin, _SHIP_FREE, {"freeShippingCodeDiscount": given}, made)
    given = {**_input(request), "customerGets": {"value": _value(request), "items": {"all": True}}}
    return await call(admin, _CREATE, {"basicCodeDiscount": given}, _read_change("discountCodeBasicCreate"))


def _value(request: DiscountRequest) -> dict[str, object]:
    """Return the discount's value. ``percentage`` is a fraction of one; an amount is taken off an order once, not off
    each item."""
    if request.amount is not None:
        return {"discountAmount": {"amount": str(request.amount), "appliesOnEachItem": False}}
    assert request.percent is not None, "with neither it is free shipping"
    return {"percentage": float(Decimal(request.percent) / 100)}


def _input(request: DiscountRequest) -> dict[str, object]:
    """Return the mutation's input. ``context`` replaced ``customerSelection`` in 2025-10. Both limits apply to each
    code of a discount:
    https://community.shopify.dev/t/scope-of-usagelimit-for-discounts-with-multiple-codes-via-discountredeemcodebulkadd/12269
    """
    return {
        "title": request.title,
        "code": request.code,
        "startsAt": _instant(request.starts_at),
        "endsAt": _instant(request.ends_at),
        "context": {"all": "ALL"},
        "usageLimit": request.uses,
        "appliesOncePerCustomer": True,
    }


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


async def call(
    admin: Admin, query: str, variables: Mapping[str, object], read: Callable[[CheckedField], Answer]
) -> Answer:
    """Call and parse the answer's data with ``read``; UNKNOWN if they cannot be parsed."""
    data = await admin.ask(query, variables)
    if isinstance(data, Answer):
        return data
    try:
        return read(data)
    except Wrong as wrong:
        return Answer(failure=Failure.UNKNOWN, detail=f"Shopify's answer was not understood: {wrong}")


def _read_change(mutation: str) -> Callable[[CheckedField], Answer]:
    def read(data: CheckedField) -> Answer:
        payload = data[mutation]
        return refusal(payload) or Answer(provider_id=payload["codeDiscountNode"]["id"].must(CheckedField.identifier))

    return read


def _id(data: CheckedField) -> str | None:
    return data["codeDiscountNode"]["id"].identifier()


def _node(data: CheckedField) -> Answer:
    """Return a code's discount: the node's id (none for an unknown code), with its title as ``detail``."""
    node = data["codeDiscountNodeByCode"]
    return Answer(provider_id=node["id"].identifier(), detail=node["codeDiscount"]["title"].text(255) or "")
