"""A campaign's codes: each is handed out once, to one message, whoever takes beside; and what a person had counts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from flows.money import Money
from flows.policy.departure_facts import Programme
from flows.shop_offers import ShopOffer
from flows.step_offer import ONE_DISCOUNT_PER
from storage.campaigns.campaign_codes import CampaignCodes, CodeStatus, CodeStock
from storage.campaigns.code_handout import HandedCode, HandedCodes
from storage.campaigns.code_pools import CodePool, CodePools, PoolKey
from storage.database.stores import Database
from storage.people.people import Identity
from storage.schema import campaign_codes, discounts
from storage.store.customer_totals import Totals
from storage.store.discounts import DiscountCode
from storage.unit import Unit
from tests.storage.campaigns.test_campaigns import _kept
from tests.storage.world import NOW, after, do, message, person

OFFER = ShopOffer.make_percent(15, timedelta(days=3))
UNTIL = after(60) + timedelta(days=3)


class Died(Exception):
    """What ends a process in the middle of a transaction."""


async def pool(unit: Unit, many: int, offer: ShopOffer = OFFER, free: bool = True) -> UUID:
    """A campaign with so many codes, of which the store has all."""
    campaign = (await _kept(unit)).id
    made = CodePool(campaign, offer, "SPRING", "Parley Spring", "shopify", NOW, UNTIL, many)
    assert await unit.of(CodePools).begin(made)
    assert not await unit.of(CodePools).begin(made)
    codes = unit.of(CampaignCodes)
    await codes.write(PoolKey(campaign), {place: f"SPRING-{place:04}" for place in range(1, many + 1)})
    if free:
        assert await codes.settle(await codes.list_asked(PoolKey(campaign), many), {}) == many
    return campaign


async def people(unit: Unit, many: int, campaign: UUID | None = None) -> dict[UUID, UUID]:
    """Messages to so many people, with the contact of each."""
    found = {}
    for number in range(many):
        contact, address = await person(unit, Identity("sms", f"+1314555{number:04}"))
        sent = message(unit, contact, address, programme=Programme.OFFERS, campaign=campaign, left_at=NOW)
        await unit.messages.add(sent)
        found[sent.id] = contact
    return found


async def test_each_message_has_a_code_of_its_own_and_the_same_when_it_is_asked_again(store: Database) -> None:
    async def work(unit: Unit) -> None:
        campaign = await pool(unit, 5)
        asked = await people(unit, 3, campaign)
        codes = unit.of(CampaignCodes)
        taken = await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW)
        assert list(taken.values()) == [HandedCode(f"SPRING-000{n}", OFFER, UNTIL) for n in (1, 2, 3)]
        assert await unit.of(HandedCodes).take(PoolKey(campaign), asked, after(9)) == taken
        assert await codes.stock(PoolKey(campaign)) == CodeStock(5, free=2, given=3)
        totals = [await unit.of(Totals).find_totals(one) for one in asked.values()]
        assert [found and found.discounts_given for found in totals] == [1, 1, 1]

    await do(store, work)


async def test_what_takes_the_place_of_a_failed_message_has_its_code(store: Database) -> None:
    async def work(unit: Unit) -> None:
        campaign = await pool(unit, 2)
        asked = await people(unit, 1, campaign)
        codes = unit.of(CampaignCodes)
        (first,) = (await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW)).values()
        again = {unit.ids.make(): next(iter(asked.values()))}
        assert list((await unit.of(HandedCodes).take(PoolKey(campaign), again, NOW)).values()) == [first]
        assert (await codes.stock(PoolKey(campaign))).given == 1

    await do(store, work)


async def test_a_code_that_is_put_back_is_free_and_one_of_an_earlier_message_stays(store: Database) -> None:
    async def work(unit: Unit) -> None:
        campaign = await pool(unit, 3)
        asked = await people(unit, 2, campaign)
        codes = unit.of(CampaignCodes)
        await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW)
        (stays, first), (back, second) = asked.items()
        again = unit.ids.make()
        assert len(await unit.of(HandedCodes).take(PoolKey(campaign), {again: first}, NOW)) == 1, (
            "the code that they have"
        )
        await unit.of(HandedCodes).put_back(campaign, [again, back])
        assert await codes.stock(PoolKey(campaign)) == CodeStock(3, free=2, given=1)
        totals = [await unit.of(Totals).find_totals(one) for one in (first, second)]
        assert [found and found.discounts_given for found in totals] == [1, 0]
        assert list(await unit.of(HandedCodes).take(PoolKey(campaign), {stays: first}, NOW)) == [stays]
        assert len(await unit.of(HandedCodes).take(PoolKey(campaign), {back: second}, NOW)) == 1

    await do(store, work)


async def test_of_too_few_codes_as_many_are_handed_out_as_there_are(store: Database) -> None:
    async def work(unit: Unit) -> None:
        campaign = await pool(unit, 2)
        asked = await people(unit, 5, campaign)
        codes = unit.of(CampaignCodes)
        assert (await codes.stock(PoolKey(campaign))).free == 2
        taken = await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW)
        assert len(taken) == 2
        assert await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW) == taken
        assert await unit.of(HandedCodes).take(PoolKey(unit.ids.make()), asked, NOW) == {}
        await codes.write(PoolKey(campaign), {3: "SPRING-0003"})
        assert await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW) == taken, "the store has it not yet"
        await codes.settle(["SPRING-0003"], {})
        assert len(await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW)) == 3

    await do(store, work)


async def test_a_dead_code_is_handed_to_nobody(store: Database) -> None:
    async def work(unit: Unit) -> None:
        campaign = await pool(unit, 4, free=False)
        codes = unit.of(CampaignCodes)
        part = await codes.list_asked(PoolKey(campaign), 3)
        assert part == ["SPRING-0001", "SPRING-0002", "SPRING-0003"]
        assert await codes.settle(part, {"SPRING-0001": "taken", "SPRING-0004": "not of this part"}) == 2
        assert await codes.stock(PoolKey(campaign)) == CodeStock(4, asked=1, free=2, dead=1)
        assert await codes.explain_dead(PoolKey(campaign)) == "taken"
        asked = await people(unit, 1, campaign)
        (taken,) = (await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW)).values()
        assert taken.code == "SPRING-0002"
        assert await codes.bury(PoolKey(campaign), "deleted") == 2
        assert await codes.settle(["SPRING-0004"], {}) == 1, "what is asked no more stays as it is"
        assert await codes.stock(PoolKey(campaign)) == CodeStock(4, given=1, dead=3)

    await do(store, work)


async def test_a_code_that_is_somebody_s_already_is_none_of_the_pool_s(store: Database) -> None:
    async def work(unit: Unit) -> None:
        campaign = await pool(unit, 2)
        asked = await people(unit, 1, campaign)
        other, _ = await person(unit, Identity("sms", "+13145559999"))
        theirs = DiscountCode(unit.ids.make(), "SPRING-0001", other, None, 10, "created", NOW, UNTIL)
        assert await unit.discounts.add(theirs)
        codes = unit.of(CampaignCodes)
        assert await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW) == {}
        assert await codes.stock(PoolKey(campaign)) == CodeStock(2, free=1, dead=1)
        (taken,) = (await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW)).values()
        assert taken.code == "SPRING-0002"

    await do(store, work)


async def test_takers_side_by_side_get_each_code_once(store: Database) -> None:
    """Two processes take for other people at once, and twice for the same ones."""
    campaign = await do(store, lambda unit: pool(unit, 120))
    asked = await do(store, lambda unit: people(unit, 100, campaign))
    batches = [dict(list(asked.items())[start : start + 10]) for start in range(0, 100, 10)]

    async def take(batch: Mapping[UUID, UUID]) -> Mapping[UUID, HandedCode]:
        return await do(store, lambda unit: unit.of(HandedCodes).take(PoolKey(campaign), batch, NOW))

    taken = await asyncio.gather(*(take(batch) for batch in batches * 2))
    given: dict[UUID, HandedCode] = {}
    for found in taken:
        for message_, code in found.items():
            assert given.setdefault(message_, code) == code
    assert set(given) == set(asked)
    assert len({one.code for one in given.values()}) == 100

    async def look(unit: Unit) -> None:
        assert await unit.of(CampaignCodes).stock(PoolKey(campaign)) == CodeStock(120, free=20, given=100)
        rows = await unit.rows(select(discounts.c.code).where(unit.owns(discounts)))
        theirs = select(campaign_codes.c.code).where(campaign_codes.c.status == CodeStatus.GIVEN.value)
        assert {row.code for row in rows} == {row.code for row in await unit.rows(theirs)}

    await do(store, look)


async def test_whoever_dies_after_taking_has_taken_nothing(store: Database) -> None:
    campaign = await do(store, lambda unit: pool(unit, 2))
    asked = await do(store, lambda unit: people(unit, 2, campaign))

    async def die(unit: Unit) -> None:
        assert len(await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW)) == 2
        raise Died

    with pytest.raises(Died):
        await do(store, die)
    stock = await do(store, lambda unit: unit.of(CampaignCodes).stock(PoolKey(campaign)))
    assert stock == CodeStock(2, free=2)


@pytest.mark.parametrize(
    "offer",
    [ShopOffer.make_amount(Money.parse("200", "INR"), OFFER.valid_for), ShopOffer.make_shipping(OFFER.valid_for)],
    ids=["money", "shipping"],
)
async def test_money_off_and_free_shipping_are_offers_as_well(store: Database, offer: ShopOffer) -> None:
    async def work(unit: Unit) -> None:
        campaign = await pool(unit, 1, offer)
        asked = await people(unit, 1, campaign)
        assert [one.offer for one in (await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW)).values()] == [
            offer
        ]
        (code,) = await unit.discounts.list_by_codes(["spring-0001"])
        assert (code.percent, code.campaign, code.message) == (0, campaign, next(iter(asked)))

    await do(store, work)


async def test_what_a_campaign_and_what_a_reminder_gave_count_as_one_discount(store: Database) -> None:
    async def work(unit: Unit) -> None:
        campaign = await pool(unit, 5)
        taken = await people(unit, 2, campaign)
        mailed, other = taken.values()
        await unit.of(HandedCodes).take(PoolKey(campaign), dict(list(taken.items())[:1]), NOW)
        reminded, _ = await person(unit, Identity("sms", "+13145558888"))
        going, _ = await person(unit, Identity("sms", "+13145557777"))
        for contact, code, left in ((reminded, "NOOR-1", NOW), (going, "NOOR-2", None)):
            run = (await unit.runs.start("recovery", code, contact, None, "{}", NOW)).id
            made = DiscountCode(unit.ids.make(), code, contact, run, 10, "created", NOW, UNTIL)
            await unit.discounts.add(made)
            address = (await unit.people.addresses_of(contact))[0].id
            await unit.messages.add(message(unit, contact, address, run=run, data={"code": code}, left_at=left))
        everybody, since = [mailed, other, reminded, going], NOW - timedelta(seconds=1)
        had = unit.discounts.had_since
        assert await had(everybody, since) == {mailed, reminded}
        assert await had(everybody, since, promised=True) == {mailed, reminded, going}
        assert await had(everybody, since, but=campaign) == {reminded}
        assert await had(everybody, NOW + ONE_DISCOUNT_PER - ONE_DISCOUNT_PER) == frozenset()
        assert await had([], since) == frozenset()

    await do(store, work)


async def test_a_code_goes_with_whoever_two_people_turn_out_to_be(store: Database) -> None:
    async def work(unit: Unit) -> None:
        campaign = await pool(unit, 3)
        asked = await people(unit, 2, campaign)
        codes = unit.of(CampaignCodes)
        taken = await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW)
        first, second = asked.values()
        one = await unit.people.resolve([Identity("sms", "+13145550000"), Identity("shopify", "7")], NOW)
        assert one == first
        again = await unit.of(HandedCodes).take(PoolKey(campaign), asked, NOW)
        assert again == taken
        assert (await codes.stock(PoolKey(campaign))).given == 2
        assert second != first

    await do(store, work)


async def test_codes_of_long_ago_are_taken_out_and_what_was_handed_out_stays(store: Database) -> None:
    async def work(unit: Unit) -> None:
        campaign = await pool(unit, 3)
        await unit.of(HandedCodes).take(PoolKey(campaign), await people(unit, 1, campaign), NOW)
        assert await unit.of(CampaignCodes).retire(UNTIL) == 0
        assert await unit.of(CampaignCodes).retire(UNTIL + timedelta(seconds=1)) == 3
        assert len(await unit.discounts.list_by_codes(["SPRING-0001"])) == 1
        kept = await unit.of(CodePools).get(PoolKey(campaign))
        assert kept is not None
        assert replace(kept, wanted=9).offer == OFFER

    await do(store, work)


async def test_each_pool_of_a_campaign_hands_out_its_own_codes(store: Database) -> None:
    async def work(unit: Unit) -> None:
        campaign, codes = (await _kept(unit)).id, unit.of(CampaignCodes)
        other = ShopOffer.make_percent(30, OFFER.valid_for)
        for variant, offer in (("A", OFFER), ("B", other)):
            made = CodePool(campaign, offer, "SPRING", "Parley", "shopify", NOW, UNTIL, 3, variant=variant)
            assert await unit.of(CodePools).begin(made)
            await codes.write(made.key, {place: f"{variant}-{place}" for place in (1, 2, 3)})
            asked = await codes.list_asked(made.key, 9)
            assert asked == [f"{variant}-1", f"{variant}-2", f"{variant}-3"]
            await codes.settle(asked, {})
            assert await codes.find_last_place(made.key) == 3
        first, second = await people(unit, 1, campaign), await people(unit, 2, campaign)
        assert [one.code for one in (await unit.of(HandedCodes).take(PoolKey(campaign, "A"), first, NOW)).values()] == [
            "A-1"
        ]
        handed = await unit.of(HandedCodes).take(PoolKey(campaign, "B"), second, NOW)
        assert [(one.code, one.offer) for one in handed.values()] == [("B-1", other), ("B-2", other)]
        contact = next(iter(first.values()))
        again = dict.fromkeys([next(iter(second))], contact)
        (later,) = (await unit.of(HandedCodes).take(PoolKey(campaign, "B"), again, NOW)).values()
        assert later.code.startswith("B-"), "a code that they have of another offer is none of this one"
        assert await codes.bury(PoolKey(campaign, "A"), "gone") == 2
        assert await unit.of(HandedCodes).withdraw(PoolKey(campaign, "A")) == 1
        stock = await codes.stock(PoolKey(campaign, "B"))
        assert (stock.given + stock.free, stock.dead) == (3, 0)

    await do(store, work)
