"""Variants of a campaign with offers of their own: each person gets a code of their variant's offer, of no other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign import CampaignStatus
from flows.campaigns.campaign_arms import CampaignArm
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.follow_up import FollowUp
from flows.campaigns.send_schedule import Schedule
from flows.campaigns.wording_trial import Measure
from flows.delivery import MessageStatus
from flows.money import Money
from flows.shop_offers import ShopOffer
from handlers.actions.action import Refused
from handlers.campaigns.drafts.campaign_draft import EditCampaign, NewCampaign, edit, save_draft
from handlers.campaigns.drafts.draft_checks import WhyNoDraft
from handlers.campaigns.launch_action import LaunchCampaign, launch, would_launch
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.campaigns.campaign_codes import CampaignCodes, CodeStock
from storage.campaigns.code_pools import PoolKey
from storage.schema import campaign_codes, discounts
from storage.sending.message import Message
from storage.store.discounts import DiscountCode
from tests.delivery import shop
from tests.delivery.campaigned import BY_HAND, fan_out, found, mailed, people, states
from tests.delivery.house import House
from tests.delivery.offered import FIFTEEN, SECONDS, WEEK, bodies, settle_codes, status_of
from tests.delivery.test_campaign_offers import _address

TEN = ShopOffer.make_percent(10, WEEK)
SHIPPING = ShopOffer.make_shipping(WEEK)
HELLO = (CampaignText("Hello"),)
TEN_OR_FIFTEEN = (CampaignArm("A", None, TEN), CampaignArm("B", None, FIFTEEN))
NONE_OR_SHIPPING = (CampaignArm("A"), CampaignArm("B", None, SHIPPING))
STILL = FollowUp(timedelta(days=3), (CampaignText("Still time"),))


async def _drafted(
    house: House, arms: tuple[CampaignArm, ...], texts: tuple[CampaignText, ...] = HELLO, **values: Any
) -> NamedCampaign:
    terms = Terms(arms=arms, **values.pop("terms", {}))

    async def make(turn: Turn) -> NamedCampaign:
        told = json.dumps(write_criteria(EVERYBODY))
        new = NewCampaign("Spring", told, "all", texts, terms=terms, **{"holdout": 0.0, **values})
        done = await save_draft(turn, BY_HAND, new)
        return NamedCampaign(done.id, done.name)

    made = await house.act(make)
    await fan_out(house)
    return made


async def _launched(house: House, arms: tuple[CampaignArm, ...], *args: Any, **values: Any) -> NamedCampaign:
    await house.apply(shop.file(store=True))
    made = await _drafted(house, arms, *args, **values)
    await house.act(lambda turn: launch(turn, BY_HAND, LaunchCampaign(made)))
    await fan_out(house)
    await settle_codes(house)
    return made


async def _stock(house: House, which: NamedCampaign, variant: str) -> CodeStock:
    return await house.act(lambda turn: turn.unit.of(CampaignCodes).stock(PoolKey(which.id, variant)))


async def _pools_of(house: House, some: Sequence[Message]) -> dict[UUID, str]:
    """By message the variant whose pool its code is of."""

    async def look(turn: Turn) -> dict[UUID, str]:
        of_pool = select(discounts.c.message, campaign_codes.c.variant).join(
            campaign_codes, campaign_codes.c.code == discounts.c.code
        )
        rows = await turn.unit.rows(of_pool.where(turn.unit.owns(discounts), turn.unit.owns(campaign_codes)))
        return {row.message: row.variant for row in rows}

    every = await house.act(look)
    return {one.id: every[one.id] for one in some if one.id in every}


async def test_each_has_a_code_of_the_offer_of_their_variant(house: House) -> None:
    them = await people(house, 30)
    spring = await _launched(house, TEN_OR_FIFTEEN)
    every = await mailed(house, spring)
    assert await states(house, spring) == {(MessageStatus.SENT, None): 30}
    assert sorted(one.contact for one in every) == sorted(them)
    pools = await _pools_of(house, every)
    assert {(one.variant, pools[one.id]) for one in every} == {(0, "A"), (1, "B")}
    many = sum(one.variant == 0 for one in every)
    assert ((await _stock(house, spring, "A")).given, (await _stock(house, spring, "B")).given) == (many, 30 - many)
    ten = [text for text in bodies(house) if "10% off with code SPRING-" in text]
    assert len(ten) == many
    assert sum("15% off with code SPRING-" in text for text in bodies(house)) == 30 - many
    made = [set(house.shopify.coded.codes_of(one["id"])) for one in house.shopify.discounts]
    assert len(made) == 2, "a discount for each offer"
    codes = {text.partition("code ")[2].partition(",")[0] for text in ten}
    assert any(codes <= some for some in made)


async def test_a_variant_without_an_offer_tells_of_none(house: House) -> None:
    await people(house, 30)
    spring = await _launched(house, NONE_OR_SHIPPING)
    every = await mailed(house, spring)
    assert await states(house, spring) == {(MessageStatus.SENT, None): 30}
    offered = sum(one.variant == 1 for one in every)
    assert sum("SPRING-" in text for text in bodies(house)) == offered
    assert sum("SPRING-" not in text and "Hello" in text for text in bodies(house)) == 30 - offered
    assert len(house.shopify.discounts) == 1
    assert (await _stock(house, spring, "B")).given == offered


async def test_variants_of_one_offer_share_its_codes(house: House) -> None:
    await people(house, 20)
    at = house.clock.now() + timedelta(hours=1)
    arms = (CampaignArm("A", None, TEN), CampaignArm("B", Schedule(at), TEN), CampaignArm("C", None, FIFTEEN))
    spring = await _launched(house, arms)
    await house.pass_(timedelta(hours=1))
    await fan_out(house)
    await settle_codes(house)
    every = await mailed(house, spring)
    assert (await _stock(house, spring, "A")).given == sum(one.variant in {0, 1} for one in every)
    assert (await _stock(house, spring, "B")).wanted == 0
    assert len(house.shopify.discounts) == 2


async def test_a_follow_up_keeps_the_offer_of_its_person(house: House) -> None:
    await people(house, 20)
    spring = await _launched(house, TEN_OR_FIFTEEN, terms={"follow_ups": (STILL,)})
    await house.pass_(STILL.after - timedelta(hours=1))
    await fan_out(house)
    await house.pass_(timedelta(hours=1))
    await settle_codes(house)
    every = await mailed(house, spring)
    variants = {one.address: one.variant for one in every if one.step == 1}
    again = [text for text in bodies(house) if "Still time" in text]
    assert len(again) == 20
    assert sum("10% off" in text for text in again) == sum(one == 0 for one in variants.values())
    first = [text for text in bodies(house) if "Hello" in text]
    assert {_code(text) for text in again} == {_code(text) for text in first}, "the same code"


def _code(text: str) -> str:
    return text.partition("code ")[2].partition(",")[0]


async def test_of_a_discount_that_was_deleted_only_its_own_codes_die(house: House) -> None:
    await people(house, 12)
    spring = await _launched(house, TEN_OR_FIFTEEN, terms={"follow_ups": (STILL,)})
    every = await mailed(house, spring)
    ten = {_code(text) for text in bodies(house) if "10% off" in text}
    (old,) = [one for one in house.shopify.discounts if ten <= set(house.shopify.coded.codes_of(one["id"]))]
    house.shopify.coded.delete(old["id"])
    await house.pass_(STILL.after - timedelta(hours=1))
    await fan_out(house)
    await settle_codes(house)
    await house.pass_(timedelta(hours=1))
    await settle_codes(house)
    again = {_code(text): "10% off" in text for text in bodies(house) if "Still time" in text}
    assert len(again) == len(every) == 12
    assert {code for code, is_ten in again.items() if is_ten}.isdisjoint(ten)
    fifteen = {_code(text) for text in bodies(house) if "15% off" in text and "Hello" in text}
    assert {code for code, is_ten in again.items() if not is_ten} == fifteen, "theirs hold"


async def test_who_had_a_discount_lately_is_no_part_of_any_variant(house: House) -> None:
    them = await people(house, 24)
    await house.apply(shop.file(store=True))
    for one in them[:16]:
        letter = await house.post(await _address(house, one), f"before {one}", text="Here is one")

        async def give(turn: Turn, one: UUID = one, letter: UUID = letter) -> None:
            ends, code = turn.now + WEEK, f"OLD-{one.hex[-8:]}"
            which = turn.unit.ids.make()
            had = DiscountCode(which, code, one, None, 10, "created", turn.now, ends, message=letter)
            await turn.unit.discounts.add(had)

        await house.act(give)
    await house.settle()
    spring = await _launched(house, NONE_OR_SHIPPING)
    preview = (await found(house, spring)).preview
    assert preview is not None
    assert preview.excluded == {"campaign.discount": 16}
    refused = [one for one in await mailed(house, spring) if one.code == "campaign.discount"]
    assert {one.contact for one in refused} == set(them[:16])
    assert {one.variant for one in refused} == {0, 1}, "of who is offered nothing as well"


async def test_a_budget_that_is_spent_frees_codes_of_their_own_pool(house: House) -> None:
    await people(house, 12)
    spring = await _launched(house, TEN_OR_FIFTEEN, terms={"budget": Money.parse("0.05", "USD")})
    assert await status_of(house, spring) is CampaignStatus.PAUSED
    sent = [one for one in await mailed(house, spring) if one.status is MessageStatus.SENT]
    assert 0 < len(sent) < 12
    for place, variant in enumerate("AB"):
        stock = await _stock(house, spring, variant)
        assert stock.given == sum(one.variant == place for one in sent)


async def test_the_preview_tells_each_offer_and_compares_by_orders(house: House) -> None:
    await people(house, 12)
    await house.apply(shop.file(store=True))
    spring = await _drafted(house, NONE_OR_SHIPPING)
    campaign = await found(house, spring)
    assert campaign.preview is not None
    assert campaign.preview.trial is not None
    assert campaign.preview.trial.measure is Measure.PURCHASES
    shown = await house.act(lambda turn: _shown(turn, spring))
    assert "A gives no offer." in shown
    assert "B gives free shipping, until " in shown
    assert "point in orders, each of A, B needs about" in shown
    assert "Offers are compared by each person's orders within " in shown


async def _shown(turn: Turn, which: NamedCampaign) -> str:
    return make_english(turn).say((await would_launch(turn, LaunchCampaign(which))).text)


@pytest.mark.parametrize(
    ("texts", "terms", "is_refused"),
    [
        ((CampaignText("{offer} off"),), {}, True),
        ((CampaignText("Hello"), CampaignText("{offer} off", "B")), {}, False),
        (HELLO, {"follow_ups": (FollowUp(timedelta(days=3), (CampaignText("{code}"),)),)}, True),
    ],
    ids=["one text for both", "its own text", "a follow-up for both"],
)
async def test_words_tell_of_no_offer_that_a_variant_has_not(
    house: House, texts: tuple[CampaignText, ...], terms: dict[str, Any], is_refused: bool
) -> None:
    await people(house, 1)
    await house.apply(shop.file(store=True))
    if not is_refused:
        spring = await _drafted(house, NONE_OR_SHIPPING, texts, terms=terms)
        assert (await found(house, spring)).status is CampaignStatus.PREVIEWED
        return
    with pytest.raises(Refused) as refused:
        await _drafted(house, NONE_OR_SHIPPING, texts, terms=terms)
    assert refused.value.reason == WhyNoDraft.NO_OFFER


async def test_words_name_what_the_variant_of_their_reader_takes_off(house: House) -> None:
    await people(house, 20)
    five = ShopOffer.make_amount(Money.parse("5", "USD"), WEEK)
    spring = await _launched(
        house, (CampaignArm("A", None, five), CampaignArm("B", None, TEN)), (CampaignText("{offer} off: {code}"),)
    )
    variants = [one.variant for one in await mailed(house, spring)]
    for place, off in enumerate(("$5", "10%")):
        assert sum(f"{off} off: SPRING-" in text for text in bodies(house)) == variants.count(place) > 0


async def test_what_is_launched_keeps_the_offers_of_its_variants(house: House) -> None:
    await people(house, 6)
    spring = await _launched(house, TEN_OR_FIFTEEN)
    with pytest.raises(Refused) as refused:
        await house.act(lambda turn: edit(turn, BY_HAND, EditCampaign(spring.id, terms=Terms(arms=NONE_OR_SHIPPING))))
    assert refused.value.reason == WhyNoDraft.LAUNCHED


async def test_the_rest_gets_the_offer_that_was_best(house: House) -> None:
    them = await people(house, 60)
    spring = await _launched(house, TEN_OR_FIFTEEN, best=True)
    first = {one.id for one in await mailed(house, spring)}
    assert 0 < len(first) < 60
    await house.pass_(timedelta(hours=24))
    await fan_out(house)
    await house.pass_(SECONDS)
    await fan_out(house)
    await settle_codes(house)
    every = await mailed(house, spring)
    assert sorted(one.contact for one in every) == sorted(them)
    (best,) = {one.variant for one in every if one.id not in first}
    assert (await _stock(house, spring, "AB"[best or 0])).wanted >= 60, "asked for at once, and not one by one"
    pools = await _pools_of(house, every)
    assert all(pools[one.id] == "AB"[one.variant or 0] for one in every if one.left_at)
