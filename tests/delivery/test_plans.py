"""Plans that are kept: whoever meets the condition enters once, gets the steps, and leaves by an order or an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.consumer import Consumer
from bot.recurring import Recurring
from flows.actor import SYSTEM
from flows.audience.criteria import EVERYBODY, Compared
from flows.campaigns.texts import CampaignText
from flows.delivery import MessageStatus
from flows.events import CustomerUpdated, Item, OrderCreated, OrderDelivered, OrderShipped, PersonRedacted
from flows.events.messages import MessageReceived
from flows.money import Money
from flows.plans.document import BadPlan
from flows.plans.offer import PlanOffer
from flows.plans.ready import WIN_BACK, WIN_BACK_TERMS, gone_for
from flows.plans.terms import Entrance, EntryBy, KeptPlan, PlanStep, PlanTerms
from handlers.actions.action import Origin, Refused
from handlers.plans import entering, keeping
from handlers.plans.standing import standing
from handlers.plans.undoing import UNDOES
from handlers.turn import Turn
from storage.deeds import Deeds
from storage.draws import Assignment
from storage.inbox import Stored
from storage.merging import merge
from storage.message import Message
from storage.plans.entries import PlanEntries, PlanEntry
from storage.plans.kept import KeptPlans
from storage.plans.results import plan_results
from storage.profiles.tags import CustomerTags
from storage.reports.experiment import experiment_report
from storage.schedule import fire_now
from storage.schema import events, plan_entries
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, HOUR
from tests.delivery.test_campaigns import BY_HAND
from tests.storage.test_fanout import someone

BEA, CAL = "+13145550122", "+13145550133"
NAMES = {ANN: "Ann", BEA: "Bea", CAL: "Cal"}
SITE = "https://parley-dev.myshopify.com"
DAY = timedelta(days=1)
ENTER = entering.enter
CAP = (Item("CAP", "Cap", price=Money.of("40", "USD")),)


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """A shop with a store, whose three people agreed to its offers; Ann and Bea ordered once, a hundred days ago."""
    text = shop.file(store=True).replace('currency = "USD"', f'currency = "USD"\nsite = "{SITE}"', 1)
    async with open_house(database, text=text) as opened:
        turns = opened.service.turns
        opened.consumer = Consumer(turns, Recurring(turns, turns.tools.conversations.jobs))
        for phone, name in NAMES.items():
            await opened.tell(shop.consented(shop.customer(phone, None, name), opened.clock.now(), ("sms",)))
        for phone in (ANN, BEA):
            await _order(opened, phone, f"old-{phone}", opened.clock.now() - 100 * DAY)
        await opened.settle()
        yield opened


async def _order(house: House, phone: str, name: str, at: datetime | None = None, *codes: str) -> None:
    who = shop.customer(phone, None, NAMES[phone])
    when = at or house.clock.now()
    await house.tell(OrderCreated(name, f"#{name}", Money.of("40", "USD"), CAP, who, when, discount_codes=codes))
    await house.settle()


async def _keep(house: House, terms: PlanTerms, name: str = WIN_BACK) -> KeptPlan:
    """Keep a plan, and turn it on."""

    async def make(turn: Turn) -> KeptPlan:
        kept = await turn.unit.of(KeptPlans).make(name, terms, SYSTEM, turn.now)
        await turn.unit.of(KeptPlans).turn(kept.id, True, turn.now)
        return replace(kept, enabled=True)

    return await house.act(make)


async def _contact(house: House, phone: str) -> UUID:
    return (await house.address("sms", phone)).contact


async def _draw(house: House, phone: str, draw: float) -> None:
    who = await _contact(house, phone)
    await house.act(lambda turn: turn.unit.draws.keep(Assignment(WIN_BACK, who, 0.1, draw)))


async def _look(house: House) -> None:
    """The recurring work of the day, up to its end; a second later, for a firing has its moment."""
    house.clock.push(now=timedelta(seconds=1))
    assert await house.act(lambda turn: fire_now(turn.unit, entering.JOB, turn.now))
    await house.settle()


async def _entries(house: House, phone: str, kind: str = WIN_BACK) -> Sequence[PlanEntry]:
    who = await _contact(house, phone)
    return await house.act(lambda turn: turn.unit.of(PlanEntries).of(who, kind))


async def _sent(house: House, phone: str) -> list[Message]:
    who = await _contact(house, phone)
    page = await house.act(lambda turn: turn.unit.messages.page(None, who, None, 100))
    return [one for one in reversed(page) if one.experiment is not None]


async def _write(house: House, phone: str, text: str) -> None:
    at = house.clock.now()
    await house.tell(MessageReceived("sms", phone, shop.NUMBER, f"in-{at.isoformat()}", text, at))
    await house.settle()


async def test_whoever_is_silent_for_long_enters_once_gets_the_steps_and_a_purchase_ends_it(house: House) -> None:
    for phone in (ANN, BEA):
        await _draw(house, phone, 0.9)
    plan = await _keep(house, WIN_BACK_TERMS)
    await _look(house)
    assert [len(await _entries(house, phone)) for phone in NAMES] == [1, 1, 0]
    assert (await _entries(house, ANN))[0].stage == "dormant"
    assert await _sent(house, ANN) == [], "the first step leaves at eleven where she is"
    await house.pass_(now=HOUR)
    (first,) = await _sent(house, ANN)
    assert (first.status, first.step, first.template, first.experiment) == (MessageStatus.SENT, 1, WIN_BACK, WIN_BACK)
    assert house.texts_to(ANN)[0].startswith("Tiger Tees: We have not seen you for a while. Something new is here: ")
    assert f": {house.url}/l/" in house.texts_to(ANN)[0]
    await _look(house)
    assert len(await _entries(house, ANN)) == 1, "nobody enters twice"
    await house.pass_(now=8 * DAY, elapsed=HOUR)
    second = (await _sent(house, ANN))[-1]
    assert (second.step, second.template, second.data["percent"]) == (2, "win_back_code", 10)
    await _order(house, ANN, "1001", None, str(second.data["code"]))
    (entry,) = await _entries(house, ANN)
    assert (entry.ended, entry.rests_until) == ("bought", None)
    await house.pass_(now=31 * DAY, elapsed=HOUR)
    assert len(await _sent(house, ANN)) == 2, "nothing more is sent to her"
    last = (await _sent(house, BEA))[-1]
    assert (last.step, last.template, last.data["percent"]) == (3, "win_back_last", 15), "the offers grow"
    report = await house.act(
        lambda turn: experiment_report(
            turn.unit, turn.tenant, WIN_BACK, plan.terms.plan(WIN_BACK, turn.business.counts_for, UTC), None, None,
            turn.now,
        )
    )  # fmt: skip
    assert (report.messaged, report.held_out, report.ordered, report.revenue) == (2, 0, 1, Money.of("40", "USD"))
    assert [(one.step, one.sent, one.recovered) for one in report.by_step] == [(1, 2, 0), (2, 2, 1), (3, 1, 0)]


FOLLOW_UP = PlanTerms(
    kind="follow_up",
    entrance=Entrance(EntryBy.EVENT, "order.created"),
    steps=(PlanStep(2 * DAY, texts=(CampaignText("Hi {name|friend}, how is the cap? {link}"),), at=time(12)),),
    exits=frozenset({"replied"}),
)


async def test_a_step_of_an_event_s_plan_says_the_shop_s_own_words(house: House) -> None:
    await _keep(house, FOLLOW_UP, "follow_up")
    await _order(house, CAL, "1001")
    await _order(house, ANN, "old", house.clock.now() - 10 * DAY)
    assert await _entries(house, ANN, "follow_up") == [], "what happened long ago lets nobody in"
    await house.pass_(now=2 * DAY)
    assert house.texts_to(CAL) == [], "noon is to come"
    await house.pass_(now=2 * HOUR)
    (text,) = house.texts_to(CAL)
    assert text.startswith(f"Tiger Tees: Hi Cal, how is the cap? {house.url}/l/")
    assert text.count("/l/") == 1, "the link stands in the words, and not below them as well"
    await house.pass_(now=10 * DAY)
    (entry,) = await _entries(house, CAL, "follow_up")
    assert (entry.ended, entry.rests_until) == (
        "completed",
        entry.ended_at + FOLLOW_UP.rest if entry.ended_at else None,
    )
    await _order(house, CAL, "1002")
    assert len(await _entries(house, CAL, "follow_up")) == 1, "whoever was silent rests"


CARE = PlanTerms(
    kind="care",
    entrance=Entrance(EntryBy.HAND),
    steps=(PlanStep(DAY, texts=(CampaignText("One"),)), PlanStep(DAY, texts=(CampaignText("Two"),))),
    exits=frozenset(),
    items=frozenset({"blue  KURTA", "MUG-1"}),
)


async def _let_in(house: House, phone: str, plan: KeptPlan) -> None:
    who = await _contact(house, phone)
    assert await house.act(lambda turn: entering.enter(turn, plan, who, "by hand"))


@pytest.mark.parametrize(
    ("item", "ends"),
    [
        (Item("KUR-1", "Blue Kurta"), True),
        (Item("KUR-1", "Blue", "kurta"), True),
        (Item("mug-1", "Mug"), True),
        (Item("CAP", "Cap"), False),
    ],
    ids=["by title", "by title and variant", "by SKU", "another thing"],
)
async def test_a_plan_may_end_by_the_purchase_of_one_item(house: House, item: Item, ends: bool) -> None:
    await _let_in(house, ANN, await _keep(house, CARE, "care"))
    who = shop.customer(ANN, None, "Ann")
    await house.tell(OrderCreated("1001", "#1001", Money.of("40", "USD"), (item,), who, house.clock.now()))
    await house.settle()
    (entry,) = await _entries(house, ANN, "care")
    assert entry.ended == ("bought" if ends else None)


async def test_a_step_s_words_name_its_offer_and_an_item_of_the_person(house: House) -> None:
    words = "{name}, more like {bought}? {offer} off with {code} until {until}"
    step = PlanStep(DAY, texts=(CampaignText(words),), offer=PlanOffer(15))
    await _let_in(house, ANN, await _keep(house, replace(CARE, steps=(step,)), "care"))
    await house.pass_(now=DAY, elapsed=HOUR)
    (sent,) = await _sent(house, ANN)
    (text,) = house.texts_to(ANN)
    assert text.startswith(f"Tiger Tees: Ann, more like Cap? 15% off with {sent.data['code']} until ")
    assert text.count(str(sent.data["code"])) == 1, "the code stands in the words, and not below them as well"
    assert "+00:00" not in text


@pytest.mark.parametrize(
    ("offer", "words", "said", "made"),
    [
        pytest.param(
            PlanOffer(amount=Money.of("5.50", "USD")),
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
    await _let_in(house, ANN, await _keep(house, replace(CARE, steps=(step,)), "care"))
    await house.pass_(now=DAY, elapsed=HOUR)
    (sent,) = await _sent(house, ANN)
    (text,) = house.texts_to(ANN)
    code = str(sent.data["code"])
    assert f"Tiger Tees: {said.format(code=code)}" in text
    (discount,) = house.shopify.discounts
    assert discount["code"] == code
    assert discount.get("customerGets", {}).get("value") == made


@pytest.mark.parametrize(
    ("words", "rule"),
    [("Here is something for you", "plan.no-code"), ("Come by{code|, we are open}", None)],
    ids=["words of an offer", "words without one"],
)
async def test_an_offer_is_told_to_nobody_who_gets_no_code(house: House, words: str, rule: str | None) -> None:
    """A person has one discount in 30 days; words that say what stands in the place of the code leave without one."""
    gift = PlanStep(HOUR, texts=(CampaignText("A gift"),), offer=PlanOffer(10))
    await _let_in(house, ANN, await _keep(house, replace(CARE, kind="gift", steps=(gift,)), "gift"))
    await house.pass_(now=HOUR, elapsed=HOUR)
    step = PlanStep(DAY, texts=(CampaignText(words),), offer=PlanOffer(15))
    then = PlanStep(DAY, texts=(CampaignText("How are you?"),))
    await _let_in(house, ANN, await _keep(house, replace(CARE, steps=(step, then)), "care"))
    for _ in range(2):
        await house.pass_(now=DAY, elapsed=HOUR)
    first, second, third = await _sent(house, ANN)
    assert (first.status, second.code, third.status) == (MessageStatus.SENT, rule, MessageStatus.SENT)
    assert second.status is (MessageStatus.REFUSED if rule else MessageStatus.SENT)
    assert ("Come by, we are open" in house.texts_to(ANN)[1]) is (rule is None)


async def test_of_a_plan_that_is_turned_off_between_two_pages_no_other_begins_in_the_middle(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "PAGE", 1)
    first, second = [
        await _keep(house, replace(WIN_BACK_TERMS, kind=name), name) for name in ("win_back", "also_win_back")
    ]
    await house.act(lambda turn: fire_now(turn.unit, entering.JOB, turn.now))
    (row,) = await house.act(lambda turn: turn.unit.rows(select(events).where(events.c.type == entering.JOB)))
    firing = Stored(row.business, row.id, row.source, row.type, None, row.received_at, 0, None)
    assert not await house.act(lambda turn: entering.look(turn, firing))
    await house.act(lambda turn: turn.unit.of(KeptPlans).turn(first.id, False, turn.now))
    await house.settle()
    assert [len(await _entries(house, phone, first.name)) for phone in (ANN, BEA)] in ([1, 0], [0, 1])
    assert [len(await _entries(house, phone, second.name)) for phone in (ANN, BEA)] == [1, 1]


async def test_a_change_is_taken_back_only_while_nothing_else_was_changed(house: House) -> None:
    """Also behind the undo of a later change of one's own."""
    plan, other = await _keep(house, CARE, "care"), replace(BY_HAND, by=SYSTEM)

    async def change(who: Origin, **values: Any) -> None:
        async def work(turn: Turn) -> None:
            kept = await turn.unit.of(KeptPlans).called(plan.name)
            assert kept is not None
            await keeping.renew(turn, who.by, kept, replace(kept.terms, **values))

        await house.act(work)

    async def take_back(turn: Turn) -> None:
        deed = await turn.unit.of(Deeds).last(BY_HAND.by, {keeping.CHANGED})
        assert deed is not None
        await UNDOES.does(turn, BY_HAND, deed.id)

    async def terms() -> PlanTerms:
        kept = await house.act(lambda turn: turn.unit.of(KeptPlans).called(plan.name))
        assert kept is not None
        return kept.terms

    await change(BY_HAND, holdout=0.2)
    await change(BY_HAND, holdout=0.3)
    await house.act(take_back)
    assert (await terms()).holdout == 0.2
    await change(other, rest=9 * DAY)
    with pytest.raises(Refused, match="plan_changed_since"):
        await house.act(take_back)
    assert await terms() == replace(CARE, holdout=0.2, rest=9 * DAY)


async def test_a_shop_without_a_store_keeps_no_plan_that_promises_a_code(database: str) -> None:
    step = PlanStep(DAY, texts=(CampaignText("Here is something for you"),), offer=PlanOffer(10))
    async with open_house(database, text=shop.file()) as house:
        with pytest.raises(BadPlan, match=r"steps\[0\].offer: needs a store that makes the codes"):
            await house.act(lambda turn: keeping.keep(turn, SYSTEM, "care", replace(CARE, steps=(step,))))


async def test_an_amount_of_a_currency_in_which_the_shop_no_longer_sells_is_not_offered(house: House) -> None:
    offer = PlanOffer(amount=Money.of("5", "EUR"))
    step = PlanStep(DAY, texts=(CampaignText("Come by{code|.}"),), offer=offer)
    await _let_in(house, ANN, await _keep(house, replace(CARE, steps=(step,)), "care"))
    await house.pass_(now=DAY, elapsed=HOUR)
    (text,) = house.texts_to(ANN)
    assert "Come by." in text
    assert house.shopify.discounts == []


async def test_words_that_name_an_item_leave_to_nobody_without_one(house: House) -> None:
    step = PlanStep(DAY, texts=(CampaignText("More like {bought}?"),))
    await _let_in(house, CAL, await _keep(house, replace(CARE, steps=(step,)), "care"))
    await house.pass_(now=DAY, elapsed=HOUR)
    assert [one.status for one in await _sent(house, CAL)] == [MessageStatus.REFUSED]
    assert house.texts_to(CAL) == []


async def test_a_purchase_that_was_nobody_s_plan_s_is_found_as_a_message_leaves(house: House) -> None:
    """Two who turn out to be one: the one bought it, and the other is in the plan."""
    await _let_in(house, ANN, await _keep(house, CARE, "care"))
    house.clock.push(now=HOUR)
    who = shop.customer(CAL, None, "Cal")
    blue = (Item("KUR-1", "Blue kurta"),)
    await house.tell(OrderCreated("1001", "#1001", Money.of("40", "USD"), blue, who, house.clock.now()))
    await house.settle()
    ann, cal = await _contact(house, ANN), await _contact(house, CAL)
    await house.act(lambda turn: merge(turn.unit, cal, ann, turn.now))
    await house.pass_(now=DAY)
    assert [(one.status, one.code) for one in await _sent(house, ANN)] == [(MessageStatus.REFUSED, "plan.bought")]


async def test_a_purchase_counts_from_the_entry_into_the_plan_that_it_ends(house: House) -> None:
    """Of two plans of one person, each has a moment of its own."""
    await _let_in(house, ANN, await _keep(house, CARE, "care"))
    house.clock.push(now=HOUR)
    blue, bought = (Item("KUR-1", "Blue kurta"),), house.clock.now()
    cal = shop.customer(CAL, None, "Cal")
    await house.tell(OrderCreated("1001", "#1001", Money.of("40", "USD"), blue, cal, bought))
    await house.settle()
    house.clock.push(now=HOUR)
    await _let_in(house, ANN, await _keep(house, replace(CARE, kind="thanks"), "thanks"))
    ann, other = await _contact(house, ANN), await _contact(house, CAL)
    await house.act(lambda turn: merge(turn.unit, other, ann, turn.now))
    await house.pass_(now=DAY)
    both = await _sent(house, ANN)
    assert sorted(one.code or "" for one in both) == ["", "plan.bought"]
    again = await house.act(lambda turn: standing(turn, both))
    assert [again[one.id].rule for one in both if one.id in again] == ["plan.bought"], "also where both leave at once"


async def test_an_order_s_delivery_lets_its_customer_in(house: House) -> None:
    delivered = replace(FOLLOW_UP, entrance=Entrance(EntryBy.EVENT, "order.delivered"))
    await _keep(house, delivered, "follow_up")
    await _order(house, CAL, "1001")
    assert await _entries(house, CAL, "follow_up") == []
    await house.tell(OrderShipped("1001", house.clock.now()))
    await house.settle()
    assert await _entries(house, CAL, "follow_up") == []
    for _ in range(2):
        await house.tell(OrderDelivered("1001", house.clock.now()))
        await house.settle()
    assert len(await _entries(house, CAL, "follow_up")) == 1


async def test_the_held_out_get_nothing_and_stand_in_the_figures(house: House) -> None:
    await _draw(house, ANN, 0.05)
    await _draw(house, BEA, 0.5)
    plan = await _keep(house, WIN_BACK_TERMS)
    await _look(house)
    await house.pass_(now=HOUR)
    assert [(one.status, one.code) for one in await _sent(house, ANN)] == [(MessageStatus.REFUSED, "holdout")]
    assert house.texts_to(ANN) == []
    sid = house.twilio.messages[-1].sid
    house.twilio.charge(sid, "-0.00830")
    for status in ("sent", "delivered"):
        assert await house.twilio.receipt(sid, status) == 200
    await house.settle()
    await house.pass_(now=HOUR)
    found = await house.act(lambda turn: plan_results(turn.unit, turn.tenant, plan, turn.now))
    assert (found.entered, found.inside, found.report.messaged, found.report.held_out) == (2, 2, 1, 1)
    cost = Money(8300, "USD")
    assert found.report.costs == (cost,)
    assert [(one.name, one.sent, one.cost) for one in found.by_channel] == [("sms", 1, cost)]
    assert [(one.name, one.sent, one.cost) for one in found.by_stage] == [("dormant", 1, cost)]


async def test_an_answer_ends_it_and_they_rest_until_a_stated_day(house: House) -> None:
    await _draw(house, ANN, 0.9)
    await _keep(house, WIN_BACK_TERMS)
    await _look(house)
    await house.pass_(now=HOUR)
    await _write(house, ANN, "what is new?")
    (entry,) = await _entries(house, ANN)
    assert (entry.ended, entry.rests_until) == ("replied", house.clock.now() + WIN_BACK_TERMS.rest)
    await house.pass_(now=WIN_BACK_TERMS.rest - DAY)
    await _look(house)
    assert len(await _entries(house, ANN)) == 1
    await house.pass_(now=2 * DAY)
    await _look(house)
    assert len(await _entries(house, ANN)) == 2, "the rest is over"


async def test_a_stop_ends_it_and_is_no_answer(house: House) -> None:
    await _draw(house, ANN, 0.9)
    await _keep(house, WIN_BACK_TERMS)
    await _look(house)
    await house.pass_(now=HOUR)
    await _write(house, ANN, "STOP")
    (entry,) = await _entries(house, ANN)
    assert entry.ended == "opted_out"
    assert entry.rests_until is not None


async def test_silence_to_the_end_is_a_rest(house: House) -> None:
    await _draw(house, ANN, 0.9)
    await _keep(house, WIN_BACK_TERMS)
    await _look(house)
    await house.pass_(now=HOUR)
    await house.pass_(now=8 * DAY, elapsed=HOUR)
    await house.pass_(now=31 * DAY, elapsed=HOUR)
    await house.pass_(now=10 * DAY)
    (entry,) = await _entries(house, ANN)
    assert entry.ended == "completed"
    assert entry.rests_until is not None
    await _look(house)
    assert len(await _entries(house, ANN)) == 1


async def test_whoever_is_inside_finishes_on_the_version_on_which_they_entered(house: House) -> None:
    await _draw(house, ANN, 0.9)
    plan = await _keep(house, WIN_BACK_TERMS)
    await _look(house)
    await house.pass_(now=HOUR)
    later = replace(WIN_BACK_TERMS, steps=WIN_BACK_TERMS.steps[:1], condition=gone_for(60))
    assert await house.act(lambda turn: turn.unit.of(KeptPlans).change(plan, later, SYSTEM, turn.now))
    await house.pass_(now=8 * DAY, elapsed=HOUR)
    assert [one.step for one in await _sent(house, ANN)] == [1, 2], "the new version has one step alone"
    newest = await house.act(lambda turn: turn.unit.of(KeptPlans).called(WIN_BACK))
    assert newest is not None
    assert (newest.version, newest.terms) == (2, later)


async def test_of_a_kind_the_stronger_plan_ends_the_weaker(house: House) -> None:
    weak = PlanTerms("offers", Entrance(EntryBy.HAND), (PlanStep(DAY, "win_back"),))
    strong, equal = replace(weak, priority=2), replace(weak, priority=2)
    plans = [await _keep(house, one, name) for one, name in ((weak, "weak"), (strong, "strong"), (equal, "equal"))]
    who = await _contact(house, ANN)

    async def enter(turn: Turn) -> list[bool]:
        return [await entering.enter(turn, plan, who, "by hand") for plan in (*plans, plans[0])]

    assert await house.act(enter) == [True, True, False, False]
    ended = {one.plan: one.ended for one in await _entries(house, ANN, "offers")}
    assert ended == {plans[0].id: "stronger", plans[1].id: None}
    await house.pass_(now=DAY)
    assert [one.experiment for one in await _sent(house, ANN)] == ["strong"]


async def test_whoever_meets_the_condition_no_more_is_refused_as_it_leaves(house: House) -> None:
    tagged = replace(
        WIN_BACK_TERMS, condition=Compared("tag", "=", "sleepy"), holdout=0.0, exits=frozenset({"left", "bought"})
    )
    await _keep(house, tagged)
    who = await _contact(house, CAL)
    await house.act(lambda turn: turn.unit.of(CustomerTags).add(who, ["sleepy"], "test", turn.now))
    await _look(house)
    await house.act(lambda turn: turn.unit.of(CustomerTags).drop(who, "sleepy"))
    await house.pass_(now=HOUR)
    assert [(one.status, one.code) for one in await _sent(house, CAL)] == [(MessageStatus.REFUSED, "plan.left")]


async def test_a_birthday_s_plan_is_entered_so_many_days_before_it(house: House) -> None:
    terms = PlanTerms(
        "birthday", Entrance(EntryBy.DATE, date="birthday", days=3), (PlanStep(3 * DAY, "win_back", at=time(9)),)
    )
    await _keep(house, terms, "birthday")
    who = await _contact(house, CAL)
    born = (house.clock.now() + 4 * DAY).date()
    cal = replace(shop.customer(CAL, None, "Cal"), birthday=f"1990-{born:%m-%d}")
    await house.tell(CustomerUpdated(cal, house.clock.now()))
    await house.settle()
    await _look(house)
    assert await _entries(house, CAL, "birthday") == []
    await house.pass_(now=DAY)
    await _look(house)
    await _look(house)
    assert [one.contact for one in await _entries(house, CAL, "birthday")] == [who]


class _Dies(Exception):
    """A process dies here."""


async def test_a_look_that_dies_lets_nobody_in_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part is one transaction; what died within one is done again, and so is the whole, by another firing."""
    many = entering.PAGE + 7

    async def make(turn: Turn) -> list[UUID]:
        return [await someone(turn.unit, number, timezone="America/Chicago") for number in range(many)]

    people = set(await house.act(make))
    await _keep(house, replace(WIN_BACK_TERMS, condition=EVERYBODY, holdout=0.0))
    died: list[UUID] = []

    async def dies(turn: Turn, plan: KeptPlan, contact: UUID, occasion: str) -> bool:
        if len(died) < 2 and contact == max(people):
            died.append(contact)
            raise _Dies
        return await ENTER(turn, plan, contact, occasion)

    monkeypatch.setattr(entering, "enter", dies)
    await _look(house)
    for _ in range(3):
        await house.pass_(elapsed=HOUR)
    assert len(died) == 2, "it died, and was done again"
    await _look(house)
    rows = await house.act(lambda turn: turn.unit.rows(select(plan_entries.c.contact)))
    assert sorted(row.contact for row in rows if row.contact in people) == sorted(people)


async def test_two_who_are_one_are_in_a_plan_once(house: House) -> None:
    await _keep(house, replace(WIN_BACK_TERMS, condition=EVERYBODY, holdout=0.0))
    await _look(house)
    ann, cal = await _contact(house, ANN), await _contact(house, CAL)
    await house.act(lambda turn: merge(turn.unit, cal, ann, turn.now))
    entries = await _entries(house, ANN)
    assert [one.ended for one in entries if one.ended is None] == [None], "one of both goes on"
    runs = await house.act(lambda turn: turn.unit.runs.open_of(ann))
    assert [run.key for run in runs] == [f"{WIN_BACK}:{ann}"]


async def test_an_erasure_ends_it_and_names_nobody(house: House) -> None:
    await _draw(house, ANN, 0.9)
    await _keep(house, WIN_BACK_TERMS)
    await _look(house)
    who = await _contact(house, ANN)
    await house.tell(PersonRedacted(shop.customer(ANN, None, "Ann"), (), house.clock.now()))
    await house.settle()
    (entry,) = await house.act(lambda turn: turn.unit.of(PlanEntries).of(who, WIN_BACK))
    assert (entry.ended, await house.act(lambda turn: turn.unit.runs.open_of(who))) == ("erased", [])
    await house.pass_(now=8 * DAY, elapsed=HOUR)
    await _look(house)
    assert house.texts_to(ANN) == []
    assert len(await house.act(lambda turn: turn.unit.of(PlanEntries).of(who, WIN_BACK))) == 1


async def test_two_plans_of_a_kind_that_want_somebody_at_once_get_them_once(house: House) -> None:
    terms = PlanTerms("offers", Entrance(EntryBy.HAND), (PlanStep(DAY, "win_back"),))
    plans = [await _keep(house, terms, name) for name in ("one", "two", "three")]
    who = await _contact(house, ANN)
    entered = await asyncio.gather(
        *(house.act(lambda turn, plan=plan: entering.enter(turn, plan, who, "by hand")) for plan in plans)  # type: ignore[misc]
    )
    assert sorted(entered) == [False, False, True]
    runs = await house.act(lambda turn: turn.unit.runs.open_of(who))
    assert [run.key for run in runs] == [f"offers:{who}"]
