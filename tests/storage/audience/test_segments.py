"""Audiences that a business keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from flows.actor import Actor, ActorKind
from flows.audience.audience_expansion import MOST_LEVELS, BadAudience, ContainsItself, UnknownAudience
from flows.audience.criteria import EVERYBODY, All, Compared, Criteria, Not
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign import CampaignStatus
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.follow_up import FollowUp
from storage.audience.audiences import Audiences, Selection
from storage.audience.segments import NameTaken, Outdated, Segment, Segments, StillNamed
from storage.campaigns.campaigns import Campaigns
from storage.database.stores import Database
from storage.people.people import Identity
from storage.plans.plan_entries import PlanEntries, PlanEntry
from storage.profiles.customer_tags import CustomerTags
from storage.schema import plan_versions, plans
from storage.sql.repository import dump_actor
from storage.unit import Unit
from tests.flows.audience.matching import matches
from tests.storage.audience.known_people import KnownPeople
from tests.storage.campaigns.test_campaigns import campaign
from tests.storage.world import NOW, OTHER_SHOP, after, do, person

TODAY = date(2026, 3, 2)
BY = Actor(ActorKind.STAFF, "019caf00")
ONCE = Compared("orders", "=", Decimal(1))


def within(segment: Segment) -> Criteria:
    return Compared("audience", "=", str(segment.id))


async def make(unit: Unit, name: str, criteria: Criteria = ONCE) -> Segment:
    return await unit.of(Segments).add(name, criteria, BY, NOW, TODAY)


async def test_an_audience_is_kept_as_it_was_made(store: Database) -> None:
    async def work(unit: Unit) -> None:
        segments = unit.of(Segments)
        made = await segments.add("  Café  Lovers ", ONCE, BY, NOW, TODAY, "once, in a café")
        assert made == Segment(made.id, "Café Lovers", ONCE, "once, in a café", BY, NOW, NOW, 1)
        assert await segments.get(made.id) == await segments.find_by_name("cafe LOVERS") == made
        await make(unit, "Another")
        assert [one.name for one in await segments.all()] == ["Another", "Café Lovers"]

    await do(store, work)


async def test_a_name_is_taken_once_however_it_is_written(store: Database) -> None:
    async def work(unit: Unit) -> None:
        made, other = await make(unit, "Café"), await make(unit, "Tea")
        with pytest.raises(NameTaken, match='another audience is called "Café"'):
            await make(unit, "CAFE")
        with pytest.raises(NameTaken):
            await unit.of(Segments).change(replace(other, name="cafe"), NOW, TODAY)
        assert (await unit.of(Segments).change(replace(made, name="CAFÉ"), NOW, TODAY)).name == "CAFÉ"
        for name in ("", " \u200b ", "x" * 101):
            with pytest.raises(ValueError, match="has 1 to 100 visible characters"):
                await make(unit, name)

    await do(store, work)
    await do(store, lambda unit: make(unit, "Café"), OTHER_SHOP)


async def test_of_two_changes_of_one_version_the_first_holds(store: Database) -> None:
    async def work(unit: Unit) -> None:
        segments = unit.of(Segments)
        made = await make(unit, "Once")
        changed = await segments.change(replace(made, criteria=EVERYBODY, phrase="all"), after(5), TODAY)
        assert changed == replace(made, criteria=EVERYBODY, phrase="all", updated_at=after(5), version=2)
        assert await segments.get(made.id) == changed
        with pytest.raises(Outdated, match="was changed or deleted meanwhile"):
            await segments.change(replace(made, name="Later"), after(6), TODAY)
        assert await segments.get(made.id) == changed
        assert await segments.remove(made.id)
        assert not await segments.remove(made.id)
        with pytest.raises(Outdated, match="was changed or deleted meanwhile"):
            await segments.change(changed, after(7), TODAY)

    await do(store, work)


async def test_an_audience_that_contains_itself_is_refused(store: Database) -> None:
    async def work(unit: Unit) -> None:
        segments = unit.of(Segments)
        eggs = await make(unit, "Eggs")
        hens = await make(unit, "Hens", All((ONCE, within(eggs))))
        with pytest.raises(ContainsItself, match="Eggs in Hens in Eggs"):
            await segments.change(replace(eggs, criteria=Not(within(hens))), NOW, TODAY)
        with pytest.raises(ContainsItself, match="Hens in Hens"):
            await segments.change(replace(hens, criteria=within(hens)), NOW, TODAY)
        assert await segments.get(eggs.id) == eggs
        with pytest.raises(UnknownAudience):
            await make(unit, "Lost", Compared("audience", "=", str(unit.ids.make())))
        with pytest.raises(StillNamed, match="these use it: Hens"):
            await segments.remove(eggs.id)

    await do(store, work)


@pytest.mark.parametrize("where", ["people", "words", "follow-up"])
async def test_an_audience_that_a_campaign_asks_for_stays_until_that_is_over(store: Database, where: str) -> None:
    """Without it nobody could say who is meant, and its people would read what all others do."""

    async def work(unit: Unit) -> None:
        eggs = await make(unit, "Eggs")
        means = within(eggs)
        words = (CampaignText("{if eggs: a|b}", conditions=(("eggs", json.dumps(write_criteria(means))),)),)
        hi = (CampaignText("Hi"),)
        made = campaign(
            unit, criteria=means if where == "people" else EVERYBODY, texts=words if where == "words" else hi,
            terms=Terms(follow_ups=(FollowUp(timedelta(days=1), words),)) if where == "follow-up" else Terms(),
        )  # fmt: skip
        await unit.of(Campaigns).add(made, BY)
        with pytest.raises(StillNamed, match=f"these send to it: {made.name}; end them first"):
            await unit.of(Segments).remove(eggs.id)
        await unit.of(Campaigns).move(made, CampaignStatus.CANCELLED, BY, NOW)
        assert await unit.of(Segments).remove(eggs.id)

    await do(store, work)


async def test_an_audience_that_a_plan_asks_for_stays_while_that_is_on(store: Database) -> None:
    async def work(unit: Unit) -> None:
        eggs = await make(unit, "Eggs")
        for plan, enabled, which in ((unit.ids.make(), True, eggs.id), (unit.ids.make(), False, unit.ids.make())):
            row = {"name": str(plan), "enabled": enabled, "version": 2, "made_at": NOW, "updated_at": NOW}
            await unit.add_new(plans, id=plan, **row)
            for version, terms in ((1, "{}"), (2, f'{{"entry": "{which}"}}')):
                told = {"terms": terms, "made_at": NOW, **dump_actor(BY)}
                await unit.put(plan_versions, ("plan", "version"), plan=plan, version=version, **told)
            if enabled:
                with pytest.raises(StillNamed, match=f"{plan}; end them first"):
                    await unit.of(Segments).remove(eggs.id)
        await unit.run(update(plans).values(enabled=False))
        assert await unit.of(Segments).remove(eggs.id)

    await do(store, work)


async def test_an_audience_of_an_earlier_version_stays_while_somebody_is_inside_of_that(store: Database) -> None:
    """They go on by their version, and its condition is asked as each message leaves."""

    async def work(unit: Unit) -> None:
        eggs, plan = await make(unit, "Eggs"), unit.ids.make()
        row = {"name": "care", "enabled": True, "version": 2, "made_at": NOW, "updated_at": NOW}
        await unit.add_new(plans, id=plan, **row)
        for version, terms in ((1, f'{{"entry": "{eggs.id}"}}'), (2, "{}")):
            told = {"terms": terms, "made_at": NOW, **dump_actor(BY)}
            await unit.put(plan_versions, ("plan", "version"), plan=plan, version=version, **told)
        (who, _), entries = await person(unit), unit.of(PlanEntries)
        entry = PlanEntry(unit.ids.make(), plan, 1, "care", who, "by hand", "", NOW)
        await entries.add(entry)
        with pytest.raises(StillNamed, match="these send to it: care; end them first"):
            await unit.of(Segments).remove(eggs.id)
        await entries.end(entry.id, "completed", NOW, None)
        assert await unit.of(Segments).remove(eggs.id)

    await do(store, work)


async def test_a_change_that_makes_another_unreadable_is_refused(store: Database) -> None:
    """An audience is judged with those that are made of it: ten may stand in one another, eleven may not."""

    async def work(unit: Unit) -> None:
        segments = unit.of(Segments)
        inner = await make(unit, "Inner")
        outer = inner
        for level in range(MOST_LEVELS - 1):
            outer = await make(unit, f"Outer {level}", within(outer))
        other = await make(unit, "Other")
        with pytest.raises(BadAudience, match=f'"Outer {MOST_LEVELS - 2}" uses it'):
            await segments.change(replace(inner, criteria=within(other)), NOW, TODAY)
        assert await segments.get(inner.id) == inner
        assert await unit.of(Audiences).count(Selection(within(outer), NOW, UTC)) == 0

    await do(store, work)


async def test_another_business_has_others(store: Database) -> None:
    made = await do(store, lambda unit: make(unit, "Once"))

    async def work(unit: Unit) -> None:
        segments = unit.of(Segments)
        assert await segments.get(made.id) is await segments.find_by_name("Once") is None
        assert not await segments.remove(made.id)
        with pytest.raises(UnknownAudience):
            await make(unit, "Theirs", within(made))
        with pytest.raises(Outdated):
            await segments.change(made, NOW, TODAY)

    await do(store, work, OTHER_SHOP)


async def test_both_readers_expand_what_is_named(store: Database) -> None:
    async def work(unit: Unit) -> None:
        (vip, _), (other, _) = await person(unit), await person(unit, Identity("telegram", "7"))
        await unit.of(CustomerTags).give(vip, "VIP", NOW)
        inner = await make(unit, "Tagged", Compared("tag", "=", "vip"))
        outer = await make(unit, "Not tagged", Not(within(inner)))
        for segment, who in ((inner, vip), (outer, other)):
            asked = Selection(within(segment), NOW, UTC)
            assert await unit.of(Audiences).page(asked, 9) == [who]
            whole = await unit.of(Segments).expand(within(segment), TODAY)
            known = await unit.of(KnownPeople).of([vip, other], whole, NOW)
            assert [one for one, facts in known.items() if matches(whole, facts, NOW, TODAY)] == [who]
        tag_wins = Selection(Compared("audience", "=", "vip"), NOW, UTC)
        assert await unit.of(Audiences).count(tag_wins) == 0, "the tag is another thing"

    await do(store, work)
