"""A campaign's codes are made in the shop before anybody gets one: once each, whatever fails, and new ones for dead."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.campaign_terms import Terms
from flows.delivery import Answer
from flows.events import Item, OrderCreated
from flows.money import Money
from flows.shop_offers import ShopOffer
from flows.step_offer import ONE_DISCOUNT_PER
from handlers.actions.action import Refused
from handlers.calls import call_lifecycle
from handlers.calls.call_lifecycle import CallRequest
from handlers.campaigns.campaign_status import show_details
from handlers.campaigns.codes import code_supply
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.own_codes.own_code_creation import WhyNoCodes, check
from handlers.staff_notices import alerts
from storage.campaigns.campaign_codes import CampaignCodes, CodeStock
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.code_figures import list_given_codes
from storage.campaigns.code_handout import HandedCodes
from storage.campaigns.code_pools import CodePools, PoolKey
from storage.schema import discounts
from storage.sending.outbox import OutboxEntry
from tests.delivery import shop
from tests.delivery.house import House
from tests.providers.shopify import Trouble
from tests.storage.campaigns.test_campaigns import BY, campaign
from tests.storage.sending.test_fanout import someone

WEEK = timedelta(days=7)
TEN = ShopOffer.make_percent(10, WEEK)
SECONDS = timedelta(seconds=3)
ROUNDS = 60


async def _open(house: House, **values: Any) -> Campaign:
    """A campaign of a shop that has a store."""
    await house.apply(shop.file(store=True))

    async def make(turn: Turn) -> Campaign:
        made = campaign(turn.unit, **{"name": "Diwali", "made_at": turn.now, **values})
        await turn.unit.of(Campaigns).add(made, BY)
        return made

    return await house.act(make)


async def _want(house: House, which: Campaign, many: int, offer: ShopOffer = TEN) -> None:
    await house.act(lambda turn: code_supply.have_made(turn, which, offer, many, turn.now))


async def _stock(house: House, which: Campaign) -> CodeStock:
    return await house.act(lambda turn: turn.unit.of(CampaignCodes).stock(PoolKey(which.id)))


async def _until_made(house: House, which: Campaign) -> CodeStock:
    """Time passes until the store has all of them, or no more are made."""
    for _ in range(ROUNDS):
        await house.pass_(SECONDS, SECONDS)
        stock = await _stock(house, which)
        if stock.is_made or stock.failure:
            return stock
    raise AssertionError(f"they are never made: {await _stock(house, which)}")


async def _take(house: House, which: Campaign, many: int) -> list[str]:
    """The codes of so many people who have none."""

    async def take(turn: Turn) -> list[str]:
        people = {turn.unit.ids.make(): await someone(turn.unit, number) for number in range(many)}
        taken = await turn.unit.of(HandedCodes).take(PoolKey(which.id), people, turn.now)
        return [one.code for one in taken.values()]

    return await house.act(take)


async def test_codes_are_made_in_parts_and_then_handed_out(house: House) -> None:
    diwali = await _open(house)
    await _want(house, diwali, 600)
    assert await _until_made(house, diwali) == CodeStock(600, free=600, is_made=True)
    (made,) = house.shopify.discounts
    there = house.shopify.coded.codes_of(made["id"])
    assert len(there) == len(set(there)) == 600
    assert sum(len(one.codes) for one in house.shopify.coded.creations) == 599
    assert len(house.shopify.calls) == 1 + 2 * 3, "the discount, and three parts that are added and looked at"
    assert (made["customerGets"]["value"], made["usageLimit"]) == ({"percentage": 0.1}, 1)
    taken = await _take(house, diwali, 3)
    assert len(taken) == 3
    assert set(taken) < set(there)
    for code in there:
        prefix, _, secret = code.partition("-")
        assert (prefix, len(secret), set(secret) & set("O0I1L")) == ("DIWALI", 8, set())
    assert house.alerts() == []


@pytest.mark.parametrize(
    ("offer", "told"),
    [
        (ShopOffer.make_amount(Money.parse(Decimal("5"), "USD"), WEEK), {"amount": "5.00", "appliesOnEachItem": False}),
        (ShopOffer.make_shipping(WEEK), {"all": True}),
    ],
    ids=["money", "shipping"],
)
async def test_money_off_and_free_shipping_are_made_as_well(
    house: House, offer: ShopOffer, told: dict[str, Any]
) -> None:
    diwali = await _open(house)
    await _want(house, diwali, 3, offer)
    assert (await _until_made(house, diwali)).free == 3
    (made,) = house.shopify.discounts
    assert told in (made.get("destination"), made.get("customerGets", {}).get("value", {}).get("discountAmount"))
    assert len(house.shopify.coded.codes_of(made["id"])) == 3


TROUBLES = [Trouble.CUT_BEFORE, Trouble.CUT_AFTER, Trouble.ERROR, Trouble.BUSY, Trouble.THROTTLED, Trouble.GARBAGE]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda one: one.value)
@pytest.mark.parametrize("call", range(6), ids=lambda call: f"call {call + 1}")
async def test_whatever_call_fails_each_code_is_there_once(house: House, trouble: Trouble, call: int) -> None:
    diwali = await _open(house)
    house.shopify.fail_next(*[None] * call, trouble)
    await _want(house, diwali, 300)
    assert await _until_made(house, diwali) == CodeStock(300, free=300, is_made=True)
    (made,) = house.shopify.discounts
    there = house.shopify.coded.codes_of(made["id"])
    assert len(there) == len(set(there)) == 300


async def test_for_dead_codes_others_are_made_and_the_staff_hears_of_it(house: House) -> None:
    diwali = await _open(house)
    # The first code makes the discount; where that is refused there is no discount, which another test is about. Of
    # the third part on all are taken: the last of all would now and then be refused three times, and no more made.
    coded = house.shopify.coded
    coded.refused = lambda code: bool(coded.made) and len(coded.creations) < 3 and code[-1] in "23456789"
    await _want(house, diwali, 300)
    stock = await _until_made(house, diwali)
    assert (stock.free, stock.asked, stock.is_made) == (300, 0, True)
    assert stock.dead > 0
    assert len(coded.creations) > 2
    there = coded.codes_of(coded.made[0]["id"])
    assert sorted(await _take(house, diwali, 300)) == sorted(there)
    (alert,) = house.alerts()
    assert f"The store refused {stock.dead} discount codes of the campaign Diwali (Code is invalid)" in alert
    await house.pass_(timedelta(days=1))
    await _want(house, diwali, 300)  # as a wave of the next day begins
    assert await _until_made(house, diwali) == CodeStock(300, given=300, dead=stock.dead, is_made=True)
    assert len(house.alerts()) == 1, "it was told"


async def test_a_store_that_takes_no_code_is_not_asked_for_ever(house: House) -> None:
    diwali = await _open(house)
    await _want(house, diwali, 5)
    house.shopify.coded.refused = lambda code: bool(house.shopify.discounts)
    stock = await _until_made(house, diwali)
    assert (stock.free, stock.failure) == (1, "Code is invalid")
    (alert,) = house.alerts()
    assert "1 of 5 are ready (Code is invalid). People without a code get no message: /campaign_Diwali" in alert
    house.shopify.coded.refused = lambda _code: False
    await _want(house, diwali, 5)
    assert (await _until_made(house, diwali)).free == 5


async def test_codes_that_nobody_got_are_left_as_long_as_they_hold(house: House) -> None:
    diwali = await _open(house)
    await _want(house, diwali, 5)
    await _until_made(house, diwali)

    async def left(turn: Turn) -> list[int]:
        return [one.left for one in await list_given_codes(turn.unit, "USD", turn.now)]

    assert await house.act(left) == [5]
    house.clock.push(timedelta(days=60))
    assert await house.act(left) == [0]


async def test_a_refused_discount_is_told_at_once(house: House) -> None:
    diwali = await _open(house)
    house.shopify.fail_next(Trouble.DENIED)
    await _want(house, diwali, 5)
    await house.pass_(SECONDS, SECONDS)
    assert (await _stock(house, diwali)).failure is None, "it is asked again, once somebody lets us in"
    (alert,) = house.alerts()
    assert "wait for the store: 0 of 5 are ready (Access denied)" in alert
    await house.pass_(timedelta(minutes=5), timedelta(minutes=5))
    assert (await _until_made(house, diwali)).free == 5


async def test_more_are_made_when_more_people_are_there(house: House) -> None:
    diwali = await _open(house)
    await _want(house, diwali, 3)
    await _until_made(house, diwali)
    taken = await _take(house, diwali, 2)
    await _want(house, diwali, 2)
    assert (await _until_made(house, diwali)).free == 1, "what was wanted before is not lessened"
    await _want(house, diwali, 10)
    assert await _until_made(house, diwali) == CodeStock(10, free=8, given=2, is_made=True)
    assert len(house.shopify.discounts) == 1
    assert set(taken) < set(house.shopify.coded.codes_of(house.shopify.discounts[0]["id"]))
    with pytest.raises(ValueError, match="of one offer"):
        await _want(house, diwali, 10, ShopOffer.make_shipping(WEEK))


async def test_a_discount_that_somebody_deleted_is_made_anew_for_whoever_has_no_code(house: House) -> None:
    diwali = await _open(house, terms=Terms(TEN), status=CampaignStatus.SENDING)
    await _want(house, diwali, 20)
    await _until_made(house, diwali)
    old = await _take(house, diwali, 5)
    await house.act(lambda turn: turn.unit.change_all(discounts, discounts.c.code == min(old), status="used"))
    house.shopify.coded.delete(house.shopify.discounts[0]["id"])
    await _want(house, diwali, 20)
    stock = await _until_made(house, diwali)
    assert stock == CodeStock(20, free=15, given=5, dead=15, is_made=True)
    (alert,) = house.alerts()
    assert "people have and that no longer work: 4" in alert, "one was used"
    there = house.shopify.coded.codes_of(house.shopify.discounts[0]["id"])
    assert set(there).isdisjoint(old)
    assert len(there) == 15
    (told,) = await house.act(lambda turn: list_given_codes(turn.unit, "USD", turn.now))
    assert (told.given, told.left, told.dead, told.over) == (1, 15, 19, 0), "what was given is dead with the discount"

    async def shown_to_staff(turn: Turn) -> str:
        campaign = await turn.unit.of(Campaigns).get(diwali.id)
        assert campaign is not None
        (owner, *_), (member, *_) = await alerts.list_chats(turn), await turn.unit.access.members()
        return (await speech_to(turn, owner)).say((await show_details(turn, member, campaign)).text)

    assert "Codes: 1 given, 15 ready, 0 being created, 19 dead." in await house.act(shown_to_staff)


async def test_a_code_that_an_order_used_comes_with_no_other_message(house: House) -> None:
    diwali = await _open(house)
    await _want(house, diwali, 3)
    await _until_made(house, diwali)
    first, again = house.service.turns.store.ids.make(), house.service.turns.store.ids.make()
    person = await house.act(lambda turn: someone(turn.unit))

    async def take(turn: Turn, message: UUID) -> str:
        return (await turn.unit.of(HandedCodes).take(PoolKey(diwali.id), {message: person}, turn.now))[message].code

    code = await house.act(lambda turn: take(turn, first))
    assert await house.act(lambda turn: take(turn, again)) == code
    await house.act(lambda turn: turn.unit.change_all(discounts, discounts.c.code == code, status="used"))
    assert await house.act(lambda turn: take(turn, first)) == code, "it is the one of that message"
    assert await house.act(lambda turn: take(turn, again)) != code


async def test_a_discount_deleted_while_codes_are_added_is_made_anew(house: House) -> None:
    diwali = await _open(house)
    await _want(house, diwali, 20)
    await house.step()
    assert len(house.shopify.discounts) == 1
    house.shopify.coded.delete(house.shopify.discounts[0]["id"])
    stock = await _until_made(house, diwali)
    assert (stock.free, stock.is_made) == (20, True)


async def test_a_code_that_is_another_discount_s_is_left_to_it(house: House) -> None:
    diwali = await _open(house)
    house.shopify.fail_next(Trouble.CUT_BEFORE)
    await _want(house, diwali, 3)
    await house.step()
    (first,) = await house.act(lambda turn: turn.unit.of(CampaignCodes).list_asked(PoolKey(diwali.id), 1))
    theirs = {"id": "gid://shopify/DiscountCodeNode/1", "title": "the shop's own", "code": first}
    house.shopify.discounts.append(theirs)
    assert await _until_made(house, diwali) == CodeStock(3, free=3, dead=1, is_made=True)
    assert first not in await _take(house, diwali, 3)
    assert house.shopify.coded.codes_of(theirs["id"]) == [first]


async def test_for_a_campaign_that_was_called_off_no_more_are_made(house: House) -> None:
    diwali = await _open(house)
    await _want(house, diwali, 600)
    await house.step()

    async def end(turn: Turn) -> None:
        await turn.unit.of(Campaigns).move(diwali, CampaignStatus.CANCELLED, BY, turn.now)

    await house.act(end)
    for _ in range(5):
        await house.pass_(SECONDS, SECONDS)
    assert (await _stock(house, diwali)).free < 600
    calls = len(house.shopify.calls)
    await house.pass_(timedelta(hours=1), timedelta(hours=1))
    assert len(house.shopify.calls) == calls


async def _ann_gets_one(house: House, which: Campaign) -> str:
    """A code of the campaign for Ann, with a message that has left."""
    await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
    await house.settle()
    ann = await house.address("sms", shop.ANN)
    sent = await house.post(ann, "diwali", text="Lamps are here", campaign=which.id)

    async def take(turn: Turn) -> str:
        return (await turn.unit.of(HandedCodes).take(PoolKey(which.id), {sent: ann.contact}, turn.now))[sent].code

    code = await house.act(take)
    await house.settle()
    return code


@pytest.mark.parametrize("has_one", [True, False], ids=["with a code of the campaign", "without"])
async def test_whoever_has_a_code_of_a_campaign_is_reminded_without_one(house: House, has_one: bool) -> None:
    diwali = await _open(house)
    await house.apply(shop.file(store=True, steps='{ after = "30m", discount = 10 }'))
    await _want(house, diwali, 1)
    await _until_made(house, diwali)
    if has_one:
        await _ann_gets_one(house, diwali)
    await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
    await house.tell(shop.cart(shop.customer(), house.clock.now()))
    await house.settle()
    await house.pass_(shop.FIRST_STEP)  # the code is asked for
    await house.pass_(SECONDS, SECONDS)
    ann = (await house.address("sms", shop.ANN)).contact
    page = await house.act(lambda turn: turn.unit.messages.page(None, ann, None, 10))
    (reminder,) = [one for one in page if one.template and one.template.startswith("cart_reminder")]
    assert ("code" in reminder.data) != has_one
    assert len(house.shopify.discounts) == (1 if has_one else 2)
    since = house.clock.now() - ONE_DISCOUNT_PER
    had = await house.act(lambda turn: turn.unit.discounts.had_since([ann], since, but=diwali.id))
    assert bool(had) != has_one, "the campaign sees the reminder's code, and not its own"


async def test_an_order_with_a_code_of_a_campaign_counts_for_its_message(house: House) -> None:
    diwali = await _open(house)
    await _want(house, diwali, 1)
    await _until_made(house, diwali)
    code = await _ann_gets_one(house, diwali)
    price, at = Money.parse("40", "USD"), house.clock.now()
    cap = (Item("CAP", "Cap", price=price),)
    await house.tell(OrderCreated("o1", "#o1", price, cap, shop.customer(), at, discount_codes=(code.lower(),)))
    await house.settle()

    async def look(turn: Turn) -> tuple[str, str]:
        sent = await turn.unit.messages.find_by_key("diwali")
        counted = await turn.unit.attributions.find_attribution(sent.id) if sent else None
        (used,) = await turn.unit.discounts.list_by_codes([code])
        return counted.reason if counted else "", used.status

    assert await house.act(look) == ("code", "used")


async def test_a_step_that_two_processes_did_is_written_once(house: House) -> None:
    """One was taken for dead, and concludes all the same."""
    diwali = await _open(house)
    await _want(house, diwali, 20)
    line = await house.line("shopify")

    async def claim(turn: Turn) -> tuple[OutboxEntry, CallRequest]:
        (entry,) = await turn.unit.outbox.claim(line.id, turn.now, turn.elapsed, timedelta(minutes=1), 1)
        request = await call_lifecycle.begin(turn, entry)
        assert request is not None
        return entry, request

    entry, request = await house.act(claim)
    for number in (1, 2):
        answer = Answer(provider_id=f"gid://shopify/DiscountCodeNode/{number}")
        await house.act(partial(call_lifecycle.conclude, entry=entry, request=request, answer=answer))
    pool = await house.act(lambda turn: turn.unit.of(CodePools).get(PoolKey(diwali.id)))
    assert pool is not None
    assert pool.discount == "gid://shopify/DiscountCodeNode/1"
    assert await _stock(house, diwali) == CodeStock(20, asked=19, free=1)


async def test_without_a_store_and_in_another_currency_nothing_is_begun(house: House) -> None:
    async def asked(offer: ShopOffer) -> object:
        async def look(turn: Turn) -> str:
            return check(turn, offer)

        with pytest.raises(Refused) as refused:
            await house.act(look)
        return refused.value.reason

    assert await asked(TEN) is WhyNoCodes.NO_STORE
    await house.apply(shop.file(store=True))
    assert await asked(ShopOffer.make_amount(Money.parse(100, "INR"), WEEK)) is WhyNoCodes.OTHER_CURRENCY
