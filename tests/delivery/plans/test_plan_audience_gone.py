"""An audience that is gone though a plan asks for it: that plan lets nobody in and writes to nobody, and nothing else
waits for that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.delivery import MessageStatus
from flows.plans.plan_terms import Entrance, EntryBy
from handlers.actions.action import Refused
from handlers.engine.turn import Turn
from handlers.plans import plan_changes
from handlers.plans.plan_undo import UNDOES
from storage.businesses.deeds import Deeds
from storage.plans.plan_versions import KeptPlans
from tests.delivery.audiences import keep_eggs, lose_audiences
from tests.delivery.campaigned import BY_HAND
from tests.delivery.house import House
from tests.delivery.planned import CAL, CARE, DAY, entries, keep, let_in, look, order, sent_to


async def test_a_message_to_its_people_is_refused(house: House) -> None:
    await let_in(
        house, CAL, await keep(house, replace(CARE, condition=await keep_eggs(house), exits=frozenset({"left"})))
    )
    await lose_audiences(house)
    await house.pass_(now=DAY)
    assert [(one.status, one.code) for one in await sent_to(house, CAL)] == [(MessageStatus.REFUSED, "plan.left")]


async def test_an_order_counts_and_lets_its_customer_into_other_plans(house: House) -> None:
    ordered = replace(CARE, entrance=Entrance(EntryBy.EVENT, "order.created"))
    await keep(house, replace(ordered, condition=await keep_eggs(house)), "care")
    await keep(house, replace(ordered, kind="thanks"), "thanks")
    await lose_audiences(house)
    await order(house, CAL, "1001")
    assert [len(await entries(house, CAL, kind)) for kind in ("care", "thanks")] == [0, 1]
    (cal,) = await entries(house, CAL, "thanks")
    assert len(await house.act(lambda turn: turn.unit.orders.of(cal.contact))) == 1


async def test_the_people_of_other_plans_are_looked_for(house: House) -> None:
    looked_for = replace(CARE, entrance=Entrance(EntryBy.AUDIENCE))
    await keep(house, replace(looked_for, condition=await keep_eggs(house)), "care")
    await keep(house, replace(looked_for, kind="thanks"), "thanks")
    await lose_audiences(house)
    await look(house)
    assert [len(await entries(house, CAL, kind)) for kind in ("care", "thanks")] == [0, 1]


async def test_it_is_turned_on_no_more_and_the_undo_stays_open(house: House) -> None:
    plan = await keep(house, replace(CARE, condition=await keep_eggs(house)), "care")
    await house.act(lambda turn: plan_changes.turn_over(turn, BY_HAND.by, plan, False))
    await lose_audiences(house)

    async def called(turn: Turn) -> bool:
        kept = await turn.unit.of(KeptPlans).find_by_name("care")
        assert kept is not None
        with pytest.raises(Refused, match="plan_audience_gone"):
            await plan_changes.turn_over(turn, BY_HAND.by, kept, True)
        deed = await turn.unit.of(Deeds).last(BY_HAND.by, {plan_changes.OFF})
        assert deed is not None
        with pytest.raises(Refused, match="plan_audience_gone"):
            async with turn.unit.open_savepoint():  # as a command is obeyed
                await UNDOES.does(turn, BY_HAND, deed.id)
        assert await turn.unit.of(Deeds).last(BY_HAND.by, {plan_changes.OFF}) == deed
        return kept.enabled

    assert not await house.act(called)
