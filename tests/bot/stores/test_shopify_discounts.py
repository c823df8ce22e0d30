"""Discount codes, against a shop that is a real server: made once, known again, and every way of failing."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.stores.shopify import Shopify
from bot.stores.shopify_admin import Admin
from bot.stores.shopify_tokens import Lasting
from bot.stores.storefront import DiscountRequest
from flows.delivery import Answer, Failure
from tests.providers.shopify import ShopifyStand, Trouble

REQUEST = DiscountRequest(
    code="NOOR-7K2M",
    percent=10,
    starts_at=datetime(2026, 1, 10, 12, tzinfo=UTC),
    ends_at=datetime(2026, 1, 13, 12, tzinfo=UTC),
    title="Parley recovery 0190",
)
FIRST = "gid://shopify/DiscountCodeNode/1000"


@pytest.fixture
async def stand() -> AsyncIterator[ShopifyStand]:
    """A shop without any code in it."""
    async with ShopifyStand() as running:
        yield running


@pytest.fixture
async def store(stand: ShopifyStand) -> AsyncIterator[Shopify]:
    """What talks to it."""
    built = Shopify(stand.domain, stand.secret, stand.token, stand.url)
    yield built
    await built.close()


async def test_a_code_is_made_for_one_use_by_one_customer(stand: ShopifyStand, store: Shopify) -> None:
    assert await store.create_discount(REQUEST) == Answer(provider_id=FIRST)
    assert stand.discounts == [
        {
            "id": FIRST,
            "title": "Parley recovery 0190",
            "code": "NOOR-7K2M",
            "startsAt": "2026-01-10T12:00:00Z",
            "endsAt": "2026-01-13T12:00:00Z",
            "context": {"all": "ALL"},
            "customerGets": {"value": {"percentage": 0.1}, "items": {"all": True}},
            "usageLimit": 1,
            "appliesOncePerCustomer": True,
        }
    ]


@pytest.mark.parametrize(
    ("percent", "fraction"), [(1, 0.01), (7, 0.07), (Decimal("12.5"), 0.125), (29, 0.29), (100, 1.0)], ids=str
)
async def test_a_percentage_is_told_as_a_fraction(
    stand: ShopifyStand, store: Shopify, percent: Decimal | int, fraction: float
) -> None:
    answer = await store.create_discount(replace(REQUEST, percent=percent))
    assert answer.failure is None
    assert stand.discounts[0]["customerGets"]["value"]["percentage"] == fraction


async def test_a_repeat_finds_the_first_one(stand: ShopifyStand, store: Shopify) -> None:
    first, second = await store.create_discount(REQUEST), await store.create_discount(REQUEST)
    assert (first.provider_id, second.provider_id, second.failure) == (FIRST, FIRST, None)
    assert len(stand.discounts) == 1


async def test_another_discount_under_the_code_is_not_taken_for_ours(stand: ShopifyStand, store: Shopify) -> None:
    await store.create_discount(replace(REQUEST, title="the shop's own", code="noor-7k2m"))
    answer = await store.create_discount(REQUEST)
    assert (answer.failure, answer.code, answer.provider_id) == (Failure.ALERT, "TAKEN", None)


async def test_a_taken_code_of_which_nothing_is_told_is_tried_again(stand: ShopifyStand, store: Shopify) -> None:
    await store.create_discount(REQUEST)
    stand.fail_next(None, Trouble.BUSY)
    answer = await store.create_discount(REQUEST)
    assert (answer.failure, answer.code) == (Failure.RETRY, "TAKEN")
    assert (await store.create_discount(REQUEST)).provider_id == FIRST


FAILURES: dict[Trouble, tuple[Failure, str | None, timedelta | None, int]] = {
    Trouble.ERROR: (Failure.UNKNOWN, "500", None, 0),
    Trouble.BUSY: (Failure.RETRY, "503", timedelta(seconds=7), 0),
    Trouble.THROTTLED: (Failure.RETRY, "THROTTLED", timedelta(seconds=3), 0),
    Trouble.UNAUTHORIZED: (Failure.SENDER, "401", None, 0),
    Trouble.FORBIDDEN: (Failure.SENDER, "403", None, 0),
    Trouble.FROZEN: (Failure.SENDER, "402", None, 0),
    Trouble.MOVED: (Failure.SENDER, "301", None, 0),
    Trouble.CUT_BEFORE: (Failure.UNKNOWN, None, None, 0),
    Trouble.CUT_AFTER: (Failure.UNKNOWN, None, None, 1),
    Trouble.GARBAGE: (Failure.UNKNOWN, None, None, 0),
    Trouble.EMPTY: (Failure.UNKNOWN, None, None, 0),
    Trouble.DENIED: (Failure.SENDER, "ACCESS_DENIED", None, 0),
    Trouble.BROKEN: (Failure.UNKNOWN, "INTERNAL_SERVER_ERROR", None, 0),
}


@pytest.mark.parametrize("trouble", FAILURES, ids=str)
async def test_each_failure_has_its_class_and_a_repeat_makes_it_good(
    stand: ShopifyStand, store: Shopify, trouble: Trouble
) -> None:
    failure, code, after, made = FAILURES[trouble]
    stand.fail_next(trouble)
    answer = await store.create_discount(REQUEST)
    assert (answer.failure, answer.code, answer.after, answer.provider_id) == (failure, code, after, None)
    assert answer.detail
    assert len(stand.discounts) == made
    assert (await store.create_discount(REQUEST)).provider_id == FIRST
    assert len(stand.discounts) == 1


def test_every_trouble_of_the_stand_is_tried() -> None:
    assert set(FAILURES) == set(Trouble) - {Trouble.SILENT}


async def test_silence_is_an_unknown_outcome() -> None:
    async with ShopifyStand() as stand:
        admin = Admin(stand.url, Lasting(stand.token), timedelta(seconds=0.05))
        stand.fail_next(Trouble.SILENT)
        answer = await admin.ask("query { shop { name } }", {})
        await admin.close()
    assert answer == Answer(
        failure=Failure.UNKNOWN, detail="no answer from Shopify: TimeoutError, after the request was written"
    )


async def test_a_wrong_token_stops_the_sender(stand: ShopifyStand) -> None:
    store = Shopify(stand.domain, stand.secret, "shpat_other", stand.url)
    answer = await store.create_discount(REQUEST)
    await store.close()
    assert (answer.failure, answer.detail) == (Failure.SENDER, "Shopify answered 401: the access token is not valid")


async def test_a_shop_that_is_not_reached_is_tried_again() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    store = Shopify("parley-dev.myshopify.com", "s", "t", f"http://127.0.0.1:{port}")
    answer = await store.create_discount(REQUEST)
    await store.close()
    assert answer.failure is Failure.RETRY


IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "nothing off": {"percent": 0},
    "more than all": {"percent": 101},
    "no code": {"code": ""},
    "a code beyond 255": {"code": "x" * 256},
    "no title": {"title": ""},
    "over before it starts": {"ends_at": REQUEST.starts_at},
}


@pytest.mark.parametrize("change", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_no_store_would_take_is_not_asked_for(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="discount"):
        replace(REQUEST, **change)


async def test_a_closed_store_opens_again(stand: ShopifyStand, store: Shopify) -> None:
    await store.create_discount(REQUEST)
    await store.close()
    assert (await store.create_discount(REQUEST)).provider_id == FIRST


async def test_a_code_for_many_has_its_own_limit_or_none(stand: ShopifyStand, store: Shopify) -> None:
    for code, uses in (("MANY", 200), ("ANY", None)):
        assert (await store.create_discount(replace(REQUEST, code=code, uses=uses))).failure is None
    assert [one["usageLimit"] for one in stand.discounts] == [200, None]
    with pytest.raises(ValueError, match="at least one use, not 0"):
        replace(REQUEST, uses=0)


async def test_a_discount_is_ended_also_when_it_was_deleted(stand: ShopifyStand, store: Shopify) -> None:
    await store.create_discount(REQUEST)
    assert (await store.end_discount(FIRST)).failure is None
    assert stand.coded.ended == ["NOOR-7K2M"]
    stand.coded.delete(FIRST)
    assert (await store.end_discount(FIRST)).failure is None
