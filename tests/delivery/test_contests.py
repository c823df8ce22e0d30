"""The best wording goes to the rest: a first part is sent all, and each person gets one, once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.wording_contest import WITHIN, WordingContest
from flows.delivery import MessageStatus
from handlers.campaigns import launch_action
from handlers.campaigns.drafts.campaign_draft import NewCampaign, save_draft
from handlers.campaigns.launch_action import LaunchCampaign
from handlers.campaigns.sending import campaign_control
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.turn import Turn
from handlers.people.opt_outs import opt_out
from storage.campaigns.campaigns import Campaigns
from storage.schema import attributions, orders
from storage.sending.message import Message
from tests.delivery.campaigned import BY_HAND, fan_out, mailed, move, people
from tests.delivery.house import House

PEOPLE = 600  # their lots differ from run to run: a wording has fewer than the 100 it needs once in millions of runs
LOOK = timedelta(minutes=16)


async def _launched(house: House, *, settled: bool = True, **values: Any) -> NamedCampaign:
    async def make(turn: Turn) -> NamedCampaign:
        texts = (CampaignText("Kurtas are here"), CampaignText("Silk from 9 dollars", "B"))
        told = json.dumps(write_criteria(EVERYBODY))
        new = NewCampaign("Spring", told, "them", texts, holdout=0.0, best=True, **values)
        done = await save_draft(turn, BY_HAND, new)
        return NamedCampaign(done.id, done.name)

    made = await house.act(make)
    await fan_out(house)
    await house.act(lambda turn: launch_action.launch(turn, BY_HAND, LaunchCampaign(made)))
    await fan_out(house)
    if settled:
        await house.settle()
    return made


async def _as_it_is(house: House, which: NamedCampaign) -> Campaign:
    found = await house.act(lambda turn: turn.unit.of(Campaigns).get(which.id))
    assert found is not None
    return found


async def _bought(house: House, some: list[Message]) -> None:
    """An order counts for each of these messages: the house has no page that a link leads to."""

    async def order(turn: Turn) -> None:
        for one in some:
            told = {
                "source": "api",
                "ref": one.id.hex,
                "number": "#1",
                "currency": "USD",
                "total": 9_000_000,
                "refunded": 0,
            }
            times = {"placed_at": turn.now, "created_at": turn.now}
            which = turn.unit.ids.make()
            await turn.unit.add(orders, id=which, contact=one.contact, **told, **times)
            await turn.unit.add(attributions, order=which, message=one.id, reason="click", at=turn.now)

    await house.act(order)


async def _pass(house: House, by: timedelta) -> None:
    """Time goes by, and what became due is done: a look, and what it lets go."""
    await house.pass_(by)
    await fan_out(house)
    await house.settle()
    await fan_out(house)
    await house.settle()


def _by_variant(mailed: list[Message]) -> Counter[int | None]:
    return Counter(one.variant for one in mailed if one.status is MessageStatus.SENT)


async def test_the_rest_gets_the_winner_as_soon_as_there_is_one(house: House) -> None:
    them = await people(house, PEOPLE)
    spring = await _launched(house)
    first = list(await mailed(house, spring))
    assert PEOPLE * 0.4 < len(first) < PEOPLE * 0.6, "a half, for so few people are fewer than it needs"
    assert min(_by_variant(first).values()) >= 100
    await _bought(house, [one for one in first if one.variant == 1][:60])
    await _pass(house, LOOK)
    every = list(await mailed(house, spring))
    assert sorted(one.contact for one in every) == sorted(them), "each person once"
    known: set[UUID] = {one.id for one in first}
    assert {one.variant for one in every if one.id not in known} == {1}
    contest = (await _as_it_is(house, spring)).contest
    assert contest is not None
    assert (contest.winner, contest.decided_at is not None) == (1, True)
    (told,) = [one for one in house.alerts() if "the rest" in one]
    assert told == "Spring: the rest get B now."


async def test_without_a_winner_the_rest_gets_what_is_ahead_at_the_latest_moment(house: House) -> None:
    them = await people(house, 60)
    spring = await _launched(house)
    first = list(await mailed(house, spring))
    await _bought(house, [one for one in first if one.variant == 1][:3])
    await _pass(house, LOOK)
    assert len(await mailed(house, spring)) == len(first), "three orders decide nothing"
    await _pass(house, WITHIN - LOOK)
    every = list(await mailed(house, spring))
    assert sorted(one.contact for one in every) == sorted(them)
    known: set[UUID] = {one.id for one in first}
    assert {one.variant for one in every if one.id not in known} == {1}


@pytest.mark.parametrize("after", [timedelta(0), timedelta(hours=2)], ids=["at once", "later"])
async def test_a_pause_moves_the_end_and_nothing_is_decided_while_it_lasts(house: House, after: timedelta) -> None:
    them = await people(house, 60)
    spring = await _launched(house, settled=False)
    if after:
        await _pass(house, after)
    await move(house, spring, campaign_control.pause)
    await _pass(house, WITHIN - after)
    await _pass(house, timedelta(hours=6))
    assert (await _contest(house, spring)).winner is None
    await move(house, spring, campaign_control.resume)
    await _pass(house, LOOK)
    first = list(await mailed(house, spring))
    assert len(_left(first)) > 0
    assert len(first) < len(them), "the first part has had no day yet"
    await _bought(house, [one for one in first if one.variant == 1][:3])
    await _pass(house, timedelta(hours=8))
    await _pass(house, timedelta(hours=9))  # the night goes by
    known: set[UUID] = {one.id for one in first}
    every = list(await mailed(house, spring))
    assert sorted(one.contact for one in every) == sorted(them)
    assert {one.variant for one in every if one.id not in known} == {1}
    assert _by_variant(every)[1] > len(them) / 2, "they leave before its end"


async def test_where_nothing_tells_the_wordings_apart_that_is_said(house: House) -> None:
    them = await people(house, 60)
    spring = await _launched(house)
    await _pass(house, WITHIN)
    assert len(await mailed(house, spring)) == len(them)
    (told,) = [one for one in house.alerts() if "The rest get " in one]
    assert told == "Spring: no version is clearly better yet. The rest get the first one, A."


async def _contest(house: House, which: NamedCampaign) -> WordingContest:
    contest = (await _as_it_is(house, which)).contest
    assert contest is not None
    return contest


async def test_what_was_called_off_has_no_rest(house: House) -> None:
    await people(house, 60)
    spring = await _launched(house)
    first = len(await mailed(house, spring))
    await move(house, spring, campaign_control.cancel)
    await _pass(house, WITHIN)
    assert len(await mailed(house, spring)) == first
    contest = (await _as_it_is(house, spring)).contest
    assert contest is not None
    assert contest.winner is None


async def test_more_stops_than_usual_are_told_once_with_what_holds_the_campaign(house: House) -> None:
    await people(house, 60)
    spring = await _launched(house)
    got = list(await mailed(house, spring))

    async def stop(turn: Turn) -> None:
        for one in got[:5]:
            assert one.contact is not None
            await opt_out(turn, one.contact, "their own words", one.id)

    await house.act(stop)
    for _ in range(2):
        await _pass(house, LOOK)
    (told,) = [one for one in house.alerts() if "opted out" in one]
    assert told == (
        f"Spring: 5 of {len(got)} opted out, more than chance explains (usual: 0.5 %). "
        "To pause it: /campaign_pause_Spring"
    )


async def test_as_few_stops_as_usual_are_told_to_nobody(house: House) -> None:
    await people(house, 60)
    spring = await _launched(house)
    (one, *_) = await mailed(house, spring)
    assert one.contact is not None
    contact = one.contact
    await house.act(lambda turn: opt_out(turn, contact, "their own words", one.id))
    await _pass(house, LOOK)
    assert [one for one in house.alerts() if "opted out" in one] == []


CHICAGO = ZoneInfo("America/Chicago")
THEIR_TIME = {"local": "18:00"}
BEST_HOUR = {"terms": Terms(best_hour=True)}


async def _hours(house: House, many: int) -> None:
    for _ in range(many):
        await _pass(house, timedelta(hours=1))


def _left(some: Sequence[Message]) -> set[tuple[int, int]]:
    """Days and hours, in Chicago, at which these left."""
    moments = [one.left_at.astimezone(CHICAGO) for one in some if one.left_at]
    return {(one.day, one.hour) for one in moments}


@pytest.mark.parametrize(
    ("values", "hour", "won"),
    [
        pytest.param(THEIR_TIME, 18, True, id="their time, one has won"),
        pytest.param(BEST_HOUR, 10, False, id="best hour, none has won"),
    ],
)
async def test_the_rest_gets_the_best_one_at_their_own_hour(
    house: House, values: dict[str, Any], hour: int, won: bool
) -> None:
    them = await people(house, PEOPLE if won else 60)
    at = house.clock.now().astimezone(CHICAGO).replace(hour=hour, minute=0)
    spring = await _launched(house, at=at if hour > 10 else None, **values)
    await _hours(house, hour - 9)
    first = list(await mailed(house, spring))
    assert len(them) * 0.2 < len(first) < len(them) * 0.8
    assert set(_by_variant(first)) == {0, 1}
    assert _left(first) == {(2, hour)}
    await _bought(house, [one for one in first if one.variant == 1][: 60 if won else 3])
    await _hours(house, 22)
    assert len(await mailed(house, spring)) in ({len(first), len(them)} if won else {len(first)}), "a day goes by"
    await _hours(house, 4 if won else 28)
    every = list(await mailed(house, spring))
    assert sorted(one.contact for one in every) == sorted(them), "each person once"
    known: set[UUID] = {one.id for one in first}
    rest = [one for one in every if one.id not in known]
    assert {one.variant for one in rest} == {1}
    assert _left(rest) == {(3 if won else 4, hour)}
    told = [one for one in house.alerts() if "the rest" in one]
    assert told == ["Spring: the rest get B, each at their own hour."]
