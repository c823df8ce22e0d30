"""What a step of a plan offers: told with the code that the store made of it, and to nobody without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from flows.actor import SYSTEM
from flows.campaigns.campaign_texts import CampaignText
from flows.delivery import MessageStatus
from flows.money import Money
from flows.plans.plan_document import BadPlan
from flows.plans.plan_offer import PlanOffer
from flows.plans.plan_terms import PlanStep
from handlers.plans import plan_changes
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.planned import CARE, DAY, keep, let_in, sent_to
from tests.delivery.shop import ANN, HOUR


async def test_a_step_s_words_name_its_offer_and_an_item_of_the_person(house: House) -> None:
    words = "{name}, more like {bought}? {offer} off with {code} until {until}"
    step = PlanStep(DAY, texts=(CampaignText(words),), offer=PlanOffer(15))
    await let_in(house, ANN, await keep(house, replace(CARE, steps=(step,)), "care"))
    await house.pass_(now=DAY, elapsed=HOUR)
    (sent,) = await sent_to(house, ANN)
    (text,) = house.texts_to(ANN)
    assert text.startswith(f"Tiger Tees: Ann, more like Cap? 15% off with {sent.data['code']} until ")
    assert text.count(str(sent.data["code"])) == 1, "the code stands in the words, and not below them as well"
    assert "+00:00" not in text


@pytest.mark.parametrize(
    ("offer", "words", "said", "made"),
    [
        pytest.param(
            PlanOffer(amount=Money.parse("5.50", "USD")),
            "{offer} off with {code}",
            "$5.50 off with {code}",
            {"discountAmount": {"amount": "5.50", "appliesOnEachItem": False}},
            id="money off",
        ),
        pytest.param(PlanOffer(), "It ships free with {code}", "It ships free with {code}", None, id="free shipping"),
    ],
)
async def test_a_step_may_take_money_off_or_ship_free(
    house: House, offer: PlanOffer, words: str, said: str, made: dict[str, Any] | None
) -> None:
    step = PlanStep(DAY, texts=(CampaignText(words),), offer=offer)
    await let_in(house, ANN, await keep(house, replace(CARE, steps=(step,)), "care"))
    await house.pass_(now=DAY, elapsed=HOUR)
    (sent,) = await sent_to(house, ANN)
    (text,) = house.texts_to(ANN)
    code = str(sent.data["code"])
    assert f"Tiger Tees: {said.format(code=code)}" in text
    (discount,) = house.shopify.discounts
    assert discount["code"] == code
    assert discount.get("customerGets", {}).get("value") == made


async def test_a_code_holds_for_as_many_days_as_its_offer(house: House) -> None:
    step = PlanStep(DAY, texts=(CampaignText("{offer} off with {code} until {until}"),), offer=PlanOffer(10, days=3))
    await let_in(house, ANN, await keep(house, replace(CARE, steps=(step,)), "care"))
    await house.pass_(now=DAY, elapsed=HOUR)
    (discount,) = house.shopify.discounts
    ends = datetime.fromisoformat(discount["endsAt"])
    assert 3 * DAY <= ends - house.clock.now() < 3 * DAY + 2 * HOUR


@pytest.mark.parametrize(
    ("words", "rule"),
    [("Here is something for you", "plan.no-code"), ("Come by{code|, we are open}", None)],
    ids=["words of an offer", "words without one"],
)
async def test_an_offer_is_told_to_nobody_who_gets_no_code(house: House, words: str, rule: str | None) -> None:
    """A person has one discount in 30 days; words that say what stands in the place of the code leave without one."""
    gift = PlanStep(HOUR, texts=(CampaignText("A gift"),), offer=PlanOffer(10))
    await let_in(house, ANN, await keep(house, replace(CARE, kind="gift", steps=(gift,)), "gift"))
    await house.pass_(now=HOUR, elapsed=HOUR)
    step = PlanStep(DAY, texts=(CampaignText(words),), offer=PlanOffer(15))
    then = PlanStep(DAY, texts=(CampaignText("How are you?"),))
    await let_in(house, ANN, await keep(house, replace(CARE, steps=(step, then)), "care"))
    for _ in range(2):
        await house.pass_(now=DAY, elapsed=HOUR)
    first, second, third = await sent_to(house, ANN)
    assert (first.status, second.code, third.status) == (MessageStatus.SENT, rule, MessageStatus.SENT)
    assert second.status is (MessageStatus.REFUSED if rule else MessageStatus.SENT)
    assert ("Come by, we are open" in house.texts_to(ANN)[1]) is (rule is None)


async def test_a_shop_without_a_store_keeps_no_plan_that_promises_a_code(database: str) -> None:
    step = PlanStep(DAY, texts=(CampaignText("Here is something for you"),), offer=PlanOffer(10))
    async with open_house(database, text=shop.file()) as house:
        with pytest.raises(BadPlan, match=r"steps\[0\].offer: needs a store that creates the codes"):
            await house.act(lambda turn: plan_changes.keep(turn, SYSTEM, "care", replace(CARE, steps=(step,))))


async def test_an_amount_of_a_currency_in_which_the_shop_no_longer_sells_is_not_offered(house: House) -> None:
    offer = PlanOffer(amount=Money.parse("5", "EUR"))
    step = PlanStep(DAY, texts=(CampaignText("Come by{code|.}"),), offer=offer)
    await let_in(house, ANN, await keep(house, replace(CARE, steps=(step,)), "care"))
    await house.pass_(now=DAY, elapsed=HOUR)
    (text,) = house.texts_to(ANN)
    assert "Come by." in text
    assert house.shopify.discounts == []
