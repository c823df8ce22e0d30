"""Answers that a messaging service hands over as RCS, and opt-outs on channels that are not ours: over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from flows.policy.departure_facts import ConsentState, Programme
from handlers.engine.turn import Turn
from storage.consent.consents import ALL_PROGRAMMES
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN
from tests.delivery.test_bad_input import INBOUND, counts, post, states, twilio_proof
from tests.providers import twilio

AGENT = "rcs:tigertees_agent"


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    async with open_house(database) as opened:
        who = shop.customer(chat=None)
        await opened.tell(shop.consented(who, opened.clock.now(), ("sms",)))
        await opened.pass_(timedelta(minutes=1))
        yield opened


async def states_of(house: House) -> set[ConsentState]:
    """What holds by SMS at Ann's number."""
    address = await house.address("sms", ANN)

    async def look(turn: Turn) -> set[ConsentState]:
        return {await turn.unit.consents.state(address.id, one) for one in ALL_PROGRAMMES}

    return await house.act(look)


async def says(house: House, sender: str, text: str, **fields: str) -> int:
    """An answer as Twilio hands it over; its status."""
    return await house.twilio.say(sender, AGENT, text, url=f"{house.url}{INBOUND}", **fields)


async def test_stop_by_rcs_ends_what_the_number_has(house: House) -> None:
    """The form of shared/data/field/rcs_stop.form."""
    form = {
        "MessageSid": "SM0000000000000000000000000000f001", "AccountSid": twilio.ACCOUNT, "From": f"rcs:{ANN}",
        "To": AGENT, "Body": "STOP", "NumMedia": "0",
    }  # fmt: skip
    body = urlencode(form).encode()
    assert await post(house, INBOUND, body, twilio_proof(house, INBOUND, body)) == 200
    await house.settle()
    assert await states_of(house) == {ConsentState.REVOKED}
    (confirmation,) = house.texts_to(ANN)
    assert "unsubscribed" in confirmation
    assert house.twilio.messages[-1].first("To") == ANN


async def test_an_opt_out_that_twilio_answered_by_rcs_is_not_confirmed_again(house: House) -> None:
    assert await says(house, f"rcs:{ANN}", "Stop", OptOutType="STOP") == 200
    await house.settle()
    assert await states_of(house) == {ConsentState.REVOKED}
    assert house.texts_to(ANN) == []


async def test_what_is_asked_by_rcs_is_answered_by_sms(house: House) -> None:
    assert await says(house, f"rcs:{ANN}", "HELP") == 200
    await house.settle()
    assert len(house.texts_to(ANN)) == 1
    assert (await house.address("sms", ANN)).last_inbound_at is not None


async def test_a_start_by_rcs_brings_back_what_the_stop_took(house: House) -> None:
    await says(house, f"rcs:{ANN}", "STOP")
    await house.pass_(timedelta(minutes=1))
    await says(house, f"rcs:{ANN}", "START")
    await house.settle()
    address = await house.address("sms", ANN)
    state = await house.act(lambda turn: turn.unit.consents.state(address.id, Programme.REMINDERS))
    assert state is ConsentState.CONFIRMED


@pytest.mark.parametrize(
    "sender", [f"messenger:{ANN}", f"foo:{ANN}", f"RCS:{ANN}", f"rcs:{ANN[2:]}", f"sms:{ANN}", f"FOO:{ANN[1:]}"]
)
async def test_stop_on_any_channel_ends_what_its_number_has(house: House, sender: str) -> None:
    assert await says(house, sender, "STOP") == 200
    await house.settle()
    assert await states_of(house) == {ConsentState.REVOKED}
    assert len(house.texts_to(ANN)) == 1


@pytest.mark.parametrize("text", ["hello", "YES", "where is my order?", ""])
async def test_other_text_on_an_unknown_channel_is_kept_as_unreadable(house: House, text: str) -> None:
    assert await says(house, f"foo:{ANN}", text) == 200
    await house.settle()
    assert (await states(house))["unreadable"] == 1
    assert house.texts_to(ANN) == []


async def test_a_stop_by_rcs_that_nobody_signed_is_refused(house: House) -> None:
    before = await counts(house)
    house.twilio.token = "another"
    assert await says(house, f"rcs:{ANN}", "STOP") == 401
    house.twilio.token, house.twilio.account = twilio.TOKEN, "AC" + "9" * 32
    assert await says(house, f"rcs:{ANN}", "STOP") == 401
    assert await counts(house) == before


async def test_a_receipt_of_an_sms_that_went_by_rcs_is_known(house: House) -> None:
    address = await house.address("sms", ANN)
    made = await house.offer(address)
    await house.settle()
    (sent,) = house.twilio.messages
    sid, url = sent.sid, sent.first("StatusCallback").removeprefix(house.url)
    form = {"AccountSid": twilio.ACCOUNT, "MessageSid": sid, "To": f"rcs:{ANN}", "MessageStatus": "delivered"}
    body = urlencode(form).encode()
    assert await post(house, url, body, twilio_proof(house, url, body)) == 200
    await house.settle()
    assert (await house.message(made)).status == "delivered"
