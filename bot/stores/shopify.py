"""One Shopify shop: webhooks verified and parsed, discounts created, subscriptions registered."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from bot.channels.channel import ChannelRequest, Unproven, Unreadable
from bot.channels.inbound_request import get_header
from bot.stores import shopify_codes, shopify_discounts, shopify_hooks, shopify_shapes, shopify_tests
from bot.stores.shopify_admin import Admin
from bot.stores.shopify_bulk import Bulk
from bot.stores.shopify_read import READERS, ShopifyWebhook
from bot.stores.shopify_tokens import Lasting, Renewed
from bot.stores.storefront import DiscountRequest, Reading, StoreCheck
from flows.delivery import Answer
from flows.events import StoreTested
from handlers.engine.checked_fields import CheckedField, Wrong, parse_document

_ASKED_AGAIN = frozenset({"customers/data_request", "customers/redact", "shop/redact"})


class Shopify:
    """A shop at ``domain`` (``shop.myshopify.com``). ``api_url`` replaces ``https://{domain}`` for calls.

    With the app's ``client`` ID, tokens are renewed; the app's secret is that of the webhooks too.
    """

    def __init__(
        self, domain: str, webhook_secret: str, access_token: str, api_url: str | None = None, client: str = ""
    ) -> None:
        self._domain = domain.strip().lower()
        self._secret = webhook_secret.encode()
        origin = api_url or f"https://{self._domain}"
        self._admin = Admin(origin, Renewed(origin, client, webhook_secret) if client else Lasting(access_token))

    def prove(self, request: ChannelRequest) -> None:
        """Verify the HMAC-SHA256 of the exact body, in base64, and that the webhook is from this shop. Raises Unproven.

        https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
        """
        signature = _header(request, "X-Shopify-Hmac-Sha256").encode(errors="surrogatepass")
        proof = base64.b64encode(hmac.digest(self._secret, request.body, "sha256"))
        # A signature by an empty secret proves nothing: anyone can make it.
        if not self._secret or not hmac.compare_digest(signature, proof):
            raise Unproven("Shopify's signature does not match the body")
        if _header(request, "X-Shopify-Shop-Domain").lower() != self._domain:
            raise Unproven("the webhook is another shop's")

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Reading, ...]:
        """Return the events of a proven webhook; empty for topics that we do not need. Raises Unreadable."""
        topic = _header(request, "X-Shopify-Topic").lower()
        if not topic:
            raise Unreadable("a webhook without X-Shopify-Topic")
        reader = READERS.get(topic)
        if reader is None:
            return ()
        try:
            data = parse_document(request.body)
            if topic not in _ASKED_AGAIN and shopify_tests.is_test(data, _header(request, "X-Shopify-Test")):
                tested = StoreTested(topic, _read_sent_at(request, now))
                return (Reading(f"test:{_external_id(request, topic)}", tested),)
            shopify_shapes.require_shape(topic, self._domain, data)
            event = reader(ShopifyWebhook(data, self._domain, _read_sent_at(request, now), now))
        except Wrong as wrong:
            raise Unreadable(f"{topic}: {wrong}") from None
        return (Reading(_external_id(request, topic), event),) if event is not None else ()

    async def create_discount(self, request: DiscountRequest) -> Answer:
        """Create a code that each customer can use once; ``provider_id`` is its node's id."""
        return await shopify_discounts.create(self._admin, request)

    async def add_codes(self, discount: str, codes: Sequence[str]) -> Answer:
        """Request the adding of codes to a discount, by its node's id; ``provider_id`` is the id of the bulk
        creation."""
        return await shopify_codes.add(self._admin, discount, codes)

    async def look_codes(self, discount: str, part: str) -> Answer:
        """Return the result of a bulk creation: ``values`` of AddedCodes; none if Shopify does not know it."""
        return await shopify_codes.look(self._admin, discount, part)

    async def look_discount(self, discount: str) -> Answer:
        """Return a discount's node id as ``provider_id`` if it still exists."""
        return await shopify_codes.look_discount(self._admin, discount)

    async def end_discount(self, discount: str) -> Answer:
        """Deactivate the discount with that node id."""
        return await shopify_discounts.end(self._admin, discount)

    async def register(self, url: str) -> list[StoreCheck]:
        """Subscribe ``url`` to each needed topic that is not yet sent there."""
        return await shopify_hooks.register(self._admin, url)

    async def check(self, url: str | None = None) -> list[StoreCheck]:
        """Check that the token belongs to this shop and has the needed scopes, and that all topics go to ``url``."""
        return await shopify_hooks.check(self._admin, self._domain, url)

    @property
    def bulk(self) -> Bulk:
        """Return the shop's bulk operations, which export all records of a kind."""
        return Bulk(self._admin)

    @property
    def domain(self) -> str:
        """Return the shop's name at Shopify."""
        return self._domain

    async def scopes(self) -> frozenset[str] | Answer:
        """Return the app's granted scopes; a scope to write includes reading."""
        return await shopify_hooks.load_scopes(self._admin)

    async def close(self) -> None:
        """Close the connections."""
        await self._admin.close()


def _external_id(request: ChannelRequest, topic: str) -> str:
    """Return an id that is the same for a redelivery by any subscription, and different otherwise.

    It is made of the body, which contains a time of its own. Ids in headers are not signed, so a captured body could be
    replayed under a new one. A legal request may repeat with the same body and must be handled again: its id includes
    X-Shopify-Event-Id, which redeliveries share (https://shopify.dev/docs/apps/build/webhooks/delivery-structure).
    """
    event = _header(request, "X-Shopify-Event-Id") or _header(request, "X-Shopify-Webhook-Id")
    told = event.encode(errors="surrogatepass") if topic in _ASKED_AGAIN else b""
    digest = hashlib.sha256(b"\0".join((told, request.body))).hexdigest()
    return f"{topic}:{digest[:40]}"


def _read_sent_at(request: ChannelRequest, now: datetime) -> datetime:
    try:
        return CheckedField(_header(request, "X-Shopify-Triggered-At")).time(now) or now
    except Wrong:
        return now


def _header(request: ChannelRequest, name: str) -> str:
    return get_header(request, name).strip()
