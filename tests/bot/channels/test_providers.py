"""The stand-ins themselves: what they post to us is signed as theirs, and their rules are the providers'."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from flows.delivery import Failure
from flows.events import AddressChanged, MessageReceived, ReceiptArrived
from tests.bot.channels import rig
from tests.bot.channels.shop import Shop
from tests.providers.telegram import SECRET, TelegramStand
from tests.providers.telegram import TOKEN as BOT_TOKEN
from tests.providers.twilio import ACCOUNT, NUMBER, TOKEN, WHATSAPP, TwilioStand

PUBLIC = "https://shop.example"
INBOUND = f"{PUBLIC}/channels/twilio/tiger/inbound"
HOOK = f"{PUBLIC}/channels/telegram/tiger"
ASHA = "+13145550142"


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    async with Shop(origin=PUBLIC) as shop:
        yield shop
        if shop.channel is not None:
            await shop.channel.close()


@pytest.fixture
async def twilio(shop: Shop) -> AsyncIterator[TwilioStand]:
    async with TwilioStand(public={PUBLIC: shop.url}, clock=lambda: rig.NOW) as stand:
        shop.channel = Twilio("sms", ACCOUNT, TOKEN, NUMBER, stand.url)
        yield stand


async def test_a_person_writes(shop: Shop, twilio: TwilioStand) -> None:
    assert await twilio.say(ASHA, NUMBER, "haan 2 hai", url=INBOUND, ProfileName="Asha") == 200
    (event,) = shop.events
    assert isinstance(event, MessageReceived)
    assert (event.address, event.text, event.name) == (ASHA, "haan 2 hai", "Asha")


async def test_two_people_write_two_messages(shop: Shop, twilio: TwilioStand) -> None:
    for text in ("one", "two"):
        await twilio.say(ASHA, NUMBER, text, url=INBOUND)
    assert len({event.provider_id for event in shop.events if isinstance(event, MessageReceived)}) == 2


async def test_somebody_else_signs(shop: Shop, twilio: TwilioStand) -> None:
    twilio.token = "another"
    assert await twilio.say(ASHA, NUMBER, "hi", url=INBOUND) == 401
    assert shop.events == []


async def test_receipts_name_our_message(shop: Shop, twilio: TwilioStand) -> None:
    assert shop.channel is not None
    answer = await shop.channel.perform(rig.outgoing(ASHA, callback=rig.CALLBACK))
    await twilio.deliver()
    receipts = [event for event in shop.events if isinstance(event, ReceiptArrived)]
    assert [event.status for event in receipts] == ["sent", "delivered"]
    assert {(event.message, event.provider_id) for event in receipts} == {(rig.OURS, answer.provider_id)}


async def test_a_failure_by_receipt(shop: Shop, twilio: TwilioStand) -> None:
    assert shop.channel is not None
    twilio.fail(later=30003)
    assert (await shop.channel.perform(rig.outgoing(ASHA, callback=rig.CALLBACK))).failure is None
    await twilio.deliver()
    (event,) = shop.events
    assert isinstance(event, ReceiptArrived)
    assert (event.status, event.failure, event.code) == ("failed", Failure.LATER, "30003")


async def test_a_message_without_a_callback_has_no_receipts(shop: Shop, twilio: TwilioStand) -> None:
    assert shop.channel is not None
    await shop.channel.perform(rig.outgoing(ASHA))
    await twilio.deliver()
    assert shop.events == []


@pytest.mark.parametrize(
    ("hours", "fields", "failed"),
    [
        pytest.param(None, {}, True, id="never wrote"),
        pytest.param(23.9, {}, False, id="within the window"),
        pytest.param(24.1, {}, True, id="outside"),
        pytest.param(24.1, {"content": "HX1"}, False, id="template"),
    ],
)
async def test_whatsapp_window(
    shop: Shop, twilio: TwilioStand, hours: float | None, fields: dict[str, str], failed: bool
) -> None:
    shop.channel = Twilio("whatsapp", ACCOUNT, TOKEN, WHATSAPP, twilio.url)
    if hours is not None:
        await twilio.say(f"whatsapp:{ASHA}", f"whatsapp:{WHATSAPP}", "hi", url=INBOUND)
        twilio.clock = lambda: rig.NOW + timedelta(hours=hours or 0)
    await shop.channel.perform(rig.outgoing(ASHA, callback=rig.CALLBACK, **fields))
    await twilio.deliver()
    codes = [event.code for event in shop.events if isinstance(event, ReceiptArrived)]
    assert ("63016" in codes) is failed


async def test_stop_that_twilio_answers(shop: Shop, twilio: TwilioStand) -> None:
    assert shop.channel is not None
    twilio.answers_stop = True
    for text, failure in (("Stop", Failure.SUPPRESSED), ("help", Failure.SUPPRESSED), ("START", None)):
        await twilio.say(ASHA, NUMBER, text, url=INBOUND)
        assert (await shop.channel.perform(rig.outgoing(ASHA))).failure is failure
    assert [getattr(event, "keyword", None) for event in shop.events] == ["STOP", "HELP", "START"]


async def test_stop_that_is_ours_to_answer(shop: Shop, twilio: TwilioStand) -> None:
    assert shop.channel is not None
    await twilio.say(ASHA, NUMBER, "STOP", url=INBOUND)
    assert (await shop.channel.perform(rig.outgoing(ASHA))).failure is None


async def test_telegram_by_webhook(shop: Shop) -> None:
    async with TelegramStand(public={PUBLIC: shop.url}) as provider:
        bot = Telegram(BOT_TOKEN, SECRET, provider.url)
        shop.channel = bot
        await bot.register(HOOK)
        assert await provider.say(99, "hi") == 200
        assert await provider.block(99) == 200
        provider.secret = "another"
        assert await provider.unblock(99) == 401
    said, left = shop.events
    assert isinstance(said, MessageReceived)
    assert isinstance(left, AddressChanged)


async def test_faults_are_forgotten_when_healed() -> None:
    async with TwilioStand() as twilio:
        account = Twilio("sms", ACCOUNT, TOKEN, NUMBER, twilio.url)
        twilio.fail(times=2, status=503)
        assert (await account.perform(rig.outgoing(ASHA))).failure is Failure.RETRY
        twilio.heal()
        assert (await account.perform(rig.outgoing(ASHA))).failure is None
        await account.close()
