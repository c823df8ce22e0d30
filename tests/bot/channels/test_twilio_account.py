"""What we ask of Twilio, what its answers mean, and the stand-in's own agreement with it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.channel import ProviderAccount
from bot.channels.twilio import Twilio
from bot.channels.twilio.twilio_codes import advise, classify, load_codes
from flows.delivery import Answer, Failure, Found
from tests.bot.channels import rig
from tests.cases import each
from tests.providers.twilio import ACCOUNT, NUMBER, SERVICE, TOKEN, WHATSAPP, TwilioStand

ASHA = "+13145550142"
KURTA = {"content": "HX1", "variables": {"1": "Kurta"}}
CAP = {"content": "HX1", "variables": {"1": "Cap"}}


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioStand]:
    async with TwilioStand() as stand:
        yield stand


@pytest.fixture
async def sms(twilio: TwilioStand) -> AsyncIterator[Twilio]:
    async with _open(twilio, "sms", NUMBER) as one:
        yield one


@pytest.fixture
async def whatsapp(twilio: TwilioStand) -> AsyncIterator[Twilio]:
    async with _open(twilio, "whatsapp", WHATSAPP) as one:
        yield one


@pytest.fixture
async def service(twilio: TwilioStand) -> AsyncIterator[Twilio]:
    async with _open(twilio, "sms", SERVICE) as one:
        yield one


@asynccontextmanager
async def _open(stand: TwilioStand, channel: str, sender: str, token: str = TOKEN) -> AsyncIterator[Twilio]:
    account = Twilio(channel, ACCOUNT, token, sender, stand.url)
    try:
        yield account
    finally:
        await account.close()


def test_it_is_a_channel() -> None:
    channel: ProviderAccount = Twilio("sms", ACCOUNT, TOKEN, NUMBER)
    assert channel is not None


async def test_fields_of_a_text(twilio: TwilioStand, sms: Twilio) -> None:
    await sms.perform(rig.outgoing(ASHA, "héllo", callback=rig.CALLBACK, valid_for=timedelta(hours=4)))
    (message,) = twilio.messages
    assert message.form == {
        "To": [ASHA],
        "From": [NUMBER],
        "Body": ["héllo"],
        "StatusCallback": [rig.CALLBACK],
        "ValidityPeriod": ["14400"],
    }


async def test_what_india_registered_goes_along(twilio: TwilioStand, sms: Twilio) -> None:
    """The names are those of Twilio's errors 21900 and 21901."""
    out = rig.outgoing("+919800000001", "hello", registered=("1101000000000000001", "1107010000000000011"))
    await sms.perform(out)
    form = twilio.messages[0]
    assert (form.first("DltPEId"), form.first("DltTemplateId")) == ("1101000000000000001", "1107010000000000011")


async def test_fields_of_a_template(twilio: TwilioStand, whatsapp: Twilio) -> None:
    outgoing = rig.outgoing("+919555501234", content="HX1", variables={"1": "कुर्ता"})
    await whatsapp.perform(outgoing)
    (message,) = twilio.messages
    assert message.first("To") == "whatsapp:+919555501234"
    assert message.first("From") == f"whatsapp:{WHATSAPP}"
    assert (message.first("ContentSid"), message.first("Body")) == ("HX1", "")
    assert json.loads(message.first("ContentVariables")) == {"1": "कुर्ता"}


async def test_fields_with_a_messaging_service(twilio: TwilioStand, service: Twilio) -> None:
    await service.perform(rig.outgoing(ASHA))
    (message,) = twilio.messages
    assert (message.first("MessagingServiceSid"), message.first("From")) == (SERVICE, "")


@pytest.mark.parametrize(
    ("valid_for", "seconds"),
    [(timedelta(seconds=-5), "1"), (timedelta(0), "1"), (timedelta(minutes=5), "300"), (timedelta(days=3), "36000")],
    ids=["already over", "now", "five minutes", "longer than Twilio holds"],
)
async def test_validity(twilio: TwilioStand, sms: Twilio, valid_for: timedelta, seconds: str) -> None:
    await sms.perform(rig.outgoing(ASHA, valid_for=valid_for))
    assert twilio.messages[0].first("ValidityPeriod") == seconds


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        (20429, Failure.RETRY),
        (21211, Failure.ADDRESS),
        (21614, Failure.ADDRESS),
        (21610, Failure.SUPPRESSED),
        (21611, Failure.RETRY),
        (30001, Failure.RETRY),
        (30036, Failure.EXPIRED),
        (30003, Failure.LATER),
        (30004, Failure.BLOCKED),
        (30005, Failure.ADDRESS),
        (30006, Failure.ADDRESS),
        (30007, Failure.FILTERED),
        (30008, Failure.LATER),
        (63016, Failure.TEMPLATE),
        (63018, Failure.LATER),
        (63024, Failure.ADDRESS),
        (63032, Failure.CHANNEL),
        (63049, Failure.CAPPED),
        (131049, Failure.CAPPED),
        (131050, Failure.SUPPRESSED),
        (21608, Failure.SETUP),
        (21408, Failure.SETUP),
        (21606, Failure.SENDER),
        (21604, Failure.SENDER),
        (20003, Failure.SENDER),
        (30032, Failure.SENDER),
        (30034, Failure.SENDER),
        (99999, Failure.ALERT),
    ],
)
async def test_code_at_once_and_by_receipt(twilio: TwilioStand, sms: Twilio, code: int, failure: Failure) -> None:
    twilio.fail(code=code)
    answer = await sms.perform(rig.outgoing(ASHA))
    assert (answer.failure, answer.code, answer.provider_id) == (failure, str(code), None)
    assert ASHA not in answer.detail
    assert classify(code) is failure


@each(
    ("code", "status", "failure"),
    [
        (None, None, Failure.ALERT),
        (None, 400, Failure.ALERT),
        (None, 401, Failure.SENDER),
        (None, 429, Failure.RETRY),
        (None, 503, Failure.RETRY),
        (20503, 503, Failure.RETRY),
        (None, 500, Failure.UNKNOWN),
        (21610, 500, Failure.UNKNOWN),
        (None, 302, Failure.ALERT),
    ],
)
def test_classes_of_answers(code: int | None, status: int | None, failure: Failure) -> None:
    assert classify(code, status) is failure


def test_every_code_has_advice() -> None:
    assert all(advise(code) for code in load_codes())


@pytest.mark.parametrize(
    ("to", "text", "code"),
    [("12", "x", "21211"), ("", "x", "21604"), (ASHA, "", "21602"), (ASHA, "x" * 1601, "21617")],
    ids=["no number", "nobody", "no text", "too long"],
)
async def test_stand_in_checks_what_it_is_sent(sms: Twilio, to: str, text: str, code: str) -> None:
    assert (await sms.perform(rig.outgoing(to, text))).code == code


async def test_sender_that_is_not_ours(twilio: TwilioStand) -> None:
    async with _open(twilio, "sms", "+13145550199") as account:
        assert (await account.perform(rig.outgoing(ASHA))).failure is Failure.SENDER


async def test_rate(twilio: TwilioStand, sms: Twilio) -> None:
    twilio.rate, twilio.clock = 1, lambda: rig.NOW
    assert (await sms.perform(rig.outgoing(ASHA))).failure is None
    assert await sms.perform(rig.outgoing(ASHA)) == Answer(
        failure=Failure.RETRY,
        code="20429",
        detail="Twilio answered HTTP 429, code 20429; see https://www.twilio.com/docs/api/errors/20429",
        after=timedelta(seconds=1),
    )
    twilio.clock = lambda: rig.NOW + timedelta(seconds=1)
    assert (await sms.perform(rig.outgoing(ASHA))).failure is None


async def test_found_with_its_price_and_its_end(twilio: TwilioStand, sms: Twilio) -> None:
    since = twilio.clock()
    await sms.perform(rig.outgoing(ASHA, "one"))
    await twilio.receipt(twilio.messages[0].sid, "delivered", price="-0.0079")
    found = await sms.find(rig.outgoing(ASHA, "one"), since)
    assert found == Found(True, Answer(provider_id=twilio.messages[0].sid, micros=7900, currency="USD"))


@pytest.mark.parametrize(
    ("told", "unit", "micros"),
    [("-0.00830", "USD", 8300), ("-0.0832", "usd", 83_200), ("0", "USD", 0), ("-0.59", "INR", 590_000)],
)
async def test_price(twilio: TwilioStand, sms: Twilio, told: str, unit: str, micros: int) -> None:
    sid = (await sms.perform(rig.outgoing(ASHA))).provider_id or ""
    assert await sms.price(sid) == Answer(sid), "Twilio has null until it knows"
    twilio.charge(sid, told, unit)
    assert await sms.price(sid) == Answer(sid, micros=micros, currency=unit.upper())


async def test_price_of_a_message_that_is_not_there(sms: Twilio) -> None:
    answer = await sms.price("SM00000000000000000000000000000099")
    assert (answer.failure, answer.code, answer.micros) == (Failure.SENDER, "20404", None)


async def test_price_without_a_network(twilio: TwilioStand, sms: Twilio) -> None:
    sid = (await sms.perform(rig.outgoing(ASHA))).provider_id or ""
    await twilio.refuse()
    assert (await sms.price(sid)).failure is Failure.RETRY
    await twilio.accept()
    twilio.garbled = b"[]"
    assert (await sms.price(sid)).failure is Failure.RETRY
    twilio.garbled = b"{}"
    assert (await sms.price(sid)).micros is None


async def test_found_as_failed(twilio: TwilioStand, sms: Twilio) -> None:
    await sms.perform(rig.outgoing(ASHA, "one"))
    await twilio.receipt(twilio.messages[0].sid, "undelivered", 30005)
    found = await sms.find(rig.outgoing(ASHA, "one"), twilio.clock())
    assert found.answer is not None
    assert (found.answer.failure, found.answer.code) == (Failure.ADDRESS, "30005")


@pytest.mark.parametrize(
    ("sent", "asked", "found"),
    [
        pytest.param({"text": "one"}, {"text": "one"}, True, id="same"),
        pytest.param({"text": "one"}, {"text": "two"}, False, id="another text"),
        pytest.param({"text": "a  b "}, {"text": "a b"}, True, id="spaces are Twilio's"),
        pytest.param({"to": "+13145550143"}, {}, False, id="another person"),
        pytest.param(KURTA, KURTA, True, id="template"),
        pytest.param(KURTA, CAP, False, id="template, other values"),
    ],
)
async def test_find(twilio: TwilioStand, sms: Twilio, sent: Any, asked: Any, found: bool) -> None:
    await sms.perform(rig.outgoing(**({"to": ASHA} | sent)))
    assert ((await sms.find(rig.outgoing(**({"to": ASHA} | asked)), twilio.clock())).answer is not None) is found


@pytest.mark.parametrize(("hours", "found"), [(0.9, True), (1.1, False)], ids=["an hour's doubt", "older"])
async def test_find_looks_back_one_hour(twilio: TwilioStand, sms: Twilio, hours: float, found: bool) -> None:
    twilio.clock = lambda: rig.NOW
    await sms.perform(rig.outgoing(ASHA))
    answer = (await sms.find(rig.outgoing(ASHA), rig.NOW + timedelta(hours=hours))).answer
    assert (answer is not None) is found


async def test_found_on_a_trial_account(twilio: TwilioStand, sms: Twilio) -> None:
    twilio.trial = True
    await sms.perform(rig.outgoing(ASHA, "one"))
    assert (await sms.find(rig.outgoing(ASHA, "one"), twilio.clock())).answer is not None


async def test_nothing_is_concluded_from_a_list_that_does_not_reach_back(twilio: TwilioStand, sms: Twilio) -> None:
    for n in range(200):
        await sms.perform(rig.outgoing(ASHA, f"text {n}"))
    assert await sms.find(rig.outgoing(ASHA, "lost"), twilio.clock()) == Found(asked=False)


async def test_a_number_is_checked_and_registered(sms: Twilio) -> None:
    url = "https://shop.example/channels/twilio/tiger/inbound"
    assert [ok for ok, _ in await sms.check(url)] == [True, False]
    assert [ok for ok, _ in await sms.register(url)] == [True]
    assert [ok for ok, _ in await sms.check(url)] == [True, True]


async def test_a_service_is_checked_and_registered(service: Twilio) -> None:
    url = "https://shop.example/channels/twilio/tiger/inbound"
    assert [ok for ok, _ in await service.check(url)] == [True, False]
    assert [ok for ok, _ in await service.register(url)] == [True]
    assert [ok for ok, _ in await service.check(url)] == [True, True]


async def test_a_whatsapp_sender_is_checked_and_registered(whatsapp: Twilio) -> None:
    url = "https://shop.example/channels/twilio/tiger/inbound"
    assert [ok for ok, _ in await whatsapp.check(url)] == [True, False]
    assert [ok for ok, _ in await whatsapp.register(url)] == [True]
    assert [ok for ok, _ in await whatsapp.check(url)] == [True, True]


@pytest.mark.parametrize(
    ("channel", "sender", "token", "said"),
    [
        ("sms", NUMBER, "wrong", "check account_sid and auth_token"),
        ("sms", "+13145550199", TOKEN, "is not a sender"),
        ("sms", "MG00000000000000000000000000000000", TOKEN, "20404"),
        ("whatsapp", "+14155238886", TOKEN, "sandbox"),
        ("whatsapp", "+14155550189", TOKEN, "is not a sender"),
    ],
    ids=["wrong token", "another's number", "no such service", "sandbox", "no such WhatsApp sender"],
)
async def test_what_doctor_is_told(twilio: TwilioStand, channel: str, sender: str, token: str, said: str) -> None:
    async with _open(twilio, channel, sender, token) as account:
        lines = await account.check("https://shop.example/x")
        assert not lines[-1][0]
        assert said in lines[-1][1]
        assert not (await account.register("https://shop.example/x"))[-1][0]


async def test_doctor_without_a_network(twilio: TwilioStand, sms: Twilio) -> None:
    await twilio.refuse()
    ((ok, line),) = await sms.check(None)
    assert (ok, "cannot be reached at" in line) == (False, True)
    await twilio.accept()
    twilio.garbled = b"[]"
    assert not (await sms.check(None))[0][0]
    twilio.garbled = b'{"date_created": 5}'
    assert not (await sms.check(None))[0][0]
    assert await sms.check(None) == [
        (True, f"Twilio account {ACCOUNT} is active"),
        (True, f"Twilio sender {NUMBER} is this account's"),
    ]
