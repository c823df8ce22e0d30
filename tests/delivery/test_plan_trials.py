"""A step that is tried in several ways: each person has one of them for good, and what came of each is judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, time, timedelta
from uuid import UUID

import pytest

from flows.actor import SYSTEM
from flows.audience.criteria import EVERYBODY
from flows.business import Recovery
from flows.campaigns.campaign_texts import CampaignText
from flows.engine import CustomerReplied
from flows.events import Item, OrderCancelled, OrderCreated
from flows.experiments.experiment_arm import Arm
from flows.experiments.experiment_judgement import Conclusion
from flows.money import Money
from flows.plan import Plan
from flows.plans.plan_offer import PlanOffer
from flows.plans.plan_terms import Entrance, EntryBy, PlanStep, PlanTerms
from flows.plans.step_trials import judge_arms, make_design
from handlers.conversation import plan_flows
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.plans import plan_admission
from storage.plans.plan_trials import load_trials
from storage.plans.plan_versions import KeptPlans
from storage.reports.report_scope import Scope
from storage.sending.message import Message
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import HOUR

PEOPLE = tuple(f"+131455502{number:02}" for number in range(24))
DAY = timedelta(days=1)
COUNTS = timedelta(days=Recovery().attribution_days)
CAP = (Item("CAP", "Cap", price=Money.parse("40", "USD")),)
STEPS = '{ after = "30m", arms = [{ after = "2h", text = "cart_reminder_again" }, { discount = 10 }] }'


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """Twelve people who agreed to reminders and offers, and a shop that tries its first reminder in three ways."""
    async with open_house(database, text=shop.file(store=True, steps=STEPS)) as opened:
        for phone in PEOPLE:
            await opened.tell(shop.consented(shop.customer(phone, None, "Kim"), opened.clock.now(), ("sms",)))
        await opened.settle()
        yield opened


async def _contact(house: House, phone: str) -> UUID:
    return (await house.address("sms", phone)).contact


async def _sent(house: House, experiment: str) -> dict[str, Message]:
    """By phone the one message that they got."""
    page = await house.act(lambda turn: turn.unit.messages.page(None, None, None, 100))
    by_contact = {one.contact: one for one in page if one.experiment == experiment and one.left_at is not None}
    return {phone: by_contact[who] for phone in PEOPLE if (who := await _contact(house, phone)) in by_contact}


async def _arms(house: House, phone: str, name: str = "recovery") -> int:
    """The arm that the seeds give somebody for the first step."""
    who = await _contact(house, phone)
    number = house.service.turns.tools.seeds.fraction(shop.TIGER, f"{name}/1/variant", who)
    return int(number * 3)


async def _begin(house: House, terms: PlanTerms, name: str = "hello") -> None:
    """Keep a plan of these terms, turn it on, and let all of them in."""

    async def work(turn: Turn) -> None:
        plan = await turn.unit.of(KeptPlans).ensure(name, terms, SYSTEM, turn.now)
        await turn.unit.of(KeptPlans).set_enabled(plan.id, True, turn.now)
        for phone in PEOPLE:
            to = await turn.unit.people.address("sms", phone)
            assert to is not None
            assert await plan_admission.enter(turn, plan, to.contact, "by hand")

    await house.act(work)


async def _order(house: House, phone: str) -> None:
    who, now = shop.customer(phone, None, "Kim"), house.clock.now()
    await house.tell(OrderCreated(phone, f"#{phone}", Money.parse("40", "USD"), CAP, who, now))
    await house.settle()


async def _found(turn: Turn, plan: Plan, kept: tuple[UUID, int] | None = None) -> Mapping[int, tuple[Arm, ...]]:
    """What came of the arms of each step."""
    scope = Scope(turn.unit, turn.tenant, None, None, turn.now, plan.name, plan)
    return await load_trials(scope, plan, turn.draw, lambda who: plan_flows.draw_variant(turn, plan, who), kept)


async def test_recovery_s_first_reminder_is_tried_by_time_text_and_discount(house: House) -> None:
    for phone in PEOPLE:
        await house.tell(shop.cart(shop.customer(phone, None, "Kim"), house.clock.now(), f"c{phone}"))
    await house.settle()
    arms = {phone: await _arms(house, phone) for phone in PEOPLE}
    assert set(arms.values()) == {0, 1, 2}, "the people of this test are in all arms"
    for _ in range(3):
        await house.pass_(now=shop.FIRST_STEP / 3, elapsed=HOUR)
    for _ in range(8):
        await house.pass_(elapsed=HOUR)
    sent = await _sent(house, "recovery")
    assert sorted(sent) == sorted(phone for phone in PEOPLE if arms[phone] != 1), "the second arm waits two hours"
    assert {sent[phone].data.get("percent") for phone in sent if arms[phone] == 2} == {10}
    assert {sent[phone].template for phone in sent if arms[phone] == 0} == {"cart_reminder"}
    await house.pass_(now=2 * HOUR, elapsed=HOUR)
    sent = await _sent(house, "recovery")
    assert {phone: sent[phone].variant for phone in PEOPLE} == arms, "which it was is kept with the message"
    assert {sent[phone].template for phone in sent if arms[phone] == 1} == {"cart_reminder_again"}
    buyer = next(phone for phone in PEOPLE if arms[phone] == 1)
    who, now = shop.customer(buyer, None, "Kim"), house.clock.now()
    await house.tell(OrderCreated("1001", "#1001", Money.parse("40", "USD"), CAP, who, now))
    await house.settle()

    async def look(turn: Turn) -> tuple[Arm, ...]:
        plan = turn.plan("recovery")
        assert plan is not None
        return (await _found(turn, plan))[1]

    many = Counter(arms.values())
    assert await house.act(look) == (Arm(0, 0), Arm(0, 0), Arm(0, 0)), "an order may still count for the last way"
    await house.pass_(now=COUNTS + HOUR)
    assert await house.act(look) == (Arm(many[0], 0), Arm(many[1], 1), Arm(many[2], 0))


async def test_a_kept_plan_s_arms_have_their_own_words_and_count_for_their_version(house: House) -> None:
    words = [PlanStep(HOUR, texts=(CampaignText(f"Hi from {letter}"),)) for letter in "ABC"]
    step = replace(words[0], arms=(words[1], replace(words[2], wait=2 * HOUR)))
    terms = PlanTerms("hello", Entrance(EntryBy.HAND), (step,), EVERYBODY)

    await _begin(house, terms)
    await house.pass_(now=HOUR)
    early = await _sent(house, "hello")
    await house.pass_(now=HOUR)
    sent = await _sent(house, "hello")
    arms = {phone: await _arms(house, phone, "hello") for phone in PEOPLE}
    assert {phone: one.variant for phone, one in sent.items()} == arms
    assert sorted(early) == sorted(phone for phone in PEOPLE if arms[phone] != 2)
    for phone in PEOPLE:
        assert f"Hi from {'ABC'[arms[phone]]}" in house.texts_to(phone)[-1]

    async def look(turn: Turn) -> list[tuple[int, ...]]:
        kept = await turn.unit.of(KeptPlans).find_by_name("hello")
        assert kept is not None
        plan = kept.terms.plan("hello", turn.business.counts_for, UTC)
        versions = [await _found(turn, plan, (kept.id, version)) for version in (1, 2)]
        return [tuple(arm.people for arm in one[1]) for one in versions]

    many = Counter(arms.values())
    await house.pass_(now=COUNTS + HOUR)
    assert await house.act(look) == [(many[0], many[1], many[2]), (0, 0, 0)]


async def test_an_order_that_stands_counts_for_the_arms_of_its_step_as_long_as_orders_count(
    house: House,
) -> None:
    hi, hello = (CampaignText("Hi"),), (CampaignText("Hello"),)
    steps = tuple(PlanStep(wait, texts=hi, arms=(PlanStep(wait, texts=hello),)) for wait in (HOUR, 12 * DAY))
    terms = PlanTerms("hello", Entrance(EntryBy.HAND), steps, exits=frozenset())

    async def look(turn: Turn) -> list[tuple[int, int]]:
        kept = await turn.unit.of(KeptPlans).find_by_name("hello")
        assert kept is not None
        plan = kept.terms.plan("hello", turn.business.counts_for, UTC)
        found = await _found(turn, plan)
        return [(sum(one.people for one in arms), sum(one.successes for one in arms)) for arms in found.values()]

    await _begin(house, terms)
    await house.pass_(now=HOUR)
    for phone in PEOPLE[:2]:
        await _order(house, phone)
    await house.tell(OrderCancelled(PEOPLE[1], house.clock.now()))
    await house.settle()
    await house.pass_(now=6 * DAY, elapsed=HOUR)
    await _order(house, PEOPLE[2])
    assert await house.act(look) == [(len(PEOPLE), 1), (0, 0)]
    await house.pass_(now=6 * DAY + HOUR, elapsed=HOUR)
    for _ in range(4):
        await house.pass_(elapsed=HOUR)
    assert await house.act(look) == [(len(PEOPLE), 1), (len(PEOPLE), 0)]


async def test_arms_are_drawn_evenly_and_for_good(house: House) -> None:
    arms = (PlanStep(HOUR, "win_back"), PlanStep(HOUR, "win_back_code", "win_back", offer=PlanOffer(10)))
    step = PlanStep(timedelta(0), "win_back", arms=arms)
    plan = PlanTerms("hello", Entrance(EntryBy.HAND), (step,)).plan("hello", HOUR, UTC)

    async def draw(turn: Turn) -> list[int | None]:
        return [plan_flows.draw_variant(turn, plan, UUID(int=number)).steps[0].variant for number in range(3000)]

    drawn = await house.act(draw)
    assert drawn == await house.act(draw)
    assert all(900 < many < 1100 for many in Counter(drawn).values())


async def test_whoever_orders_before_the_later_way_counts_for_it_all_the_same(house: House) -> None:
    """As many order by themselves in both, so neither is ahead."""
    hi, hello = (CampaignText("Hi"),), (CampaignText("Hello"),)
    step = PlanStep(HOUR, texts=hi, arms=(PlanStep(4 * HOUR, texts=hello),))
    terms = PlanTerms("hello", Entrance(EntryBy.HAND), (step,), holdout=0.2)

    contacts = {phone: await _contact(house, phone) for phone in PEOPLE}

    async def draw(turn: Turn, name: str) -> dict[int | None, list[str]]:
        """By arm the people of a plan of that name, and under None who is left alone."""
        plan, them = terms.plan(name, COUNTS, UTC), defaultdict[int | None, list[str]](list)
        for phone, who in contacts.items():
            alone = turn.draw.number(name, who) < terms.holdout
            them[None if alone else plan_flows.draw_variant(turn, plan, who).steps[0].variant].append(phone)
        return them

    async def choose(turn: Turn) -> tuple[str, dict[int | None, list[str]]]:
        """A name by which there are some of each."""
        drawn = [(f"hello{number}", await draw(turn, f"hello{number}")) for number in range(99)]
        return next(one for one in drawn if all(len(one[1][arm]) > 2 for arm in (0, 1, None)))

    async def look(turn: Turn) -> tuple[Arm, ...]:
        kept = await turn.unit.of(KeptPlans).find_by_name(name)
        assert kept is not None
        return (await _found(turn, kept.terms.plan(name, COUNTS, UTC), (kept.id, 1)))[1]

    name, them = await house.act(choose)
    await _begin(house, terms, name)
    for some in them.values():
        await _order(house, some[0])  # before any of them leaves: of no arm
    await house.pass_(now=2 * HOUR)
    for some in them.values():
        await _order(house, some[1])
    await house.pass_(now=4 * HOUR)
    await house.pass_(now=COUNTS + HOUR)
    assert await house.act(look) == tuple(Arm(len(them[arm]) - 1, 1) for arm in (0, 1))


def test_ways_that_leave_at_different_times_are_known_as_such() -> None:
    def tries(*arms: PlanStep) -> bool:
        terms = PlanTerms("hello", Entrance(EntryBy.HAND), (PlanStep(HOUR, "win_back", arms=arms),))
        return terms.plan("hello", HOUR, UTC).steps[0].tries_times

    assert not tries(PlanStep(HOUR, "win_back_again"))
    assert tries(PlanStep(2 * HOUR, "win_back"))
    assert tries(PlanStep(HOUR, "win_back", at=time(18)))


async def test_each_step_is_drawn_for_itself(house: House) -> None:
    """Else a step would be compared with the arms of the one before as well."""
    step = PlanStep(HOUR, "win_back", arms=(PlanStep(HOUR, "win_back_again"),))
    plan = PlanTerms("hello", Entrance(EntryBy.HAND), (step, step)).plan("hello", HOUR, UTC)

    async def draw(turn: Turn) -> list[tuple[int | None, ...]]:
        every = [plan_flows.draw_variant(turn, plan, UUID(int=number)) for number in range(2000)]
        return [tuple(one.variant for one in their.steps) for their in every]

    pairs = Counter(await house.act(draw))
    assert len(pairs) == 4
    assert all(400 < many < 600 for many in pairs.values())


def test_it_is_judged_by_the_people_told_beforehand() -> None:
    assert make_design(2).people == 1534
    assert judge_arms([Arm(60, 3), Arm(60, 9)]).conclusion is Conclusion.NOT_ENOUGH
    won = judge_arms([Arm(1600, 60), Arm(1600, 130)])
    assert (won.conclusion, won.leader) == (Conclusion.WINNER, 1)


async def _left_carts(house: House, *phones: str) -> None:
    for phone in phones:
        await house.tell(shop.cart(shop.customer(phone, None, "Kim"), house.clock.now(), f"c{phone}"))
    await house.settle()


async def _ordered(house: House, *phones: str) -> None:
    for phone in phones:
        who, now = shop.customer(phone, None, "Kim"), house.clock.now()
        name = f"{phone}:{now:%d%H%M}"
        await house.tell(OrderCreated(name, f"#{name}", Money.parse("40", "USD"), CAP, who, now, carts=(f"c{phone}",)))
    await house.settle()


async def _sent_out(house: House, wait: timedelta) -> None:
    await house.pass_(now=wait, elapsed=HOUR)
    for _ in range(4):
        await house.pass_(elapsed=HOUR)


async def _of_first_reminder(house: House) -> tuple[Arm, ...]:
    async def look(turn: Turn) -> tuple[Arm, ...]:
        plan = turn.plan("recovery")
        assert plan is not None
        return (await _found(turn, plan))[1]

    return await house.act(look)


async def test_whoever_comes_back_to_their_cart_before_the_later_way_counts_for_it_all_the_same(house: House) -> None:
    """Their reminder waits anew behind that, and so they order before the later way as late as after the earlier."""
    many = Counter([await _arms(house, phone) for phone in PEOPLE])
    await _left_carts(house, *PEOPLE)
    await _sent_out(house, shop.FIRST_STEP)
    await house.pass_(now=HOUR, elapsed=HOUR)
    await _left_carts(house, *PEOPLE)
    await _sent_out(house, HOUR)
    await _ordered(house, *PEOPLE)
    await house.pass_(now=2 * HOUR + COUNTS + DAY)
    assert await _of_first_reminder(house) == tuple(Arm(many[arm], many[arm]) for arm in range(3))


async def test_whoever_ordered_before_a_step_was_tried_is_of_no_arm(house: House) -> None:
    before, since = PEOPLE[:6], PEOPLE[6:]
    many = Counter([await _arms(house, phone) for phone in since])
    await house.apply(shop.file(store=True, steps='{ after = "2h" }'))
    await _left_carts(house, *before)
    await house.pass_(now=HOUR, elapsed=HOUR)
    await _ordered(house, *before)
    await house.apply(shop.file(store=True, steps=STEPS))
    await _left_carts(house, *since)
    await _sent_out(house, 3 * HOUR)
    await house.pass_(now=2 * HOUR + COUNTS + DAY)
    assert await _of_first_reminder(house) == tuple(Arm(many[arm], 0) for arm in range(3))


async def test_whoever_says_no_before_the_later_way_counts_for_it_all_the_same(house: House) -> None:
    await house.apply(shop.file(store=True, steps='{ after = "30m" }, { after = "4h", arms = [{ after = "8h" }] }'))
    await _left_carts(house, *PEOPLE)
    await _sent_out(house, shop.FIRST_STEP)
    await _sent_out(house, 5 * HOUR)

    async def decline(turn: Turn) -> Counter[int | None]:
        plan, arms = turn.plan("recovery"), Counter[int | None]()
        assert plan is not None
        for phone in PEOPLE:
            to = await turn.unit.people.address("sms", phone)
            assert to is not None
            run = await turn.unit.runs.get_open("recovery", str(to.contact))
            assert run is not None
            answer = CustomerReplied("no", to.id, "sms", run.id)
            assert await host.advance(turn, run, answer)
            arms[plan_flows.draw_variant(turn, plan, to.contact).steps[1].variant] += 1
        return arms

    many = await house.act(decline)
    await house.pass_(now=8 * HOUR + COUNTS + DAY)

    async def look(turn: Turn) -> tuple[Arm, ...]:
        plan = turn.plan("recovery")
        assert plan is not None
        return (await _found(turn, plan))[2]

    assert await house.act(look) == (Arm(many[0], 0), Arm(many[1], 0))
