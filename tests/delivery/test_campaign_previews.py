"""A preview of a campaign: who would not get it and why, how long it takes, and what is worth knowing before."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign_preview import CampaignPreview, SampleReader
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.campaign_waves import SLACK
from flows.campaigns.expected_return import PastMessages, estimate_return
from flows.delivery import MessageStatus
from flows.policy.departure_facts import AddressState, ConsentState
from flows.policy.message_price import convert_worth, estimate_price
from handlers.campaigns.drafts.campaign_draft import NewCampaign, save_draft
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.turn import Turn
from storage.profiles.customer_tags import CustomerTags
from storage.schema import attributions, contacts, orders
from tests.delivery import shop
from tests.delivery.campaigned import BY_HAND, drafted, fan_out, found, launched, people, states
from tests.delivery.house import House
from tests.storage.sending.test_fanout import someone


async def _preview(house: House, which: Any) -> CampaignPreview:
    preview = (await found(house, which)).preview
    assert preview is not None
    return preview


@pytest.mark.parametrize("rate", [0.05, 4.0])
async def test_how_long_it_takes_and_its_end_go_by_the_rate_of_its_own_sender(house: House, rate: float) -> None:
    """A shop that may send one SMS in twenty seconds needs longer than a long code usually does."""
    await house.apply(shop.file(sms_rate=rate))
    await people(house, 6)
    spring = await launched(house, channels=("sms",))
    queue = timedelta(seconds=6 / rate)
    assert (await _preview(house, spring)).seconds == queue.total_seconds()
    assert (await found(house, spring)).latest == house.clock.now() + 1.5 * queue + SLACK


async def test_each_who_would_not_get_it_is_told_by_the_rule(house: House) -> None:
    async def make(turn: Turn) -> None:
        await someone(turn.unit, 1, timezone="America/Chicago")
        await someone(turn.unit, 2, timezone="America/Chicago", consent=ConsentState.NONE)
        await someone(turn.unit, 3, timezone="America/Chicago", consent=ConsentState.REVOKED)
        await someone(turn.unit, 4, timezone="America/Chicago", state=AddressState.GONE.value)
        await turn.unit.add(contacts, id=turn.unit.ids.make(), created_at=turn.now)  # without any address

    await house.act(make)
    preview = await _preview(house, await drafted(house))
    assert (preview.people, preview.expected, preview.reached) == (5, 1, 1)
    assert preview.excluded == {
        "consent.none": 1, "consent.revoked": 1, "address.gone": 1, "campaign.unreachable": 1,
    }  # fmt: skip


async def test_how_long_it_takes_is_told_of_whoever_gets_it(house: House) -> None:
    """Whoever did not confirm yet may be written to by its hour, and does not hold up the others now."""
    await house.apply(shop.file(sms_rate=0.5))
    await people(house, 2)
    waiting = {"timezone": "America/Chicago", "consent": ConsentState.GRANTED}
    await house.act(lambda turn: someone(turn.unit, 9, **waiting))
    preview = await _preview(house, await drafted(house))
    assert (preview.reached, preview.expected, preview.seconds) == (3, 2, 4.0)


async def test_who_sleeps_at_its_hour_would_get_it_later(house: House) -> None:
    await people(house, 2)
    preview = await _preview(house, await drafted(house, after=timedelta(hours=14)))
    assert (preview.excluded, preview.later, preview.expected) == ({}, {"quiet-hours.US": 2}, 2)


LONG = "Kurtas, lamps and shawls are here, come and see them before the weekend"


@pytest.mark.parametrize(
    ("words", "segments", "warnings"),
    [
        pytest.param(LONG, 1, {}, id="plain"),
        pytest.param(f"{LONG} 🎉", 2, {"costly_letter": "🎉"}, id="an emoji"),
        pytest.param("Kurtas 🎉", 1, {}, id="an emoji that costs nothing"),
    ],
)
async def test_a_letter_that_makes_each_sms_dearer_is_warned_of_and_priced(
    house: House, words: str, segments: int, warnings: dict[str, str]
) -> None:
    await people(house, 3)
    preview = await _preview(house, await drafted(house, words=words))
    assert (preview.segments, preview.warnings) == (segments, warnings)
    price = convert_worth(estimate_price("sms", "+13145550001", segments), "USD")
    assert preview.cost == 3 * price


async def test_of_a_shop_without_a_site_a_link_in_the_words_is_told_of(house: House) -> None:
    """No link of ours stands there, so nobody is counted who opens it; and what is not said to be ours is another's."""
    await people(house, 1)
    preview = await _preview(house, await drafted(house, words="Kurtas: https://bit.ly/kurta or www.kurtas.example"))
    assert preview.warnings == {"untracked_link": "bit.ly, kurtas.example"}


async def test_without_a_template_who_is_to_get_it_on_whatsapp_is_told(house: House) -> None:
    await house.act(lambda turn: someone(turn.unit, 1, timezone="America/Chicago", channel="whatsapp"))
    preview = await _preview(house, await drafted(house))
    assert preview.warnings == {"no_template": "1"}


@pytest.mark.parametrize(
    ("words", "warned"),
    [
        pytest.param(("Hi {name}, kurtas", "{back} is here"), "{back}", id="in one of two wordings"),
        pytest.param(("{if tag gold: {back}|Kurtas for {name}}",), "{back}", id="on one side of a condition"),
        pytest.param(("Hi {name}, kurtas", "Lamps for {name}"), None, id="somebody has it"),
        pytest.param(("{if tag gold: Kurtas for you}",), None, id="some have nothing to read"),
    ],
)
async def test_a_place_is_named_that_nobody_who_reads_it_has_a_value_for(
    house: House, words: tuple[str, ...], warned: str | None
) -> None:
    them = await people(house, 12)

    async def tell(turn: Turn) -> NamedCampaign:
        for one in them[:6]:
            await turn.unit.change(contacts, one, name="Bo")
        for one in them[4:8]:
            await turn.unit.of(CustomerTags).add(one, ["gold"], "test", turn.now)
        texts = tuple(CampaignText(one, variant) for one, variant in zip(words, "AB", strict=False))
        made = await save_draft(
            turn, BY_HAND, NewCampaign("Spring", json.dumps(write_criteria(EVERYBODY)), "all", texts)
        )
        return NamedCampaign(made.id, made.name)

    spring = await house.act(tell)
    await fan_out(house)
    preview = await _preview(house, spring)
    assert preview.warnings.get("nobody_has") == warned
    assert preview.expected > 0


async def test_whose_words_are_the_longest_is_shown(house: House) -> None:
    them = await people(house, 4)

    async def name(turn: Turn) -> UUID:
        for one, called in zip(them, ("Bo", "Bartholomew", "Cy", "Di"), strict=True):
            await turn.unit.change(contacts, one, name=called)
        (address,) = await turn.unit.people.addresses_of(them[1])
        return address.id

    longest = await house.act(name)
    preview = await _preview(house, await drafted(house, words=f"Hi {{name}}, {LONG} {LONG[:47]}"))
    assert preview.longest == SampleReader(longest, 0)
    assert (preview.segments, len(preview.samples)) == (2, 3)


async def test_what_past_campaigns_brought_is_what_may_come_back_with_its_range(house: House) -> None:
    """Of 100 people 5 ordered for $40 each."""
    await people(house, 100)
    await launched(house, holdout=0.0)
    await house.settle()

    async def order(turn: Turn) -> None:
        for number, one in enumerate((await turn.unit.messages.page(None, None, None, 1000))[:5]):
            which, money = turn.unit.ids.make(), {"currency": "USD", "total": 40_000_000, "refunded": 0}
            told = {"source": "api", "ref": f"o{number}", "number": f"#{number}", "as_of": turn.now}
            when = {"placed_at": turn.now, "created_at": turn.now}
            await turn.unit.add(orders, id=which, contact=one.contact, **told, **when, **money)
            counted = {"contact": one.contact, "reason": "click", "at": turn.now}
            await turn.unit.add(attributions, order=which, message=one.id, **counted)

    await house.act(order)
    await house.pass_(timedelta(days=30))
    preview = await _preview(house, await drafted(house, name="Summer"))
    assert preview.brings == estimate_return(PastMessages(100, 5, 200_000_000), preview.expected, preview.cost)
    assert preview.brings is not None
    assert preview.brings.low < preview.brings.revenue < preview.brings.high


async def test_who_is_left_alone_is_foretold_beside_those_who_get_it_and_costs_nothing(house: House) -> None:
    await people(house, 120)
    spring = await launched(house, holdout=0.25)
    await house.settle()
    preview = await _preview(house, spring)
    assert await states(house, spring) == {
        (MessageStatus.SENT, None): preview.expected, (MessageStatus.REFUSED, "holdout"): preview.held_out,
    }  # fmt: skip
    assert preview.cost == preview.expected * convert_worth(estimate_price("sms", "+13145550001", 1), "USD")
