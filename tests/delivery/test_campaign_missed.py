"""Somebody whose wave had gone before they belonged to it gets a campaign behind its last wave, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.campaigns.follow_up import FollowUp
from flows.campaigns.terms import Terms
from flows.campaigns.texts import CampaignText
from flows.delivery import MessageStatus
from handlers.campaigns.sending import fanning, moving
from handlers.campaigns.sending.moving import NamedCampaign
from handlers.turn import Turn
from storage.schema import contacts
from tests.delivery.campaigned import fan_out, launched, mailed, move, people
from tests.delivery.house import House

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
    monkeypatch.setattr(fanning, "PART", timedelta(0) if dying else fanning.PART)
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
    await move(house, spring, moving.pause)
    await _hours(house, 24)
    await _live(house, them[:1], EAST)
    await _hours(house, 1)
    await move(house, spring, moving.resume)
    await _hours(house, 5)
    assert await _whose(house, spring, 1) == sorted(them)
    assert await _whose(house, spring, 2) == []
