"""A campaign with an offer hands each person a code of their own."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select, update

from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign import CampaignStatus
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.follow_up import FollowUp
from flows.delivery import MessageStatus
from flows.money import Money
from flows.shop_offers import ShopOffer
from handlers.actions.action import Refused
from handlers.campaigns.drafts import campaign_draft
from handlers.campaigns.drafts.campaign_draft import EditCampaign, NewCampaign, save_draft
from handlers.campaigns.drafts.draft_checks import WhyNoDraft
from handlers.campaigns.launch_action import LaunchCampaign, WhyNotLaunched, launch, would_launch
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.campaigns.campaign_codes import CampaignCodes
from storage.campaigns.code_figures import find_code, list_given_codes
from storage.campaigns.code_pools import PoolKey
from storage.schema import contacts, discounts, orders
from storage.store.discounts import DiscountCode
from tests.delivery import shop
from tests.delivery.campaigned import BY_HAND, fan_out, launched, mailed, people, states
from tests.delivery.house import House
from tests.delivery.offered import FIFTEEN, SECONDS, WEEK, bodies, codes_in, settle_codes, status_of, stock_of


async def test_each_person_has_a_code_of_their_own(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 12)
    spring = await launched(house, terms=Terms(FIFTEEN))
    await settle_codes(house)
    assert await states(house, spring) == {(MessageStatus.SENT, None): 12}
    codes = [text.partition("code ")[2].partition(",")[0] for text in bodies(house)]
    assert len(set(codes)) == 12
    assert set(codes) <= set(house.shopify.coded.codes_of(house.shopify.discounts[0]["id"]))
    assert all("15% off with code SPRING-" in text and ", until " in text for text in bodies(house))
    assert (await stock_of(house, spring)).given == 12


STILL = FollowUp(timedelta(days=3), (CampaignText("Still time"),))


@pytest.mark.parametrize("follow_ups", [(), (STILL,)], ids=["one step", "a follow-up"])
@pytest.mark.parametrize("after", [None, timedelta(hours=4)], ids=["now", "later"])
async def test_the_end_that_is_shown_is_the_one_in_the_message(
    house: House, follow_ups: tuple[FollowUp, ...], after: timedelta | None
) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 1)
    house.clock.push(timedelta(minutes=17))
    terms = Terms(FIFTEEN, follow_ups=follow_ups)

    async def make(turn: Turn) -> NamedCampaign:
        at, told = turn.now + after if after else None, json.dumps(write_criteria(EVERYBODY))
        done = await save_draft(
            turn, BY_HAND, NewCampaign("Spring", told, "all", (CampaignText("Hi"),), at, terms=terms)
        )
        return NamedCampaign(done.id, done.name)

    spring = await house.act(make)
    await fan_out(house)

    async def look(turn: Turn) -> str:
        shown = await would_launch(turn, LaunchCampaign(spring))
        return make_english(turn).say(shown.text)

    seen = await house.act(look)
    house.clock.push(timedelta(minutes=5))
    await house.act(lambda turn: launch(turn, BY_HAND, LaunchCampaign(spring)))
    await house.pass_(after or timedelta(minutes=1))
    await fan_out(house)
    await settle_codes(house)
    (text,) = bodies(house)
    reads = r"until (\w+, \w+ \d+ at \d+ [ap]m)"
    (shown,), (came,) = re.findall(reads, seen), re.findall(reads, text)
    assert shown == came
    (terms_say,) = re.findall(r"one order, until (\w+) (\d+) (\w+) (\d+):00\. ", seen)
    day, on, month, hour = terms_say
    assert came == f"{day}, {month} {on} at {int(hour) % 12 or 12} {'am' if int(hour) < 12 else 'pm'}"


async def test_words_say_the_offer_where_they_want_it(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 1)
    five = ShopOffer.make_amount(Money.parse(Decimal("5"), "USD"), WEEK)
    await launched(house, "{offer} off with {code}", terms=Terms(five))
    await settle_codes(house)
    (text,) = bodies(house)
    assert "$5 off with SPRING-" in text
    assert text.count("SPRING-") == 1


async def test_words_say_free_shipping_where_that_is_the_offer(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 1)
    spring = await launched(house, "Now {offer}: {code}", terms=Terms(ShopOffer.make_shipping(WEEK)))
    await settle_codes(house)
    (text,) = bodies(house)
    assert "Now free shipping: SPRING-" in text
    assert await house.telegram.say(shop.OWNER, "/campaign test spring") == 200
    await house.settle()
    assert any("Now free shipping: SPRING-XXXXXXXX" in told for told in house.alerts())
    assert await states(house, spring) == {(MessageStatus.SENT, None): 1}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((CampaignText("Hi"), CampaignText("See {link}", "B")), "There is no value for {link}. Leave it out, or add"),
        ((CampaignText("{link|}"),), "Nothing is left of its words here."),
    ],
    ids=["a place", "all of it"],
)
async def test_a_test_of_words_that_lack_a_value_says_which(
    house: House, words: tuple[CampaignText, ...], said: str
) -> None:
    async def make(turn: Turn) -> None:
        await save_draft(turn, BY_HAND, NewCampaign("Spring", json.dumps(write_criteria(EVERYBODY)), "all", words))

    await house.act(make)
    assert await house.telegram.say(shop.OWNER, "/campaign test spring") == 200
    await house.settle()
    (told,) = house.alerts()
    assert told.startswith(said), "and nothing beside it: no wording was sent"
    assert "/campaign_edit_Spring" in told


async def test_whose_words_lack_a_value_has_no_code(house: House) -> None:
    await house.apply(shop.file(store=True))
    ann, *_ = await people(house, 3)
    named = update(contacts).where(contacts.c.id == ann).values(name="Ann")
    await house.act(lambda turn: turn.unit.run(named))
    spring = await launched(house, "Hi {name}, your code {code}", terms=Terms(FIFTEEN), holdout=0.0)
    await settle_codes(house)
    assert await states(house, spring) == {
        (MessageStatus.SENT, None): 1,
        (MessageStatus.REFUSED, "template.missing"): 2,
    }
    stock = await stock_of(house, spring)
    assert (stock.given, stock.free) == (1, stock.wanted - 1)
    (given,) = await house.act(lambda turn: list_given_codes(turn.unit, "USD", turn.now))
    assert given.given == 1


async def test_what_a_code_brought_is_without_what_was_refunded_or_came_back(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 2)
    await launched(house, "Your code {code}", terms=Terms(FIFTEEN), holdout=0.0)
    await settle_codes(house)

    async def buy(turn: Turn) -> None:
        for row in await turn.unit.rows(select(discounts).where(turn.unit.owns(discounts))):
            which = turn.unit.ids.make()
            told = {"source": "api", "ref": which.hex, "number": "#1", "created_at": turn.now, "placed_at": turn.now}
            money = {"currency": "USD", "total": 20_000_000, "refunded": 2_000_000, "returned": 5_000_000}
            await turn.unit.add(orders, id=which, contact=row.contact, **told, **money)
            await turn.unit.change(discounts, row.id, status="used", order=which)

    await house.act(buy)
    (given,) = await house.act(lambda turn: list_given_codes(turn.unit, "USD", turn.now))
    assert (given.used, given.revenue) == (2, Money.parse(30, "USD"))


async def test_whoever_had_a_discount_lately_gets_none_and_is_no_part_of_either_side(house: House) -> None:
    await house.apply(shop.file(store=True))
    had, *_others = await people(house, 4)
    spring_before = await house.post(await _address(house, had), "before", text="Here is one")

    async def give(turn: Turn) -> None:
        made, ends = turn.now, turn.now + WEEK
        code = DiscountCode(turn.unit.ids.make(), "OLD", had, None, 10, "created", made, ends, message=spring_before)
        await turn.unit.discounts.add(code)

    await house.act(give)
    await house.settle()
    spring = await launched(house, terms=Terms(FIFTEEN))
    await settle_codes(house)
    assert await states(house, spring) == {
        (MessageStatus.SENT, None): 3,
        (MessageStatus.REFUSED, "campaign.discount"): 1,
    }


async def _address(house: House, contact: UUID):  # type: ignore[no-untyped-def]
    async def find(turn: Turn):  # type: ignore[no-untyped-def]
        return (await turn.unit.people.addresses_of(contact))[0]

    return await house.act(find)


async def test_who_comes_after_the_codes_were_counted_has_one_made(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 3)
    spring = await launched(house, terms=Terms(FIFTEEN))

    async def take_all(turn: Turn) -> None:
        stock = await turn.unit.of(CampaignCodes).stock(PoolKey(spring.id))
        assert stock.wanted >= 3
        await turn.unit.of(CampaignCodes).bury(PoolKey(spring.id), "somebody used them up")

    for _ in range(3):
        await house.act(take_all)
        await house.pass_(SECONDS, SECONDS)
    await settle_codes(house)
    assert await states(house, spring) == {(MessageStatus.SENT, None): 3}


async def test_where_the_store_makes_none_nobody_is_told_of_an_offer(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 3)
    house.shopify.coded.refused = lambda _code: True
    spring = await launched(house, terms=Terms(FIFTEEN))
    await settle_codes(house)
    assert await states(house, spring) == {(MessageStatus.REFUSED, "campaign.no-code"): 3}
    assert bodies(house) == []
    assert any("Spring" in told for told in house.alerts())


async def test_of_a_discount_that_was_deleted_a_follow_up_has_a_code_that_holds(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 6)
    spring = await launched(house, terms=Terms(FIFTEEN, follow_ups=(STILL,)), holdout=0.0)
    await settle_codes(house)
    (old,) = house.shopify.discounts
    first = codes_in(house)
    assert len(set(first)) == 6
    house.shopify.coded.delete(old["id"])
    await house.pass_(STILL.after - timedelta(hours=1))
    await fan_out(house)
    await settle_codes(house)
    assert [one for one in house.alerts() if "was deleted in the store" in one] != []
    await house.pass_(timedelta(hours=1))
    await settle_codes(house)
    assert (await states(house, spring)) == {(MessageStatus.SENT, None): 12}
    again = codes_in(house)[6:]
    assert len(set(again)) == 6
    assert set(again) <= set(house.shopify.coded.codes_of(house.shopify.discounts[-1]["id"]))
    assert set(again).isdisjoint(first)
    assert [await _stands(house, one) for one in (first[0], again[0])] == ["dead", "created"]


async def _stands(house: House, code: str) -> str | None:
    found = await house.act(lambda turn: find_code(turn.unit, code))
    return found.status if found is not None else None


async def test_where_no_store_is_connected_any_more_nobody_is_told_of_an_offer(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 3)
    spring = await launched(house, at=house.clock.now() + timedelta(hours=3), terms=Terms(FIFTEEN))
    await settle_codes(house)
    await house.act(lambda turn: turn.unit.of(CampaignCodes).bury(PoolKey(spring.id), "somebody used them up"))
    await house.apply(shop.file())
    await house.pass_(timedelta(hours=2))
    await fan_out(house)
    await house.pass_(timedelta(hours=1))
    assert await states(house, spring) == {(MessageStatus.REFUSED, "campaign.no-code"): 3}


@pytest.mark.parametrize(
    ("terms", "words", "why"),
    [
        (Terms(FIFTEEN), "Hi", "codes_no_store"),
        (Terms(), "{offer} off", WhyNoDraft.NO_OFFER.value),
        (Terms(budget=Money(0, "USD")), "Hi", WhyNoDraft.NO_MONEY.value),
    ],
    ids=["no store", "no offer to tell of", "no money"],
)
async def test_terms_that_cannot_be_kept_are_said_at_once(house: House, terms: Terms, words: str, why: str) -> None:
    await people(house, 1)
    with pytest.raises(Refused) as refused:
        await launched(house, words, terms=terms)
    assert refused.value.reason == why


async def test_a_campaign_whose_offer_is_over_is_not_launched(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 1)

    async def make(turn: Turn) -> NamedCampaign:
        offer = ShopOffer(15, valid_for=WEEK, ends_at=turn.now + timedelta(hours=2))
        told = json.dumps(write_criteria(EVERYBODY))
        new = NewCampaign("Spring", told, "all", (CampaignText("Hi"),), terms=Terms(offer))
        done = await save_draft(turn, BY_HAND, new)
        return NamedCampaign(done.id, done.name)

    spring = await house.act(make)
    await fan_out(house)
    house.clock.push(timedelta(hours=1))
    await house.act(lambda turn: would_launch(turn, LaunchCampaign(spring)))
    house.clock.push(timedelta(hours=1))
    with pytest.raises(Refused) as refused:
        await house.act(lambda turn: would_launch(turn, LaunchCampaign(spring)))
    assert refused.value.reason is WhyNotLaunched.OFFER_OVER
    with pytest.raises(Refused):
        await house.act(lambda turn: launch(turn, BY_HAND, LaunchCampaign(spring)))
    assert await status_of(house, spring) is CampaignStatus.PREVIEWED


async def test_of_a_launched_campaign_the_offer_stays(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 1)
    spring = await launched(house, terms=Terms(FIFTEEN))
    other = EditCampaign(spring.id, terms=Terms(ShopOffer.make_percent(20, WEEK)))
    with pytest.raises(Refused) as refused:
        await house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, other))
    assert refused.value.reason == WhyNoDraft.LAUNCHED
    assert len(await mailed(house, spring)) == 1
