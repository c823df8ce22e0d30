"""The webhook subscriptions of a Shopify shop, and checks of the app's permissions.

https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/webhookSubscriptionCreate
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.channels.provider_http import describe_unreached
from bot.stores.shopify_admin import Admin, refusal
from bot.stores.storefront import StoreCheck
from flows.delivery import Answer, Failure
from handlers.engine.checked_fields import CheckedField, Wrong

# The privacy topics are not among them: https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
TOPICS = (
    "CHECKOUTS_CREATE",
    "CHECKOUTS_UPDATE",
    "ORDERS_CREATE",
    "ORDERS_PAID",
    "ORDERS_CANCELLED",
    "ORDERS_FULFILLED",
    "REFUNDS_CREATE",
    "CUSTOMERS_CREATE",
    "CUSTOMERS_UPDATE",
    "CUSTOMERS_MARKETING_CONSENT_UPDATE",
    "APP_UNINSTALLED",
)
SCOPES = ("read_orders", "read_customers", "write_discounts")
STEPS = "docs/setup-shopify.md"
"""The documentation page with the steps in Shopify, and the purpose of each scope."""
PRIVACY = (
    "Shopify: customers/data_request, customers/redact and shop/redact are set in the app's own configuration, "
    "not by its API: let all three point to {url}"
)

_LIST = """
query webhookSubscriptions {
  webhookSubscriptions(first: 250) { nodes { topic uri } }
}
"""
_CREATE = """
mutation webhookSubscriptionCreate($topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) {
    webhookSubscription { id }
    userErrors { field message }
  }
}
"""
_SHOP = """
query shop {
  shop { name myshopifyDomain }
  currentAppInstallation { accessScopes { handle } }
}
"""
_SCOPES = "query scopes { currentAppInstallation { accessScopes { handle } } }"


async def register(admin: Admin, url: str) -> list[StoreCheck]:
    """Subscribe ``url`` to each topic once; existing subscriptions stay."""
    there = await _list_subscribed(admin, url)
    if isinstance(there, StoreCheck):
        return [there]
    made = [await _subscribe(admin, topic, url) for topic in _list_missing(there)]
    kept = [StoreCheck(True, f"Shopify: {len(there)} of {len(TOPICS)} webhooks were there already")] if there else []
    return [*kept, *made, StoreCheck(True, PRIVACY.format(url=url))]


async def check(admin: Admin, domain: str, url: str | None) -> list[StoreCheck]:
    """Check that the token belongs to this shop and has the needed scopes, and that all topics go to ``url``,
    if given."""
    data = await admin.ask(_SHOP, {})
    if isinstance(data, Answer):
        return [StoreCheck(False, _describe_refusal(data, admin.origin))]
    try:
        lines = [_shop(data["shop"], domain), *_scopes(data["currentAppInstallation"])]
    except Wrong as wrong:
        return [StoreCheck(False, f"Shopify: an answer was not understood: {wrong}")]
    return lines if url is None else [*lines, await _webhooks(admin, url)]


def _describe_refusal(answer: Answer, origin: str) -> str:
    """Format a refusal; one without a code means no connection, or no usable answer."""
    if answer.code is None and answer.failure is Failure.RETRY:
        return describe_unreached("Shopify", origin, "PARLEY_SHOPIFY_API_URL", answer.detail)
    named = "correct client_id, access_token or domain in [stores.shopify] and apply"
    mend = "" if answer.failure in {Failure.UNKNOWN, Failure.RETRY} else f"; {named}"
    return f"Shopify: {answer.detail}{mend}"


async def _webhooks(admin: Admin, url: str) -> StoreCheck:
    there = await _list_subscribed(admin, url)
    if isinstance(there, StoreCheck):
        return there
    missing = ", ".join(_list_missing(there))
    if missing:
        return StoreCheck(False, f"Shopify: not subscribed to {missing}; run doctor --fix")
    return StoreCheck(True, f"Shopify: all {len(TOPICS)} webhooks go to {url}")


async def _list_subscribed(admin: Admin, url: str) -> frozenset[str] | StoreCheck:
    """Return our topics that are subscribed to ``url``."""
    data = await admin.ask(_LIST, {})
    if isinstance(data, Answer):
        return StoreCheck(False, f"Shopify: the webhooks could not be listed: {data.detail}")
    try:
        nodes = data["webhookSubscriptions"]["nodes"].read_each()
        topics = {node["topic"].text() for node in nodes if node["uri"].text(2048) == url}
    except Wrong as wrong:
        return StoreCheck(False, f"Shopify: the webhooks could not be listed: {wrong}")
    return frozenset(topic for topic in TOPICS if topic in topics)


async def _subscribe(admin: Admin, topic: str, url: str) -> StoreCheck:
    data = await admin.ask(_CREATE, {"topic": topic, "webhookSubscription": {"uri": url, "format": "JSON"}})
    try:
        answer = data if isinstance(data, Answer) else refusal(data["webhookSubscriptionCreate"])
    except Wrong as wrong:
        return StoreCheck(False, f"Shopify: {topic}: an answer was not understood: {wrong}")
    if answer is not None:
        return StoreCheck(False, f"Shopify: {topic} was not subscribed: {answer.detail}")
    return StoreCheck(True, f"Shopify: {topic} is sent to {url}")


def _shop(shop: CheckedField, domain: str) -> StoreCheck:
    found = (shop["myshopifyDomain"].text() or "").lower()
    if found != domain:
        return StoreCheck(False, f"Shopify: the token is for {found or 'no shop'}, and the file says {domain}")
    return StoreCheck(True, f"Shopify: connected to {shop['name'].text() or domain}")


def read_granted_scopes(data: CheckedField) -> frozenset[str]:
    """Return the scopes of ``currentAppInstallation``, with read access added for each write access, as Shopify lists
    only the stronger one. Raises Wrong."""
    held = [scope["handle"].text() or "" for scope in data["accessScopes"].read_each()]
    return frozenset((*held, *(scope.replace("write_", "read_") for scope in held)))


async def load_scopes(admin: Admin) -> frozenset[str] | Answer:
    """Return the scopes granted to the app in this shop."""
    data = await admin.ask(_SCOPES, {})
    if isinstance(data, Answer):
        return data
    try:
        return read_granted_scopes(data["currentAppInstallation"])
    except Wrong as wrong:
        return Answer(failure=Failure.UNKNOWN, detail=f"Shopify's answer was not understood: {wrong}")


def _scopes(installation: CheckedField) -> Iterable[StoreCheck]:
    held = read_granted_scopes(installation)
    for scope in SCOPES:
        if scope not in held:
            yield StoreCheck(
                False, f"Shopify: the token lacks {scope}; grant it to the app and install it again ({STEPS})"
            )


def _list_missing(there: frozenset[str]) -> list[str]:
    return [topic for topic in TOPICS if topic not in there]
