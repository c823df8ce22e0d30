"""A person marked our mail as spam: marketing ends there, and nothing is written to the address again."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from flows.delivery import MessageStatus
from flows.events import ComplaintArrived, Means
from flows.mail_address import MAIL
from flows.policy.departure_facts import AddressState, ConsentState, Programme
from handlers.engine.turn import Turn
from storage.schema import consents
from tests.delivery.house import House
from tests.delivery.test_mails import ANN, NUMBER, house, meet_ann, provider
from tests.providers.smtp import SmtpStand

__all__ = ["house", "provider"]

ADDRESS = "ann@mail.example"


async def complain(house: House, message: UUID | None, address: str = ADDRESS) -> None:
    known = f"<{message}@tigertees.example>" if message else ""
    await house.tell(ComplaintArrived(MAIL, address, known, house.clock.now(), message))
    await house.settle()


@pytest.mark.parametrize("address", [ADDRESS, ""], ids=["named", "left out"])
async def test_a_complaint_ends_marketing_and_nothing_is_sent_there_again(
    house: House, provider: SmtpStand, address: str
) -> None:
    ann = await meet_ann(house)
    sent = await house.post(ann, "shipped")
    await house.settle()
    before = len(provider.messages)
    await complain(house, sent, address)
    later = [await house.post(ann, "delivered"), await house.offer(ann)]
    await house.settle()
    assert {(await house.message(one)).status for one in later} == {MessageStatus.REFUSED}
    assert len(provider.messages) == before

    async def look(turn: Turn) -> tuple[AddressState, set[ConsentState], set[str]]:
        states = set((await turn.unit.consents.states([ann.id])).values())
        revoked = (consents.c.address == ann.id, consents.c.action == "revoked")
        means = {row.means for row in await turn.unit.rows(select(consents.c.means).where(*revoked))}
        return (await turn.unit.people.address_by_id(ann.id)).state, states, means

    assert await house.act(look) == (AddressState.COMPLAINED, {ConsentState.REVOKED}, {Means.COMPLAINT})


async def test_a_complaint_that_names_a_text_suppresses_no_number(house: House) -> None:
    """Anybody can write a report, with any id."""
    await meet_ann(house, replace(ANN, phone=NUMBER))
    line = await house.address("sms", NUMBER)
    await complain(house, await house.post(line, "shipped"), "")
    assert (await house.address("sms", NUMBER)).state is AddressState.USABLE


async def test_a_complaint_that_names_no_mail_of_ours_ends_marketing_alone(house: House, provider: SmtpStand) -> None:
    ann = await meet_ann(house)
    await complain(house, uuid4())
    states = await house.act(lambda turn: turn.unit.consents.states([ann.id]))
    assert states[ann.id, Programme.REMINDERS] is ConsentState.REVOKED
    await house.post(ann, "shipped")
    await house.settle()
    assert len(provider.messages) == 1
