"""Wordings are compared by what their people did until the end that was set at the launch, and by nothing later."""

from __future__ import annotations

from datetime import timedelta

from flows.campaigns.campaign import CampaignStatus
from flows.campaigns.campaign_arms import CampaignArm
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.send_schedule import Schedule
from flows.campaigns.wording_contest import WordingContest
from flows.campaigns.wording_trial import Measure
from flows.campaigns.wording_trial_plan import plan_trial
from flows.experiments.experiment_arm import Arm
from flows.experiments.experiment_judgement import Conclusion
from flows.shop_offers import ShopOffer
from storage.campaigns.campaign_breakdown import by_variant
from storage.campaigns.message_history import load_past_results
from storage.database.stores import Database
from storage.schema import attributions, messages
from tests.handlers.sourcing.staff.rows import START, Shop, play
from tests.storage.campaigns.mailed import HOUR, Mailed


async def test_a_wording_that_is_much_better_wins_early(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.sent(0, 200, clicked=4)
        await spring.sent(1, 200, clicked=60)
        found = (await spring.results()).trial
        assert found is not None
        assert found.arms == (Arm(200, 4), Arm(200, 60))
        assert (found.judgement.conclusion, found.winner) == (Conclusion.WINNER, 1)
        assert found.judgement.difference is not None
        assert found.judgement.difference.low > 0

    await play(store, scene)


async def test_a_small_difference_of_few_people_is_not_enough_yet(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.sent(0, 120, clicked=8)
        await spring.sent(1, 130, clicked=12)
        found = (await spring.results()).trial
        assert found is not None
        assert (found.judgement.conclusion, found.judgement.leader, found.winner) == (Conclusion.NOT_ENOUGH, 1, None)
        assert found.judgement.more == found.trial.needed - 120

    await play(store, scene)


async def test_before_the_end_more_is_wanted_than_at_the_end(store: Database) -> None:
    """However often it is looked at meanwhile, the end is spent once."""

    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.sent(0, 300, clicked=15)
        await spring.sent(1, 300, clicked=33)
        looks = [await spring.results(START + after * HOUR) for after in (2, 23, 24)]
        found = [(one.trial.over, one.trial.winner) for one in looks if one.trial is not None]
        assert found == [(False, None), (False, None), (True, 1)]

    await play(store, scene)


async def test_what_the_rest_does_behind_an_early_winner_is_no_part_of_the_test(store: Database) -> None:
    """It was not drawn: all of it got the wording that had won."""

    async def scene(shop: Shop) -> None:
        decided = WordingContest(0.5, winner=1, decided_at=START + 3 * HOUR)
        spring = await Mailed.out(shop, contest=decided)
        await spring.sent(0, 150, clicked=10)
        made = await spring.sent(1, 150, clicked=11)
        await spring.click(made[50], START + 5 * HOUR)
        await spring.sent(1, 200, clicked=90, at=START + 4 * HOUR)
        found = (await spring.results(START + 6 * HOUR)).trial
        assert found is not None
        assert (found.arms, found.over) == ((Arm(150, 10), Arm(150, 11)), True)

    await play(store, scene)


async def test_robots_and_what_comes_behind_the_end_decide_nothing(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        made = await spring.sent(0, 150, clicked=10)
        await spring.sent(1, 150, clicked=11)
        for one in made[50:100]:
            await spring.click(one, START + HOUR, robot=True)
            await spring.click(one, START + 30 * HOUR)
        found = (await spring.results(START + 40 * HOUR)).trial
        assert found is not None
        assert found.arms == (Arm(150, 10), Arm(150, 11))

    await play(store, scene)


async def test_a_follow_up_is_no_wording_of_the_first_message(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.sent(0, 100, clicked=5)
        await spring.sent(1, 100, clicked=5)
        await spring.sent(0, 95, clicked=95, step=2)
        results = await spring.results()
        assert results.trial is not None
        assert results.trial.arms == (Arm(100, 5), Arm(100, 5))
        found = by_variant(results.parts)
        assert {place: (one.sent, one.clicked) for place, one in found.items()} == {0: (100, 5), 1: (100, 5)}

    await play(store, scene)


async def test_somebody_who_clicks_twice_is_one(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        (one, *_) = await spring.sent(0, 2, clicked=1)
        await spring.click(one, START + HOUR)
        found = (await spring.results()).trial
        assert found is not None
        assert found.arms == (Arm(2, 1), Arm(0, 0))
        assert found.judgement.leader is None, "the other was sent to nobody"

    await play(store, scene)


async def test_two_who_clicked_and_turn_out_to_be_one_are_one_success(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        first, second = await spring.sent(0, 2, clicked=2)
        letter = await shop.unit.messages.get(first)
        assert letter is not None
        await shop.unit.change(messages, second, contact=letter.contact)
        found = (await spring.results()).trial
        assert found is not None
        assert found.arms == (Arm(1, 1), Arm(0, 0))

    await play(store, scene)


async def test_where_it_leads_nowhere_orders_are_compared_as_long_as_they_count(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop, url="")
        await spring.sent(0, 110, bought=1)
        (*_, last) = await spring.sent(1, 110, bought=3)
        latest, counts_for = spring.campaign.latest, shop.business.counts_for
        assert latest is not None
        await spring.order(last, 1_000_000, latest + counts_for - HOUR)
        await spring.order(last, 1_000_000, latest + counts_for + HOUR)
        found = (await spring.results(latest + counts_for + 2 * HOUR)).trial
        assert found is not None
        assert (found.trial.measure, found.arms) == (Measure.ORDERS, (Arm(110, 1), Arm(110, 4)))

    await play(store, scene)


async def test_the_share_of_past_campaigns_is_what_the_next_is_planned_by(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        assert (
            plan_trial(spring.campaign, await load_past_results(shop.unit, shop.tenant, Measure.CLICKS, START))
            is not None
        )
        await spring.sent(0, 500, clicked=100)
        later = START + timedelta(days=1, seconds=1)
        past = await load_past_results(shop.unit, shop.tenant, Measure.CLICKS, later)
        assert past == Arm(500, 100)
        trial = plan_trial(spring.campaign, past)
        assert trial is not None
        assert (trial.base_rate, trial.known) == (0.2, True)
        assert await load_past_results(shop.unit, shop.tenant, Measure.CLICKS, later + timedelta(days=200)) == Arm(0, 0)

    await play(store, scene)


async def test_a_past_of_no_click_and_one_of_clicks_alone_are_no_shares_to_plan_by(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        found = [plan_trial(spring.campaign, Arm(600, clicked)) for clicked in (0, 600)]
        assert [(one.base_rate, one.needed > 0) for one in found if one is not None] == [(0.005, True), (0.5, True)]

    await play(store, scene)


async def test_what_left_just_now_and_what_leads_nowhere_is_no_past_of_clicks(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        now = START + timedelta(days=10)
        spring, plain = await Mailed.out(shop), await Mailed.out(shop, "No link", url="")
        await spring.sent(0, 10, clicked=4)
        await spring.sent(0, 30, at=now - HOUR)
        await plain.sent(0, 20)
        assert await load_past_results(shop.unit, shop.tenant, Measure.CLICKS, now) == Arm(10, 4)

    await play(store, scene)


async def test_what_orders_may_still_count_for_is_no_past_of_orders(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        now = START + timedelta(days=10)
        spring, plain = await Mailed.out(shop), await Mailed.out(shop, "No link", url="")
        await spring.sent(0, 10, bought=1)
        await plain.sent(0, 20, bought=2)
        await spring.sent(0, 30, at=now - shop.business.counts_for + HOUR)
        assert await load_past_results(shop.unit, shop.tenant, Measure.ORDERS, now) == Arm(30, 3)

    await play(store, scene)


AT_TEN_AND_SIX = (CampaignArm("A", Schedule(START)), CampaignArm("B", Schedule(START + 8 * HOUR)))
A_DAY = timedelta(days=1)


async def test_of_different_hours_each_has_as_much_time(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop, terms=Terms(arms=AT_TEN_AND_SIX), latest=START + 8 * HOUR + A_DAY)
        sooner = await spring.sent(0, 150, clicked=10)
        await spring.sent(1, 150, clicked=10, at=START + 8 * HOUR)
        for one in sooner[50:100]:
            await spring.click(one, START + A_DAY + HOUR)  # B has had no time for it yet
        now = START + A_DAY + 2 * HOUR
        found = (await spring.results(now)).trial
        assert found is not None
        assert found.arms == (Arm(150, 10), Arm(0, 0)), "nobody of B has had a day"
        assert found.judgement.conclusion is Conclusion.NOT_ENOUGH
        found = (await spring.results(now + 8 * HOUR)).trial
        assert found is not None
        assert found.arms == (Arm(150, 10), Arm(150, 10))

    await play(store, scene)


async def test_who_left_late_of_different_hours_counts_once_they_had_their_day(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        latest = START + 8 * HOUR + A_DAY
        spring = await Mailed.out(shop, terms=Terms(arms=AT_TEN_AND_SIX), latest=latest)
        await spring.sent(0, 150, clicked=10)
        (late, *_) = await spring.sent(1, 5, at=latest - HOUR)
        await spring.click(late, latest + 20 * HOUR)
        found = (await spring.results(latest + 2 * A_DAY)).trial
        assert found is not None
        assert found.arms[1] == Arm(5, 1), "the end waits for them"

    await play(store, scene)


async def test_orders_of_different_hours_count_as_long_as_they_count_for_a_message(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        long = shop.business.counts_for
        spring = await Mailed.out(shop, url="", terms=Terms(arms=AT_TEN_AND_SIX), latest=START + 8 * HOUR + A_DAY)
        (*_, last) = await spring.sent(0, 110, bought=1)
        await spring.sent(1, 110, bought=3, at=START + 8 * HOUR)
        await spring.order(last, 1_000_000, START + long - HOUR)
        found = (await spring.results(START + long + 7 * HOUR)).trial
        assert found is not None
        assert found.arms == (Arm(110, 2), Arm(0, 0))
        found = (await spring.results(START + long + 9 * HOUR)).trial
        assert found is not None
        assert found.arms == (Arm(110, 2), Arm(110, 3))

    await play(store, scene)


async def test_offers_are_compared_by_all_that_their_people_order(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        fifteen = ShopOffer.make_percent(15, timedelta(days=7))
        spring = await Mailed.out(shop, terms=Terms(arms=(CampaignArm("A"), CampaignArm("B", None, fifteen))))
        (*_, last) = await spring.sent(0, 110, clicked=90, bought=1)
        await spring.sent(1, 110, clicked=5, bought=3)
        counts_for = shop.business.counts_for
        for at in (START + 2 * HOUR, START + counts_for + HOUR):
            bought = await spring.order(last, 1_000_000, at)
            await shop.unit.remove(attributions, attributions.c.order == bought)  # no code, and no click before it
        found = (await spring.results(START + 3 * HOUR)).trial
        assert found is not None
        assert (found.trial.measure, found.arms) == (Measure.PURCHASES, (Arm(110, 2), Arm(110, 3)))
        later = START + counts_for + 2 * HOUR
        assert await load_past_results(shop.unit, shop.tenant, Measure.PURCHASES, later) == Arm(220, 5), (
            "the next is planned so"
        )
        assert await load_past_results(shop.unit, shop.tenant, Measure.ORDERS, later) == Arm(220, 4)

    await play(store, scene)


async def test_one_wording_is_compared_with_nothing(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop, status=CampaignStatus.DONE, texts=())
        assert (await spring.results()).trial is None

    await play(store, scene)
