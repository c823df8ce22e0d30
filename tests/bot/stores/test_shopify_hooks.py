"""Subscriptions to webhooks, and what doctor says of a shop; a webhook on its whole way over HTTP."""

from __future__ import annotations

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.channel import ChannelRequest, Unproven
from bot.stores.shopify import Shopify
from bot.stores.shopify_hooks import PRIVACY, TOPICS
from bot.stores.shopify_read import READERS
from bot.stores.storefront import StoreCheck
from flows.events import OrderCreated
from tests.bot.stores.payloads import NOW, ORDER
from tests.providers.shopify import ShopifyStand, Trouble

URL = "https://go.example/webhooks/shopify/tiger"


def connect(stand: ShopifyStand, token: str = "shpat_test", domain: str = "parley-dev.myshopify.com") -> Shopify:
    """A store at the stand-in."""
    return Shopify(domain, stand.secret, token, stand.url)


async def test_missing_subscriptions_are_made_once() -> None:
    async with ShopifyStand() as stand:
        store = connect(stand)
        stand.subscriptions += [
            {"topic": "ORDERS_PAID", "uri": URL},
            {"topic": "ORDERS_CREATE", "uri": "https://b.example"},
        ]
        first = await store.register(URL)
        assert {one["topic"] for one in stand.subscriptions if one["uri"] == URL} == set(TOPICS)
        assert len(first) == len(TOPICS) + 1
        assert all(line.ok for line in first)
        made, second = len(stand.calls), await store.register(URL)
        await store.close()
        assert stand.calls[made:] == ["webhookSubscriptions"]
        assert second == [
            StoreCheck(True, f"Shopify: {len(TOPICS)} of {len(TOPICS)} webhooks were there already"),
            StoreCheck(True, PRIVACY.format(url=URL)),
        ]


def test_each_topic_that_is_subscribed_is_read() -> None:
    asked = {topic.lower() for topic in TOPICS}
    read = {topic.replace("/", "_") for topic in READERS}
    left = {"checkouts_delete", "customers_delete"}  # of which nothing follows
    assert asked == read - left - {"customers_data_request", "customers_redact", "shop_redact"}


async def test_a_refused_subscription_says_why() -> None:
    async with ShopifyStand() as stand:
        store = connect(stand)
        lines = await store.register("http://go.example/webhooks/shopify/tiger")
        await store.close()
    refused = "Shopify: APP_UNINSTALLED was not subscribed: Shopify refused: Address protocol http:// is not supported"
    assert StoreCheck(False, refused) in lines
    assert stand.subscriptions == []


async def test_a_shop_that_does_not_answer_is_one_line() -> None:
    async with ShopifyStand() as stand:
        store = connect(stand)
        stand.fail_next(Trouble.UNAUTHORIZED)
        lines = await store.register(URL)
        await store.close()
    hint = "Shopify: the webhooks could not be listed: Shopify answered 401: the access token is not valid"
    assert lines == [StoreCheck(False, hint)]


async def test_doctor_finds_nothing_wrong() -> None:
    async with ShopifyStand() as stand:
        store = connect(stand)
        await store.register(URL)
        lines = await store.check(URL)
        await store.close()
    assert lines == [
        StoreCheck(True, "Shopify: connected to Parley Dev"),
        StoreCheck(True, f"Shopify: all {len(TOPICS)} webhooks go to {URL}"),
    ]


async def test_doctor_says_what_to_do() -> None:
    async with ShopifyStand(scopes=("read_orders",)) as stand:
        store, other, locked = connect(stand), connect(stand, domain="other.myshopify.com"), connect(stand, token="x")
        lines = await store.check(URL)
        assert [line.ok for line in lines] == [True, False, False, False]
        grant = "grant it to the app and install it again (docs/setup-shopify.md)"
        assert lines[1].line == f"Shopify: the token lacks read_customers; {grant}"
        assert lines[3].line.endswith("; run doctor --fix")
        elsewhere = "Shopify: the token is for parley-dev.myshopify.com, and the file says other.myshopify.com"
        assert (await other.check())[0] == StoreCheck(False, elsewhere)
        assert [line.ok for line in await locked.check()] == [False]
        for one in (store, other, locked):
            await one.close()


async def test_a_webhook_is_proven_and_read_as_it_arrives() -> None:
    async with ShopifyStand() as stand:
        store = connect(stand)
        seen: list[OrderCreated] = []

        async def receive(request: web.Request) -> web.Response:
            arrived = ChannelRequest(str(request.url), request.headers, await request.read())
            try:
                store.prove(arrived)
            except Unproven:
                return web.Response(status=401)
            seen.extend(one.event for one in store.read(arrived, NOW) if isinstance(one.event, OrderCreated))
            return web.Response()

        app = web.Application()
        app.router.add_post("/hook", receive)
        async with TestServer(app) as server:
            url = str(server.make_url("/hook"))
            assert await stand.send("orders/create", ORDER, url) == 200
            assert await stand.send("orders/create", ORDER, url, secret="another") == 401
            assert await stand.send("orders/create", ORDER, url, X_Shopify_Hmac_Sha256="\u0939") == 401
    assert [order.number for order in seen] == ["#1001"]
