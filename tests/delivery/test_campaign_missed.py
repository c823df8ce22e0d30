"""Somebody whose wave had gone before they belonged to it gets a campaign behind its last wave, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.follow_up import FollowUp
from flows.delivery import MessageStatus
from handlers.campaigns.sending import campaign_control, wave_fanout
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.turn import Turn
from storage.people.people_merge import merge
from storage.schema import contacts
from tests.delivery.campaigned import fan_out, launched, mailed, move, people
from tests.delivery.house import House
from tests.delivery.test_campaign_arms import _arms as arms
from tests.delivery.test_campaign_arms import _launched as launched_arms
from tests.delivery.test_contests import _launched as contest
from tests.delivery.test_follow_ups import _heard as heard

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EAST, WEST = "America/New_York", "America/Los_Angeles"


async def _live(house: House, some: Sequence[UUID], zone: str) -> None:
    async def tell(turn: Turn) -> None:
        for one in some:
            await turn.unit.change(contacts, one, timezone=zone)

    await house.act(tell)


async def _hours(house: House, many: int, *, dying: bool = False) -> None:
    for _ in range(many):
        await house.pass_(HOUR)
        await fan_out(house, dying=dying)
        await house.settle()


async def _at_three(house: House, **values: Any) -> NamedCampaign:
    """At 15:00 of each: in New York 14:00 of Chicago, where it is ten now, and in Los Angeles 17:00."""
    return await launched(house, at=house.clock.now() + 5 * HOUR, local="15:00", holdout=0.0, **values)


async def _whose(house: House, which: NamedCampaign, step: int) -> list[UUID]:
    """Whom a step left for."""
    sent = [one for one in await mailed(house, which) if one.status is MessageStatus.SENT]
    return sorted(one.contact for one in sent if one.step == step)


@pytest.mark.parametrize("dying", [False, True], ids=["one process", "a process dies after each part"])
async def test_who_moves_to_a_zone_whose_wave_is_gone_gets_it_with_the_last(
    house: House, dying: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wave_fanout, "PART", timedelta(0) if dying else wave_fanout.PART)
    them = await people(house, 4)
    began = house.clock.now()
    await _live(house, them[:1], WEST)
    await _live(house, them[1:3], EAST)
    spring = await _at_three(house)
    await _hours(house, 5, dying=dying)
    assert them[0] not in await _whose(house, spring, 1)
    await _live(house, them[:1], EAST)
    await _hours(house, 4, dying=dying)
    assert await _whose(house, spring, 1) == sorted(them), "each person once"
    due = {one.contact: one.due_at for one in await mailed(house, spring)}
    assert [due[one] for one in them] == [began + hours * HOUR for hours in (7, 4, 4, 5)]


async def test_of_a_follow_up_whoever_moves_is_no_more_missed(house: House) -> None:
    them = await people(house, 3)
    await _live(house, them[:1], WEST)
    await _live(house, them[1:], EAST)
    spring = await _at_three(house, terms=Terms(follow_ups=(FollowUp(DAY, (CampaignText("Still time"),)),)))
    await _hours(house, 24 + 5)
    assert await _whose(house, spring, 2) == sorted(them[1:])
    await _live(house, them[:1], EAST)
    await _hours(house, 4)
    assert await _whose(house, spring, 2) == sorted(them)


async def test_who_got_the_first_message_late_is_not_written_to_again_so_soon(house: House) -> None:
    """As the hour of their follow-up came they had no message that it could follow."""
    them = await people(house, 3)
    await _live(house, them[:1], WEST)
    await _live(house, them[1:], EAST)
    spring = await _at_three(house, terms=Terms(follow_ups=(FollowUp(DAY, (CampaignText("Still time"),)),)))
    await _hours(house, 3)
    await move(house, spring, campaign_control.pause)
    await _hours(house, 24)
    await _live(house, them[:1], EAST)
    await _hours(house, 1)
    await move(house, spring, campaign_control.resume)
    await _hours(house, 5)
    assert await _whose(house, spring, 1) == sorted(them)
    assert await _whose(house, spring, 2) == []


async def _merged(house: House, some: Sequence[UUID]) -> list[UUID]:
    """Each of these becomes one with a buyer whom the shop knows by an id and could not write to."""

    async def become(turn: Turn) -> list[UUID]:
        others = [turn.unit.ids.make() for _ in some]
        for one, other in zip(some, others, strict=True):
            await turn.unit.add(contacts, id=other, timezone="America/Chicago", created_at=turn.now)
            await merge(turn.unit, one, other, turn.now)
        return others

    return await house.act(become)


async def test_who_becomes_one_with_somebody_whose_wave_is_gone_gets_it_with_the_last(house: House) -> None:
    """Or is left alone, by the same draw as all."""
    them = await people(house, 120)
    began = house.clock.now()
    spring = await launched(house, holdout=0.4, terms=Terms(spread=4 * HOUR))
    await house.settle()
    queued = {one.contact for one in await mailed(house, spring)}
    assert 10 < len(queued) < 55, "of the first of four hours"
    now = await _merged(house, them)
    await _hours(house, 5)
    every = await mailed(house, spring)
    assert {one.contact for one in every} == set(now), "nobody is missed"
    missed = [one for one in every if one.due_at == began + 3 * HOUR]
    waited = {new for one, new in zip(them, now, strict=True) if one not in queued}
    assert {one.contact for one in missed} < waited, (
        "whoever got it, or was left alone, as another is asked about no more"
    )
    assert {(one.status, one.code) for one in missed} == {
        (MessageStatus.SENT, None),
        (MessageStatus.REFUSED, "holdout"),
    }


async def test_each_variant_s_people_who_were_missed_get_their_own_one(house: House) -> None:
    """As they were drawn: that of the hour alone would not be compared with the other any more."""
    them = await people(house, 60)
    spring = await launched_arms(house, arms(house, 2, 5))
    await _hours(house, 3)
    had = [one.contact for one in await mailed(house, spring)]
    now = await _merged(house, [one for one in them if one not in had])
    await _hours(house, 4)
    every = await mailed(house, spring)
    assert sorted(one.contact for one in every) == sorted([*had, *now])
    late = [one for one in every if one.contact in now]
    assert {one.variant for one in late} == {0, 1}
    assert len({one.due_at for one in late}) == 1


async def test_who_waits_for_the_rest_of_a_contest_is_not_missed_by_the_first_part(house: House) -> None:
    them = await people(house, 60)
    spring = await contest(house, terms=Terms(spread=2 * HOUR))
    await _hours(house, 3)
    first = [one.contact for one in await mailed(house, spring)]
    assert len(them) * 0.2 < len(first) < len(them) * 0.8
    await house.pass_(43 * HOUR)
    await _hours(house, 2)
    had = [one.contact for one in await mailed(house, spring)]
    assert len(first) < len(had) < len(them), "of the first of two hours"
    now = await _merged(house, [one for one in them if one not in had])
    await _hours(house, 4)
    every = await mailed(house, spring)
    assert sorted(one.contact for one in every) == sorted([*had, *now])


async def test_whose_best_hour_is_heard_of_when_it_is_gone_gets_it_with_the_last(house: House) -> None:
    (late,) = await people(house, 1)
    await heard(house, late, [24 - 5])
    began = house.clock.now()
    spring = await launched(house, terms=Terms(best_hour=True), holdout=0.0)
    await _hours(house, 3)
    await heard(house, late, [25, 24 + 25])  # two hours after it began, on days before
    await _hours(house, 21)
    (got,) = await mailed(house, spring)
    assert (got.status, got.due_at) == (MessageStatus.SENT, began + 23 * HOUR)
