"""The stores and payment providers that a business can connect: one row each, one field per trait.

Provider-specific code is in its module under ``bot/stores`` or ``bot/payments``. Where code must branch by provider, it
is a ``match`` over one of the names here that ends in ``assert_never``, so that mypy reports each branch that lacks a
new provider. Simulated connections (``flows.channels.SIMULATED``) have no row: they need nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class StoreProvider(StrEnum):
    """The permanent names of the stores: in rows, business files and paths of webhooks."""

    SHOPIFY = "shopify"


class PaymentProvider(StrEnum):
    """The permanent names of the payment providers."""

    RAZORPAY = "razorpay"
    STRIPE = "stripe"


@dataclass(frozen=True, slots=True)
class Connection:
    """A provider's required secrets and its capabilities."""

    proof: str  # the header of a webhook that carries the provider's signature
    secrets: tuple[str, ...]  # the keys of its section in a business file that are kept encrypted and may not be absent
    rate: float  # calls a second that the provider takes from one account; a call of ours may be two of them


@dataclass(frozen=True, slots=True)
class StoreConnection(Connection):
    """A store's additional settings: the name of the shop, and the discount code in its links.

    ``granted`` names the secret that may be left out if an app's client ID is given, because the store then issues that
    secret.
    """

    granted: str
    domain: str  # an example of the store's own name for a shop
    coded: tuple[str, str] | None
    """The path of the store's cart links, and the query parameter for a code; None if they take none."""


SHOPIFY = StoreConnection(
    proof="X-Shopify-Hmac-Sha256",  # https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
    secrets=("webhook_secret", "access_token"),
    # GraphQL costs points that come back at 100 a second and a discount costs about 10, webhooks beside it:
    # https://shopify.dev/docs/api/usage/limits
    rate=2.0,
    granted="access_token",
    domain="tigertees.myshopify.com",
    coded=("myshopify.com", "discount"),  # help.shopify.com/manual/discounts/managing-discount-codes
)
RAZORPAY = Connection(
    proof="X-Razorpay-Signature",  # https://razorpay.com/docs/webhooks/validate-test
    secrets=("key_secret",),
    rate=5.0,  # Razorpay does not say how many it bears
)
STRIPE = Connection(
    proof="Stripe-Signature",  # https://docs.stripe.com/webhooks/signatures
    secrets=("secret_key",),
    rate=5.0,  # 25 a second on a test key and 100 on another: https://docs.stripe.com/rate-limits
)

PROPOSER = "openai-compatible"
"""The only kind of proposer: https://platform.openai.com/docs/api-reference/chat, which many servers support."""
UNDERSTANDING = "understanding"
"""The sender whose rate limits calls to the proposer, and the owner of its key."""
PROPOSER_RATE = 5.0  # texts a second

STORES: Mapping[str, StoreConnection] = MappingProxyType({StoreProvider.SHOPIFY.value: SHOPIFY})
PAYMENTS: Mapping[str, Connection] = MappingProxyType(
    {PaymentProvider.RAZORPAY.value: RAZORPAY, PaymentProvider.STRIPE.value: STRIPE}
)
CONNECTIONS: Mapping[str, Connection] = MappingProxyType({**STORES, **PAYMENTS})
"""Every row by its provider's name."""


def add_code(url: str, code: str) -> str:
    """Return a cart's link with a discount code filled in, if its store supports that; else the link unchanged."""
    found = (one.coded for one in STORES.values() if one.coded is not None)
    parameter = next((name for host, name in found if host in url), None)
    return url if parameter is None else f"{url}{'&' if '?' in url else '?'}{parameter}={code}"
