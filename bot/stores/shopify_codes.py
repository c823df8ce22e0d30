"""Many codes of one discount in a Shopify shop, added in bulk; needs the scope ``write_discounts``.

Shopify accepts up to 250 codes at a time, and adds them later: ``discountRedeemCodeBulkAdd`` and, to check the result,
``discountRedeemCodeBulkCreation``:
https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/discountRedeemCodeBulkAdd
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.stores.shopify_admin import Admin, refusal
from bot.stores.shopify_discounts import call
from bot.stores.storefront import MOST_CODES, AddedCodes
from flows.delivery import Answer, Failure
from handlers.engine.checked_fields import CheckedField, Wrong

_WHOSE_AT_ONCE = 125  # codes that one query asks about: each costs a point, and a query may cost a thousand
_ADD = """
mutation discountRedeemCodeBulkAdd($discountId: ID!, $codes: [DiscountRedeemCodeInput!]!) {
  discountRedeemCodeBulkAdd(discountId: $discountId, codes: $codes) {
    bulkCreation { id }
    userErrors { code field message }
  }
}
"""
_LOOK = f"""
query discountRedeemCodeBulkCreation($id: ID!) {{
  discountRedeemCodeBulkCreation(id: $id) {{
    id
    done
    codesCount
    failedCount
    codes(first: {MOST_CODES}) {{ nodes {{ code errors {{ code message }} }} }}
  }}
}}
"""
_NODE = "query codeDiscountNode($id: ID!) { codeDiscountNode(id: $id) { id } }"


async def add(admin: Admin, discount: str, codes: Sequence[str]) -> Answer:
    """Request the adding of codes to the discount with that node id; ``provider_id`` is the id of the bulk creation."""
    if not 1 <= len(codes) <= MOST_CODES:
        raise ValueError(f"from 1 to {MOST_CODES} codes are added at a time, not {len(codes)}")
    given = {"discountId": discount, "codes": [{"code": code} for code in codes]}
    return await call(admin, _ADD, given, _read_added)


async def look(admin: Admin, discount: str, creation: str) -> Answer:
    """Return the result of a bulk creation: ``values`` of AddedCodes; none if Shopify does not know it.

    Failed codes are looked up: one that already belongs to our discount is valid, as after a repeated request.
    """
    data = await admin.ask(_LOOK, {"id": creation})
    if isinstance(data, Answer):
        return data
    try:
        found = data["discountRedeemCodeBulkCreation"]
        if found.value is None:
            return Answer()
        if not found["done"].must(CheckedField.flag):
            return Answer(values=AddedCodes(False).values)
        failed = _list_failed(found)
    except Wrong as wrong:
        return _report_unreadable(wrong)
    return await _judge_codes(admin, discount, failed)


async def look_discount(admin: Admin, discount: str) -> Answer:
    """Return a discount's node id as ``provider_id`` if it exists."""
    return await call(admin, _NODE, {"id": discount}, _read_looked_up)


async def _judge_codes(admin: Admin, discount: str, failed: Mapping[str, str]) -> Answer:
    """Return the failed codes that do not belong to our discount, with their reasons."""
    refused = dict(failed)
    codes = list(failed)
    for begin in range(0, len(codes), _WHOSE_AT_ONCE):
        asked = codes[begin : begin + _WHOSE_AT_ONCE]
        data = await admin.ask(_build_query(len(asked)), {f"c{place}": code for place, code in enumerate(asked)})
        if isinstance(data, Answer):
            return data
        try:
            ours = [code for place, code in enumerate(asked) if data[f"c{place}"]["id"].identifier() == discount]
        except Wrong as wrong:
            return _report_unreadable(wrong)
        for code in ours:
            del refused[code]
    return Answer(values=AddedCodes(True, refused).values)


def _build_query(many: int) -> str:
    """Return a query for the discounts of ``many`` codes."""
    given = ", ".join(f"$c{place}: String!" for place in range(many))
    asked = "\n".join(f"  c{place}: codeDiscountNodeByCode(code: $c{place}) {{ id }}" for place in range(many))
    return f"query whoseCodes({given}) {{\n{asked}\n}}"


def _read_added(data: CheckedField) -> Answer:
    payload = data["discountRedeemCodeBulkAdd"]
    return refusal(payload) or Answer(provider_id=payload["bulkCreation"]["id"].must(CheckedField.identifier))


def _read_looked_up(data: CheckedField) -> Answer:
    return Answer(provider_id=data["codeDiscountNode"]["id"].identifier())


def _list_failed(creation: CheckedField) -> dict[str, str]:
    """Return the codes of a bulk creation that have errors, each with its first error."""
    failed = {}
    for node in creation["codes"]["nodes"].read_each():
        errors = node["errors"].read_each(1)
        if errors:
            failed[node["code"].must(CheckedField.identifier)] = errors[0]["message"].text(200) or "it was refused"
    return failed


def _report_unreadable(wrong: Wrong) -> Answer:
    return Answer(failure=Failure.UNKNOWN, detail=f"Shopify's answer was not understood: {wrong}")
