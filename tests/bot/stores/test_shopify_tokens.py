"""Tokens of an app of the Dev Dashboard: given for its client ID and secret, kept for a day, and renewed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.provider_http import CALL, Wire
from bot.stores.shopify import Shopify
from bot.stores.shopify_tokens import Renewed
from flows.delivery import Answer, Failure
from handlers.business_file import WrongBusinessFile
from tests.handlers.business_file.business_files import SMALLEST, mistakes_of, read
from tests.providers.shopify import ShopifyStand, Trouble

DAY = timedelta(days=1).total_seconds()
STORE = '[stores.shopify]\ndomain = "tigertees.myshopify.com"\nwebhook_secret = "shpss_1"\n'


@pytest.fixture
async def stand() -> AsyncIterator[ShopifyStand]:
    async with ShopifyStand(token="") as made:
        yield made


@pytest.fixture
async def shop(stand: ShopifyStand) -> AsyncIterator[Shopify]:
    store = Shopify(stand.domain, stand.secret, "", stand.url, stand.client)
    yield store
    await store.close()


async def test_a_token_is_asked_for_once_and_kept(stand: ShopifyStand, shop: Shopify) -> None:
    for _ in range(2):
        assert all(line.ok for line in await shop.check())
    assert stand.tokens == ["shpat_1"]


async def test_several_calls_at_once_share_one_token(stand: ShopifyStand, shop: Shopify) -> None:
    checks = await asyncio.gather(*(shop.check() for _ in range(5)))
    assert all(line.ok for lines in checks for line in lines)
    assert len(stand.tokens) == 1


async def test_one_that_shopify_ended_is_renewed_and_the_call_made_once_more(
    stand: ShopifyStand, shop: Shopify
) -> None:
    await shop.check()
    stand.token = "ended"
    assert all(line.ok for line in await shop.check())
    assert len(stand.tokens) == 2
    assert stand.calls == ["shop", "shop"]


async def test_one_that_is_refused_twice_is_a_refusal(stand: ShopifyStand, shop: Shopify) -> None:
    stand.fail_next(Trouble.UNAUTHORIZED, Trouble.UNAUTHORIZED)
    (line,) = await shop.check()
    assert (line.ok, len(stand.tokens)) == (False, 2)
    assert "the access token is not valid; correct client_id, access_token or domain" in line.line


@pytest.mark.parametrize(
    ("status", "failure"),
    [(400, Failure.SENDER), (401, Failure.SENDER), (404, Failure.SENDER), (429, Failure.RETRY), (503, Failure.RETRY)],
)
async def test_an_app_that_gets_no_token(stand: ShopifyStand, status: int, failure: Failure) -> None:
    stand.refuses_tokens = status
    wire = Wire(CALL)
    answer = await Renewed(stand.url, stand.client, stand.secret).get(wire)
    await wire.close()
    assert isinstance(answer, Answer)
    assert (answer.failure, answer.code) == (failure, str(status))


async def test_the_doctor_names_what_is_to_be_mended(stand: ShopifyStand) -> None:
    store = Shopify(stand.domain, stand.secret, "", stand.url, "another-app")
    (line,) = await store.check()
    await store.close()
    assert not line.ok
    assert "is the app installed in the shop, are client_id and webhook_secret" in line.line


async def test_another_one_is_asked_for_shortly_before_its_end(stand: ShopifyStand) -> None:
    at, wire = 0.0, Wire(CALL)
    token = Renewed(stand.url, stand.client, stand.secret, lambda: at)
    given = []
    for at in (0.0, DAY / 2, DAY - 400, DAY - 100):  # noqa: B007
        given.append(await token.get(wire))
    await wire.close()
    assert given == ["shpat_1", "shpat_1", "shpat_1", "shpat_2"]


def test_a_file_names_a_client_id_in_the_place_of_a_token() -> None:
    file = read(f'{STORE}client_id = "env:CLIENT"\n', {"CLIENT": "0123456789abcdef"})
    assert (file.business.stores[0].client, "shopify.access_token" in file.secrets) == ("0123456789abcdef", False)
    with pytest.raises(WrongBusinessFile, match="access_token"):
        read(STORE)


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ('client_id = "0123456789abcdef"\naccess_token = "shpat_1"\n', "stores.shopify.access_token"),
        ('client_id = "no id"\n', "stores.shopify.client_id"),
    ],
)
def test_mistakes_about_it_are_told(more: str, path: str) -> None:
    ((_, where, _),) = mistakes_of(f"{SMALLEST}{STORE}{more}")
    assert where == path
