"""Audiences night by night: whoever is a member meets the criteria, and who came and went is told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.actor import Actor, ActorKind
from flows.audience.criteria import EVERYBODY, All, Compared, Criteria, Not
from storage.audience.audiences import Audiences, Selection
from storage.audience.criteria_terms import Span
from storage.audience.membership_changes import AudienceNights, Moved, Night
from storage.audience.nightly_audiences import FollowedAudience, FollowedAudiences, audience_id
from storage.audience.segment_members import SegmentMembers
from storage.audience.segment_nights import SegmentNight, SegmentNights
from storage.audience.segments import Segment, Segments
from storage.database.stores import Database
from storage.erasure.erasure import scrub_person
from storage.people.people import Identity
from storage.people.people_merge import merge
from storage.profiles.customer_tags import CustomerTags
from storage.schema import customer_totals, segment_members
from storage.store.customer_totals import START
from storage.unit import Unit
from tests.storage.audience.crowd import CROWDS, Crowd, Made
from tests.storage.audience.test_both_readers import TREES, ZONE, undone
from tests.storage.world import NOW, OTHER_SHOP, SHOP, do, open_shops

DAY = timedelta(days=1)
TODAY = date(2026, 3, 2)
BY = Actor(ActorKind.STAFF, "019caf00")
VIP = Compared("tag", "=", "vip")
ALL = Span(START, None)


@dataclass
class Nights:
    """The nights of a shop, and what was told in them."""

    unit: Unit
    stride: int = 2
    crashes: bool = False
    passed: int = 0
    told: list[tuple[str, str, UUID]] = field(default_factory=list)  # the audience, what, and who

    async def night(self) -> None:
        """The next one, in as many parts as it takes."""
        kept = Night.begin(NOW + self.passed * DAY, TODAY + self.passed * DAY).dump()
        self.passed += 1
        for _ in range(1000):
            night = Night.load(kept)
            if await self.part(night):
                return
            kept = night.dump()
        raise AssertionError("it does not come to its end")

    async def part(self, night: Night) -> bool:
        """One part; where it crashes, all of it once more."""
        if self.crashes:
            savepoint = await self.unit.connection.begin_nested()
            await self._part(Night.load(night.dump()))
            await savepoint.rollback()
        over, moved, called = await self._part(night)
        self.told += [(called, "in", one) for one in moved.entered] + [(called, "out", one) for one in moved.gone]
        return over

    async def _part(self, night: Night) -> tuple[bool, Moved, str]:
        nights, audiences = AudienceNights(self.unit), await FollowedAudiences(self.unit).all()
        audience = night.find_next(audiences)
        if audience is None:
            return await nights.drop_others(audiences), Moved(), ""
        return False, await nights.go_on(night, audience, "USD", ZONE, self.stride), audience.name

    def news(self) -> list[tuple[str, str, UUID]]:
        """What was told since it was asked last."""
        told, self.told = self.told, []
        return told


async def members(unit: Unit, segment: UUID) -> set[UUID]:
    return await SegmentMembers(unit).find_within(segment, ALL)


async def figures(unit: Unit, segment: UUID) -> list[tuple[int, int | None, int | None]]:
    """How many people there were, came and went in each night, the newest first."""
    return [(one.people, one.entered, one.gone) for one in await SegmentNights(unit).page(segment, 99)]


async def make(unit: Unit, name: str, criteria: Criteria = VIP) -> Segment:
    return await Segments(unit).add(name, criteria, BY, NOW, TODAY)


async def people(unit: Unit, many: int) -> list[UUID]:
    return [await unit.people.resolve([Identity("customer", unit.ids.make().hex)], NOW) for _ in range(many)]


async def test_the_first_night_tells_of_nobody_and_the_next_who_came_and_went(store: Database) -> None:
    async def work(unit: Unit) -> None:
        ann, ben, cid, *_ = await people(unit, 7)
        tags, nights = CustomerTags(unit), Nights(unit)
        segment = await make(unit, "Best")
        for one in (ann, ben):
            await tags.give(one, "VIP", NOW)
        await unit.put(customer_totals, ("contact",), contact=ben, spend=7_000_000, orders=1, acquired_at=NOW)
        await nights.night()
        assert (nights.news(), await members(unit, segment.id)) == ([], {ann, ben})
        await nights.night()
        assert nights.news() == []
        await tags.give(cid, "VIP", NOW)
        await tags.take(ann, "VIP")
        await nights.night()
        assert sorted(nights.news()) == [("Best", "in", cid), ("Best", "out", ann)]
        newest, *earlier = await SegmentNights(unit).page(segment.id, 9)
        expected = SegmentNight(TODAY + 2 * DAY, newest.definition, 2, 7_000_000, "USD", 1, 1, NOW + 2 * DAY)
        assert newest == expected
        assert [(one.people, one.entered, one.gone) for one in earlier] == [(2, 0, 0), (2, None, None)]
        assert await SegmentNights(unit).on(segment.id, TODAY + 2 * DAY) == newest

    await do(store, work)


async def test_other_criteria_begin_anew_also_in_the_midst_of_a_night(store: Database) -> None:
    async def work(unit: Unit) -> None:
        ann, ben, cid = await people(unit, 3)
        nights, segments = Nights(unit, stride=1), Segments(unit)
        segment = await make(unit, "Best")
        await CustomerTags(unit).give(ann, "VIP", NOW)
        await nights.night()
        segment = await segments.change(replace(segment, name="Better"), NOW, TODAY)
        await nights.night()
        assert len(await figures(unit, segment.id)) == 2, "another name is no other audience"
        half = Night.begin(NOW, TODAY)
        assert not await nights.part(half)
        segment = await segments.change(replace(segment, criteria=Not(VIP)), NOW, TODAY)
        while not await nights.part(half):
            pass
        assert (nights.news(), await members(unit, segment.id)) == ([], {ben, cid})
        assert await figures(unit, segment.id) == [(2, None, None)]
        inner = await make(unit, "Inner")
        await segments.change(replace(segment, criteria=Compared("audience", "=", str(inner.id))), NOW, TODAY)
        await nights.night()
        await segments.change(replace(inner, criteria=EVERYBODY), NOW, TODAY)
        await nights.night()
        assert (nights.news(), await figures(unit, segment.id)) == ([], [(3, None, None)]), "what it is made of changed"

    await do(store, work)


async def test_a_first_night_that_was_left_unfinished_is_the_first_once_more(store: Database) -> None:
    async def work(unit: Unit) -> None:
        some = await people(unit, 3)
        nights, segment = Nights(unit, stride=1), await make(unit, "All", EVERYBODY)
        assert not await nights.part(Night.begin(NOW, TODAY))
        await nights.night()
        assert (nights.news(), await members(unit, segment.id)) == ([], set(some))

    await do(store, work)


async def test_ready_ones_are_followed_as_long_as_kept_ones_are_made_of_them(store: Database) -> None:
    async def work(unit: Unit) -> None:
        (ann,) = await people(unit, 1)
        nights, segments = Nights(unit), Segments(unit)
        once = Compared("audience", "in", ("one_time", "vip"))
        segment = await make(unit, "Once", All((once,)))
        await unit.put(customer_totals, ("contact",), contact=ann, orders=1, acquired_at=NOW)
        await nights.night()
        assert await members(unit, audience_id("one_time")) == await members(unit, segment.id) == {ann}
        assert await figures(unit, audience_id("vip")) == [(0, None, None)]
        await segments.remove(segment.id)
        await nights.night()
        assert await unit.rows(segment_members.select()) == []
        assert [await figures(unit, one) for one in (segment.id, audience_id("one_time"))] == [[], []]

    await do(store, work)


async def test_birthdays_of_another_month_are_no_other_criteria(store: Database) -> None:
    async def work(unit: Unit) -> None:
        await make(unit, "Born", Compared("audience", "=", "birthday"))
        before = await FollowedAudiences(unit).all()
        assert [one.key for one in before if one.key == "birthday"] == ["birthday"]
        nights = Nights(unit)
        await nights.night()
        nights.passed = 40
        await nights.night()
        assert len(await figures(unit, audience_id("birthday"))) == 2

    await do(store, work)


async def test_what_is_kept_of_a_person_names_their_audiences(store: Database) -> None:
    async def work(unit: Unit) -> None:
        ann, ben = await people(unit, 2)
        await make(unit, "Everyone", EVERYBODY)
        await Nights(unit).night()
        assert await SegmentMembers(unit).list_known([ann]) == [{"name": "Everyone"}]
        await scrub_person(unit, ann, NOW, lambda name: f"hash of {name}")
        assert [row.contact for row in await unit.rows(segment_members.select())] == [ben]

    await do(store, work)


async def test_other_businesses_are_followed_apart(store: Database) -> None:
    async def work(unit: Unit) -> None:
        (ann,) = await people(unit, 1)
        segment = await make(unit, "Everyone", EVERYBODY)
        other = unit.switch_business(OTHER_SHOP)
        (theirs,) = await people(other, 1)
        await make(other, "Everyone", EVERYBODY)
        for one in (unit, other, other):
            await Nights(one).night()
        assert await members(unit, segment.id) == {ann} != {theirs}

    await do(store, work, SHOP)


Step: TypeAlias = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(["tag", "untag", "merge", "erase", "come", "order", "change"]), *[st.integers(0, 9)] * 2),
    max_size=6,
)


@settings(max_examples=20)
@given(
    crowd=CROWDS, criteria=TREES, other=TREES, nights=st.lists(STEPS, min_size=1, max_size=4),
    stride=st.integers(1, 4), crashes=st.booleans(),
)  # fmt: skip
async def test_members_are_whoever_meets_the_criteria_and_each_move_is_told_once(
    store: Database, crowd: list[Made], criteria: Criteria, other: Criteria, nights: list[list[Step]], stride: int,
    crashes: bool,
) -> None:  # fmt: skip
    await open_shops(store)

    async def work(unit: Unit) -> None:
        shop = Crowd(unit)
        await shop.add(crowd)
        kept = [await make(unit, "Drawn", criteria), await make(unit, "Tagged", Compared("tag", "=", "nike"))]
        inside: dict[str, set[UUID]] = {}
        told = Nights(unit, stride, crashes)
        for steps in [[], *nights]:
            for step in steps:
                await _take(unit, shop.people, step, inside, kept, (criteria, other))
            await told.night()
            for followed in await FollowedAudiences(unit).all():
                await _follow(unit, told, followed, inside)
            told.news()

    await undone(store, work)


async def _follow(unit: Unit, told: Nights, audience: FollowedAudience, inside: dict[str, set[UUID]]) -> None:
    """What was told leads from who was inside to who meets the criteria: each once, and nobody else."""
    now = NOW + (told.passed - 1) * DAY
    found = await members(unit, audience.id)
    assert found == set(await Audiences(unit).page(Selection(audience.criteria, now, ZONE), 1000))
    (people, entered, gone), *_ = await figures(unit, audience.id)
    assert people == len(found)
    moves = [(what, who) for called, what, who in told.told if called == audience.name]
    if entered is None:
        assert moves == []
        inside[audience.name] = set(found)
    for what, who in moves:
        assert (who in inside[audience.name]) is (what == "out"), "told once"
        (inside[audience.name].remove if what == "out" else inside[audience.name].add)(who)
    assert inside[audience.name] == found
    assert entered is None or (entered, gone) == tuple(sum(what == one for what, _ in moves) for one in ("in", "out"))


async def _take(
    unit: Unit, everybody: list[UUID], step: Step, inside: dict[str, set[UUID]], kept: list[Segment],
    criteria: Sequence[Criteria],
) -> None:  # fmt: skip
    """Something happens to somebody who is there."""
    what, one, two = step
    living = sorted(await SegmentMembers(unit).lock_people(everybody))
    who = living[one % len(living)]
    into = living[two % len(living)]
    match what:
        case "tag":
            await CustomerTags(unit).put(who, ["nike", "9"], "shop", NOW)
        case "untag":
            await CustomerTags(unit).put(who, ["vip"], "shop", NOW)
        case "order":
            values: dict[str, Any] = {"orders": one, "spend": two * 10**6, "last_order_at": NOW - one * DAY}
            await unit.put(customer_totals, ("contact",), contact=who, acquired_at=NOW, **values)
        case "come":
            everybody += await people(unit, 1)
        case "change":
            kept[0] = await Segments(unit).change(replace(kept[0], criteria=criteria[two % 2]), NOW, TODAY)
        case "merge" if who != into:
            await merge(unit, who, into, NOW)
            for members_ in inside.values():
                if who in members_:
                    members_.symmetric_difference_update({who})
                    members_.add(into)
        case "erase" if len(living) > 1:
            await scrub_person(unit, who, NOW, lambda name: f"hash of {name}")
            for members_ in inside.values():
                members_.discard(who)
