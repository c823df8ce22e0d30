"""The queries of bulk operations, and their results converted to the shape of webhooks, so that one parser handles
both.

https://shopify.dev/docs/api/admin-graphql/2026-07/objects/Customer and …/objects/Order. Ids are global there
(``gid://shopify/Customer/42``), and plain numbers in webhooks; money is in the shop's own currency in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.engine.checked_fields import CheckedField

_ADDRESS = "firstName lastName name phone countryCodeV2 provinceCode province city zip"
_PERSON = f"""
        id firstName lastName locale numberOfOrders
        defaultEmailAddress {{ emailAddress }}
        defaultPhoneNumber {{ phoneNumber marketingState marketingOptInLevel marketingUpdatedAt }}
        defaultAddress {{ {_ADDRESS} }}
"""
CUSTOMERS = f"""
{{
  customers {{
    edges {{
      node {{
        {_PERSON.strip()}
        createdAt updatedAt tags
      }}
    }}
  }}
}}
"""
_MONEY = "shopMoney { amount currencyCode }"
ORDERS = f"""
{{
  orders {{
    edges {{
      node {{
        id name createdAt processedAt updatedAt cancelledAt currencyCode phone email customerLocale test
        displayFinancialStatus displayFulfillmentStatus discountCodes
        totalPriceSet {{ {_MONEY} }}
        customer {{
          {_PERSON.strip()}
        }}
        shippingAddress {{ {_ADDRESS} }}
        billingAddress {{ {_ADDRESS} }}
        refunds {{ id createdAt totalRefundedSet {{ {_MONEY} }} }}
        fulfillments {{ createdAt deliveredAt trackingInfo(first: 1) {{ company url }} }}
        lineItems {{
          edges {{
            node {{ id title variantTitle sku vendor quantity originalUnitPriceSet {{ {_MONEY} }} }}
          }}
        }}
      }}
    }}
  }}
}}
"""


def read_number(node: CheckedField) -> str | None:
    """Return a global id's number, as webhooks have it: the last part of ``gid://shopify/Customer/42``."""
    told = node.identifier()
    return None if told is None else told.rpartition("/")[2].partition("?")[0] or None


def convert_customer(node: CheckedField) -> dict[str, Any]:
    """Return a customer in the shape of ``customers/update``."""
    phone = node["defaultPhoneNumber"]
    return {
        "id": read_number(node["id"]),
        **_pick(node, first_name="firstName", last_name="lastName", locale="locale", orders_count="numberOfOrders"),
        **_pick(node, created_at="createdAt", updated_at="updatedAt"),
        "email": node["defaultEmailAddress"]["emailAddress"].value,
        "phone": phone["phoneNumber"].value,
        "default_address": _address(node["defaultAddress"]),
        "sms_marketing_consent": _pick(
            phone, state="marketingState", opt_in_level="marketingOptInLevel", consent_updated_at="marketingUpdatedAt"
        ),
    }


def convert_order(node: CheckedField, lines: Sequence[CheckedField]) -> dict[str, Any]:
    """Return an order in the shape of ``orders/create`` and ``orders/fulfilled``."""
    person = node["customer"]
    total = node["totalPriceSet"]["shopMoney"]
    return {
        "id": read_number(node["id"]),
        **_pick(node, name="name", phone="phone", email="email", customer_locale="customerLocale"),
        **_pick(node, created_at="createdAt", processed_at="processedAt", updated_at="updatedAt"),
        **_pick(node, cancelled_at="cancelledAt", financial_status="displayFinancialStatus"),
        **_pick(node, fulfillment_status="displayFulfillmentStatus"),
        "currency": total["currencyCode"].value or node["currencyCode"].value,
        "total_price": total["amount"].value,
        "discount_codes": [{"code": one.value} for one in node["discountCodes"].read_each()],
        "customer": None if person.value is None else convert_customer(person),
        "shipping_address": _address(node["shippingAddress"]),
        "billing_address": _address(node["billingAddress"]),
        "line_items": [_line(one) for one in lines],
        "fulfillments": [_parcel(one) for one in node["fulfillments"].read_each()],
    }


def refunds(node: CheckedField) -> list[dict[str, Any]]:
    """Return the refunds of an order, each in the shape of ``refunds/create``."""
    return [
        {
            "id": read_number(one["id"]),
            "order_id": read_number(node["id"]),
            "created_at": one["createdAt"].value or node["updatedAt"].value,
            "transactions": [
                {"kind": "refund", "status": "success", "amount_set": _read_shop_money(one["totalRefundedSet"])}
            ],
        }
        for one in node["refunds"].read_each()
    ]


def _line(node: CheckedField) -> dict[str, Any]:
    price = node["originalUnitPriceSet"]["shopMoney"]["amount"].value
    told = _pick(node, title="title", variant_title="variantTitle", sku="sku", vendor="vendor", quantity="quantity")
    return told | {"price": price}


def _parcel(node: CheckedField) -> dict[str, Any]:
    tracking = next(iter(node["trackingInfo"].read_each(1)), CheckedField(None))
    told = _pick(node, created_at="createdAt", delivered_at="deliveredAt")
    return told | _pick(tracking, tracking_company="company", tracking_url="url")


def _address(node: CheckedField) -> dict[str, Any] | None:
    if node.value is None:
        return None
    told = _pick(node, first_name="firstName", last_name="lastName", name="name", phone="phone", city="city")
    told |= _pick(node, country_code="countryCodeV2", province_code="provinceCode", province="province", zip="zip")
    return told


def _read_shop_money(node: CheckedField) -> dict[str, Any]:
    return {"shop_money": _pick(node["shopMoney"], amount="amount", currency_code="currencyCode")}


def _pick(node: CheckedField, **names: str) -> dict[str, Any]:
    """Return fields of ``node``, renamed as in webhooks."""
    return {ours: node[theirs].value for ours, theirs in names.items()}
