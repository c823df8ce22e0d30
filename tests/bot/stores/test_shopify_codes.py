"""Many codes of one discount, against a shop that is a real server: added in parts, looked at, known again as ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.stores.shopify import Shopify
from bot.stores.storefront import MOST_CODES, AddedCodes
from flows.delivery import Answer, Failure
from flows.money import Money
from tests.bot.stores.test_shopify_discounts import FIRST, REQUEST
from tests.providers.shopify import ShopifyStand, Trouble

CODES = [f"SPRING-{number:04}" for number in range(MOST_CODES)]
PART = "gid://shopify/DiscountRedeemCodeBulkCreation/1"


@pytest.fixture
async def stand() -> AsyncIterator[ShopifyStand]:
    """A shop without any code in it."""
    async with ShopifyStand() as running:
        yield running


@pytest.fixture
async def store(stand: ShopifyStand) -> AsyncIterator[Shopify]:
    """What talks to a shop that has one discount."""
    built = Shopify(stand.domain, stand.secret, stand.token, stand.url)
    assert (await built.create_discount(REQUEST)).provider_id == FIRST
    yield built
    await built.close()


def refused(answer: Answer) -> list[str]:
    """The codes that the shop did not take."""
    assert answer.values is not None
    assert answer.values["done"] == 1
    return [line.partition(" ")[0] for line in str(answer.values["refused"]).splitlines()]


MADE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "money": (
        {"percent": None, "amount": Money.parse("200", "INR")},
        {
            "customerGets": {
                "value": {"discountAmount": {"amount": "200.00", "appliesOnEachItem": False}},
                "items": {"all": True},
            }
        },
    ),
    "shipping": ({"percent": None}, {"destination": {"all": True}}),
}


@pytest.mark.parametrize("kind", MADE)
async def test_money_off_and_free_shipping_are_made_once_too(stand: ShopifyStand, store: Shopify, kind: str) -> None:
    asked, told = MADE[kind]
    wanted = replace(REQUEST, code="NOOR-OTHER", title="another", **asked)
    made = await store.create_discount(wanted)
    assert (await store.create_discount(wanted)).provider_id == made.provider_id
    assert len(stand.discounts) == 2
    assert told.items() <= stand.discounts[1].items()
    assert stand.discounts[1]["usageLimit"] == 1


@pytest.mark.parametrize(
    "asked",
    [{"percent": 0}, {"percent": 101}, {"percent": None, "amount": Money(0, "USD")}, {"amount": Money(10**6, "USD")}],
    ids=["nothing", "more than all", "no money", "both"],
)
def test_what_is_no_discount_is_not_asked_for(asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"a discount (of|must be from 1 to 100 %)"):
        replace(REQUEST, **asked)


async def test_codes_are_added_in_the_background(stand: ShopifyStand, store: Shopify) -> None:
    stand.coded.looks = 2
    assert await store.add_codes(FIRST, CODES) == Answer(provider_id=PART)
    assert await store.look_codes(FIRST, PART) == Answer(values=AddedCodes(False).values)
    assert refused(await store.look_codes(FIRST, PART)) == []
    assert stand.coded.codes_of(FIRST) == [REQUEST.code, *CODES]


async def test_more_than_a_shop_takes_at_a_time_are_not_asked_for(store: Shopify) -> None:
    for codes in ([], [*CODES, "ONE-MORE"]):
        with pytest.raises(ValueError, match="from 1 to 250"):
            await store.add_codes(FIRST, codes)


async def test_a_part_that_is_asked_for_twice_is_there_once(stand: ShopifyStand, store: Shopify) -> None:
    stand.fail_next(Trouble.CUT_AFTER)
    assert (await store.add_codes(FIRST, CODES)).failure is Failure.UNKNOWN
    await store.look_codes(FIRST, PART)
    again = await store.add_codes(FIRST, CODES)
    assert again.provider_id != PART
    assert refused(await store.look_codes(FIRST, str(again.provider_id))) == []
    assert sorted(stand.coded.codes_of(FIRST)) == sorted([REQUEST.code, *CODES])


async def test_a_code_that_the_shop_has_elsewhere_or_does_not_take_is_refused(
    stand: ShopifyStand, store: Shopify
) -> None:
    await store.create_discount(replace(REQUEST, title="the shop's own", code="spring-0003"))
    stand.coded.refused = lambda code: code.endswith("7")
    await store.add_codes(FIRST, CODES[:10])
    answer = await store.look_codes(FIRST, PART)
    assert answer.values is not None
    assert str(answer.values["refused"]).splitlines() == [
        "SPRING-0003 Code must be unique. Please try a different code.",
        "SPRING-0007 Code is invalid",
    ]


async def test_whose_a_refused_code_is_has_to_be_told(stand: ShopifyStand, store: Shopify) -> None:
    stand.coded.refused = lambda code: True
    await store.add_codes(FIRST, CODES)
    stand.fail_next(None, None, Trouble.BUSY)
    assert (await store.look_codes(FIRST, PART)).failure is Failure.RETRY
    assert refused(await store.look_codes(FIRST, PART)) == CODES


async def test_what_is_gone_is_told(stand: ShopifyStand, store: Shopify) -> None:
    assert (await store.look_discount(FIRST)).provider_id == FIRST
    assert await store.look_codes(FIRST, PART) == Answer(), "no such part"
    stand.coded.delete(FIRST)
    assert await store.look_discount(FIRST) == Answer()
    answer = await store.add_codes(FIRST, CODES)
    assert (answer.failure, answer.code) == (Failure.ALERT, "INVALID")


@pytest.mark.parametrize("trouble", [Trouble.GARBAGE, Trouble.EMPTY, Trouble.ERROR, Trouble.THROTTLED, Trouble.DENIED])
async def test_a_failure_is_told_as_one(stand: ShopifyStand, store: Shopify, trouble: Trouble) -> None:
    for ask in (
        lambda: store.add_codes(FIRST, CODES),
        lambda: store.look_codes(FIRST, PART),
        lambda: store.look_discount(FIRST),
    ):
        stand.fail_next(trouble)
        assert (await ask()).failure is not None  # type: ignore[no-untyped-call]
