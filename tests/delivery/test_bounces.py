"""Reports about mails that were taken and came back: an address that does not exist gets no more, a full one may."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from flows.delivery import Failure, MessageStatus
from flows.events import ReceiptArrived
from flows.mail_address import MAIL
from flows.policy.departure_facts import AddressState
from handlers.delivery.message_outcome import SOFT_IN_A_ROW
from storage.people.people import Address
from tests.delivery.house import House
from tests.delivery.test_mails import ANN, NUMBER, house, meet_ann, provider
from tests.handlers.actions.explained import explain
from tests.providers.smtp import SmtpStand

__all__ = ["house", "provider"]


async def bounce(house: House, sent: UUID, failure: Failure, code: str) -> None:
    """A report about a mail arrives, some time after a server took the mail."""
    await house.settle()
    assert (await house.message(sent)).status is MessageStatus.SENT
    house.clock.push(timedelta(minutes=5), timedelta(minutes=5))
    known = f"<{sent}@tigertees.example>"
    await house.tell(ReceiptArrived(MAIL, known, "failed", house.clock.now(), sent, failure, code))
    await house.settle()


async def state(house: House, address: Address) -> AddressState:
    return (await house.act(lambda turn: turn.unit.people.address_by_id(address.id))).state


async def test_a_mailbox_that_does_not_exist_gets_no_more(house: House, provider: SmtpStand) -> None:
    ann = await meet_ann(house)
    sent = await house.post(ann, "shipped")
    await bounce(house, sent, Failure.ADDRESS, "550-5.1.1")
    assert ((await house.message(sent)).status, await state(house, ann)) == (MessageStatus.FAILED, AddressState.GONE)
    later = await house.post(ann, "delivered")
    await house.settle()
    assert ((await house.message(later)).status, len(provider.messages)) == (MessageStatus.REFUSED, 1)
    assert any("gone" in line for line in await house.act(lambda turn: explain(turn, later)))


@pytest.mark.parametrize("known", [True, False])
async def test_a_report_about_no_mail_of_ours_changes_nothing(house: House, known: bool) -> None:
    await meet_ann(house, replace(ANN, phone=NUMBER))
    line = await house.address("sms", NUMBER)
    sent = await house.post(line, "shipped") if known else uuid4()
    await house.settle()
    forged = f"<{sent}@tigertees.example>"
    at = house.clock.now()
    await house.tell(ReceiptArrived(MAIL, forged, "failed", at, sent, Failure.ADDRESS, "5.1.1"))
    await house.settle()
    assert await state(house, line) is AddressState.USABLE
    assert await house.act(lambda turn: turn.unit.inbox.list_new(ReceiptArrived)) == []


async def test_a_full_mailbox_gets_mails_until_it_is_full_often(house: House) -> None:
    ann = await meet_ann(house)
    for number in range(SOFT_IN_A_ROW):
        assert await state(house, ann) is AddressState.USABLE
        await bounce(house, await house.post(ann, f"news{number}"), Failure.CHANNEL, "552-5.2.2")
    assert await state(house, ann) is AddressState.GONE


async def test_a_filter_or_a_limit_ends_no_address(house: House) -> None:
    ann = await meet_ann(house)
    for number, code in enumerate(["554-5.7.1", "550-5.7.1", "550-5.4.1", "5.7.1", "550-5.7.1", "552"]):
        await bounce(house, await house.post(ann, f"news{number}"), Failure.CHANNEL, code)
    assert await state(house, ann) is AddressState.USABLE


async def test_one_that_arrives_between_full_ones_counts_anew(house: House) -> None:
    ann = await meet_ann(house)
    for number in range(SOFT_IN_A_ROW + 2):
        if number == 2:
            await house.post(ann, "arrives")
            await house.settle()
        await bounce(house, await house.post(ann, f"news{number}"), Failure.CHANNEL, "552-5.2.2")
        expected = AddressState.GONE if number >= SOFT_IN_A_ROW + 1 else AddressState.USABLE
        assert await state(house, ann) is expected
