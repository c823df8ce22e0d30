"""What happens to a campaign in one moment from two sides leaves it as if one had come after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from flows.campaigns import campaign_launch as launch_flow
from flows.campaigns.campaign import CampaignStatus
from flows.campaigns.campaign_terms import Terms
from flows.delivery import MessageStatus
from flows.engine import Elapsed
from flows.money import Money
from handlers.actions.action import Origin, Refused
from handlers.campaigns import launch_action
from handlers.campaigns.drafts import campaign_draft
from handlers.campaigns.drafts.campaign_draft import EditCampaign
from handlers.campaigns.launch_action import LaunchCampaign
from handlers.campaigns.sending import campaign_control
from handlers.campaigns.sending.campaign_control import MoveCampaign, NamedCampaign
from handlers.delivery import channel_handoff
from handlers.delivery.channel_handoff import Ready
from handlers.engine import host
from handlers.engine.turn import Turn
from storage.campaigns.campaigns import Campaigns
from tests.delivery.campaigned import (
    BY,
    BY_HAND,
    drafted,
    fan_out,
    found,
    launch_to,
    launched,
    mailed,
    move,
    people,
    states,
)
from tests.delivery.house import House

BUDGET = Money.parse("0.001", "USD")


async def test_of_two_launches_at_once_the_later_is_told_how_it_stands(house: House) -> None:
    await people(house, 2)
    spring = await drafted(house, after=timedelta(days=2))
    launched_it, may_end = asyncio.Event(), asyncio.Event()

    async def first(turn: Turn) -> None:
        await launch_action.launch(turn, BY_HAND, LaunchCampaign(spring))
        launched_it.set()
        await may_end.wait()

    launches = asyncio.create_task(house.act(first))
    await launched_it.wait()
    later = asyncio.create_task(house.act(lambda turn: launch_action.launch(turn, BY_HAND, LaunchCampaign(spring))))
    await asyncio.wait({later}, timeout=0.3)
    may_end.set()
    await launches
    with pytest.raises(Refused) as refused:
        await later
    assert refused.value.text == campaign_control.stays(spring, await found(house, spring)).text
    assert (await found(house, spring)).status is CampaignStatus.SCHEDULED


async def test_a_cancel_ends_it_also_where_a_pause_was_a_moment_quicker(house: House) -> None:
    await people(house, 2)
    spring = await launch_to(house, after=timedelta(days=2))
    paused, may_end = asyncio.Event(), asyncio.Event()

    async def hold(turn: Turn) -> None:
        await campaign_control.pause(turn, Origin(BY, "m2"), MoveCampaign(spring))
        paused.set()
        await may_end.wait()

    pausing = asyncio.create_task(house.act(hold))
    await paused.wait()
    cancelling = asyncio.create_task(move(house, spring, campaign_control.cancel))
    await asyncio.wait({cancelling}, timeout=0.3)
    may_end.set()
    await asyncio.gather(pausing, cancelling)
    found = await house.act(lambda turn: turn.unit.of(Campaigns).get(spring.id))
    assert found is not None
    assert found.status is CampaignStatus.CANCELLED


async def _interleaved(house: House, first: Callable[[Turn], Awaitable[object]], second: Awaitable[object]) -> None:
    """The second begins when the first is done, and before that is there for others to see."""
    done, may_end = asyncio.Event(), asyncio.Event()

    async def do(turn: Turn) -> None:
        await first(turn)
        done.set()
        await may_end.wait()

    firsts = asyncio.create_task(house.act(do))
    await done.wait()
    seconds = asyncio.ensure_future(second)
    await asyncio.wait({seconds}, timeout=0.3)
    may_end.set()
    await asyncio.gather(firsts, seconds)


@pytest.mark.parametrize(
    ("deed", "then"),
    [
        (campaign_control.pause, (MessageStatus.QUEUED, None)),
        (campaign_control.cancel, (MessageStatus.REFUSED, "campaign.over")),
    ],
    ids=["paused", "cancelled"],
)
async def test_what_is_being_judged_as_its_campaign_is_held_does_not_leave(
    house: House, deed: Callable[..., Awaitable[object]], then: tuple[MessageStatus, str]
) -> None:
    """The batch has seen the campaign going out, and waits for its row to take of the budget when the deed is done."""
    await people(house, 3)
    spring = await launched(house, terms=Terms(budget=Money.parse("5", "USD")), holdout=0.0)
    await _interleaved(house, lambda turn: deed(turn, Origin(BY, "m4"), MoveCampaign(spring)), house.settle())
    assert await states(house, spring) == {then: 3}
    assert not house.twilio.messages


async def test_what_is_rendered_as_its_campaign_is_paused_does_not_leave(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a budget nothing of the campaign is locked: the pause is done between the judgement and the mark."""
    await people(house, 3)
    spring = await launched(house, holdout=0.0)
    hand_over, seen = channel_handoff.hand_over, asyncio.Event()

    async def paused_before(turn: Turn, *rest: Any) -> list[Ready]:
        if turn.unit.postgres and not seen.is_set():  # SQLite has one writer: there nobody comes between
            seen.set()
            await move(house, spring, campaign_control.pause)
        return await hand_over(turn, *rest)

    monkeypatch.setattr(channel_handoff, "hand_over", paused_before)
    await house.settle()
    if seen.is_set():
        assert await states(house, spring) == {(MessageStatus.QUEUED, None): 3}
        await move(house, spring, campaign_control.resume)
        await house.settle()
    assert await states(house, spring) == {(MessageStatus.SENT, None): 3}


async def test_two_messages_that_a_carrier_filters_at_once_pause_it_once(house: House) -> None:
    await people(house, 2)
    spring = await launch_to(house)
    await fan_out(house)
    one, other = await mailed(house, spring)
    then = house.act(lambda turn: campaign_control.hold_back(turn, other))
    await _interleaved(house, lambda turn: campaign_control.hold_back(turn, one), then)
    assert (await found(house, spring)).status is CampaignStatus.PAUSED


async def _begins(turn: Turn, which: NamedCampaign) -> None:
    run = await turn.unit.runs.get_open(launch_flow.NAME, str(which.id))
    assert run is not None
    await host.advance(turn, run, Elapsed("wave"))


@pytest.mark.parametrize("wave_first", [True, False], ids=["the wave first", "the resume first"])
async def test_a_resume_beside_the_last_wave_leaves_it_sending_and_it_ends(house: House, wave_first: bool) -> None:
    await people(house, 2)
    spring = await launch_to(house, after=timedelta(hours=2))
    await move(house, spring, campaign_control.pause)
    house.clock.push(timedelta(hours=1, minutes=1))
    resumes = lambda turn: campaign_control.resume(turn, Origin(BY, "m3"), MoveCampaign(spring))  # noqa: E731 (one of two)
    begins = lambda turn: _begins(turn, spring)  # noqa: E731 (the other)
    first, second = (begins, resumes) if wave_first else (resumes, begins)
    await _interleaved(house, first, house.act(second))
    assert (await found(house, spring)).status is CampaignStatus.SENDING
    await fan_out(house)
    await house.pass_(timedelta(days=3))
    assert (await found(house, spring)).status is CampaignStatus.DONE


async def _runs_out(house: House, which: NamedCampaign, meanwhile: Callable[[], Awaitable[object]]) -> None:
    """A departure finds no money left for a message, of a campaign that was moved since it was read; what waits is
    looked at again."""
    read = await found(house, which)
    await meanwhile()

    async def depart(turn: Turn) -> None:
        page = await turn.unit.messages.page(None, None, None, 10)
        (message,) = [one for one in page if one.campaign == which.id]
        verdict = await campaign_control.pause_without_budget(turn, read, BUDGET)
        await turn.unit.verdicts.add(message.id, verdict, turn.now)
        await turn.unit.outbox.wait(message.id, verdict.until)

    await house.act(depart)
    await house.settle()


async def test_what_lacks_money_as_its_campaign_is_called_off_waits_no_longer(house: House) -> None:
    await people(house, 1)
    spring = await launched(house, terms=Terms(budget=BUDGET), holdout=0.0)
    await _runs_out(house, spring, lambda: move(house, spring, campaign_control.cancel))
    assert await states(house, spring) == {(MessageStatus.REFUSED, "campaign.over"): 1}


async def test_what_lacks_money_as_its_campaign_gets_more_leaves(house: House) -> None:
    await people(house, 1)
    spring = await launched(house, terms=Terms(budget=BUDGET), holdout=0.0)
    more = EditCampaign(spring.id, terms=Terms(budget=Money.parse("5", "USD")))
    await _runs_out(house, spring, lambda: house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, more)))
    assert await states(house, spring) == {(MessageStatus.SENT, None): 1}
    assert (await found(house, spring)).status is CampaignStatus.SENDING
