"""What people ended for their data: each limit once, those of both of two who are merged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.actor import Actor, ActorKind
from flows.privacy_limits import UNUSED, PrivacyLimit
from storage.consent.privacy_limits import PrivacyLimits
from storage.database.stores import Database
from storage.people.people import Identity
from storage.unit import Unit

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
BY = Actor(ActorKind.CUSTOMER)
PROCESSING, PROFILING, SHARING = PrivacyLimit


async def test_a_limit_holds_from_its_beginning_until_it_is_lifted(store: Database) -> None:
    async def work(unit: Unit) -> list[object]:
        one = await unit.people.resolve([Identity("sms", "+13145550111")], NOW)
        other = await unit.people.resolve([Identity("telegram", "501")], NOW)
        limits = unit.of(PrivacyLimits)
        found: list[object] = [await limits.add(one, PROCESSING, BY, NOW), await limits.add(one, PROCESSING, BY, LATER)]
        found += [await limits.add(one, SHARING, BY, LATER), await limits.add(other, PROFILING, BY, NOW)]
        found += [await limits.of(one), await limits.find_limited([one, other], UNUSED) == {one}]
        found += [await limits.lift(one, PROCESSING), await limits.lift(one, PROCESSING), await limits.of(one)]
        return [*found, await limits.find_limited([one, other], UNUSED)]

    assert await store.write("tiger", work) == [
        True, False, True, True, {PROCESSING: NOW, SHARING: LATER}, True, True, False, {SHARING: LATER}, set(),
    ]  # fmt: skip


async def test_the_limits_of_two_people_hold_for_the_one_they_become(store: Database) -> None:
    async def work(unit: Unit) -> list[object]:
        one = await unit.people.resolve([Identity("sms", "+13145550111")], NOW)
        other = await unit.people.resolve([Identity("telegram", "501")], NOW)
        limits = unit.of(PrivacyLimits)
        await limits.add(one, PROCESSING, BY, NOW)
        await limits.add(one, SHARING, BY, NOW)
        await limits.add(other, SHARING, BY, LATER)
        await limits.merge(one, other)
        return [await limits.of(one), await limits.of(other)]

    assert await store.write("tiger", work) == [{}, {PROCESSING: NOW, SHARING: LATER}]
