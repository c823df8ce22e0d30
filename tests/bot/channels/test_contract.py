"""What every channel promises, whatever the provider: one suite for all of them, against stand-ins on loopback."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.channel import ProviderAccount
from bot.channels.provider_http import CALL
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from flows.channels import CHANNELS
from flows.delivery import Failure, Found
from tests.bot.channels import rig
from tests.providers import telegram as telegram_provider
from tests.providers import twilio as twilio_provider
from tests.providers.telegram import TelegramStand
from tests.providers.twilio import TwilioStand

SOON = timedelta(milliseconds=300)


@dataclass(frozen=True)
class Case:
    """A sender of a channel: its stand-in, its account at an origin with a secret, an address to write to.

    ``wrong`` is a secret that the provider does not know.
    """

    channel: str
    stand: type[TwilioStand] | type[TelegramStand]
    account: Callable[[str, str, timedelta], ProviderAccount]
    secret: str
    wrong: str
    to: str


@dataclass(frozen=True)
class Pair:
    """A channel, the same with little patience, the stand-in they talk to, and somebody to write to."""

    channel: ProviderAccount
    hasty: ProviderAccount
    provider: TwilioStand | TelegramStand
    to: str
    asks: bool


def _twilio(channel: str, sender: str, to: str) -> Case:
    def account(url: str, token: str, patience: timedelta) -> Twilio:
        return Twilio(channel, twilio_provider.ACCOUNT, token, sender, url, timeout=patience)

    return Case(channel, TwilioStand, account, twilio_provider.TOKEN, "wrong", to)


def _telegram(url: str, token: str, patience: timedelta) -> Telegram:
    return Telegram(token, telegram_provider.SECRET, url, timeout=patience)


CASES = {
    "sms": _twilio("sms", twilio_provider.NUMBER, "+13145550142"),
    "sms by a service": _twilio("sms", twilio_provider.SERVICE, "+13145550142"),
    "whatsapp": _twilio("whatsapp", twilio_provider.WHATSAPP, "+919555501234"),
    "telegram": Case("telegram", TelegramStand, _telegram, telegram_provider.TOKEN, "7000000001:AAwrong", "99"),
}


def test_every_channel_has_a_case() -> None:
    assert {case.channel for case in CASES.values()} == set(CHANNELS), (
        "CASES: a channel of flows/channels.py is missing"
    )


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    """Each of them in turn."""
    return CASES[request.param]


@pytest.fixture
async def pair(case: Case) -> AsyncIterator[Pair]:
    async with case.stand() as provider:
        channel, hasty = (case.account(provider.url, case.secret, patience) for patience in (CALL, SOON))
        yield Pair(channel, hasty, provider, case.to, asks=CHANNELS[case.channel].answers)
        await channel.close()
        await hasty.close()


async def test_sends_once_and_names_it(pair: Pair) -> None:
    answer = await pair.channel.perform(rig.outgoing(pair.to))
    assert answer.failure is None
    assert answer.provider_id
    assert len(pair.provider.messages) == 1


async def test_a_hundred_at_once_keep_their_answers_apart(pair: Pair) -> None:
    import asyncio

    sends = [pair.channel.perform(rig.outgoing(pair.to, f"text {n}")) for n in range(100)]
    answers = await asyncio.gather(*sends)
    assert len({answer.provider_id for answer in answers}) == len(pair.provider.messages) == 100


@pytest.mark.parametrize(
    ("fault", "failure", "stored"),
    [
        pytest.param({"status": 503}, Failure.RETRY, 0, id="not taken"),
        pytest.param({"status": 500}, Failure.UNKNOWN, 0, id="broken"),
        pytest.param({"status": 500, "stored": True}, Failure.UNKNOWN, 1, id="broken after storing"),
        pytest.param({"status": 502}, Failure.UNKNOWN, 0, id="bad gateway"),
        pytest.param({"status": 504}, Failure.UNKNOWN, 0, id="gateway timed out"),
        pytest.param({"cut": True}, Failure.UNKNOWN, 0, id="cut before storing"),
        pytest.param({"cut": True, "stored": True}, Failure.UNKNOWN, 1, id="cut after storing"),
    ],
)
async def test_failure(pair: Pair, fault: dict[str, Any], failure: Failure, stored: int) -> None:
    pair.provider.fail(**fault)
    answer = await pair.channel.perform(rig.outgoing(pair.to))
    assert (answer.failure, answer.provider_id) == (failure, None)
    assert len(pair.provider.messages) == stored, "the channel repeats nothing by itself"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"null",
        b"<html>",
        b'{"ok": true}',
        b'{"ok": true, "result": {}}',
        b'{"ok": true, "result": "x"}',
        b'{"sid": 5, "date_created": 5, "result": {"message_id": 1}}',
    ],
)
async def test_a_success_that_cannot_be_read_is_unknown(pair: Pair, answer: bytes) -> None:
    pair.provider.garbled = answer
    assert (await pair.channel.perform(rig.outgoing(pair.to))).failure is Failure.UNKNOWN


async def test_an_answer_that_comes_too_late_is_unknown(pair: Pair) -> None:
    pair.provider.fail(slow=True)
    answer = await pair.hasty.perform(rig.outgoing(pair.to))
    assert (answer.failure, answer.detail) == (Failure.UNKNOWN, "TimeoutError, after the request was written")
    assert len(pair.provider.messages) == 1


async def test_refused_connection_may_be_repeated(pair: Pair) -> None:
    await pair.provider.refuse()
    assert (await pair.channel.perform(rig.outgoing(pair.to))).failure is Failure.RETRY
    await pair.provider.accept()
    assert (await pair.channel.perform(rig.outgoing(pair.to))).failure is None


@pytest.mark.parametrize("nowhere", ["http://127.0.0.1:1", "http://no port"])
async def test_a_name_that_does_not_resolve_may_be_repeated(case: Case, nowhere: str) -> None:
    channel = case.account(nowhere, case.secret, CALL)
    assert (await channel.perform(rig.outgoing(case.to))).failure is Failure.RETRY
    await channel.close()


async def test_wait_that_was_asked_for(pair: Pair) -> None:
    pair.provider.fail(status=429, after=7)
    answer = await pair.channel.perform(rig.outgoing(pair.to))
    assert (answer.failure, answer.after) == (Failure.RETRY, timedelta(seconds=7))


async def test_wrong_credentials_stop_the_sender(case: Case) -> None:
    async with case.stand() as provider:
        channel = case.account(provider.url, case.wrong, CALL)
        assert (await channel.perform(rig.outgoing(case.to))).failure is Failure.SENDER
        await channel.close()


async def test_unknown_outcome_is_settled_where_it_can_be_asked(pair: Pair) -> None:
    since = pair.provider.clock()
    lost = rig.outgoing(pair.to, "Tiger Tees: lost on the way")
    assert await pair.channel.find(lost, since) == Found(asked=pair.asks)
    pair.provider.fail(cut=True, stored=True)
    await pair.channel.perform(lost)
    found = await pair.channel.find(lost, since)
    assert (found.asked, found.answer is not None) == (pair.asks, pair.asks)


async def test_nothing_is_concluded_from_a_provider_that_cannot_be_asked(pair: Pair) -> None:
    await pair.provider.refuse()
    assert await pair.channel.find(rig.outgoing(pair.to), pair.provider.clock()) == Found(asked=False)
    await pair.provider.accept()
    for answer in (b'{"messages": 5}', b'{"messages": [5]}', b"{}"):
        pair.provider.garbled = answer
        assert await pair.channel.find(rig.outgoing(pair.to), pair.provider.clock()) == Found(asked=False)


async def test_neither_logs_nor_answers_tell_secrets(case: Case, pair: Pair, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    for fault in ({}, {"status": 500}, {"cut": True}, {"status": 400, "code": 400}):
        pair.provider.fail(**fault)
        told.append((await pair.channel.perform(rig.outgoing(pair.to))).detail)
    await pair.provider.refuse()
    told.append((await pair.channel.perform(rig.outgoing(pair.to))).detail)
    assert case.secret.rpartition(":")[2] not in caplog.text + "".join(told)


async def test_closing_twice_and_sending_again(pair: Pair) -> None:
    await pair.channel.close()
    await pair.channel.perform(rig.outgoing(pair.to))
    await pair.channel.close()
    await pair.channel.close()
    assert (await pair.channel.perform(rig.outgoing(pair.to))).failure is None
