"""Every provider code that the shop meets, told at the call or by a receipt, and all that follows from it.

COMPLIANCE names the codes; their sources are Twilio's error pages, https://www.twilio.com/docs/api/errors.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from flows.delivery import MessageStatus
from flows.policy.departure_facts import AddressState, ConsentState, Kind, Programme
from storage.sending.message import Message
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, ANN_CHAT, HOUR, MINUTE, RAVI, RAVI_CHAT
from tests.providers.twilio import WHATSAPP

SECONDS = timedelta(seconds=1)
GONE, BLOCKED, SUPPRESSED = AddressState.GONE, AddressState.BLOCKED, AddressState.SUPPRESSED


@dataclass(frozen=True)
class Case:
    """A code and what must follow. ``again`` is when it is tried again, in shop's time after the failure.

    ``elsewhere``: the reminder then leaves by Telegram. ``alert`` is a word of what the owner reads.
    """

    code: int
    status: MessageStatus = MessageStatus.FAILED
    address: AddressState = AddressState.USABLE
    again: tuple[timedelta, timedelta] | None = None
    elsewhere: bool = False
    revoked: bool = False
    sender_paused: bool = False
    shop_paused: bool = False
    alert: str = ""


SOON, LATER, AT_ONCE = (12 * SECONDS, 18 * SECONDS), (30 * MINUTE, 60 * MINUTE), (0 * SECONDS, 0 * SECONDS)
IN_AN_HOUR = 48 * MINUTE, 72 * MINUTE
QUEUED = MessageStatus.QUEUED

SMS_CALLS = [
    Case(21611, QUEUED, again=SOON),
    Case(30001, QUEUED, again=SOON),
    Case(21211, address=GONE, elsewhere=True),
    Case(21614, address=GONE, elsewhere=True),
    Case(21610, address=SUPPRESSED, revoked=True),
    Case(21608, alert="verify the recipient's number"),
    Case(21408, alert="enable the country"),
    Case(21606, QUEUED, sender_paused=True, alert="a number of this account"),
    Case(21604, QUEUED, sender_paused=True, alert="21604"),
    Case(20003, QUEUED, sender_paused=True, alert="check account_sid"),
    Case(30003, QUEUED, again=LATER),
    Case(30007, shop_paused=True, alert="filter"),
    Case(30032, QUEUED, sender_paused=True, alert="toll-free number verified"),
    Case(30034, QUEUED, sender_paused=True, alert="A2P 10DLC"),
    Case(99999, alert="99999"),
]
SMS_RECEIPTS = [
    Case(30001, again=SOON),
    Case(30003, again=LATER),
    Case(30004, address=BLOCKED, elsewhere=True),
    Case(30005, address=GONE, elsewhere=True),
    Case(30006, address=GONE, elsewhere=True),
    Case(30007, shop_paused=True, alert="filter"),
    Case(30008, again=LATER),
    Case(30036),
    Case(21610, address=SUPPRESSED, revoked=True),
    Case(30032, sender_paused=True, alert="toll-free number verified"),
    Case(30034, sender_paused=True, alert="A2P 10DLC"),
    Case(99999, alert="99999"),
]
WHATSAPP_CALLS = [
    Case(63018, QUEUED, again=LATER),
    Case(63024, address=GONE, elsewhere=True),
    Case(63032, elsewhere=True),
    Case(63049, QUEUED, again=IN_AN_HOUR),
]
WHATSAPP_RECEIPTS = [
    Case(63016, again=AT_ONCE),
    Case(63018, again=LATER),
    Case(63024, address=GONE, elsewhere=True),
    Case(63032, elsewhere=True),
    Case(63049, again=IN_AN_HOUR),
    Case(131050, address=SUPPRESSED, revoked=True),
]


def _name(case: Case) -> str:
    return str(case.code)


@pytest.mark.parametrize("case", SMS_CALLS, ids=_name)
async def test_sms_at_the_call(house: House, case: Case) -> None:
    await house.apply(shop.file(channels=("sms", "telegram")))
    house.twilio.fail(code=case.code)
    reminder = await house.remind(channels=("sms", "telegram"))
    await _check(house, case, reminder, ANN, ANN_CHAT)
    if case.again:
        await _left_again_after(house, case.again, reminder, ANN)


@pytest.mark.parametrize("case", SMS_RECEIPTS, ids=_name)
async def test_sms_by_receipt(house: House, case: Case) -> None:
    await house.apply(shop.file(channels=("sms", "telegram")))
    reminder = await house.remind(channels=("sms", "telegram"))
    assert await house.twilio.receipt(house.twilio.messages[-1].sid, "undelivered", case.code) == 200
    await house.settle()
    await _check(house, case, await house.message(reminder.id), ANN, ANN_CHAT)
    if case.again:
        await _posted_again(house, case.again, reminder, ANN)


@pytest.fixture
async def indian(database: str) -> AsyncIterator[House]:
    """The same shop at noon in India, where WhatsApp carries marketing; Ravi just wrote, so the window is open.

    The shop told of him, and of his chat, before he wrote: nobody adds a line to who has shown that one is theirs.
    """
    channels = ("whatsapp", "telegram")
    async with open_house(database, shop.NOON_IN_INDIA, shop.file(channels=channels)) as opened:
        ravi = shop.customer(RAVI, RAVI_CHAT, "Ravi")
        await opened.tell(shop.consented(ravi, opened.clock.now(), channels))
        await opened.settle()
        url = f"{opened.service.settings.public_url}/channels/twilio/tiger/inbound"
        ends = f"whatsapp:{RAVI}", f"whatsapp:{WHATSAPP}"
        assert await opened.twilio.say(*ends, "thanks", url=url) == 200
        await opened.settle()
        yield opened


@pytest.mark.parametrize("case", WHATSAPP_CALLS, ids=_name)
async def test_whatsapp_at_the_call(indian: House, case: Case) -> None:
    before = len(indian.texts_to(RAVI))
    indian.twilio.fail(code=case.code)
    reminder = await indian.remind(shop.customer(RAVI, RAVI_CHAT, "Ravi"), ("whatsapp", "telegram"))
    await _check(indian, case, reminder, RAVI, RAVI_CHAT)
    if case.again:
        await _left_again_after(indian, case.again, reminder, RAVI, before)


@pytest.mark.parametrize("case", WHATSAPP_RECEIPTS, ids=_name)
async def test_whatsapp_by_receipt(indian: House, case: Case) -> None:
    before = len(indian.texts_to(RAVI))
    reminder = await indian.remind(shop.customer(RAVI, RAVI_CHAT, "Ravi"), ("whatsapp", "telegram"))
    assert await indian.twilio.receipt(indian.twilio.messages[-1].sid, "undelivered", case.code) == 200
    if case.again != AT_ONCE:
        await indian.settle()
        await _check(indian, case, await indian.message(reminder.id), RAVI, RAVI_CHAT)
    if case.again:
        await indian.settle()
        await _posted_again(indian, case.again, reminder, RAVI, before)


async def test_who_had_their_share_is_tried_ever_later_and_then_elsewhere(indian: House) -> None:
    before = len(indian.texts_to(RAVI))
    await indian.remind(shop.customer(RAVI, RAVI_CHAT, "Ravi"), ("whatsapp", "telegram"))
    waits = []
    for _ in range(2):
        assert indian.chats_to(RAVI_CHAT) == []
        await indian.twilio.receipt(indian.twilio.messages[-1].sid, "undelivered", 63049)
        await indian.settle()
        repeat = (await indian.reminders())[-1]
        assert repeat.due_at is not None
        waits.append(repeat.due_at - indian.clock.now())
        await indian.pass_(now=waits[-1])
    assert waits[1] > waits[0] > 45 * MINUTE
    await indian.twilio.receipt(indian.twilio.messages[-1].sid, "undelivered", 63049)
    await indian.settle()
    assert (len(indian.texts_to(RAVI)) - before, len(indian.chats_to(RAVI_CHAT))) == (3, 1)


async def test_one_that_would_come_too_late_goes_elsewhere_at_once(indian: House) -> None:
    """Its last day is nearly over when WhatsApp says no."""
    reminder = await indian.remind(shop.customer(RAVI, RAVI_CHAT, "Ravi"), ("whatsapp", "telegram"))
    assert reminder.latest is not None
    indian.clock.push(now=reminder.latest - indian.clock.now() - 30 * MINUTE)
    await indian.twilio.receipt(indian.twilio.messages[-1].sid, "undelivered", 63049)
    await indian.settle()
    assert (len(await indian.reminders()), len(indian.chats_to(RAVI_CHAT))) == (2, 1)


@pytest.mark.parametrize("by_receipt", [True, False], ids=["receipt", "call"])
async def test_in_the_us_no_wait_brings_it(house: House, by_receipt: bool) -> None:
    url = f"{house.url}/channels/twilio/tiger/inbound"
    assert await house.twilio.say(f"whatsapp:{ANN}", f"whatsapp:{WHATSAPP}", "thanks", url=url) == 200
    await house.settle()
    if not by_receipt:
        house.twilio.fail(code=63049)
    order = await house.post(await house.address("whatsapp", ANN), "order")
    await house.settle()
    if by_receipt:
        await house.twilio.receipt(house.twilio.messages[-1].sid, "undelivered", 63049)
        await house.settle()
    assert (await house.message(order)).status is MessageStatus.FAILED
    assert await house.act(lambda turn: turn.unit.outbox.depth()) == {}


async def test_what_was_lost_comes_again_in_the_language_it_was_answered_in(house: House) -> None:
    """A person who wrote in Spanish to an English shop is answered in Spanish, the second time as well."""
    to = await house.address("sms", ANN)
    await house.post(to, "help", text=None, template="help", locale="es", kind=Kind.HELP)
    await house.settle()
    await house.twilio.receipt(house.twilio.messages[-1].sid, "undelivered", 30003)
    await house.settle()
    await house.pass_(now=timedelta(hours=2))
    first, again = house.texts_to(ANN)
    assert first == again


async def test_what_another_channel_lost_is_no_try_of_this_one(house: House) -> None:
    """An SMS in the place of a message on Telegram has all its own three tries."""
    await house.apply(shop.file(channels=("telegram", "sms")))
    house.telegram.blocked.add(ANN_CHAT)
    await house.remind(channels=("sms", "telegram"))
    for _ in range(4):
        await house.twilio.receipt(house.twilio.messages[-1].sid, "undelivered", 30003)
        await house.settle()
        await house.pass_(now=timedelta(minutes=110))
    assert len(house.texts_to(ANN)) == 3


async def test_outside_the_window_only_the_approved_text_follows(indian: House) -> None:
    reminder = await indian.remind(shop.customer(RAVI, None, "Ravi"), ("whatsapp",))
    free, sid = indian.texts_to(RAVI)[-1], indian.twilio.messages[-1].sid
    await indian.twilio.receipt(sid, "undelivered", 63016)
    await indian.settle()
    assert ("Tiger tee" in free, indian.texts_to(RAVI)[-1]) == (True, shop.TEMPLATE)
    repeat = (await indian.reminders())[-1]
    await indian.twilio.receipt(indian.twilio.messages[-1].sid, "undelivered", 63016)
    await indian.settle()
    assert (repeat.fallback_of, (await indian.message(repeat.id)).status) == (reminder.id, MessageStatus.FAILED)
    assert indian.texts_to(RAVI)[-2:] == [free, shop.TEMPLATE]


async def test_outside_the_window_without_an_approved_text_another_channel_carries_it(indian: House) -> None:
    await indian.apply(shop.file(channels=("whatsapp", "telegram"), approved=False))
    before = len(indian.texts_to(RAVI))
    await indian.remind(shop.customer(RAVI, RAVI_CHAT, "Ravi"), ("whatsapp", "telegram"))
    await indian.twilio.receipt(indian.twilio.messages[-1].sid, "undelivered", 63016)
    await indian.settle()
    assert (len(indian.texts_to(RAVI)) - before, len(indian.chats_to(RAVI_CHAT))) == (1, 1)


async def test_outside_the_window_at_the_call(indian: House) -> None:
    indian.twilio.fail(code=63016)
    reminder = await indian.remind(shop.customer(RAVI, None, "Ravi"), ("whatsapp",))
    assert (reminder.status, indian.texts_to(RAVI)[-1]) == (MessageStatus.SENT, shop.TEMPLATE)


async def test_a_phone_that_is_off_is_tried_three_times_in_all(house: House) -> None:
    await house.apply(shop.file(channels=("sms",)))
    await house.remind()
    for _ in range(5):
        await house.twilio.receipt(house.twilio.messages[-1].sid, "undelivered", 30003)
        await house.settle()
        await house.pass_(now=timedelta(minutes=110))
    assert [one.status for one in await house.reminders()] == [MessageStatus.FAILED] * 3
    assert len(house.texts_to(ANN)) == 3


async def test_a_repeat_that_fails_for_good_goes_another_way(house: House) -> None:
    await house.apply(shop.file(channels=("sms", "telegram")))
    await house.remind(channels=("sms", "telegram"))
    await house.twilio.receipt(house.twilio.messages[-1].sid, "undelivered", 30003)
    await house.settle()
    await house.pass_(now=HOUR)
    await house.twilio.receipt(house.twilio.messages[-1].sid, "undelivered", 30005)
    await house.settle()
    assert (len(house.texts_to(ANN)), len(house.chats_to(ANN_CHAT))) == (2, 1)


async def test_telegram_blocked_falls_back_and_is_lifted_when_they_write(house: House) -> None:
    await house.apply(shop.file(channels=("telegram", "sms")))
    house.telegram.blocked.add(ANN_CHAT)
    reminder = await house.remind(channels=("sms", "telegram"))
    address = await house.address("telegram", str(ANN_CHAT))
    assert (reminder.status, address.state) == (MessageStatus.FAILED, BLOCKED)
    assert len(house.texts_to(ANN)) == 1
    assert await house.telegram.unblock(ANN_CHAT) == 200
    await house.settle()
    assert (await house.address("telegram", str(ANN_CHAT))).state is AddressState.USABLE


async def test_telegram_is_obeyed_when_it_says_how_long_to_wait(house: House) -> None:
    await house.apply(shop.file(channels=("telegram",)))
    house.telegram.fail(status=429, after=30, said="Too Many Requests: retry after 30")
    reminder = await house.remind(channels=("telegram",))
    assert reminder.status is MessageStatus.QUEUED
    await house.pass_(elapsed=timedelta(seconds=29), now=HOUR)
    assert house.chats_to(ANN_CHAT) == []
    await house.pass_(elapsed=timedelta(seconds=1))
    assert len(house.chats_to(ANN_CHAT)) == 1


async def test_a_bot_whose_token_was_revoked_stops_and_the_repair_goes_on(house: House) -> None:
    await house.apply(shop.file(channels=("telegram",)))
    house.telegram.fail(status=401, said="Unauthorized")
    reminder = await house.remind(channels=("telegram",))
    assert (reminder.status, (await house.line("telegram")).paused_at) == (MessageStatus.QUEUED, house.clock.now())
    await _resume(house)
    assert (await house.message(reminder.id)).status is MessageStatus.SENT


async def test_a_broken_number_keeps_everything_until_somebody_resumes(house: House) -> None:
    house.twilio.fail(times=2, code=20003)
    people = [await house.address("sms", f"+131455501{index:02}") for index in range(20, 30)]
    posted = [await house.post(to, f"order:{index}") for index, to in enumerate(people)]
    await house.settle()
    line = await house.line()
    assert (line.paused_at, len(house.alerts())) == (house.clock.now(), 1)
    assert "Fix it, then /resume" in house.alerts()[0]
    left = len(house.twilio.messages)
    await house.pass_(elapsed=HOUR)
    assert len(house.twilio.messages) == left
    await _resume(house)
    assert {(await house.message(one)).status for one in posted} == {MessageStatus.SENT}
    assert len(house.twilio.messages) == len(posted)


async def _resume(house: House) -> None:
    assert await house.telegram.say(shop.OWNER, "/resume") == 200
    await house.settle()


async def _check(house: House, case: Case, reminder: Message, phone: str, chat: int) -> None:
    address = await house.address(reminder.channel, phone)
    consent = await house.act(lambda turn: turn.unit.consents.state(address.id, Programme.REMINDERS))
    tenant = await house.act(lambda turn: turn.unit.businesses.get())
    assert tenant is not None
    found = Case(
        case.code,
        reminder.status,
        address.state,
        case.again,
        elsewhere=bool(house.chats_to(chat)),
        revoked=consent is ConsentState.REVOKED,
        sender_paused=(await house.line(reminder.channel)).paused_at is not None,
        shop_paused=tenant.paused_at is not None,
        alert=case.alert,
    )
    assert found == case
    said = " ".join(house.alerts())
    assert (case.alert in said) if case.alert else not said
    assert phone[2:] not in said


async def _left_again_after(
    house: House, again: tuple[timedelta, timedelta], reminder: Message, phone: str, before: int = 0
) -> None:
    """The same message leaves again, not before and not after."""
    await house.pass_(now=again[0] - SECONDS)
    assert len(house.texts_to(phone)) == before
    await house.pass_(now=again[1] - again[0] + SECONDS)
    assert (len(house.texts_to(phone)), (await house.message(reminder.id)).status) == (before + 1, MessageStatus.SENT)


async def _posted_again(
    house: House, again: tuple[timedelta, timedelta], reminder: Message, phone: str, before: int = 0
) -> None:
    """Another message takes its place, in its time, and the first stays as it ended."""
    repeat = (await house.reminders())[-1]
    assert repeat.fallback_of == reminder.id
    assert repeat.due_at is not None
    assert again[0] <= repeat.due_at - house.clock.now() <= again[1]
    await house.pass_(now=again[1])
    assert (len(house.texts_to(phone)), (await house.message(repeat.id)).status) == (before + 2, MessageStatus.SENT)
    assert (await house.message(reminder.id)).status is MessageStatus.FAILED
