"""A campaign is said again to whom it left cold, spread over hours, and sent in the hour that suits each person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign_preview import CampaignPreview
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.follow_up import FollowUp, Unless
from flows.delivery import MessageStatus
from flows.events import Item, OrderCreated
from flows.money import Money
from handlers.actions.action import Refused
from handlers.campaigns.drafts.campaign_draft import NewCampaign, save_draft
from handlers.campaigns.drafts.draft_checks import WhyNoDraft
from handlers.campaigns.sending import campaign_control
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.turn import Turn
from storage.people.people_merge import merge
from storage.schema import orders
from storage.sending.message import Message
from storage.sending.short_links import Link
from tests.delivery import shop
from tests.delivery.campaigned import BY_HAND, WORDS, fan_out, found, launched, mailed, move, people
from tests.delivery.house import House
from tests.storage.sending.test_fanout import someone

DAYS = timedelta(days=2)
AGAIN = (CampaignText("Still time for kurtas"),)
HOUR = timedelta(hours=1)


async def _pass(house: House, long: timedelta) -> None:
    """Time goes by, and what is due is put into the queue and leaves."""
    while long > timedelta(0):
        await house.pass_(min(long, HOUR))
        await fan_out(house)
        await house.settle()
        long -= HOUR


async def _sent(house: House, which: NamedCampaign, step: int) -> list[Message]:
    return [one for one in await mailed(house, which) if one.step == step and one.status is MessageStatus.SENT]


async def _clicks(house: House, message: Message, *, robot: bool = False) -> None:
    async def click(turn: Turn) -> None:
        link = Link(turn.business.id, "abc", "https://tiger.example", message.id, message.contact)
        await turn.unit.links.add_all([link], turn.now)
        await turn.unit.links.visit(link, turn.now, robot=robot)

    await house.act(click)


async def _buys(house: House, contact: UUID, number: int) -> None:
    async def keep(turn: Turn) -> None:
        price = Money.parse("40", "USD")
        items, who = (Item("CAP", "Cap", price=price),), shop.customer()
        order = await turn.unit.orders.ensure("shop", f"o{number}", turn.now)
        event = OrderCreated(f"o{number}", f"#{number}", price, items, who, turn.now)
        await turn.unit.orders.place(order, event, contact, None)

    await house.act(keep)


async def test_whoever_bought_is_written_to_once_and_all_others_again(house: House) -> None:
    await people(house, 12)
    spring = await launched(house, terms=Terms(follow_ups=(FollowUp(DAYS, AGAIN),)))
    await house.settle()
    first = await _sent(house, spring, 1)
    assert len(first) == 12
    for number, one in enumerate(first[:4]):
        await _buys(house, one.contact, number)
    await _pass(house, DAYS - 2 * HOUR)
    assert await _sent(house, spring, 2) == []
    await _pass(house, 4 * HOUR)
    again = await _sent(house, spring, 2)
    assert sorted(one.contact for one in again) == sorted(one.contact for one in first[4:])
    assert all("Still time for kurtas" in (one.text or "") for one in again)


async def test_who_buys_while_the_follow_up_waits_does_not_get_it(house: House) -> None:
    await people(house, 6)
    spring = await launched(house, terms=Terms(follow_ups=(FollowUp(DAYS, AGAIN),)))
    await house.settle()
    first = await _sent(house, spring, 1)
    await house.pass_(DAYS - timedelta(minutes=30))
    await fan_out(house)
    queued = [one for one in await mailed(house, spring) if one.step == 2]
    assert len(queued) == 6
    await _buys(house, first[0].contact, 1)
    await _pass(house, 2 * HOUR)
    states = Counter((one.status, one.code) for one in await mailed(house, spring) if one.step == 2)
    assert states == {(MessageStatus.SENT, None): 5, (MessageStatus.REFUSED, "campaign.done"): 1}


async def test_who_clicked_is_not_asked_again_where_a_click_is_enough(house: House) -> None:
    await people(house, 4)
    spring = await launched(house, terms=Terms(follow_ups=(FollowUp(DAYS, AGAIN, Unless.CLICKED),)))
    await house.settle()
    first = await _sent(house, spring, 1)
    await _clicks(house, first[0])
    await _buys(house, first[1].contact, 1)
    await _pass(house, DAYS + HOUR)
    again = await _sent(house, spring, 2)
    assert sorted(one.contact for one in again) == sorted(one.contact for one in first[2:])


async def test_whoever_the_first_message_failed_for_gets_no_follow_up(house: House) -> None:
    await people(house, 3)
    spring = await launched(house, channels=("sms",), terms=Terms(follow_ups=(FollowUp(DAYS, AGAIN),)))
    await house.settle()
    lost, *first = await _sent(house, spring, 1)
    await house.act(lambda turn: turn.unit.messages.reach(lost.id, MessageStatus.FAILED, turn.now, code="30006"))
    await _pass(house, DAYS + HOUR)
    again = await _sent(house, spring, 2)
    assert sorted(one.contact for one in again) == sorted(one.contact for one in first)


async def test_a_robot_s_click_and_an_order_that_was_called_off_leave_them_cold(house: House) -> None:
    await people(house, 3)
    spring = await launched(house, terms=Terms(follow_ups=(FollowUp(DAYS, AGAIN, Unless.CLICKED),)))
    await house.settle()
    first = await _sent(house, spring, 1)
    await _clicks(house, first[0], robot=True)
    await _buys(house, first[1].contact, 1)

    async def call_off(turn: Turn) -> None:
        (order,) = await turn.unit.orders.of(first[1].contact)
        await turn.unit.change(orders, order.id, cancelled_at=turn.now)

    await house.act(call_off)
    await _pass(house, DAYS + HOUR)
    again = await _sent(house, spring, 2)
    assert sorted(one.contact for one in again) == sorted(one.contact for one in first)


@pytest.mark.parametrize("queued", [False, True], ids=["before it is queued", "while it waits"])
@pytest.mark.parametrize("got_it", [False, True], ids=["into a newcomer", "into one who got it too"])
async def test_who_clicked_and_became_one_with_another_is_not_asked_again(
    house: House, got_it: bool, queued: bool
) -> None:
    them = await people(house, 3)
    clicked = them[0]
    spring = await launched(house, terms=Terms(follow_ups=(FollowUp(DAYS, AGAIN, Unless.CLICKED),)))
    await house.settle()
    other = them[1] if got_it else await house.act(lambda turn: someone(turn.unit, 900))
    if queued:
        await house.pass_(DAYS - HOUR / 2)
        await fan_out(house)
        assert len([one for one in await mailed(house, spring) if one.step == 2]) == 3
    (letter,) = [one for one in await _sent(house, spring, 1) if one.contact == clicked]
    await _clicks(house, letter)
    await house.act(lambda turn: merge(turn.unit, clicked, other, turn.now))
    await _pass(house, HOUR if queued else DAYS + HOUR)
    again = await _sent(house, spring, 2)
    assert {one.contact for one in again} == {*them} - {clicked, other}


async def test_a_paused_campaign_says_nothing_again(house: House) -> None:
    await people(house, 3)
    spring = await launched(house, terms=Terms(follow_ups=(FollowUp(DAYS, AGAIN, Unless.CLICKED),)))
    await house.settle()
    await move(house, spring, campaign_control.pause)
    await _pass(house, DAYS + HOUR)
    assert await _sent(house, spring, 2) == []
    await move(house, spring, campaign_control.resume)
    await _pass(house, HOUR)
    assert len(await _sent(house, spring, 2)) == 3


async def _ahead(house: House, which: NamedCampaign) -> int:
    """How many have their message by now, of whom none is due later than in an hour."""
    there = await mailed(house, which)
    assert max(one.due_at for one in there if one.due_at) <= house.clock.now() + HOUR
    return len(there)


async def test_a_spread_campaign_is_never_more_than_an_hour_ahead_in_the_queue(house: House) -> None:
    await people(house, 60)
    spring = await launched(house, terms=Terms(spread=4 * HOUR))
    counts = [await _ahead(house, spring)]
    for _ in range(4):
        await _pass(house, HOUR)
        counts.append(await _ahead(house, spring))
    assert 5 < counts[0] < 25, "the first hour alone"
    assert counts == sorted(counts)
    assert counts[-1] == 60
    due = [one.due_at for one in await mailed(house, spring) if one.due_at]
    assert timedelta(hours=3) < max(due) - min(due) < timedelta(hours=4)


async def _heard(house: House, contact: UUID, hours_ago: Sequence[int]) -> None:
    """They wrote at these hours."""

    async def write(turn: Turn) -> None:
        (address,) = await turn.unit.people.addresses_of(contact)
        for ago in hours_ago:
            at = turn.now - timedelta(hours=ago)
            await turn.unit.messages.add(
                Message(
                    id=turn.unit.ids.make(),
                    direction="in",
                    key=f"{contact}:{ago}",
                    channel=address.channel,
                    address=address.id,
                    contact=contact,
                    status=MessageStatus.RECEIVED,
                    status_at=at,
                    created_at=at,
                    text="ok",
                )
            )

    await house.act(write)


async def test_each_person_gets_it_in_the_hour_in_which_they_are_there(house: House) -> None:
    early, late, unknown = await people(house, 3)
    await _heard(house, early, [24 - 2, 48 - 2, 30])  # two hours after now, on days before
    await _heard(house, late, [24 - 5, 48 - 5])
    spring = await launched(house, terms=Terms(best_hour=True))
    began = house.clock.now()
    await _pass(house, 7 * HOUR)
    waited = {one.contact: one.due_at - began for one in await mailed(house, spring) if one.due_at}
    assert waited[unknown] < HOUR
    assert HOUR <= waited[early] <= 3 * HOUR
    assert 4 * HOUR <= waited[late] <= 6 * HOUR


@pytest.mark.parametrize("step", [1, 2], ids=["the first message", "a follow-up"])
async def test_who_is_there_at_another_hour_while_it_goes_out_gets_it_at_the_known_one(house: House, step: int) -> None:
    (late,) = await people(house, 1)
    await _heard(house, late, [24 - 5])
    terms = Terms(best_hour=True, follow_ups=(FollowUp(DAYS, AGAIN),))
    spring = await launched(house, terms=terms)
    began = house.clock.now()
    await _pass(house, (step - 1) * DAYS + HOUR)
    assert len(await _sent(house, spring, step)) == 0
    await house.pass_(HOUR / 2)
    await _heard(house, late, [0])  # an hour whose people are in the queue by now
    await _pass(house, 5 * HOUR)
    (got,) = await _sent(house, spring, step)
    assert got.due_at == began + (step - 1) * DAYS + 5 * HOUR


async def test_a_best_hour_beside_another_hour_is_refused(house: House) -> None:
    await people(house, 1)
    for terms, local in ((Terms(best_hour=True), "18:00"), (Terms(best_hour=True, spread=2 * HOUR), None)):
        with pytest.raises(Refused) as refused:
            await launched(house, at=house.clock.now() + timedelta(days=1) if local else None, local=local, terms=terms)
        assert refused.value.reason is WhyNoDraft.HOURS


async def _foreseen(house: House, terms: Terms) -> CampaignPreview:
    """The preview of a campaign with these terms that would go out now."""

    async def make(turn: Turn) -> UUID:
        new = NewCampaign("Spring", json.dumps(write_criteria(EVERYBODY)), "all", (CampaignText(WORDS),), terms=terms)
        return (await save_draft(turn, BY_HAND, new)).id

    made = await house.act(make)
    await fan_out(house)
    preview = (await found(house, NamedCampaign(made, "Spring"))).preview
    assert preview is not None
    return preview


async def test_a_preview_judges_each_at_the_hour_in_which_they_are_there(house: House) -> None:
    owl, _ = await people(house, 2)
    night = 23 - house.clock.now().astimezone(ZoneInfo("America/Chicago")).hour
    await _heard(house, owl, [24 - night, 48 - night])
    preview = await _foreseen(house, Terms(best_hour=True))
    assert (preview.expected, sum(preview.later.values())) == (2, 1)


async def test_a_preview_judges_each_at_their_part_of_the_spread(house: House) -> None:
    """It ends at midnight, and the last hours are nobody's to be written to."""
    await people(house, 90)
    hours = 24 - house.clock.now().astimezone(ZoneInfo("America/Chicago")).hour
    preview = await _foreseen(house, Terms(spread=hours * HOUR))
    assert preview.expected == 90
    assert 90 / hours < sum(preview.later.values()) < 90 * 8 / hours
