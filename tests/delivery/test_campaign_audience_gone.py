"""An audience that is gone though a campaign asks for it: nobody gets a message, and nothing else waits for that."""

from __future__ import annotations

from datetime import timedelta

from flows.campaigns.campaign import CampaignStatus
from flows.delivery import MessageStatus
from handlers.campaigns.sending import wave_fanout
from storage.jobs.jobs import Jobs
from tests.delivery import shop
from tests.delivery.audiences import keep_eggs, lose_audiences
from tests.delivery.campaigned import fan_out, found, launch_to, mailed, people, states
from tests.delivery.house import House


async def test_its_job_is_given_up_at_once(house: House) -> None:
    """Tried again it held up all other jobs of the business."""
    await people(house, 3)
    spring = await launch_to(house, await keep_eggs(house))
    await lose_audiences(house)
    assert await fan_out(house) == 1
    assert await mailed(house, spring) == []
    (given_up,) = await house.act(lambda turn: turn.unit.of(Jobs).list_failed(wave_fanout.KIND))
    assert "there is no audience" in (given_up.error or "")


async def test_what_waits_in_the_queue_is_refused(house: House) -> None:
    await people(house, 3)
    spring = await launch_to(house, await keep_eggs(house), after=timedelta(minutes=30))
    await fan_out(house)
    assert len(await mailed(house, spring)) == 3
    await lose_audiences(house)
    await house.pass_(timedelta(minutes=31))
    assert await states(house, spring) == {(MessageStatus.REFUSED, "campaign.left"): 3}


async def test_where_large_ones_need_two_yeses_its_job_is_given_up_as_well(house: House) -> None:
    """How many people it has by now is asked first, and cannot be told."""
    await house.apply(shop.file().replace("[policy]", "[policy]\nsecond_yes_above = 5"))
    await people(house, 3)
    spring = await launch_to(house, await keep_eggs(house), after=timedelta(hours=3))
    await lose_audiences(house)
    await house.pass_(timedelta(hours=2, minutes=1))
    assert await fan_out(house) == 1
    (given_up,) = await house.act(lambda turn: turn.unit.of(Jobs).list_failed(wave_fanout.KIND))
    assert "there is no audience" in (given_up.error or "")
    assert (await found(house, spring)).status is CampaignStatus.SENDING
