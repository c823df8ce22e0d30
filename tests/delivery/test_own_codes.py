"""A code of the shop's own is made in its store, given to everybody of a campaign that names it, and ended there."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from flows.campaigns.campaign_terms import Terms
from flows.delivery import MessageStatus
from flows.events import Item, OrderCreated
from flows.money import Money
from flows.phrase import Text
from handlers.actions.action import Refused
from handlers.campaigns.launch_action import WhyNotLaunched
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from handlers.own_codes import own_code_undo
from handlers.own_codes.own_code_creation import EndCode, MakeCode, WhyNoCode, WhyNoCodes, end, request_code, would_make
from storage.businesses.deeds import Deeds
from storage.campaigns.campaign_codes import CampaignCodes
from storage.campaigns.code_pools import PoolKey
from storage.people.people import Address
from storage.store.discounts import DiscountCode
from storage.store.own_codes import OwnCode, OwnCodes, OwnCodeStatus
from tests.delivery import shop
from tests.delivery.campaigned import BY_HAND, launched, people, states
from tests.delivery.house import House

WEEK = timedelta(days=7)
SECONDS = timedelta(seconds=5)


async def _make(house: House, code: str = "SAVE10", uses: int | None = 50) -> OwnCode:
    async def work(turn: Turn) -> OwnCode:
        return await request_code(turn, BY_HAND, MakeCode(code, turn.now + WEEK, percent=10, uses=uses))

    made = await house.act(work)
    await house.pass_(elapsed=SECONDS)
    return made


async def _end(house: House, code: str) -> None:
    async def work(turn: Turn) -> None:
        await end(turn, BY_HAND, EndCode(code))

    await house.act(work)
    await house.pass_(elapsed=SECONDS)


async def _stands(house: House, code: str = "SAVE10") -> OwnCode:
    found = await house.act(lambda turn: turn.unit.of(OwnCodes).find_by_name(code))
    assert found is not None
    return found


async def test_it_is_made_once_for_so_many_orders_and_told(house: House) -> None:
    await house.apply(shop.file(store=True))
    await _make(house)
    (made,) = house.shopify.discounts
    assert (made["code"], made["usageLimit"], made["customerGets"]["value"]) == ("SAVE10", 50, {"percentage": 0.1})
    stands = await _stands(house)
    assert (stands.status, stands.discount) == (OwnCodeStatus.LIVE, made["id"])
    assert any(text.startswith("SAVE10 is ready, valid until ") for text in house.alerts())


async def test_one_that_any_number_may_use_has_no_limit_in_the_store(house: House) -> None:
    await house.apply(shop.file(store=True))
    await _make(house, uses=None)
    assert house.shopify.discounts[0]["usageLimit"] is None


async def test_what_the_store_refuses_is_told_and_the_name_is_free_again(house: House) -> None:
    await house.apply(shop.file(store=True))
    house.shopify.coded.refused = lambda _code: True
    await _make(house)
    assert (await _stands(house)).status is OwnCodeStatus.FAILED
    assert any("Your store did not create SAVE10" in text for text in house.alerts())
    house.shopify.coded.refused = lambda _code: False
    await _make(house)
    assert (await _stands(house)).status is OwnCodeStatus.LIVE


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ({"code": "SAVE10", "percent": 10}, WhyNoCode.TAKEN),
        ({"code": "NEW", "percent": 10, "uses": 0}, WhyNoCode.USES),
        ({"code": "NEW", "amount": Money.parse(Decimal(100), "INR")}, WhyNoCodes.OTHER_CURRENCY),
    ],
)
async def test_what_is_not_made(house: House, command: dict[str, object], why: object) -> None:
    await house.apply(shop.file(store=True))
    await _make(house)

    async def look(turn: Turn) -> None:
        await would_make(turn, MakeCode(ends_at=turn.now + WEEK, **command))  # type: ignore[arg-type]

    with pytest.raises(Refused) as refused:
        await house.act(look)
    assert refused.value.reason is why


async def test_without_a_store_none_is_made(house: House) -> None:
    async def look(turn: Turn) -> None:
        await would_make(turn, MakeCode("SAVE10", turn.now + WEEK, percent=10))

    with pytest.raises(Refused) as refused:
        await house.act(look)
    assert refused.value.reason is WhyNoCodes.NO_STORE


async def test_its_end_reaches_the_store_also_where_that_was_deleted_there(house: House) -> None:
    await house.apply(shop.file(store=True))
    await _make(house)
    await _make(house, "OTHER20")
    house.shopify.coded.delete(house.shopify.discounts[1]["id"])
    for code in ("SAVE10", "OTHER20"):
        await _end(house, code)
    assert house.shopify.coded.ended == ["SAVE10"]
    assert {(await _stands(house, one)).status for one in ("SAVE10", "OTHER20")} == {OwnCodeStatus.ENDED}
    with pytest.raises(Refused) as refused:
        await _end(house, "SAVE10")
    assert refused.value.reason is WhyNoCode.OVER


async def test_an_undo_ends_what_was_made(house: House) -> None:
    await house.apply(shop.file(store=True))
    await _make(house)

    async def undo(turn: Turn) -> None:
        last = await turn.unit.of(Deeds).last(None, own_code_undo.UNDOES.kinds)
        assert last is not None
        await own_code_undo.UNDOES.preview(turn, last.id)
        await own_code_undo.UNDOES.does(turn, BY_HAND, last.id)

    await house.act(undo)
    await house.pass_(elapsed=SECONDS)
    assert house.shopify.coded.ended == ["SAVE10"]


async def test_orders_that_used_it_are_counted(house: House) -> None:
    await house.apply(shop.file(store=True))
    await _make(house)
    now, dana = house.clock.now(), shop.customer()
    for number, codes in enumerate((("save10",), ("OTHER",), ())):
        price = Money.parse(Decimal(45), "USD")
        items = (Item("KURTA", "Kurta", price=price),)
        order = OrderCreated(str(number), str(number), price, items, dana, now, discount_codes=codes)
        await house.tell(order)
    await house.settle()
    assert await house.act(_used) == 1


async def _used(turn: Turn) -> int:
    found = await turn.unit.of(OwnCodes).find_by_name("SAVE10")
    assert found is not None
    return await turn.unit.of(OwnCodes).count_uses(found)


async def test_a_campaign_gives_everybody_the_code_it_names_until_that_is_ended(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 3)
    await _make(house)
    offer = (await _stands(house)).offer
    spring = await launched(house, "{offer} off with {code}", terms=Terms(offer))
    await house.settle()
    assert await states(house, spring) == {(MessageStatus.SENT, None): 3}
    assert ["10% off with SAVE10" in str(one.first("Body")) for one in house.twilio.messages] == [True] * 3
    assert (await house.act(lambda turn: turn.unit.of(CampaignCodes).stock(PoolKey(spring.id)))).wanted == 0
    assert len(house.shopify.discounts) == 1


async def test_a_code_for_everybody_is_told_to_who_had_a_discount_lately_too(house: House) -> None:
    """It is none of the one discount in 30 days: they could use it without our message as well."""
    await house.apply(shop.file(store=True))
    had, *_others = await people(house, 3)
    await _make(house)

    async def find(turn: Turn) -> Address:
        return (await turn.unit.people.addresses_of(had))[0]

    letter = await house.post(await house.act(find), "before", text="Here is one")

    async def give(turn: Turn) -> None:
        made, ends = turn.now, turn.now + WEEK
        code = DiscountCode(turn.unit.ids.make(), "OLD", had, None, 10, "created", made, ends, message=letter)
        await turn.unit.discounts.add(code)

    await house.act(give)
    spring = await launched(house, terms=Terms((await _stands(house)).offer))
    await house.settle()
    assert await states(house, spring) == {(MessageStatus.SENT, None): 3}


async def test_whoever_would_get_a_code_that_was_ended_gets_none(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 2)
    await _make(house)
    spring = await launched(house, terms=Terms((await _stands(house)).offer))
    await house.act(lambda turn: end(turn, BY_HAND, EndCode("SAVE10")))
    await house.settle()
    assert await states(house, spring) == {(MessageStatus.REFUSED, "campaign.no-code"): 2}


async def test_a_campaign_whose_code_was_ended_since_it_was_shown_is_not_launched(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 2)
    await _make(house)
    offer = (await _stands(house)).offer
    await _end(house, "SAVE10")
    with pytest.raises(Refused) as refused:
        await launched(house, terms=Terms(offer))
    assert refused.value.reason is WhyNotLaunched.CODE_OVER
    said = await house.act(lambda turn: _said(turn, refused.value.text))
    assert said.startswith(
        "SAVE10 is no longer valid. Use another code (to create one: /discount new), or write no offer."
    )
    assert "/campaign_edit_Spring" in said


async def _said(turn: Turn, what: Text) -> str:
    return make_english(turn).say(what)
