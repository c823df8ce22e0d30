"""A campaign spends no more than its budget, and each message once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest

from flows.campaigns import campaign_texts
from flows.campaigns.campaign import CampaignStatus
from flows.campaigns.campaign_terms import Terms
from flows.delivery import MessageStatus
from flows.money import Money
from handlers.campaigns import campaign_answers
from handlers.campaigns.campaign_undo import find_unedited, go_back
from handlers.campaigns.commands import RESUME
from handlers.campaigns.drafts import campaign_draft
from handlers.campaigns.drafts.campaign_draft import EditCampaign
from handlers.campaigns.sending import campaign_control
from handlers.campaigns.sending.campaign_control import EDITED, NamedCampaign
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.businesses.deeds import Deeds
from storage.campaigns.campaigns import Campaigns
from storage.schema import contacts
from tests.delivery import shop
from tests.delivery.campaigned import BY_HAND, fan_out, launched, move, people, states
from tests.delivery.house import House
from tests.delivery.offered import FIFTEEN, codes_in, settle_codes, status_of, stock_of


async def test_a_budget_is_never_passed_and_more_of_it_lets_the_rest_go(house: House) -> None:
    await people(house, 10)
    spring = await launched(house, terms=Terms(budget=Money.parse(Decimal("0.05"), "USD")))
    await house.settle()
    sent = (await states(house, spring))[MessageStatus.SENT, None]
    assert 0 < sent < 10
    assert await status_of(house, spring) is CampaignStatus.PAUSED
    (told,) = house.alerts()
    assert "has spent its budget of $0.05" in told
    assert "/campaign_edit_Spring_budget_1. " in told, "a tap that works: it holds no point"
    more = EditCampaign(spring.id, terms=Terms(budget=Money.parse(Decimal("5"), "USD")))
    await house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, more))
    await move(house, spring, campaign_control.resume)
    await house.settle()
    assert await states(house, spring) == {(MessageStatus.SENT, None): 10}


async def test_a_resume_says_for_how_many_its_budget_will_do(house: House) -> None:
    await people(house, 10)
    spring = await launched(house, terms=Terms(budget=Money.parse(Decimal("0.05"), "USD")))
    await house.settle()
    sent = (await states(house, spring))[MessageStatus.SENT, None]

    async def resume(turn: Turn) -> str:
        assert RESUME.does is not None
        return make_english(turn).say(
            campaign_answers.answer_resume(await RESUME.does(turn, BY_HAND, campaign_control.MoveCampaign(spring)))
        )

    said = await house.act(resume)
    assert said.splitlines()[1:] == [
        "Its budget is too small for another message, so it will pause again. More: /campaign_edit_Spring_budget_1"
    ]
    await house.settle()
    more = EditCampaign(spring.id, terms=Terms(budget=Money.parse(Decimal("0.08"), "USD")))
    await house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, more))
    lasts = int((80_000 - await _spent(house, spring)) / (await _spent(house, spring) / sent))
    assert 0 < lasts < 10 - sent
    assert (await house.act(resume)).splitlines()[1:] == [
        f"Its budget is enough for about {lasts} more. More: /campaign_edit_Spring_budget_1"
    ]
    await house.settle()
    assert (await states(house, spring))[MessageStatus.SENT, None] == sent + lasts


async def test_no_code_is_given_for_what_a_budget_does_not_let_go(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 10)
    spring = await launched(house, terms=Terms(FIFTEEN, budget=Money.parse(Decimal("0.05"), "USD")), holdout=0.0)
    await settle_codes(house)
    sent = (await states(house, spring))[MessageStatus.SENT, None]
    assert 0 < sent < 10
    assert (await stock_of(house, spring)).given == sent
    spent = await _spent(house, spring)
    more = EditCampaign(spring.id, terms=Terms(FIFTEEN, budget=Money.parse(Decimal("5"), "USD")))
    await house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, more))
    await move(house, spring, campaign_control.resume)
    await settle_codes(house)
    assert await states(house, spring) == {(MessageStatus.SENT, None): 10}
    assert len(set(codes_in(house))) == (await stock_of(house, spring)).given == 10
    assert await _spent(house, spring) * sent == spent * 10, "as much for each"


async def test_a_budget_is_charged_what_the_preview_foretold(house: House) -> None:
    await people(house, 10)
    spring = await launched(house, terms=Terms(budget=Money.parse(Decimal("5"), "USD")), holdout=0.0)
    await house.settle()
    assert await states(house, spring) == {(MessageStatus.SENT, None): 10}
    found = await house.act(lambda turn: turn.unit.of(Campaigns).get(spring.id))
    assert found is not None
    assert found.preview is not None
    assert found.spent == found.preview.cost > 0


async def test_words_that_grow_too_long_for_somebody_hold_up_nobody_else(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its preview nor its departures: their name stands in it a hundred times, as a release before let it."""
    monkeypatch.setattr(campaign_texts, "MOST_PLACES", 100)
    (long, *others) = await people(house, 3)
    await house.act(lambda turn: turn.unit.change(contacts, long, name="x" * 60))
    for one in others:
        await house.act(partial(_named_ann, person=one))
    spring = await launched(house, "{name}" * 100, terms=Terms(budget=Money.parse(Decimal("50"), "USD")), holdout=0.0)
    await house.settle()
    assert await states(house, spring) == {
        (MessageStatus.SENT, None): 2,
        (MessageStatus.REFUSED, "template.refused"): 1,
    }


async def _named_ann(turn: Turn, person: UUID) -> None:
    await turn.unit.change(contacts, person, name="Ann")


async def test_a_message_that_is_tried_again_costs_its_budget_once(house: House) -> None:
    await people(house, 1)
    spring = await launched(house, terms=Terms(budget=Money.parse(Decimal("5"), "USD")))
    house.twilio.fail(code=20429)
    await house.settle()
    assert await states(house, spring) == {(MessageStatus.QUEUED, None): 1}
    first = await _spent(house, spring)
    await house.pass_(timedelta(minutes=10), timedelta(minutes=10))
    assert await states(house, spring) == {(MessageStatus.SENT, None): 1}
    assert await _spent(house, spring) == first > 0


async def test_a_message_that_its_sender_could_not_take_costs_its_budget_once(house: House) -> None:
    await people(house, 1)
    spring = await launched(house, terms=Terms(budget=Money.parse(Decimal("5"), "USD")))
    house.twilio.fail(code=20003)
    await house.settle()
    assert await states(house, spring) == {(MessageStatus.QUEUED, None): 1}
    first = await _spent(house, spring)
    assert await house.telegram.say(shop.OWNER, "/resume") == 200
    await house.settle()
    assert await states(house, spring) == {(MessageStatus.SENT, None): 1}
    assert await _spent(house, spring) == first > 0


async def test_a_code_is_taken_once_where_the_sender_failed(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 1)
    spring = await launched(house, terms=Terms(FIFTEEN))
    house.twilio.fail(code=20003)
    await settle_codes(house)
    before = await stock_of(house, spring)
    assert await house.telegram.say(shop.OWNER, "/resume") == 200
    await settle_codes(house)
    assert await states(house, spring) == {(MessageStatus.SENT, None): 1}
    assert (await stock_of(house, spring)).given == before.given == 1


async def test_what_is_posted_again_for_a_handset_that_was_off_costs_its_budget_once(house: House) -> None:
    await people(house, 1)
    spring = await launched(house, terms=Terms(budget=Money.parse(Decimal("5"), "USD")), holdout=0.0)
    house.twilio.fail(later=30003)
    await house.settle()
    await house.twilio.deliver()
    await house.settle()
    first = await _spent(house, spring)
    await house.pass_(timedelta(hours=6), timedelta(hours=6))
    assert await states(house, spring) == {(MessageStatus.SENT, None): 1, (MessageStatus.FAILED, "30003"): 1}
    assert await _spent(house, spring) == first > 0


async def test_a_budget_given_while_it_goes_out_counts_what_left_before(house: House) -> None:
    await people(house, 24)
    over = timedelta(hours=2)
    spring = await launched(house, terms=Terms(spread=over), holdout=0.0)
    await house.pass_(timedelta(minutes=61), timedelta(minutes=61))
    before = (await states(house, spring))[MessageStatus.SENT, None]
    assert 0 < before < 23
    found = await house.act(lambda turn: turn.unit.of(Campaigns).get(spring.id))
    assert found is not None
    assert found.preview is not None
    each = found.preview.cost // 24
    one_more = EditCampaign(spring.id, terms=Terms(budget=Money(each * (before + 1), "USD"), spread=over))
    await house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, one_more))
    assert await _spent(house, spring) == each * before
    for _ in range(3):
        await house.pass_(timedelta(hours=1), timedelta(hours=1))
        await fan_out(house)
        await house.settle()
    assert (await states(house, spring))[MessageStatus.SENT, None] == before + 1
    assert await status_of(house, spring) is CampaignStatus.PAUSED


async def _spent(house: House, which: NamedCampaign) -> int:
    async def look(turn: Turn) -> int:
        found = await turn.unit.of(Campaigns).get(which.id)
        return found.spent if found else 0

    return await house.act(look)


async def test_a_resume_comes_before_or_behind_what_waits_for_money(house: House) -> None:
    """In between it would let go what waited, and miss a message that is kept waiting at that moment."""
    await people(house, 2)
    budget = Money.parse(Decimal("0.001"), "USD")
    spring = await launched(house, terms=Terms(budget=budget))
    await house.settle()
    assert await status_of(house, spring) is CampaignStatus.PAUSED
    kept, may_end = asyncio.Event(), asyncio.Event()

    async def keep(turn: Turn) -> None:
        campaign = await turn.unit.of(Campaigns).get(spring.id)
        assert campaign is not None
        await campaign_control.pause_without_budget(turn, campaign, budget)
        kept.set()
        await may_end.wait()

    keeping = asyncio.create_task(house.act(keep))
    await kept.wait()
    resuming = asyncio.create_task(move(house, spring, campaign_control.resume))
    done, _ = await asyncio.wait({resuming}, timeout=0.3)
    may_end.set()
    await asyncio.gather(keeping, resuming)
    assert done == set(), "the resume waits for whoever keeps a message"


async def test_an_undo_that_brings_a_budget_back_charges_what_left_meanwhile(house: House) -> None:
    await people(house, 10)
    spring = await launched(house, terms=Terms(budget=Money.parse(Decimal("0.05"), "USD")))
    await house.settle()
    each = await _spent(house, spring) / (await states(house, spring))[MessageStatus.SENT, None]
    await house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, EditCampaign(spring.id, terms=Terms())))
    await move(house, spring, campaign_control.resume)
    await house.settle()
    assert (await states(house, spring)) == {(MessageStatus.SENT, None): 10}

    async def back(turn: Turn) -> None:
        deed = await turn.unit.of(Deeds).last(BY_HAND.by, {EDITED})
        assert deed is not None
        await go_back(turn, BY_HAND, await find_unedited(turn, deed))

    await house.act(back)
    assert await _spent(house, spring) == 10 * each
